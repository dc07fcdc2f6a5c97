"""What the room sent, as its screen shows it: apart from the map of facts, on the land alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log, pi, radians, tan
from typing import TypedDict

from django.contrib.gis.geos import Point
from django.db.models import Count

from frontend.workshop.room import line_of
from network.choices import Airing, Contributed
from network.models import Contribution, Workshop
from network.workshops.room import place_named
from places.models import Commune

# What is read from the last row, and the words of a cloud.
MOST_AIRED, MOST_WORDS = 60, 40
# The land is drawn in hectometres of Mercator: see `frontend/paper/land.py`.
_EARTH = 63_781.37


class Aired(TypedDict):
    """A contribution that is shown: its line, whose it is, and the way that it draws on the land, point by point."""

    key: int
    kind: str
    line: str
    who: str
    votes: int
    way: list[list[float]]
    isOn: bool


class RoomShown(TypedDict):
    """What came: all that is shown, the newest first; words, with how often each was said; how many take part."""

    aired: list[Aired]
    words: list[tuple[str, int]]
    people: int


def room_shown(workshop: Workshop) -> RoomShown:
    """Read what the room sent and may be shown."""
    shown = workshop.contributions.filter(state=Airing.SHOWN)
    said = shown.exclude(kind=Contributed.WORD).select_related("participant", "place", "other")
    newest = list(said.annotate(count=Count("votes")).order_by("-is_on_screen", "-made_at")[:MOST_AIRED])
    words = Counter(word.lower() for word in shown.filter(kind=Contributed.WORD).values_list("heading", flat=True))
    return {
        "aired": [_aired(one, points) for one, points in zip(newest, points_of(newest), strict=True)],
        "words": words.most_common(MOST_WORDS),
        "people": workshop.participants.count(),
    }


def points_of(contributions: Sequence[Contribution]) -> list[list[Point]]:
    """Find the points that each goes through, as far as they are known."""
    communes = _communes(one.place_said for one in contributions if one.kind == Contributed.PLACE)
    return [list(_points(one, communes)) for one in contributions]


def _aired(one: Contribution, points: list[Point]) -> Aired:
    return {
        "key": one.pk,
        "kind": one.kind,
        "line": line_of(one),
        "who": one.participant.pseudonym if one.participant else "",
        "votes": vars(one)["count"],
        "way": [_on_the_land(point) for point in points],
        "isOn": one.is_on_screen,
    }


def _points(one: Contribution, communes: dict[str, Point]) -> Iterator[Point]:
    """The points that it goes through, as far as they are known."""
    if one.kind == Contributed.PLACE:
        found = communes.get(one.place_said.lower())
        yield from [found] if found else []
        return
    named = [one.place, one.other, *(place_named(stop) for stop in one.stops)]
    yield from (place.point for place in named if place and place.point)


def _communes(names: Iterable[str]) -> dict[str, Point]:
    """The points of communes, by their names in lower case."""
    wanted = {name.lower() for name in names}
    rows = Commune.objects.all() if wanted else Commune.objects.none()
    return {
        one.name.lower(): one.town_hall or one.boundary.point_on_surface for one in rows if one.name.lower() in wanted
    }


def _on_the_land(point: Point) -> list[float]:
    return [round(_EARTH * radians(point.x), 1), round(-_EARTH * log(tan(pi / 4 + radians(point.y) / 2)), 1)]
