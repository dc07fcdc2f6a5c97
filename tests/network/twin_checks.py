"""What the overlap in SQL and its naive twin must agree on."""

import math
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from network.choices import State
from network.models import NetworkedPlace
from network.overlap import history, opportunities, states
from network.overlap.changes import Evidence, Kind, changes
from network.overlap.matrix import Matrix
from network.overlap.question import Crossing, Level, Rule, Sum, Summary
from network.overlap.sets import combinations
from network.overlap.sources import sources
from network.querysets import belongings, networked
from tests.network.overlap_twin import Event, Place, Stay, Tally, Twin, read_twin, tally

# The sides that the families make.
FAMILIES = (["mediation"], ["business_support"])


def rule(radius: int | None) -> Rule:
    return Rule() if radius is None else Rule.distance(radius)


def both_ways(
    a: list[str], b: list[str], radius: int | None, *, confirmed: bool, could_be: bool = False
) -> tuple[Crossing, Twin]:
    crossing = Crossing.asked(a, b, rule=rule(radius), confirmed=confirmed, could_be=could_be)
    return crossing, read_twin(set(a), set(b), radius=radius, confirmed=confirmed, could_be=could_be)


def check_states(crossing: Crossing, twin: Twin, on: date) -> None:
    places = {place.slug: place.bits for place in states.places(crossing, on=on)}
    assert list(places) == [place.slug for place in twin.places]
    for place in twin.places:
        check_bits(places[place.slug], twin, twin.counting(place, on), on)
        check_could_be(places[place.slug], twin, twin.lasting(place, on))
    communes = {commune.code: commune.bits for commune in states.communes(crossing, on=on)}
    assert list(communes) == [land.code for land in twin.communes]
    for land in twin.communes:
        check_bits(communes[land.code], twin, twin.covering(land, on), on)
        check_could_be(communes[land.code], twin, twin.reached(land, on))
    assert sources(crossing, on=on)[:4] == (on, *twin.sources(on))
    for level, key in ((Level.EPCI, "epci"), (Level.TERRITORY, "territory")):
        check_sums(crossing, twin, on, level, key)


def check_bits(bits: int, twin: Twin, stays: list[Stay], on: date) -> None:
    """See that bits tell the sides of the stays that count, and which of them are not confirmed, or not exact."""
    sides = twin.sides_of(stays)
    assert bits & 3 == sides
    assert states.unconfirmed(bits) == sides & ~twin.sides_of(stay for stay in stays if stay.is_confirmed(on))
    assert states.at_least_since(bits) == sides & ~twin.sides_of(stay for stay in stays if stay.is_exact)


def check_could_be(bits: int, twin: Twin, stays: list[Stay]) -> None:
    """See that bits tell the sides of which nothing shows a service, counted or not."""
    assert states.could_be(bits) == twin.sides_of(stays) & ~twin.sides_of(stay for stay in stays if stay.is_shown)


def check_verbs(twin: Twin, day: date) -> None:
    """See that the verbs of the directory tell the same, where the sides are those of the families."""
    if [twin.a, twin.b] != [set(side) for side in FAMILIES]:
        return
    everyone = replace(twin, confirmed=False, could_be=False)
    sides = {place.slug: everyone.of_place(place, day) for place in twin.places}
    unknown = sources(Crossing.asked(), on=day).unknown
    expected = {slug: None if State.of(bits) in unknown else State.of(bits) for slug, bits in sides.items()}
    told: Any = NetworkedPlace.objects.published().with_overlap(on=day)
    assert {place.slug: place.overlap for place in told} == expected
    for state in State:
        kept = NetworkedPlace.objects.published().overlapping([state], on=day)
        assert {place.slug for place in kept} == {slug for slug, found in expected.items() if found == state}
    rows = told.annotate(networked=networked(day)).order_by("pk")
    found = belongings([row.networked for row in rows], on=day)
    for row, place in zip(rows, twin.places, strict=True):
        belonging = found[row.networked]
        assert (set(belonging.networks), belonging.overlap) == (place.joined(day), expected[place.slug])
        possible = everyone.sides_of(everyone.lasting(place, day)) & ~sides[place.slug]
        assert sum(side.bit for side in belonging.could_be) == possible


def check_sums(crossing: Crossing, twin: Twin, on: date, level: Level, key: str) -> None:
    covered = twin.units(Level.COMMUNE, on)
    expected = {
        group: tally((covered[land.code], land.population) for land in twin.communes if getattr(land, key) == group)
        for group in {getattr(land, key) for land in twin.communes}
    }
    assert {group.code: tally_of(group.summary) for group in states.groups(crossing, level, on=on)} == expected


def tally_of(summary: Summary) -> Tally:
    return {state: (part.count, part.population, part.unknown) for state, part in summary.items()}


def check_timeline(crossing: Crossing, twin: Twin, level: Level) -> None:
    """Walk every day on which anything could change: the last moment before it tells what the twin counts."""
    before, moments = history.timeline(crossing, level)
    course = {day: twin.units(level, day) for day in twin.days}
    for day, units in course.items():
        passed = [moment for moment in moments if moment.day <= day]
        assert tally_of(passed[-1].summary if passed else before) == twin.tally(units)
    check_moves(before, moments)
    turned = {day for eve, day in pairwise(course) if course[eve] != course[day]}
    happened = {event.day for event in twin.events(level)} | {day for day, _kind, _network in twin.founded}
    assert [moment.day for moment in moments] == sorted(turned | happened)
    check_events(moments, twin, level)


def check_moves(before: Summary, moments: list[history.Moment]) -> None:
    """See that what is told of each day adds up from the day before to it."""
    last = before
    for moment in moments:
        for state in State:
            gained, seen, lost = (
                part(state).count for part in (moment.turned.gained, moment.turned.first_seen, moment.turned.lost)
            )
            assert last[state].count + gained + seen - lost == moment.summary[state].count
        last = moment.summary


def check_events(moments: list[history.Moment], twin: Twin, level: Level) -> None:
    """See that each moment tells what happened that day, to which places, and by which words that is known."""
    told = [event for moment in moments for event in moment.events]
    assert all(event.day == moment.day for moment in moments for event in moment.events)
    assert Counter(happened(event, place) for event in told for place in event.places) == Counter(twin.events(level))
    founded = [(event.day, event.kind, event.network) for event in told if not event.places]
    assert sorted(founded) == sorted(twin.founded)


def happened(event: history.Event | Evidence, place: str) -> Event:
    """Tell an event as the twin does: without words where it is the place that opened or closed."""
    words = None if event.kind in {"opened", "closed"} else (str(event.evidence), str(event.source))
    return Event(event.day, event.kind, place, event.network, event.is_exact, words)


def check_history(crossing: Crossing, twin: Twin) -> None:
    """See that turns, stays and steps tell a page, on each day on which anything could change, what the twin counts."""
    stays = history.stays(crossing)
    steps = history.nearest(crossing)
    for day in twin.days:
        check_stays(stays, twin, day)
        check_nearest(steps, twin, day)
    for level in (Level.PLACE, Level.COMMUNE):
        turns = history.turns(crossing, level)
        for day, expected in twin.seen(level):
            seen = history.seen_in(turn for turn in turns if turn.day is None or turn.day <= day)
            assert +Counter(seen) == +Counter(expected)
            last = {turn.unit: turn.bits for turn in turns if turn.day is None or turn.day <= day}
            assert {unit: sides for unit, sides in last.items() if sides} == {
                unit: sides for unit, sides in twin.units(level, day).items() if sides
            }


def check_stays(stays: list[history.Stay], twin: Twin, day: date) -> None:
    """See that the stays tell, on a day, the networks of each place on a side, confirmed or not, exact or not."""
    there = [
        (
            (stay.place, stay.network),
            stay.confirmed_until is not None and day < stay.confirmed_until,
            (stay.is_exact, stay.could_be),
        )
        for stay in stays
        if (stay.since is None or stay.since <= day) and (stay.until is None or day < stay.until)
    ]
    assert sorted(there) == sorted(
        ((place.slug, stay.network), stay.is_confirmed(day), (stay.is_exact, not stay.is_shown))
        for place in twin.places
        for stay in twin.lasting(place, day)
        if twin.sides(stay)
    )


def check_nearest(steps: list[history.Step], twin: Twin, day: date) -> None:
    """See that the last steps tell, up to a whole metre, how far the nearest place of each side is."""
    last = {(step.code, step.side): step.metres for step in steps if step.day is None or step.day <= day}
    for land in twin.communes:
        for side in (1, 2):
            metres = twin.nearest(land, side, day)
            told = last.get((land.code, side))
            assert (told is None) == (metres is None)
            if told is not None and metres is not None:
                assert told == math.ceil(metres) or abs(metres - round(metres)) < 1e-3
                assert abs(told - metres - 0.5) <= 0.501


def check_changes(crossing: Crossing, twin: Twin, start: date, end: date) -> None:
    for level in (Level.PLACE, Level.COMMUNE):
        before, after = (twin.units(level, on) for on in (start, end))
        found, matrix = changes(crossing, level, start=start, end=end)
        seen = [seen for day, seen in twin.seen(level) if day <= end][-1]
        check_matrix(matrix, twin, before, after, seen)
        assert [name_of(change.after) for change in found] == [unit for unit in before if before[unit] != after[unit]]
        evidence = twin.evidence(level, start, end)
        for change in found:
            unit = name_of(change.after)
            one, other = set_of(before[unit]), set_of(after[unit])
            assert change.kind == (Kind.GAINED if one < other else Kind.LOST if other < one else Kind.CHANGED_SIDE)
            assert change.first_seen == after[unit] & ~before[unit] & seen[unit]
            assert change.states == (State.of(before[unit]), State.of(after[unit]))
            assert change.evidence, "a change always has its evidence"
            assert Counter(happened(row, row.place) for row in change.evidence) == Counter(evidence[unit])
            assert [row.day for row in change.evidence] == sorted(row.day for row in change.evidence)


def check_matrix(
    matrix: Matrix, twin: Twin, before: dict[str, int], after: dict[str, int], seen: dict[str, int]
) -> None:
    """See that each state adds up, in numbers and in people, and that each way from state to state is as walked."""
    people = {land.code: land.population for land in twin.communes}
    for (one, other), part in matrix.cells.items():
        went = [unit for unit in before if (State.of(before[unit]), State.of(after[unit])) == (one, other)]
        lives = [people.get(unit, 0) for unit in went]
        assert (part.count, part.population) == (len(went), sum(filter(None, lives)))
        assert part.unknown == lives.count(None)
        merely = [unit for unit in went if after[unit] & ~before[unit] & seen[unit]]
        assert matrix.seen[one, other].count == len(merely)
    for state in State:
        start, end = matrix.start(state), matrix.end(state)
        moves = matrix.gained(state), matrix.first_seen(state), matrix.lost(state)
        for name in ("count", "population", "unknown"):
            gained, first_seen, lost = (getattr(part, name) for part in moves)
            assert getattr(start, name) + gained + first_seen - lost == getattr(end, name)
            assert min(gained, first_seen, lost) >= 0
        assert vars_of(start) == twin.tally(before)[state]
        assert vars_of(end) == twin.tally(after)[state]


def vars_of(part: Sum) -> tuple[int, int, int]:
    return part.count, part.population, part.unknown


def name_of(unit: states.PlaceState | states.CommuneState) -> str:
    return unit.slug if isinstance(unit, states.PlaceState) else unit.code


def set_of(sides: int) -> set[int]:
    return {bit for bit in (1, 2) if sides & bit}


def check_sets(twin: Twin, on: date) -> None:
    networks = {stay.network for place in twin.places for stay in place.stays}
    crossing = Crossing.asked(sorted(networks), (), confirmed=twin.confirmed, could_be=twin.could_be)
    told = {frozenset(one.networks): one.size for one in combinations(crossing, on=on)}
    assert told == twin.sets(networks, on)


def check_opportunities(crossing: Crossing, twin: Twin, on: date, radius: int) -> None:
    for apart in (radius, 20_000):
        check_pairs(crossing, twin, on, apart)
    for wanted, sides in (([State.A, State.B], {1, 2}), ([State.NEITHER], {0})):
        gaps = opportunities.gaps(crossing, wanted, on=on, limit=10_000)
        lands = [land for land in twin.communes if twin.of_commune(land, on) in sides]
        expected = sorted(lands, key=lambda land: (-(land.population or 0), land.population is None, land.code))
        assert [(gap.code, gap.state) for gap in gaps] == [
            (land.code, State.of(twin.of_commune(land, on))) for land in expected
        ]
        assert {gap.total for gap in gaps} <= {len(expected)}
        for gap, land in zip(gaps, expected, strict=True):
            for side, nearest in zip((1, 2), gap.nearest, strict=True):
                check_first(nearest, twin.ranked(land, side, on))


def check_pairs(crossing: Crossing, twin: Twin, on: date, radius: int) -> None:
    told = opportunities.pairs(crossing, on=on, radius=radius, limit=10_000)
    expected = twin.pairs(on, radius)
    assert {(pair.a, pair.b): pair.is_rough for pair in told} == {pair: rough for pair, (_, rough) in expected.items()}
    assert len(told) == len(expected)
    first = opportunities.pairs(crossing, on=on, radius=radius, limit=1)
    assert [pair.total for pair in first] == [len(expected)][: len(expected)]
    assert all(abs(pair.metres - expected[pair.a, pair.b][0]) < 0.001 for pair in told)
    assert [pair.metres for pair in told] == sorted(pair.metres for pair in told)


def check_first(told: opportunities.Nearest, ranked: list[tuple[float, Place]]) -> None:
    """See that a place is the nearest: any of those at one distance, but the first entered of those on one spot."""
    if not ranked:
        assert told == (None, None, None, None)
        return
    least = ranked[0][0]
    near = {place.slug: place for metres, place in ranked if metres - least < 1e-6}
    assert told.slug in near
    chosen = near[told.slug]
    assert told.slug == next(slug for slug, place in near.items() if (place.lon, place.lat) == (chosen.lon, chosen.lat))
    assert abs((told.metres or 0) - least) < 0.001
    assert told.is_rough == chosen.is_rough
