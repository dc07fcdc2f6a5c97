"""What the tests of the API share: a client that reads, and the directory as plain records to compute with."""

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from network.models import Membership, NetworkedPlace

V1 = "/api/v1"
JSONObject = dict[str, Any]
LISTS = ["places", "kinds", "services", "families", "networks", "communes", "territories"]
# Answers of their own shape: a head, then items.
ANSWERS = ["overlap", *(f"overlap/{name}" for name in ("timeline", "history", "changes", "sets", "opportunities"))]
PAGED = ["places", "communes"]
ITEMS = ["places/france-services-florac", "networks/france-services", "communes/48095", "territories/48"]
SPATIAL = ["places", "communes", "overlap", "places/france-services-florac", "communes/48095"]


@dataclass(frozen=True)
class Member:
    """A membership, as plain values."""

    network: str
    family: str
    side: str | None
    is_shown: bool
    start: date | None
    end: date | None

    def counts_on(self, day: date) -> bool:
        """Tell whether the period [start, end) contains the day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Listed:
    """A place, as plain values, for naive computation."""

    slug: str
    name: str
    status: str
    kinds: frozenset[str]
    services: frozenset[str]
    commune: str
    commune_name: str
    epci: str | None
    lon: float | None
    lat: float | None
    hours: str | None
    wheelchair: str | None
    download: float | None
    updated_at: datetime
    members: tuple[Member, ...]

    def networks(self, day: date) -> set[str]:
        """The networks of a day."""
        return {member.network for member in self.members if member.counts_on(day)}

    def families(self, day: date) -> set[str]:
        """The families of a day."""
        return {member.family for member in self.members if member.counts_on(day)}

    def overlap(self, day: date) -> str:
        """The state of overlap of a day."""
        sides = {member.side for member in self.members if member.counts_on(day) and member.is_shown} - {None}
        return "both" if len(sides) == 2 else next((side for side in sides if side), "neither")

    def could_be(self, day: date) -> list[str]:
        """The sides of which nothing shows a service, on a day."""
        there = [member for member in self.members if member.counts_on(day) and member.side]
        shown = {member.side for member in there if member.is_shown}
        return sorted({member.side for member in there if member.side} - shown)

    def metres(self, lon: float, lat: float) -> float:
        """The distance from a point along the great circle (haversine, mean radius of the Earth)."""
        assert self.lon is not None
        assert self.lat is not None
        return great_circle(lon, lat, self.lon, self.lat)


def great_circle(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres between two points of a sphere of the Earth's mean radius."""
    a, b, c, d = (math.radians(value) for value in (lon1, lat1, lon2, lat2))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))


def read_all() -> list[Listed]:
    """Read every place of the database, hidden ones included, as plain records."""
    places = NetworkedPlace.objects.select_related("commune").prefetch_related("memberships__network__family")
    return [_listed(place) for place in places.order_by("pk")]


def _member(row: Membership, services: set[str]) -> Member:
    network = row.network
    return Member(
        network=network.slug,
        family=network.family_id,
        side=network.family.side,
        is_shown=network.shows_service or not services.isdisjoint(network.family.services),
        start=row.period.lower,
        end=row.period.upper,
    )


def _listed(place: NetworkedPlace) -> Listed:
    members = tuple(_member(row, set(place.services or [])) for row in place.memberships.all())
    return Listed(
        slug=place.slug,
        name=place.name,
        status=place.status,
        kinds=frozenset(place.kinds),
        services=frozenset(place.services or []),
        commune=place.commune_id,
        commune_name=place.commune.name,
        epci=place.commune.intercommunality_id,
        lon=place.point.x if place.point else None,
        lat=place.point.y if place.point else None,
        hours=place.opening_hours,
        wheelchair=place.wheelchair,
        download=float(place.download_mbps) if place.download_mbps is not None else None,
        updated_at=place.updated_at,
        members=members,
    )


class Api:
    """The API, read."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, address: str, parameters: Any = None, **headers: str) -> HttpResponse:
        """Read an address: a path below `/api/v1/`, or a whole one as pages give them."""
        path = address if "://" in address or address.startswith("/") else f"{V1}/{address}/"
        response: HttpResponse = self.client.get(path, parameters, headers=headers)  # type: ignore[assignment]
        return response

    def json(self, address: str, parameters: Any = None) -> JSONObject:
        """Read a good answer."""
        response = self.get(address, parameters)
        assert response.status_code == 200, response.content.decode()
        body: JSONObject = json.loads(response.content)
        return body

    def results(self, address: str, **parameters: Any) -> list[JSONObject]:
        """Read the rows of a list."""
        rows: list[JSONObject] = self.json(address, self._all(address) | parameters)["results"]
        return rows

    @staticmethod
    def _all(address: str) -> JSONObject:
        return {"limit": 5000} if address in PAGED else {}

    def slugs(self, **parameters: Any) -> list[str]:
        """Read which places answer, in order."""
        return [row["slug"] for row in self.results("places", **parameters)]

    def features(self, address: str, **parameters: Any) -> list[JSONObject]:
        """Read the features of a list."""
        features: list[JSONObject] = self.json(address, {"limit": 5000, "format": "geojson"} | parameters)["features"]
        return features

    def rows(self, address: str, **parameters: Any) -> list[dict[str, str]]:
        """Read the rows of a CSV."""
        response = self.get(address, {"format": "csv"} | parameters)
        assert response.status_code == 200, response.content.decode()
        return list(csv.DictReader(io.StringIO(response.content.decode())))

    def problem(self, address: str, parameters: Any = None, *, status: int = 400) -> JSONObject:
        """Read a problem document, and check what every one has."""
        return problem_of(self.get(address, parameters), status)

    def pages(self, address: str, parameters: Any = None, *, along: str = "next") -> Iterator[list[JSONObject]]:
        """Read page after page, to the end."""
        page = self.json(address, parameters)
        yield page["results"]
        while page[along]:
            page = self.json(page[along])
            yield page["results"]


def problem_of(response: Any, status: int) -> JSONObject:
    """Read a problem document (RFC 9457), and check what every one has."""
    assert response.status_code == status, response.content.decode()[:500]
    assert response.headers["Content-Type"] == "application/problem+json"
    document: JSONObject = json.loads(response.content)
    assert {"type", "title", "status", "detail", "instance"} <= set(document)
    assert document["status"] == status
    return document
