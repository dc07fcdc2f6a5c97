"""The photo that came with a suggestion: held apart until somebody decides, and shown to nobody else."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from network.models.suggestion import Suggestion
from places.models.photo import LONGEST_ALT
from places.photo_files import files_of


class SuggestedPhoto(models.Model):
    """Its words and its signature, as the author left them. Its files are in a folder that no page serves.

    No fact of the directory, and not in the log: it goes once it is published or not, after some months in any case.
    """

    suggestion = models.OneToOneField(Suggestion, models.CASCADE, primary_key=True, related_name="held_photo")
    file = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=LONGEST_ALT, blank=True, default="")
    credit = models.CharField(max_length=200, blank=True, default="")
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="suggested_photo_is_a_hash", condition=Q(file__regex=r"^[0-9a-f]{64}$"))
        ]

    def __str__(self) -> str:
        return str(self.suggestion)

    @property
    def files(self) -> list[tuple[int, str]]:
        """The widths in which it is held, each with the name of its file."""
        return files_of(self.file, self.width)
