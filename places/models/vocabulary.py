"""The words that describe places: kinds and services, shared by every territory."""

from collections.abc import Sequence
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from places.choices import Need, ServiceGroup
from places.fields import OptionalTextField, TagsField
from places.models.triggers import kept_while_used


class Word(models.Model):
    """A term with its French and English labels, in the order in which screens list it."""

    slug = models.SlugField(_("identifiant"), max_length=60, primary_key=True)
    label = models.CharField(_("libellé"), max_length=120)
    label_en = models.CharField(_("libellé anglais"), max_length=120)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.label_en if get_language() == "en" else self.label


class PlaceWord(Word):
    """A word of places. It says by itself which needs a place that has it answers."""

    needs = TagsField(
        base_field=models.CharField(max_length=20, choices=Need),
        verbose_name=_("besoins"),
        default=list,
        blank=True,
        help_text=_("Ce pour quoi on vient dans un lieu qui a ce mot ; rien de coché : le mot n’en dit rien."),
    )

    class Meta(Word.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_needs_are_known", condition=models.Q(needs__contained_by=Need.values)
            ),
        ]


@pghistory.track()
class Kind(PlaceWord):
    """What a place is. A place may be of several kinds: hybrids are the point."""

    standard_codes = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("typologies du standard national"),
        default=list,
        blank=True,
    )

    class Meta(PlaceWord.Meta):
        verbose_name = _("typologie")
        triggers = [kept_while_used("kinds")]


@pghistory.track()
class Service(PlaceWord):
    """What a place offers, in one of four groups, mapped to the national standard's wording where one exists."""

    group = models.CharField(_("groupe"), max_length=20, choices=ServiceGroup)
    standard_label = OptionalTextField(_("libellé du standard national"))

    class Meta(PlaceWord.Meta):
        verbose_name = _("service")
        triggers = [kept_while_used("services")]
        constraints = [
            *PlaceWord.Meta.constraints,
            models.CheckConstraint(name="service_group_is_known", condition=models.Q(group__in=ServiceGroup.values)),
        ]


@pghistory.track()
class Synonym(models.Model):
    """Expressions that mean the same to whoever searches, in whatever language: initials, former names, short forms."""

    slug = models.SlugField(_("identifiant"), max_length=60, primary_key=True)
    expressions = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("expressions"),
        help_text=_("Séparées par des virgules : CCI, chambre de commerce et d’industrie"),
    )

    class Meta:
        verbose_name = _("synonymes")
        verbose_name_plural = _("synonymes")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="synonym_has_two_expressions",
                condition=models.Q(expressions__len__gte=2),
                violation_error_message=_("Des synonymes sont au moins deux."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.expressions)


def words_of_places() -> dict[str, list[PlaceWord]]:
    """Read both vocabularies in one query: `kinds` and `services`, each in screen order, with what a screen says."""
    said = ("slug", "label", "label_en", "position")
    kinds = Kind.objects.order_by().annotate(of=models.Value("")).values_list(*said, "of")
    services = Service.objects.order_by().values_list(*said, "group")
    found: dict[str, list[PlaceWord]] = {"kinds": [], "services": []}
    for *values, group in kinds.union(services, all=True).order_by("position", "slug"):
        given = dict(zip(said, values, strict=True))
        found["services" if group else "kinds"].append(Service(**given, group=group) if group else Kind(**given))
    return found


def choices_of(vocabulary: type[Kind] | type[Service]) -> list[Any]:
    """List (slug, label) in screen order; services are grouped, as a form's option groups are."""
    words = list(vocabulary.objects.all())
    return kind_choices(words) if vocabulary is Kind else service_choices(words)


def kind_choices(kinds: Sequence[Any]) -> list[tuple[str, str]]:
    """List (slug, label) of kinds, in the order given."""
    return [(word.slug, str(word)) for word in kinds]


def service_choices(services: Sequence[Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """List (slug, label) of services under the label of each group, in the order given."""
    return [
        (group.label, [(word.slug, str(word)) for word in services if word.group == group.value])
        for group in ServiceGroup
    ]
