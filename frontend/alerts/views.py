"""Where somebody asks to be told, and where the links of those mails lead. No account, no cookie."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from frontend.home.question import Asked
from frontend.suggestions.guard import TRAP, Guarded, doubts_of_origin
from network.accounts.attempts import Pace, TooSoonError, slow_down
from network.mail.alerts import alert_of, ask_to_confirm, who_stops
from network.models import Alert
from network.models.alert import LONGEST_QUERY
from network.searches import MOST_PLACES, Search, kept
from network.services.alerts import TooManyError, ask_for_alert, confirm_alert, stop_alert, stop_alerts

# A training room behind one address may each ask for one.
PACE = Pace(free=15, longest=300, memory=120)


class AlertForm(Guarded, forms.Form):
    """Whom to tell."""

    address = forms.EmailField(
        label=gettext_lazy("Votre adresse électronique"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Elle ne sert qu’à cela, et s’efface dès que vous arrêtez."),
    )


# Nothing here looks at who is signed in: there is no session that another site could use.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say which search would be followed, and ask for an address. What cannot be kept of it is said."""
    asked = Asked(_asked(request))
    query, form = kept(asked.query.rstrip("&")), AlertForm(request.POST or None)
    search = _search(query)
    count = len(search.places()) if search else 0
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "words": search.in_words() if search else [],
        "refused": asked.refused(),
        "drops_hour": bool(asked.cleaned_data.get("open")),
        "count": count,
        "is_too_wide": count > MOST_PLACES or len(query) > LONGEST_QUERY or search is None,
    }
    if request.method == "POST" and not context["is_too_wide"]:
        return _receive(request, form, query) or _again(request, context)
    return render(request, "pages/alerts/new.html", context)


@require_safe
def asked_for(request: HttpRequest) -> HttpResponse:
    """Say the same to everyone: whoever owns the address has a message, unless there is a reason for none."""
    return render(request, "pages/alerts/asked.html")


# The link is the right to answer, and the mail reader that presses it has no cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, token: str) -> HttpResponse:
    """Show an alert, and confirm or stop it when a button is pressed.

    Raises:
        Http404: the link is not one of ours.

    """
    try:
        alert = alert_of(token)
    except BadSignature as error:
        raise Http404 from error
    if request.method == "POST" and alert:
        alert = _pressed(request, alert)
    context = {"alert": alert, "words": _words_of(alert)}
    status = HTTPStatus.OK if alert or request.method == "POST" else HTTPStatus.GONE
    return render(request, "pages/alerts/one.html", context, status=status)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def everything(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all that an address follows, and forget it, when the button is pressed: by a person or a mail reader.

    Raises:
        Http404: the link is not one of ours.

    """
    try:
        address = who_stops(token)
    except BadSignature as error:
        raise Http404 from error
    has_left = request.method == "POST"
    if has_left:
        stop_alerts(address)
    return render(request, "pages/alerts/everything.html", {"has_left": has_left})


def _asked(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET


def _search(query: str) -> Search | None:
    try:
        return Search.read(query)
    except ValidationError:
        return None


def _words_of(alert: Alert | None) -> list[str]:
    search = _search(alert.query) if alert else None
    return search.in_words() if search else []


def _receive(request: HttpRequest, form: AlertForm, query: str) -> HttpResponse | None:
    """Keep the search and write to the address, in one; None when the form is to be shown again."""
    doubts_of_origin(request)
    if not form.is_valid() or form.is_too_fast:
        return None
    try:
        slow_down(request, "alert", PACE)
        if not form.data.get(TRAP):
            _ask(form.cleaned_data["address"], query)
    except TooSoonError as error:
        form.wait = error.wait
        return None
    except TooManyError:
        form.wait = 3600
        return None
    return HttpResponseRedirect(reverse("alerts:asked"))


def _ask(address: str, query: str) -> None:
    with transaction.atomic():
        if alert := ask_for_alert(address=address, query=query, language=get_language() or "fr"):
            ask_to_confirm(alert)


def _again(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form: AlertForm = context["form"]
    if form.wait:
        context["notice"] = _("Beaucoup de demandes arrivent en ce moment : réessayez un peu plus tard.")
    elif form.is_valid():
        context["notice"] = _("Relisez l’adresse, puis envoyez encore une fois.")
    status = HTTPStatus.TOO_MANY_REQUESTS if form.wait else HTTPStatus.UNPROCESSABLE_ENTITY
    response = render(request, "pages/alerts/new.html", context, status=status)
    if form.wait:
        response["Retry-After"] = str(form.wait)
    return response


def _pressed(request: HttpRequest, alert: Alert) -> Alert | None:
    """Do what was pressed; what is not known to be a yes stops it, as a mail reader's press does."""
    if "yes" not in request.POST:
        stop_alert(alert)
        return None
    try:
        confirm_alert(alert)
    except ValidationError:
        stop_alert(alert)
        return None
    alert.refresh_from_db()
    return alert
