"""What the room sent, as its screen shows it: apart from the map of facts, on the land alone."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import log, pi, radians, tan
from typing import NamedTuple, TypedDict

from django.contrib.gis.geos import Point
from django.db.models import Count
from django.db.models.functions import Lower

from frontend.workshop.room import NEWEST, line_of
from network.choices import Airing, Contributed, Reacted
from network.models import Contribution, NetworkedPlace, Reaction, Workshop
from network.workshops.reading import with_named, with_votes
from network.workshops.room import parts_of_where, places_named
from network.workshops.supposing import supposition_of
from network.workshops.territories import territories_of
from places.models import Commune

# What is read from the last row, and the words of a cloud.
MOST_AIRED, MOST_WORDS = 60, 40
# The land is drawn in hectometres of Mercator: see `frontend/paper/land.py`.
_EARTH = 63_781.37
# How far a way bends, for its length: see `frontend/src/stage/wall.ts`.
_BEND = 0.22
# What who presents supposed is of no sort that a telephone sends.
SUPPOSED = "supposed"


class Aired(TypedDict):
    """A contribution that is shown: its line, whose it is, and the way that it draws on the land, point by point.

    `supposition` is what it would have one suppose, as addresses say it; "" for nothing that is counted.
    """

    key: int
    kind: str
    line: str
    who: str
    votes: int
    way: list[list[float]]
    isOn: bool
    supposition: str


class Drawn(NamedTuple):
    """What a contribution draws on the land: its points, and the arcs between them, as paths."""

    points: list[list[float]]
    arcs: list[str]


class RoomShown(TypedDict):
    """What came: what was shown last first; the words, with how often each was said; how many take part.

    `said` is how much there is of all that is shown: of what comes by the hundred, a screen draws the newest, and
    counts all. `reactions` are those to the scene that is shown: what, and how many feel so.
    """

    aired: list[Aired]
    words: list[tuple[str, int]]
    said: int
    people: int
    reactions: list[tuple[str, int]]


def room_shown(workshop: Workshop) -> RoomShown:
    """Read what the room sent and may be shown."""
    shown = workshop.contributions.filter(state=Airing.SHOWN)
    said = shown.exclude(kind=Contributed.WORD)
    newest = list(with_votes(with_named(said)).order_by("-is_on_screen", *NEWEST)[:MOST_AIRED])
    words = Counter(word.lower() for word in shown.filter(kind=Contributed.WORD).values_list("heading", flat=True))
    points = points_of(newest, territories_of(workshop))
    return {
        "aired": [_aired(one, way) for one, way in zip(newest, points, strict=True)],
        "words": words.most_common(MOST_WORDS),
        "said": said.count() + words.total(),
        "people": workshop.participants.count(),
        "reactions": _reactions(workshop),
    }


def _reactions(workshop: Workshop) -> list[tuple[str, int]]:
    """Count what the room lets feel of the scene that is shown, in the order of the buttons."""
    felt = Reaction.objects.filter(participant__workshop=workshop, scene=workshop.shown_id)
    counts = dict(felt.values_list("kind").annotate(count=Count("pk")))
    return [(kind, counts[kind]) for kind in Reacted.values if kind in counts]


def points_of(contributions: Sequence[Contribution], codes: Collection[str]) -> list[list[Point]]:
    """Find the points that each goes through, as far as they are known; in two queries, however many they are.

    What several territories have is meant where these are.
    """
    communes = _communes({_commune_of(one) for one in contributions if one.kind == Contributed.PLACE}, codes)
    stops = places_named((stop for one in contributions for stop in one.stops), codes=codes)
    return [list(_points(one, communes, stops)) for one in contributions]


def drawn(contributions: Sequence[Contribution], codes: Collection[str]) -> list[Drawn]:
    """Draw each that goes through points that are known, as the screen does."""
    ways = ([on_the_land(point) for point in points] for points in points_of(contributions, codes))
    return [Drawn(way, [_arc(*pair) for pair in pairwise(way)]) for way in ways if way]


def _arc(start: list[float], end: list[float]) -> str:
    """Bend from one point to the next, so that nobody takes it for a road."""
    (x1, y1), (x2, y2) = start, end
    x, y = (x1 + x2) / 2 - (y1 - y2) * _BEND, (y1 + y2) / 2 - (x2 - x1) * _BEND
    return f"M{x1} {y1}Q{x:.1f} {y:.1f} {x2} {y2}"


def _aired(one: Contribution, points: list[Point]) -> Aired:
    return {
        "key": one.pk,
        "kind": SUPPOSED if one.supposition else one.kind,
        "line": line_of(one),
        "who": one.participant.pseudonym if one.participant else "",
        "votes": vars(one)["count"],
        "way": [on_the_land(point) for point in points],
        "isOn": one.is_on_screen,
        "supposition": supposition_of(one),
    }


def _points(one: Contribution, communes: dict[str, Point], stops: dict[str, NetworkedPlace]) -> Iterator[Point]:
    """The points that it goes through, as far as they are known."""
    if one.kind == Contributed.PLACE:
        found = communes.get(_commune_of(one).lower())
        yield from [found] if found else []
        return
    named = [one.place, one.other, *(stops.get(stop) for stop in one.stops)]
    yield from (place.point for place in named if place and place.point)


def _commune_of(one: Contribution) -> str:
    """Tell in which commune a place is said to be, by its name or behind an address: a wall draws no doors."""
    return parts_of_where(one.place_said)[1]


def _communes(names: Collection[str], codes: Collection[str]) -> dict[str, Point]:
    """The points of communes, by their names in lower case; of several of one name, of one in these territories."""
    wanted = {name.lower() for name in names}
    rows = Commune.objects.annotate(low=Lower("name")).filter(low__in=wanted).defer("boundary")
    last = sorted(rows, key=lambda one: one.territory_id in codes)
    return {vars(one)["low"]: one.town_hall or one.boundary.point_on_surface for one in last}


def on_the_land(point: Point) -> list[float]:
    """Tell where a point is on the drawn land, right and down."""
    return [round(_EARTH * radians(point.x), 1), round(-_EARTH * log(tan(pi / 4 + radians(point.y) / 2)), 1)]
