"""Addresses as people type them: without their last slash, by a lasting identifier, or nothing but the root."""

import pytest
from django.test import Client

from network.models import NetworkedPlace
from tests.api.support import ANSWERS, ITEMS, LISTS, V1, Api


def test_the_root_lists_what_there_is_and_each_address_answers(api: Api) -> None:
    listed = api.json(f"{V1}/")
    assert len(listed) == len(LISTS) + len(ANSWERS) + len(["changes", "schema", "docs"])
    for address in listed.values():
        assert api.get(address).status_code == 200, address


@pytest.mark.parametrize("address", ["", *LISTS, *ITEMS, *ANSWERS, "changes", "schema"])
def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client: Client, address: str) -> None:
    path = f"{V1}/{address}".rstrip("/")
    for answer in (client.get(f"{path}?q=mende&kind=library"), client.head(f"{path}?q=mende&kind=library")):
        assert answer.status_code == 308
        assert answer.headers["Location"] == f"{path}/?q=mende&kind=library"


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v2", "/api/v1/places/a/b", "/api/v1//places"])
def test_an_address_that_would_lead_nowhere_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_place_is_found_by_the_identifier_that_never_changes(client: Client) -> None:
    place = NetworkedPlace.objects.get(slug="la-pompe")
    for written in (str(place.uuid), str(place.uuid).upper(), place.uuid.hex):
        answer = client.get(f"{V1}/places/{written}/?format=geojson")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"{V1}/places/la-pompe/?format=geojson"
    assert client.get(f"/en/lieux/{place.uuid}/").headers["Location"] == "/en/lieux/la-pompe/"


def test_a_hidden_place_is_not_found_by_its_identifier_either(client: Client) -> None:
    hidden = NetworkedPlace.objects.exclude(status="published").first()
    assert hidden is not None
    assert client.get(f"{V1}/places/{hidden.uuid}/").status_code == 404


def test_the_icon_is_where_every_program_looks_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"\0\0\1\0")
