"""The overlap computed a second time, naively: plain Python, Shapely, one day and one thing at a time.

It shares nothing with `network.overlap` but the vocabulary. It reads the rows, and walks them.
"""

import math
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, wraps
from itertools import permutations
from typing import Any, NamedTuple

import shapely

from network.choices import State
from network.models import Membership, Network, NetworkedPlace
from network.overlap.question import Level
from places.models import Commune

# Of the sphere that PostGIS measures on: the mean radius of WGS 84, (2a + b) / 3.
EARTH = 6_371_008.771415
ONE_DAY = timedelta(days=1)
FIRST = date(1, 1, 1)
# In each state: how many, how many people, and how many of unknown population.
Tally = dict[State, tuple[int, int, int]]


@dataclass(frozen=True)
class Stay:
    """A membership, as plain values."""

    network: str
    family: str
    is_shown: bool
    start: date | None
    end: date | None
    is_exact: bool
    is_end_exact: bool | None
    seen: date | None
    evidence: str
    source: str

    def has(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    @cached_property
    def confirmed_until(self) -> date | None:
        """The last day on which the newest sign of the stay is not older than 24 months."""
        signs = [sign for sign in (self.start, self.seen) if sign]
        return max(signs) and months_later(max(signs), 24) if signs else None

    def is_confirmed(self, day: date) -> bool:
        return self.confirmed_until is not None and day <= self.confirmed_until


@dataclass(frozen=True)
class Place:
    """A published place, as plain values."""

    slug: str
    commune: str
    lon: float | None
    lat: float | None
    is_rough: bool
    is_itinerant: bool
    served: tuple[str, ...] | None
    opened: date | None
    closed: date | None
    stays: tuple[Stay, ...]

    def joined(self, day: date) -> set[str]:
        return {stay.network for stay in self.stays if stay.has(day)}

    def is_open(self, day: date) -> bool:
        return (self.opened is None or self.opened <= day) and (self.closed is None or day < self.closed)


@dataclass(frozen=True)
class Land:
    """A commune, as plain values."""

    code: str
    epci: str | None
    territory: str
    population: int | None
    lon: float
    lat: float


class Event(NamedTuple):
    """Why a stay counts on a day and not the day before, or the reverse.

    The words are those of the membership, unless it is the place that opened or closed; whether the start is exact is
    told of what joined, and of what left as its network ended.
    """

    day: date
    kind: str
    place: str
    network: str
    is_exact: bool | None
    words: tuple[str, str] | None


Ask = Callable[["Twin", Any, date], list[Stay]]


def once(asked: Ask) -> Ask:
    """Remember what a twin was asked of one thing on one day: it is asked again and again, and nothing moves."""

    @wraps(asked)
    def told(twin: "Twin", thing: object, day: date) -> list[Stay]:
        known = twin.known.setdefault(asked.__name__, {})
        key = id(thing), day
        if key not in known:
            known[key] = asked(twin, thing, day)
        return known[key]

    return told


@dataclass(frozen=True)
class Twin:
    """The whole directory, and what is asked of it. `founded` are the days on which networks started and ended."""

    places: tuple[Place, ...]
    communes: tuple[Land, ...]
    founded: tuple[tuple[date, str, str], ...]
    a: frozenset[str]
    b: frozenset[str]
    radius: int | None = None
    confirmed: bool = False
    could_be: bool = False

    @once
    def lasting(self, place: Place, day: date) -> list[Stay]:
        """The stays on a day, whatever they show."""
        return [stay for stay in place.stays if stay.has(day) and (not self.confirmed or stay.is_confirmed(day))]

    @once
    def counting(self, place: Place, day: date) -> list[Stay]:
        return [stay for stay in self.lasting(place, day) if self.could_be or stay.is_shown]

    def sides(self, stay: Stay) -> int:
        is_a = stay.network in self.a or stay.family in self.a
        is_b = stay.network in self.b or stay.family in self.b
        return (1 if is_a else 0) + (2 if is_b else 0)

    def sides_of(self, stays: Iterable[Stay]) -> int:
        found = 0
        for stay in stays:
            found |= self.sides(stay)
        return found

    def of_place(self, place: Place, day: date) -> int:
        """The sides that serve a place: 1 for A, 2 for B, 3 for both."""
        return self.sides_of(self.counting(place, day))

    def metres(self, place: Place, commune: Land) -> float | None:
        """From how far a place covers a commune: 0 where no distance counts, None when it never does."""
        if place.is_itinerant:
            return 0 if commune.code in (place.served or (place.commune,)) else None
        if place.commune == commune.code:
            return 0
        if self.radius is None or place.lon is None or place.lat is None:
            return None
        return great_circle(place.lon, place.lat, commune.lon, commune.lat)

    @cached_property
    def known(self) -> dict[str, dict[tuple[int, date], list[Stay]]]:
        """What it was asked before."""
        return {}

    @cached_property
    def reaching(self) -> dict[str, list[tuple[float, Place]]]:
        """The places that cover each commune while they count, with their metres."""
        found: dict[str, list[tuple[float, Place]]] = {land.code: [] for land in self.communes}
        for land in self.communes:
            for place in self.places:
                metres = self.metres(place, land)
                if metres is not None and metres <= (self.radius or 0):
                    found[land.code].append((metres, place))
        return found

    @once
    def covering(self, commune: Land, day: date) -> list[Stay]:
        """The stays, on a day, of the open places that cover a commune."""
        near = [place for _metres, place in self.reaching[commune.code] if place.is_open(day)]
        return [stay for place in near for stay in self.counting(place, day)]

    def reached(self, commune: Land, day: date) -> list[Stay]:
        """The stays, on a day, of the open places near a commune, whatever they show."""
        near = [place for _metres, place in self.reaching[commune.code] if place.is_open(day)]
        return [stay for place in near for stay in self.lasting(place, day)]

    def of_commune(self, commune: Land, day: date) -> int:
        """The sides that cover a commune."""
        return self.sides_of(self.covering(commune, day))

    def sources(self, day: date) -> tuple[date | None, int, int]:
        """The newest date on which a source speaks of a side, how many places count on a day, and how many for sure."""
        stays = [stay for place in self.places for stay in place.stays if self._may_count(stay)]
        signs = [sign for stay in stays for sign in (stay.start, stay.end, stay.seen) if sign]
        counted = [found for place in self.places if self.sides_of(found := self.counting(place, day))]
        sure = [found for found in counted if self.sides_of(found) == self._confirmed_sides(found, day)]
        return max(signs, default=None), len(counted), len(sure)

    def _may_count(self, stay: Stay) -> bool:
        return self.sides(stay) > 0 and (self.could_be or stay.is_shown)

    def _confirmed_sides(self, stays: Iterable[Stay], day: date) -> int:
        return self.sides_of(stay for stay in stays if stay.is_confirmed(day))

    def units(self, level: Level, day: date) -> dict[str, int]:
        """The sides of every place, by slug, or of every commune, by code."""
        if level == Level.PLACE:
            return {place.slug: self.of_place(place, day) for place in self.places}
        return {land.code: self.of_commune(land, day) for land in self.communes}

    def tally(self, units: dict[str, int]) -> Tally:
        """Count the places, where nobody lives, or the communes in each state."""
        people = {land.code: land.population for land in self.communes}
        return tally((sides, people.get(unit, 0)) for unit, sides in units.items())

    def seen(self, level: Level) -> Iterator[tuple[date, dict[str, int]]]:
        """Day by day, the sides of each unit that only stays "at least since" the day of their coming brought.

        A side comes when no stay of it counted the day before.
        """
        before = self.units(level, FIRST)
        found = dict.fromkeys(before, 0)
        for day in self.days:
            standing = self._standing(level, day)
            after = {unit: self.sides_of(stays) for unit, stays in standing.items()}
            for unit, stays in standing.items():
                dated = self.sides_of(stay for stay in stays if stay.is_exact or stay.start != day)
                came = after[unit] & ~before[unit]
                found[unit] = found[unit] & after[unit] & before[unit] | came & ~dated
            before = after
            yield day, dict(found)

    def _standing(self, level: Level, day: date) -> dict[str, list[Stay]]:
        if level == Level.PLACE:
            return {place.slug: self.counting(place, day) for place in self.places}
        return {land.code: self.covering(land, day) for land in self.communes}

    def nearest(self, commune: Land, side: int, day: date) -> float | None:
        """How far the nearest open place of a side is, within the radius; 0 in the commune."""
        near = [metres for metres, place in self.reaching[commune.code] if self._stands_for(place, side, day)]
        return min(near) if near else None

    def ranked(self, commune: Land, side: int, day: date) -> list[tuple[float, Place]]:
        """All open places of a side that have a point, the nearest to a commune first, then in order of entry."""
        found = [
            (great_circle(place.lon, place.lat, commune.lon, commune.lat), place)
            for place in self.places
            if place.lon is not None and place.lat is not None and self._stands_for(place, side, day)
        ]
        return sorted(found, key=lambda one: one[0])

    def pairs(self, day: date, radius: int) -> dict[tuple[str, str], tuple[float, bool]]:
        """The pairs of open places of sides A and B within a radius that share no network of that day.

        Each with its metres, and whether these are rough. Two places that could face either way do so in order of
        entry.
        """
        found: dict[frozenset[str], tuple[Place, Place]] = {}
        for one, other in permutations(self.places, 2):
            facing = self._stands_for(one, 1, day) and self._stands_for(other, 2, day)
            if facing and not one.joined(day) & other.joined(day) and self.apart(one, other) <= radius:
                found.setdefault(frozenset({one.slug, other.slug}), (one, other))
        return {(a.slug, b.slug): (self.apart(a, b), a.is_rough or b.is_rough) for a, b in found.values()}

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
            joined = frozenset(stay.network for stay in self.lasting(place, day)) & networks
            counted[joined] = counted.get(joined, 0) + 1
        return counted

    @cached_property
    def days(self) -> list[date]:
        """Every day on which anything could change, the day before each, and two far away."""
        found = {date(1900, 1, 1), date(2200, 1, 1)}
        for place in self.places:
            marks = [place.opened, place.closed]
            for stay in place.stays:
                marks += [stay.start, stay.end, stay.confirmed_until and stay.confirmed_until + ONE_DAY]
            found |= {day for mark in marks if mark for day in (mark, mark - ONE_DAY)}
        return sorted(found)

    def events(self, level: Level) -> list[Event]:
        """What begins or ends each stay of a side: for a commune, the place must be open too."""
        return [
            self._event(place, stay, day, level)
            for place in self.places
            for stay in place.stays
            for day in self.days
            if self._counts(place, stay, day, level) != self._counts(place, stay, day - ONE_DAY, level)
        ]

    def _counts(self, place: Place, stay: Stay, day: date, level: Level) -> bool:
        return (
            stay in self.counting(place, day) and self.sides(stay) > 0 and (level == Level.PLACE or place.is_open(day))
        )

    def _event(self, place: Place, stay: Stay, day: date, level: Level) -> Event:
        if self._counts(place, stay, day, level):
            kind = "joined" if stay.start == day else "opened"
        elif stay.has(day):
            kind = "unseen" if level == Level.PLACE or place.is_open(day) else "closed"
        else:
            kind = "left"
        words = None if kind in {"opened", "closed"} else (stay.evidence, stay.source)
        is_exact = {"joined": stay.is_exact, "left": stay.is_end_exact}.get(kind)
        return Event(day, kind, place.slug, stay.network, is_exact, words)

    def evidence(self, level: Level, start: date, end: date) -> dict[str, list[Event]]:
        """What happened after a day, until another, to the memberships that serve each place or commune."""
        events = [event for event in self.events(level) if start < event.day <= end]
        of = {place.slug: [place.slug] for place in self.places}
        if level != Level.PLACE:
            of = {code: [place.slug for _metres, place in near] for code, near in self.reaching.items()}
        return {unit: [event for event in events if event.place in slugs] for unit, slugs in of.items()}

    def edge(self) -> float:
        """How near any distance comes to the radius, in metres: below a millimetre, nobody can tell."""
        asked = [self.metres(place, commune) for place in self.places for commune in self.communes]
        return min((abs(metres - (self.radius or 0)) for metres in asked if metres), default=math.inf)


def read_twin(
    a: set[str], b: set[str], *, radius: int | None = None, confirmed: bool = False, could_be: bool = False
) -> Twin:
    """Read the published places and the communes of the database."""
    rows = NetworkedPlace.objects.published().prefetch_related("memberships__network__family").order_by("pk")
    communes = tuple(_land(commune) for commune in Commune.objects.order_by("code"))
    founded = tuple(_founded({*a, *b}))
    places = tuple(_place(row) for row in rows)
    return Twin(places, communes, founded, frozenset(a), frozenset(b), radius, confirmed, could_be)


def tally(units: Iterable[tuple[int, int | None]]) -> Tally:
    """Count in each state the units, the people there, and the units of which nobody knows how many people they have.

    A unit is its sides and its population.
    """
    counted = dict.fromkeys(State, (0, 0, 0))
    for sides, population in units:
        count, people, unknown = counted[State.of(sides)]
        counted[State.of(sides)] = (count + 1, people + (population or 0), unknown + (population is None))
    return counted


def _founded(names: set[str]) -> Iterator[tuple[date, str, str]]:
    for network in Network.objects.all():
        if names & {network.slug, network.family_id}:
            days = ((network.started_on, "network_started"), (network.ended_on, "network_ended"))
            yield from ((day, kind, network.slug) for day, kind in days if day)


def _place(row: NetworkedPlace) -> Place:
    return Place(
        slug=row.slug,
        commune=row.commune_id,
        lon=row.point.x if row.point else None,
        lat=row.point.y if row.point else None,
        is_rough=row.precision not in {"exact", "street"},
        is_itinerant=bool(row.is_itinerant),
        served=None if row.served_communes is None else tuple(row.served_communes),
        opened=row.opened_on,
        closed=row.closed_on,
        stays=tuple(_stay(stay, row.services or []) for stay in row.memberships.all()),
    )


def _stay(row: Membership, offered: list[str]) -> Stay:
    return Stay(
        network=row.network.slug,
        family=row.network.family_id,
        is_shown=row.network.shows_service or any(word in row.network.family.services for word in offered),
        start=row.period.lower,
        end=row.period.upper,
        is_exact=row.is_start_exact,
        is_end_exact=row.network.is_end_exact if row.period.upper == row.network.ended_on else None,
        seen=row.last_seen_on,
        evidence=row.evidence,
        source=row.source,
    )


def _land(row: Commune) -> Land:
    # The town hall where known, else a point on the surface.
    here = row.town_hall or shapely.from_wkb(bytes(row.boundary.wkb)).representative_point()
    return Land(row.code, row.intercommunality_id, row.territory_id, row.population, here.x, here.y)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def great_circle(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres between two points along the sphere (haversine)."""
    a, b, c, d = (math.radians(value) for value in (lon1, lat1, lon2, lat2))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))
