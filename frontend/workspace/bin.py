"""The bin: what was deleted of her networks, by whom and when, what would come back, and the button that brings it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.workspace.doors import for_keepers, person_of
from network.models import Membership, Network
from network.rights import Action, allowed, is_administrator
from network.services import Thrown, bring_back, thrown_away
from places.choices import Door
from places.log.history import door_in_words
from places.log.words import Words, name_of, names_of


class Line(NamedTuple):
    """Something that was deleted, in words."""

    number: int
    sort: str
    name: str
    at: datetime
    who: str
    door: str
    brings: list[str]


@require_safe
@for_keepers
def bin_page(request: HttpRequest) -> HttpResponse:
    """List what was deleted, the last first."""
    return render(request, "pages/workspace/bin.html", {"lines": list(_lines(_hers(request)))})


@require_POST
@for_keepers
def brought_back(request: HttpRequest, number: int) -> HttpResponse:
    """Bring back what was deleted, by the number of its last event.

    Raises:
        Http404: nothing of hers was deleted under this number.

    """
    thrown = next((each for each in _hers(request) if each.event.pgh_id == number), None)
    if thrown is None:
        raise Http404
    (line,) = _lines([thrown])
    try:
        bring_back(thrown=thrown, by=person_of(request), door=Door.WORKSPACE)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("« %(name)s » est de nouveau là.") % {"name": line.name})
    return HttpResponseRedirect(reverse("workspace:bin"))


def _hers(request: HttpRequest) -> list[Thrown]:
    networks = Network.objects.filter(allowed(Action.RUN, request.user))
    return thrown_away(networks, whole=is_administrator(request.user))


def _lines(found: Iterable[Thrown]) -> Iterator[Line]:
    everything = list(found)
    words, signed = Words(), {each.event.pgh_id: _signature(each.event) for each in everything}
    events = [event for each in everything for event in (each.event, *each.tied) if hasattr(event, "network_id")]
    words.learn((_column(name), getattr(event, f"{name}_id")) for event in events for name in ("place", "network"))
    names = names_of(said.get("user") for said in signed.values())
    for each in everything:
        said = signed[each.event.pgh_id]
        who = names.get(said.get("user")) or _("sans compte")
        sort = capfirst(str(each.sort._meta.verbose_name))
        at, door = each.event.pgh_created_at, door_in_words(said.get("door"))
        yield Line(each.event.pgh_id, sort, _named(each.event, words), at, who, door, _brought(each, words))


def _signature(event: Any) -> dict[str, Any]:  # noqa: ANN401  an event of any model
    return event.pgh_context.metadata if event.pgh_context else {}


def _column(name: str) -> Any:  # noqa: ANN401  a column, as Django's `_meta` gives it
    return Membership._meta.get_field(name)


def _named(event: Any, words: Words) -> str:  # noqa: ANN401
    if own := name_of(event):
        return own
    return f"{words.of(_column('place'), event.place_id)} · {_stay(event, words)}"


def _brought(thrown: Thrown, words: Words) -> list[str]:
    """Say what comes back with it: each stay by its network, the rest by their number."""
    stays = [each for each in thrown.tied if each.pgh_tracked_model is Membership]
    rest = Counter(each.pgh_tracked_model for each in thrown.tied if each not in stays)
    return [_stay(each, words) for each in stays] + [_counted(model._meta, count) for model, count in rest.items()]


def _stay(event: Any, words: Words) -> str:  # noqa: ANN401
    return f"{words.of(_column('network'), event.network_id)}, {words.of(_column('period'), event.period)}"


def _counted(kind: Any, count: int) -> str:  # noqa: ANN401  what Django knows of a model
    return f"{count} {kind.verbose_name if count == 1 else kind.verbose_name_plural}"
