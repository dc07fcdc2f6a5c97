"""What a room sends is read: a queue that is gone through by keyboard, each decision undone by one gesture."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from frontend.workshop.parts import form_of
from frontend.workshop.room import NEWEST, line_of
from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.forms import number as number_in
from network.choices import Airing, Contributed
from network.models import Contribution, User, Workshop
from network.rights import Action, allowed
from network.services.live import ticket_for
from network.workshops import moderating
from network.workshops.kinds import PARTS
from network.workshops.reading import with_named, with_votes
from network.workshops.supposing import supposition_of

# What is read at once; those behind come up as these are decided.
MOST_WAITING, MOST_DECIDED, MOST_OF_ALL = 30, 30, 1000


@require_safe
@for_keepers
def moderation(request: HttpRequest, key: int) -> HttpResponse:
    """Show what waits, the oldest first, then what was decided last; `all`, all that was.

    With `correct`, the key of one, it is shown with its form; with `merge`, with those that are like it. `part` is the
    list alone, for a page that follows.

    Raises:
        Http404: there is no such workshop, or it is not hers to moderate.

    """
    own = moderated(request, key)
    page = "pages/workshop/_queue.html" if "part" in request.GET else "pages/workshop/moderation.html"
    most = MOST_OF_ALL if "all" in request.GET else MOST_DECIDED
    held = Held(*(number_in(request.GET.get(what)) for what in ("correct", "merge")))
    return render(request, page, queue_of(own, most=most, held=held))


class Held(NamedTuple):
    """What is in hand: the keys of one that is being corrected, and of one that is being merged; 0 is none."""

    corrected: int = 0
    merged: int = 0


class Card(NamedTuple):
    """A contribution as the queue shows it: its line, its fields if it is being corrected, those that are like it.

    `supposition` is what it would have one suppose, as addresses say it; "" for nothing that is counted. `version` is
    another one where what the card says, forms aside, is otherwise.
    """

    contribution: Contribution
    line: str
    fields: list[tuple[Any, str]]
    alike: list[tuple[int, str]]
    is_merging: bool
    supposition: str
    version: str


def queue_of(own: Workshop, *, most: int = MOST_DECIDED, held: Held = Held()) -> dict[str, Any]:  # noqa: B008
    """Read what waits and what was decided, as the queue shows it, and what lets a page follow both."""
    every = with_votes(with_named(own.contributions.all()))
    waiting = every.filter(state=Airing.WAITING).order_by("made_at", "pk")
    settled = [Airing.SHOWN, Airing.REFUSED, Airing.MERGED]
    decided = every.filter(state__in=settled).order_by("-is_on_screen", *NEWEST)
    topic = f"moderation:{own.code}"
    return {
        "workshop": own,
        "waiting": _cards(waiting[: MOST_WAITING if most == MOST_DECIDED else most], held),
        "waiting_count": waiting.count(),
        "decided": _cards(decided[:most], held),
        "decided_count": decided.count(),
        "people": own.participants.count(),
        "topic": topic,
        "ticket": ticket_for(topic),
    }


@require_POST
@for_keepers
def decided(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Do what is asked with a contribution; to a page that follows (`part`), answer nothing more.

    Raises:
        Http404: there is no such contribution in a workshop of hers to moderate, or nothing of the sort is done.

    """
    own = moderated(request, key)
    contribution = get_object_or_404(own.contributions.select_related("participant", "workshop"), pk=number)
    does = _DOES.get(request.POST.get("do", ""))
    if does is None:
        raise Http404
    try:
        does(contribution, person_of(request), request.POST)
    except ValidationError as refusal:
        if "part" in request.POST:
            return HttpResponse(" ".join(refusal.messages), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        messages.warning(request, " ".join(refusal.messages))
    if "part" in request.POST:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return HttpResponseRedirect(f"{reverse('workspace:moderation', args=[own.pk])}#c{contribution.pk}")


def moderated(request: HttpRequest, key: int) -> Workshop:
    """Find a workshop that she moderates.

    Raises:
        Http404: there is no such workshop, or it is not hers to moderate.

    """
    own = Workshop.objects.filter(allowed(Action.MODERATE, request.user), is_story=False)
    return get_object_or_404(own, pk=key)


def _cards(found: QuerySet[Contribution], held: Held) -> list[Card]:
    return [_card(one, held) for one in found]


def _card(one: Contribution, held: Held) -> Card:
    is_merging = one.pk == held.merged
    alike = [(other.pk, line_of(other)) for other in moderating.alike(one)] if is_merging else []
    said = list(_said(one)) if one.pk == held.corrected else []
    line, supposition = line_of(one), supposition_of(one)
    version = _version(one, line, supposition, is_open=bool(said) or is_merging)
    return Card(one, line, said, alike, is_merging, supposition, version)


def _version(one: Contribution, line: str, supposition: str, *, is_open: bool) -> str:
    state = (one.pk, one.workshop_id, one.state, one.is_on_screen, vars(one)["count"], one.taken_as_id, one.place_id)
    who = one.participant and (one.participant.pseudonym, one.participant.is_put_aside)
    return repr((state, who, line, supposition, is_open))


def _said(one: Contribution) -> Any:  # noqa: ANN401  pairs, one by one
    for field in form_of(Contributed(one.kind)).fields:
        value = getattr(one, field.name)
        yield field, "\n".join(value) if isinstance(value, list) else value or ""


def _accept(one: Contribution, by: User, _said: Any) -> None:  # noqa: ANN401  what was sent
    moderating.decide(one, state=Airing.SHOWN, by=by)


def _refuse(one: Contribution, by: User, _said: Any) -> None:  # noqa: ANN401
    moderating.decide(one, state=Airing.REFUSED, by=by)


def _undo(one: Contribution, by: User, _said: Any) -> None:  # noqa: ANN401
    moderating.decide(one, state=Airing.WAITING, by=by)


def _screen(one: Contribution, by: User, _said: Any) -> None:  # noqa: ANN401
    moderating.put_on_screen(one, is_on=not one.is_on_screen, by=by)


def _aside(one: Contribution, by: User, _said: Any) -> None:  # noqa: ANN401
    if one.participant:
        moderating.put_aside(one.participant, is_aside=not one.participant.is_put_aside, by=by)


def _correct(one: Contribution, _by: User, said: Any) -> None:  # noqa: ANN401
    moderating.correct(one, said={name: said[name] for name in PARTS[Contributed(one.kind)].asked if name in said})


def _merge(one: Contribution, by: User, said: Any) -> None:  # noqa: ANN401
    into = one.workshop.contributions.filter(pk=number_in(said.get("into"))).first()
    moderating.merge(one, into=into or one, by=by)


def _take_over(one: Contribution, _by: User, _said: Any) -> None:  # noqa: ANN401
    moderating.take_over(one)


_DOES: dict[str, Callable[[Contribution, User, Any], None]] = {
    "accept": _accept,
    "refuse": _refuse,
    "undo": _undo,
    "screen": _screen,
    "aside": _aside,
    "correct": _correct,
    "take": _take_over,
    "merge": _merge,
}
