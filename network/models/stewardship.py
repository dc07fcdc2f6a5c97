"""Who keeps one place's listing: a person is its steward during a period."""

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from places.models import Place
from places.models.rules import Rule, in_calendar


@pghistory.track()
class Stewardship(models.Model):
    """A person answers for a place. `period` is [start, end): the end is the first day without it.

    What a person may do follows from it: see `network/rights.py`.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        db_index=False,
        related_name="stewardships",
        verbose_name=_("personne"),
    )
    place = models.ForeignKey(Place, models.CASCADE, related_name="stewardships", verbose_name=_("lieu"))
    period = DateRangeField(_("période"))

    class Meta:
        verbose_name = _("responsable de lieu")
        verbose_name_plural = _("responsables de lieux")
        ordering = ["period", "pk"]
        constraints = [
            ExclusionConstraint(
                name="stewardship_never_twice_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne est déjà responsable de ce lieu à ces dates."),
            ),
            Rule(
                name="stewardship_period_is_not_empty",
                condition=Q(period__isempty=False),
                violation_error_message=_("La fin doit suivre le début."),
            ),
            Rule(
                name="stewardship_dates_can_be_read",
                condition=in_calendar("period__startswith", "period__endswith"),
                violation_error_message=_("Les dates vont de 1900 à 2200."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.place}"
