"""Where the author of a suggestion is told what becomes of it: apart from it, and erased once she is."""

from django.conf import settings
from django.db import models

from network.models.suggestion import Suggestion


class Author(models.Model):
    """The address that somebody left, and the language she wrote in. It is in no log."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, db_index=False, related_name="authors")
    email = models.EmailField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="author_is_told_once", fields=["suggestion", "email"]),
            models.CheckConstraint(
                name="author_language_is_ours",
                condition=models.Q(language__in=[code for code, _name in settings.LANGUAGES]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.suggestion)
