"""Mails that are to be sent: written in the transaction of what they tell, neither is there without the other."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.choices import Stage, Stream

# What may still be sent; a mail whose sender died is `SENDING` until its time is up.
DUE = (Stage.WAITING, Stage.SENDING)


class MailQuerySet(models.QuerySet["Mail"]):
    """What can be asked of mails."""

    def due(self) -> "MailQuerySet":
        """Keep those whose time has come."""
        return self.filter(state__in=DUE, due_at__lte=timezone.now())


class Mail(models.Model):
    """One mail to one address. It is no fact of the directory, and not in the log: it is deleted some weeks later."""

    message_id = models.CharField(max_length=200, unique=True)
    # What it tells, where it must be told once only: the second mail with the same key is not written.
    key = models.CharField(max_length=200, null=True, blank=True)
    stream = models.CharField(_("sorte"), max_length=12, choices=Stream)
    to = models.EmailField(_("à"))
    subject = models.CharField(_("objet"), max_length=200)
    text = models.TextField(_("texte"))
    html = models.TextField()
    headers = models.JSONField(default=dict, blank=True)

    state = models.CharField(_("état"), max_length=10, choices=Stage, default=Stage.WAITING)
    # When it is tried next; while it is being sent, when its sender is taken for dead.
    due_at = models.DateTimeField(_("à envoyer le"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    # The server's number alone: its words may name the address.
    answer = models.CharField(_("réponse du serveur"), max_length=20, null=True, blank=True)
    written_at = models.DateTimeField(_("écrit le"), auto_now_add=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel")
        ordering = ["-pk"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(state__in=DUE), name="mail_due")]
        constraints = [
            models.UniqueConstraint(name="mail_tells_once", fields=["key"]),
            models.CheckConstraint(name="mail_stream_is_known", condition=Q(stream__in=Stream.values)),
            models.CheckConstraint(name="mail_state_is_known", condition=Q(state__in=Stage.values)),
            models.CheckConstraint(
                name="mail_sent_has_a_moment", condition=~Q(state=Stage.SENT) | Q(sent_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stream_display()} · {self.get_state_display()}"
