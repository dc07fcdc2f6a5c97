"""OGC API – Features: the core checks of the standard's own test suite (ETS ogcapi-features10), ported, and ours.

https://github.com/opengeospatial/ets-ogcapi-features10. Each test names the abstract test that it ports.
"""

import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client
from django.utils.timezone import localdate
from drf_spectacular.validation import validate_schema

from network.models import Membership, NetworkedPlace
from places.choices import Status
from places.models import Commune, Intercommunality, Place
from tests.api.support import Api, JSONObject
from tests.budget import hold
from tests.factories import make_membership, make_network, make_place
from tests.frontend.test_pages import queries

COLLECTIONS = ["places", "communes", "intercommunalities", "crossings", "memberships"]
GEOJSON, HTML, JSON = "application/geo+json", "text/html", "application/json"
MENDE = "3.45,44.5,3.55,44.55"


def get(address: str, accept: str = "*/*", **asked: Any) -> Any:
    return Client(headers={"accept": accept}).get(f"/ogc{address}", asked)


def read(address: str, **asked: Any) -> JSONObject:
    answer = get(address, **asked)
    assert answer.status_code == 200, answer.content
    read: JSONObject = json.loads(answer.content)
    return read


def items(name: str, **asked: Any) -> list[JSONObject]:
    found: list[JSONObject] = read(f"/collections/{name}/items", **asked)["features"]
    return found


def every_page(name: str, **asked: Any) -> Iterator[JSONObject]:
    page = read(f"/collections/{name}/items", **asked)
    while True:
        yield page
        following = linked(page, "next")
        if not following:
            return
        page = json.loads(Client().get(following[0]["href"]).content)


def linked(answer: JSONObject, rel: str) -> list[JSONObject]:
    return [link for link in answer["links"] if link["rel"] == rel]


# A.2.2 The landing page, the description, the conformance -------------------------------------------------------------


def test_the_landing_page_leads_to_everything() -> None:
    """Abstract tests 3 and 4."""
    page = read("/")
    rels = {link["rel"] for link in page["links"]}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= rels
    for link in page["links"]:
        answer = Client().get(link["href"])
        assert answer.status_code == 200, link
        assert answer.headers["Content-Type"].split(";")[0] == link["type"].split(";")[0]


@pytest.mark.parametrize("address", ["", "/conformance", "/collections", "/collections/places", "/api"])
def test_a_last_slash_changes_nothing(address: str) -> None:
    one, other = get(address), get(f"{address}/")
    assert one.status_code == other.status_code == 200


def test_the_description_is_openapi_3_0_and_valid() -> None:
    """Abstract tests 5 and 6."""
    answer = get("/api", accept="application/vnd.oai.openapi+json;version=3.0")
    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    told = json.loads(answer.content)
    assert told["openapi"].startswith("3.0")
    validate_schema(told)  # type: ignore[no-untyped-call]
    limit = next(
        one for one in told["paths"]["/collections/places/items"]["get"]["parameters"] if one["name"] == "limit"
    )
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 5000, "default": 100}
    assert {name for name in COLLECTIONS if f"/collections/{name}/items" in told["paths"]} == {*COLLECTIONS}


def test_the_conformance_names_what_is_done() -> None:
    """Abstract tests 7 and 8."""
    classes = {one.rpartition("/")[2] for one in read("/conformance")["conformsTo"]}
    assert {"core", "geojson", "html", "oas30"} <= classes


# A.2.5 The collections ------------------------------------------------------------------------------------------------


def test_the_collections_are_described_with_links_and_extent() -> None:
    """Abstract tests 9, 10 and 11."""
    told = read("/collections")
    assert {"self", "alternate"} <= {link["rel"] for link in told["links"]}
    assert [one["id"] for one in told["collections"]] == COLLECTIONS
    for one in told["collections"]:
        assert {GEOJSON, HTML} <= {link["type"] for link in linked(one, "items")}
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        assert west < 3.4961 < east
        assert south < 44.5202 < north
        assert one["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
        assert one["itemType"] == "feature"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_says_alone_what_it_says_among_others(name: str) -> None:
    """Abstract tests 12 and 13."""
    alone = read(f"/collections/{name}")
    among = next(one for one in read("/collections")["collections"] if one["id"] == name)
    assert {key: alone[key] for key in among if key != "links"} == {key: among[key] for key in among if key != "links"}
    assert [link for link in among["links"] if link not in alone["links"]] == []
    assert {"self", "alternate"} <= {link["rel"] for link in alone["links"]}


@pytest.mark.parametrize(
    "address", ["/collections/nothing", "/collections/nothing/items", "/collections/places/x", "/x"]
)
def test_what_is_not_there_is_a_problem_document(address: str) -> None:
    answer = get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


# A.2.7 The features ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COLLECTIONS)
def test_features_are_geojson_with_links(name: str) -> None:
    """Abstract tests 14, 15, 22 and 27."""
    answer = get(f"/collections/{name}/items", limit=3)
    assert answer.headers["Content-Type"] == GEOJSON
    page = json.loads(answer.content)
    assert page["type"] == "FeatureCollection"
    assert page["numberReturned"] == len(page["features"]) <= 3
    (itself,) = linked(page, "self")
    assert json.loads(Client().get(itself["href"]).content) == page
    for one in page["features"]:
        assert {"type", "id", "geometry", "properties"} == set(one)
        assert GEOSGeometry(json.dumps(one["geometry"])).valid


@pytest.mark.parametrize("name", COLLECTIONS)
def test_pages_lead_to_all_of_them_once(name: str) -> None:
    """Abstract tests 16, 17 and 28."""
    pages = list(every_page(name, limit=40))
    found = [one["id"] for page in pages for one in page["features"]]
    assert len(found) == len({*found})
    expected = {
        "places": NetworkedPlace.objects.published().count(),
        "memberships": Membership.objects.filter(place__status=Status.PUBLISHED).count(),
        "intercommunalities": Intercommunality.objects.count(),
    }
    assert len(found) == expected.get(name, Commune.objects.count())
    for page in pages:
        assert page.get("numberMatched", len(found)) == len(found)
    for before, after in pairwise(pages):
        (back,) = linked(after, "prev")
        assert json.loads(Client().get(back["href"]).content)["features"] == before["features"]


@pytest.mark.parametrize(("limit", "status"), [("0", 400), ("-1", 400), ("ten", 400), ("1.5", 400), ("999999", 200)])
def test_a_limit_is_clamped_or_refused(limit: str, status: int) -> None:
    """Abstract tests 16 and 17: more than the most is the most; nonsense is 400."""
    assert get("/collections/places/items", limit=limit).status_code == status


@pytest.mark.parametrize("asked", [{"nothing": "1"}, {"BBOX": MENDE}, {"format": "json"}, {"f": "xml"}])
@pytest.mark.parametrize("address", ["/collections/places/items", "/collections", "/conformance", "/api", "/"])
def test_an_unknown_parameter_is_refused(address: str, asked: dict[str, str]) -> None:
    """Abstract test 12: requirement 8."""
    answer = get(address, **asked)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "box", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "0,10,1,9", "3.4,44.5,NaN,44.6", "1,2,3,95", "1,2,3,4,5,6,7"]
)
def test_a_box_that_is_none_is_refused(box: str) -> None:
    """Abstract test 14: requirement 23."""
    assert get("/collections/places/items", bbox=box).status_code == 400


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_box_keeps_what_it_meets(name: str) -> None:
    """Abstract test 13: the box, with its heights, and with seventeen digits, as programs write it."""
    box = GEOSGeometry("POLYGON((3.45 44.5,3.55 44.5,3.55 44.55,3.45 44.55,3.45 44.5))")
    kept = items(name, bbox=MENDE, limit=5000)
    assert len(kept) > 0
    for one in kept:
        west, south, east, north = GEOSGeometry(json.dumps(one["geometry"])).extent
        assert west <= 3.55
        assert east >= 3.45
        assert south <= 44.55
        assert north >= 44.5
    whole = {one["id"] for one in items(name, limit=5000)}
    others = whole - {one["id"] for one in kept}
    left = [one for one in items(name, limit=5000) if one["id"] in others and one["geometry"]]
    assert not any(GEOSGeometry(json.dumps(one["geometry"])).intersects(box) for one in left)
    assert items(name, bbox="3.45,44.5,-100,3.55,44.55,9000", limit=5000) == kept
    precise = "3.4500000000000002,44.499999999999999,3.5499999999999998,44.549999999999997"
    assert items(name, bbox=precise, limit=5000) == kept


def test_a_box_may_cross_the_antimeridian() -> None:
    assert items("places", bbox="170,-90,-170,90") == []
    assert (
        len(items("places", bbox="-180,-90,180,90", limit=5000))
        == Place.objects.filter(status=Status.PUBLISHED, point__isnull=False).count()
    )


@pytest.mark.parametrize(
    "when",
    [
        "hier",
        "2019-13-01",
        "../..",
        "/",
        "2020-01-01/2019-01-01",
        "2019-01-01/2020/2021",
        "9999-12-31/..",
        "../0000-01-01",
        "0000-01-01",
        "0000-01-01 /2019-01-01",
    ],
)
def test_a_moment_that_is_none_is_refused(when: str) -> None:
    """Abstract test 16: requirement 25."""
    for name in COLLECTIONS:
        assert get(f"/collections/{name}/items", datetime=when).status_code == 400


@pytest.mark.parametrize(
    "when",
    [
        "2019-07-01",
        "2019-07-01T12:00:00Z",
        "2019-01-01/2019-07-01",
        "../2019-07-01",
        "/2019-07-01T10:00:00Z",
        "0000-01-01T00:00:00Z/2019-07-01",
    ],
)
def test_a_moment_reads_networks_and_states_as_they_were(when: str) -> None:
    """Abstract tests 15 and 17."""
    then = {one["id"]: one["properties"] for one in items("places", datetime=when, limit=5000)}
    rest = Api(Client()).results("places", limit=5000, on="2019-07-01")
    assert {one["id"]: (one["overlap"], "|".join(one["networks"])) for one in rest if one["id"] in then} == {
        key: (one["overlap"], one["networks"]) for key, one in then.items()
    }
    counted = [one["properties"]["state"] for one in items("communes", datetime=when, limit=5000)]
    summary = Api(Client()).json("overlap", {"level": "commune", "on": "2019-07-01"})["summary"]
    assert {state: counted.count(state) for state in summary} == {key: one["count"] for key, one in summary.items()}


@pytest.mark.parametrize("until", ["..", "", "9999-12-31T00:00:00Z"])
def test_networks_are_those_of_today_where_an_interval_has_no_end(until: str) -> None:
    """As the states of communes are; QGIS writes the end that it has not as the year 9999."""
    today = {one["id"]: one["properties"] for one in items("places", limit=5000)}
    found = items("places", datetime=f"2012-01-01/{until}", limit=5000)
    assert len(found) > 100
    assert all(one["properties"] == today[one["id"]] for one in found)
    (commune, *_others) = items("communes", datetime=f"2012-01-01/{until}")
    assert commune["properties"]["on"] == localdate().isoformat()


def test_a_closed_place_is_there_while_it_was_open() -> None:
    gone = make_place("Fermé", opened_on=date(2015, 3, 1), closed_on=date(2018, 3, 1))
    key = str(gone.uuid)

    def listed(when: str) -> bool:
        return key in {one["id"] for one in items("places", datetime=when, limit=5000)}

    assert listed("2015-03-01")
    assert listed("2018-02-28")
    assert listed("2018-01-01/2020-01-01")
    assert listed("2014-01-01/..")
    assert not listed("2015-02-28")
    assert not listed("2018-03-01")
    assert not listed("2018-03-01/..")
    assert key in {one["id"] for one in items("places", limit=5000)}


def test_memberships_are_those_of_a_day() -> None:
    stay = make_membership(make_place("Membre"), make_network("Éphémère"), "2015-03-01", "2018-03-01")

    def listed(when: str) -> bool:
        return str(stay.pk) in {one["id"] for one in items("memberships", datetime=when, limit=5000)}

    assert listed("2015-03-01")
    assert listed("2018-02-28/2019-01-01")
    assert not listed("2018-03-01")
    assert not listed("../2015-02-28")
    told = read(f"/collections/memberships/items/{stay.pk}")["properties"]
    assert (told["start"], told["end"], told["network"]) == ("2015-03-01", "2018-03-01", "ephemere")


# A.2.8 A feature ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_feature_alone_is_what_it_is_among_others(name: str) -> None:
    """Abstract tests 30 and 31."""
    among = items(name, limit=2)[-1]
    alone = read(f"/collections/{name}/items/{among['id']}")
    assert {rel: bool(linked(alone, rel)) for rel in ("self", "alternate", "collection")} == {
        "self": True,
        "alternate": True,
        "collection": True,
    }
    alone.pop("links")
    assert alone == among


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("key", ["nothing", "99999999999999999999", "0", "%00"])
def test_a_feature_that_is_not_there_is_404(name: str, key: str) -> None:
    assert get(f"/collections/{name}/items/{key}").status_code == 404


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_what_nobody_may_see_is_in_no_collection(status: str) -> None:
    hidden = make_place("Caché", status=status)
    stay = make_membership(hidden, make_network("Réseau du caché"), "2015-03-01")
    assert get(f"/collections/places/items/{hidden.uuid}").status_code == 404
    assert get(f"/collections/memberships/items/{stay.pk}").status_code == 404
    assert str(stay.pk) not in {one["id"] for one in items("memberships", limit=5000)}


# Our own: flat, of one type, with their source ------------------------------------------------------------------------


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (float,), "boolean": (bool,)
}  # fmt: skip


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_property_is_a_scalar_of_the_type_that_the_schema_says(name: str) -> None:
    make_place("Vide", kinds=["third-place"])
    Commune.objects.filter(code="48095").update(population=None)
    make_place("Plein", services=["printing", "wifi"], download_mbps="300.25", desks=3, is_itinerant=False)
    schema = read(f"/collections/{name}/schema")["properties"]
    assert schema.pop("geometry")["x-ogc-role"] == "primary-geometry"
    for one in items(name, limit=5000):
        assert list(one["properties"]) == list(schema)
        for key, value in one["properties"].items():
            told = schema[key]["type"]
            assert value is None or type(value) in _TYPES[told], (key, value)
            # QGIS reads a null of these as 0: they are for what is always known.
            assert value is not None or told not in ("integer", "boolean"), key


@pytest.mark.parametrize("name", COLLECTIONS)
def test_each_feature_says_its_source_and_its_page(name: str) -> None:
    told = [one["properties"] for one in items(name, limit=5000)]
    assert all({"source", "url"} <= set(one) for one in told)
    assert Client().get(urlsplit(told[0]["url"]).path).status_code == 200


def test_the_states_of_the_crossings_are_those_of_the_api() -> None:
    asked = {"a": "france-services", "b": "bibliotheques", "rule": "distance", "radius": "5000"}
    told = {one["id"]: one["properties"] for one in items("crossings", limit=5000, datetime="2023-01-01", **asked)}
    api = Api(Client()).json("overlap", {"level": "commune", "on": "2023-01-01", **asked})
    assert {key: one["state"] for key, one in told.items()} == {one["code"]: one["state"] for one in api["items"]}
    one = next(iter(told.values()))
    assert (one["side_a"], one["side_b"], one["rule_name"], one["rule_radius"]) == (
        "france-services",
        "bibliotheques",
        "distance",
        5000,
    )
    assert one["rule_text"] == api["rule"]["text"]
    assert (one["on"], one["sources_text"]) == ("2023-01-01", api["sources"]["text"])


def test_intercommunalities_count_their_communes() -> None:
    told = items("intercommunalities", limit=5000)
    epci = Api(Client()).json("overlap", {"level": "epci"})["items"]
    expected = {one["code"]: {state: one[state]["count"] for state in ("both", "a", "b", "neither")} for one in epci}
    for one in told:
        counted = {state: one["properties"][f"{state}_count"] for state in ("both", "a", "b", "neither")}
        assert counted == expected[one["id"]]
        assert sum(counted.values()) == one["properties"]["communes"]


# People, languages, cost ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/", "/conformance", "/api", "/collections", *(f"/collections/{name}{rest}" for name in COLLECTIONS
     for rest in ("", "/items", "/schema"))],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_address_has_a_page(address: str, language: str) -> None:
    client = Client(headers={"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "accept-language": language})
    answer = client.get(f"/ogc{address}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(HTML)
    assert f'lang="{language}"' in answer.content.decode()
    assert client.get(f"/ogc{address}", {"f": "json"}).headers["Content-Type"] != answer.headers["Content-Type"]


def test_a_page_shows_no_more_than_text() -> None:
    make_place("<b>Gras</b>", source="<script>")
    found = next(one for one in items("places", limit=5000) if one["properties"]["source"] == "<script>")
    for address in ("/collections/places/items", f"/collections/places/items/{found['id']}"):
        html = get(address, accept=HTML, **({} if found["id"] in address else {"limit": 5000})).content.decode()
        assert "<script>" not in html
        assert "<b>Gras" not in html


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_page_costs_the_same_whatever_it_holds(client: Client, name: str) -> None:
    few = queries(client, f"/ogc/collections/{name}/items?limit=1")
    hold(few, queries(client, f"/ogc/collections/{name}/items?limit=100"), habit=9)


def test_other_sites_may_read_it() -> None:
    answer = Client(headers={"origin": "https://example.org"}).get("/ogc/collections/places/items")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
