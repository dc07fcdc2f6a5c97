"""Listings that may be of one place, a pair at a time: someone looks, and says that they are two, or merges them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend.workspace.doors import for_its_keepers, for_keepers, person_of
from frontend.workspace.forms import number
from frontend.workspace.side_by_side import rows_of, stays_of
from network.models import NetworkedPlace, User
from network.queues import suspected_of
from network.rights import Action, keeps_something, may, telling
from network.services import claim_pair, release_pair
from places.choices import Door
from places.duplicates import Pair, Typed, alike
from places.models import NotSame
from places.services import doubt_again, tell_apart

_MOST_SHOWN = 6


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_keepers
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show the likeliest pair, or the next one after another; take that the two are not the same.

    Raises:
        Http404: this person keeps nothing, or what is said is of listings that are not hers.

    """
    return _tell_apart(request) if request.method == "POST" else _show(request)


@require_POST
@for_keepers
def doubted_again(request: HttpRequest, key: int) -> HttpResponse:
    """Take back that two listings are not the same.

    Raises:
        Http404: nobody said so of listings of hers.

    """
    said = get_object_or_404(NotSame.objects.select_related("first", "second"), pk=key)
    _refuse_strangers(request, said.first_id, said.second_id)
    doubt_again(said=said, by=person_of(request), door=Door.WORKSPACE)
    messages.success(request, _("Ces deux fiches sont de nouveau proposées."))
    return HttpResponseRedirect(reverse("workspace:duplicates"))


def looking_like(typed: Typed) -> list[NetworkedPlace]:
    """List the places that one about to be written may be, the likeliest first."""
    keys = [pair.other.key for pair in alike(typed)[:_MOST_SHOWN]]
    found = NetworkedPlace.objects.select_related("commune").in_bulk(keys)
    return [found[key] for key in keys]


def _tell_apart(request: HttpRequest) -> HttpResponse:
    keys = [number(request.POST.get(name)) for name in ("one", "other")]
    one, other = (get_object_or_404(NetworkedPlace.objects.published(), pk=key) for key in keys)
    if one == other:
        raise Http404
    _refuse_strangers(request, *keys)
    said = tell_apart(one=one, other=other, by=person_of(request), door=Door.WORKSPACE)
    release_pair(pair=(one.pk, other.pk), by=person_of(request))
    query = urlencode([("fait", said.pk), ("apres", request.GET.get("apres", ""))])
    return HttpResponseRedirect(f"{reverse('workspace:duplicates')}?{query}")


def _refuse_strangers(request: HttpRequest, *keys: int) -> None:
    places = NetworkedPlace.objects.filter(pk__in=keys)
    if not any(may(Action.TELL_APART, request.user, place) for place in places):
        raise Http404


def _show(request: HttpRequest) -> HttpResponse:
    person, passed = person_of(request), request.GET.get("apres", "")
    pairs = suspected_of(person)
    if not pairs and not keeps_something(person):
        raise Http404
    at = _place_of(pairs, passed)
    _put_down(passed, person)
    rank = claim_pair(pairs=[_keys_of(pair) for pair in pairs[at:]], by=person)
    context: dict[str, Any] = {"left": len(pairs), "passed": at, "made": _just_said(request)}
    context["are_held"] = rank is None and at < len(pairs)
    if rank is not None:
        context |= _told(pairs[at + rank], person)
    return render(request, "pages/workspace/duplicates.html", context)


def _put_down(passed: str, person: User) -> None:
    """Leave to others the pair that she has just passed, or told apart."""
    keys = [number(key) for key in passed.split("-")[:2]]
    if len(keys) == 2:  # noqa: PLR2004  a pair
        release_pair(pair=(keys[0], keys[1]), by=person)


def _keys_of(pair: Pair) -> tuple[int, int]:
    return int(pair.one.key or 0), int(pair.other.key or 0)


def _place_of(pairs: Sequence[Pair], passed: str) -> int:
    """Find where the list goes on after a pair, written "12-34"; at its beginning if that pair is no longer there."""
    names = [_name_of(pair) for pair in pairs]
    return names.index(passed) + 1 if passed in names else 0


def _name_of(pair: Pair) -> str:
    return f"{pair.one.key}-{pair.other.key}"


def _told(pair: Pair, person: User) -> dict[str, Any]:
    keys = _keys_of(pair)
    listed: Any = NetworkedPlace.objects.select_related("commune").annotate(may_merge=telling(Action.MERGE, person))
    found = listed.in_bulk(keys)
    one, other = (found[key] for key in keys)
    # The one that was there first is kept, unless she says otherwise.
    return {
        "may_merge": one.may_merge and other.may_merge,
        "pair": pair,
        "after": _name_of(pair),
        "places": [one, other],
        "rows": list(rows_of(one, other)),
        "stays": stays_of(one, other),
    }


def _just_said(request: HttpRequest) -> NotSame | None:
    if not (key := number(request.GET.get("fait"))):
        return None
    return NotSame.objects.select_related("first", "second").filter(pk=key).first()
