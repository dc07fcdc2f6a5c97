"""What an answer looks like: JSON, GeoJSON, CSV, their headers, and how one chooses."""

import json
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from rest_framework import serializers

from api.communes.serializers import CommuneFeatureSerializer, CommuneSerializer
from api.networks.serializers import NetworkSerializer
from api.places.serializers import PlaceDetailSerializer, PlaceFeatureSerializer, PlaceSerializer
from api.territories.serializers import TerritorySerializer
from api.vocabulary.serializers import FamilySerializer, KindSerializer, ServiceSerializer
from network.models import NetworkedPlace
from tests.api.support import ANSWERS, ITEMS, LISTS, PAGED, SPATIAL, V1, Api, JSONObject
from tests.factories import make_membership, make_network, make_place

EVERYTHING = [*LISTS, *ITEMS, *ANSWERS]
FORMATS = {"json": "application/json", "geojson": "application/geo+json", "csv": "text/csv; charset=utf-8"}
NEAR = {"near": "3.4961,44.5202"}

# The serializers and the SQL ------------------------------------------------------------------------

Declared = type[serializers.BaseSerializer[Any]]


def check_shape(field: Any, value: Any, where: str = "") -> None:
    """Check that a value has the keys, and the kinds of values, that a serializer declares."""
    if value is None:
        assert field.allow_null or isinstance(field, serializers.JSONField), where
    elif isinstance(field, serializers.ListSerializer | serializers.ListField):
        for item in value:
            check_shape(field.child, item, f"{where}[]")
    elif isinstance(field, serializers.Serializer):
        optional = {name for name, child in field.fields.items() if not child.required and not child.read_only}
        assert set(value) | optional == set(field.fields), where
        assert [key for key in value if key in field.fields] == list(value), where
        for name in value:
            check_shape(field.fields[name], value[name], f"{where}.{name}")
    elif not isinstance(field, serializers.JSONField):
        assert _is_stable(field, value), (where, value)


def _is_stable(field: Any, value: Any) -> bool:
    """Tell whether the field reads the value, and would write it the same."""
    if isinstance(field, serializers.DateTimeField | serializers.DateField):
        return bool(field.to_internal_value(value))
    if isinstance(field, serializers.BooleanField | serializers.IntegerField | serializers.FloatField):
        return isinstance(value, {"B": bool, "I": int, "F": int | float}[type(field).__name__[0]])
    if isinstance(field, serializers.UUIDField):
        return bool(field.to_representation(field.to_internal_value(value)) == value)
    return isinstance(value, str) and bool(field.to_internal_value(value) == value)


@pytest.fixture
def _a_full_place() -> None:
    """Make a place of which everything is known."""
    day = date(2024, 5, 17)
    place = make_place(
        "Lieu complet",
        services=["meeting-room"],
        description="Tout est connu.",
        address="1 rue Basse",
        postcode="48000",
        is_itinerant=False,
        opening_hours="Mo-Fr 09:00-18:00",
        phone="+33466000000",
        email="accueil@example.org",
        website="https://example.org/",
        booking_url="https://example.org/reserver",
        publics=["young"],
        fees=["free", "paid"],
        wheelchair="yes",
        acceslibre_url="https://acceslibre.beta.gouv.fr/app/1/",
        desks=12,
        meeting_rooms=2,
        has_call_booth=True,
        has_sockets=True,
        has_wired_internet=False,
        has_wifi=True,
        download_mbps="300.25",
        upload_mbps="100",
        speed_measured_on=day,
        day_price="12.50",
        month_price="120",
        access_note="Badge",
        opened_on=day,
        closed_on=date(2030, 1, 1),
        source="site",
        source_id="1",
        source_date=day,
        licence="Licence Ouverte 2.0",
        verified_on=day,
    )
    network = make_network("Réseau complet", "mediation", website="https://example.org/")
    make_membership(place, network, "2019-01-01", "2020-01-01", source_url="https://example.org/", last_seen_on=day)
    make_membership(place, network, "2022-01-01")


@pytest.mark.usefixtures("_a_full_place")
@pytest.mark.parametrize(
    ("address", "declared"),
    [
        ("places", PlaceSerializer),
        ("kinds", KindSerializer),
        ("services", ServiceSerializer),
        ("families", FamilySerializer),
        ("networks", NetworkSerializer),
        ("communes", CommuneSerializer),
        ("territories", TerritorySerializer),
    ],
)
def test_rows_have_the_keys_that_the_schema_declares(api: Api, address: str, declared: Declared) -> None:
    for row in api.results(address):
        check_shape(declared(), row, address)


@pytest.mark.usefixtures("_a_full_place")
@pytest.mark.parametrize(
    ("address", "declared"),
    [
        ("places/lieu-complet", PlaceDetailSerializer),
        ("places/bus-sans-adresse", PlaceDetailSerializer),
        ("networks/reseau-complet", NetworkSerializer),
        ("networks/france-services", NetworkSerializer),
        ("communes/48095", CommuneSerializer),
        ("territories/48", TerritorySerializer),
    ],
)
def test_items_have_the_keys_that_the_schema_declares(api: Api, address: str, declared: Declared) -> None:
    check_shape(declared(), api.json(address), address)


@pytest.mark.usefixtures("_a_full_place")
@pytest.mark.parametrize(
    ("address", "declared"), [("places", PlaceFeatureSerializer), ("communes", CommuneFeatureSerializer)]
)
def test_features_have_the_keys_that_the_schema_declares(api: Api, address: str, declared: Declared) -> None:
    for feature in api.features(address):
        check_shape(declared(), feature, address)
    item = "places/lieu-complet" if address == "places" else "communes/48095"
    check_shape(declared(), api.json(item, {"format": "geojson"}), item)


@pytest.mark.usefixtures("_a_full_place")
def test_what_is_known_of_a_place_is_told_as_it_is(api: Api) -> None:
    told = api.json("places/lieu-complet")
    assert told["work"]["download_mbps"] == 300.25
    assert told["work"]["day_price"] == 12.5
    assert told["commune"]["code"] == "48095"
    assert (told["longitude"], told["latitude"]) == (3.4983, 44.5180)
    assert [(row["start"], row["end"]) for row in told["memberships"]] == [
        ("2019-01-01", "2020-01-01"),
        ("2022-01-01", None),
    ]


def test_distance_comes_with_near_and_only_then(api: Api) -> None:
    assert all("distance" not in row for row in api.results("places"))
    assert all(row["distance"] >= 0 for row in api.results("places", **NEAR))
    assert all(float(row["distance"]) >= 0 for row in api.rows("places", **NEAR))


def test_a_list_has_the_same_three_members_everywhere(api: Api) -> None:
    for address in LISTS:
        understood = ["understood", "left_out", "around"] if address == "places" else []
        assert list(api.json(address)) == ["next", "previous", *understood, "results"]


# GeoJSON --------------------------------------------------------------------------------------------


def positions(coordinates: Any) -> list[list[float]]:
    if not isinstance(coordinates[0], list):
        return [coordinates]
    return [position for part in coordinates for position in positions(part)]


@pytest.mark.parametrize("address", PAGED)
def test_geojson_is_a_pure_feature_collection(api: Api, address: str) -> None:
    collection = api.json(address, {"format": "geojson", "limit": 5000})
    assert list(collection) == ["type", "features"]
    assert collection["type"] == "FeatureCollection"
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        if feature["geometry"] is not None:
            assert set(feature["geometry"]) == {"type", "coordinates"}


@pytest.mark.parametrize("address", PAGED)
def test_longitude_comes_first_with_six_decimals_at_most(api: Api, address: str) -> None:
    response = api.get(address, {"format": "geojson", "limit": 5000})
    for feature in json.loads(response.content, parse_float=str)["features"]:
        for lon, lat in positions(feature["geometry"]["coordinates"]) if feature["geometry"] else []:
            assert 2.5 < float(lon) < 4.5
            assert 44 < float(lat) < 45.5
            assert all(len(str(number).partition(".")[2]) <= 6 for number in (lon, lat))


def test_a_point_is_the_one_of_the_place(api: Api) -> None:
    NetworkedPlace.objects.filter(slug="bureau-fibre").update(point="SRID=4326;POINT(3.49612345678 44.52012345678)")
    told = api.json("places/bureau-fibre", {"format": "geojson"})
    assert told["geometry"] == {"type": "Point", "coordinates": [3.496123, 44.520123]}
    row = api.json("places/bureau-fibre")
    assert (row["longitude"], row["latitude"]) == (3.496123, 44.520123)


def test_what_is_drawn_of_a_place_says_who_said_it_and_how_to_reach_it(api: Api) -> None:
    for told in (*api.features("places"), api.json("places/la-pompe", {"format": "geojson"})):
        properties = told["properties"]
        record = api.json(f"places/{properties['slug']}") if properties["slug"] == "la-pompe" else None
        assert {"source", "source_date", "licence", "phone", "url"} <= set(properties)
        assert properties["url"] == f"http://testserver/lieux/{properties['slug']}/"
        if record:
            assert {name: record[name] for name in ("source", "source_date", "licence", "phone", "url")} == {
                name: properties[name] for name in ("source", "source_date", "licence", "phone", "url")
            }
            assert record["source"]
            assert record["licence"]


@pytest.mark.parametrize("form", ["json", "geojson", "csv"])
def test_the_page_of_a_place_has_one_address_whatever_the_language(api: Api, form: str) -> None:
    for address in ("places", "places/la-pompe"):
        told = [
            api.get(address, {"format": form}, **{"Accept-Language": code}).content.decode() for code in ("fr", "en")
        ]
        assert all("http://testserver/lieux/la-pompe/" in text for text in told)


@pytest.mark.parametrize("level", ["place", "commune", "epci", "territory"])
def test_each_feature_of_an_overlap_says_its_day_its_rule_its_sides_and_its_sources(api: Api, level: str) -> None:
    asked = {"level": level, "on": "2019-07-01", "format": "geojson"}
    told = api.json("overlap", asked)
    rows = api.rows("overlap", **asked | {"format": "csv"})
    assert told["features"]
    for feature, row in zip(told["features"], rows, strict=True):
        properties = feature["properties"]
        assert properties["on"] == told["on"] == "2019-07-01"
        assert properties["rule_text"] == told["rule"]["text"]
        assert (properties["side_a"], properties["side_b"]) == ("mediation", "business_support")
        assert properties["sources_text"] == told["sources"]["text"] == row["sources_text"]


def area(ring: list[list[float]]) -> float:
    """The signed area of a ring: positive when it turns counterclockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def test_outlines_follow_the_right_hand_rule(api: Api) -> None:
    for feature in [*api.features("communes"), api.json("communes/48095", {"format": "geojson"})]:
        for exterior, *holes in feature["geometry"]["coordinates"]:
            assert exterior[0] == exterior[-1]
            assert area(exterior) > 0, feature["id"]
            assert all(area(hole) < 0 for hole in holes)


def links(response: Any) -> dict[str, str]:
    found = {}
    for link in response.headers["Link"].split(", "):
        url, _, rel = link.partition("; rel=")
        found[rel.strip('"')] = url.strip("<>")
    return found


@pytest.mark.parametrize("form", ["geojson", "csv", "json"])
def test_paging_is_in_the_link_header(api: Api, form: str) -> None:
    first = api.get("places", {"format": form, "limit": 60})
    assert set(links(first)) == {"next"}
    second = api.get(links(first)["next"])
    assert second.headers["Content-Type"] == FORMATS[form]
    assert set(links(second)) >= {"prev"}
    assert api.get(links(second)["prev"]).content == first.content


# CSV ------------------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+1+1", "+3 4*2", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "-", "=", "＝1"]


@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_can_be_a_formula(api: Api, name: str) -> None:
    make_place("Tableur").__class__.objects.filter(slug="tableur").update(name=name)
    (row,) = [row for row in api.rows("places", limit=5000) if row["slug"] == "tableur"]
    assert row["name"] == f"'{name}"
    assert api.rows("places/tableur")[0]["name"] == f"'{name}"


@pytest.mark.parametrize("phone", ["+33466000000", "+262262000000"])
def test_a_telephone_is_no_formula(api: Api, phone: str) -> None:
    make_place("Tableur").__class__.objects.filter(slug="tableur").update(phone=phone)
    assert api.rows("places/tableur")[0]["phone"] == phone


def test_every_cell_of_the_real_directory_is_safe_and_readable(api: Api) -> None:
    response = api.get("places", {"format": "csv", "limit": 5000})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    for row in api.rows("places", limit=5000):
        assert None not in row
        for key, value in row.items():
            assert not value.startswith(("=", "@", "\t", "\r", "\n", "{", "[", "'")), (key, value)
            assert value.lstrip("+").isdigit() or not value.startswith("+"), (key, value)
            assert value not in {"None", "True", "False", "null"}
    assert "Médiathèque" in response.content.decode()


def test_columns_do_not_depend_on_the_first_row(api: Api) -> None:
    def header(**asked: Any) -> bytes:
        return api.get("places", {"format": "csv"} | asked).content.partition(b"\r\n")[0]

    full = header()
    assert full.startswith(b"id,slug,name,kinds,")
    for ordering in ("-created_at", "name", "-name", "updated_at"):
        assert header(ordering=ordering, limit=1) == full
    assert header(**NEAR) == full + b",distance"


@pytest.mark.parametrize("address", EVERYTHING)
def test_a_csv_says_what_the_json_says(api: Api, address: str) -> None:
    rows = api.rows(address)
    body = api.json(address, {"limit": 5000} if address in PAGED else None)
    told: list[JSONObject] = next((body[key] for key in ("results", "items", "pairs") if key in body), [body])
    assert len(rows) == len(told)
    for row, original in zip(rows, told, strict=True):
        for key in ("slug", "code", "name", "label"):
            assert row.get(key) == original.get(key)


# Choosing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("application/geo+json", "application/geo+json"),
        ("application/geo+json, application/json;q=0.5", "application/geo+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
    ],
)
def test_accept_chooses_the_format(api: Api, accept: str, media: str) -> None:
    for address in SPATIAL:
        response = api.get(address, Accept=accept)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == media
        assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize("form", FORMATS)
def test_format_wins_over_accept(api: Api, form: str) -> None:
    for address in SPATIAL:
        assert api.get(address, {"format": form}, Accept="application/json").headers["Content-Type"] == FORMATS[form]


def test_what_cannot_be_given_is_not_acceptable(api: Api) -> None:
    for address in EVERYTHING:
        response = api.get(address, Accept="image/png")
        assert response.status_code == 406
        assert response.headers["Content-Type"] == "application/problem+json"
    for address in ("kinds", "services", "families", "networks", "networks/france-services"):
        assert api.get(address, Accept="application/geo+json").status_code == 406
        assert api.problem(address, {"format": "geojson"})["errors"][0]["allowed"] == ["json", "csv", "xlsx"]


# Caches and origins ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("address", EVERYTHING)
def test_an_unchanged_answer_is_not_sent_again(api: Api, address: str, form: str) -> None:
    asked = {"format": form, "open": "2026-03-11T10:30"} if address == "places" else {"format": form}
    first = api.get(address, asked)
    tag = first.headers["ETag"]
    again = api.get(address, asked, **{"If-None-Match": tag})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["ETag"] == tag
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, no-cache"
    assert api.get(address, asked, **{"If-None-Match": f"W/{tag}"}).status_code == 304
    assert api.get(address, asked, **{"If-None-Match": '"another"'}).status_code == 200


def test_a_change_changes_the_tag(api: Api) -> None:
    asked = {"open": "2026-03-11T10:30"}
    before = api.get("places", asked).headers["ETag"]
    NetworkedPlace.objects.filter(slug="bureau-fibre").update(name="Bureau de la fibre")
    assert api.get("places", asked, **{"If-None-Match": before}).status_code == 200
    assert api.get("places", asked | {"format": "geojson"}).headers["ETag"] != before


def test_a_compressed_answer_has_a_tag_that_still_works(api: Api) -> None:
    asked = {"open": "2026-03-11T10:30"}
    first = api.get("places", asked, **{"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    tag = first.headers["ETag"]
    assert api.get("places", asked, **{"Accept-Encoding": "gzip", "If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("address", EVERYTHING)
def test_head_says_what_get_would_without_a_body(api: Api, address: str) -> None:
    got = api.get(address)
    head = api.client.head(f"{V1}/{address}/")
    assert head.status_code == 200
    assert not head.content
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert head.headers["Content-Disposition"] == got.headers["Content-Disposition"]
    if address != "places":  # what is open there depends on the minute
        assert head.headers["ETag"] == got.headers["ETag"]
        held = api.client.head(f"{V1}/{address}/", headers={"If-None-Match": got.headers["ETag"]})
        assert held.status_code == 304


@pytest.mark.parametrize(
    ("address", "asked", "language", "name"),
    [
        ("places", {"format": "csv"}, "fr", 'attachment; filename="croisee-lieux-2026-11-23.csv"'),
        ("places", {"format": "geojson"}, "en", 'inline; filename="croisee-places-2026-11-23.geojson"'),
        ("places/la-pompe", {}, "fr", 'inline; filename="croisee-lieux-la-pompe-2026-11-23.json"'),
        ("overlap/changes", {"format": "csv"}, "en", 'attachment; filename="croisee-overlap-changes-2026-11-23.csv"'),
    ],
)
def test_a_file_that_is_kept_has_a_name(api: Api, address: str, asked: JSONObject, language: str, name: str) -> None:
    assert api.get(address, asked, **{"Accept-Language": language}).headers["Content-Disposition"] == name


def test_what_is_refused_is_no_file(api: Api) -> None:
    assert "Content-Disposition" not in api.get("places", {"nope": "1"}).headers


def test_any_site_may_read(api: Api) -> None:
    for address in [*EVERYTHING, "schema", "nowhere"]:
        response = api.get(address, Origin="https://example.org")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"Content-Disposition", "ETag", "Link"} <= set(exposed)
    assert api.get("places", {"nope": "1"}, Origin="null").headers["Access-Control-Allow-Origin"] == "*"


def test_any_site_may_ask_first_and_may_show_a_token_but_no_cookie(client: Client) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    response = client.options(f"{V1}/places/", headers=headers)
    assert response.status_code == 200
    methods = {"GET", "HEAD", "OPTIONS", "POST", "PATCH", "DELETE"}
    assert set(response.headers["Access-Control-Allow-Methods"].split(", ")) == methods
    asked = set(response.headers["Access-Control-Allow-Headers"].split(", "))
    assert {"authorization", "if-match", "if-none-match", "if-modified-since", "idempotency-key"} <= asked
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Access-Control-Allow-Origin" not in client.get("/admin/login/", headers=headers).headers


def test_a_reader_without_account_gets_no_cookie(api: Api) -> None:
    for address in EVERYTHING:
        assert not api.get(address).cookies
