"""The second thing that an administrator shows: a key of a device, or the code that an application on it makes."""

import logging
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from frontend.accounts.confirming import wanted_of
from frontend.accounts.keys import KeyForm, SignedForm, keys_of, to_make, to_sign
from frontend.accounts.letters import letter_of_a_factor
from frontend.accounts.opening import ask_for_more
from frontend.site.sharing import qr_of
from frontend.workspace.doors import for_accounts, owes_proof, person_of
from network.accounts.attempts import Attempt, TooSoonError
from network.accounts.forms import wait_in_words
from network.accounts.sealing import BrokenSealError
from network.accounts.second_factor import note_shown
from network.accounts.ways import may_choose
from network.choices import Stream
from network.models import User
from network.rights import is_administrator
from network.services import queue_mail

logger = logging.getLogger(__name__)
_CHOSEN = "factor chosen"


class TelephoneCodeForm(forms.Form):
    """The code that an application shows."""

    code = forms.CharField(
        label=gettext_lazy("Le code que montre l’application"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}),
    )


@require_http_methods(["GET", "POST"])
@for_accounts
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor; of who has none yet, have her make one.

    Raises:
        Http404: only administrators have one.

    """
    person = person_of(request)
    if not is_administrator(person):
        raise Http404
    if not _has_one(person) and not may_choose(request, person):
        return ask_for_more(request, _way_on(request))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(to_sign(person) if keys_of(person).exists() else to_make(person))
    form = TelephoneCodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and _is_shown(request, form):
        _remember(request)
        return redirect(_way_on(request))
    return _show(request, form) if owes_proof(request) else redirect(_way_on(request))


def _remember(request: HttpRequest) -> None:
    """Remember that she showed it; of the first that she chose, tell her too: whoever did it has her account."""
    person = person_of(request)
    note_shown(request, person)
    if request.session.pop(_CHOSEN, None) and person.email:
        queue_mail(to=person.email, stream=Stream.ACCOUNT, letter=letter_of_a_factor())


def _is_shown(request: HttpRequest, form: TelephoneCodeForm) -> bool:
    person = person_of(request)
    attempt = Attempt.with_code(request, f"second factor {person.pk}")
    try:
        attempt.count()
    except TooSoonError as error:
        messages.warning(request, wait_in_words(error.wait))
        return False
    is_right = _is_code_right(person, form) if form.is_bound else _is_key_right(request, form)
    if is_right:
        attempt.forgive()
    return is_right


def _is_code_right(person: User, form: TelephoneCodeForm) -> bool:
    if not form.is_valid():
        return False
    try:
        is_right = _is_of_its_application(person, form.cleaned_data["code"])
    except BrokenSealError:
        logger.exception("The secret of an application cannot be read: SECRET_KEY changed.")
        form.add_error("code", _("Ce code ne peut plus être vérifié ici : la clé du site a changé. Voir ci-dessous."))
        return False
    if not is_right:
        form.add_error("code", _("Ce n’est pas ce code : l’application en montre un autre toutes les trente secondes."))
    return is_right


def _is_of_its_application(person: User, code: str) -> bool:
    """Compare with what her application shows; the first right one of who has none yet makes it hers.

    Raises:
        BrokenSealError: the site lost the key under which its secret was sealed.

    """
    if known := _application_of(person):
        return bool(known.wrap().validate_code(code))
    secret = totp.get_totp_secret()
    if _has_one(person) or not totp.validate_totp_code(secret, code):
        return False
    totp.TOTP.activate(person, secret)
    totp.clear_totp_secret(context.request)
    context.request.session[_CHOSEN] = True
    return True


def _is_key_right(request: HttpRequest, form: TelephoneCodeForm) -> bool:
    person = person_of(request)
    if keys_of(person).exists():
        signed = SignedForm(user=person, data=request.POST)
        return bool(signed.is_valid())
    made = KeyForm(user=person, data=request.POST)
    if _has_one(person) or not made.is_valid():
        return False
    made.keep()
    request.session[_CHOSEN] = True
    return True


def _show(request: HttpRequest, form: TelephoneCodeForm) -> HttpResponse:
    person = person_of(request)
    is_new = not _has_one(person)
    context: dict[str, Any] = {
        "form": form,
        "key_form": KeyForm(user=person),
        "is_new": is_new,
        "has_keys": keys_of(person).exists(),
        "has_application": _application_of(person) is not None,
        "next": _way_on(request),
    }
    if is_new:
        secret = totp.get_totp_secret(regenerate=request.method == "GET")
        context |= {"secret": secret, "picture": qr_of(get_adapter().build_totp_url(person, secret))}
    return render(request, "pages/accounts/second_factor.html", context)


def _application_of(person: User) -> Any:  # noqa: ANN401  allauth carries no types
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()


def _has_one(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person).exists())


def _way_on(request: HttpRequest) -> str:
    return wanted_of(request) or reverse("admin:index")
