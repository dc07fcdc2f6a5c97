"""Within some territories the overlap tells what the whole tells of their places and of their communes, and no more."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, assume, given

from network.overlap import history, opportunities, states
from network.overlap.changes import Change, changes
from network.overlap.question import Crossing, Level, Rule
from network.overlap.sets import combinations
from network.overlap.sources import sources
from places.models import Commune, Territory
from tests.factories import make_ardeche, make_commune, make_membership, make_network, make_place
from tests.network.drawn import DAYS, make, territories
from tests.network.overlap_twin import Twin
from tests.network.twin_checks import FAMILIES, both_ways
from tests.randomly import drawn

pytestmark = pytest.mark.django_db
DAY = DAYS[3]
LEVELS = (Level.PLACE, Level.COMMUNE)


@pytest.mark.twin
@drawn(6, phases=[Phase.explicit, Phase.generate])
@given(territory=territories)
@pytest.mark.parametrize("radius", [None, 9_000])
def test_a_part_is_what_the_whole_says_of_it(radius: int | None, territory: Any) -> None:
    towns, places = territory
    assume(any(town.is_abroad for town in towns) and not all(town.is_abroad for town in towns))
    with transaction.atomic():
        make(towns, places, radius or 4_000)
        whole, twin = both_ways(*FAMILIES, radius, confirmed=False)
        for code in Territory.objects.values_list("code", flat=True):
            _check(whole, _within(whole, code), set(_communes_of(code)), twin)
        transaction.set_rollback(True)


def _within(whole: Crossing, *codes: str) -> Crossing:
    return Crossing(whole.a, whole.b, whole.rule, whole.confirmed, whole.could_be, territories=codes)


def _communes_of(code: str) -> list[str]:
    return list(Commune.objects.filter(territory=code).values_list("code", flat=True))


def _check(whole: Crossing, part: Crossing, here: set[str], twin: Twin) -> None:
    places = [place for place in states.places(whole, on=DAY) if place.commune in here]
    slugs = {place.slug for place in places}
    assert _alike(states.places(part, on=DAY)) == _alike(places)
    communes = [commune for commune in states.communes(whole, on=DAY) if commune.code in here]
    assert states.communes(part, on=DAY) == communes
    (group,) = states.groups(part, Level.TERRITORY, on=DAY)
    assert group.summary == states.summarise(communes)
    assert sorted(states.places_alone(part)) == sorted(one for one in states.places_alone(whole) if one.slug in slugs)
    _check_histories(whole, part, here, slugs)
    _check_timelines(part, {Level.PLACE: slugs, Level.COMMUNE: _reaching(here, twin)})
    _check_chances(whole, part, here, slugs)
    networks = sorted({stay.network for stay in history.stays(whole)})
    everyone = Crossing.asked(networks, (), territories=part.territories)
    assert sorted(slug for one in combinations(everyone, on=DAY) for slug in one.places) == sorted(slugs)
    assert sources(part, on=DAY).places == sum(bool(place.bits & 3) for place in places)


def _reaching(here: set[str], twin: Twin) -> set[str]:
    return {place.slug for code in here for _metres, place in twin.reaching[code]}


def _check_histories(whole: Crossing, part: Crossing, here: set[str], slugs: set[str]) -> None:
    for level, units in zip(LEVELS, (slugs, here), strict=True):
        assert history.turns(part, level) == [turn for turn in history.turns(whole, level) if turn.unit in units]
        first, last = DAYS[0], DAYS[-1]
        told, every = (changes(one, level, start=first, end=last).items for one in (part, whole))
        assert [_named(one) for one in told] == [_named(one) for one in every if _named(one)[0] in units]
    assert history.stays(part) == [stay for stay in history.stays(whole) if stay.place in slugs]
    if part.rule.radius is not None:
        assert history.nearest(part) == [step for step in history.nearest(whole) if step.code in here]


def _named(one: Change) -> tuple[str, Any, list[Any], int]:
    unit = one.after.slug if isinstance(one.after, states.PlaceState) else one.after.code
    return unit, one.states, one.evidence, one.seen


def _alike(places: Iterable[states.PlaceState]) -> list[states.PlaceState]:
    """The networks of a place come in no order."""
    return [place._replace(networks=sorted(place.networks)) for place in places]


def _check_timelines(part: Crossing, reaching: dict[Level, set[str]]) -> None:
    for level, slugs in reaching.items():
        before, moments = history.timeline(part, level)
        passed = [moment for moment in moments if moment.day <= DAY]
        found = states.places(part, on=DAY) if level == Level.PLACE else states.communes(part, on=DAY)
        assert (passed[-1].summary if passed else before) == states.summarise(found)
        told = {slug for moment in moments for event in moment.events for slug in event.places}
        assert told <= slugs
        whole = history.events_of(Crossing(part.a, part.b, part.rule), level)
        assert told == {slug for event in whole for slug in event.places} & slugs


def _check_chances(whole: Crossing, part: Crossing, here: set[str], slugs: set[str]) -> None:
    every = opportunities.pairs(whole, on=DAY, radius=20_000, limit=1000)
    within = opportunities.pairs(part, on=DAY, radius=20_000, limit=1000)
    assert [(pair.a, pair.b) for pair in within] == [(one.a, one.b) for one in every if {one.a, one.b} <= slugs]
    wanted = list({one.state for one in states.communes(whole, on=DAY)})
    gaps = [opportunities.gaps(one, wanted, on=DAY, limit=1000) for one in (whole, part)]
    assert [gap._replace(total=0) for gap in gaps[1]] == [gap._replace(total=0) for gap in gaps[0] if gap.code in here]


def test_a_place_beyond_the_border_covers_and_is_not_counted() -> None:
    langogne, beyond = make_commune("Langogne"), make_ardeche()
    library = make_place("Médiathèque", beyond.name)
    make_membership(library, make_network("Réseau", "mediation"), "2019-01-01")
    part = Crossing.asked(rule=Rule.distance(50_000), territories=["48"])
    assert [(one.code, one.bits & 3) for one in states.communes(part, on=DAY)] == [(langogne.code, 1)]
    assert states.places(part, on=DAY) == []
    (moment,) = history.timeline(part, Level.COMMUNE)[1]
    assert [event.places for event in moment.events] == [[library.slug]]
    assert history.timeline(part, Level.PLACE)[1] == []


def test_a_network_that_is_nowhere_here_does_not_begin_here() -> None:
    make_commune("Mende")
    network = make_network("Réseau", "mediation", started_on=date(2018, 1, 1))
    make_membership(make_place("Ailleurs", make_ardeche().name), network, "2019-01-01")
    assert [event.kind for event in history.events_of(Crossing.asked(), Level.COMMUNE)] == ["network_started", "joined"]
    assert history.events_of(Crossing.asked(territories=["48"]), Level.COMMUNE) == []
