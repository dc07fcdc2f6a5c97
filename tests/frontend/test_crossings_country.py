"""`/croisements/` of a directory too large to tell its whole history: its territories, one date at a time."""

import re
from datetime import date

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client
from pytest_django import Settings

from network.choices import State
from network.overlap import country, states
from network.overlap.question import Crossing, Level, Rule
from places.models import Commune, Territory, TerritoryOutline
from places.services.outlines import draw_outline
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


def picture(html: str) -> list[tuple[str, str]]:
    """What the map draws: the state of each territory, and what is said of it."""
    drawn = re.findall(r'<a href="\?([^"]*)" aria-label="([^"]*)">.*?class="commune is-(\w+)"', html)
    drawn.sort(key=lambda one: one[1])
    assert all(f"territory={code}" in one[0] for one, code in zip(drawn, ("07", "48"), strict=True))
    return [(state, words) for _address, words, state in drawn]


def test_the_map_says_of_each_territory_what_the_table_does(client: Client) -> None:
    Commune.objects.filter(name="Mende").update(population=9000)
    Commune.objects.filter(name="Langogne").update(population=3000)
    html = read(client)
    assert picture(html) == [
        ("untold", "Ardèche : inconnu, aucune source n’y dit rien de l’un des côtés"),
        ("both", "Lozère : Les deux, pour 75 % des habitants (1 commune sur 2)"),
    ]
    drawn = html.partition("country-map")[2].partition("</figure>")[0]
    assert re.search(r'href="#venn-both" x="-?\d+" y="-?\d+" width="\d+" height="\d+"', drawn), "not by colour alone"
    Commune.objects.update(population=None)
    assert "1 commune sur 2" in picture(read(client))[1][1]


def test_the_map_is_of_the_territories_that_are_asked_for(client: Client) -> None:
    assert "country-map" not in read(client, territory="48")


def test_loading_draws_a_territory_once_and_again_when_its_communes_move() -> None:
    draw_outline(territory="48")
    (before,) = TerritoryOutline.objects.values_list("area", flat=True)
    draw_outline(territory="48")
    assert TerritoryOutline.objects.get().area == before
    Commune.objects.filter(name="Langogne").update(boundary=Commune.objects.get(name="Mende").boundary)
    draw_outline(territory="48")
    assert TerritoryOutline.objects.get().area != before


def test_what_lies_far_away_has_a_frame_of_its_own(client: Client) -> None:
    apart = Commune.objects.get(territory="07")
    apart.boundary = MultiPolygon(Polygon.from_bbox((55.2, -21.4, 55.8, -20.9)), srid=4326)
    apart.town_hall = None
    apart.save()
    assert read(client).count('<svg class="frame') == 2
