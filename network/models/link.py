"""Whether the site that a listing names still answers, as it was last asked."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from places.models import Place

# One evening without an answer may be a repair; two, on two days, are for a person to look at.
FAILED_ENOUGH = 2


class Link(models.Model):
    """The address that was asked of a place, when, how often in a row in vain, and in which words it failed last.

    No fact of the directory, and not in the log: it is asked again each week.
    """

    place = models.OneToOneField(Place, models.CASCADE, related_name="+")
    url = models.TextField()
    asked_at = models.DateTimeField(db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.url


def dead() -> Q:
    """Say that the site of a place does not answer any more: the one that its listing names today."""
    asked = Link.objects.filter(place=OuterRef("pk"), url=OuterRef("website"), failures__gte=FAILED_ENOUGH)
    return Q(Exists(asked))
