"""One's own account: the keys of one's devices, and where one is signed in."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.accounts.keys import MOST, KeyForm, is_last_factor, keys_of, to_make
from frontend.accounts.letters import letter_of_a_key
from frontend.workspace.doors import for_accounts, once_shown, owes_proof, person_of
from network.choices import Stream
from network.models import SignedIn, User
from network.rights import is_administrator
from network.services import end_sessions, queue_mail

if TYPE_CHECKING:
    from django.db.models import QuerySet


@require_safe
@for_accounts
def account(request: HttpRequest) -> HttpResponse:
    """Show what this person signs in with, and where she is signed in."""
    person = person_of(request)
    keys = [(key, key.wrap().name) for key in keys_of(person)]
    context = {
        "keys": keys,
        "key_form": KeyForm(user=person),
        "may_add": len(keys) < MOST,
        "owes_proof": owes_proof(request),
        "sessions": _sessions(request),
        "mail_languages": settings.LANGUAGES,
        "current": request.session.session_key,
    }
    return render(request, "pages/accounts/account.html", context)


@require_http_methods(["GET", "POST"])
@for_accounts
@once_shown
def new_key(request: HttpRequest) -> HttpResponse:
    """Give the device what it needs in order to make a key; keep the key that it made."""
    person = person_of(request)
    if request.method == "GET":
        return JsonResponse(to_make(person))
    form = KeyForm(user=person, data=request.POST)
    if keys_of(person).count() < MOST and form.is_valid():
        form.keep()
        queue_mail(to=person.email, stream=Stream.ACCOUNT, letter=letter_of_a_key())
        messages.success(request, _("Clé ajoutée : la prochaine fois, elle suffit pour entrer."))
    else:
        messages.warning(request, _("Cette clé n’a pas pu être ajoutée. Réessayez."))
    return redirect("workspace:account")


@require_POST
@for_accounts
@once_shown
def key_removed(request: HttpRequest, key: int) -> HttpResponse:
    """Forget a key of one's own, and sign out what it may have opened.

    An administrator keeps one: who reads her mail alone would choose the next.

    Raises:
        Http404: there is no such key of hers.

    """
    person = person_of(request)
    removed = get_object_or_404(keys_of(person), pk=key)
    if is_administrator(person) and is_last_factor(removed):
        messages.warning(request, _("C’est votre dernière deuxième preuve : ajoutez d’abord une autre clé."))
        return redirect("workspace:account")
    removed.delete()
    end_sessions(person, beside=request.session.session_key)
    messages.success(
        request, _("Clé retirée : elle n’ouvre plus rien ici. Les autres sessions, qu’elle a pu ouvrir, sont fermées.")
    )
    return redirect("workspace:account")


@require_POST
@for_accounts
def language(request: HttpRequest) -> HttpResponse:
    """Write to her in another language from now on."""
    wanted = request.POST.get("language")
    if wanted not in dict(settings.LANGUAGES):
        raise BadRequest
    User.objects.filter(pk=person_of(request).pk).update(language=wanted)
    messages.success(request, _("C’est noté : vos prochains messages seront dans cette langue."))
    return redirect("workspace:account")


@require_POST
@for_accounts
def session_ended(request: HttpRequest, key: int) -> HttpResponseBase:
    """Sign a browser of one's own out.

    Raises:
        Http404: there is no such session of hers.

    """
    ended = get_object_or_404(_sessions(request), pk=key)
    if ended.session_id == request.session.session_key:
        logout(request)
        return redirect("frontend:home")
    return _ended(request, ended)


@require_POST
@for_accounts
@once_shown
def others_ended(request: HttpRequest) -> HttpResponseBase:
    """Sign every browser out but this one."""
    end_sessions(person_of(request), beside=request.session.session_key)
    return _told(request)


@once_shown
def _ended(request: HttpRequest, ended: SignedIn) -> HttpResponseBase:
    ended.session.delete()
    return _told(request)


def _told(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("C’est fait : il faudra s’y connecter de nouveau."))
    return redirect("workspace:account")


def _sessions(request: HttpRequest) -> "QuerySet[SignedIn]":
    return SignedIn.objects.filter(person=person_of(request), session__expire_date__gt=timezone.now())
