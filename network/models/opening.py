"""What an administrator without a second factor is told by someone, and not by mail, in order to choose one."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone

GOOD_FOR = timedelta(hours=24)


class OpeningCode(models.Model):
    """Serves once, for a day. `key` stands for the code, which is nowhere else: who reads this table opens nothing."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    key = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(name="opening_key_is_a_hash", condition=Exact(Length("key"), 64))]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.made_at:%Y-%m-%d}"
