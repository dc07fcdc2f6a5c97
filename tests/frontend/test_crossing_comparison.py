"""Two dates compared without a script: what is told of them, with which evidence, at which cost."""

import re
from datetime import date

import pytest
from django.test import Client

from network.models import Network
from tests.budget import hold, statements
from tests.factories import make_membership, make_network
from tests.factories import make_place as make
from tests.frontend.test_crossings import make_territory, text_of

pytestmark = pytest.mark.django_db
QUERY = "?from=2012-01-01&on=2019-07-01"
LOSS = "?from=2019-07-01&on=2024-01-01"


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
    both = "« Les deux » : 0 commune + 1 gagnée − 0 perdue = 1 commune ; 0 lieu + 1 gagné − 0 perdu = 1 lieu."
    assert f"Entre le 1er janvier 2014 et le 1er juillet 2019, {both}" in told(client, "?from=2014-01-01&on=2019-07-01")
    lost = told(client, "?from=2019-07-01&on=2024-01-01")
    both = "« Les deux » : 1 commune + 0 gagnée − 1 perdue = 0 commune ; 1 lieu + 0 gagné − 1 perdu = 0 lieu."
    assert f"Entre le 1er juillet 2019 et le 1er janvier 2024, {both}" in lost


def test_what_is_first_seen_is_counted_apart(client: Client) -> None:
    make_territory()
    said = told(client)
    communes = "0 commune + 0 gagnée + 1 vue pour la première fois − 0 perdue = 1 commune"
    assert f"{communes} ; 0 lieu + 0 gagné + 1 vu pour la première fois − 0 perdu = 1 lieu." in said
    assert "Vu pour la première fois Ni l’un ni l’autre puis Les deux 1 Mende" in said
    assert "En plus Ni l’un ni l’autre puis Médiation numérique seulement 1 Marvejols" in said
    assert "La Pompe : vu pour la première fois dans le réseau SoLozère (au moins depuis cette date) Carte" in said


def test_why_what_was_lost_was_is_said(client: Client) -> None:
    make_territory()
    why = "Ce qui explique les pertes :"
    assert f"{why} 2 lieux quittent le réseau SoLozère." in told(client, LOSS)
    Network.objects.filter(slug="solozere").update(ended_on=date(2022, 4, 26))
    make_membership(
        make("MSAP de Villefort", "Villefort", closed_on=date(2022, 1, 1)),
        make_network("MSAP", "mediation"),
        "2018-01-01",
    )
    said = told(client, LOSS)
    assert f"{why} fin du réseau SoLozère : 2 adhésions ; MSAP : 1 lieu ferme." in said
    assert "La Pompe : fin du réseau SoLozère" in said
    why = "What explains the losses:"
    assert f"{why} end of the network SoLozère: 2 memberships" in told(client, LOSS, "/en/croisements/")
    assert "Ce qui explique" not in told(client)


def test_an_end_that_lost_nothing_is_told_apart(client: Client) -> None:
    make_territory()
    stays = make("POLeN", "Mende")
    make_membership(stays, make_network("SoLozère"), "2014-01-01", "2022-04-26")
    make_membership(stays, make_network("Fabriques"), "2021-01-01")
    Network.objects.filter(slug="solozere").update(ended_on=date(2022, 4, 26))
    assert "fin du réseau SoLozère : 2 adhésions (1 autre n’a rien fait perdre)." in told(client, LOSS)
    assert "end of the network SoLozère: 2 memberships (1 other cost nothing)." in told(
        client, LOSS, "/en/croisements/"
    )
    assert "fin du réseau SoLozère : 3 adhésions" in text_of(client).partition("Depuis quand")[2]


def test_a_sum_starts_from_no_day_of_which_nothing_is_known(client: Client) -> None:
    make_territory()
    Network.objects.update(started_on=None)
    said = told(client, "?from=2011-10-31&on=2019-07-01")
    assert "On ne sait pas ce qu’il y avait au 31 octobre 2011 : aucune somme n’en part." in said
    assert "Au 1er juillet 2019, « Les deux » : 1 commune ; 1 lieu." in said
    assert "Les deux — 0 1 0 1 Médiation numérique seulement — 1 0 0 1" in said
    assert "La Pompe entre dans le réseau MSAP" in said
    early = told(client, "?from=2011-10-31&on=2014-07-01")
    assert "On ne sait pas ce qu’il y avait entre le 31 octobre 2011 et le 1er juillet 2014 : rien ne se" in early
    assert "Appui aux entreprises seulement — 0 2 0 2" in early
    known = told(client, "?from=2014-07-01&on=2015-07-01&state=b")
    assert "Entre le 1er juillet 2014 et le 1er juillet 2015 : rien n’a changé." in known


def test_the_sentence_is_of_the_state_that_is_shown_alone(client: Client) -> None:
    make_territory()
    neither = "« Ni l’un ni l’autre » : 4 communes + 0 gagnée − 3 perdues = 1 commune ; 3 lieux + 0 gagné − 3 perdus"
    assert neither in told(client, f"{QUERY}&state=neither")


def test_each_state_adds_up_and_each_way_is_counted(client: Client) -> None:
    make_territory()
    said = told(client, "?from=2014-01-01&on=2019-07-01")
    communes, places = said.split("État Au départ + gagné + vu pour la première fois − perdu = à l’arrivée")[1:]
    assert (
        "Les deux 0 1 0 0 1 Médiation numérique seulement 0 1 0 0 1 Appui aux entreprises seulement 2 0 0 1 1"
        in communes
    )
    assert "Ni l’un ni l’autre 2 0 0 1 1" in communes
    ways = communes.partition("D’un état à l’autre")[2]
    assert "Appui aux entreprises seulement 1 0 1 0 Ni l’un ni l’autre 0 1 0 1" in ways
    assert "Appui aux entreprises seulement 1 0 1 0 Ni l’un ni l’autre 0 1 0 0" in places


def test_who_went_from_which_state_to_which_is_listed_with_its_evidence(client: Client) -> None:
    make_territory()
    said = told(client)
    gained = said.index("En plus Ni l’un ni l’autre puis Médiation numérique seulement 1 Marvejols 4 728 habitants")
    assert gained < said.index("Vu pour la première fois Ni l’un ni l’autre puis Les deux 1 Mende 12 318 habitants")
    assert "1er janvier 2016 La Pompe entre dans le réseau MSAP Liste Source : Annuaire" in said
    places = said.partition(" Lieux Le compte")[2]
    assert "Ni l’un ni l’autre puis Appui aux entreprises seulement 1 Coworking Langogne" in places
    assert "La Pompe quitte le réseau SoLozère" in told(client, "?from=2019-07-01&on=2024-01-01")


def test_what_passes_to_the_other_side_is_no_gain(client: Client) -> None:
    passing = make("La Pompe", "Mende")
    make_membership(passing, make_network("MSAP", "mediation"), "2016-01-01", "2020-01-01")
    make_membership(passing, make_network("SoLozère", started_on=date(2020, 1, 1)), "2020-01-01", is_start_exact=False)
    said = told(client, "?from=2019-07-01&on=2024-01-01")
    assert "« Les deux » : 0 commune + 0 gagnée − 0 perdue = 0 commune" in said
    assert "Vu pour la première fois Médiation numérique seulement puis Appui aux entreprises seulement 1 Mende" in said


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
    assert "0 commune + 0 gagnée + 4 vues pour la première fois − 0 perdue = 4 communes" in told(
        client, f"{QUERY}&rule=distance&radius=50000"
    )
    silent = "?from=2014-01-01&on=2015-07-01&confirmed=true&state=neither"
    assert "2 communes + 2 gagnées − 0 perdue = 4 communes" in told(client, silent)


def test_a_first_date_that_cannot_be_read_is_told(client: Client) -> None:
    answer = client.get("/croisements/?from=2019-02-30")
    assert answer.status_code == 400
    assert "Comparer depuis le\xa0: «\xa02019-02-30\xa0» n’est pas connu" in answer.content.decode()
    assert client.get("/croisements/?from=1900-01-01&on=2200-12-31").status_code == 200


def test_the_comparison_is_told_in_english(client: Client) -> None:
    make_territory()
    said = told(client, path="/en/croisements/")
    both = (
        "“Both”: 0 communes + 0 gained + 1 first seen − 0 lost = 1 commune; "
        "0 places + 0 gained + 1 first seen − 0 lost = 1 place."
    )
    assert f"Between 1 January 2012 and 1 July 2019, {both}" in said
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
    hold(few, many, habit=27)  # one of them: whether the whole history is not too long
