"""Two dates compared without a script: what is told of them, with which evidence, at which cost."""

import re

import pytest
from django.test import Client

from tests.budget import hold, statements
from tests.factories import make_membership, make_network
from tests.factories import make_place as make
from tests.frontend.test_crossings import make_territory, text_of

pytestmark = pytest.mark.django_db
QUERY = "?from=2012-01-01&on=2019-07-01"


def told(client: Client, query: str = QUERY, path: str = "/croisements/") -> str:
    """What the page says of the comparison, without its tags."""
    html = client.get(f"{path}{query}").content.decode()
    section = html.partition('id="compared">')[2].partition("<template")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section))


def test_nothing_is_compared_until_a_second_date_is_given(client: Client) -> None:
    make_territory()
    assert told(client, "?on=2019-07-01").strip() == ""


def test_one_sentence_counts_what_changed(client: Client) -> None:
    make_territory()
    assert "Entre le 1er janvier 2012 et le 1er juillet 2019 : 3 communes gagnées, 3 lieux gagnés." in told(client)
    lost = told(client, "?from=2019-07-01&on=2024-01-01")
    assert "Entre le 1er juillet 2019 et le 1er janvier 2024 : 2 communes perdues, 2 lieux perdus." in lost


def test_who_went_from_which_state_to_which_is_listed_with_its_evidence(client: Client) -> None:
    make_territory()
    said = told(client)
    gained = said.index("Gain Ni l’un ni l’autre puis Les deux 1 Mende 12 318 habitants")
    assert gained < said.index("Gain Ni l’un ni l’autre puis Médiation numérique seulement 1 Marvejols 4 728 habitants")
    assert "1er février 2013 La Pompe entre dans SoLozère (au moins depuis cette date) Carte" in said
    assert "1er janvier 2016 La Pompe entre dans MSAP (au moins depuis cette date) Liste Source : Annuaire" in said
    places = said.partition(" Lieux Gain ")[2]
    assert "Ni l’un ni l’autre puis Appui aux entreprises seulement 1 Coworking Langogne" in places
    assert "La Pompe sort de SoLozère" in told(client, "?from=2019-07-01&on=2024-01-01")


def test_what_passes_to_the_other_side_is_no_gain(client: Client) -> None:
    passing = make("La Pompe", "Mende")
    make_membership(passing, make_network("MSAP", "mediation"), "2016-01-01", "2020-01-01")
    make_membership(passing, make_network("SoLozère"), "2020-01-01", is_start_exact=False)
    said = told(client, "?from=2019-07-01&on=2024-01-01")
    assert "1 commune passée d’un côté à l’autre, 1 lieu passé d’un côté à l’autre." in said
    assert "Autre côté Médiation numérique seulement puis Appui aux entreprises seulement 1 Mende" in said
    assert "1 lieu n’a qu’un début « au moins depuis »" in said.replace("\xa0", " ")


def test_nothing_that_changed_is_said(client: Client) -> None:
    make_territory()
    said = told(client, "?from=2017-01-01&on=2019-07-01")
    assert "Entre le 1er janvier 2017 et le 1er juillet 2019 : rien n’a changé." in said
    assert "Rien n’a changé entre ces deux dates." in said


def test_the_same_date_twice_compares_nothing(client: Client) -> None:
    make_territory()
    assert "Les deux dates sont les mêmes" in told(client, "?from=2019-07-01&on=2019-07-01")


def test_dates_in_the_wrong_order_are_put_in_that_of_time(client: Client) -> None:
    make_territory()
    turned = "?from=2019-07-01&on=2012-01-01"
    assert "Entre le 1er janvier 2012 et le 1er juillet 2019" in told(client, turned)
    assert "remises dans celui du temps" in told(client, turned)
    assert "Au 1er juillet 2019, 1 commune" in text_of(client, turned)
    assert re.search(r'name="from"[^>]+value="2012-01-01"', client.get(f"/croisements/{turned}").content.decode())


def test_the_rule_and_what_is_confirmed_hold_for_both_dates(client: Client) -> None:
    make_territory()
    assert "4 communes gagnées" in told(client, f"{QUERY}&rule=distance&radius=50000")
    assert "2 communes perdues" in told(client, "?from=2014-01-01&on=2015-07-01&confirmed=true")


def test_a_first_date_that_cannot_be_read_is_told(client: Client) -> None:
    answer = client.get("/croisements/?from=2019-02-30")
    assert answer.status_code == 400
    assert "Comparer depuis le\xa0: «\xa02019-02-30\xa0» n’est pas connu" in answer.content.decode()
    assert client.get("/croisements/?from=1900-01-01&on=2200-12-31").status_code == 200


def test_the_comparison_is_told_in_english(client: Client) -> None:
    make_territory()
    said = told(client, path="/en/croisements/")
    assert "Between 1 January 2012 and 1 July 2019: 3 communes gained, 3 places gained." in said
    assert "La Pompe joins MSAP" in said


def test_a_comparison_takes_as_many_queries_for_many_changes_as_for_one(client: Client) -> None:
    make_territory()
    client.get(f"/croisements/{QUERY}")
    with statements() as few:
        client.get(f"/croisements/{QUERY}")
    for number in range(12):
        make_membership(
            make(f"Lieu {number}", "Villefort"), make_network(f"Réseau {number}"), f"2016-01-{number + 1:02}"
        )
    with statements() as many:
        client.get(f"/croisements/{QUERY}")
    hold(few, many, habit=20)
