"""What someone says of a listing that she has checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.site.days import ToldDayField
from network.choices import How
from network.models.verification import LONGEST_NOTE
from network.services import Finding

_LONGEST_KEY = 18  # digits of a bigint, safely


# How she herself may find it out.
_HOW = [(how.value, how.label) for how in How if how != How.CONTACT]


class VerifyForm(forms.Form):
    """How she found it right, and what is worth knowing next time. `version` is that of the card that she read."""

    place = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.ChoiceField(label=_("Comment"), choices=_HOW, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note, pour vos collègues"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("Ce qu’on vous a dit, ou la fonction de qui a répondu. Ni nom, ni numéro d’une personne."),
    )

    def clean_note(self) -> str | None:
        """Take nothing typed for no note."""
        return self.cleaned_data["note"] or None

    @property
    def finding(self) -> Finding:
        """What the verb is told."""
        return Finding(how=How(self.cleaned_data["how"]), note=self.cleaned_data["note"])


class CloseForm(forms.Form):
    """The first day when a place is no longer there."""

    day = ToldDayField(label=_("Premier jour où il n’est plus là"))

    @property
    def closing(self) -> dict[str, Any]:
        """What the verb is told: of a month or a year, the first day."""
        on, precision = self.cleaned_data["day"]
        return {"on": on, "precision": precision}


def number(text: str | None) -> int:
    """Read a key of the database: 0, which none has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < _LONGEST_KEY else 0
