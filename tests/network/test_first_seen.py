"""What is merely first seen: the table of cases that the browser reads too, and what becomes of it in the answers."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from network.choices import SideName, State
from network.overlap import history
from network.overlap.changes import changes
from network.overlap.question import Crossing, Level, Rule
from tests.factories import make_commune, make_membership, make_network
from tests.factories import make_place as make

pytestmark = pytest.mark.django_db
CASES = json.loads((Path(__file__).parents[1] / "cases" / "first_seen.json").read_text(encoding="utf-8"))
FAMILIES = {"a": "mediation", "b": "business_support"}


def sides_of(bits: int) -> list[str]:
    return [side.value for side in SideName if bits & side.bit]


def make_case(case: dict[str, Any]) -> None:
    """Make one place in Mende, in a network of its own by stay."""
    place = make("La Pompe", "Mende")
    for number, (side, start, end, is_exact) in enumerate(case["stays"]):
        network = make_network(f"Réseau {number}", FAMILIES[side])
        make_membership(place, network, start, end, is_start_exact=is_exact)


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
@pytest.mark.parametrize("rule", [None, Rule(), Rule.distance(10_000)], ids=["place", "presence", "distance"])
def test_a_side_is_first_seen_when_only_first_days_of_sources_brought_it(
    case: dict[str, Any], rule: Rule | None
) -> None:
    make_case(case)
    level = Level.PLACE if rule is None else Level.COMMUNE
    turns = history.turns(Crossing.asked(rule=rule), level)
    told = [[one.day and one.day.isoformat(), one.state, sides_of(one.seen)] for one in turns]
    assert told == case["turns"]
    for on, expected in case["seen"]:
        passed = [one for one in turns if one.day is None or one.day.isoformat() <= on]
        assert sides_of(history.seen_in(passed)[turns[0].unit]) == expected


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_steps_tell_what_surely_begins_on_their_day(case: dict[str, Any]) -> None:
    make_case(case)
    told: dict[str, list[list[Any]]] = {}
    for step in history.nearest(Crossing.asked(rule=Rule.distance(10_000))):
        (side,) = sides_of(step.side)
        told.setdefault(side, []).append([step.day and step.day.isoformat(), step.metres, step.dated])
    assert told == case["steps"]


def test_a_place_that_opens_is_an_event_whatever_its_membership() -> None:
    place = make("La Pompe", "Mende", opened_on=date(2021, 1, 1))
    make_membership(place, make_network("SoLozère"), "2019-01-01")
    by_place, by_commune = (history.turns(Crossing.asked(), level) for level in (Level.PLACE, Level.COMMUNE))
    assert [(one.day, one.seen) for one in by_place] == [(date(2019, 1, 1), 2)]
    assert [(one.day, one.seen) for one in by_commune] == [(date(2021, 1, 1), 0)]


def test_what_is_first_seen_is_no_gain_between_two_days() -> None:
    make_commune("Marvejols")
    make_membership(make("Dépôt", "Mende"), make_network("Bibliothèques", "mediation"), "2020-11-01")
    make_membership(make("MSAP", "Marvejols"), make_network("MSAP", "mediation"), "2020-11-01", is_start_exact=True)
    for level in (Level.PLACE, Level.COMMUNE):
        found, matrix = changes(Crossing.asked(), level, start=date(2020, 10, 31), end=date(2021, 1, 1))
        assert sorted(sides_of(one.first_seen) for one in found) == [[], ["a"]]
        counts = [part(State.A).count for part in (matrix.start, matrix.gained, matrix.first_seen, matrix.lost)]
        assert counts == [0, 1, 1, 0]
    # From a day after, nothing is seen for the first time any more.
    assert changes(Crossing.asked(), Level.PLACE, start=date(2020, 11, 1), end=date(2021, 1, 1)).items == []


def test_what_a_network_leaves_when_it_ends_has_its_reason() -> None:
    solozere = make_network("SoLozère", ended_on=date(2022, 4, 26))
    make_membership(make("La Pompe"), solozere, "2013-01-01", "2022-04-26")
    make_membership(make("POLeN"), solozere, "2013-01-01", "2021-01-01")
    events = history.events_of(Crossing.asked(), Level.PLACE)
    assert [(one.kind, one.reason) for one in events if one.kind == "left"] == [
        ("left", None),
        ("left", "network_ended"),
    ]
    found = changes(Crossing.asked(), Level.PLACE, start=date(2020, 1, 1), end=date(2023, 1, 1)).items
    assert [row.reason for one in found for row in one.evidence] == ["network_ended", None]
