"""The overlap in SQL agrees with a naive twin on the real Lozère."""

from datetime import date

import pytest

from network.overlap.question import Level
from places.models import Commune
from tests.network.overlap_twin import read_twin
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere"), pytest.mark.twin]


@pytest.mark.parametrize(("confirmed", "could_be"), [(False, False), (False, True), (True, False)])
@pytest.mark.parametrize("radius", [None, 5_000, 10_000])
def test_the_twin_agrees_on_the_real_lozere(radius: int | None, confirmed: bool, could_be: bool) -> None:
    crossing, twin = both_ways(*FAMILIES, radius, confirmed=confirmed, could_be=could_be)
    assert twin.edge() > 0.001
    for on in (date(2013, 12, 31), date(2019, 7, 1), date(2026, 11, 23)):
        check_states(crossing, twin, on)
        check_verbs(twin, on)
        check_sets(twin, on)
    check_changes(crossing, twin, date(2019, 7, 1), date(2026, 11, 23))
    check_opportunities(crossing, twin, date(2021, 6, 1), radius or 1_000)
    check_timeline(crossing, twin, Level.PLACE)
    check_timeline(crossing, twin, Level.COMMUNE)
    check_history(crossing, twin)


@pytest.mark.parametrize("radius", [1_000, 30_000, 50_000])
def test_the_twin_agrees_on_the_real_lozere_however_wide_the_radius(radius: int) -> None:
    """Places are tested by neighbourhoods, whose size goes with the radius."""
    for sides in (FAMILIES, (["france-services", "msap"], ["solozere"])):
        crossing, twin = both_ways(*sides, radius, confirmed=False)
        assert twin.edge() > 0.001
        for on in (date(2019, 7, 1), date(2026, 11, 23)):
            check_states(crossing, twin, on)


def test_a_point_on_the_surface_is_the_same_for_the_twin() -> None:
    here = {land.code: (land.lon, land.lat) for land in read_twin(set(), set()).communes}
    for commune in Commune.objects.only("reference"):
        assert (commune.reference.x, commune.reference.y) == pytest.approx(here[commune.pk], abs=1e-9)
