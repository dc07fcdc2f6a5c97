"""What may be asked of the changes: since where, and how many."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.changes.cursor import START, Cursor
from api.filters import Question
from places.filters import Parameter, WholeFilter

DEFAULT_LIMIT, MAX_LIMIT = 100, 500


class SinceField(forms.CharField):
    """A cursor of an earlier answer."""

    allowed = gettext_lazy("« cursor » d’une réponse, ou 0 pour tout depuis le début")

    def clean(self, value: Any) -> Cursor | None:  # noqa: ANN401
        """The cursor, None where none is given.

        Raises:
            ValidationError: this is not a cursor of ours.

        """
        text = super().clean(value)
        try:
            return Cursor.read(text) if text else None
        except ValueError:
            raise ValidationError(_("Ce curseur ne vient pas d’ici.")) from None


class SinceFilter(Parameter):
    """A cursor."""

    field_class = SinceField


class SinceQuestion(Question):
    """The parameters of `/changes/`."""

    since = SinceFilter(
        help_text=gettext_lazy("Où reprendre : « cursor » de la réponse d’avant. Sans lui, tout depuis le début."),
        max_length=40,
        example="0",
        default="0",
    )
    limit = WholeFilter(
        help_text=gettext_lazy("Nombre de changements au plus."),
        min_value=1,
        max_value=MAX_LIMIT,
        example=DEFAULT_LIMIT,
        default=DEFAULT_LIMIT,
    )

    @property
    def cursor(self) -> Cursor:
        """Where to go on."""
        return self.values.get("since") or START

    @property
    def most(self) -> int:
        """How many changes are told at most."""
        return self.values.get("limit") or DEFAULT_LIMIT
