"""Who has a listing open for correction at this moment."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from places.models import Place


class Presence(models.Model):
    """A person before the form of a listing, when her page last said so. No fact of the directory: not in the log."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="presence_said_once", fields=["place", "person"])]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.person_id}"
