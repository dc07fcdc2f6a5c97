"""What could be: places that could meet, and communes to win; in short on the page, and as a sheet for a meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from frontend.crossings.question import AskedCrossing
from frontend.crossings.sides import called
from frontend.place.nearby import apart_in_words
from frontend.site.kept import same_for_all
from frontend.site.sharing import page_at, qr_of
from frontend.site.territory import territory_in_words
from frontend.site.words import distance_in_words
from network.choices import SideName, State
from network.overlap import opportunities
from network.overlap.opportunities import Gap, Nearest, Pair
from network.overlap.question import DEFAULT_RADIUS, Crossing, Level
from network.overlap.sources import Sources, sources
from places.words import day_in_words, kilometres_in_words

# How long each list is: as a page shows it, as a meeting can go through, and as the API gives it at most.
SHORT, MOST = 10, 500
# Among how many pairs, the nearest, those of a meeting are chosen: a département has some hundreds, a country more.
MOST_PAIRS = 5000
LENGTHS = (SHORT, 30, 100, MOST)
# What a table is called on the disk of who takes it to a meeting.
_FILES = {"pairs": "voisins-sans-reseau-commun", "almost": "communes-un-seul-cote", "neither": "communes-aucun-cote"}


@dataclass(frozen=True, slots=True)
class End:
    """A place of a side, at one end of a distance. `state` is that of the side alone; no slug: there is none."""

    state: State
    side: str
    slug: str | None = None
    name: str | None = None
    commune: str | None = None
    distance: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two places that could meet, and how far they are from each other."""

    ends: list[End]
    distance: str
    line: str


@dataclass(frozen=True, slots=True)
class Lack:
    """A commune, and the nearest place of each side that does not cover it.

    `possible` names the sides on which a place of it could be.
    """

    name: str
    population: int | None
    possible: str
    missing: list[End]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, whether it goes on, and where the whole of it is, on a sheet and as a table (a file of this name)."""

    items: Sequence[Meeting | Lack]
    goes_on: bool
    sheet: str
    table: str
    filename: str


class AskedChances(AskedCrossing):
    """The same question, and how long each list may be."""

    limit = forms.IntegerField(
        required=False, min_value=1, max_value=MOST, label=gettext_lazy("Longueur de chaque liste")
    )

    @property
    def length(self) -> int:
        """How long each list may be."""
        return self.cleaned_data.get("limit") or SHORT


@same_for_all()
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Show the lists as a sheet to carry into a meeting, with boxes to tick and room for notes."""
    asked = AskedChances(request.GET)
    crossing = asked.crossing()
    back = f"{reverse('frontend:crossings')}?{urlencode(asked.query)}"
    here = request.build_absolute_uri(back)
    context = {
        **chances(asked, crossing, known := sources(crossing, on=asked.day), asked.length),
        "how": crossing.text(Level.COMMUNE),
        "reach": known.in_words(),
        "population_note": known.population_in_words,
        "lengths": lengths(asked),
        "back": back,
        "address": here,
        "qr": qr_of(here) if page_at(back) else None,
        **territory_in_words(asked.territories, asked.every_territory),
    }
    return render(request, "pages/opportunities.html", context, status=400 if asked.errors else 200)


def chances(asked: AskedCrossing, crossing: Crossing, known: Sources, length: int = SHORT) -> dict[str, Any]:
    """What the section says: three lists for a question, in five queries.

    Before anything is dated of a side, nobody knows which communes lack it: both lists of communes are empty.
    """
    on, more = asked.day, length + 1
    radius = crossing.rule.radius if crossing.rule.radius is not None else DEFAULT_RADIUS
    names = called(asked.sides)
    sides = {State(name): said.label for name, said in names.items()}
    pairs = opportunities.meetings(opportunities.pairs(crossing, on=on, radius=radius, limit=MOST_PAIRS))
    one_lacks, both_lack = ([State.A, State.B], [State.NEITHER]) if not known.unknown else ([], [])
    almost = opportunities.gaps(crossing, one_lacks, on=on, limit=more)
    neither = opportunities.gaps(crossing, both_lack, on=on, limit=more)
    return {
        "asked": asked,
        "is_unknown": bool(known.unknown),
        "question": urlencode(asked.query),
        "asked_in_words": in_words(asked),
        "sides": [End(State(name), said.full) for name, said in names.items()],
        "pair_rule": opportunities.pair_rule(radius),
        "pairs": _listed("pairs", [_meeting(pair, sides) for pair in pairs[:more]], length, asked),
        "almost": _listed("almost", [_lack(gap, sides) for gap in almost], length, asked),
        "neither": _listed("neither", [_lack(gap, sides) for gap in neither], length, asked),
    }


def in_words(asked: AskedCrossing) -> str:
    """Say what the lists answer: the day and the rule."""
    day = day_in_words(asked.day)
    if not asked.by_distance:
        return _("au %(day)s (règle : un lieu dans la commune)") % {"day": day}
    distance = kilometres_in_words(asked.metres)
    return _("au %(day)s (règle : un lieu dans la commune, ou à %(distance)s au plus)") % {
        "day": day,
        "distance": distance,
    }


def lengths(asked: AskedChances) -> list[tuple[str, str, bool]]:
    """The (words, query, is chosen) of each length that a sheet may have."""
    words = {length: str(length) for length in LENGTHS} | {MOST: _("tout")}
    return [
        (words[length], f"?{urlencode([*asked.query, ('limit', str(length))])}", length == asked.length)
        for length in LENGTHS
    ]


def _listed(what: str, items: Sequence[Meeting | Lack], length: int, asked: AskedCrossing) -> Listed:
    whole = [*asked.query, ("limit", str(MOST))]
    table = [("what", what), *whole, ("format", "xlsx")]
    return Listed(
        items[:length],
        len(items) > length,
        f"{reverse('frontend:chances')}?{urlencode(whole)}#{what}",
        f"{reverse('api:overlap-opportunities')}?{urlencode(table)}",
        f"{_FILES[what]}-{asked.day}.xlsx",
    )


def _meeting(pair: Pair, sides: Mapping[State, str]) -> Meeting:
    ends = [
        End(State.A, sides[State.A], pair.a, pair.a_name, pair.a_commune),
        End(State.B, sides[State.B], pair.b, pair.b_name, pair.b_commune),
    ]
    line = ",".join(f"{degrees:.5f}" for degrees in pair.line)
    return Meeting(ends, apart_in_words(pair.metres, is_rough=pair.is_rough), line)


def _lack(gap: Gap, sides: Mapping[State, str]) -> Lack:
    a, b = (_end(state, side, place) for (state, side), place in zip(sides.items(), gap.nearest, strict=True))
    missing = {State.A: [b], State.B: [a]}
    perhaps = [sides[State(side.value)] for side in SideName if gap.could_be & side.bit]
    return Lack(gap.name, gap.population, " · ".join(perhaps), missing.get(gap.state, [a, b]))


def _end(state: State, side: str, place: Nearest) -> End:
    known = place.metres is not None
    distance = distance_in_words(place.metres or 0, is_rough=bool(place.is_rough)) if known else ""
    return End(state, side, place.slug, place.name, distance=distance)
