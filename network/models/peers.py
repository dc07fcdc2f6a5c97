"""What a comparison with another directory found, in both directions, and what was decided of it.

A peer is a source of files (`ImportSource`) that is compared and never applied. None of this is a fact of the
directory, nor in the log: what is taken of a peer is written by the verbs, and is in the log of its listing.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models.imports import Import, ImportSource
from places.models import Place


class Found(models.TextChoices):
    """What differs, in the order in which it is gone through."""

    UNSURE = "unsure", _("peut-être le même lieu")
    DIFFERENT = "different", _("dit autrement")
    TWICE = "twice", _("en double chez eux")
    THEIRS = "theirs", _("chez eux seulement")
    OURS = "ours", _("chez nous seulement")


class Verdict(models.TextChoices):
    """What someone decided of a finding, or of a field of it."""

    SAME = "same", _("c’est le même lieu")
    APART = "apart", _("ce sont deux lieux")
    THEIRS = "theirs", _("ils ont raison")
    OURS = "ours", _("nous avons raison")
    BOTH = "both", _("les deux ensemble")
    LEAVE = "leave", _("laissé ainsi")


class Finding(models.Model):
    """A row of theirs and a listing of ours that do not agree, or one that the other side does not have.

    `differences` are, by field: what they say, what we say, and the verdict; of the other sorts the verdict is one for
    all. `theirs` is what their row says, `ours` what tells our listing from others: a verdict holds as long as these
    say the same. `others` are the keys of their other rows of the same place.
    """

    source = models.ForeignKey(
        ImportSource, models.CASCADE, db_index=False, related_name="findings", verbose_name=_("source")
    )
    batch = models.ForeignKey(Import, models.CASCADE, related_name="findings", verbose_name=_("vu dans"))
    sort = models.CharField(_("ce qui diffère"), max_length=10, choices=Found)
    key = models.CharField(_("identifiant chez eux"), max_length=200, blank=True)
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="findings", verbose_name=_("lieu"))
    number = models.PositiveIntegerField(_("ligne"), null=True)
    theirs: Any = models.JSONField(_("ce qu’ils disent"), default=dict)
    kinds: Any = models.JSONField(_("typologies devinées"), default=list)
    ours: Any = models.JSONField(_("ce que nous disons"), default=dict)
    others: Any = models.JSONField(_("leurs autres lignes"), default=list)
    reasons: Any = models.JSONField(_("ce qui les rapproche"), default=list)
    differences: Any = models.JSONField(_("différences"), default=dict)
    told_on = models.DateField(_("dit par eux le"))
    verdict = models.CharField(_("décision"), max_length=10, choices=Verdict, null=True)
    is_open = models.BooleanField(_("à regarder"), default=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True)

    class Meta:
        verbose_name = _("écart avec un pair")
        verbose_name_plural = _("écarts avec des pairs")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="finding_is_kept_once", fields=["source", "sort", "key", "place"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="finding_verdict_is_known",
                condition=models.Q(verdict__isnull=True) | models.Q(verdict__in=Verdict.values),
            ),
            models.CheckConstraint(
                name="finding_decided_is_closed",
                condition=models.Q(verdict__isnull=True) | models.Q(is_open=False),
            ),
            # A row of theirs alone is of no listing, and a listing alone of no row; anything else is of both.
            models.CheckConstraint(
                name="finding_is_of_its_sort",
                condition=(models.Q(sort=Found.THEIRS, place__isnull=True) & ~models.Q(key=""))
                | models.Q(sort=Found.OURS, place__isnull=False, key="")
                | (
                    models.Q(sort__in=[Found.UNSURE, Found.DIFFERENT, Found.TWICE], place__isnull=False)
                    & ~models.Q(key="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.theirs.get('name') or self.place}"
