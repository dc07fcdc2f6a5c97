"""A network stands for what the listing of a member says, at one version of it."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models.network import Network
from places.models import Place


@pghistory.track()
class Vouch(models.Model):
    """Written once: who runs the network says it again when the listing has changed, or takes it back by deleting it.

    That a source cites the place as a member is another fact (`Membership.last_seen_on`); that each thing the listing
    says was found right, another again (`Verification`).
    """

    # Whoever may change a listing may not take back what a network says of it: see `undo_in`.
    part_of: ClassVar = Place

    place = models.ForeignKey(Place, models.CASCADE, related_name="vouches", verbose_name=_("lieu"))
    network = models.ForeignKey(Network, models.CASCADE, related_name="vouches", verbose_name=_("réseau"))
    day = models.DateField(_("vue le"))
    # The last event of the listing when the network saw it: what it said then, the log knows.
    version = models.BigIntegerField(_("version vue"), editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="vouches",
        verbose_name=_("par"),
    )

    class Meta:
        verbose_name = _("fiche vue par un réseau")
        verbose_name_plural = _("fiches vues par un réseau")
        ordering = ["-day", "-pk"]
        default_permissions = ["view"]

    def __str__(self) -> str:
        return f"{self.place} · {self.network} · {self.day}"
