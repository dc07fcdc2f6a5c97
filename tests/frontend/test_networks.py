"""The pages of networks: who is in, who was, and what is said when nobody is."""

import json
import re
from datetime import date
from html import escape

import pytest
from django.test import Client

from frontend.networks import views
from places.choices import Status
from tests.budget import hold
from tests.factories import FAMILIES, make_family, make_membership, make_network, make_organisation, make_place
from tests.frontend.test_pages import HOSTILE, queries, shown_cards

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    html = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_networks_are_told_by_family_with_who_runs_them_and_their_places(client: Client) -> None:
    solozere = make_network("SoLozère", description="Télétravail", started_on=date(2011, 10, 1))
    solozere.organisations.add(make_organisation())
    make_membership(make_place("POLeN"), solozere, "2020-01-01")
    make_membership(make_place("Brouillon", status=Status.DRAFT), solozere)
    make_membership(make_place("Ancien"), solozere, "2012-01-01", "2013-01-01")
    make_network("France services", "mediation")
    said = text_of(client, "/reseaux/")
    assert said.index("Médiation numérique") < said.index("France services") < said.index("Appui aux entreprises")
    assert "1 lieu SoLozère Télétravail Animé par Lozère Développement Depuis le 1er octobre 2011" in said
    assert "0 lieu France services Qui l’anime : non renseigné" in said


def test_what_is_said_of_today_says_how_far_its_sources_go(client: Client) -> None:
    solozere = make_network("SoLozère")
    make_membership(make_place("POLeN"), solozere, "2020-01-01", last_seen_on=date(2021, 3, 4))
    make_membership(make_place("La Pompe"), make_network("France services", "mediation"), last_seen_on=date(2023, 5, 6))
    make_membership(make_place("Brouillon", status=Status.DRAFT), solozere, last_seen_on=date(2025, 1, 1))
    make_membership(make_place("Bureau"), make_network("Bureaux"))
    make_network("Vide")
    reach = "D’après des sources allant jusqu’au {}, prolongées ensuite"
    rows = re.findall(r'<li class="row">.*?</li>', client.get("/reseaux/").content.decode(), re.DOTALL)
    said = {re.findall(r"/reseaux/([a-z-]+)/", row)[0]: row.replace("\xa0", " ") for row in rows}
    assert reach.format("4 mars 2021") in said["solozere"]
    assert reach.format("6 mai 2023") in said["france-services"]
    assert "Aucune source datée n’en parle." in said["bureaux"]
    assert "sources" not in said["vide"]
    page = text_of(client, "/reseaux/solozere/").replace("\xa0", " ")
    assert f"1 lieu aujourd’hui {reach.format('4 mars 2021')} ; 0 lieu sur 1 confirmé" in page


def test_a_directory_without_network_is_a_page(client: Client) -> None:
    assert "Les réseaux" in text_of(client, "/reseaux/")
    for slug in FAMILIES:
        make_family(slug)
    assert text_of(client, "/reseaux/").count("Aucun réseau connu dans cette famille.") == 2


def test_a_network_shows_its_places_of_today_then_those_of_before(client: Client) -> None:
    network = make_network(website="https://www.solozere.example/", ended_on=date(2090, 1, 1))
    make_membership(make_place("POLeN"), network, "2020-01-01")
    make_membership(make_place("Brouillon", status=Status.DRAFT), network)
    make_membership(make_place("Ancien"), network, "2012-01-01", "2013-01-01", evidence="Carte de 2012")
    make_membership(make_place("Ancien brouillon", status=Status.DRAFT), network, "2012-01-01", "2013-01-01")
    make_membership(make_place("Ailleurs"), make_network("Autre"))
    assert shown_cards(client.get("/reseaux/solozere/").content.decode()) == ["polen"]
    now, before = text_of(client, "/reseaux/solozere/").split("En ont fait partie")
    assert "1 lieu aujourd’hui" in now
    assert "solozere.example" in now
    assert "Mende Ancien Au moins du 1er janvier 2012 au 31 décembre 2012 Carte de 2012" in before
    assert "brouillon" not in before


def test_a_long_list_comes_in_parts_and_says_how_many_there_are(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ON_A_PAGE", 2)
    network = make_network()
    for number in range(1, 6):
        make_membership(make_place(f"Lieu {number}", opening_hours="24/7"), network)
        make_membership(make_place(f"Ancien {number}"), network, "2012-01-01", "2013-01-01")

    def listed(query: str) -> list[str]:
        html = client.get(f"/reseaux/solozere/{query}").content.decode()
        assert re.search(r"5\slieux aujourd’hui", html)
        told = json.loads(re.findall(r'id="hours-to-come"[^>]*>(.*?)</script>', html)[0])
        assert list(told["spansOf"]) == shown_cards(html), "hours of what is shown, and of no other"
        return [*shown_cards(html), *re.findall(r'rel="(\w+)"', html.partition('<h2 id="members')[2])]

    assert listed("") == ["lieu-1", "lieu-2", "next", "next"]
    assert listed("?page=2") == ["lieu-3", "lieu-4", "prev", "next", "next"]
    assert listed("?page=3&before=3") == ["lieu-5", "prev", "prev"]
    for nowhere in ("?page=9", "?page=-1", "?page=x", "?page=%00", "?before=99999999999"):
        assert listed(nowhere) == ["lieu-1", "lieu-2", "next", "next"]


def test_a_network_without_place_says_so_and_leads_on(client: Client) -> None:
    make_network(website="https://www.solozere.example/")
    html = client.get("/reseaux/solozere/").content.decode()
    assert "ni aujourd’hui ni par le passé" in html
    assert html.count('href="https://www.solozere.example/"') == 2
    assert "Voir les autres réseaux" in html
    assert "Ont été" not in html


def test_a_network_that_ended_says_when_and_one_that_will_does_not(client: Client) -> None:
    make_network("À venir", ended_on=date(2090, 1, 1))
    assert "terminé" not in text_of(client, "/reseaux/")
    assert "n’existe plus" not in text_of(client, "/reseaux/a-venir/")
    make_membership(make_place(), make_network(ended_on=date(2022, 4, 26)), "2012-01-01", "2022-04-26")
    assert "Ce réseau n’existe plus depuis le 26 avril 2022." in text_of(client, "/reseaux/solozere/")


def test_a_network_that_does_not_exist_is_not_found(client: Client) -> None:
    answer = client.get("/reseaux/inconnu/")
    assert answer.status_code == 404
    assert "Page introuvable" in answer.content.decode()


def test_the_page_of_a_place_leads_to_its_networks(client: Client) -> None:
    make_membership(make_place("POLeN"), make_network())
    assert 'href="/reseaux/solozere/"' in client.get("/lieux/polen/").content.decode()


@pytest.mark.parametrize(("address", "cost"), [("/reseaux/", 6), ("/reseaux/solozere/", 9)])
def test_networks_cost_the_same_whatever_their_number(client: Client, address: str, cost: int) -> None:
    def grow(number: int) -> None:
        network = make_network()
        network.organisations.add(make_organisation(f"Organisation {number}"))
        make_network(f"Réseau {number}").organisations.add(make_organisation(f"Organisation {number}"))
        make_membership(make_place(f"Lieu {number}"), network)
        make_membership(make_place(f"Ancien {number}", "Marvejols"), network, "2012-01-01", "2013-01-01")

    grow(0)
    few = queries(client, address)
    for number in range(1, 6):
        grow(number)
    hold(few, queries(client, address), habit=cost)


def test_a_hostile_network_stays_text(client: Client) -> None:
    network = make_network(HOSTILE, slug="hostile", description=HOSTILE)
    network.organisations.add(make_organisation(HOSTILE, slug="hostile"))
    make_membership(
        make_place(HOSTILE, slug="hostile"), network, "2012-01-01", "2013-01-01", evidence=HOSTILE, source=HOSTILE
    )
    for address in ("/reseaux/", f"/reseaux/{network.slug}/"):
        html = client.get(address).content.decode()
        assert "<img src=x" not in html
        assert escape(HOSTILE) in html
