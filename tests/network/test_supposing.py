"""What is supposed beside the facts is counted by the same statements, and written nowhere."""

from dataclasses import replace
from datetime import date

import pytest

from network.choices import State
from network.models import Membership
from network.overlap import history, states
from network.overlap.question import Crossing, Level, Rule
from network.overlap.supposing import MOST, Names, Supposed, read_supposed, supposing
from places.models import Change, Place
from tests.factories import make_commune, make_family, make_membership, make_network, make_place

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 29)


def crossing_with(*texts: str, rule: Rule | None = None, on: date = ON) -> Crossing:
    supposed = read_supposed(texts)
    facts = Crossing.asked(rule=rule)
    return supposing(facts, supposed, Names.of(supposed), on=on)


def communes(crossing: Crossing, on: date = ON) -> dict[str, State]:
    return {one.code: one.state for one in states.communes(crossing, on=on)}


@pytest.fixture(autouse=True)
def _two_towns() -> None:
    make_membership(make_place("Maison", "Mende"), make_network("France services", "mediation"), "2020-01-01")
    make_membership(make_place("POLeN", "Florac Trois Rivières"), make_network("SoLozère"), "2011-10-01")
    make_commune("Villefort")


def test_a_place_more_covers_its_commune() -> None:
    assert communes(Crossing.asked())["48198"] == State.NEITHER
    assert communes(crossing_with("place:48198:solozere"))["48198"] == State.B
    assert communes(crossing_with("place:48198:solozere+france-services"))["48198"] == State.BOTH


def test_a_membership_more_counts_on_any_day() -> None:
    more = crossing_with("member:maison:solozere")
    assert communes(more)["48095"] == State.BOTH
    assert communes(more, date(2015, 1, 1))["48095"] == State.B


def test_two_places_that_work_as_one_have_the_sides_of_both() -> None:
    more = crossing_with("pair:maison:polen")
    assert (communes(more)["48095"], communes(more)["48061"]) == (State.BOTH, State.BOTH)
    before = crossing_with("pair:maison:polen", on=date(2015, 1, 1))
    assert communes(before, date(2015, 1, 1))["48095"] == State.B, "France services was not there yet"


def test_distance_reaches_from_the_reference_point_of_the_commune() -> None:
    near = crossing_with("place:48061:france-services", rule=Rule.distance(1000))
    far = crossing_with("place:48061:france-services", rule=Rule.distance(50_000))
    assert [communes(one)["48198"] for one in (near, far)] == [State.NEITHER, State.BOTH]


def test_a_network_that_shows_no_service_by_itself_is_supposed_to() -> None:
    make_family("mediation")
    make_network("Bibliothèques", "mediation", shows_service=False)
    make_membership(make_place("Bibliothèque", "Villefort"), make_network("Bibliothèques"))
    assert communes(Crossing.asked())["48198"] == State.NEITHER
    assert communes(crossing_with("member:bibliotheque:bibliotheques"))["48198"] == State.A


def test_several_are_supposed_at_once_and_other_answers_count_them_too() -> None:
    more = crossing_with("place:48198:solozere", "member:maison:solozere")
    assert sum(state == State.B for state in communes(more).values()) == 2
    assert [one.networks for one in states.places(more, on=ON) if one.slug == "supposed-1"]
    assert {turn.unit for turn in history.turns(more, Level.COMMUNE)} == {"48095", "48061", "48198"}


def test_nothing_is_written_and_facts_stay_as_they_were() -> None:
    before = (Membership.objects.count(), Place.objects.count(), Change.objects.count())
    facts = communes(Crossing.asked())
    communes(crossing_with("place:48198:solozere"))
    assert (Membership.objects.count(), Place.objects.count(), Change.objects.count()) == before
    assert communes(Crossing.asked()) == facts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "place",
        "place:48198",
        "place:48198:",
        "town:48198:solozere",
        "place:48198:solozere+",
        "pair:maison:maison",
        "pair:maison:polen+autre",
        "place:48198:Solozere",
        "place:48198:" + "a" * 300,
        "place:48198:solozere;drop",
        "place:48198:solozere\n",
    ],
)
def test_what_cannot_be_read_is_none(text: str) -> None:
    assert Supposed.read(text) is None


def test_a_few_are_read_each_once_and_said_as_they_are_written() -> None:
    texts = [f"place:4800{number}:solozere" for number in range(9)]
    assert [str(one) for one in read_supposed([texts[0], *texts])] == texts[:MOST]


def test_what_there_is_not_is_told() -> None:
    for text in ("place:99999:solozere", "place:48198:nobody", "member:nowhere:solozere", "pair:maison:nowhere"):
        (one,) = read_supposed([text])
        assert not Names.of([one]).holds(one)


def test_facts_are_read_as_they_were_known_at_a_position_of_the_log() -> None:
    # A test commits nothing: what it wrote has no position.
    assert set(communes(replace(Crossing.asked(), position=0)).values()) == {State.NEITHER}
