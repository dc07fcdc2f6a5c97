"""What the contacts of places were asked, and what they said. What stands for an address here tells it to nobody."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from network.choices import Answer, Stream
from network.models.suggestion import Suggestion
from places.models import Place

# Asked so many times, the last of them so long ago, and still no word: the contact does not answer.
ASKED_ENOUGH = 2
_PATIENCE = timedelta(days=30)


def stand_in(address: str) -> str:
    """Give what stands for an address: the same each time, and nobody who reads it learns the address."""
    return _under(settings.SECRET_KEY, address)


def stand_ins(address: str) -> set[str]:
    """Give what stands for an address, or did under a key of the site before: who left under it has still left."""
    return {_under(key, address) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}


def _under(key: str, address: str) -> str:
    return salted_hmac("network.mail.address", address.strip().lower(), secret=key, algorithm="sha256").hexdigest()


class Reminder(models.Model):
    """One place that one address was asked about, on a day."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="reminders", verbose_name=_("lieu"))
    address = models.CharField(max_length=64)
    asked_on = models.DateField(_("demandé le"))
    # How many times this place's contact was asked since somebody last found its listing right, this time included.
    times = models.PositiveSmallIntegerField(_("fois"), default=1)
    message_id = models.CharField(max_length=200, null=True, blank=True, db_index=True)
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer, null=True, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("revenu le"), null=True, blank=True)
    suggestion = models.ForeignKey(Suggestion, models.SET_NULL, null=True, blank=True, related_name="reminders")

    class Meta:
        verbose_name = _("rappel")
        ordering = ["-asked_on", "pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(name="reminder_once_a_day", fields=["place", "address", "asked_on"]),
            models.CheckConstraint(
                name="reminder_answer_is_known", condition=Q(answer__isnull=True) | Q(answer__in=Answer.values)
            ),
            models.CheckConstraint(
                name="reminder_answered_has_a_moment",
                condition=Q(answer__isnull=True) | Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.asked_on}"

    @property
    def about(self) -> Place:
        """The listing that it is about today: the one that was kept, if its own was merged since."""
        return self.place.merged_into or self.place


class OptOut(models.Model):
    """An address that wants no more mails of a sort."""

    address = models.CharField(max_length=64)
    stream = models.CharField(max_length=12, choices=Stream)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="opt_out_once", fields=["address", "stream"]),
            models.CheckConstraint(name="opt_out_stream_is_known", condition=Q(stream__in=Stream.values)),
        ]

    def __str__(self) -> str:
        return str(self.get_stream_display())


def silent() -> Q:
    """Say that a place's contact does not answer: mails come back, or were sent in vain since it was last verified."""
    since = Reminder.objects.filter(place=OuterRef("pk"), answer=None)
    since = since.filter(Q(asked_on__gte=F("place__verified_on")) | Q(place__verified_on=None))
    last_day: Any = timezone.localdate() - _PATIENCE
    in_vain = Q(times__gte=ASKED_ENOUGH, asked_on__lte=last_day)
    return Q(Exists(since.filter(Q(bounced_at__isnull=False) | in_vain)))
