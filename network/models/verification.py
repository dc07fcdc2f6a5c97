"""Someone found a listing right, or some sections of it, on a day: how, and which version of it."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from network.choices import How
from places.choices import Section
from places.fields import OptionalTextField, TagsField
from places.models import Place

LONGEST_NOTE = 500  # characters


@pghistory.track()
class Verification(models.Model):
    """Written once, and corrected by nobody: taking it back deletes it, and the day that the listing shows with it.

    That of a listing that is merged goes with it to the one that is kept.
    """

    # Whoever may change a listing may take back what was said of it.
    part_of: ClassVar = Place

    place = models.ForeignKey(Place, models.CASCADE, related_name="verifications", verbose_name=_("lieu"))
    day = models.DateField(_("vérifié le"))
    how = models.CharField(_("comment"), max_length=10, choices=How, null=True, blank=True)
    note = OptionalTextField(_("note"))
    # NULL where all of the listing was found right.
    sections = TagsField(verbose_name=_("parties"), null=True, blank=True)
    # The last event of the listing when it was found right: what its words were, the log knows.
    version = models.BigIntegerField(_("version vérifiée"), editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="verifications",
        verbose_name=_("par"),
    )

    class Meta:
        verbose_name = _("vérification")
        ordering = ["-day", "-pk"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="verification_how_is_known", condition=Q(how__isnull=True) | Q(how__in=How.values)
            ),
            models.CheckConstraint(
                name="verification_note_is_short", condition=Q(LessThanOrEqual(Length("note"), LONGEST_NOTE))
            ),
            models.CheckConstraint(
                name="verification_sections_are_known",
                condition=Q(sections__isnull=True) | Q(sections__contained_by=Section.values, sections__len__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.day}"
