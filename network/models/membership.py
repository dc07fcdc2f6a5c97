"""A place belongs to a network during a period, and here is the evidence."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.models.network import NO_WEB_ADDRESS, Network
from network.querysets import MembershipQuerySet
from places.fields import WEB_ADDRESS, OptionalTextField, date_precision
from places.models import Place
from places.models.rules import FIRST_OF_IT, Rule, in_calendar, rounded


@pghistory.track()
class Membership(models.Model):
    """One stay of a place in a network. `period` is [start, end): the end is the first day outside."""

    # `membership_of_place` and `membership_of_network` are the indexes of these keys.
    place = models.ForeignKey(Place, models.CASCADE, db_index=False, related_name="memberships", verbose_name=_("lieu"))
    network = models.ForeignKey(
        Network, models.PROTECT, db_index=False, related_name="memberships", verbose_name=_("réseau")
    )
    period = DateRangeField(_("période"))
    is_start_exact = models.BooleanField(
        _("début exact"),
        default=False,
        help_text=_("Décoché : « au moins depuis » cette date."),
    )
    start_precision = date_precision(_("ce qui est connu du début"))
    last_seen_on = models.DateField(
        _("vu pour la dernière fois le"),
        null=True,
        blank=True,
        help_text=_("Date de la source la plus récente qui cite le lieu dans ce réseau."),
    )
    last_seen_precision = date_precision(_("ce qui est connu de cette date"))
    evidence = models.TextField(_("preuve"), help_text=_("Ce qui montre que le lieu est dans ce réseau."))
    source = models.CharField(_("source"), max_length=200)
    source_url = OptionalTextField(_("adresse de la source"), validators=[URLValidator(schemes=["http", "https"])])
    licence = OptionalTextField(_("licence"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("adhésion")
        ordering = ["period", "pk"]
        constraints = [
            Rule(
                name="membership_source_url_is_a_web_address",
                condition=Q(source_url__isnull=True) | Q(source_url__regex=WEB_ADDRESS),
                violation_error_message=NO_WEB_ADDRESS,
            ),
            ExclusionConstraint(
                name="membership_never_twice_at_once",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    ("network", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ce lieu est déjà dans ce réseau pendant une partie de cette période."),
            ),
            Rule(
                name="membership_period_is_not_empty",
                condition=Q(period__isempty=False),
                violation_error_message=_("La fin de l’adhésion doit suivre son début."),
            ),
            Rule(
                name="membership_dates_can_be_read",
                condition=in_calendar("period__startswith", "period__endswith", "last_seen_on"),
                violation_error_message=_(
                    "Les dates d’une adhésion vont de 1900 à 2200 ; une date que personne ne connaît est laissée vide."
                ),
            ),
            Rule(
                name="membership_start_is_rounded",
                condition=rounded("period__startswith", "start_precision"),
                violation_error_message=FIRST_OF_IT,
            ),
            Rule(
                name="membership_last_seen_is_rounded",
                condition=rounded("last_seen_on", "last_seen_precision"),
                violation_error_message=FIRST_OF_IT,
            ),
            Rule(
                name="membership_exact_start_is_known",
                condition=Q(is_start_exact=False) | Q(period__startswith__isnull=False),
                violation_error_message=_("Un début exact a une date."),
            ),
            Rule(
                name="membership_has_evidence",
                condition=Q(evidence__regex=r"\S", source__regex=r"\S"),
                violation_error_message=_("Une adhésion a une preuve et une source."),
            ),
        ]
        indexes = [
            models.Index(fields=["place"], include=["network", "period"], name="membership_of_place"),
            models.Index(fields=["network"], include=["place", "period"], name="membership_of_network"),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.network}"
