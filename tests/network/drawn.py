"""Territories that Hypothesis makes, so that things meet: places about town halls, changes on the same days.

What is drawn is plain values; `make` writes them into the database.
"""

import math
from collections.abc import Iterable
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from hypothesis import strategies as st
from psycopg.types.range import DateRange

from network.models import Network, NetworkedPlace
from places.choices import Precision, Status
from places.models import Commune, Territory
from tests.factories import (
    FAMILIES,
    TOWNS,
    make_commune,
    make_family,
    make_intercommunality,
    make_membership,
    make_network,
    make_place,
    make_service,
)
from tests.network.overlap_twin import EARTH

# Few days, so that they meet: leap days, and the eve and the morrow of 24 months after another.
DAYS = [
    date(2018, 2, 28),
    date(2020, 2, 29),
    date(2020, 3, 1),
    date(2022, 2, 28),
    date(2022, 3, 1),
    date(2024, 2, 29),
]
CODES = ["48095", "48061", "48092", "48080"]
NAMES = {code: name for name, (code, _lon, _lat) in TOWNS.items()}

# One that shows each family, and one that shows none.
SHOWING = {"mediation": ["computers"], "business_support": ["desk"]}
SERVICES = ["computers", "desk", "printing"]

# Powers of two: what lies on a boundary does so to the last bit. A column is ten kilometres wide, and higher than the
# widest radius: whoever goes north from a town hall stays in the commune.
WEST, SOUTH, WIDTH, HEIGHT, STEP = 3.5, 44.0, 0.125, 1.0, 0.03125
METRES_OF_A_DEGREE = math.radians(1) * EARTH


class Town(NamedTuple):
    """A commune: its town hall stands a step east of its middle, where known."""

    population: int | None
    has_hall: bool
    has_group: bool
    is_abroad: bool


class Where(Enum):
    """Where a place stands, seen from the reference point of its commune, or of another where it is of a radius."""

    AT = "there"
    HALFWAY = "at half the radius"
    JUST_WITHIN = "a centimetre within the radius"
    JUST_BEYOND = "a centimetre beyond"
    BEYOND = "well beyond"
    ON_LIMIT = "on the limit of the next commune"
    NOWHERE = "nobody knows"


# So many radii and metres to the north. A centimetre is more than what floating point loses.
NORTHWARDS = {
    Where.AT: (0, 0),
    Where.HALFWAY: (0.5, 0),
    Where.JUST_WITHIN: (1, -0.01),
    Where.JUST_BEYOND: (1, 0.01),
    Where.BEYOND: (1.1, 500),
}


class Stay(NamedTuple):
    """A stay in a network, by its number; the days are those of a membership."""

    network: int
    start: date | None
    end: date | None
    is_exact: bool
    seen: date | None

    def clashes(self, other: "Stay") -> bool:
        """Tell whether both are in one network on some day."""
        begins_before = not self.start or not other.end or self.start < other.end
        ends_after = not self.end or not other.start or other.start < self.end
        return self.network == other.network and begins_before and ends_after


class Place(NamedTuple):
    """A place, and its stays."""

    town: int
    where: Where
    precision: str
    status: str
    is_itinerant: bool | None
    served: list[str] | None
    services: list[str] | None
    opened: date | None
    closed: date | None
    stays: list[Stay]


# What is drawn: what comes often is said often ---------------------------------------------------------

towns = st.tuples(
    *[st.builds(Town, st.none() | st.integers(0, 5_000), st.booleans(), st.booleans(), st.booleans()) for _ in CODES]
)
days = st.sampled_from(DAYS)
seen = st.sampled_from([*DAYS, None])
networks = st.sampled_from([0, 1, 2, 3, 0, 1, None])


@st.composite
def passages(draw: st.DrawFn) -> list[Stay]:
    """Go from network to network, or to none for a while: each stay begins on the day that the one before ends.

    It may be the same network: left, and joined again. The first stay has no known start, and the last no known end.
    """
    bounds = [None, *sorted(draw(st.sets(days, max_size=3))), None]
    stays = [(draw(networks), start, end) for start, end in pairwise(bounds)]
    return [
        Stay(network, start, end, bool(start) and draw(st.booleans()), draw(seen))
        for network, start, end in stays
        if network is not None
    ]


def without_clashes(drawn: Iterable[list[Stay]]) -> list[Stay]:
    """Keep what the database allows: a place is never twice in a network on one day."""
    kept: list[Stay] = []
    for stay in (stay for passage in drawn for stay in passage):
        if not any(stay.clashes(other) for other in kept):
            kept.append(stay)
    return kept


# Two passages at once: periods overlap.
stays = st.lists(passages(), min_size=1, max_size=2).map(without_clashes)

places = st.builds(
    Place,
    # Most are about the first commune, where both sides meet.
    town=st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3]),
    where=st.sampled_from([Where.AT, Where.AT, Where.HALFWAY, Where.JUST_WITHIN, *Where]),
    precision=st.sampled_from([Precision.EXACT, *Precision.values]),
    status=st.sampled_from([*[Status.PUBLISHED] * 6, Status.DRAFT, Status.ARCHIVED]),
    is_itinerant=st.sampled_from([None, False, None, False, True]),
    served=st.none() | st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True),
    services=st.none() | st.lists(st.sampled_from(SERVICES), min_size=1, max_size=2, unique=True),
    # Most are open all along, or nothing would be covered.
    opened=st.sampled_from([None] * 6 + DAYS[:3]),
    closed=st.sampled_from([None] * 6 + DAYS[2:5]),
    stays=stays,
)
territories = st.tuples(towns, st.lists(places, min_size=5, max_size=7))


# Making them ------------------------------------------------------------------------------------------


def make(towns: Iterable[Town], places: Iterable[Place], radius: int) -> None:
    """Write a territory, its places and what they are members of."""
    for column, town in enumerate(towns):
        _make_commune(column, town)
    networks = _make_networks()
    for number, place in enumerate(places):
        made = _make_place(f"Lieu {number}", place, radius)
        for stay in place.stays:
            _make_stay(made, networks, stay)


def _make_commune(column: int, town: Town) -> None:
    """Make a column that touches the one before, and the one after."""
    west, name = WEST + column * WIDTH, NAMES[CODES[column]]
    boundary = MultiPolygon(Polygon.from_bbox((west, SOUTH, west + WIDTH, SOUTH + HEIGHT)), srid=4326)
    hall = Point(west + WIDTH / 2 + STEP, SOUTH + HEIGHT / 2, srid=4326) if town.has_hall else None
    commune = make_commune(name, boundary=boundary, population=town.population, town_hall=hall)
    if town.has_group:
        make_intercommunality("Cœur de Lozère", name)
    if town.is_abroad:
        values = {"name": "Ardèche", "locative": "en Ardèche", "credit": "Essais"}
        abroad, _ = Territory.objects.get_or_create(code="07", defaults=values)
        Commune.objects.filter(pk=commune.pk).update(territory=abroad)


def _make_networks() -> list[Network]:
    """Make two networks of each family, of which the second shows no service; the first has dates of its own."""
    for slug in SERVICES:
        make_service(slug)
    for slug, services in SHOWING.items():
        make_family(slug, services=services)
    networks = [
        make_network(f"Réseau {number}", list(FAMILIES)[number % 2], shows_service=number < 2) for number in range(4)
    ]
    Network.objects.filter(pk=networks[0].pk).update(started_on=DAYS[1], ended_on=DAYS[4], is_end_exact=False)
    return networks


def _make_place(name: str, place: Place, radius: int) -> NetworkedPlace:
    return make_place(
        name,
        commune=Commune(code=CODES[place.town]),
        point=_point(place, radius),
        precision=Precision.UNKNOWN if place.where == Where.NOWHERE else place.precision,
        status=place.status,
        is_itinerant=place.is_itinerant,
        served_communes=place.served if place.is_itinerant else None,
        services=place.services,
        opened_on=place.opened,
        closed_on=place.closed,
    )


def _point(place: Place, radius: int) -> Point | None:
    reference = _reference(place.town)
    if place.where == Where.NOWHERE:
        return None
    if place.where == Where.ON_LIMIT:
        return Point(WEST + (place.town + 1) * WIDTH, reference.y, srid=4326)
    radii, metres = NORTHWARDS[place.where]
    away = radii * radius + metres
    across = _across(place.town, away) if place.where in {Where.JUST_WITHIN, Where.JUST_BEYOND} else None
    return across or Point(reference.x, reference.y + away / METRES_OF_A_DEGREE, srid=4326)


def _across(town: int, metres: float) -> Point | None:
    """A point of a town that is so far, along its parallel, from the reference of another: a radius decides there.

    It decides nothing of the town itself, which a place in it always covers.
    """
    west = WEST + town * WIDTH
    for other in range(len(CODES)):
        reference = _reference(other)
        sine = math.sin(metres / 2 / EARTH) / math.cos(math.radians(reference.y))
        away = math.copysign(math.degrees(2 * math.asin(sine)), town - other)
        if other != town and west < reference.x + away < west + WIDTH:
            return Point(reference.x + away, reference.y, srid=4326)
    return None


def _reference(town: int) -> Point:
    reference: Point = Commune.objects.get(code=CODES[town]).reference
    return reference


def _make_stay(place: NetworkedPlace, networks: list[Network], stay: Stay) -> None:
    """Make a membership whose evidence is its own."""
    network = networks[stay.network]
    make_membership(
        place,
        network,
        period=DateRange(stay.start, stay.end, "[)" if stay.start else "()"),
        is_start_exact=stay.is_exact,
        last_seen_on=stay.seen,
        evidence=f"{place} dans {network} depuis {stay.start}",
        source=f"Page de {place} jusqu’au {stay.end}",
    )
