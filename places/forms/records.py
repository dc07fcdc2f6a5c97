"""The form of a record that someone else may be writing too: it knows which version the page showed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from places.services import Conflict, seen_at, version_of

Refusal = ValidationError | Conflict
MINE, THEIRS = "mine", "theirs"
_NUMBER = re.compile("[0-9]{1,18}")


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Tells what the person changed from what she saw, not from what the record says by now.

    What a verb refused is said beside its fields: `refusals` holds it, by the prefix of the form. Of fields in dispute
    the page asks which value stays; the answers come with the version at which she saw the other value.
    """

    refusals: ClassVar[Mapping[str | None, Refusal]] = {}
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.too_old: ValidationError | None = None
        if self.is_new:
            return
        # What was read with the record, where it was (`last_version`).
        self.initial["version"] = getattr(self.instance, "last_version", None) or version_of(self.instance)
        if self.is_bound:
            self._stand_on(self._number("version"))

    @property
    def is_new(self) -> bool:
        """Tell whether this form creates a record."""
        return bool(self.instance._state.adding)

    def steps(self) -> Iterator[tuple[dict[str, Any], int]]:
        """What to write, and on which version: what is not in dispute, then what she keeps as hers."""
        kept = {name for name in self.changed_data if self._answer(name) == MINE}
        left = {name for name in self.changed_data if self._answer(name) == THEIRS}
        yield self._values(set(self.changed_data) - kept - left), self.initial["version"]
        if kept:
            yield self._values(kept), self._number("seen")

    @property
    def seen_version(self) -> int:
        """The version that she has before her: of the page, or of the dispute that it told her."""
        return self._number("seen") or self._number("version")

    def values(self) -> dict[str, Any]:
        """What a new record holds."""
        return self._values(set(self.cleaned_data))

    @property
    def conflict(self) -> Conflict | None:
        """The dispute in which this form is, if any."""
        refusal = self.refusals.get(self.prefix)
        return refusal if isinstance(refusal, Conflict) else None

    def _stand_on(self, version: int) -> None:
        """Take for initial what the page showed."""
        if version == self.initial["version"]:
            return
        try:
            seen = seen_at(self.instance, version)
        except ValidationError as error:
            self.too_old = error
        else:
            self.initial.update({name: seen[name] for name in self.fields if name in seen}, version=version)

    def _post_clean(self) -> None:
        """Add what was refused to what the model says."""
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        refusal = self.too_old or self.refusals.get(self.prefix)
        if isinstance(refusal, Conflict):
            for field in refusal.wanted:
                self._say(field, _("Quelqu’un d’autre a changé ce champ entre-temps : choisissez en haut de la page."))
        elif refusal:
            self._say_each(refusal)

    def _say_each(self, refusal: ValidationError) -> None:
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for field, errors in refusal.error_dict.items():
            self._say(field, errors)

    def _say(self, field: str, error: Any) -> None:  # noqa: ANN401  a text, or errors
        self.add_error(field if field in self.fields else None, error)

    def _values(self, names: set[str]) -> dict[str, Any]:
        columns = {column.name for column in self._meta.model._meta.concrete_fields if not column.auto_created}
        return {name: value for name, value in self.cleaned_data.items() if name in names & columns}

    def _answer(self, name: str) -> str | None:
        return self.data.get(self.add_prefix(f"keep-{name}"))

    def _number(self, name: str) -> int:
        return number_in(self.data.get(self.add_prefix(name), ""))


def number_in(text: str) -> int:
    """Read a number of the log, as a page said it; 0 for what is none."""
    return int(text) if _NUMBER.fullmatch(text) else 0
