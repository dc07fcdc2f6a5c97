"""The right values of the crossings of the real Lozère, as the page says them: what a presenter must defend."""

import re
from html import unescape

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
BOTH = "un lieu de médiation numérique et un lieu d’appui aux entreprises"


def said(client: Client, path: str) -> str:
    """What an address says, without its tags, on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", client.get(path).content.decode())))


def test_communes_have_both_and_the_places_that_are_both_are_another_number(client: Client) -> None:
    page = said(client, "/croisements/?on=2022-04-27")
    assert f"Au 27 avril 2022, 4 communes sur 152 ont à la fois {BOTH}" in page
    assert "1 lieu est les deux à la fois." in page
    assert "réunissent" not in page


def test_a_day_beyond_the_sources_says_that_it_carries_them_forward(client: Client) -> None:
    page = said(client, "/croisements/?on=2026-11-28")
    reach = "D’après des sources allant jusqu’au 21 novembre 2024, prolongées ensuite ; 0 lieu sur 63 confirmé depuis"
    assert f"{reach} moins de 24 mois. Habitants : population publiée en 2026, à toutes les dates." in page


@pytest.mark.parametrize(
    ("start", "sums"),
    [
        ("2019-07-01", "9 communes + 0 gagnée + 3 vues pour la première fois − 8 perdues = 4 communes"),
        ("2021-12-31", "12 communes + 0 gagnée − 8 perdues = 4 communes"),
    ],
)
def test_what_both_had_gained_and_lost_is_what_both_has(client: Client, start: str, sums: str) -> None:
    assert f"« Les deux » : {sums} ;" in said(client, f"/croisements/changements/?from={start}&on=2026-11-28")


def test_the_end_of_a_network_is_fourteen_memberships_of_which_thirteen_lost_a_side(client: Client) -> None:
    compared = said(client, "/croisements/changements/?from=2021-12-31&on=2026-11-28")
    assert (
        "Ce qui explique les pertes : fin du réseau SoLozère : 13 adhésions (1 autre n’a rien fait perdre)." in compared
    )
    assert "fin du réseau SoLozère : 14 adhésions" in said(client, "/croisements/").partition("Depuis quand")[2]


def test_libraries_count_by_what_is_known_of_them_and_all_of_them_where_that_is_asked(client: Client) -> None:
    sure, every = (said(client, f"/croisements/?on=2026-11-28{more}") for more in ("", "&could_be=true"))
    assert "Médiation numérique seulement 29 communes 33 555 habitants" in sure
    assert "48 lieux pourraient en être, et ne sont pas comptés" in sure
    assert "Médiation numérique seulement 55 communes 42 213 habitants" in every
    assert "48 lieux sont comptés sans que l’on y connaisse un service de ce côté" in every


def test_the_first_scene_of_the_workshop_counts_nothing_and_says_why(client: Client) -> None:
    page = said(client, "/croisements/?on=2011-10-31")
    assert f"On ne sait pas combien de communes sur 152 ont à la fois {BOTH} au 31 octobre 2011." in page
    assert "Médiation numérique : aucune source ne date rien avant le 1er janvier 2016." in page
    assert "Appui aux entreprises : aucune source ne date rien avant le 31 décembre 2013." in page
    assert "Appui aux entreprises seulement 7 communes" in said(client, "/croisements/?on=2013-12-31")


def test_neighbours_are_one_row_each_and_spread_over_communes(client: Client) -> None:
    html = client.get("/croisements/possibles/?on=2026-11-28").content.decode()
    pairs = html.partition('id="almost"')[0]
    slugs = re.findall(r'href="/lieux/([a-z0-9-]+)/"', pairs)
    assert len(slugs) == len(set(slugs)) > 10
    communes = re.findall(r"Mende|Florac Trois Rivières|Ventalon en Cévennes|Saint-Étienne-Vallée-Française", pairs)
    assert len(set(communes)) == 4
