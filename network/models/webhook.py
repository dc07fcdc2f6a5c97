"""An address that is called when the directory changes, and what was told to it: Standard Webhooks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.choices import Sent
from network.models.network import Network

LONGEST_URL = 500


class Webhook(models.Model):
    """Of a network; without one, of all the directory. It is told what is after `position` in the log.

    `secret` is sealed, and shown once; `former_secret` signs beside it until `former_until`. `why_off` says why it is
    called no more: nothing is told to it then, and nothing is lost, for the log is there.
    """

    network = models.ForeignKey(
        Network, models.CASCADE, null=True, blank=True, related_name="webhooks", verbose_name=_("réseau")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks", verbose_name=_("par"))
    name = models.CharField(_("nom"), max_length=100)
    url = models.URLField(_("adresse"), max_length=LONGEST_URL)
    secret = models.TextField(editable=False)
    former_secret = models.TextField(null=True, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, blank=True, editable=False)
    position = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    why_off = models.TextField(_("arrêté parce que"), null=True, blank=True)

    class Meta:
        verbose_name = _("appel")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="webhook_former_secret_ends",
                condition=Q(former_secret__isnull=True) | Q(former_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to an address, sent until it is taken: always the same words under the same `message_id`."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(_("sorte"), max_length=30)
    body = models.TextField()
    state = models.CharField(_("état"), max_length=10, choices=Sent, default=Sent.WAITING)
    # When it is tried next; while it is being sent, when its sender is taken for dead.
    due_at = models.DateTimeField(_("à envoyer le"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    status = models.PositiveSmallIntegerField(_("réponse"), null=True, blank=True)
    said = models.CharField(_("ce qui a été répondu"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("écrit le"), auto_now_add=True)
    tried_at = models.DateTimeField(_("essayé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_due")]
        constraints = [
            models.CheckConstraint(name="delivery_state_is_known", condition=Q(state__in=Sent.values)),
            # Changes are told in order, one message after the other.
            models.UniqueConstraint(
                name="delivery_one_at_a_time",
                fields=["webhook"],
                condition=Q(state="waiting", kind="directory.changed"),
            ),
        ]

    def __str__(self) -> str:
        return self.message_id
