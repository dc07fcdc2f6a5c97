"""What a room sends is read: a queue that is gone through by keyboard, each decision undone by one gesture."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
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

# What is read at once; those behind come up as these are decided.
MOST_WAITING, MOST_DECIDED, MOST_OF_ALL = 30, 30, 1000


@require_safe
@for_keepers
def moderation(request: HttpRequest, key: int) -> HttpResponse:
    """Show what waits, the oldest first, then what was decided last; `all`, all that was.

    With `correct`, the key of one, it is shown with its form. `part` is the list alone, for a page that follows.

    Raises:
        Http404: there is no such workshop, or it is not hers to moderate.

    """
    own = moderated(request, key)
    page = "pages/workshop/_queue.html" if "part" in request.GET else "pages/workshop/moderation.html"
    most = MOST_OF_ALL if "all" in request.GET else MOST_DECIDED
    return render(request, page, queue_of(own, most=most, corrected=number_in(request.GET.get("correct"))))


def queue_of(own: Workshop, *, most: int = MOST_DECIDED, corrected: int = 0) -> dict[str, Any]:
    """Read what waits and what was decided, as the queue shows it, and what lets a page follow both."""
    every = own.contributions.select_related("participant").annotate(count=Count("votes"))
    waiting = every.filter(state=Airing.WAITING).order_by("made_at", "pk")
    decided = every.filter(state__in=[Airing.SHOWN, Airing.REFUSED]).order_by("-is_on_screen", *NEWEST)
    topic = f"moderation:{own.code}"
    return {
        "workshop": own,
        "waiting": _cards(waiting[:MOST_WAITING], corrected),
        "waiting_count": waiting.count(),
        "decided": _cards(decided[:most], corrected),
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


def _cards(found: QuerySet[Contribution], corrected: int) -> list[tuple[Contribution, str, list[tuple[Any, str]]]]:
    """Each with its line; the one that is being corrected with its fields."""
    return [(one, line_of(one), list(_said(one)) if one.pk == corrected else []) for one in found]


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
}
