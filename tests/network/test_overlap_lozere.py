"""The overlap on the real Lozère, by name: what the sources say, and where they are silent."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from network.choices import State
from network.models import NetworkedPlace
from network.overlap import history, states
from network.overlap.question import Crossing, Level, Rule
from places.choices import Door
from places.services import edit_place

if TYPE_CHECKING:
    from collections.abc import Collection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
MID_2019, TODAY = date(2019, 7, 1), date(2026, 11, 23)


def slugs(crossing: Crossing, on: date, *wanted: State) -> set[str]:
    return {place.slug for place in states.places(crossing, on=on) if place.state in wanted}


def counts(crossing: Crossing, level: Level, on: date) -> dict[str, int]:
    found: Collection[states.PlaceState | states.CommuneState]
    found = states.places(crossing, on=on) if level == Level.PLACE else states.communes(crossing, on=on)
    return {state.value: part.count for state, part in states.summarise(found).items()}


# The eight of the eleven Lozère rows of the State's census of third places that are public service points too.
CENSUS_AND_MSAP = {
    "france-services-florac",
    "france-services-hautes-terres-de-l-aubrac",
    "france-services-langogne",
    "france-services-marvejols",
    "france-services-massegros",
    "france-services-meyrueis",
    "france-services-pont-de-montvert",
    "france-services-villefort",
}


def test_in_mid_2019_the_census_points_of_solozere_that_are_msap_are_both() -> None:
    by_family = Crossing.asked()
    assert slugs(by_family, MID_2019, State.BOTH) == CENSUS_AND_MSAP
    by_network = Crossing.asked(["msap"], ["solozere"])
    assert slugs(by_network, MID_2019, State.BOTH) == CENSUS_AND_MSAP
    assert slugs(by_network, MID_2019, State.BOTH) == slugs(
        Crossing.asked(["solozere"], ["msap"]), MID_2019, State.BOTH
    )


@pytest.mark.parametrize(
    ("on", "members"), [("2021-03-31", 11), ("2022-12-15", 17), ("2023-07-15", 18), ("2024-08-01", 20)]
)
def test_the_four_lists_of_france_services_are_met(on: str, members: int) -> None:
    crossing = Crossing.asked(["france-services"], ["solozere"])
    assert len(slugs(crossing, date.fromisoformat(on), State.A, State.BOTH)) == members


def test_places_are_counted_as_the_directory_counts_them() -> None:
    places = NetworkedPlace.objects.published()
    for on in (MID_2019, date(2021, 6, 1), TODAY):
        assert counts(Crossing.asked(), Level.PLACE, on) == places.overlap_counts(on=on)
    # On a day of which no source speaks, the directory counts none in any state: nobody knows.
    assert set(places.overlap_counts(on=date(2011, 1, 1)).values()) == {0}


@pytest.mark.parametrize(
    ("on", "rule", "expected", "with_all_libraries"),
    [
        (MID_2019, Rule(), (9, 1, 1, 141), (9, 1, 1, 141)),
        (MID_2019, Rule.distance(5_000), (24, 1, 3, 124), (24, 1, 3, 124)),
        (MID_2019, Rule.distance(10_000), (60, 8, 11, 73), (60, 8, 11, 73)),
        (TODAY, Rule(), (4, 29, 1, 118), (4, 55, 1, 92)),
        (TODAY, Rule.distance(5_000), (11, 64, 2, 75), (13, 97, 0, 42)),
        (TODAY, Rule.distance(10_000), (37, 98, 5, 12), (42, 107, 0, 3)),
    ],
)
def test_communes_are_covered_under_each_rule(
    on: date, rule: Rule, expected: tuple[int, ...], with_all_libraries: tuple[int, ...]
) -> None:
    assert tuple(counts(Crossing.asked(rule=rule), Level.COMMUNE, on).values()) == expected
    every = Crossing.asked(rule=rule, could_be=True)
    assert tuple(counts(every, Level.COMMUNE, on).values()) == with_all_libraries


def test_a_library_counts_by_what_is_known_of_it_in_mende_as_in_a_village() -> None:
    """A shelf of books is no digital mediation; a computer for the public is, and the place of the library is not."""
    libraries = {place.slug: place for place in NetworkedPlace.objects.filter(kinds__contains=["library"])}
    assert len(libraries) == 67
    told = {place.slug: place for place in states.places(Crossing.asked(), on=TODAY) if place.slug in libraries}
    for slug, place in told.items():
        offers = bool(libraries[slug].services)
        assert (place.bits & 1, states.could_be(place.bits)) == ((1, 0) if offers else (0, 1)), slug
    counted = [slug for slug, place in told.items() if place.bits & 1]
    assert len(counted) == 19
    assert {"bibliotheque-lamartine-mende", "bibliotheque-de-vebron"} <= set(counted)
    every = {place.slug for place in states.places(Crossing.asked(could_be=True), on=TODAY) if place.bits & 1}
    assert set(libraries) <= every


def test_a_place_that_begins_to_offer_a_service_counts_and_no_more_when_it_ceases() -> None:
    place = NetworkedPlace.objects.get(slug="depot-de-lecture-d-altier")
    for services, state in ((["internet-and-equipment"], "a"), (["meeting-room"], "neither"), (None, "neither")):
        edit_place(place=place, changes={"services": services}, by=None, door=Door.CONSOLE)
        assert slugs(Crossing.asked(), TODAY, State(state)) >= {place.slug}
        assert NetworkedPlace.objects.overlapping([state]).filter(pk=place.pk).exists()


@pytest.mark.parametrize("rule", [Rule(), Rule.distance()])
@pytest.mark.parametrize("on", [date(1900, 1, 1), MID_2019, TODAY])
def test_the_four_populations_are_that_of_the_territory_at_every_level(on: date, rule: Rule) -> None:
    crossing = Crossing.asked(rule=rule)
    communes = states.summarise(states.communes(crossing, on=on))
    for found in (
        communes,
        *(states.summarise(states.groups(crossing, level, on=on)) for level in (Level.EPCI, Level.TERRITORY)),
    ):
        assert sum(part.population for part in found.values()) == 76_486
        assert found == communes


def test_nothing_is_confirmed_by_a_source_of_the_last_two_years() -> None:
    """The youngest source of the directory is of 21 November 2024: silence is told as silence."""
    assert counts(Crossing.asked(confirmed=True), Level.PLACE, date(2026, 11, 21))["b"] == 1
    assert counts(Crossing.asked(confirmed=True), Level.PLACE, date(2026, 11, 22))["neither"] == 135
    marked = [place for place in states.places(Crossing.asked(), on=TODAY) if place.state != State.NEITHER]
    assert all(states.unconfirmed(place.bits) == place.bits & 3 for place in marked)


def test_before_the_first_known_date_there_is_nothing() -> None:
    assert counts(Crossing.asked(), Level.PLACE, date(2013, 12, 30))["neither"] == 135
    assert counts(Crossing.asked(), Level.PLACE, date(2013, 12, 31))["b"] == 7


# The story of the timeline, date by date: who joined what, and by which source we know.
STORY = [
    ("2011-10-01", "network_started", "solozere", 0, "né des rencontres du télétravail d’octobre 2011"),
    ("2013-12-31", "joined", "solozere", 7, "2013"),
    ("2016-01-01", "joined", "msap", 9, "devenus maisons de services au public le 1er janvier 2016"),
    ("2020-01-01", "joined", "france-services", 4, "labellisé le 1er janvier 2020"),
    ("2020-11-01", "joined", "bibliotheques", 18, "liste du ministère de novembre 2020"),
    ("2020-11-01", "joined", "bibliotheque-de-mende", 1, "où la centrale et ses deux annexes"),
    ("2020-12-31", "joined", "fabriques-de-territoire", 1, "2020"),
    ("2022-04-26", "left", "solozere", 14, "en avril 2022"),
    ("2024-01-01", "joined", "aidants-connect", 15, "janvier 2024"),
    ("2024-05-23", "joined", "france-services", 1, "labellisé le 23 mai 2024"),
    ("2024-11-21", "joined", "fabriques-de-territoire", 1, "inauguré le 21 novembre 2024"),
]


@pytest.mark.parametrize(("day", "kind", "network", "places", "words"), STORY)
def test_the_timeline_tells_the_story_with_its_evidence(
    day: str, kind: str, network: str, places: int, words: str
) -> None:
    _before, moments = history.timeline(Crossing.asked(), Level.PLACE)
    (moment,) = [moment for moment in moments if moment.day.isoformat() == day]
    told = [event for event in moment.events if (event.kind, event.network) == (kind, network)]
    assert sum(len(event.places) for event in told) == places
    assert all(event.evidence for event in told)
    assert any(words in str(event.evidence) for event in told)
    assert all(event.source for event in told if kind in {"joined", "left"})


def test_the_four_counts_of_the_story() -> None:
    _before, moments = history.timeline(Crossing.asked(), Level.PLACE)
    told = {moment.day.isoformat(): tuple(part.count for part in moment.summary.values()) for moment in moments}
    assert len(told) == 33
    assert {day: told[day] for day, *_rest in STORY} == {
        "2011-10-01": (0, 0, 0, 135),
        "2013-12-31": (0, 0, 7, 128),
        "2016-01-01": (1, 8, 6, 120),
        "2020-01-01": (8, 5, 9, 113),
        "2020-11-01": (8, 24, 9, 94),
        "2020-12-31": (8, 24, 9, 94),
        "2022-04-26": (1, 39, 7, 88),
        "2024-01-01": (4, 53, 4, 74),
        "2024-05-23": (4, 54, 4, 73),
        "2024-11-21": (4, 54, 5, 72),
    }


def test_what_is_known_only_as_at_least_since_is_marked() -> None:
    marked = {
        place.slug for place in states.places(Crossing.asked(), on=MID_2019) if states.at_least_since(place.bits) & 2
    }
    assert marked >= CENSUS_AND_MSAP, "a census says that they were there, not since when"
    exact = {place.slug for place in states.places(Crossing.asked(), on=MID_2019) if place.bits & 16}
    assert exact >= CENSUS_AND_MSAP, "the MSAP of the nine platforms have the date of their label"


def test_a_network_without_a_known_member_changes_nothing() -> None:
    alone = Crossing.asked(["la-rosee"], ["solozere"])
    assert not slugs(alone, TODAY, State.A, State.BOTH)
