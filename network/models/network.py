"""A network: an organised set of places under a name, run by one or several organisations."""

from collections.abc import Collection

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.models.family import Family
from network.models.triggers import one_name
from network.querysets import NetworkQuerySet
from places.fields import WEB_ADDRESS, OptionalTextField, date_precision
from places.models.rules import FIRST_OF_IT, Rule, in_calendar, rounded
from places.models.slugs import FormerSlug, slug_triggers
from places.models.triggers import REFUSALS

_WEB = URLValidator(schemes=["http", "https"], message=_("Une adresse web commence par http:// ou https://."))
NO_WEB_ADDRESS = _("Une adresse web commence par http:// ou https://, sans nom ni mot de passe.")
_COLOUR = RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Une couleur s’écrit #RRVVBB, par exemple #00617A."))


def _website_check(name: str) -> Rule:
    condition = Q(website__isnull=True) | Q(website__regex=WEB_ADDRESS)
    return Rule(name=name, condition=condition, violation_error_message=NO_WEB_ADDRESS)


@pghistory.track()
class Organisation(models.Model):
    """An organisation that facilitates networks."""

    slug = models.SlugField(_("identifiant"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    website = OptionalTextField(_("site web"), validators=[_WEB])

    class Meta:
        verbose_name = _("organisation")
        ordering = ["name"]
        constraints = [_website_check("organisation_website_is_a_web_address")]

    def __str__(self) -> str:
        return self.name


class FormerNetworkSlug(FormerSlug):
    """An address that a network had."""

    class Meta:
        verbose_name = _("ancienne adresse d’un réseau")
        verbose_name_plural = _("anciennes adresses des réseaux")
        default_permissions = ()


REFUSALS["network_slug_was_anothers"] = _("Un autre réseau a eu l’adresse %(detail)s, qui mène toujours à lui.")


@pghistory.track()
class Network(models.Model):
    """A network of one family. Its dates are those of the network itself; each membership has its own."""

    slug = models.SlugField(_("adresse de la page"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    family = models.ForeignKey(
        Family, models.PROTECT, db_column="family", related_name="networks", verbose_name=_("famille")
    )
    shows_service = models.BooleanField(
        _("en être membre suffit à compter"),
        default=True,
        help_text=_(
            "Décoché : être dans ce réseau ne montre pas, à soi seul, un service de sa famille. Un lieu n’y compte que "
            "si l’on y connaît un tel service ; sinon il pourrait en être, et il est compté à part."
        ),
    )
    description = OptionalTextField(_("présentation"))
    website = OptionalTextField(_("site web"), validators=[_WEB])
    colour = models.CharField(_("couleur"), max_length=7, validators=[_COLOUR])
    started_on = models.DateField(_("créé le"), null=True, blank=True)
    started_precision = date_precision(_("ce qui est connu du début"))
    ended_on = models.DateField(_("terminé le"), null=True, blank=True)
    ended_precision = date_precision(_("ce qui est connu de la fin"))
    is_end_exact = models.BooleanField(
        _("fin exacte"), default=True, help_text=_("Décoché : « au plus tard » à cette date.")
    )
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="networks", verbose_name=_("animé par")
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("réseau")
        verbose_name_plural = _("réseaux")
        ordering = ["family_id", "name"]
        constraints = [
            _website_check("network_website_is_a_web_address"),
            Rule(
                name="network_colour_is_hexadecimal",
                condition=Q(colour__regex=r"^#[0-9A-Fa-f]{6}$"),
                violation_error_message=_COLOUR.message,
            ),
            Rule(
                name="network_dates_can_be_read",
                condition=in_calendar("started_on", "ended_on"),
                violation_error_message=_(
                    "Une date va de 1900 à 2200 ; celle que personne ne connaît est laissée vide."
                ),
            ),
            Rule(
                name="network_start_is_rounded",
                condition=rounded("started_on", "started_precision"),
                violation_error_message=FIRST_OF_IT,
            ),
            Rule(
                name="network_end_is_rounded",
                condition=rounded("ended_on", "ended_precision"),
                violation_error_message=FIRST_OF_IT,
            ),
            Rule(
                name="network_ends_after_it_starts",
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("La fin du réseau ne peut pas précéder son début."),
            ),
        ]
        triggers = [
            *slug_triggers("network_formernetworkslug", "network_slug_was_anothers"),
            one_name("network_family"),
        ]

    def __str__(self) -> str:
        return self.name

    def shows(self, services: Collection[str] | None) -> bool:
        """Tell whether to be in it shows a service of its family, for a place that is known to offer these."""
        return self.shows_service or not set(self.family.services).isdisjoint(services or ())

    def clean(self) -> None:
        """Refuse the name of a family: a side of the overlap names both.

        Raises:
            ValidationError: a family is called so.

        """
        if Family.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("Cette adresse est le nom d’une famille : choisissez-en une autre.")})


@pghistory.track()
class Facilitation(Network.organisations.through):  # type: ignore[misc, name-defined]
    """Who facilitates which network, followed like the rest."""

    class Meta:
        proxy = True
