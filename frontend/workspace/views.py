"""The pages of the workspace: what needs her, the card in her hand, and taking back what she just said."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.peers.doors import findings_of
from frontend.workspace.cards import Card
from frontend.workspace.doors import for_its_keepers, for_keepers, person_of
from frontend.workspace.forms import VerifyForm, number
from frontend.workspace.suggestions import waiting_for
from network.choices import How
from network.models import Import, Network, NetworkedPlace, User, Verification
from network.models.imports import Stage
from network.queues import QUEUES, Queue, places_of, queue_of, suspected_of, unconfirmed, upkeep
from network.rights import Action, allowed, keeps_something, may
from network.services import claim_next, pass_over, still_hers, take_back, verify
from places.choices import Door

_MOST_FILES = 5


@require_safe
@for_keepers
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs this person."""
    person = person_of(request)
    standing = upkeep(places_of(person))
    unsure = Count("memberships", filter=unconfirmed(timezone.localdate(), of="memberships__"))
    networks: Any = Network.objects.filter(allowed(Action.RUN, person)).annotate(unconfirmed=unsure)
    context = {
        "networks": networks,
        "unconfirmed": sum(network.unconfirmed for network in networks),
        "stewarded": _stewarded(person),
        "standing": standing,
        "files": list(_to_read_over(Network.objects.filter(allowed(Action.RUN, person)))),
        "differing": _differing(request),
        "suggested": waiting_for(request).count(),
        "suspected": len(suspected_of(person)),
        "queues": [(queue, standing.waiting[queue.slug]) for queue in QUEUES],
    }
    return render(request, "pages/workspace/home.html", context)


def _differing(request: HttpRequest) -> int:
    """How much differs with other directories, and waits."""
    return findings_of(request).filter(is_open=True).count()


def _to_read_over(networks: QuerySet[Network]) -> QuerySet[Import]:
    """The files that came for some networks, at night too, and wait to be read over."""
    return Import.objects.filter(source__network__in=networks, stage=Stage.PREVIEW, source__is_peer=False).only(
        "file_name"
    )[:_MOST_FILES]


def _stewarded(person: User) -> Iterable[NetworkedPlace]:
    """The places that someone is the steward of, as a line each."""
    if person.is_superuser:
        return []
    own = NetworkedPlace.objects.filter(allowed(Action.STEWARD, person)).select_related("commune")
    return own.only("slug", "name", "verified_on", "commune__name")


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_keepers
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the card in hand, the first one free otherwise; take what is said of it, and go on to the next.

    Raises:
        Http404: there is no such queue; or what is said is of a place that is not this person's.

    """
    asked = queue_of(slug)
    if asked is None:
        raise Http404
    return _say(request, asked) if request.method == "POST" else _show(request, asked)


@require_POST
@for_keepers
def taken_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take back a verification that this person made today.

    Raises:
        Http404: there is no such verification of hers.

    """
    made = get_object_or_404(still_hers(person_of(request)), pk=key)
    place = take_back(verification=made, by=person_of(request), door=Door.WORKSPACE)
    messages.success(request, _("« %(place)s » est comme avant votre vérification.") % {"place": place})
    if made.sections:
        return HttpResponseRedirect(f"{reverse('workspace:edit', args=[place.slug])}#{made.sections[0]}")
    asked = queue_of(request.POST.get("queue"))
    return HttpResponseRedirect(_way_to(asked) if asked else reverse("workspace:home"))


def _say(request: HttpRequest, asked: Queue) -> HttpResponse:
    place = get_object_or_404(NetworkedPlace.objects.published(), pk=number(request.POST.get("place")))
    if not may(Action.VERIFY, request.user, place):
        raise Http404
    if "pass" in request.POST:
        pass_over(place=place, by=person_of(request))
        return HttpResponseRedirect(_way_to(asked))
    form = VerifyForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, form)
    try:
        seen = {place.pk: form.cleaned_data["version"]}
        (made,) = verify(places=[place.pk], finding=form.finding, seen=seen, by=person_of(request), door=Door.WORKSPACE)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return _show(request, asked, form)
    return HttpResponseRedirect(f"{_way_to(asked)}?fait={made.pk}")


def _show(request: HttpRequest, asked: Queue, sent: VerifyForm | None = None) -> HttpResponse:
    """Show the card in hand, with what was typed on it.

    Raises:
        Http404: this person keeps nothing.

    """
    person, now = person_of(request), timezone.localtime()
    places = places_of(person)
    place = claim_next(places=asked.among(places).select_related("commune").with_version(), by=person)
    card = Card.of(place, at=now) if place else None
    standing = upkeep(places)
    if not standing.listed and not keeps_something(person):
        raise Http404
    context = {
        "queue": asked,
        "standing": standing,
        "left": standing.waiting[asked.slug],
        "card": card,
        "form": card and _form_of(card, sent),
        "made": _just_made(request, person),
        "now": now,
    }
    return render(request, "pages/workspace/queue.html", context)


def _form_of(card: Card, sent: VerifyForm | None) -> VerifyForm:
    """The form of this card: on the version that it shows, with what was typed if it was typed on this card."""
    shown = {"place": card.place.pk, "version": card.version}
    if sent is None or number(sent.data.get("place")) != card.place.pk:
        return VerifyForm(initial=shown | {"how": How.PHONE if card.place.phone else How.DOCUMENT})
    typed = {name: sent.data.get(name) for name in ("how", "note")}
    return VerifyForm(typed | shown)


def _way_to(asked: Queue) -> str:
    return reverse("workspace:queue", args=[asked.slug])


def _just_made(request: HttpRequest, person: User) -> Verification | None:
    """What she has just said, which she may take back; None once it is undone, or on another day."""
    if not (key := number(request.GET.get("fait"))):
        return None
    return still_hers(person).filter(pk=key).select_related("place").first()
