"""Where someone is signed in."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone


class SignedIn(models.Model):
    """A session, and whose it is: it goes with the session. `where` says which browser, and not which address.

    It is no fact of the directory, and is not in the log.
    """

    session = models.OneToOneField(Session, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="signed_in")
    where = models.CharField(max_length=60)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.where
