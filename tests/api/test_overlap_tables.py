"""The tables of the overlap: each row can be defended alone, and a table without a row has its columns all the same."""

import csv
import io
import json

import pytest

from network.models import Membership, NetworkedPlace
from places.models import Commune
from tests.api.support import Api, JSONObject
from tests.api.test_overlap import DISTANCE, LEVELS, MID_2019
from tests.factories import make_network

NOBODY = {"a": "reseau-sans-lieu", "b": "autre-reseau"}
SAID = ["side_a", "side_b", "territories", "rule_name", "rule_radius", "rule_text", "sources_until", "sources_text"]
TABLES: list[tuple[str, JSONObject, list[str]]] = [
    *[("overlap", {"level": level}, ["on"]) for level in LEVELS],
    *[("overlap/timeline", {"level": level}, []) for level in ("place", "commune")],
    *[("overlap/history", {"level": level}, []) for level in ("place", "commune")],
    ("overlap/history", {"level": "commune"} | DISTANCE, []),
    *[
        ("overlap/changes", {"from": "2013-01-01", "to": "2020-12-31", "level": level}, ["date_from", "date_to"])
        for level in ("place", "commune")
    ],
    *[("overlap/opportunities", {"what": what}, ["on"]) for what in ("pairs", "almost", "neither")],
]


def header(api: Api, address: str, asked: JSONObject) -> list[str]:
    lines = api.get(address, {"format": "csv"} | asked).content.decode().splitlines()
    return next(csv.reader(lines))


@pytest.mark.parametrize(("address", "asked", "days"), TABLES)
def test_each_row_of_a_table_can_be_defended_alone(api: Api, address: str, asked: JSONObject, days: list[str]) -> None:
    sides = {"a": ["msap", "france-services"], "b": "business_support"}
    rows = api.rows(address, **asked | sides)
    told = api.json(address, asked | sides)
    rule = told["rule"]
    assert rows
    for row in rows:
        assert list(row)[-len(days + SAID) :] == days + SAID
        assert (row["side_a"], row["side_b"]) == ("msap;france-services", "business_support")
        assert all(row[name] for name in [*days, "rule_name", "rule_text", "sources_until"])
        assert row["sources_text"] == told["sources"]["text"]
        if asked.get("what") != "pairs":
            assert row["rule_text"] == rule["text"]


@pytest.mark.parametrize(("address", "asked", "days"), TABLES)
def test_a_table_without_a_row_has_the_header_of_a_full_one(
    api: Api, address: str, asked: JSONObject, days: list[str]
) -> None:
    full = header(api, address, asked)
    make_network("Réseau sans lieu", "mediation")
    make_network("Autre réseau", "mediation")
    Commune.objects.update(population=None)
    Membership.objects.all().delete()
    NetworkedPlace.objects.all().delete()
    if "place" not in asked.values() or address == "overlap/changes":
        Commune.objects.all().delete()
    assert api.rows(address, **asked | NOBODY) == []
    assert header(api, address, asked | NOBODY) == full


@pytest.mark.parametrize(("language", "words"), [("fr", "chacun de ses réseaux"), ("en", "each of its networks")])
def test_combinations_have_a_rule_of_their_own_without_sides(api: Api, language: str, words: str) -> None:
    asked = {"network": ["msap", "solozere"]} | MID_2019
    chosen = {"Accept-Language": language}
    rule = json.loads(api.get("overlap/sets", asked, **chosen).content)["rule"]
    assert words in rule["text"]
    assert "côté" not in rule["text"]
    assert "side" not in rule["text"]
    lines = api.get("overlap/sets", asked | {"format": "csv"}, **chosen).content.decode()
    for row in csv.DictReader(io.StringIO(lines)):
        assert list(row)[-8:] == ["on", "among", *SAID[2:]]
        assert (row["on"], row["among"]) == ("2019-07-01", "msap;solozere")
        assert row["rule_text"] == rule["text"]


def test_combinations_of_no_place_have_the_header_of_others(api: Api) -> None:
    full = header(api, "overlap/sets", {})
    Membership.objects.all().delete()
    NetworkedPlace.objects.all().delete()
    assert api.json("overlap/sets")["items"] == []
    assert header(api, "overlap/sets", {}) == full


def test_the_states_of_a_change_are_not_taken_for_its_days(api: Api) -> None:
    asked = {"from": "2019-07-01", "to": "2020-12-31"}
    told = api.json("overlap/changes", asked)["items"]
    rows = api.rows("overlap/changes", **asked)
    assert {(row["date_from"], row["date_to"]) for row in rows} == {("2019-07-01", "2020-12-31")}
    assert [(row["state_before"], row["state_after"]) for row in rows] == [(item["from"], item["to"]) for item in told]


def test_a_table_of_pairs_says_what_makes_a_pair(api: Api) -> None:
    asked = {"radius": "1000", "rule": "presence"}
    pair = api.json("overlap/opportunities", asked)["pair_rule"]
    for row in api.rows("overlap/opportunities", **asked):
        assert (row["rule_name"], row["rule_radius"]) == ("pair", "1000")
        assert row["rule_text"].startswith("Un lieu est d’un côté")
        assert row["rule_text"].endswith(pair["text"])
    gaps = api.rows("overlap/opportunities", what="almost", **asked)
    assert {(row["rule_name"], row["rule_radius"]) for row in gaps} == {("presence", "")}


def test_a_table_says_its_rule_in_the_language_asked_for(api: Api) -> None:
    lines = api.get("overlap/opportunities", {"format": "csv"}, **{"Accept-Language": "en"}).content.decode()
    assert "Two open places" in next(csv.DictReader(io.StringIO(lines)))["rule_text"]


def test_a_table_of_what_happened_is_in_words(api: Api) -> None:
    first = api.rows("overlap/timeline")[0]
    assert first["date"] == "2011-10-01"
    assert first["events"].startswith("2011-10 network_started solozere: Réseau des télétravailleurs")
    changed = api.rows("overlap/changes", **{"from": "2019-07-01", "to": "2020-12-31"})
    assert all(row["evidence"] and not row["evidence"].startswith(("{", "[")) for row in changed)
