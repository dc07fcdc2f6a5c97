from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.range import DateRange

from network.choices import State
from network.models import Membership, Network, NetworkedPlace
from tests.budget import hold, statements
from tests.factories import FAMILIES, make_both_families, make_membership, make_network, make_place
from tests.randomly import drawn

pytestmark = pytest.mark.django_db


def states(places: Any) -> dict[str, str]:
    """The annotation of each place, by name."""
    return {place.name: place.overlap for place in places}


@pytest.fixture
def four() -> None:
    """Make a place in each of the four states, for ever."""
    mediation, business = make_network("France services", "mediation"), make_network("SoLozère")
    make_both_families(make_place("both"))
    make_membership(make_place("a"), mediation)
    make_membership(make_place("b"), business)
    make_place("neither")


@pytest.mark.usefixtures("four")
def test_a_place_is_in_one_of_four_states() -> None:
    assert states(NetworkedPlace.objects.with_overlap()) == {state: state for state in State.values}
    assert NetworkedPlace.objects.overlap_counts() == dict.fromkeys(State.values, 1)


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("state", State.values)
def test_places_are_kept_by_state(state: str) -> None:
    assert [place.name for place in NetworkedPlace.objects.overlapping([state])] == [state]
    others = {place.name for place in NetworkedPlace.objects.overlapping([s for s in State.values if s != state])}
    assert others == set(State.values) - {state}


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("solozere", ["b", "both"]),
        ("france service", ["a", "both"]),
        ("solozere services", ["both"]),
        ("solozere mediation", ["b", "both"]),
        ("neither", ["neither"]),
    ],
)
def test_a_search_reads_the_names_of_the_networks_of_today_too(text: str, found: list[str]) -> None:
    make_membership(make_place("past"), Network.objects.get(slug="solozere"), "2012-01-01", "2019-01-01")
    assert sorted(place.name for place in NetworkedPlace.objects.matching(text)) == found


@pytest.mark.usefixtures("four")
def test_places_are_kept_by_family_and_by_network_any_of_or_all_of() -> None:
    def names(found: Iterable[NetworkedPlace]) -> list[str]:
        return sorted(place.name for place in found)

    places = NetworkedPlace.objects
    assert names(places.of_families(["mediation"])) == ["a", "both"]
    assert names(places.of_families(list(FAMILIES))) == ["a", "b", "both"]
    assert names(places.of_families(list(FAMILIES), match_all=True)) == ["both"]
    assert names(places.in_networks(["solozere"])) == ["b", "both"]
    assert names(places.in_networks(["solozere", "france-services"], match_all=True)) == ["both"]
    assert names(places.in_networks(["inconnu"])) == []


def test_two_networks_of_one_family_do_not_make_an_overlap() -> None:
    place = make_place()
    make_membership(place, make_network("SoLozère"))
    make_membership(place, make_network("Fabriques de territoire"))
    assert states(NetworkedPlace.objects.with_overlap()) == {"POLeN": "b"}


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2018-12-31", None),  # no source dates anything yet: nobody knows
        ("2019-01-01", "a"),  # the start is inside
        ("2019-06-30", "a"),
        ("2019-07-01", "both"),
        ("2019-12-31", "both"),
        ("2020-01-01", "b"),  # the end is the first day outside
        ("2026-11-23", "b"),
    ],
)
def test_a_membership_counts_from_its_start_to_the_day_before_its_end(on: str, state: str | None) -> None:
    place = make_place()
    make_membership(place, make_network("MSAP", "mediation"), "2019-01-01", "2020-01-01")
    make_membership(place, make_network("SoLozère"), "2019-07-01")
    day = date.fromisoformat(on)
    assert states(NetworkedPlace.objects.with_overlap(on=day)) == {"POLeN": state}
    assert NetworkedPlace.objects.overlapping([state or "neither"], on=day).exists() == (state is not None)
    assert NetworkedPlace.objects.overlap_counts(on=day) == {one: int(one == state) for one in State.values}


def test_today_is_the_local_day() -> None:
    today = timezone.localdate()
    make_membership(make_place(), make_network(), today.isoformat(), (today + timedelta(days=1)).isoformat())
    assert states(NetworkedPlace.objects.with_overlap()) == {"POLeN": "b"}


def test_an_unknown_state_is_an_error_and_not_an_empty_list() -> None:
    with pytest.raises(ValueError, match="overlapped"):
        NetworkedPlace.objects.overlapping(["overlapped"])


def test_the_overlap_of_any_number_of_places_is_one_question() -> None:
    for size in (3, 12):
        for number in range(NetworkedPlace.objects.count(), size):
            make_both_families(make_place(f"Lieu {number}"))
        with statements() as queries:
            assert list(states(NetworkedPlace.objects.with_overlap()).values()) == ["both"] * size
        hold(queries, habit=1)
        with statements() as queries:
            NetworkedPlace.objects.overlap_counts()
        hold(queries, habit=1)


DAYS = st.dates(date(2011, 1, 1), date(2026, 12, 31))
STAYS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.none() | DAYS, st.none() | DAYS), max_size=10)


def naive_state(stays: list[tuple[Network, date | None, date | None]], on: date) -> str:
    sides = {n.family.side for n, start, end in stays if (not start or start <= on) and (not end or on < end)}
    return "both" if len(sides) == 2 else next((side for side in sides if side), "neither")


def is_silent(side: str, stays: list[tuple[Network, date | None, date | None]], on: date) -> bool:
    starts = [start for network, start, _end in stays if network.family.side == side]
    return bool(starts) and all(start and on < start for start in starts)


@drawn(15)
@given(STAYS, DAYS)
def test_overlap_agrees_with_a_naive_computation(
    drawn: list[tuple[int, int, date | None, date | None]], on: date
) -> None:
    Membership.objects.all().delete()
    places = [NetworkedPlace.objects.filter(name=f"Lieu {n}").first() or make_place(f"Lieu {n}") for n in range(4)]
    networks = [make_network(f"Réseau {n}", list(FAMILIES)[n % 2]) for n in range(4)]
    kept: dict[int, list[tuple[Network, date | None, date | None]]] = {n: [] for n in range(4)}
    taken = set()
    for place, network, start, end in drawn:
        if (place, network) in taken or (start and end and start >= end):
            continue
        taken.add((place, network))
        stay = DateRange(start, end, "[)" if start else "()")
        make_membership(places[place], networks[network], period=stay)
        kept[place].append((networks[network], start, end))
    everything = [stay for stays in kept.values() for stay in stays]
    unknown = "neither" if any(is_silent(side, everything, on) for side in ("a", "b")) else ""
    found = [naive_state(stays, on) for stays in kept.values()]
    expected = [None if state == unknown else state for state in found]
    assert list(states(NetworkedPlace.objects.with_overlap(on=on).order_by("name")).values()) == expected
    counts = NetworkedPlace.objects.overlap_counts(on=on)
    assert counts == {state: expected.count(state) for state in State.values}
