"""The numbers of crossings, counted again as someone in the room could: from what the API publishes, by hand.

Nothing of the site's own reckoning is used: memberships, services and coordinates are read as anybody reads them.
"""

import math
from calendar import monthrange
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

pytestmark = [pytest.mark.django_db, pytest.mark.twin, pytest.mark.usefixtures("lozere")]

DAYS = [
    date(2011, 10, 31), date(2013, 12, 31), date(2016, 1, 1), date(2019, 7, 1), date(2020, 6, 30), date(2020, 11, 1),
    date(2021, 12, 31), date(2022, 4, 26), date(2024, 11, 21), date(2026, 11, 28),
]  # fmt: skip
RULES: list[dict[str, Any]] = [
    {"rule": "presence"},
    *({"rule": "distance", "radius": radius} for radius in (2_500, 5_000, 10_000)),
]
# Of the sphere that the site measures on, in metres: the mean radius of WGS 84.
EARTH = 6_371_008.771415
# Coordinates are published to a tenth of a metre: who is nearer to the circle than that may be on either side of it.
DOUBT = 0.16

Record = dict[str, Any]


class Published:
    """What the API publishes, read once."""

    def __init__(self, client: Client) -> None:
        read = partial(_read, client)
        sides = {family["slug"]: family["side"] for family in read("families/")}
        self.networks = {network["slug"]: network for network in read("networks/")}
        self.side_of = {slug: sides[network["family"]] for slug, network in self.networks.items()}
        self.services = {family["slug"]: set(family["services"]) for family in read("families/")}
        self.communes = read("communes/?limit=500")
        self.places = [
            client.get(f"/api/v1/places/{place['slug']}/").json() for place in read("places/?limit=500&format=json")
        ]

    def sides(self, place: Record, on: date, *, could_be: bool, confirmed: bool = False) -> set[str]:
        """The sides on which a place is on a day."""
        counting = (
            membership["network"]["slug"]
            for membership in self.counting(place, could_be=could_be)
            if _holds(membership["start"], membership["end"], on) and (not confirmed or _is_confirmed(membership, on))
        )
        return {side for slug in counting if (side := self.side_of[slug])}

    def counting(self, place: Record, *, could_be: bool) -> list[Record]:
        """The memberships of a place that count, on whatever day."""
        return [one for one in place["memberships"] if could_be or self._shows(place, one["network"])]

    def unknown(self, on: date, *, could_be: bool) -> set[str]:
        """The states of which nothing is known on a day, of the usual sides."""
        began: dict[str, list[str | None]] = {"a": [], "b": []}
        starts: dict[str, list[str | None]] = {"a": [], "b": []}
        for slug, network in self.networks.items():
            began.setdefault(self.side_of[slug], []).append(network["started_on"])
        for place in self.places:
            for one in self.counting(place, could_be=could_be):
                starts.setdefault(self.side_of[one["network"]["slug"]], []).append(one["start"])
        return _unknown(began, {side: starts[side] for side in ("a", "b")}, on)

    def _shows(self, place: Record, network: Record) -> bool:
        offered = set(place["services"] or ())
        return self.networks[network["slug"]]["shows_service"] or bool(offered & self.services[network["family"]])


def _read(client: Client, address: str) -> list[Record]:
    results: list[Record] = client.get(f"/api/v1/{address}").json()["results"]
    return results


def _holds(start: str | None, end: str | None, on: date) -> bool:
    return (start is None or date.fromisoformat(start) <= on) and (end is None or on < date.fromisoformat(end))


def _is_confirmed(membership: Record, on: date) -> bool:
    signs = [date.fromisoformat(sign) for sign in (membership["start"], membership["last_seen_on"]) if sign]
    if not signs:
        return False
    year, month, day = max(signs).year + 2, max(signs).month, max(signs).day
    return on <= date(year, month, min(day, monthrange(year, month)[1]))


def _metres(place: Record, commune: Record) -> float:
    lat, other = (math.radians(record["latitude"]) for record in (place, commune))
    away = math.radians(place["longitude"] - commune["longitude"])
    half = math.sin((lat - other) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(away / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def _covers(place: Record, commune: Record, rule: Record) -> bool:
    served = place["served_communes"] if place["is_itinerant"] else None
    if commune["code"] in (served or [place["commune"]["code"]]):
        return True
    is_near = rule["rule"] == "distance" and not place["is_itinerant"] and place["longitude"] is not None
    return is_near and _metres(place, commune) <= rule["radius"]


def _state(sides: set[str]) -> str:
    return "both" if len(sides) > 1 else next(iter(sides), "neither")


def _unknown(began: dict[str, list[str | None]], starts: dict[str, list[str | None]], on: date) -> set[str]:
    """The states of which nothing is known on a day: by side, when its networks and its memberships began."""
    silent = {
        side
        for side, days in starts.items()
        if days and None not in days and on < min(date.fromisoformat(day) for day in days if day)
        if any(day is None or date.fromisoformat(day) <= on for day in began[side])
    }
    return {state for state in ("both", "a", "b", "neither") if silent} - ({"a", "b"} - silent)


def _shown(counted: dict[str, str], unknown: set[str]) -> dict[str, str | None]:
    return {code: None if state in unknown else state for code, state in counted.items()}


@pytest.fixture(scope="module")
def published(lozere: None, django_db_blocker: DjangoDbBlocker) -> Published:
    with django_db_blocker.unblock():
        return Published(Client())


def _told(client: Client, level: str, on: date, **asked: Any) -> Record:
    flags = {name: "true" if value is True else value for name, value in asked.items() if value is not False}
    told: Record = client.get("/api/v1/overlap/", {"level": level, "on": on.isoformat(), **flags}).json()
    return told


@pytest.mark.parametrize("could_be", [False, True])
def test_every_number_of_communes_can_be_counted_again(client: Client, published: Published, could_be: bool) -> None:
    for rule in RULES:
        if rule["rule"] == "distance":
            assert not _on_the_circle(published, rule["radius"])
        for on in DAYS:
            alive = [place for place in published.places if _holds(place["opened_on"], place["closed_on"], on)]
            sides = [(place, published.sides(place, on, could_be=could_be)) for place in alive]
            served = [(place, found) for place, found in sides if found]
            counted = {
                commune["code"]: _state({s for place, found in served if _covers(place, commune, rule) for s in found})
                for commune in published.communes
            }
            told = _told(client, "commune", on, could_be=could_be, **rule)
            unknown = published.unknown(on, could_be=could_be)
            assert {item["code"]: item["state"] for item in told["items"]} == _shown(counted, unknown), (rule, on)
            assert told["summary"] == _summary(published.communes, counted, unknown), (rule, on)


def _on_the_circle(published: Published, radius: int) -> list[tuple[str, str]]:
    """The places and communes of which a tenth of a metre would decide."""
    placed = [place for place in published.places if place["longitude"] is not None]
    return [
        (place["slug"], commune["code"])
        for place in placed
        for commune in published.communes
        if abs(_metres(place, commune) - radius) < DOUBT
    ]


def _summary(communes: list[Record], states: dict[str, str], unknown: set[str]) -> Record:
    summary: Record = {}
    for state in ("both", "a", "b", "neither"):
        people = [commune["population"] for commune in communes if states[commune["code"]] == state]
        summary[state] = {"count": len(people), "population": sum(people)}
    return summary | {state: {"count": None, "population": None} for state in unknown}


@pytest.mark.parametrize(
    "asked", [{"could_be": False}, {"could_be": True}, {"could_be": False, "confirmed": True}], ids=str
)
def test_every_number_of_places_can_be_counted_again(
    client: Client, published: Published, asked: dict[str, bool]
) -> None:
    for on in DAYS:
        counted = {place["slug"]: _state(published.sides(place, on, **asked)) for place in published.places}
        told, unknown = _told(client, "place", on, **asked), published.unknown(on, could_be=asked["could_be"])
        assert {item["slug"]: item["state"] for item in told["items"]} == _shown(counted, unknown), on
