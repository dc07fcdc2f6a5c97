"""A directory elsewhere that this one follows, one way, and which of our records stand for which of theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Followed(models.Model):
    """A directory that is followed: the address of its changes, and the cursor up to which they were applied here."""

    url = models.URLField(_("adresse"), max_length=500, unique=True)
    cursor = models.CharField(_("curseur"), max_length=40, default="0")
    followed_at = models.DateTimeField(_("suivi pour la dernière fois"), null=True)

    class Meta:
        verbose_name = _("annuaire suivi")
        verbose_name_plural = _("annuaires suivis")
        default_permissions = ()

    def __str__(self) -> str:
        return self.url


class Mirrored(models.Model):
    """One of our records that stands for one of theirs.

    What was here before them, under the same name, is ours: it stands for theirs, and is never rewritten.
    """

    followed = models.ForeignKey(Followed, models.CASCADE, related_name="records", verbose_name=_("annuaire suivi"))
    sort = models.CharField(_("sorte"), max_length=20)
    theirs = models.CharField(_("leur identifiant"), max_length=80)
    ours = models.BigIntegerField(_("le nôtre"))
    is_theirs = models.BooleanField(_("vient de chez eux"))

    class Meta:
        verbose_name = _("fiche suivie")
        verbose_name_plural = _("fiches suivies")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["followed", "sort", "theirs"], name="mirrored_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.theirs}"
