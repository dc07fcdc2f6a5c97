"""What is not understood is refused in a problem document that says why; nothing is ever a server error."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as project
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from api.communes.filters import CommuneQuestion
from api.filters import Question
from api.networks.filters import NetworkAtQuestion, NetworkQuestion
from api.overlap.filters import (
    ChangesQuestion,
    OpportunitiesQuestion,
    OverlapQuestion,
    SetsQuestion,
    TimelineQuestion,
)
from api.places.filters import PlaceAtQuestion, PlaceQuestion
from tests.api.support import ANSWERS, ITEMS, LISTS, V1, Api, problem_of
from tests.randomly import drawn

QUESTIONS: dict[str, type[Question]] = {
    "places": PlaceQuestion,
    "places/france-services-florac": PlaceAtQuestion,
    "communes": CommuneQuestion,
    "communes/48095": Question,
    "territories": Question,
    "territories/48": Question,
    "networks": NetworkQuestion,
    "networks/france-services": NetworkAtQuestion,
    "kinds": Question,
    "services": Question,
    "families": Question,
    "overlap": OverlapQuestion,
    "overlap/timeline": TimelineQuestion,
    "overlap/history": TimelineQuestion,
    "overlap/changes": ChangesQuestion,
    "overlap/sets": SetsQuestion,
    "overlap/opportunities": OpportunitiesQuestion,
}
PARAMETERS = [(address, name) for address, asked in QUESTIONS.items() for name in [*asked.base_filters, "format"]]

BAD: list[tuple[str, str]] = [
    *[("kind", value) for value in ("Coworking", "coworking,library", "", " ", "coworking ", "x" * 5000, "\x00", "é")],
    *[("service", value) for value in ("nope", "")],
    *[("network", value) for value in ("nope", "1")],
    *[("family", value) for value in ("nope", "MEDIATION", "both", "")],
    *[("match", value) for value in ("none", "ALL")],
    *[("overlap", value) for value in ("any", "Both", "1")],
    *[
        ("on", value)
        for value in ("today", "2019", "2019-13-01", "2019-02-30", "0001-01-01", "9999-12-31", "1562000000")
    ],
    *[("on", value) for value in ("20190701", "2019-W27-1", "2019-7-1", "２０１９-07-01", "1899-12-31", "2201-01-01")],
    *[("commune", value) for value in ("Mende", "99999", "48095 ", "")],
    *[("epci", value) for value in ("0", "Coeur")],
    *[
        ("bbox", value)
        for value in ("1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "-inf,0,inf,1", "0,2,1,1", "7e5,6e6,8e5,7e6")
    ],
    *[
        ("bbox", value)
        for value in ("0,-91,1,1", "0,0,1,90.1", "1;2;3;4", "1e999,0,1,1", ",,,", "0,0,1,1\x00", "1_0,0,1_1,1")
    ],
    *[("near", value) for value in ("3", "3,4,5", "nan,nan", "44.5,3.5,", "0,91", "inf,0", "Mende")],
    *[("radius", value) for value in ("-1", "nan", "inf", "1e99", "20037509", "far", "0x10")],
    *[("open", value) for value in ("yes", "NOW", "25:00", "2026-03-29T02:30", "2026-10-25T02:30", "2026-03-11T25:00")],
    *[("open", value) for value in ("0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59", "2026-13-01T00:00", "1e10")],
    *[("wheelchair", value) for value in ("true", "maybe", "null")],
    *[("min_download", value) for value in ("-1", "nan", "inf", "fast", "1000001")],
    *[("updated_since", value) for value in ("now", "yesterday", "2026-02-30", "99999-01-01")],
    *[("ordering", value) for value in ("Name", "--name", "id", "distance", "name,slug")],
    *[
        ("limit", value)
        for value in ("0", "-1", "5001", "many", "1.5", "9" * 400, "nan", "1e3", "1_000", "1.0", "+5", "１２")
    ],
    *[("cursor", value) for value in ("x", "é", "bnVsbA", "W10", "WzEsMiwzLDRd", "%%%", "x" * 3000, "\x00")],
    *[("near_commune", value) for value in ("Mende", "99999", "4809", "48095,48061", "48\x00")],
    *[("q", value) for value in ("x" * 101, "a\x00b")],
    *[("format", value) for value in ("xml", "JSON", "json ", "api", "\x00")],
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=[f"{name}={value[:20]!a}" for name, value in BAD])
def test_a_bad_value_is_refused_by_name_with_what_is_allowed(api: Api, name: str, value: str) -> None:
    near = {"near": "3.5,44.5"} if name == "radius" else {}
    problem = api.problem("places", near | {name: value})
    (error,) = problem["errors"]
    assert error["parameter"] == name
    assert error["detail"]
    assert error["allowed"]
    assert name in problem["detail"]


@pytest.mark.parametrize("address", ["places", "overlap"])
def test_a_date_out_of_bounds_is_told_from_what_is_no_date(api: Api, address: str) -> None:
    told = {
        day: api.problem(address, {"on": day})["errors"][0]["detail"]
        for day in ("1899-12-31", "0001-01-01", "2201-01-01", "2019-02-30", "20190701")
    }
    assert "1900-01-01" in told["1899-12-31"] == told["0001-01-01"]
    assert "2200-12-31" in told["2201-01-01"]
    assert told["2019-02-30"] == told["20190701"] == "Ce n’est pas une date."
    assert all(api.get(address, {"on": day}).status_code == 200 for day in ("1900-01-01", "2200-12-31"))


@pytest.mark.parametrize(
    ("address", "name"), [("places", "kind"), ("places", "network"), ("overlap", "a"), ("overlap/sets", "network")]
)
def test_an_empty_value_among_several_is_said_to_be_empty(api: Api, address: str, name: str) -> None:
    for values in ([""], [" "], ["", " "]):
        (error,) = api.problem(address, {name: values})["errors"]
        assert error["detail"] == "Une valeur est vide."
    (error,) = api.problem(address, {name: ["", "nope"]})["errors"]
    assert error["detail"].startswith("Une valeur est vide. Valeur inconnue")
    assert error["detail"].endswith(" nope.")


@pytest.mark.parametrize("address", QUESTIONS)
@pytest.mark.parametrize("name", ["nope", "kinds", "Q", "page", "offset", "\x00", "é", "kind[]", "fields"])
def test_an_unknown_parameter_is_refused_with_those_that_exist(api: Api, address: str, name: str) -> None:
    (error,) = api.problem(address, {name: "1"})["errors"]
    assert error["parameter"] == name.replace("\x00", "\\0")
    assert error["allowed"] == sorted([*QUESTIONS[address].base_filters, "format"])


def test_what_is_given_twice_is_refused_unless_it_may_be_repeated(api: Api) -> None:
    for name, known in PlaceQuestion.base_filters.items():
        if not isinstance(known.example, list):
            errors = api.problem("places", {name: ["1", "1"]})["errors"]
            assert name in {error["parameter"] for error in errors}
    assert api.problem("places", {"format": ["json", "csv"]})["errors"][0]["parameter"] == "format"


def test_every_fault_is_told_at_once(api: Api) -> None:
    problem = api.problem("places", {"kind": "nope", "limit": "0", "bbox": "1", "nope": "1"})
    assert {error["parameter"] for error in problem["errors"]} == {"kind", "limit", "bbox", "nope"}


def test_a_parameter_with_two_faults_is_named_once(api: Api) -> None:
    problem = api.problem("overlap", {"level": "commune", "foo": "1", "rule": "x", "radius": "-1"})
    assert problem["detail"].endswith(" foo, rule, radius.")
    assert [error["parameter"] for error in problem["errors"]] == ["foo", "rule", "radius", "radius"]


@pytest.mark.parametrize("form", ["geojson", "csv"])
def test_a_problem_is_a_problem_document_in_every_format(api: Api, form: str) -> None:
    api.problem("places", {"format": form, "kind": "nope"})
    api.problem("places/nope", {"format": form}, status=404)


def test_radius_and_distance_need_near(api: Api) -> None:
    for asked in ({"radius": "10"}, {"ordering": "distance"}):
        for near in ({}, {"near": ""}, {"near": " "}):
            (error,) = api.problem("places", asked | near)["errors"]
            assert error["parameter"] == next(iter(asked))
            assert "near" in error["allowed"]


def test_what_is_given_empty_is_not_asked(api: Api) -> None:
    for name, known in PlaceQuestion.base_filters.items():
        if not isinstance(known.example, list) and name not in {"radius"}:
            assert api.slugs(**{name: ""}, **({"limit": 5000} if name != "limit" else {}))


@pytest.mark.parametrize(
    "address", ["places/nope", "networks/nope", "communes/99999", "places/UPPER", "places/1", "nope"]
)
def test_what_does_not_exist_is_not_found(anyone: Client, address: str) -> None:
    problem = problem_of(anyone.get(f"{V1}/{address}/"), 404)
    assert problem["instance"].startswith(V1)


@pytest.mark.parametrize(
    "path",
    [
        "/api/nope",
        "/api/v1/placés",
        "/api/v1/places/%00/",
        "/api/v1/places/é/",
        "/api/v2/places/",
        "/api/",
        "/api/v1/places/a%0A/",
    ],
)
def test_no_address_of_the_api_answers_in_html(anyone: Client, path: str) -> None:
    problem_of(anyone.get(path), 404)


def test_too_many_parameters_are_a_bad_request(api: Api) -> None:
    response = api.get(f"{V1}/places/?" + "&".join(["kind=coworking"] * (project.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)))
    problem_of(response, 400)


# Anything at all ------------------------------------------------------------------------------------

ODD = [
    "",
    "\x00",
    "nan",
    "inf",
    "-inf",
    "1e400",
    "9" * 400,
    "-0",
    "٣",
    "１２",
    "²",
    "½",
    "1_000",
    "🦄",
    "\u202e",
    "\ud7ff",
    "'",
    '"',
    "%",
    "\\",
]
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
numbers = st.floats().map(str) | st.integers().map(str)
lists = st.lists(numbers, min_size=1, max_size=5).map(",".join)
dates = st.dates().map(str) | st.datetimes(timezones=st.none() | st.timezones()).map(lambda moment: moment.isoformat())
anything = st.sampled_from(ODD) | text | numbers | lists | dates


def check_never_a_server_error(api: Api, address: str, query: str) -> None:
    response = api.get(f"{V1}/{address}/?{query}")
    if response.status_code == 200:
        assert response.content
    else:
        problem = problem_of(response, 400)
        known = {*QUESTIONS[address].base_filters, "format"}
        assert all(error["parameter"] in known and error["allowed"] for error in problem["errors"])


@pytest.mark.fuzz
@pytest.mark.parametrize(("address", "name"), PARAMETERS)
@drawn(3)
@given(values=st.lists(anything, min_size=1, max_size=2))
@example(values=ODD[:10])
@example(values=["1_000"])
def test_no_value_is_a_server_error(api: Api, address: str, name: str, values: list[str]) -> None:
    check_never_a_server_error(api, address, urlencode({name: values}, doseq=True))


valid = st.fixed_dictionaries(
    {},
    optional={
        "near_commune": st.sampled_from(["48095", "48061"]),
        "near": st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(lambda p: f"{p[0]},{p[1]}"),
        "radius": st.floats(0, 20_037_508).map(str),
        "bbox": st.tuples(st.floats(-180, 180), st.floats(-90, 0), st.floats(-180, 180), st.floats(0, 90)).map(
            lambda box: ",".join(map(str, box))
        ),
        "on": st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)).map(str),
        "open": st.datetimes(
            min_value=datetime(1900, 1, 2, tzinfo=UTC).replace(tzinfo=None),
            max_value=datetime(2200, 12, 30, tzinfo=UTC).replace(tzinfo=None),
        ).map(lambda moment: f"{moment.isoformat()}Z"),
        "min_download": st.floats(0, 1_000_000).map(str),
        "overlap": st.lists(st.sampled_from(["both", "neither", "a", "b"]), min_size=1),
        "family": st.lists(st.sampled_from(["mediation", "business_support"]), min_size=1),
        "kind": st.lists(st.sampled_from(["coworking", "library"]), min_size=1),
        "match": st.sampled_from(["any", "all"]),
        "wheelchair": st.lists(st.sampled_from(["yes", "no", "limited", "unknown"]), min_size=1),
        "ordering": st.sampled_from(["name", "-name", "updated_at", "created_at", "-created_at"]),
        "limit": st.integers(1, 5000).map(str),
        "format": st.sampled_from(["json", "geojson", "csv"]),
        "q": st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    },
)


@pytest.mark.fuzz
@drawn(60)
@given(asked=valid)
def test_everything_that_is_allowed_combines(api: Api, asked: dict[str, Any]) -> None:
    if "near" in asked:
        asked.pop("near_commune", None)
    elif "near_commune" not in asked:
        asked.pop("radius", None)
    assert api.get("places", asked).status_code == 200


forged = st.tuples(
    st.sampled_from(["created_at", "name", "-name", "updated_at", "distance", "code"]) | text,
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | text
    | st.datetimes().map(str)
    | st.lists(st.integers(), max_size=2),
    st.none() | st.booleans() | st.integers() | st.floats() | text | st.lists(st.integers(), max_size=2),
    st.booleans() | text,
)


@pytest.mark.fuzz
@pytest.mark.parametrize("address", ["places", "communes"])
@drawn(40)
@given(parts=forged)
@example(parts=("created_at", 1, "abc", False))
@example(parts=("created_at", 1, 10**400, False))
@example(parts=("created_at", 1, True, False))
@example(parts=("updated_at", "2026-01-01T00:00:00", 1, False))
@example(parts=("updated_at", "0001-01-01T00:00:00+14:00", 1, False))
@example(parts=("name", "a\x00b", 1, False))
@example(parts=("name", "\ud800", 1, False))
@example(parts=("\ud800", "a", 1, False))
@example(parts=("updated_at", "2026-01-01T00:00:00+23:59", 1, False))
@example(parts=("updated_at", "9999-12-31T23:59:59-23:59", 1, False))
@example(parts=("name", "x", "x", False))
@example(parts=("code", 1, 1, False))
def test_a_forged_cursor_is_never_a_server_error(api: Api, address: str, parts: tuple[Any, ...]) -> None:
    cursor = urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
    ordering = parts[0].replace("\ud800", "name") if address == "places" else ""
    check_never_a_server_error(
        api,
        address,
        urlencode(
            {"cursor": cursor, "ordering": ordering, "near": "3,44"} if address == "places" else {"cursor": cursor}
        ),
    )


@pytest.mark.fuzz
@drawn(8)
@given(path=text)
def test_no_path_is_a_server_error(api: Api, path: str) -> None:
    for address in LISTS:
        response = api.get(f"{V1}/{address}/{quote(path, safe='')}/")
        assert response.status_code in {200, 404}, (path, response.status_code)


def test_the_addresses_tried_here_are_all_there_are() -> None:
    assert {address.partition("/")[0] for address in QUESTIONS} == {*LISTS, "overlap"}
    assert len(QUESTIONS) == len(LISTS) + len(ITEMS) + len(ANSWERS)
