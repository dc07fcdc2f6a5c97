"""What only could be, on the pages that count: told apart, one switch away, and remembered in every link."""

import re
from html import unescape

import pytest
from django.test import Client

from frontend.paper.entries import Row, possible
from places.choices import Door
from places.models import Place
from places.services import edit_place
from tests.factories import make_commune, make_family, make_membership, make_network, make_place, make_service
from tests.frontend.test_crossings import shown, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library_and_workshop() -> None:
    """Make a library that could be a place of digital mediation, beside a place of work."""
    make_commune("Mende", population=12_318)
    make_service("computers", "Ordinateurs")
    make_family("mediation", services=["computers"])
    libraries = make_network("Bibliothèques", "mediation", shows_service=False)
    make_membership(make_place("Dépôt de livres", kinds=["library"]), libraries, "2019-01-01")
    make_membership(make_place("POLeN"), make_network("SoLozère"), "2019-01-01")


def test_a_place_that_could_be_is_counted_apart_and_the_rule_says_why(client: Client) -> None:
    said = text_of(client)
    assert "aucune commune sur 1 n’a à la fois" in said
    assert "1 lieu pourrait en être, et n’est pas compté" in said
    assert "1 commune ne serait couverte, d’un côté, que par un tel lieu." in said
    assert "Être membre de ces réseaux ne suffit pas : Bibliothèques." in said
    assert "les services ne sont pas datés" in said


def test_one_switch_counts_it_and_is_remembered_wherever_one_goes(client: Client) -> None:
    html = client.get("/croisements/?could_be=true&on=2020-01-01").content.decode()
    said = text_of(client, "?could_be=true&on=2020-01-01")
    assert "1 commune sur 1 a à la fois" in said
    assert "1 lieu est compté sans que l’on y connaisse un service" in said
    assert "1 commune n’est couverte, d’un côté, que par un tel lieu." in said
    assert "Tous les lieux de ces réseaux sont comptés, même ceux dont on ne connaît aucun service" in said
    assert re.search(r'name="could_be"\s+value="true"\s+checked', html)
    links = [unescape(link) for link in re.findall(r'href="([^"]*\bon=2020-01-01[^"]*)"', html)]
    kept = [link for link in links if "could_be=true" in link]
    assert kept
    assert [link for link in links if link not in kept and "could_be=" not in link] == []
    assert html.count("could_be=true\\u0026") + html.count('could_be=true"') >= 3, "what the browser fetches"


def test_the_list_of_meetings_follows(client: Client) -> None:
    address = "/croisements/reunion/"
    assert "Dépôt de livres" not in text_of(client, "?on=2020-01-01", address)
    assert "Dépôt de livres" in text_of(client, "?on=2020-01-01&could_be=true", address)


def test_there_is_no_switch_where_no_network_is_silent(client: Client) -> None:
    make_network("Bibliothèques", "mediation").__class__.objects.update(shows_service=True)
    html = shown(client, "?on=2020-01-01")
    assert "Avec tous les lieux de ces réseaux" not in html
    assert "pourrait en être" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_the_list_the_page_and_the_directory_of_the_browser_say_perhaps(client: Client) -> None:
    card = re.search(r'<li class="card" data-slug="depot-de-livres">.*?</li>', page(client, "/"), re.DOTALL)
    assert card
    assert 'class="venn maybe-a"' in card[0]
    assert "Médiation numérique, peut-être" in card[0]
    sheet = page(client, "/lieux/depot-de-livres/")
    assert sheet.count('class="venn maybe-a"') == 2, "its state, and its membership"
    assert "être dans ce réseau ne suffit pas à le montrer" in sheet
    listed = {place["slug"]: place for place in client.get("/annuaire.json").json()["places"]}
    assert listed["depot-de-livres"]["couldBe"] == ["a"]
    assert "couldBe" not in listed["polen"]
    atlas = page(client, "/imprimer/")
    assert "Médiation numérique, peut-être" in atlas
    assert "« ? » : pourrait en être" in atlas.replace("\xa0", " ")


def test_a_service_that_shows_the_family_settles_it(client: Client) -> None:
    edit_place(
        place=Place.objects.get(slug="depot-de-livres"), changes={"services": ["computers"]}, by=None, door=Door.CONSOLE
    )
    card = re.search(r'<li class="card" data-slug="depot-de-livres">.*?</li>', page(client, "/"), re.DOTALL)
    assert card
    assert "Médiation numérique seulement" in card[0]
    assert "maybe-" not in card[0]
    assert "numérique, peut-être" not in re.sub(
        r"<script.*?</script>", "", page(client, "/lieux/depot-de-livres/"), flags=re.DOTALL
    )


def test_an_adviser_beside_the_library_covers_the_commune_and_nothing_only_could_be(client: Client) -> None:
    advisers = make_network("Conseillers numériques", "mediation")
    make_membership(make_place("Conseiller"), advisers, "2019-01-01")
    said = text_of(client)
    assert "1 lieu pourrait en être, et n’est pas compté" in said
    assert "1 commune ne serait couverte" not in said


def test_the_mark_of_an_atlas_asks_of_the_sides_that_no_place_is_on() -> None:
    library, adviser, office = (
        Row("", overlap, "", "", "", None, None, looks)
        for overlap, looks in (("neither", "maybe-a"), ("a", ""), ("b", ""))
    )
    assert possible([library]) == "maybe-a"
    assert possible([library, office]) == "maybe-a"
    assert possible([library, adviser]) == ""


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_home_page_says_how_many_of_those_on_neither_side_could_be_and_until_when_it_was_read(
    client: Client,
) -> None:
    make_membership(make_place("Second dépôt"), make_network("Bibliothèques"), "2019-01-01")
    make_place("Hors réseau")
    said = text_of(client, path="/")
    assert "3 Ni l’un ni l’autre dont 2 pourraient en être" in said
    assert "1 Appui aux entreprises seulement Les" not in said
    assert "Sources jusqu’au 1er janvier 2019, prolongées ensuite" in said
    assert "Sources up to 1 January 2019, carried forward since" in text_of(client, path="/en/")
    assert "dont 1 pourrait en être" in text_of(client, "?q=second", path="/")
    assert "pourrait" not in text_of(client, "?q=polen", path="/").partition("Légende")[0].partition("Partager")[0]


def test_a_frame_does_not_say_on_none_of_what_could_be_on_a_side(client: Client) -> None:
    make_place("Hors réseau")
    html = client.get("/embed/").content.decode()
    assert '<small id="could-be">dont 1\xa0pourrait en être</small>' in html
    assert 'title="Ni l’un ni l’autre dont 1\xa0pourrait en être"' in html


def test_a_stay_that_ended_is_drawn_as_no_more_than_it_showed(client: Client) -> None:
    former = make_place("Ancien dépôt")
    make_membership(former, make_network("Bibliothèques"), "2015-01-01", "2018-01-01")
    past = client.get("/reseaux/bibliotheques/").content.decode().partition('id="past"')[2]
    assert 'class="venn maybe-a"' in past
    assert "#venn-neither" in past
