"""Someone is asked by e-mail to take part: what it gives, by whom, until when."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.choices import Gift
from network.models.network import Organisation
from places.models import Place

GOOD_FOR = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """What may be asked of invitations."""

    def waiting(self) -> "InvitationQuerySet":
        """Keep those that nobody accepted or withdrew; some may have waited too long."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """It is no fact of the directory, and is not in the log: what it gave, once accepted, is.

    `key` is the hash of the token in the letter, which is nowhere else: whoever reads this table can accept nothing.
    """

    email = models.EmailField(_("adresse e-mail"))
    gift = models.CharField(_("ce qu’elle donne"), max_length=15, choices=Gift)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="invitation_gives_one_thing",
                condition=Q(gift=Gift.POST, organisation__isnull=False, place=None)
                | Q(gift=Gift.STEWARDSHIP, organisation=None, place__isnull=False)
                | Q(gift=Gift.ADMINISTRATION, organisation=None, place=None),
            ),
            models.CheckConstraint(name="invitation_key_is_a_hash", condition=Q(Exact(Length("key"), 64))),
            models.CheckConstraint(name="invitation_ends_once", condition=Q(accepted_at=None) | Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_gift_display()}"

    @property
    def about(self) -> Place | None:
        """The listing that it entrusts today: the one that was kept, if its own was merged since."""
        return self.place and (self.place.merged_into or self.place)

    @property
    def expires_at(self) -> datetime:
        """The moment from which it can no longer be accepted."""
        return self.sent_at + GOOD_FOR

    @property
    def is_open(self) -> bool:
        """Whether it may still be accepted, as far as time and its own state go."""
        return self.accepted_at is None and self.withdrawn_at is None and timezone.now() < self.expires_at
