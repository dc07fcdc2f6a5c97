"""The overlap in SQL agrees with a naive twin: on the real Lozère, and on territories that Hypothesis makes."""

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.db import transaction
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from network.choices import Family
from network.overlap import history, opportunities, states
from network.overlap.changes import Kind, changes
from network.overlap.question import Crossing, Level, Rule, State
from network.overlap.sets import combinations
from places.models import Commune
from tests.factories import (
    TOWNS,
    make_commune,
    make_intercommunality,
    make_membership,
    make_network,
    make_place,
    period,
    square,
)
from tests.network.overlap_twin import Twin, read_twin

pytestmark = pytest.mark.django_db
SIDES = [
    (["mediation"], ["business_support"]),
    (["reseau-0"], ["reseau-1", "reseau-3"]),
    (["mediation", "reseau-1"], ["reseau-3"]),
]
RULES = [None, 0, 3_000, 9_000, 30_000]


def rule(radius: int | None) -> Rule:
    return Rule() if radius is None else Rule.distance(radius)


def both_ways(a: list[str], b: list[str], radius: int | None, *, confirmed: bool) -> tuple[Crossing, Twin]:
    crossing = Crossing.asked(a, b, rule=rule(radius), confirmed=confirmed)
    return crossing, read_twin(set(a), set(b), radius=radius, confirmed=confirmed)


def check_states(crossing: Crossing, twin: Twin, on: date) -> None:
    found = {place.slug: place for place in states.places(crossing, on=on)}
    assert {slug: place.bits & 3 for slug, place in found.items()} == {
        place.slug: twin.of_place(place, on) for place in twin.places
    }
    for place in twin.places:
        stays = twin.counting(place, on)
        bits = found[place.slug].bits
        seen = sides_of(twin, [stay for stay in stays if stay.is_confirmed(on)])
        exact = sides_of(twin, [stay for stay in stays if stay.is_exact])
        assert states.unconfirmed(bits) == bits & 3 & ~seen
        assert states.at_least_since(bits) == bits & 3 & ~exact
    covered = {commune.code: commune.bits & 3 for commune in states.communes(crossing, on=on)}
    assert covered == {land.code: twin.of_commune(land, on) for land in twin.communes}
    for level, key in ((Level.EPCI, "epci"), (Level.TERRITORY, None)):
        check_sums(crossing, twin, on, level, key)


def sides_of(twin: Twin, stays: list[Any]) -> int:
    found = 0
    for stay in stays:
        found |= twin.sides(stay)
    return found


def check_sums(crossing: Crossing, twin: Twin, on: date, level: Level, key: str | None) -> None:
    expected: Counter[tuple[str | None, State, str]] = Counter()
    for land in twin.communes:
        group, state = (getattr(land, key) if key else "48"), State.of(twin.of_commune(land, on))
        expected[group, state, "count"] += 1
        expected[group, state, "population"] += land.population or 0
        expected[group, state, "unknown"] += land.population is None
    told: Counter[tuple[str | None, State, str]] = Counter()
    for group_state in states.groups(crossing, level, on=on):
        for state, part in group_state.summary.items():
            told[group_state.code, state, "count"] += part.count
            told[group_state.code, state, "population"] += part.population
            told[group_state.code, state, "unknown"] += part.unknown
    assert +told == +expected


def check_timeline(crossing: Crossing, twin: Twin, level: Level) -> None:
    """Walk every day on which anything could change: the last moment before it tells what the twin counts."""
    before, moments = history.timeline(crossing, level)
    turns = history.turns(crossing, level)
    steps = history.nearest(crossing) if level == Level.COMMUNE and twin.radius is not None else []
    for day in twin.days():
        passed = [moment for moment in moments if moment.day <= day]
        summary = passed[-1].summary if passed else before
        now = units_of(twin, level, day)
        assert {state: part.count for state, part in summary.items() if part.count} == Counter(
            map(State.of, now.values())
        )
        last = {turn.unit: turn.bits for turn in turns if turn.day is None or turn.day <= day}
        assert {unit: last.get(unit, 0) for unit in now} == now
        if steps:
            check_nearest(twin, steps, day)
        if level == Level.PLACE:
            check_stays(history.stays(crossing), twin, day)
    turning = {turn.day for turn in turns if turn.day}
    assert turning <= {moment.day for moment in moments}
    assert [moment.day for moment in moments] == sorted({moment.day for moment in moments})


def check_stays(stays: list[history.Stay], twin: Twin, day: date) -> None:
    """See that the stays tell, on a day, the networks of each place on a side, confirmed or not, exact or not."""
    there = [
        (stay.place, stay.network, stay.confirmed_until is not None and day < stay.confirmed_until, stay.is_exact)
        for stay in stays
        if (stay.since is None or stay.since <= day) and (stay.until is None or day < stay.until)
    ]
    assert sorted(there) == sorted(
        (place.slug, stay.network, stay.is_confirmed(day), stay.is_exact)
        for place in twin.places
        for stay in twin.counting(place, day)
        if twin.sides(stay)
    )


def check_nearest(twin: Twin, steps: list[history.Step], day: date) -> None:
    last = {(step.code, step.side): step.metres for step in steps if step.day is None or step.day <= day}
    for land in twin.communes:
        for side in (1, 2):
            metres = twin.nearest(land, side, day)
            told = last.get((land.code, side))
            assert (told is None) == (metres is None)
            if told is not None and metres is not None:
                assert abs(told - metres - 0.5) <= 0.501
                assert told == math.ceil(metres) or abs(metres - round(metres)) < 1e-3


def check_changes(crossing: Crossing, twin: Twin, start: date, end: date) -> None:
    for level in (Level.PLACE, Level.COMMUNE):
        before, after = (units_of(twin, level, on) for on in (start, end))
        found = {name_of(change.after): change for change in changes(crossing, level, start=start, end=end)}
        assert set(found) == {unit for unit in before if before[unit] != after[unit]}
        for unit, change in found.items():
            one, other = set_of(before[unit]), set_of(after[unit])
            assert change.kind == (Kind.GAINED if one < other else Kind.LOST if other < one else Kind.CHANGED_SIDE)
            assert change.evidence, "a change always has its evidence"
            assert all(start < row.day <= end for row in change.evidence)


def units_of(twin: Twin, level: Level, on: date) -> dict[str, int]:
    """Give the sides of every place, by slug, or of every commune, by code."""
    if level == Level.PLACE:
        return {place.slug: twin.of_place(place, on) for place in twin.places}
    return {land.code: twin.of_commune(land, on) for land in twin.communes}


def name_of(unit: states.PlaceState | states.CommuneState) -> str:
    return unit.slug if isinstance(unit, states.PlaceState) else unit.code


def set_of(sides: int) -> set[int]:
    return {bit for bit in (1, 2) if sides & bit}


def check_sets(twin: Twin, on: date) -> None:
    networks = {stay.network for place in twin.places for stay in place.stays}
    crossing = Crossing.asked(sorted(networks), (), confirmed=twin.confirmed)
    told = {frozenset(one.networks): one.size for one in combinations(crossing, on=on)}
    assert told == twin.sets(networks, on)


def check_opportunities(crossing: Crossing, twin: Twin, on: date, radius: int) -> None:
    told = opportunities.pairs(crossing, on=on, radius=radius, limit=10_000)
    assert len(told) == len({frozenset({pair.a, pair.b}) for pair in told})
    assert {frozenset({pair.a, pair.b}) for pair in told} == twin.pairs(on, radius)
    assert [pair.metres for pair in told] == sorted(pair.metres for pair in told)
    assert [pair.total for pair in opportunities.pairs(crossing, on=on, radius=radius, limit=1)] == [len(told)][
        : len(told)
    ]
    for wanted, sides in (([State.A_ONLY, State.B_ONLY], {1, 2}), ([State.NEITHER], {0})):
        gaps = opportunities.gaps(crossing, wanted, on=on, limit=10_000)
        lands = [land for land in twin.communes if twin.of_commune(land, on) in sides]
        expected = sorted(lands, key=lambda land: (-(land.population or 0), land.population is None, land.code))
        assert [gap.code for gap in gaps] == [land.code for land in expected]
        assert {gap.total for gap in gaps} <= {len(expected)}


# The real Lozère ------------------------------------------------------------------------------------


@pytest.mark.parametrize("confirmed", [False, True])
@pytest.mark.parametrize("radius", [None, 5_000, 10_000])
def test_the_twin_agrees_on_the_real_lozere(radius: int | None, confirmed: bool) -> None:
    call_command("load_territory", stdout=StringIO())
    crossing, twin = both_ways(*SIDES[0], radius, confirmed=confirmed)
    assert twin.edge() > 0.001
    for on in (date(2013, 12, 31), date(2019, 7, 1), date(2026, 11, 23)):
        check_states(crossing, twin, on)
        check_sets(twin, on)
    check_changes(crossing, twin, date(2019, 7, 1), date(2026, 11, 23))
    check_opportunities(crossing, twin, date(2021, 6, 1), radius or 1_000)
    check_timeline(crossing, twin, Level.PLACE)


@pytest.mark.parametrize("radius", [1_000, 30_000, 50_000])
def test_the_twin_agrees_on_the_real_lozere_however_wide_the_radius(radius: int) -> None:
    """Places are tested by neighbourhoods, whose size goes with the radius."""
    call_command("load_territory", stdout=StringIO())
    for sides in (SIDES[0], (["france-services", "msap"], ["solozere"])):
        crossing, twin = both_ways(*sides, radius, confirmed=False)
        assert twin.edge() > 0.001
        for on in (date(2019, 7, 1), date(2026, 11, 23)):
            check_states(crossing, twin, on)


def test_a_point_on_the_surface_is_the_same_for_the_twin() -> None:
    call_command("load_territory", stdout=StringIO())
    here = {land.code: (land.lon, land.lat) for land in read_twin(set(), set()).communes}
    for commune in Commune.objects.only("reference"):
        assert (commune.reference.x, commune.reference.y) == pytest.approx(here[commune.pk], abs=1e-9)


def test_a_place_that_closes_when_silence_falls_is_unseen_as_a_place() -> None:
    place = make_place(closed_on=date(2022, 3, 1))
    make_membership(place, make_network("SoLozère"), "2020-02-29")
    for level, kind in ((Level.PLACE, "unseen"), (Level.COMMUNE, "closed")):
        _before, moments = history.timeline(Crossing.asked(confirmed=True), level)
        assert [(moment.day, moment.events[0].kind) for moment in moments[1:]] == [(date(2022, 3, 1), kind)]


# Made up --------------------------------------------------------------------------------------------

# Few days, so that they meet: leap days, the eve and the morrow of 24 months, the same day twice.
DAYS = [
    date(2018, 2, 28),
    date(2019, 7, 1),
    date(2020, 2, 29),
    date(2020, 3, 1),
    date(2021, 7, 1),
    date(2021, 7, 2),
    date(2022, 2, 28),
    date(2022, 3, 1),
    date(2024, 2, 29),
]
ASKED = [date(1900, 1, 1), *DAYS, date(2026, 11, 23)]
CODES = ["48095", "48061", "48092", "48080"]
day = st.none() | st.sampled_from(DAYS)
# Most places are open all along, or nothing would be covered.
rarely = st.one_of(st.none(), st.none(), st.none(), st.sampled_from(DAYS))
# On a grid, so that places lie on the boundary of two communes, and on reference points.
spots = st.none() | st.tuples(st.integers(0, 15), st.integers(0, 4))
places = st.lists(
    st.tuples(
        spots, st.sampled_from([None, False, True]), st.lists(st.sampled_from(CODES), max_size=3), rarely, rarely
    ),
    min_size=3,
    max_size=5,
)
stays = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), day, day, st.booleans(), day), min_size=5, max_size=12)
communes = st.lists(st.tuples(st.none() | st.integers(0, 5_000), st.booleans(), st.booleans()), min_size=4, max_size=4)
# Powers of two: what lies on a boundary does so to the last bit.
WEST, SOUTH, SIDE, STEP = 3.5, 44.5, 0.125, 0.03125


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_land(drawn: list[tuple[int | None, bool, bool]]) -> None:
    """Make four square communes in a row, each touching the next."""
    names = {code: name for name, (code, _lon, _lat) in TOWNS.items()}
    for column, (code, (population, has_hall, has_group)) in enumerate(zip(CODES, drawn, strict=True)):
        lon, lat = WEST + SIDE * (column + 0.5), SOUTH + SIDE / 2
        hall = Point(lon + STEP, lat, srid=4326) if has_hall else None
        make_commune(names[code], boundary=square(lon, lat, SIDE / 2), population=population, town_hall=hall)
        if has_group:
            make_intercommunality("Cœur de Lozère", names[code])


def make_places(drawn: list[tuple[Any, ...]]) -> list[Any]:
    made = []
    for number, (spot, is_itinerant, served, opened, closed) in enumerate(drawn):
        assume(opened is None or closed is None or opened <= closed)
        point = spot and Point(WEST + spot[0] * STEP, SOUTH + spot[1] * STEP, srid=4326)
        code = CODES[min(spot[0] // 4, 3)] if spot else CODES[0]
        made.append(
            make_place(
                f"Lieu {number}",
                commune=Commune(code=code),
                point=point,
                is_itinerant=is_itinerant,
                served_communes=list(dict.fromkeys(served)) if is_itinerant and served else None,
                opened_on=opened,
                closed_on=closed,
            )
        )
    return made


def make_stays(made: list[Any], drawn: list[tuple[Any, ...]]) -> None:
    networks = [make_network(f"Réseau {n}", Family.values[n % 2]) for n in range(4)]
    kept: list[tuple[int, int, date | None, date | None]] = []
    for place, network, start, end, is_exact, seen in drawn:
        clash = any(
            (p, n) == (place, network) and (not s or not end or s < end) and (not e or not start or start < e)
            for p, n, s, e in kept
        )
        if place >= len(made) or clash or (start and end and start >= end):
            continue
        kept.append((place, network, start, end))
        days = (start and start.isoformat(), end and end.isoformat())
        make_membership(
            made[place],
            networks[network],
            period=period(*days),
            is_start_exact=bool(is_exact and start),
            last_seen_on=seen,
        )


asked = st.fixed_dictionaries(
    {
        "sides": st.sampled_from(SIDES),
        "radius": st.sampled_from(RULES),
        "confirmed": st.booleans(),
        "days": st.tuples(st.sampled_from(ASKED), st.sampled_from(ASKED)).map(sorted),
    }
)


# What fails is small already: shrinking it takes minutes.
@settings(max_examples=50, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(communes, places, stays, asked)
def test_the_twin_agrees_on_made_up_territories(
    land: list[Any], lieux: list[Any], memberships: list[Any], asked: dict[str, Any]
) -> None:
    with undone():
        make_land(land)
        make_stays(make_places(lieux), memberships)
        a, b = asked["sides"]
        crossing, twin = both_ways(a, b, asked["radius"], confirmed=asked["confirmed"])
        assume(twin.edge() > 0.001)
        start, end = asked["days"]
        for day in ASKED:
            check_states(crossing, twin, day)
            check_opportunities(crossing, twin, day, 20_000)
        check_timeline(crossing, twin, Level.PLACE)
        check_timeline(crossing, twin, Level.COMMUNE)
        check_changes(crossing, twin, start, end)
        check_sets(twin, end)
