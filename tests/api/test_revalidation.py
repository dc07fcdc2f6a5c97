"""An answer on the overlap that a reader holds is not computed again, and one that changed is."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from api import tags
from network.models import Family, Membership, Network, NetworkedPlace
from places.log.version import version
from places.models import Commune, Intercommunality, Territory
from tests.api.support import ANSWERS, Api, JSONObject
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place

DATED = {"on": "2019-07-01"}


def tag(api: Api, address: str = "overlap", asked: JSONObject | None = None, **headers: Any) -> str:
    found: str = api.get(address, asked or {}, **headers).headers["ETag"]
    return found


@pytest.mark.parametrize("address", ANSWERS)
def test_an_unchanged_answer_costs_one_query_and_has_no_body(api: Api, address: str) -> None:
    held = tag(api, address)
    with statements() as asked:
        response = api.get(address, {}, **{"If-None-Match": held})
    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", held)
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert {"Accept", "Accept-Language"} <= {name.strip() for name in response.headers["Vary"].split(",")}
    hold(asked, habit=1)  # the version alone is read


def test_a_compressed_answer_is_recognised_too(api: Api) -> None:
    held = api.get("overlap", {}, **{"Accept-Encoding": "gzip"}).headers["ETag"]
    assert held.startswith("W/")
    assert api.get("overlap", {}, **{"If-None-Match": held}).status_code == 304


def add_commune(code: str) -> None:
    commune = Commune.objects.get(code="48095")
    commune.pk = code
    commune.save(force_insert=True)


CHANGES: dict[str, Callable[[], Any]] = {
    "a place is added": lambda: make_place("Lieu inventé"),
    "a place is renamed": lambda: NetworkedPlace.objects.filter(slug="la-pompe").update(name="La Pompe !"),
    "a place is withdrawn": lambda: NetworkedPlace.objects.filter(slug="la-pompe").update(status="draft"),
    "a place is taken away": lambda: NetworkedPlace.objects.get(slug="cci-de-la-lozere").delete(),
    "a place closes": lambda: NetworkedPlace.objects.filter(slug="la-pompe").update(closed_on="2019-01-01"),
    "a membership is added": lambda: make_membership(
        NetworkedPlace.objects.get(slug="la-pompe"), Network.objects.get(slug="msap"), "2019-01-01"
    ),
    "a membership is seen": lambda: Membership.objects.filter(network__slug="msap").update(last_seen_on="2026-11-01"),
    "memberships are taken away": lambda: Membership.objects.filter(network__slug="msap").delete(),
    "a network is added": lambda: make_network("Réseau inventé"),
    "a network is renamed": lambda: Network.objects.filter(slug="msap").update(name="MSAP"),
    "a network changes family": lambda: Network.objects.filter(slug="msap").update(family="business_support"),
    "a family is renamed": lambda: Family.objects.filter(slug="mediation").update(label_en="Digital"),
    "a family changes side": lambda: Family.objects.filter(slug="mediation").update(side="b"),
    "a commune is added": lambda: add_commune("48999"),
    "a commune is counted": lambda: Commune.objects.filter(code="48095").update(population=12_465),
    "a commune's town hall is found": lambda: Commune.objects.filter(code="48095").update(
        town_hall=Commune.objects.get(code="48061").reference
    ),
    "an intercommunality is renamed": lambda: Intercommunality.objects.filter(code="244800405").update(name="Mende"),
    "a territory is renamed": lambda: Territory.objects.update(name="Gévaudan"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_what_is_read_is_told(api: Api, change: Callable[[], Any]) -> None:
    before, held = version(), tag(api, asked=DATED)
    change()
    assert version() != before
    assert api.get("overlap", DATED, **{"If-None-Match": held}).status_code == 200


def test_two_changes_of_one_row_in_a_row_are_told_apart() -> None:
    told = [version()]
    for name in ("Un", "Deux", "Trois"):
        NetworkedPlace.objects.filter(slug="la-pompe").update(name=name)
        told.append(version())
    assert len(set(told)) == 4


def test_a_change_by_hand_is_told_and_reading_is_not() -> None:
    before = version()
    list(NetworkedPlace.objects.all())
    assert version() == before
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_place SET name = 'Ici' WHERE slug = 'la-pompe'")
    assert version() != before


def test_who_writes_past_the_triggers_can_say_so() -> None:
    before = version()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE places_place DISABLE TRIGGER USER")
        cursor.execute("UPDATE places_place SET name = 'Ici' WHERE slug = 'la-pompe'")
        assert version() == before
        cursor.execute("SELECT current_change()")
    assert version() != before


def test_each_question_format_and_language_has_its_own(api: Api) -> None:
    held = tag(api, asked=DATED)
    others = [
        tag(api, asked={"on": "2019-07-02"}),
        tag(api, asked=DATED | {"level": "commune"}),
        tag(api, asked=DATED | {"a": "msap"}),
        tag(api, asked=DATED | {"confirmed": "true"}),
        tag(api, asked=DATED | {"format": "csv"}),
        tag(api, asked=DATED, Accept="application/geo+json"),
        tag(api, asked=DATED, **{"Accept-Language": "en"}),
        tag(api, "overlap/sets", DATED),
    ]
    assert len({held, *others}) == 1 + len(others)


@pytest.mark.parametrize(
    ("address", "asked", "lasts"),
    [
        ("overlap", {}, False),
        ("overlap", DATED, True),
        ("overlap/changes", {"from": "2019-01-01"}, False),
        ("overlap/changes", {"to": "2019-07-01"}, True),
        ("overlap/sets", {}, False),
        ("overlap/sets", DATED, True),
        ("overlap/opportunities", {}, False),
        ("overlap/timeline", {}, True),
        ("overlap/history", {}, True),
    ],
)
def test_an_answer_without_a_day_is_that_of_today(
    api: Api, monkeypatch: pytest.MonkeyPatch, address: str, asked: JSONObject, lasts: bool
) -> None:
    # The night falls in the site's zone, not in UTC.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 22, 59, tzinfo=UTC))
    held = tag(api, address, asked)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    assert (tag(api, address, asked) == held) == lasts


def test_another_release_answers_anew(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    held = tag(api)
    monkeypatch.setattr(tags, "release", lambda: "another")
    assert tag(api) != held


def test_a_refusal_is_never_taken_for_an_unchanged_answer(api: Api) -> None:
    held = tag(api)
    assert api.get("overlap", {"on": "2019-02-30"}, **{"If-None-Match": held}).status_code == 400
    assert api.get("overlap", {}, **{"If-None-Match": "*"}).status_code == 304
