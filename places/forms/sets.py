"""Records that are edited together, on the page of another."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from places.forms.disputes import said_instead_of_deleting
from places.services import Conflict


class RecordFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """Says why a record of the page was not deleted: Django asks nothing of a form that is to be deleted."""

    def clean(self) -> None:
        """Repeat what the verb said.

        Raises:
            ValidationError: a record that is ticked was not deleted.

        """
        super().clean()
        gone: list[Any] = [form for form in self.initial_forms if self._should_delete_form(form)]  # type: ignore[attr-defined]
        refusals = [form.refusals[form.prefix] for form in gone if form.prefix in form.refusals]
        if refusals:
            raise ValidationError([sentence for refusal in refusals for sentence in _said(refusal)])


def _said(refusal: ValidationError | Conflict) -> list[str]:
    return said_instead_of_deleting(refusal) if isinstance(refusal, Conflict) else refusal.messages
