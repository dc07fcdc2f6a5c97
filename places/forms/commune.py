"""A commune typed by its name or its INSEE code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.expressions import Speaks
from places.models import Commune
from places.search.folding import stem, tokens

_LONGEST = 100
_MOST = 8
_MOST_LOOKED_AT = 200


class CommuneCodeField(forms.CharField):
    """A commune by its INSEE code, as programs name it."""

    allowed = gettext_lazy("code INSEE d’une commune de l’annuaire")

    def clean(self, value: Any) -> Commune | None:  # noqa: ANN401
        """The commune.

        Raises:
            ValidationError: none has this code.

        """
        if not (code := super().clean(value)):
            return None
        found = Commune.objects.filter(code=code).first()
        if found is None:
            raise ValidationError(_("Aucune commune de l’annuaire n’a ce code."))
        return found


class CommuneField(forms.CharField):
    """A commune of the directory, however its accents and hyphens are typed. Empty is unknown."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(max_length=_LONGEST, **options)

    def clean(self, value: Any) -> Commune | None:  # noqa: ANN401
        """The commune.

        Raises:
            ValidationError: none is called so, or several are: the sentence says which, with their codes.

        """
        if not (text := super().clean(value)):
            return None
        found = _called(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("Aucune commune de l’annuaire ne s’appelle ainsi."))
        named = ", ".join(f"{commune.name} ({commune.code})" for commune in found[:_MOST])
        raise ValidationError(
            _("Plusieurs communes s’appellent ainsi : %(named)s."), code="several", params={"named": named}
        )


def _called(text: str) -> list[Commune]:
    """List the communes of this code; else those called exactly so; else those whose name has all of these words."""
    words = [token.word for token in tokens(text)]
    # "Florac Trois Rivières (48061)" is what this field itself proposes.
    if words and (found := list(Commune.objects.filter(code=words[-1].upper()))):
        return found
    if not words:
        return []
    asked = " & ".join(f"'{stem(word)}'" for word in words if len(word) > 1)
    near = list(Commune.objects.filter(Q(Speaks(asked)))[:_MOST_LOOKED_AT]) if asked else []
    exact = [commune for commune in near if [token.word for token in tokens(commune.name)] == words]
    return exact or near
