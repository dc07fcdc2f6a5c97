"""The pages by which anyone helps, without an account: report a mistake, propose a place, and see what came of it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from frontend.mail.views import contact_of
from frontend.site.territory import territory_in_words
from frontend.suggestions.forms import ProposeForm, ReportForm
from frontend.suggestions.guard import count, doubts_of_origin
from network.accounts.attempts import TooSoonError
from network.models import NetworkedPlace, Suggestion
from network.services import note_correction, suggest
from places.choices import Door

Form = ReportForm | ProposeForm


# Nothing here looks at who is signed in: there is no session that another site could use. See ADR 0034.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong with a listing, or known of it; without one, the page that a browser keeps and fills in.

    Raises:
        Http404: there is no such listing.

    """
    place = _place(request)
    form = ReportForm(request.POST or None, request.FILES or None, instance=place or NetworkedPlace())
    context: dict[str, Any] = {"form": form, "place": place, **territory_in_words()}
    context["contact"] = contact_of(request, place) and (request.POST.get("rappel") or request.GET.get("rappel"))
    if place:
        context |= {"questions": list(form.questions()), "known": form.known()}
    if request.method == "POST":
        if place is None:
            raise Http404
        return _receive(request, form, place) or _again(request, "pages/suggestions/report.html", context)
    return render(request, "pages/suggestions/report.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for the name and the commune of a place that is missing."""
    form = ProposeForm(request.POST or None, request.FILES or None)
    more = [form[name] for name in ("address", "phone", "website", "hours")]
    context: dict[str, Any] = {"form": form, "more": more, **territory_in_words()}
    if request.method == "POST":
        return _receive(request, form, None) or _again(request, "pages/suggestions/propose.html", context)
    return render(request, "pages/suggestions/propose.html", context)


@require_safe
@never_cache
def followed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Thank, say what happens next, and once it has, what was decided.

    Raises:
        Http404: there is no such suggestion.

    """
    suggestion = get_object_or_404(Suggestion.objects.select_related("place"), uuid=uuid)
    return render(request, "pages/suggestions/followed.html", {"suggestion": suggestion, **territory_in_words()})


def _place(request: HttpRequest) -> NetworkedPlace | None:
    slug = request.POST.get("place") or request.GET.get("lieu")
    if not slug:
        return None
    place = NetworkedPlace.objects.published().select_related("commune").at_slug(slug[:200].replace("\x00", ""))
    if place is None:
        raise Http404
    return place


def _receive(request: HttpRequest, form: Form, place: NetworkedPlace | None) -> HttpResponse | None:
    """Receive what can be; None when the form is to be shown again."""
    doubts = doubts_of_origin(request)
    if not form.is_valid() or form.is_too_fast:
        return None
    try:
        count(request)
        photo = form.sent_photo()
    except TooSoonError as error:
        form.wait = error.wait
        return None
    except ValidationError as refusal:
        form.add_error("photo", ValidationError(refusal.messages))
        return None
    doubts = [*doubts, *form.doubts()]
    said = form.said._replace(tell=form.cleaned_data["tell"], photo=photo)
    contact = contact_of(request, place)
    door = Door.CONTACT if contact else Door.PUBLIC
    made = suggest(kind=form.kind, place=place, said=said, doubts=() if contact else doubts, door=door)
    if contact:
        note_correction(reminder=contact, suggestion=made)
    return HttpResponseRedirect(reverse("suggestions:followed", args=[made.uuid]))


def _again(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Show what was typed again, with what is to be mended, or that it has to be sent once more."""
    form: Form = context["form"]
    if form.wait:
        context["notice"] = _in_a_moment(form.wait)
    elif form.is_valid():
        context["notice"] = _(
            "Relisez-vous, puis envoyez encore une fois : rien de ce que vous avez écrit n’est perdu."
        )
    if request.FILES and (form.wait or form.is_valid()):
        context["again"] = _("La photo est à choisir de nouveau : un navigateur ne la garde pas.")
    status = HTTPStatus.TOO_MANY_REQUESTS if form.wait else HTTPStatus.UNPROCESSABLE_ENTITY
    response = render(request, template, context, status=status)
    if form.wait:
        response["Retry-After"] = str(form.wait)
    return response


def _in_a_moment(wait: int) -> str:
    return ngettext(
        "Beaucoup d’envois viennent de votre réseau : renvoyez dans %(wait)d seconde. Rien n’est perdu.",
        "Beaucoup d’envois viennent de votre réseau : renvoyez dans %(wait)d secondes. Rien n’est perdu.",
        wait,
    ) % {"wait": wait}
