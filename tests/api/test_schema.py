"""The OpenAPI document: valid, complete, and kept by the answers; its page needs nothing from outside."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import assume, given
from pytest_django import DjangoDbBlocker
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.communes.filters import CommuneQuestion
from api.known.filters import KnownQuestion
from api.networks.filters import NetworkAtQuestion, NetworkQuestion
from api.overlap.filters import (
    ChangesQuestion,
    OpportunitiesQuestion,
    OverlapQuestion,
    SetsQuestion,
    TimelineQuestion,
)
from api.places.filters import PlaceAtQuestion, PlaceQuestion
from api.workbook.renderer import XLSXRenderer
from api.writing import views
from network.models import Membership, Network, User
from network.services import issue, vouch
from places.choices import Door
from places.models import Place
from tests.api.support import V1, Api, JSONObject
from tests.factories import make_membership
from tests.randomly import drawn

Mode = schemathesis.GenerationMode
QUESTIONS = {
    "/api/v1/places/": PlaceQuestion,
    "/api/v1/places/{slug}/": PlaceAtQuestion,
    "/api/v1/communes/": CommuneQuestion,
    "/api/v1/known/{position}/places/": KnownQuestion,
    "/api/v1/networks/": NetworkQuestion,
    "/api/v1/networks/{slug}/": NetworkAtQuestion,
    "/api/v1/overlap/": OverlapQuestion,
    "/api/v1/overlap/timeline/": TimelineQuestion,
    "/api/v1/overlap/history/": TimelineQuestion,
    "/api/v1/overlap/changes/": ChangesQuestion,
    "/api/v1/overlap/sets/": SetsQuestion,
    "/api/v1/overlap/opportunities/": OpportunitiesQuestion,
}
# The changes come in JSON alone: `tests/api/test_following.py` reads them.
CHANGES = "/api/v1/changes/"
TERRITORIES = ("/api/v1/territories/", "/api/v1/territories/{code}/")
PATHS = {
    *QUESTIONS,
    CHANGES,
    "/api/v1/communes/{code}/",
    *TERRITORIES,
    "/api/v1/kinds/",
    "/api/v1/services/",
    "/api/v1/families/",
}


@pytest.fixture
def document(api: Api) -> JSONObject:
    """The document as a program reads it."""
    return api.json("schema", {"format": "json"})


def parameters(document: JSONObject) -> list[tuple[str, JSONObject]]:
    return [(path, each) for path in PATHS for each in document["paths"][path]["get"].get("parameters", [])]


def kept(document: JSONObject) -> list[tuple[str, str, JSONObject]]:
    """What only those who keep the directory may do: method, address, operation."""
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if (method, path) not in {("get", path) for path in PATHS}
    ]


def test_the_document_is_valid_and_made_without_a_warning() -> None:
    out = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    assert out.getvalue().startswith("openapi: 3.1.")


def test_every_address_is_described_and_read_without_a_key(document: JSONObject) -> None:
    assert document["openapi"].startswith("3.1.")
    for path in PATHS:
        operation = document["paths"][path]["get"]
        assert operation["description"]
        assert not operation.get("security")


def test_what_is_kept_says_who_may_on_which_version_and_how_it_is_refused(document: JSONObject) -> None:
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert len(kept(document)) == 29
    for method, path, operation in kept(document):
        assert operation["description"], path
        assert operation["security"] == [{"token": []}], path
        named = {parameter["name"]: parameter for parameter in operation.get("parameters", [])}
        for parameter in named.values():
            assert parameter["description"], (path, parameter["name"])
            assert parameter["schema"]["example"], (path, parameter["name"])
        refused = {*operation["responses"]}
        assert refused >= {"401", "403", "404"}, path
        assert ("Idempotency-Key" in named) is (method != "get"), path
        assert ("If-Match" in named) is ("412" in refused) is ("428" in refused), path
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert set(answer["content"]) == {"application/problem+json"}


def test_every_parameter_has_a_description_and_an_example(document: JSONObject) -> None:
    assert len(parameters(document)) > 30
    for path, parameter in parameters(document):
        assert parameter["description"], (path, parameter["name"])
        assert parameter["schema"]["example"], (path, parameter["name"])


def test_every_parameter_that_is_read_is_described(document: JSONObject) -> None:
    for path, question in QUESTIONS.items():
        named = {parameter["name"] for place, parameter in parameters(document) if place == path}
        assert named - {"slug", "code", "position"} == {*question.base_filters, "format"}


def needs(name: str, known: set[str]) -> JSONObject:
    """What a parameter means nothing without."""
    if name == "radius" and "near" in known:
        return {"near": "3.5,44.5"}
    level = {"level": "commune"} if "level" in known and name in {"rule", "radius"} else {}
    return level | ({"rule": "distance"} if name == "radius" else {})


def test_every_example_is_a_good_question(api: Api, document: JSONObject) -> None:
    _have_a_network_stand_for_la_pompe()
    keys = {p: q["schema"]["example"] for p, q in parameters(document) if q["in"] == "path"}
    for path, parameter in parameters(document):
        if parameter["in"] == "query":
            needed = needs(parameter["name"], {known["name"] for place, known in parameters(document) if place == path})
            address = re.sub(r"\{\w+\}", keys.get(path, ""), path)
            response = api.get(address, needed | {parameter["name"]: parameter["schema"]["example"]})
            assert response.status_code == 200, response.content.decode()


def _have_a_network_stand_for_la_pompe() -> None:
    place, network = Place.objects.get(slug="la-pompe"), Network.objects.get(slug="rhinocc")
    if not place.memberships.on().filter(network=network):
        make_membership(place, network, "2026-01-01")
    vouch(network=network, places=[place.pk], by=None, door=Door.CONSOLE)


def test_every_parameter_may_be_given_at_its_default(api: Api, document: JSONObject) -> None:
    keys = {path: known["schema"]["example"] for path, known in parameters(document) if known["in"] == "path"}
    for path in PATHS:
        defaults = {
            known["name"]: known["schema"]["default"]
            for place, known in parameters(document)
            if place == path and "default" in known["schema"]
        }
        address = re.sub(r"\{\w+\}", keys.get(path, ""), path)
        plain, told = api.get(address), api.get(address, defaults)
        assert told.status_code == 200, (path, told.content.decode())
        if "overlap" in path:
            assert told.content == plain.content, path
        for name, value in defaults.items():
            assert api.get(address, {name: value}).status_code == 200, (path, name)


def test_every_answer_says_its_formats(document: JSONObject) -> None:
    for path in PATHS - {CHANGES}:
        responses = document["paths"][path]["get"]["responses"]
        forms = set(responses["200"]["content"])
        assert forms >= {"application/json", "text/csv", XLSXRenderer.media_type}
        assert ("application/geo+json" in forms) == (
            "places" in path or "communes" in path or path.endswith("/overlap/")
        )
        assert set(responses["400"]["content"]) == {"application/problem+json"}
        assert ("404" in responses) == ("{" in path)


# Schemathesis ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def described(django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """The schema as Schemathesis loads it, from the application itself, which leaves the connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock():
        schema = schemathesis.openapi.from_wsgi(f"{V1}/schema/?format=json", WSGIHandler())
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# What is well formed may still name nothing that exists: only the directory knows, and it answers 400 or 404.
UNDECIDABLE: list[Any] = [positive_data_acceptance]


@pytest.mark.fuzz
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_answer_is_what_the_document_says(described: Any, path: str, mode: schemathesis.GenerationMode) -> None:
    @drawn(4)
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        assume("" not in dict(case.query or {}).values())  # what is given empty is not asked
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=UNDECIDABLE)

    check()


KEPT = [
    ("POST", "/places/"),
    ("PATCH", "/places/{slug}/"),
    ("DELETE", "/places/{slug}/"),
    ("POST", "/places/{slug}/verifications/"),
    ("POST", "/places/{slug}/vouches/"),
    ("DELETE", "/vouches/{key}/"),
    ("POST", "/places/{slug}/memberships/"),
    ("POST", "/places/{slug}/closure/"),
    ("GET", "/places/{slug}/history/"),
    ("POST", "/places/{slug}/history/{change}/undo/"),
    ("DELETE", "/verifications/{key}/"),
    ("GET", "/memberships/{key}/"),
    ("PATCH", "/memberships/{key}/"),
    ("DELETE", "/memberships/{key}/"),
    ("POST", "/suggestions/"),
    ("GET", "/suggestions/"),
    ("GET", "/suggestions/{uuid}/"),
    ("POST", "/suggestions/{uuid}/acceptance/"),
    ("POST", "/suggestions/{uuid}/refusal/"),
    ("GET", "/imports/"),
    ("GET", "/imports/{key}/"),
    ("PATCH", "/imports/{key}/"),
    ("GET", "/imports/{key}/lines/"),
    ("POST", "/imports/{key}/decisions/"),
    ("POST", "/imports/{key}/application/"),
    ("POST", "/imports/{key}/undo/"),
    ("DELETE", "/imports/{key}/"),
    ("GET", "/me/"),
]


@pytest.mark.fuzz
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize("operation", KEPT, ids=" ".join)
def test_every_write_is_answered_as_the_document_says(
    described: Any, administrator: User, monkeypatch: pytest.MonkeyPatch, operation: tuple[str, str], mode: Mode
) -> None:
    method, path = operation
    monkeypatch.setattr(views, "slow_down_who", lambda *_given: None)
    _token, secret = issue(person=administrator, name="Essai", networks=None, lasts=timedelta(days=1))
    keys = {"slug": "la-pompe", "key": str(Membership.objects.latest("pk").pk)}
    given_with = {"Accept-Encoding": "identity", "Authorization": f"Bearer {secret}"}

    @drawn(3)
    @given(case=described[f"{V1}{path}"][method].as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        assume("" not in dict(case.query or {}).values())
        case.path_parameters = {**(case.path_parameters or {}), **{k: v for k, v in keys.items() if f"{{{k}}}" in path}}
        case.call_and_validate(headers=given_with, excluded_checks=UNDECIDABLE)

    check()


# The page -------------------------------------------------------------------------------------------


def test_the_docs_page_asks_nothing_of_another_host(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    asked = re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"", page)
    assert len(asked) >= 4
    assert not re.findall(r"(?:https?:)?//(?!testserver)[\w.-]+\.\w+", page)
    for address in asked:
        response = client.get(urljoin("/api/docs/", address.replace("&amp;", "&")))
        assert response.status_code == 200, address
        body = b"".join(response) if response.streaming else response.content
        if address.endswith(".css"):
            assert not re.findall(rb"url\(\s*[\"']?(?:https?:)?//", body)
            assert b"@import" not in body
        assert b"fonts.googleapis" not in body
    script = client.get("/api/docs/?script=").content.decode()
    assert "/api/v1/schema/" in script
    assert '"validatorUrl": null' in script
