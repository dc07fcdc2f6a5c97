"""A photo of a place: what it shows in words, who made it, under which licence, and how large it is.

Its bytes are not in the database: `places.pictures` makes them, and the storage `photos` keeps them under a name that
says what they are, so that a row which comes back finds them.
"""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from places.choices import PhotoLicence
from places.fields import OptionalTextField
from places.models.place import Place
from places.models.rules import Rule
from places.photo_files import files_of

LONGEST_ALT = 300  # characters: what a reader by ear listens to in a breath


@pghistory.track()
class Photo(models.Model):
    """One of the photos of a place, in the order of `rank`. It has words for who does not see it, or is decorative."""

    part_of: ClassVar = Place

    place = models.ForeignKey(Place, models.CASCADE, related_name="photos", verbose_name=_("lieu"))
    file = models.CharField(_("fichier"), max_length=64, editable=False)
    width = models.PositiveSmallIntegerField(_("largeur"), editable=False)
    height = models.PositiveSmallIntegerField(_("hauteur"), editable=False)
    alt = OptionalTextField(_("ce que l’on y voit"))
    is_decorative = models.BooleanField(_("décorative"), default=False)
    credit = models.CharField(_("de qui"), max_length=200)
    licence = models.CharField(_("licence"), max_length=20, choices=PhotoLicence)
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("photo")
        ordering = ["rank", "pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                name="photo_once_a_place",
                fields=["place", "file"],
                violation_error_message=_("Cette photo est déjà sur la fiche."),
            ),
            models.CheckConstraint(name="photo_file_is_a_hash", condition=Q(file__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="photo_has_a_size", condition=Q(width__gt=0, height__gt=0)),
            models.CheckConstraint(name="photo_licence_is_known", condition=Q(licence__in=PhotoLicence.values)),
            Rule(
                name="photo_is_credited",
                condition=Q(credit__regex=r"\S"),
                violation_error_message=_("Dites de qui est cette photo."),
            ),
            Rule(
                name="photo_is_said_in_words",
                condition=Q(is_decorative=True, alt__isnull=True)
                | Q(
                    LessThanOrEqual(Length("alt"), LONGEST_ALT),
                    is_decorative=False,
                    alt__isnull=False,
                    alt__regex=r"\S",
                ),
                violation_error_message=_("Dites ce que l’on y voit, ou qu’elle est décorative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.credit}"

    @property
    def files(self) -> list[tuple[int, str]]:
        """The widths in which it is kept, each with the name of its file."""
        return files_of(self.file, self.width)
