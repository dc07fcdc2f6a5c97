"""Before an administrator chooses her first second factor: more than her mailbox is asked for. See ADR 0061."""

from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.accounts.confirming import forms_of, is_her, send_code
from frontend.workspace.doors import person_of
from network.accounts.attempts import Attempt, TooSoonError
from network.accounts.forms import wait_in_words
from network.accounts.ways import Way, note_way, ways_of
from network.services import spend_opening_code


class OpeningForm(forms.Form):
    """The code that someone told her."""

    opening = forms.CharField(
        label=gettext_lazy("Le code d’ouverture"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "class": "code opening"}),
    )


def ask_for_more(request: HttpRequest, way_on: str) -> HttpResponse:
    """Ask for the code that she was told, or for her password and a code by e-mail; come back once she showed them."""
    here = redirect_to_login(way_on, reverse("second-factor"))
    if "send" in request.POST:
        return send_code(request, here)
    proofs, opening = forms_of(request), OpeningForm(request.POST if "opening" in request.POST else None)
    if request.method == "POST" and (_is_told(request, opening) or is_her(request, proofs)):
        return here
    return render(request, "pages/accounts/opening.html", _shown(request, proofs, opening, way_on))


def _is_told(request: HttpRequest, form: OpeningForm) -> bool:
    if not form.is_valid():
        return False
    person = person_of(request)
    attempt = Attempt.with_code(request, f"opening {person.pk}")
    try:
        attempt.count()
    except TooSoonError as error:
        form.add_error("opening", wait_in_words(error.wait))
        return False
    if not spend_opening_code(person, form.cleaned_data["opening"]):
        form.add_error("opening", _("Ce n’est pas ce code, ou il a plus d’un jour, ou il a déjà servi."))
        return False
    attempt.forgive()
    note_way(request, person, Way.TOLD)
    return True


def _shown(request: HttpRequest, proofs: dict[str, Any], opening: OpeningForm, way_on: str) -> dict[str, Any]:
    person = person_of(request)
    shown = ways_of(request, person)
    return {
        "opening": opening,
        "proofs": proofs,
        "email": person.email,
        "has_both": person.email and person.has_usable_password(),
        "owes_password": Way.PASSWORD not in shown,
        "owes_mail": Way.MAIL not in shown,
        "next": way_on,
    }
