"""A page that a browser holds is not carried to it again while nothing that it says has changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from network.models import NetworkedPlace, User
from tests.addresses import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
SEVEN_MINUTES = 7 * 60
# Not a page of the site's: the two that describe the API, and the admin, which is kept nowhere.
NOT_OURS = ("/admin/", "/api/")


@pytest.fixture(scope="module")
def paths() -> list[str]:
    return [path for path in addresses() if path.endswith("/") and not path.startswith(NOT_OURS)]


def is_public_page(answer: Any) -> bool:
    is_page = answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
    return is_page and "Cookie" not in answer.get("Vary", "") and "no-store" not in answer.get("Cache-Control", "")


@pytest.mark.walk
def test_no_public_page_is_carried_again_while_it_says_the_same(
    client: Client, time_machine: TimeMachineFixture, paths: list[str]
) -> None:
    # What anyone may send says, signed, when it was opened: it is another page each time.
    read = [path for path in paths if not path.endswith(("/proposer/", "/signaler/", "/alertes/"))]
    held = {path: answer for path in read if is_public_page(answer := client.get(path))}
    assert {"/", "/croisements/", "/donnees/", "/imprimer/", "/embed/", "/lieux/la-pompe/"} <= held.keys()
    time_machine.shift(SEVEN_MINUTES)
    for path, answer in held.items():
        again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path


def held(client: Client, path: str = "/lieux/la-pompe/", **headers: str) -> str:
    found: str = client.get(path, headers=headers)["ETag"]
    return found


def again(client: Client, tag: str, path: str = "/lieux/la-pompe/", **headers: str) -> int:
    return client.get(path, headers={"If-None-Match": tag, **headers}).status_code


def test_a_page_whose_place_was_changed_is_carried_again(client: Client) -> None:
    tag = held(client)
    NetworkedPlace.objects.filter(slug="la-pompe").update(name="La Pompe !")
    assert again(client, tag) == 200


@pytest.mark.parametrize("path", ["/", "/lieux/cio-de-mende/"])
def test_a_page_that_says_what_is_open_is_carried_again_when_that_changes(
    client: Client, time_machine: TimeMachineFixture, path: str
) -> None:
    tag = held(client, path)
    time_machine.shift(12 * 3600)
    assert again(client, tag, path) == 200


def test_a_page_in_another_language_is_another_page(client: Client) -> None:
    assert again(client, held(client), "/en/lieux/la-pompe/") == 200


def test_a_page_that_is_compressed_is_recognised_too(client: Client) -> None:
    squeezed = {"Accept-Encoding": "gzip"}
    assert again(client, held(client, "/", **squeezed), "/", **squeezed) == 304


def test_nothing_that_is_signed_in_for_is_recognised(
    client_of: Callable[[User | None], Client], stranger: User
) -> None:
    assert not client_of(stranger).get("/").has_header("ETag")
