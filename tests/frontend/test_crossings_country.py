"""`/croisements/` of a directory too large to tell its whole history: its territories, one date at a time."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from network.choices import State
from network.overlap import country, states
from network.overlap.question import Crossing, Level, Rule
from places.models import Territory
from tests.factories import (
    make_ardeche,
    make_both_families,
    make_commune,
    make_intercommunality,
    make_membership,
    make_network,
    make_place,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_country")]
DAY = date(2026, 11, 23)


@pytest.fixture
def _country(settings: Settings) -> None:
    """Two territories, of which one has places of one side alone."""
    settings.WHOLE_DIRECTORY = 1
    make_both_families(make_place("POLeN", "Mende"))
    make_commune("Langogne")
    make_membership(make_place("Lisière", make_ardeche().name), make_network("France services", "mediation"))


def read(client: Client, **query: str) -> str:
    answer = client.get("/croisements/", query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_each_territory_has_a_row_and_the_totals_are_of_those_that_are_known(client: Client) -> None:
    html = read(client)
    assert "1 commune sur 2 a à la fois" in html, "that of which one side is unknown is not counted as having none"
    assert "1 territoire n’y est pas compté" in html
    assert "picture-data" not in html
    assert '<b data-places="a">0</b>' in html, "nor are its places counted, of which one side is not known"
    assert html.index(">Ardèche</a>") < html.index(">Lozère</a>")
    row = html.partition(">Ardèche</a>")[2].partition("</tr>")[0]
    assert row.count("—") == 4, "nobody can say that it has mediation alone"


def test_a_territory_that_is_small_enough_has_its_whole_page(client: Client, settings: Settings) -> None:
    settings.WHOLE_DIRECTORY = 2
    assert "picture-data" in read(client, territory="48")
    assert "territory=48" in read(client, rule="distance", radius="5000")
    assert "radius=5000&amp;territory=48" in read(client, rule="distance", radius="5000")


def test_what_is_asked_of_a_territory_goes_on_to_it(client: Client) -> None:
    html = read(client, **{"from": "2019-01-01"})
    assert "dans un territoire : choisissez-en un" in html
    assert "from=2019-01-01&amp;territory=48" in html
    assert 'name="from"' not in html
    assert "choisissez-en un" not in read(client)


def test_one_that_is_too_large_itself_is_told_by_intercommunality(client: Client) -> None:
    make_intercommunality("Cœur de Lozère", "Mende")
    html = read(client, territory="48")
    assert "Par intercommunalité" in html
    assert '<span lang="fr">Cœur de Lozère</span>' in html
    assert "Intercommunalité non renseignée" in html, "a commune of none"
    assert 'href="?on=' not in html.partition("<tbody")[2].partition("</tbody>")[0], "there is no page further in"


def test_a_region_sums_its_territories_above_them_and_leads_to_all_of_them(client: Client) -> None:
    Territory.objects.update(region="Midi")
    html = read(client)
    row = html.partition(">Midi</a>")[2].partition("</tr>")[0]
    assert html.index(">Midi</a>") < html.index(">Ardèche</a>")
    assert "territory=07&amp;territory=48" in html
    assert "2 territoires" in row, "a region has here what is loaded of it"
    assert row.count("—") == 4, "what is unknown of one is unknown of them all"
    Territory.objects.filter(code="07").update(region=None)
    assert ">Midi</a>" not in read(client), "of one territory there is nothing to sum"


def test_a_question_that_cannot_be_read_is_told(client: Client) -> None:
    assert client.get("/croisements/?on=hier").status_code == 400


def test_places_are_counted_as_the_states_of_each_are() -> None:
    crossing = Crossing.asked(rule=Rule.distance(5000))
    assert country.places(crossing, on=DAY) == states.summarise(states.places(crossing, on=DAY))


def test_a_territory_is_known_as_it_is_when_it_is_asked_for_alone() -> None:
    found = {one.code: one for one in country.territories(Crossing.asked(), on=DAY)}
    assert found["48"].unknown == frozenset()
    assert found["07"].unknown == set(State)
    for code, one in found.items():
        (alone,) = states.groups(Crossing.asked(territories=[str(code)]), Level.TERRITORY, on=DAY)
        assert one.summary == alone.summary
    before = {one.code: one.unknown for one in country.territories(Crossing.asked(), on=date(1990, 1, 1))}
    assert before["48"] == frozenset(), "what is there as far back as is known is known"
