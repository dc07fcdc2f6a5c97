"""What is the same for all who come is written once, and never longer than it is true."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from frontend.site import kept
from network.choices import Contributed, Phase
from network.models import User
from network.workshops import making
from network.workshops import room as doing
from places.choices import Door
from places.models import Place
from places.services import edit
from tests.factories import make_both_families, make_place, make_workshop
from tests.frontend.test_keeping import without_moment

pytestmark = pytest.mark.django_db
PAGES = [
    *("/", "/?q=pompe", "/lieux/la-pompe/", "/reseaux/", "/reseaux/france-services/", "/croisements/", "/donnees/"),
    *("/croisements/reunion/", "/embed/", "/imprimer/", "/annuaire.json", "/contact/", "/en/lieux/la-pompe/"),
]


@pytest.fixture(autouse=True)
def pompe() -> Place:
    place = make_place("La Pompe", opening_hours="Mo-Fr 09:00-12:00")
    make_both_families(place)
    return place


def read(path: str = "/lieux/la-pompe/", client: Client | None = None, headers: dict[str, str] | None = None) -> Any:
    return (client or Client()).get(path, headers=headers)


@pytest.mark.parametrize("path", PAGES)
def test_the_second_who_comes_is_told_the_same_at_the_cost_of_one_question(path: str) -> None:
    first = read(path)
    with CaptureQueriesContext(connection) as asked:
        second = read(path)
    assert first.status_code == 200
    assert (second.content, dict(second.items())) == (first.content, dict(first.items()))
    assert "Content-Security-Policy" in second
    assert len(asked) == 1


def test_an_edit_is_seen_by_the_next_who_comes(pompe: Place) -> None:
    read(), read("/")
    edit(pompe, changes={"name": "La Fontaine"}, by=None, door=Door.CONSOLE)
    assert "La Fontaine" in read().text
    assert "La Fontaine" in read("/").text


def test_what_is_open_is_so_to_the_minute(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-11-23T11:59:50+01:00", tick=False)
    assert "Ouvert" in read("/").text
    time_machine.move_to("2026-11-23T12:00:00+01:00", tick=False)
    assert "Ouvert, ferme" not in read("/").text


def test_who_is_signed_in_is_told_her_own_and_nobody_else_is(
    client_of: Callable[[User | None], Client], administrator: User
) -> None:
    hers = client_of(administrator)
    assert "Corriger" in read(client=hers).text
    assert "Corriger" not in read().text
    assert "Corriger" in read(client=hers).text


@pytest.mark.parametrize(
    "other",
    [
        {"Host": "localhost"},
        {"X-Forwarded-Proto": "https"},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "gzip;q=0"},
    ],
    ids=str,
)
def test_another_address_or_coding_is_another_answer(other: dict[str, str]) -> None:
    read()
    there = read(headers=other)
    caches["pages"].clear()
    alone = read(headers=other)
    assert there.get("Content-Encoding") == alone.get("Content-Encoding")
    if "Content-Encoding" not in alone:
        assert without_moment(there.text) == without_moment(alone.text)


def test_who_holds_it_already_is_told_so() -> None:
    tag = read()["ETag"]
    assert read(headers={"If-None-Match": tag}).status_code == 304
    assert read(headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/?kind=nope", "/lieux/nulle-part/", "/proposer/", "/connexion/", "/?q=" + "x" * 300])
def test_what_is_refused_missing_personal_or_endless_is_not_kept(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    monkeypatch.setattr(type(caches["pages"]), "set", lambda _self, key, *_rest: keys.append(key))
    read(path)
    assert keys == []


def test_when_the_database_does_not_answer_the_page_is_not_given_as_if_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_address: object) -> str:
        raise OperationalError("away")

    read()
    monkeypatch.setattr(kept, "version_of_data", away)
    assert read(client=Client(raise_request_exception=False)).status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_room_is_told_what_it_is_shown_a_second_after_that_changes_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = [0.0]
    monkeypatch.setattr(kept, "monotonic", lambda: moment[0])
    workshop = make_workshop(holds_all=False)
    making.move_to(workshop, phase=Phase.OPEN)
    page, shown = f"/a/{workshop.code}/", f"/a/{workshop.code}.json"
    assert read(page).content == read(page).content
    assert read(shown).json()["shown"] == []
    known = doing.take_part(workshop, secret="a" * 32)
    said = {"theme": "rights", "words": "Une clé pour deux maisons."}
    doing.contribute(known, nonce=uuid4(), revision=0, kind=Contributed.IDEA, said=said)
    assert read(shown).json()["shown"] == [], "whoever was told of it waits for a second"
    moment[0] += 1
    assert [one["kind"] for one in read(shown).json()["shown"]] == ["idea"]
    making.move_to(workshop, phase=Phase.CLOSED)
    moment[0] += 1
    with CaptureQueriesContext(connection) as asked:
        assert read(shown).json()["phase"] == "closed"
    before = len(asked)
    moment[0] += 1
    with CaptureQueriesContext(connection) as asked:
        read(shown), read(shown), read(shown)
    assert len(asked) < before, "what did not change is asked for by its version, once a second"
    assert read(shown).json()["phase"] == "closed"
    assert "Cet atelier est terminé" in read(page).text
