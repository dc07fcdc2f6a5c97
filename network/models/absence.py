"""Places that the files of their territory once told, and no longer tell."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from places.models import Place, Territory


class Absence(models.Model):
    """Since which local day the files of a territory leave out a place that an earlier loading had from them.

    No fact of the directory, and not in the log: the place stays as it is until a person looks. Each loading says anew
    which they are.
    """

    place = models.OneToOneField(Place, models.CASCADE, related_name="+")
    territory = models.ForeignKey(Territory, models.CASCADE, related_name="+")
    since = models.DateField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.place_id}, {self.since}"


def left_out() -> Q:
    """Say that the files leave a place out, and nobody has found it right from that day on."""
    unseen = Q(place__verified_on=None) | Q(place__verified_on__lt=F("since"))
    return Q(Exists(Absence.objects.filter(unseen, place=OuterRef("pk"))))
