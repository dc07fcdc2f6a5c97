"""The overlap in SQL agrees with a naive twin on territories that Hypothesis makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given
from hypothesis import strategies as st

from network.overlap import history
from network.overlap.question import Crossing, Level
from tests.factories import make_membership, make_network, make_place
from tests.network.drawn import DAYS, make, territories
from tests.network.twin_checks import (
    FAMILIES,
    both_ways,
    check_changes,
    check_history,
    check_opportunities,
    check_sets,
    check_states,
    check_timeline,
    check_verbs,
)
from tests.randomly import drawn

pytestmark = [pytest.mark.django_db, pytest.mark.twin]
# The second leave out two networks; the last share one.
SIDES = [
    FAMILIES,
    (["reseau-0"], ["reseau-1"]),
    (["mediation", "reseau-1"], ["reseau-3"]),
    (["mediation"], ["reseau-0", "business_support"]),
]


def test_a_place_that_closes_when_silence_falls_is_unseen_as_a_place() -> None:
    place = make_place(closed_on=date(2022, 3, 1))
    make_membership(place, make_network("SoLozère"), "2020-02-29")
    for level, kind in ((Level.PLACE, "unseen"), (Level.COMMUNE, "closed")):
        _before, moments = history.timeline(Crossing.asked(confirmed=True), level)
        assert [(moment.day, moment.events[0].kind) for moment in moments[1:]] == [(date(2022, 3, 1), kind)]


# Before everything, each day that is drawn, and after.
ASKED = [date(1900, 1, 1), *DAYS, date(2026, 11, 23)]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# What fails is small already: shrinking it takes minutes.
@drawn(6, phases=[Phase.explicit, Phase.generate])
@given(
    confirmed=st.booleans(),
    territory=territories,
    asked=st.tuples(st.sampled_from(SIDES), st.booleans()),
    days=st.sets(st.sampled_from(ASKED), min_size=3, max_size=3),
)
@pytest.mark.parametrize("radius", [None, 0, 4_000, 9_000, 10_000, 30_000])
def test_the_twin_agrees_on_made_up_territories(
    radius: int | None,
    confirmed: bool,
    territory: Any,
    asked: tuple[tuple[list[str], list[str]], bool],
    days: set[date],
) -> None:
    with undone():
        around = 4_000 if radius is None else radius
        towns, places = territory
        make(towns, places, around)
        sides, could_be = asked
        crossing, twin = both_ways(*sides, radius, confirmed=confirmed, could_be=could_be)
        assert twin.edge() > 0.001
        for day in days:
            check_states(crossing, twin, day)
            check_verbs(twin, day)
            check_opportunities(crossing, twin, day, around)
        check_timeline(crossing, twin, Level.PLACE)
        check_timeline(crossing, twin, Level.COMMUNE)
        check_history(crossing, twin)
        check_changes(crossing, twin, min(days), max(days))
        check_sets(twin, max(days))
