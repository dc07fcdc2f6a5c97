"""“It is me”: asked again, in the ways of one’s own account, before what gives a way in: `network.accounts.fresh`."""

from typing import Any

from allauth.account.internal.flows.reauthenticate_by_code import ConfirmReauthenticationCodeProcess as Process
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.accounts.forms import CodeForm
from frontend.accounts.keys import SignedForm, keys_of, to_sign
from frontend.workspace.doors import for_accounts, owes_proof, person_of
from network.accounts.attempts import Attempt, TooSoonError
from network.accounts.forms import PacedSignInForm, wait_in_words
from network.accounts.fresh import note_proved
from network.accounts.ways import Way, note_way
from network.rights import is_administrator


@require_http_methods(["GET", "POST"])
@for_accounts
def confirm(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is: by a key of hers, by a code that her address receives, or by her password if she has one.

    An administrator shows her second factor instead.
    """
    person = person_of(request)
    if is_administrator(person):
        return redirect_to_login(_way_on(request), reverse("second-factor"))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(to_sign(person))
    if not owes_proof(request):
        return redirect(_way_on(request))
    if "send" in request.POST:
        return send_code(request, redirect_to_login(_way_on(request), reverse("confirm")))
    forms = forms_of(request)
    if request.method == "POST" and is_her(request, forms):
        note_proved(None, request, person)
        return redirect(_way_on(request))
    return _shown(request, forms)


def wanted_of(request: HttpRequest) -> str:
    """Tell where on this site she was going; nothing where that is not said, or elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def _way_on(request: HttpRequest) -> str:
    return wanted_of(request) or reverse("workspace:account")


def forms_of(request: HttpRequest) -> dict[str, Any]:
    """Make the form of each way that she has; the one that was sent holds what was sent."""
    person, process = person_of(request), Process.resume(request)
    said = request.POST
    name = {"username": person.get_username(), "password": said.get("password", "")}
    return {
        "code": CodeForm(said if "code" in said else None, code=process.code) if process else None,
        "key": SignedForm(user=person, data=said if "credential" in said else None) if keys_of(person) else None,
        "password": PacedSignInForm(request, name if "password" in said else None)
        if person.has_usable_password()
        else None,
    }


def is_her(request: HttpRequest, forms: dict[str, Any]) -> bool:
    """Try the way that was sent; each try is counted, as at the sign-in."""
    sent = next((form for form in forms.values() if form and form.is_bound), None)
    if sent is None:
        return False
    if isinstance(sent, AuthenticationForm):
        return sent.is_valid()
    attempt = Attempt.with_code(request, person_of(request).email)
    try:
        attempt.count()
    except TooSoonError as error:
        messages.warning(request, wait_in_words(error.wait))
        return False
    is_right = _settled(request, attempt, is_right=bool(sent.is_valid()))
    if is_right and sent is forms["code"]:
        note_way(request, person_of(request), Way.MAIL)
    return is_right


def _settled(request: HttpRequest, attempt: Attempt, *, is_right: bool) -> bool:
    process = Process.resume(request)
    if is_right:
        attempt.forgive()
        if process:
            process.abort()
    elif process:
        process.record_invalid_attempt()
    return is_right


def send_code(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Send a code to the address of her account, unless too many were asked for of late; lead back to the page."""
    person = person_of(request)
    try:
        Attempt.with_code(request, person.email).count()
        Process.initiate(request=request, user=person, email=person.email)
    except TooSoonError as error:
        messages.warning(request, wait_in_words(error.wait))
    return page


def _shown(request: HttpRequest, forms: dict[str, Any]) -> HttpResponse:
    key = forms["key"]
    if key and key.is_bound:
        messages.warning(request, _("Cette clé n’est pas connue ici. Demandez un code."))
    # Of a code that was sent, a key and a code to be sent, the first that there is is what to press.
    first = "code" if forms["code"] else "key" if key else "send"
    context = {
        "forms": forms,
        "first": first,
        "key_form": key,
        "email": person_of(request).email,
        "next": _way_on(request),
    }
    return render(request, "pages/accounts/confirm.html", context)
