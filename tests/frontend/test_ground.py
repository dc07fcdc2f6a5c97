"""What the maps draw, as other programs read it; and what crawlers read in a page before any script does."""

import json
import re
from collections import Counter
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from frontend.map.ground import _row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]


def polygons(geometry: dict[str, Any]) -> list[list[Any]]:
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return list(geometry["coordinates"]) if geometry["type"] == "MultiPolygon" else []


@pytest.mark.parametrize(("path", "least"), [("/communes.geojson", 152), ("/fond-de-carte.geojson", 1)])
def test_rings_turn_as_the_standard_says(client: Client, path: str, least: int) -> None:
    features = json.loads(client.get(path).content)["features"]
    found = [polygon for feature in features for polygon in polygons(feature["geometry"])]
    assert len(found) >= least
    for exterior, *holes in found:
        assert area(exterior) > 0
        assert all(area(hole) < 0 for hole in holes)


def test_the_ground_of_a_country_is_its_outlines_and_its_largest_towns(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.map.ground.MOST_COMMUNES", 100)
    monkeypatch.setattr("frontend.map.ground._kept", lambda _key, sql, parameters: _row(sql, parameters))
    features = json.loads(client.get("/fond-de-carte.geojson").content)["features"]
    roles = Counter(feature["properties"]["role"] for feature in features)
    assert roles.keys() == {"territory", "river", "commune"}
    assert next(f["properties"]["name"] for f in features if f["properties"]["role"] == "commune") == "Mende"


def area(ring: list[list[float]]) -> float:
    """The signed area of a ring: positive when it turns counterclockwise (RFC 7946, section 3.1.6)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


@pytest.mark.parametrize("path", ["/", "/embed/", "/lieux/la-pompe/", "/reseaux/france-services/", "/croisements/"])
def test_what_waits_in_a_template_leads_nowhere_wrong_and_each_image_has_its_source(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    templates = "".join(re.findall(r"<template.*?</template>", html, re.DOTALL))
    for address in re.findall(r'href="([^"]*)"', templates):
        assert address.startswith("#venn-") or client.get(unescape(address)).status_code == 200, address
    for image in re.findall(r"<img\b[^>]*>", html):
        assert re.search(r'\bsrc="[^"]+"', image), image
