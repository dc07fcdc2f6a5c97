"""Expressions in CQL2: what they keep is what a naive reading of the features keeps, and unknown is neither."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.models import NetworkedPlace
from tests.api.support import JSONObject
from tests.budget import hold, statements
from tests.factories import make_place

PART_3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf"
MENDE = (3.4, 44.45, 3.6, 44.6)
Told = dict[str, Any]


def asked(expression: str, name: str = "places", **more: str) -> Any:
    return Client().get(f"/ogc/collections/{name}/items", {"filter": expression, "limit": "5000", **more})


def features(expression: str = "", name: str = "places") -> list[JSONObject]:
    given = {"filter": expression} if expression else {}
    answer = Client().get(f"/ogc/collections/{name}/items", {"limit": "5000", **given})
    assert answer.status_code == 200, answer.content
    found: list[JSONObject] = json.loads(answer.content)["features"]
    return found


def in_mende(feature: JSONObject) -> bool:
    west, south, east, north = MENDE
    point = feature["geometry"] and feature["geometry"]["coordinates"]
    return bool(point) and west <= point[0] <= east and south <= point[1] <= north


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("commune_code = '48095'", lambda told: told["commune_code"] == "48095"),
        ("commune_name <> 'Mende'", lambda told: told["commune_name"] != "Mende"),
        ("kinds LIKE '%library%'", lambda told: "library" in told["kinds"]),
        ("CASEI(name) LIKE CASEI('%BIB%')", lambda told: "bib" in told["name"].lower()),
        ("name NOT LIKE 'M%'", lambda told: not told["name"].startswith("M")),
        ("desks >= 4", lambda told: told["desks"] is not None and told["desks"] >= 4),
        ("NOT (desks >= 4)", lambda told: told["desks"] is not None and told["desks"] < 4),
        ("desks BETWEEN 2 AND 8", lambda told: told["desks"] is not None and 2 <= told["desks"] <= 8),
        ("desks IS NULL", lambda told: told["desks"] is None),
        (
            "has_wifi = 'yes' OR has_call_booth = 'yes'",
            lambda told: "yes" in (told["has_wifi"], told["has_call_booth"]),
        ),
        ("NOT (has_wifi = 'yes')", lambda told: told["has_wifi"] == "no"),
        ("precision IN ('exact', 'street')", lambda told: told["precision"] in ("exact", "street")),
        ("phone IS NOT NULL AND email IS NULL", lambda told: bool(told["phone"]) and told["email"] is None),
        ("source_date > DATE('2021-06-30')", lambda told: (told["source_date"] or "") > "2021-06-30"),
        ("T_BEFORE(source_date, DATE('2021-07-01'))", lambda told: "" < (told["source_date"] or "") < "2021-07-01"),
        (
            "T_DURING(source_date, INTERVAL('2020-01-01', '2022-01-01'))",
            lambda told: "2020-01-01" < (told["source_date"] or "") < "2022-01-01",
        ),
        ("updated_at > TIMESTAMP('2100-01-01T00:00:00Z')", lambda _told: False),
    ],
)
def test_places_are_kept_as_their_own_properties_say(expression: str, holds: Callable[[Told], bool]) -> None:
    everything = features()
    make_place("Ouverte", desks=6, has_wifi=False, has_call_booth=True)
    expected = {one["id"] for one in [*everything, *features("name = 'Ouverte'")] if holds(one["properties"])}
    assert {one["id"] for one in features(expression)} == expected


@pytest.mark.parametrize(
    "shape",
    [
        "BBOX(3.4, 44.45, 3.6, 44.6)",
        "POLYGON((3.4 44.45, 3.6 44.45, 3.6 44.6, 3.4 44.6, 3.4 44.45))",
    ],
)
def test_a_shape_keeps_what_it_meets(shape: str) -> None:
    expected = {one["id"] for one in features() if in_mende(one)}
    assert {one["id"] for one in features(f"S_INTERSECTS(geometry, {shape})")} == expected != set()
    assert features(f"S_INTERSECTS(geometry, {shape})", "memberships")


def test_a_point_is_in_one_commune() -> None:
    (found,) = features("S_INTERSECTS(geometry, POINT(3.4983 44.518))", "communes")
    assert found["properties"]["name"] == "Mende"


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("communes", "population > 1000 AND epci_code IS NOT NULL"),
        ("intercommunalities", "name LIKE 'C%'"),
        ("crossings", "territory = '48' AND postcodes LIKE '48%'"),
        ("memberships", "network = 'france-services' AND \"end\" IS NULL AND start < DATE('2022-01-01')"),
        ("memberships", "place_id LIKE '%-%'"),
        ("memberships", "is_start_exact AND NOT (is_start_exact = false)"),
    ],
)
def test_every_collection_is_asked_so(name: str, expression: str) -> None:
    kept, everything = features(expression, name), features(name=name)
    assert 0 < len(kept) <= len(everything)


def test_every_column_that_may_be_asked_can_be() -> None:
    for name in ("places", "communes", "intercommunalities", "crossings", "memberships"):
        told = Client().get(f"/ogc/collections/{name}/queryables").json()
        assert told["additionalProperties"] is False
        assert "geometry" in told["properties"]
        for column in told["properties"].keys() - {"geometry"}:
            answer = asked(f'"{column}" IS NULL OR NOT ("{column}" IS NULL)', name)
            assert (answer.status_code, len(answer.json()["features"])) == (200, len(features(name=name))), column


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("name = ", "au caractère 7"),
        ("nowhere = 1", "« nowhere » n’existe pas"),
        ("overlap = 'both'", "« overlap » n’existe pas, ou ne se demande pas"),
        ("desks = 'four'", "pas du type de « desks »"),
        ("name = 3", "pas du type de « name »"),
        ("name = NULL", "pas du type de « name »"),
        ("5 > desks", "À gauche"),
        ("desks LIKE '4'", "n’est pas un texte"),
        ("name", "ni vrai ni faux"),
        ("NULL", "ni vraie ni fausse"),
        ("POINT(1 2)", "n’est pas une condition"),
        ("delete(name)", "n’est pas une condition"),
        ("T_AFTER(opened_on)", "nombre de valeurs"),
        ("opened_on > DATE('2019-13-01')", "se compare à une date"),
        ("T_AFTER(opened_on, INTERVAL('2019-01-01', '..'))", "ouvert du côté"),
        ("S_INTERSECTS(geometry, POINT(181 44))", "pas sur Terre"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "se croise elle-même"),
        ("S_INTERSECTS(name, POINT(3 44))", "« geometry »"),
        ("(" * 40 + "desks = 1" + ")" * 40, "trop imbriquée"),
        ("desks = 1 OR " * 400 + "desks = 1", "trop longue"),
        ("NOT " * 400 + "desks = 1", "trop imbriquée"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(expression: str, says: str) -> None:
    answer = asked(expression)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["parameter"] == "filter"
    assert says in error["detail"].replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "given", [{"filter-lang": "cql2-json"}, {"filter-crs": "http://www.opengis.net/def/crs/EPSG/0/2154"}]
)
def test_another_language_or_system_is_refused(given: dict[str, str]) -> None:
    assert asked("desks = 1", **given).status_code == 400
    good = {"filter-lang": "cql2-text", "filter-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    assert asked("desks = 1", **good).status_code == 200


def test_nothing_that_is_written_reaches_the_database_as_sql() -> None:
    make_place("L'Atelier; DROP TABLE places_place --%")
    assert len(features("name = 'L''Atelier; DROP TABLE places_place --%'")) == 1
    assert features("name LIKE 'L''Atelier_ DROP%'")
    assert NetworkedPlace.objects.exists()


def test_pages_go_on_with_the_expression() -> None:
    first = asked("kinds LIKE '%library%'", limit="2").json()
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    second = Client().get(following).json()
    told = [one["properties"]["kinds"] for page in (first, second) for one in page["features"]]
    assert len(told) == 4
    assert all("library" in kinds for kinds in told)


def test_the_collection_leads_to_its_queryables_and_the_classes_are_told() -> None:
    links = Client().get("/ogc/collections/places").json()["links"]
    (href,) = (link["href"] for link in links if link["rel"].endswith("/queryables"))
    assert Client(headers={"accept": "text/html"}).get(href).status_code == 200
    told = Client().get("/ogc/conformance").json()["conformsTo"]
    assert {f"{PART_3}/filter", f"{PART_3}/queryables", f"{PART_3}/features-filter"} <= {*told}


def test_an_expression_costs_no_question_more() -> None:
    with statements() as few:
        assert len(features("commune_code = '48095' AND kinds LIKE '%library%'")) > 0
    with statements() as many:
        assert len(features("kinds LIKE '%l%'")) > 10
    hold(few, many, habit=12)
