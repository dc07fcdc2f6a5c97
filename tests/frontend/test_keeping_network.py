"""A network is kept by who runs it: a source cites many places at once, one joins, one leaves, and the past stays."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from psycopg.types.range import DateRange

from network.models import Membership, Network, NetworkedPlace, User
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/reseaux/france-services/"
SHOWN = {"day": "2026-11-01", "evidence": "Liste des membres", "source": "ANCT", "source_url": ""}


@pytest.fixture
def network(db: None) -> Network:
    return make_network("France services", "mediation")


@pytest.fixture
def claire(network: Network) -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, network)
    return user


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return text.replace("\u00a0", " ")


def member(network: Network, name: str, *period: str, **given: Any) -> Membership:
    return make_membership(make_place(name), network, *(period or ("2020-01-01",)), **given)


def test_the_page_lists_who_is_in_it_and_who_left(client_of: ClientOf, claire: User, network: Network) -> None:
    member(network, "Abeille", last_seen_on=date(2024, 8, 1))
    member(network, "Belette", "2019-01-01", "2021-01-01")
    page = client_of(claire).get(PAGE)
    assert [stay.place.name for stay, *_words in page.context["members"]] == ["Abeille"]
    assert [stay.place.name for stay, _words in page.context["others"]] == ["Belette"]
    assert "vu le 1er août 2024 (Site du réseau)" in words(page)


def test_an_empty_network_says_so(client_of: ClientOf, claire: User) -> None:
    text = words(client_of(claire).get(PAGE))
    assert "Aucun lieu n’est dans ce réseau aujourd’hui." in text
    assert "Une source cite les lieux cochés" not in text


def test_a_source_is_told_once_for_all_that_it_cites(client_of: ClientOf, claire: User, network: Network) -> None:
    first, second, third = (member(network, name) for name in ("Abeille", "Belette", "Cigale"))
    text = words(client_of(claire).post(f"{PAGE}vus/", SHOWN | {"member": [first.pk, second.pk]}, follow=True))
    assert "2 lieux vus le 1er novembre 2026." in text
    told = {m.place.name: (m.last_seen_on, m.source) for m in Membership.objects.select_related("place")}
    assert told["Abeille"] == told["Belette"] == (date(2026, 11, 1), "ANCT")
    assert told["Cigale"] == (None, third.source)


def test_an_older_source_does_not_put_back_a_newer_one(client_of: ClientOf, claire: User, network: Network) -> None:
    stay = member(network, "Abeille", last_seen_on=date(2026, 11, 20))
    client_of(claire).post(f"{PAGE}vus/", SHOWN | {"member": stay.pk})
    stay.refresh_from_db()
    assert (stay.last_seen_on, stay.source) == (date(2026, 11, 20), "Site du réseau")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": "2027-01-01"}, "Cette date n’est pas encore arrivée."),
        ({"day": "2019-12-31"}, "Abeille n’est pas dans ce réseau le"),
        ({"day": ""}, "obligatoire"),
        ({"evidence": " "}, "obligatoire"),
        ({"source": "x" * 201}, "au plus 200"),
        ({"source_url": "javascript:alert(1)"}, "valide"),
        ({"evidence": "a\x00b"}, "nul"),
        ({"member": []}, "Cochez d’abord les lieux"),
    ],
)
def test_a_source_that_cannot_be_writes_nothing_and_what_was_ticked_stays(
    client_of: ClientOf, claire: User, network: Network, wrong: dict[str, Any], said: str
) -> None:
    stay = member(network, "Abeille")
    answer = client_of(claire).post(f"{PAGE}vus/", SHOWN | {"member": stay.pk} | wrong)
    assert said in words(answer)
    assert "member" in wrong or f'id="member-{stay.pk}"' in words(answer)
    assert answer.context["ticked"] == ([] if "member" in wrong else [stay.pk])
    stay.refresh_from_db()
    assert stay.last_seen_on is None


def test_a_membership_of_another_network_is_not_hers_to_see_or_end(
    client_of: ClientOf, claire: User, network: Network
) -> None:
    member(network, "Abeille")
    other = make_membership(make_place("Belette"), make_network("SoLozère"), "2020-01-01")
    client = client_of(claire)
    assert "Cochez d’abord les lieux" in words(client.post(f"{PAGE}vus/", SHOWN | {"member": other.pk}))
    assert client.post(f"{PAGE}quitter/{other.pk}/", {"day": "2026-11-01"}).status_code == 404
    assert client.get("/espace/reseaux/solozere/").status_code == 404
    other.refresh_from_db()
    assert (other.last_seen_on, other.period.upper) == (None, None)


def test_a_place_is_found_and_added_with_what_shows_it(client_of: ClientOf, claire: User, network: Network) -> None:
    member(network, "Abeille")
    make_place("Abeille noire", town="Langogne")
    client = client_of(claire)
    page = client.get(PAGE, {"q": "abeille"})
    assert [place.name for place in page.context["found"]] == ["Abeille noire"]
    assert "L’ajouter au réseau" in words(client.get(PAGE, {"lieu": "abeille-noire"}))
    sent = SHOWN | {"since": "2026-03-01"}
    assert "est dans le réseau." in words(client.post(f"{PAGE}ajouter/abeille-noire/", sent, follow=True))
    stay = Membership.objects.get(place__slug="abeille-noire")
    assert (stay.period, stay.is_start_exact) == (DateRange(date(2026, 3, 1), None), False)
    assert (stay.last_seen_on, stay.evidence, stay.source_url) == (date(2026, 11, 1), "Liste des membres", None)


@pytest.mark.parametrize("typed", ["mars 2026", "Depuis mars 2026", "03/2026", "March 2026"])
def test_a_month_is_typed_and_kept_as_one(client_of: ClientOf, claire: User, network: Network, typed: str) -> None:
    make_place("Abeille")
    client_of(claire).post(f"{PAGE}ajouter/abeille/", SHOWN | {"since": typed})
    stay = Membership.objects.get()
    assert (stay.period.lower, stay.start_precision) == (date(2026, 3, 1), "month")
    assert "Au moins depuis mars 2026" in words(client_of(claire).get("/lieux/abeille/"))


def test_nobody_knows_since_when_is_an_answer(client_of: ClientOf, claire: User, network: Network) -> None:
    make_place("Abeille")
    client_of(claire).post(f"{PAGE}ajouter/abeille/", SHOWN | {"since": ""})
    assert Membership.objects.get().period.lower is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": "2026-11-02"}, "Cette source est d’avant l’entrée du lieu dans le réseau."),
        ({"day": "2027-01-01"}, "Cette date n’est pas encore arrivée."),
        ({"since": "0024-01-01"}, "1900"),
        ({"since": "au printemps"}, "Cette date ne se lit pas."),
        ({"is_start_exact": "on", "since": ""}, "Un début exact a une date."),
        ({"source": ""}, "obligatoire"),
    ],
)
def test_a_membership_that_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    client_of: ClientOf, claire: User, network: Network, wrong: dict[str, str], said: str
) -> None:
    make_place("Abeille")
    answer = client_of(claire).post(f"{PAGE}ajouter/abeille/", SHOWN | {"evidence": "Convention signée"} | wrong)
    assert said in words(answer)
    assert 'value="Convention signée"' in words(answer)
    assert not Membership.objects.exists()


def test_a_place_that_is_in_it_already_is_not_added_twice(client_of: ClientOf, claire: User, network: Network) -> None:
    member(network, "Abeille")
    answer = client_of(claire).post(f"{PAGE}ajouter/abeille/", SHOWN | {"since": "2026-03-01"})
    assert "Ce lieu est déjà dans ce réseau pendant une partie de cette période." in words(answer)
    assert Membership.objects.count() == 1


def test_a_search_that_finds_nothing_says_so(client_of: ClientOf, claire: User) -> None:
    for asked in ("zzyzx", "\x00zz", "z" * 5000):
        assert "Aucun lieu de l’annuaire" in words(client_of(claire).get(PAGE, {"q": asked}))
    assert client_of(claire).get(PAGE, {"lieu": "nulle\x00part"}).status_code == 200


def test_a_place_that_leaves_was_there_until_the_day_before(
    client_of: ClientOf, claire: User, network: Network
) -> None:
    stay = member(network, "Abeille")
    answer = client_of(claire).post(f"{PAGE}quitter/{stay.pk}/", {"day": "2026-11-01"}, follow=True)
    assert "« Abeille » n’est plus dans le réseau à partir du 1er novembre 2026." in words(answer)
    assert list(NetworkedPlace.objects.in_networks(["france-services"], on=date(2026, 10, 31))) == [stay.place]
    assert not NetworkedPlace.objects.in_networks(["france-services"], on=date(2026, 11, 1))


@pytest.mark.parametrize("day", ["", "un jour", "mars 2026", "2020-01-01", "2300-01-01"])
def test_a_day_that_cannot_be_ends_nothing(client_of: ClientOf, claire: User, network: Network, day: str) -> None:
    stay = member(network, "Abeille")
    answer = client_of(claire).post(f"{PAGE}quitter/{stay.pk}/", {"day": day})
    assert 'role="alert"' in answer.content.decode()
    stay.refresh_from_db()
    assert stay.period.upper is None


def test_the_page_costs_as_much_for_many_members_as_for_one(
    client_of: ClientOf, claire: User, network: Network
) -> None:
    member(network, "Abeille")
    client = client_of(claire)
    client.get(PAGE)
    with statements() as few:
        client.get(PAGE)
    for count in range(10):
        member(network, f"Lieu {count}")
    with statements() as many:
        client.get(PAGE)
    hold(few, many, habit=8)
