"""The page of the room: what one sends from a telephone, without an account; and the answers that it follows."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache, partial
from http import HTTPStatus
from secrets import token_hex
from typing import Any, NamedTuple, TypedDict
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from frontend.site.kept import same_for_all
from frontend.suggestions.guard import doubts_of_origin
from frontend.workshop.parts import forms_of
from frontend.workspace.forms import number
from network.accounts.attempts import Pace, TooSoonError, slow_down, slow_down_who
from network.choices import Airing, Contributed, Phase, Reacted, Theme
from network.models import Contribution, Network, NetworkedPlace, Participant, Reaction, Signal, Workshop
from network.models.workshop import CODE_LENGTH
from network.services.live import ticket_for
from network.workshops import room as doing
from network.workshops.kinds import PARTS
from network.workshops.reading import with_votes
from network.workshops.territories import territories_of, there_first
from places.log.version import version as version_of_data
from places.models import Commune

# Beyond so many, a list to choose from weighs more than the page.
MOST_LISTED = 500
MOST_VOTED = 60
# What was shown last comes first, however long it waited to be read.
NEWEST = (Coalesce("decided_at", "made_at").desc(), "-pk")
# Seconds for which what the room is shown is given as it was: telephones wait that long, once they are told that it
# moved (`frontend/src/room/looks.ts`), and so are never given what was there before.
REST = 1.0
# A person writes; three hundred telephones stand behind one address, and join within seconds.
OF_A_PERSON = Pace(free=12, longest=60, memory=10)
OF_A_FINGER = Pace(free=30, longest=10, memory=2)
OF_NEWCOMERS = Pace(free=1000, longest=30, memory=1)
Refusal = ValidationError | TooSoonError | None


class Own(TypedDict):
    """What someone sent, as her telephone shows it."""

    nonce: str
    revision: int
    kind: str
    state: str
    line: str
    said: dict[str, str]
    became: str


class Shown(TypedDict):
    """What the room is shown, to be voted for."""

    key: int
    kind: str
    line: str
    votes: int


class RoomState(TypedDict):
    """What all telephones show."""

    phase: str
    people: int
    shown: list[Shown]
    scene: int


class OwnState(TypedDict):
    """What one telephone shows beside that: what it sent, the keys of what it is for, what it lets the others feel.

    It is told what becomes of that in its topic, once it has sent anything.
    """

    phase: str
    pseudonym: str
    own: list[Own]
    isFor: list[int]
    topic: str
    ticket: str
    scene: int
    reaction: str


class _Asked(NamedTuple):
    """What a telephone sent, with its secret, for which workshop, and who she is, if she sent anything before."""

    workshop: Workshop
    data: Mapping[str, str]
    secret: str
    known: Participant | None

    @property
    def nonce(self) -> UUID:
        """The number of a contribution; a form without a script has none."""
        try:
            return UUID(self.data.get("nonce", "") or str(uuid4()))
        except ValueError:
            raise ValidationError(_("Rechargez la page : cet envoi n’est pas lisible.")) from None


def _of_page(code: str) -> str:
    """Tell the version of the page of a room: of the directory, which it lists, and what it says of the workshop.

    Which scene is shown is not in it: it changes each minute while three hundred telephones join.
    """
    found = Workshop.objects.filter(code=code.upper()[:CODE_LENGTH]).values_list(
        "title", "phase", "offers", "territories"
    )
    return f"{version_of_data()} {found.first()}"


def _of_what_is_shown(code: str) -> str:
    """Tell the version of what a room is shown: it was stirred when that changed."""
    topic = f"workshop:{code.upper()[:CODE_LENGTH]}"
    return f"{_of_row(code)} {Signal.objects.filter(topic=topic).aggregate(last=Max('position'))['last']}"


def _of_row(code: str) -> str:
    """Tell the version of the row of a workshop: which transaction wrote it, and where it lies."""
    row = RawSQL("xmin || '-' || ctid::text", ())
    found = Workshop.objects.filter(code=code.upper()[:CODE_LENGTH]).annotate(row=row).values_list("row", flat=True)
    return found.first() or ""


# Nothing here looks at who is signed in: there is no session that another site could use. See ADR 0057.
@csrf_exempt
@same_for_all(_of_page)
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one can send, the same for everyone; take what is sent, and answer a script in JSON.

    Raises:
        Http404: there is no such workshop, or it is being prepared.

    """
    joined = get_object_or_404(joinable(), code=code.upper()[:CODE_LENGTH])
    if request.method == "POST":
        doubts_of_origin(request)
        return _take(request, joined)
    response = _page(request, joined)
    patch_cache_control(response, public=True, no_cache=True)
    return response


@same_for_all(_of_what_is_shown, rest=REST)
@require_safe
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what the room is shown, the same for every telephone: nothing of who asks, and nothing that waits.

    Raises:
        Http404: there is no such workshop, or it is being prepared.

    """
    joined = get_object_or_404(joinable(), code=code.upper()[:CODE_LENGTH])
    told = RoomState(
        phase=joined.phase, people=joined.participants.count(), shown=_shown(joined), scene=joined.shown_id or 0
    )
    answer = JsonResponse(told)
    patch_cache_control(answer, public=True, no_cache=True)
    return answer


def joinable() -> QuerySet[Workshop]:
    """Those that one may take part in, or that are over."""
    return Workshop.objects.filter(phase__in=[Phase.OPEN, Phase.CLOSED])


def _take(request: HttpRequest, joined: Workshop) -> HttpResponse:
    """Do what was asked and tell how things stand, or why it was not done."""
    secret = request.POST.get("me", "") or token_hex(16)
    known: Participant | None = None
    refusal: Refusal = None
    try:
        asked = _Asked(joined, request.POST, secret, doing.participant_of(joined, secret=secret))
        known = _DOES[request.POST.get("do", "mine")](request, asked)
    except KeyError:
        refusal = ValidationError(_("Rechargez la page : cet envoi n’est pas lisible."))
    except (ValidationError, TooSoonError) as error:
        refusal = error
    if "application/json" in request.headers.get("Accept", ""):
        return _refused(refusal) if refusal else _answer(_state(joined, known))
    own = _own_of(known) if known else []
    return _page(request, joined, _Sent(secret, own, refusal))


def _send(request: HttpRequest, asked: _Asked) -> Participant:
    nonce, name = asked.nonce, asked.data.get("pseudonym", "")
    known = asked.known or _newcomer(request, asked, name)
    doing.rename(known, pseudonym=name)
    revision = number(asked.data.get("revision"))
    kind = asked.data.get("kind", "")
    if kind not in Contributed.values:
        raise ValidationError(_("L’atelier ne reçoit plus cela."))
    pace = partial(slow_down_who, "contribution", known.key, OF_A_PERSON)
    doing.contribute(known, nonce=nonce, revision=revision, kind=Contributed(kind), said=asked.data, pace=pace)
    return known


def _withdraw(_request: HttpRequest, asked: _Asked) -> Participant | None:
    if asked.known:
        doing.withdraw_own(asked.known, nonce=asked.nonce)
    return asked.known


def _vote(request: HttpRequest, asked: _Asked) -> Participant:
    known = asked.known or _newcomer(request, asked)
    is_for = asked.data.get("for") == "1"
    doing.vote(known, contribution=number(asked.data.get("contribution")), is_for=is_for)
    return known


def _react(request: HttpRequest, asked: _Asked) -> Participant:
    known = asked.known or _newcomer(request, asked)
    slow_down_who("reaction", known.key, OF_A_FINGER)
    back = number(asked.data.get("back")) if "back" in asked.data else None
    doing.react(known, kind=asked.data.get("reaction", ""), taken_back_from=back)
    return doing.participant_of(asked.workshop, secret=asked.secret) or known


def _look(_request: HttpRequest, asked: _Asked) -> Participant | None:
    return asked.known


def _newcomer(request: HttpRequest, asked: _Asked, pseudonym: str = "") -> Participant:
    slow_down(request, "workshop", OF_NEWCOMERS)
    return doing.take_part(asked.workshop, secret=asked.secret, pseudonym=pseudonym)


_DOES = {"send": _send, "withdraw": _withdraw, "vote": _vote, "react": _react, "mine": _look}


def _answer(state: OwnState) -> HttpResponse:
    """Tell a script how things stand."""
    answer = JsonResponse(state)
    patch_cache_control(answer, no_store=True)
    return answer


def _refused(refusal: ValidationError | TooSoonError) -> HttpResponse:
    """Tell a script what is to be mended, by the name of its part, "" for the whole; or when to come back."""
    if isinstance(refusal, ValidationError):
        return JsonResponse({"errors": _errors(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    answer = JsonResponse({"errors": {"": [_too_soon(refusal)]}}, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(refusal.wait)
    return answer


def _errors(refusal: ValidationError) -> dict[str, list[str]]:
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}


def _too_soon(refusal: TooSoonError) -> str:
    return _("Un instant : cet envoi partira de lui-même dans %(wait)d s.") % {"wait": refusal.wait}


def _state(workshop: Workshop, known: Participant | None) -> OwnState:
    """Read what this telephone shows and others do not: in three queries, or in none of someone who sent nothing."""
    topic = f"participant:{known.pk}" if known else ""
    return {
        "phase": workshop.phase,
        "pseudonym": known.pseudonym if known else "",
        "own": _own_of(known) if known else [],
        "isFor": list(known.votes.values_list("contribution_id", flat=True)) if known else [],
        "topic": topic,
        "ticket": ticket_for(topic) if topic else "",
        "scene": workshop.shown_id or 0,
        "reaction": _reaction(workshop, known),
    }


def _own_of(known: Participant) -> list[Own]:
    sent = known.contributions.exclude(state=Airing.WITHDRAWN)
    return [_own(one) for one in sent.select_related("taken_as").order_by("-made_at")]


def _reaction(workshop: Workshop, known: Participant | None) -> str:
    """What one lets the others feel of the scene that is shown; of another, nothing."""
    found: Reaction | None = getattr(known, "reaction", None)
    return found.kind if found and found.scene_id == workshop.shown_id else ""


def _own(one: Contribution) -> Own:
    said = {name: _text(getattr(one, name)) for name in PARTS[Contributed(one.kind)].asked}
    return {
        "nonce": str(one.nonce),
        "revision": one.revision,
        "kind": one.kind,
        "state": one.state,
        "line": line_of(one),
        "said": said,
        "became": one.taken_as.get_state_display() if one.taken_as else "",
    }


def _text(value: Any) -> str:  # noqa: ANN401  a text, lines, or nothing
    return "\n".join(value) if isinstance(value, list) else value or ""


def _shown(workshop: Workshop) -> list[Shown]:
    """What may be voted for, the newest first."""
    aired = workshop.contributions.filter(state=Airing.SHOWN).exclude(kind=Contributed.WORD)
    newest = with_votes(aired).order_by(*NEWEST)[:MOST_VOTED]
    return [Shown(key=one.pk, kind=one.kind, line=line_of(one), votes=vars(one)["count"]) for one in newest]


def line_of(one: Contribution) -> str:
    """Say a contribution in a line, in the language of the room: what it is about, then its words.

    The words of a supposition say it all.
    """
    if one.supposition:
        return one.words or ""
    theme = _theme_in_words(one.theme)
    subject = f"{one.subject} ({theme})" if one.subject and theme else one.subject or theme
    return "\u00a0: ".join(part for part in (subject, one.words) if part)


@cache
def _theme_in_words(theme: str) -> str:
    """Say a theme in the language of the room; "" where there is none."""
    with override(settings.LANGUAGE_CODE):
        return str(Theme(theme).label) if theme else ""


class _Sent(NamedTuple):
    """What a telephone without a script is shown of what it sent, with its secret; or why it was refused."""

    secret: str = ""
    own: Sequence[Own] = ()
    refusal: Refusal = None


def _page(request: HttpRequest, joined: Workshop, sent: _Sent = _Sent()) -> HttpResponse:  # noqa: B008
    """Write the page, the same for everyone, or for a telephone without a script that sent something."""
    secret, own, refusal = sent
    words = [] if refusal is None else [_too_soon(refusal)] if isinstance(refusal, TooSoonError) else refusal.messages
    codes = territories_of(joined)
    context = {
        "workshop": joined,
        "is_open": joined.phase == Phase.OPEN,
        "forms": forms_of(joined),
        "places": _places(codes),
        "networks": list(Network.objects.order_by("name").values_list("name", flat=True)[:MOST_LISTED]),
        "communes": _communes(codes),
        "secret": secret,
        "sent": own,
        "said": _("C’est envoyé. Merci.") if secret and not refusal else "",
        "refusals": words,
        "is_room": bool(settings.ROOM_URL),
        "reactions": [(one.value, one.label) for one in Reacted],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "pages/workshop/room.html", context, status=status)


def _places(codes: Collection[str]) -> list[str]:
    """The names to choose from, with their communes, those of some territories first, where they are few enough."""
    rows = NetworkedPlace.objects.published().order_by(*there_first(codes, "commune__territory"), "name")
    named = rows.values_list("name", "commune__name")
    names = [f"{name}, {commune}" for name, commune in named[: MOST_LISTED + 1]]
    return names if len(names) <= MOST_LISTED else []


def _communes(codes: Collection[str]) -> list[str]:
    rows = Commune.objects.order_by(*there_first(codes, "territory"), "name").values_list("name", flat=True)
    return list(dict.fromkeys(rows[: MOST_LISTED + 1]))
