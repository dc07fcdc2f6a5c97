"""A search that somebody wants to hear of by mail: her address, the search, her language, and no more of her."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 1000  # characters


class Alert(models.Model):
    """A search, kept for an address that has to confirm it. Deleted when she leaves, or never confirms.

    `known` are the places (keys) that answered it when it was last told, at a position of the log: what is new is the
    difference. It is no fact of the directory, and not in the log.
    """

    address = models.EmailField(_("adresse"))
    query = models.CharField(_("recherche"), max_length=LONGEST_QUERY, blank=True)
    language = models.CharField(_("langue"), max_length=10)
    asked_at = models.DateTimeField(_("demandée le"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, blank=True)
    known = ArrayField(models.BigIntegerField(), null=True, blank=True, editable=False)
    position = models.BigIntegerField(null=True, blank=True, editable=False)
    looked_on = models.DateField(_("regardée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("alerte")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["looked_on"], condition=Q(confirmed_at__isnull=False), name="alert_to_look_at"),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at__isnull=True), name="alert_unconfirmed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["address", "query"], name="alert_once"),
            models.CheckConstraint(
                name="alert_confirmed_stands_somewhere",
                condition=Q(confirmed_at__isnull=True)
                | Q(known__isnull=False, position__isnull=False, looked_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.query
