"""Sign-ins that failed of late."""

from django.db import models


class Attempts(models.Model):
    """How many sign-ins failed of late for an account, an address or a browser: `key` is a hash, and names none."""

    key = models.CharField(max_length=64, primary_key=True)
    level = models.FloatField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        # Nobody looks at it, and it is of no use a day later.
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
