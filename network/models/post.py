"""Who works where: a person has a post in an organisation during a period."""

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.models.network import Organisation
from places.models.rules import Rule, in_calendar


@pghistory.track()
class Post(models.Model):
    """A stay of a person in an organisation. `period` is [start, end): the end is the first day without it.

    What a person may do follows from it: see `network/rights.py`.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="posts", verbose_name=_("personne")
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name=_("organisation"))
    period = DateRangeField(_("période"))

    class Meta:
        verbose_name = _("poste")
        ordering = ["period", "pk"]
        constraints = [
            ExclusionConstraint(
                name="post_never_twice_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne a déjà un poste dans cette organisation à ces dates."),
            ),
            Rule(
                name="post_period_is_not_empty",
                condition=Q(period__isempty=False),
                violation_error_message=_("La fin du poste doit suivre son début."),
            ),
            Rule(
                name="post_dates_can_be_read",
                condition=in_calendar("period__startswith", "period__endswith"),
                violation_error_message=_("Les dates d’un poste vont de 1900 à 2200."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"
