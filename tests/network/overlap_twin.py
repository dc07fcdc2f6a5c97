"""The overlap computed a second time, naively: plain Python, Shapely, one day and one thing at a time.

It shares nothing with `network.overlap` but the vocabulary. It reads the rows, and walks them.
"""

import math
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import shapely

from network.models import Membership, NetworkedPlace
from places.models import Commune

# Of the sphere that PostGIS measures on: the mean radius of WGS 84, (2a + b) / 3.
EARTH = 6_371_008.771415


@dataclass(frozen=True)
class Stay:
    """A membership, as plain values."""

    network: str
    family: str
    start: date | None
    end: date | None
    is_exact: bool
    seen: date | None

    def has(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def confirmed_until(self) -> date | None:
        """Give the last day on which the newest sign of the stay is not older than 24 months."""
        signs = [sign for sign in (self.start, self.seen) if sign]
        return max(signs) and months_later(max(signs), 24) if signs else None

    def is_confirmed(self, day: date) -> bool:
        until = self.confirmed_until()
        return until is not None and day <= until


@dataclass(frozen=True)
class Place:
    """A published place, as plain values."""

    slug: str
    commune: str
    lon: float | None
    lat: float | None
    is_itinerant: bool
    served: tuple[str, ...] | None
    opened: date | None
    closed: date | None
    stays: tuple[Stay, ...]

    def is_open(self, day: date) -> bool:
        return (self.opened is None or self.opened <= day) and (self.closed is None or day < self.closed)


@dataclass(frozen=True)
class Land:
    """A commune, as plain values."""

    code: str
    epci: str | None
    population: int | None
    lon: float
    lat: float


@dataclass(frozen=True)
class Twin:
    """The whole directory, and what is asked of it."""

    places: tuple[Place, ...]
    communes: tuple[Land, ...]
    a: frozenset[str]
    b: frozenset[str]
    radius: int | None = None
    confirmed: bool = False

    def counting(self, place: Place, day: date) -> list[Stay]:
        return [stay for stay in place.stays if stay.has(day) and (not self.confirmed or stay.is_confirmed(day))]

    def sides(self, stay: Stay) -> int:
        named = {stay.network, stay.family}
        return (1 if named & self.a else 0) + (2 if named & self.b else 0)

    def of_place(self, place: Place, day: date) -> int:
        """Give the sides that serve a place: 1 for A, 2 for B, 3 for both."""
        found = 0
        for stay in self.counting(place, day):
            found |= self.sides(stay)
        return found

    def metres(self, place: Place, commune: Land) -> float | None:
        """Give from how far a place covers a commune: 0 where no distance counts, None when it never does."""
        if place.is_itinerant:
            return 0 if commune.code in (place.served or (place.commune,)) else None
        if self.radius is None:
            return 0 if place.commune == commune.code else None
        if place.lon is None or place.lat is None:
            return None
        return great_circle(place.lon, place.lat, commune.lon, commune.lat)

    def of_commune(self, commune: Land, day: date) -> int:
        """Give the sides that cover a commune."""
        found = 0
        for place in self.places:
            metres = self.metres(place, commune)
            if place.is_open(day) and metres is not None and metres <= (self.radius or 0):
                found |= self.of_place(place, day)
        return found

    def nearest(self, commune: Land, side: int, day: date) -> float | None:
        """Give how far the nearest open place of a side is, within the radius."""
        found = [self.metres(place, commune) for place in self.places if self._stands_for(place, side, day)]
        near = [metres for metres in found if metres is not None and metres <= (self.radius or 0)]
        return min(near) if near else None

    def pairs(self, day: date, radius: int) -> set[frozenset[str]]:
        """Give the pairs of open places of the two sides within a radius that share no network of that day."""
        found = set()
        for one, other in combinations(self.places, 2):
            facing = (self._stands_for(one, 1, day) and self._stands_for(other, 2, day)) or (
                self._stands_for(one, 2, day) and self._stands_for(other, 1, day)
            )
            joined = [{stay.network for stay in place.stays if stay.has(day)} for place in (one, other)]
            if facing and not joined[0] & joined[1] and self.apart(one, other) <= radius:
                found.add(frozenset({one.slug, other.slug}))
        return found

    @staticmethod
    def apart(one: Place, other: Place) -> float:
        if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
            return math.inf
        return great_circle(one.lon, one.lat, other.lon, other.lat)

    def _stands_for(self, place: Place, side: int, day: date) -> bool:
        return place.is_open(day) and bool(self.of_place(place, day) & side)

    def sets(self, networks: set[str], day: date) -> dict[frozenset[str], int]:
        """Count the places in exactly each combination of networks."""
        counted: dict[frozenset[str], int] = {}
        for place in self.places:
            joined = frozenset(stay.network for stay in self.counting(place, day)) & networks
            counted[joined] = counted.get(joined, 0) + 1
        return counted

    def days(self) -> list[date]:
        """Give every day on which anything could change, the day before each, and two far away."""
        found = {date(1900, 1, 1), date(2200, 1, 1)}
        for place in self.places:
            marks = [place.opened, place.closed]
            for stay in place.stays:
                until = stay.confirmed_until()
                marks += [stay.start, stay.end, until and until + timedelta(days=1)]
            found |= {day for mark in marks if mark for day in (mark, mark - timedelta(days=1))}
        return sorted(found)

    def edge(self) -> float:
        """Give how near any distance comes to the radius, in metres: below a millimetre, nobody can tell."""
        asked = [self.metres(place, commune) for place in self.places for commune in self.communes]
        return min((abs(metres - (self.radius or 0)) for metres in asked if metres), default=math.inf)


def read_twin(a: set[str], b: set[str], *, radius: int | None = None, confirmed: bool = False) -> Twin:
    """Read the published places and the communes of the database."""
    rows = NetworkedPlace.objects.published().prefetch_related("memberships__network").order_by("pk")
    communes = tuple(_land(commune) for commune in Commune.objects.order_by("code"))
    return Twin(tuple(_place(row) for row in rows), communes, frozenset(a), frozenset(b), radius, confirmed)


def _place(row: NetworkedPlace) -> Place:
    return Place(
        slug=row.slug,
        commune=row.commune_id,
        lon=row.point.x if row.point else None,
        lat=row.point.y if row.point else None,
        is_itinerant=bool(row.is_itinerant),
        served=None if row.served_communes is None else tuple(row.served_communes),
        opened=row.opened_on,
        closed=row.closed_on,
        stays=tuple(_stay(stay) for stay in row.memberships.all()),
    )


def _stay(row: Membership) -> Stay:
    return Stay(
        row.network.slug, row.network.family, row.period.lower, row.period.upper, row.is_start_exact, row.last_seen_on
    )


def _land(row: Commune) -> Land:
    # The town hall where known, else a point on the surface.
    here = row.town_hall or shapely.from_wkb(bytes(row.boundary.wkb)).representative_point()
    return Land(row.code, row.intercommunality_id, row.population, here.x, here.y)


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def great_circle(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Give metres between two points along the sphere (haversine)."""
    a, b, c, d = (math.radians(value) for value in (lon1, lat1, lon2, lat2))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))
