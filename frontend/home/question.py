"""What a reader asks of the directory: the filters of a page's address, under the names that the API gives them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.db.models import Exists, F, Model, OuterRef, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.choices import Family, Overlap
from network.models import Network, NetworkedPlace
from network.querysets import NetworkedPlaceQuerySet
from places.choices import ServiceGroup
from places.models import Kind, Place, Service

W = TypeVar("W", bound=Model)
Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Ticks:
    """A filter of boxes to tick: by group ("" where there is none), the (value, label, is ticked) of each."""

    name: str
    label: str
    groups: dict[str, list[tuple[str, str, bool]]]


class SpotField(forms.CharField):
    """A longitude and a latitude in degrees (WGS 84), as in the API: "3.496,44.52"."""

    def clean(self, value: Any) -> tuple[float, float] | None:  # noqa: ANN401
        """Give (longitude, latitude), or None when nothing is asked.

        Raises:
            ValidationError: not two numbers on Earth.

        """
        text = super().clean(value)
        if not text:
            return None
        try:
            lon, lat = (float(number) for number in text.split(","))
        except ValueError:
            raise forms.ValidationError(_("Une position s’écrit longitude,latitude.")) from None
        if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004  degrees
            raise forms.ValidationError(_("Cette position n’est pas sur la Terre."))
        return lon, lat


class Asked(forms.Form):
    """The filters of `/`, `/embed/` and `/imprimer/`. What cannot be read is told, and asks nothing."""

    q = forms.CharField(required=False, max_length=100, label=gettext_lazy("Nom, commune, service…"))
    near = SpotField(required=False, max_length=60, label=gettext_lazy("Autour d’un point"))
    open = forms.ChoiceField(
        required=False, choices=[("now", gettext_lazy("Ouvert maintenant"))], label=gettext_lazy("Ouvert maintenant")
    )
    kind = forms.MultipleChoiceField(required=False, label=gettext_lazy("Types de lieu"))
    service = forms.MultipleChoiceField(required=False, label=gettext_lazy("Services"))
    network = forms.MultipleChoiceField(required=False, label=gettext_lazy("Réseaux"))
    match = forms.ChoiceField(
        required=False,
        choices=[("any", gettext_lazy("un seul suffit")), ("all", gettext_lazy("tout à la fois"))],
        label=gettext_lazy("Qui réunit tout ce qui est coché"),
    )
    overlap = forms.MultipleChoiceField(
        required=False, choices=Overlap.choices, label=gettext_lazy("Croisement des réseaux")
    )

    def __init__(self, query: QueryDict) -> None:
        self._query = _filled(query)
        super().__init__(self._query)
        self.services = list(_in_use(Service.objects.all(), "services"))
        known_networks = list(Network.objects.only("slug", "name", "family").order_by("name"))
        self.networks = {known.slug: known.name for known in known_networks}
        self.kinds = {word.slug: str(word) for word in _in_use(Kind.objects.all(), "kinds")}
        self._choices = {
            "kind": [("", list(self.kinds.items()))] if self.kinds else [],
            "service": _grouped(ServiceGroup, [(word.group, word.slug, str(word)) for word in self.services]),
            "network": _grouped(Family, [(known.family, known.slug, known.name) for known in known_networks]),
        }
        for name, choices in self._choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices
        self.full_clean()

    def clean(self) -> None:
        """Ask the words that a list has, beside one that it has not."""
        for name in self.errors:
            if isinstance(self.fields[name], forms.MultipleChoiceField):
                unknown = self._unknown(name)
                self.cleaned_data[name] = [value for value in self._query.getlist(name) if value not in unknown]

    def _unknown(self, name: str) -> list[str]:
        """Give what a filter that cannot be read was asked, without the words of its list."""
        field, values = self.fields[name], self._query.getlist(name)
        if isinstance(field, forms.MultipleChoiceField):
            return [value for value in values if not field.valid_value(value)]
        return values

    def ticks(self) -> list[Ticks]:
        """Give the filters that are lists of boxes to tick, in their groups."""
        return [self._ticks(name, groups) for name, groups in self._choices.items() if groups]

    def _ticks(self, name: str, groups: list[Group]) -> Ticks:
        asked = self.cleaned_data.get(name, [])
        told = {group: [(value, label, value in asked) for value, label in words] for group, words in groups}
        return Ticks(name, str(self.fields[name].label), told)

    @property
    def states(self) -> list[str]:
        """Give the states of overlap that are asked for; none asks for all."""
        return list(self.cleaned_data.get("overlap", []))

    @property
    def near_to(self) -> tuple[float, float] | None:
        """Give the (longitude, latitude) from which places are sorted."""
        found: tuple[float, float] | None = self.cleaned_data.get("near")
        return found

    @property
    def folded(self) -> int:
        """Count the filters that the page folds away: a badge tells that they are at work."""
        return sum(len(self.cleaned_data.get(name, [])) for name in ("kind", "service", "network"))

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing narrows the directory."""
        return not any(self.cleaned_data.get(name) for name in self.fields if name not in {"near", "match"})

    def refused(self) -> list[str]:
        """Say what could not be read, in words."""
        return [
            _("%(filter)s : « %(value)s » n’est pas connu, ce filtre est laissé de côté.")
            % {"filter": self.fields[name].label, "value": ", ".join(self._unknown(name))[:100]}
            for name in self.errors
        ]

    def places(self, at: datetime) -> NetworkedPlaceQuerySet[NetworkedPlace]:
        """Ask for the published places that pass every filter but the state of overlap, at an aware local moment."""
        found = self._timeless(at)
        return found.open_at(at) if self.cleaned_data.get("open") else found

    def _timeless(self, at: datetime) -> NetworkedPlaceQuerySet[NetworkedPlace]:
        """Ask for the same, at whatever hour."""
        asked, found = self.cleaned_data, NetworkedPlace.objects.published()
        match_all = asked.get("match") == "all"
        if asked.get("q"):
            found = found.matching(asked["q"])
        if asked.get("kind"):
            found = found.of_kinds(asked["kind"], match_all=match_all)
        if asked.get("service"):
            found = found.offering(asked["service"], match_all=match_all)
        if asked.get("network"):
            found = found.in_networks(asked["network"], on=at.date(), match_all=match_all)
        return found

    def is_refused_by_hours(self, at: datetime) -> bool:
        """Tell whether places pass every filter but "open now", which is then worth lifting."""
        if not self.cleaned_data.get("open"):
            return False
        found = self._timeless(at)
        return (found.overlapping(self.states) if self.states else found).exists()

    def listed(self, found: NetworkedPlaceQuerySet[NetworkedPlace]) -> NetworkedPlaceQuerySet[NetworkedPlace]:
        """Keep the states of overlap that are asked, in the list's order: by commune, or the nearest first."""
        if self.states:
            found = found.overlapping(self.states)
        if self.near_to is None:
            return found.order_by("commune__name", "name")
        nearest_first = F("distance").asc(nulls_last=True)
        return found.with_distance(*self.near_to).order_by(nearest_first, "commune__name", "name")

    def in_words(self) -> list[str]:
        """Say each filter as a reader would: what a printed page or a shared link tells first."""
        asked = self.cleaned_data
        services = {service.slug: str(service) for service in self.services}
        words = [_("« %(words)s »") % {"words": asked["q"]}] if asked.get("q") else []
        words += [self.kinds[slug] for slug in asked.get("kind", [])]
        words += [services[slug] for slug in asked.get("service", [])]
        words += [name for slug, name in self.networks.items() if slug in asked.get("network", [])]
        words += [str(Overlap(state).label) for state in self.states]
        return words + ([_("ouverts maintenant")] if asked.get("open") else [])


def _grouped(groups: type[TextChoices], words: Iterable[tuple[str, str, str]]) -> list[Group]:
    """Put (group, value, label) under the labels of their groups, in the order of these; an empty group is left out."""
    found = list(words)
    held = [(str(group.label), [(value, label) for of, value, label in found if of == group]) for group in groups]
    return [(label, choices) for label, choices in held if choices]


def _filled(query: QueryDict) -> QueryDict:
    """Leave out what a form sends empty, and what PostgreSQL cannot hold."""
    filled = QueryDict(mutable=True)
    for name, values in query.lists():
        filled.setlist(name, [text for value in values if (text := value.replace("\x00", "").strip())])
    return filled


def _in_use(words: QuerySet[W], column: str) -> QuerySet[W]:
    """Keep the words that some published place has: a filter that finds nothing is not offered."""
    return words.filter(Exists(Place.objects.published().filter(**{f"{column}__contains": [OuterRef("slug")]})))
