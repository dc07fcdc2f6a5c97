"""What could be: the places and communes that the page lists, and the sheet for a meeting."""

import csv
import re
from datetime import date
from html import unescape
from io import StringIO

import pytest
from django.test import Client

from places.choices import Precision
from places.models import Place
from tests.budget import hold, statements
from tests.factories import make_commune, make_membership, make_network, make_place, point_in
from tests.frontend.test_pages import HOSTILE

pytestmark = pytest.mark.django_db
SHEET = "/croisements/reunion/"


def lists(client: Client, path: str = "/croisements/?on=2019-07-01") -> dict[str, str]:
    """The text of each of the three lists, by the name that the API has for it."""
    html = client.get(path).content.decode()
    section = html[html.index('id="chances"') :]
    parts = re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', section, re.DOTALL)
    return {name: " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for name, text in parts}


def make_territory() -> None:
    """Make a pair in Mende, communes that one side covers, and one that nothing does, in July 2019."""
    make_commune("Mende", population=12_318)
    make_commune("Marvejols", population=4_728)
    make_commune("Langogne", population=None)
    make_commune("Villefort", population=538)
    business, mediation = make_network("SoLozère"), make_network("MSAP", "mediation")
    make_membership(make_place("POLeN"), business, "2013-02-01")
    make_membership(make_place("MSAP de Mende", point=point_in("Mende", north=0.01)), mediation, "2016-01-01")
    make_membership(make_place("MSAP de Marvejols", "Marvejols"), mediation, "2016-01-01")
    rough = {"point": point_in("Langogne"), "precision": Precision.COMMUNE}
    make_membership(make_place("Coworking", "Langogne", **rough), business, "2013-02-01")


def test_neighbours_without_a_network_in_common_are_paired(client: Client) -> None:
    make_territory()
    pairs = lists(client)["pairs"]
    assert "à 10 km au plus l’un de l’autre" in pairs
    assert "à 1,1 km Médiation numérique : MSAP de Mende Mende Appui aux entreprises : POLeN Mende" in pairs
    assert "Coworking" not in pairs


def test_each_place_is_told_once_and_each_commune_before_any_comes_back(client: Client) -> None:
    make_territory()
    for number in range(3):
        other = make_place(f"Relais {number}", point=point_in("Mende", north=0.001 * number))
        make_membership(other, make_network(f"Cercle {number}", "mediation"), "2013-02-01")
    make_membership(
        make_place("Atelier", point=point_in("Mende", north=0.002)), make_network("Fabriques"), "2013-02-01"
    )
    far = make_place("Bureau de Marvejols", "Marvejols", point=point_in("Marvejols", north=0.05))
    make_membership(far, make_network("Fabriques"), "2013-02-01")
    pairs = lists(client)["pairs"]
    for name in ("Relais 0", "Relais 1", "Relais 2", "POLeN", "Atelier", "Bureau de Marvejols"):
        assert pairs.count(f"{name} ") <= 1, name
    mende, marvejols, again = pairs.index("Relais 0"), pairs.index("Bureau de Marvejols"), pairs.index("Relais 2")
    assert mende < marvejols < again
    assert "Chaque lieu n’est cité qu’une fois" in pairs


def test_what_is_confirmed_comes_before_what_is_nearer(client: Client) -> None:
    make_territory()
    seen = make_network("Cercle", "mediation")
    make_membership(
        make_place("Relais", point=point_in("Mende", north=0.02)), seen, "2013-02-01", last_seen_on=date(2019, 1, 1)
    )
    make_membership(
        make_place("Bureau", point=point_in("Mende", north=0.021)),
        make_network("Fabriques"),
        "2013-02-01",
        last_seen_on=date(2019, 1, 1),
    )
    pairs = lists(client)["pairs"]
    assert pairs.index("Relais") < pairs.index("MSAP de Mende")


def test_a_network_in_common_makes_no_pair(client: Client) -> None:
    make_territory()
    for place in Place.objects.filter(name__in=["POLeN", "MSAP de Mende"]):
        make_membership(place, make_network("Réseau local"), "2013-02-01")
    assert "Aucune paire" in lists(client)["pairs"]


def test_a_commune_that_one_side_covers_is_told_what_it_lacks(client: Client) -> None:
    make_territory()
    almost = lists(client)["almost"]
    assert "Marvejols 4 728 habitants Appui aux entreprises : POLeN à 17 km" in almost
    assert "Langogne population non renseignée Médiation numérique : MSAP de Mende à 36 km" in almost
    assert "Mende 12" not in almost


def test_a_commune_that_nothing_covers_is_told_both_nearest_places(client: Client) -> None:
    make_territory()
    neither = lists(client)["neither"]
    assert "Villefort 538 habitants Médiation numérique : MSAP de Mende à 36 km Appui aux entreprises :" in neither
    assert "Coworking à environ 32 km" in neither


def test_a_distance_is_said_no_nearer_than_its_points_are_known(client: Client) -> None:
    make_territory()
    make_membership(make_place("MSAP de Langogne", "Langogne"), make_network("MSAP", "mediation"), "2016-01-01")
    assert "position approximative Médiation numérique : MSAP de Langogne" in lists(client)["pairs"]


def test_an_empty_list_says_so(client: Client) -> None:
    assert "Aucune paire : ou bien les voisins ont déjà un réseau en commun" in lists(client)["pairs"]
    assert "Aucune : chaque commune a les deux côtés, ou n’en a aucun." in lists(client)["almost"]
    assert "Aucune : un côté au moins couvre chaque commune." in lists(client)["neither"]
    make_commune("Villefort", population=538)
    make_network()
    assert "Médiation numérique : aucun lieu ce jour-là Appui aux entreprises : aucun" in lists(client)["neither"]


def test_the_rule_and_the_radius_are_followed_and_told(client: Client) -> None:
    make_territory()
    query = "?on=2019-07-01&rule=distance&radius=1000"
    html = client.get(f"/croisements/{query}").content.decode()
    assert "au 1er juillet 2019 (règle : un lieu dans la commune, ou à 1 km au plus)" in " ".join(html.split())
    assert "Aucune paire" in lists(client, f"/croisements/{query}")["pairs"]
    assert "rule=distance&amp;radius=1000" in html


def test_the_page_shows_ten_and_the_sheet_as_many_as_asked(client: Client) -> None:
    make_territory()
    for number in range(12):
        place = make_place(f"Lieu {number}", point=point_in("Mende", east=0.001 * number))
        make_membership(place, make_network(f"Réseau {number}"), "2013-02-01")
        other = make_place(f"Relais {number}", point=point_in("Mende", east=0.001 * number))
        make_membership(other, make_network(f"Cercle {number}", "mediation"), "2013-02-01")
    html = client.get("/croisements/?on=2019-07-01").content.decode()
    assert lists(client)["pairs"].count("Appui aux entreprises :") == 10
    (whole,) = re.findall(r'href="([^"]+limit=500#pairs)"', html)
    assert lists(client, unescape(whole))["pairs"].count("Appui aux entreprises :") == 13
    assert lists(client, f"{SHEET}?on=2019-07-01&limit=3")["pairs"].count("Appui aux entreprises :") == 3
    assert "Voir tout" not in lists(client, unescape(whole))["pairs"]


def test_each_list_is_a_table_too(client: Client) -> None:
    make_territory()
    html = client.get("/croisements/?on=2019-07-01&rule=distance&radius=1000").content.decode()
    tables = [unescape(path) for path in re.findall(r'href="(/api/[^"]+what=[^"]+format=xlsx)"', html)]
    assert [re.findall(r"what=(\w+)", path) for path in tables] == [["almost"], ["neither"]]
    rows = list(csv.DictReader(StringIO(client.get(tables[0].replace("xlsx", "csv")).content.decode("utf-8-sig"))))
    assert {row["rule_radius"] for row in rows} == {"1000"}
    assert [row["name"] for row in rows] == ["Marvejols", "Langogne"]


def test_the_sheet_says_its_question_and_leads_back(client: Client) -> None:
    make_territory()
    html = client.get(f"{SHEET}?on=2019-07-01&rule=distance&radius=7500&confirmed=true").content.decode()
    assert "À emporter en réunion" in html
    assert 'href="/croisements/?on=2019-07-01&amp;rule=distance&amp;radius=7500&amp;confirmed=true"' in html
    assert 'class="qr"' in html
    assert html.count('class="tick-box"') == html.count('class="note"') > 0
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("value", ["0", "501", "many", HOSTILE])
def test_a_length_that_cannot_be_read_is_told(client: Client, value: str) -> None:
    answer = client.get(SHEET, {"limit": value})
    assert answer.status_code == 400
    assert "Longueur de chaque liste" in answer.content.decode()
    assert HOSTILE not in answer.content.decode()


def test_the_sheet_takes_as_many_queries_for_many_places_as_for_one(client: Client) -> None:
    make_territory()
    client.get(SHEET)
    with statements() as few:
        client.get(SHEET)
    for number in range(12):
        make_membership(make_place(f"Lieu {number}"), make_network(f"Réseau {number}"), "2013-02-01")
    with statements() as many:
        client.get(SHEET)
    hold(few, many, habit=10)


def test_the_sheet_speaks_english(client: Client) -> None:
    make_territory()
    html = client.get(f"/en{SHEET}?on=2019-07-01").content.decode()
    assert "For your next meeting" in html
    assert "Neighbours with no network in common" in html


def test_the_lists_are_of_the_sides_that_are_compared(client: Client) -> None:
    make_territory()
    make_membership(make_place("Médiathèque", "Villefort"), make_network("Biblio", "mediation"), "2013-02-01")
    said = lists(client, "/croisements/?on=2019-07-01&a=msap&b=biblio")
    assert "Villefort" in said["almost"]
    assert "MSAP : MSAP de Mende" in said["almost"]
    assert "POLeN" not in said["pairs"]
