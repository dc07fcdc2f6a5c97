"""How far the sources go: the newest day on which one speaks, and what is said of a day beyond it."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from network.overlap.question import Crossing
from network.overlap.sources import Sources, sources
from places.models import Territory
from tests.factories import make_membership, make_network
from tests.factories import make_place as make

UNTIL, BEFORE, AFTER = date(2024, 11, 21), date(2019, 7, 1), date(2026, 11, 28)
FAR = "D’après des sources allant jusqu’au 21 novembre 2024"


def said(known: Sources) -> str:
    return known.in_words().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("places", "confirmed", "on", "words"),
    [
        (108, 0, AFTER, f"{FAR}, prolongées ensuite ; 0 lieu sur 108 confirmé depuis moins de 24 mois."),
        (1, 1, AFTER, f"{FAR}, prolongées ensuite ; 1 lieu sur 1 confirmé depuis moins de 24 mois."),
        (108, 2, AFTER, f"{FAR}, prolongées ensuite ; 2 lieux sur 108 confirmés depuis moins de 24 mois."),
        (0, 0, AFTER, f"{FAR}, prolongées ensuite."),
        (17, 1, BEFORE, f"{FAR} ; 1 lieu sur 17 alors confirmé depuis moins de 24 mois."),
        (17, 12, BEFORE, f"{FAR} ; 12 lieux sur 17 alors confirmés depuis moins de 24 mois."),
        (0, 0, BEFORE, f"{FAR}."),
    ],
)
def test_a_sentence_says_how_far_the_sources_go(places: int, confirmed: int, on: date, words: str) -> None:
    assert said(Sources(on, UNTIL, places, confirmed)) == words


def test_the_last_day_of_the_sources_is_no_continuation() -> None:
    assert not Sources(UNTIL, UNTIL, 1, 1).is_continued
    assert Sources(date(2024, 11, 22), UNTIL, 1, 1).is_continued


@pytest.mark.parametrize(
    ("precision", "on", "words"),
    [
        ("month", date(2024, 1, 31), "D’après des sources allant jusqu’en janvier 2024."),
        ("month", date(2024, 2, 1), "D’après des sources allant jusqu’en janvier 2024, prolongées ensuite."),
        ("year", date(2024, 12, 31), "D’après des sources allant jusqu’en 2024."),
        ("year", date(2025, 1, 1), "D’après des sources allant jusqu’en 2024, prolongées ensuite."),
    ],
)
def test_sources_of_a_month_or_a_year_go_to_its_end(precision: str, on: date, words: str) -> None:
    assert said(Sources(on, date(2024, 1, 1), 0, 0, until_precision=precision)) == words


@pytest.mark.django_db
def test_of_the_newest_day_the_most_is_told_that_any_source_knows() -> None:
    rough: dict[str, Any] = {"last_seen_on": date(2024, 1, 1), "last_seen_precision": "year"}
    make_membership(make("La Pompe"), make_network("SoLozère"), "2019-01-01", **rough)
    assert sources(Crossing.asked(), on=AFTER).until_precision == "year"
    make_membership(make("POLeN"), make_network("SoLozère"), "2019-01-01", **rough | {"last_seen_precision": "month"})
    assert sources(Crossing.asked(), on=AFTER).reach.replace("\xa0", " ") == "jusqu’en janvier 2024"
    make_membership(make("Mairie"), make_network("SoLozère"), "2024-01-01")
    assert sources(Crossing.asked(), on=AFTER).reach.replace("\xa0", " ") == "jusqu’au 1er janvier 2024"


def test_what_no_dated_source_tells_says_so() -> None:
    assert said(Sources(AFTER, None, 3, 0)) == "Aucune source datée n’en parle."


def test_the_sentence_is_said_in_english() -> None:
    with translation.override("en"):
        words = said(Sources(AFTER, UNTIL, 108, 0))
        assert words == (
            "From sources up to 21 November 2024, carried forward since; "
            "0 of 108 places confirmed in the last 24 months."
        )
        assert "1 of 17 places confirmed at that time" in said(Sources(BEFORE, UNTIL, 17, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dates", "newest"),
    [
        ({"start": "2019-07-01"}, date(2019, 7, 1)),
        ({"start": "2019-07-01", "last_seen_on": date(2020, 1, 1)}, date(2020, 1, 1)),
        ({"start": "2019-07-01", "end": "2022-04-26", "last_seen_on": date(2020, 1, 1)}, date(2022, 4, 26)),
        # A day to come, that some source announces, is not that of the source.
        ({"start": "2019-07-01", "end": "2199-01-01"}, date(2019, 7, 1)),
        ({"start": None}, None),
    ],
)
def test_the_newest_source_is_the_last_that_speaks_of_a_membership(dates: dict[str, str], newest: date | None) -> None:
    start, end = dates.pop("start"), dates.pop("end", None)
    make_membership(make("La Pompe"), make_network("SoLozère"), start, end, **dates)
    assert sources(Crossing.asked(), on=AFTER).until == newest
    assert sources(Crossing.asked())[:4] == (None, newest, None, None)


@pytest.mark.django_db
def test_only_the_networks_that_are_asked_for_have_sources() -> None:
    make_membership(make("La Pompe"), make_network("SoLozère"), "2019-07-01")
    make_membership(make("MSAP"), make_network("MSAP", "mediation"), "2022-07-01")
    assert sources(Crossing.asked(["solozere"], ["la-rosee"]), on=AFTER)[:4] == (AFTER, date(2019, 7, 1), 1, 0)
    early = date(2023, 1, 1)
    assert sources(Crossing.asked(), on=early)[:4] == (early, date(2022, 7, 1), 2, 1)
    make_membership(make("Brouillon", status="draft"), make_network("MSAP", "mediation"), "2024-07-01")
    assert sources(Crossing.asked(), on=AFTER).until == date(2022, 7, 1)


@pytest.mark.django_db
def test_an_empty_directory_has_no_source() -> None:
    assert sources(Crossing.asked(), on=AFTER)[:4] == (AFTER, None, 0, 0)


@pytest.mark.django_db
def test_populations_are_of_one_year_at_every_date_where_it_is_known() -> None:
    assert sources(Crossing.asked(), on=AFTER).population_in_words == ""
    make("La Pompe")
    assert sources(Crossing.asked(), on=AFTER).population_year is None
    Territory.objects.update(population_year=2026)
    known = sources(Crossing.asked())
    assert known.population_in_words == "Habitants\xa0: population publiée en 2026, à toutes les dates."
    with translation.override("en"):
        assert known.population_in_words == "Inhabitants: population published in 2026, at every date."
    values = {"name": "Ardèche", "locative": "en Ardèche", "credit": "Essais", "population_year": 2025}
    Territory.objects.create(code="07", **values)
    assert sources(Crossing.asked(), on=AFTER).population_year is None


OCTOBER = date(2011, 10, 31)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("began", "start", "on", "unknown"),
    [
        (None, "2013-12-31", OCTOBER, {"both", "b", "neither"}),
        (None, "2013-12-31", date(2013, 12, 30), {"both", "b", "neither"}),
        (None, "2013-12-31", date(2013, 12, 31), set()),
        # Before there was a network there was nothing in it, and that is known.
        (date(2011, 10, 1), "2013-12-31", date(2011, 9, 30), set()),
        (date(2011, 10, 1), "2013-12-31", date(2011, 10, 1), {"both", "b", "neither"}),
        (date(2013, 12, 31), "2013-12-31", OCTOBER, set()),
        # What is there as far back as is known leaves no day of which nothing is.
        (None, None, OCTOBER, set()),
    ],
)
def test_before_the_first_date_of_a_side_its_states_are_unknown(
    began: date | None, start: str | None, on: date, unknown: set[str]
) -> None:
    make_membership(make("La Pompe"), make_network("SoLozère", started_on=began), start)
    assert sources(Crossing.asked(), on=on).unknown == unknown
    assert sources(Crossing.asked()).unknown_on(on) == unknown
    assert sources(Crossing.asked()).unknown == set()


@pytest.mark.django_db
def test_a_network_older_than_another_of_its_side_leaves_the_side_unknown() -> None:
    make_network("Chambres")
    make_membership(make("La Pompe"), make_network("SoLozère", started_on=date(2011, 10, 1)), "2013-12-31")
    assert sources(Crossing.asked(), on=date(2011, 9, 1)).unknown == {"both", "b", "neither"}
    assert sources(Crossing.asked(b=["solozere"]), on=date(2011, 9, 1)).unknown == set()


@pytest.mark.django_db
def test_a_place_that_only_could_be_dates_nothing_until_it_is_counted() -> None:
    make_network("Bibliothèques", "mediation", shows_service=False)
    make_membership(make("Dépôt"), make_network("Bibliothèques"), "2010-01-01")
    make_membership(make("MSAP"), make_network("MSAP", "mediation"), "2016-01-01")
    assert sources(Crossing.asked(), on=OCTOBER).unknown == {"both", "a", "neither"}
    assert sources(Crossing.asked(could_be=True), on=OCTOBER).unknown == set()


@pytest.mark.django_db
def test_what_is_unknown_is_said_of_each_side_and_in_english() -> None:
    make_membership(make("La Pompe"), make_network("SoLozère"), "2013-12-31")
    late = "Appui aux entreprises : aucune source ne date rien avant le 31 décembre 2013."
    assert (
        said(sources(Crossing.asked(), on=OCTOBER)) == f"D’après des sources allant jusqu’au 31 décembre 2013. {late}"
    )
    make_membership(make("MSAP"), make_network("MSAP", "mediation"), "2016-01-01")
    first = "Médiation numérique : aucune source ne date rien avant le 1er janvier 2016."
    assert said(sources(Crossing.asked(), on=OCTOBER)) == f"{first} {late}"
    with translation.override("en"):
        assert "no source dates anything before 1 January 2016" in said(sources(Crossing.asked(), on=OCTOBER))
