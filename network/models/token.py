"""What a program shows instead of a person."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Token(models.Model):
    """A key that a person gives to a program: what she may do, in these networks or in all of hers, until a day.

    `digest` is the SHA-256 of a secret that is shown once. `networks` are keys, NULL for all of hers: a network that is
    gone leaves a key that opens nothing, and never a scope that has grown. `expires_on` is the first day without it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("nom"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    networks = ArrayField(models.BigIntegerField(), null=True, blank=True, verbose_name=_("réseaux"))
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("expire le"))
    used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("jeton")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """What a program was answered for a key of its own (`Idempotency-Key`): who asks again gets the same, once written.

    `asked` is a hash of the request; the row is written in the transaction of what it answers for.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="receipt_once_for_each_key")]
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
