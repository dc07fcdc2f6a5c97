"""Who has which card in hand: two people never get the same one at once."""

from django.conf import settings
from django.db import models

from places.models import Place


class Claim(models.Model):
    """A listing that someone is looking at, until a moment; or that she passed over, which keeps it from her alone.

    No fact of the directory: it is not in the log, and what has run out is simply taken over.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()
    is_passed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="claim_of_one_at_a_time", fields=["place"], condition=models.Q(is_passed=False)
            ),
            models.UniqueConstraint(
                name="claim_passed_once", fields=["place", "person"], condition=models.Q(is_passed=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.person_id}"
