"""The page that a presenter reads out: every figure of it, section by section, is computed from the real directory."""

import re
from datetime import date
from pathlib import Path

import pytest

from network.choices import State
from network.models import Membership, Network, NetworkedPlace
from network.overlap import history, opportunities, states
from network.overlap.changes import changes
from network.overlap.question import Crossing, Level, Rule, Sum
from places.models import Commune

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]

PAGE = (Path(__file__).parents[1] / "docs" / "lozere.md").read_text(encoding="utf-8")
END_2013, START_2016, MID_2019, END_2020 = date(2013, 12, 31), date(2016, 1, 1), date(2019, 7, 1), date(2020, 12, 31)
LIBRARIES = ["bibliotheques", "bibliotheque-de-mende"]
EVE, LOSS, TODAY = date(2022, 4, 25), date(2022, 4, 26), date(2026, 11, 23)

# Each figure is bold. What else has digits is a date, a distance of the rules, or the number of months.
BOLD = re.compile(r"\*\*(\d[\d \u202f\xa0]*)\*\*")
MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
UNMARKED = re.compile(rf"\b(?:1er|\d\d?) (?:{MONTH})\b|\b20[12]\d\b|\b(?:5|10) km\b|\b24 mois\b")


def figures() -> dict[str, list[int]]:
    """The bold figures of each section, in order, by its first word of the title or its year."""
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    return {
        section.split("\n", 1)[0].split(" : ")[0]: [int(re.sub(r"\D", "", told)) for told in BOLD.findall(section)]
        for section in sections[1:]
    }


def crossing(radius: int | None = None, *, all_libraries: bool = False) -> Crossing:
    return Crossing.asked(rule=Rule() if radius is None else Rule.distance(radius), could_be=all_libraries)


def lands(on: date, radius: int | None = None, *, all_libraries: bool = False) -> dict[State, Sum]:
    return states.summarise(states.communes(crossing(radius, all_libraries=all_libraries), on=on))


def places(on: date, *, all_libraries: bool = False) -> dict[State, int]:
    found = states.places(crossing(all_libraries=all_libraries), on=on)
    return {state: part.count for state, part in states.summarise(found).items()}


def joined(networks: list[str], since: date, until: date, *, all_libraries: bool = False) -> int:
    """Count the memberships of networks that begin on these days."""
    events = history.events_of(crossing(all_libraries=all_libraries), Level.PLACE)
    told = [event for event in events if event.kind == "joined" and event.network in networks]
    return sum(len(event.places) for event in told if since <= event.day <= until)


def libraries() -> list[states.PlaceState]:
    """The libraries of today, by the side on which they are or could be."""
    slugs = set(NetworkedPlace.objects.filter(kinds__contains=["library"]).values_list("slug", flat=True))
    return [place for place in states.places(crossing(), on=TODAY) if place.slug in slugs]


def members(network: str, on: date) -> int:
    return Membership.objects.filter(network__slug=network, period__contains=on).count()


def what_is_there() -> list[int]:
    return [
        sum(part.population for part in lands(TODAY).values()),
        Commune.objects.count(),
        NetworkedPlace.objects.published().count(),
        len(libraries()),
        sum(bool(place.bits & 1) for place in libraries()),
        sum(states.could_be(place.bits) == 1 for place in libraries()),
    ]


def in_2011() -> list[int]:
    return [sum(count for state, count in places(date(2011, 12, 31)).items() if state != State.NEITHER)]


def in_2013() -> list[int]:
    now = places(END_2013)
    reached = lands(END_2013, 10_000)
    return [now[State.B], reached[State.B].population, now[State.BOTH] + now[State.A]]


def in_2016() -> list[int]:
    return [
        joined(["msap"], START_2016, START_2016),
        places(START_2016)[State.BOTH],
        lands(START_2016)[State.BOTH].count,
        places(MID_2019)[State.BOTH],
        lands(MID_2019, 10_000)[State.BOTH].population,
    ]


def in_2020() -> list[int]:
    reached, at_most = lands(END_2020, 10_000), lands(END_2020, 10_000, all_libraries=True)
    assert reached[State.BOTH] == at_most[State.BOTH]
    november = date(2020, 11, 1), date(2020, 11, 30)
    return [
        joined(["france-services"], date(2020, 1, 1), END_2020),
        joined(LIBRARIES, *november),
        joined(LIBRARIES, *november, all_libraries=True),
        reached[State.BOTH].count + reached[State.A].count,
        Commune.objects.count(),
        at_most[State.BOTH].count + at_most[State.A].count,
        reached[State.BOTH].count,
    ]


def in_2022() -> list[int]:
    assert lost_in_2022(all_libraries=True) == lost_in_2022()
    return lost_in_2022()


def lost_in_2022(*, all_libraries: bool = False) -> list[int]:
    near, far = crossing(all_libraries=all_libraries), crossing(10_000, all_libraries=all_libraries)
    events = [event for event in history.events_of(near, Level.PLACE) if event.day == LOSS]
    turned = [one.states for one in changes(near, Level.PLACE, start=EVE, end=LOSS).items]
    before, after = (states.communes(far, on=on) for on in (EVE, LOSS))
    both = list(zip(before, after, strict=True))
    lost = {
        side: sum(then.population or 0 for then, now in both if then.bits & side > now.bits & side) for side in (1, 2)
    }
    return [
        sum(len(event.places) for event in events if event.kind == "left"),
        turned.count((State.BOTH, State.A)),
        turned.count((State.B, State.NEITHER)),
        places(LOSS, all_libraries=all_libraries)[State.BOTH],
        lands(EVE, 10_000, all_libraries=all_libraries)[State.BOTH].count,
        lands(LOSS, 10_000, all_libraries=all_libraries)[State.BOTH].count,
        lost[2],
        lost[1],
    ]


def in_2024() -> list[int]:
    now, at_most = places(TODAY), places(TODAY, all_libraries=True)
    inside, everywhere = lands(TODAY), lands(TODAY, all_libraries=True)
    far, farthest = lands(TODAY, 10_000), lands(TODAY, 10_000, all_libraries=True)
    assert round(percent(farthest, State.BOTH, State.A)) == 100
    assert round(percent(farthest, State.BOTH, State.B)) == round(percent(far, State.BOTH, State.B))
    alone = [place for place in states.places(crossing(), on=TODAY) if not place.networks]
    assert at_most[State.NEITHER] == len(alone)
    return [
        joined(["aidants-connect"], date(2024, 1, 1), date(2024, 1, 31)),
        members("france-services", date(2024, 8, 1)),
        members("fabriques-de-territoire", date(2024, 11, 30)),
        *(now[State.A], at_most[State.A], now[State.B], len(alone), now[State.BOTH]),
        *(inside[State.BOTH].count, inside[State.A].count, inside[State.A].population),
        *(everywhere[State.A].count, everywhere[State.A].population),
        *table(all_libraries=False),
        *table(all_libraries=True),
        *(round(percent(far, State.BOTH, State.A)), 100, round(percent(far, State.BOTH, State.B))),
    ]


def table(*, all_libraries: bool) -> list[int]:
    near, far = (lands(TODAY, radius, all_libraries=all_libraries) for radius in (5_000, 10_000))
    parts = [part[state] for state in (State.BOTH, State.A, State.B, State.NEITHER) for part in (near, far)]
    return [figure for part in parts for figure in (part.count, part.population)]


def percent(found: dict[State, Sum], *wanted: State) -> float:
    return 100 * sum(found[state].population for state in wanted) / sum(part.population for part in found.values())


def next_ones() -> list[int]:
    pairs = opportunities.pairs(crossing(), on=TODAY, radius=1_000, limit=500)
    gaps = opportunities.gaps(crossing(10_000), [State.A], on=TODAY, limit=3)
    return [
        len([pair for pair in pairs if pair.a_commune == pair.b_commune == "Mende"]),
        *(gap.population or 0 for gap in gaps),
        *(round((gap.nearest[1].metres or 0) / 1000) for gap in gaps),
    ]


def not_known() -> list[int]:
    others = [network.slug for network in crossing().a.networks if network.slug not in LIBRARIES]
    without = Crossing.asked(others, ["business_support"], rule=Rule.distance(10_000))
    left = states.summarise(states.communes(without, on=TODAY))
    now, at_most = lands(TODAY, 10_000), lands(TODAY, 10_000, all_libraries=True)
    confirmed = states.places(Crossing.asked(confirmed=True), on=TODAY)
    published = NetworkedPlace.objects.published()
    return [
        Membership.objects.count(),
        Membership.objects.filter(is_start_exact=False).count(),
        *(found[State.B].count + found[State.NEITHER].count for found in (now, at_most, left)),
        len([place for place in confirmed if place.state != State.NEITHER]),
        *(published.filter(precision=precision).count() for precision in ("exact", "street", "commune")),
        Commune.objects.exclude(town_hall=None).count(),
    ]


SECTIONS = {
    "Ce que l’on regarde": what_is_there,
    "2011": in_2011,
    "2013": in_2013,
    "2016": in_2016,
    "2020": in_2020,
    "2022": in_2022,
    "2024": in_2024,
    "Où se parler ensuite": next_ones,
    "Ce que nous ne savons pas": not_known,
}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_figure_of_a_section_is_so(section: str) -> None:
    assert figures()[section] == SECTIONS[section]()


def test_every_section_is_computed_and_every_figure_is_marked() -> None:
    assert list(figures()) == list(SECTIONS)
    prose = re.sub(r"\]\([^)]*\)|^## \d+ :", "", PAGE, flags=re.MULTILINE)
    assert re.findall(r".{0,20}\d.{0,20}", UNMARKED.sub("", BOLD.sub("", prose))) == []


def test_what_is_named_is_so() -> None:
    """The names that go with the figures, in the order of the page."""
    both = {place.commune_name for place in states.places(crossing(), on=MID_2019) if place.state == State.BOTH}
    assert both == {
        "Florac Trois Rivières",
        "Fournels",
        "Langogne",
        "Marvejols",
        "Massegros Causses Gorges",
        "Meyrueis",
        "Pont de Montvert - Sud Mont Lozère",
        "Villefort",
    }
    (first,) = [place for place in states.places(crossing(), on=START_2016) if place.state == State.BOTH]
    (kept,) = [place for place in states.places(crossing(), on=LOSS) if place.state == State.BOTH]
    assert (first.commune_name, kept.slug) == ("Meyrueis", "relais-de-l-espinas")
    now = {place.slug for place in states.places(crossing(), on=TODAY) if place.state == State.BOTH}
    assert now == {"la-pompe", "relais-de-l-espinas", "num-n-coop", "chambre-d-agriculture-de-la-lozere"}
    solozere = Network.objects.get(slug="solozere")
    assert (solozere.started_on, solozere.started_precision) == (date(2011, 10, 1), "month")
    assert (solozere.ended_precision, solozere.is_end_exact) == ("day", False)
    newest = Membership.objects.order_by("-last_seen_on").values_list("last_seen_on", flat=True)[0]
    assert newest == date(2024, 11, 21)


def test_the_places_that_could_meet_and_the_towns_that_wait_are_those() -> None:
    now, at_most = (
        opportunities.pairs(crossing(all_libraries=every), on=TODAY, radius=10_000, limit=500)
        for every in (False, True)
    )
    elsewhere, more = (
        {(pair.a, pair.b) for pair in found if pair.a_commune == pair.b_commune != "Mende"} for found in (now, at_most)
    )
    assert elsewhere == {
        ("bibliotheque-municipale-roger-cibien-de-florac", "la-pompe"),
        ("france-services-florac", "la-pompe"),
        ("france-services-saint-etienne-vallee-francaise", "la-fabulerie-en-lozere"),
    }
    assert more - elsewhere == {
        ("bibliotheque-municipale-de-saint-etienne-vallee-francaise", "la-fabulerie-en-lozere"),
        ("depot-de-lecture-de-saint-andeol-de-clerguemort", "relais-de-l-espinas"),
    }
    boulevard = NetworkedPlace.objects.filter(address__contains="boulevard du Soubeyran").values_list("slug", flat=True)
    assert {"la-poste-de-mende", "cci-de-la-lozere", "cma-de-la-lozere"} <= set(boulevard)
    towns = [gap.name for gap in opportunities.gaps(crossing(10_000), [State.A], on=TODAY, limit=3)]
    assert towns == ["Marvejols", "Saint-Chély-d’Apcher", "Langogne"]
    in_2013 = {place.commune_name for place in states.places(crossing(), on=END_2013) if place.state == State.B}
    assert in_2013 == {*towns, "Meyrueis", "Mende", "Fournels", "Villefort"}
    widest = crossing(10_000, all_libraries=True)
    unreached = opportunities.gaps(widest, [State.NEITHER], on=TODAY, limit=500)
    assert {gap.name for gap in unreached} == {"Le Rozier", "Saint-Pierre-des-Tripiers", "Paulhac-en-Margeride"}
