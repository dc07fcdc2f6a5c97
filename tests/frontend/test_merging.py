"""A facilitator merges two listings of one place: she sees both, keeps what is right, and may take it back."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from network.models import Membership, NetworkedPlace, User
from places.choices import Door
from places.models import Change, Place
from places.services import edit, version_of
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/lieux/la-forge/fusionner/"
HISTORY = "/espace/lieux/la-forge/historique/"


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def client(client_of: ClientOf, claire: User) -> Client:
    return client_of(claire)


def make_member(name: str, slug: str, start: str = "2020-01-01", **given: Any) -> NetworkedPlace:
    place = make_place(name, slug=slug, **given)
    make_membership(place, make_network("France services", "mediation"), start)
    return place


@pytest.fixture
def forges() -> tuple[NetworkedPlace, NetworkedPlace]:
    kept = make_member("La Forge", "la-forge", phone="+33466000000", has_wifi=False, closed_on=date(2030, 1, 1))
    return kept, make_member(
        "Forge <b>", "forge", "2018-01-01", phone="+33466111111", email="a@example.org", has_wifi=True
    )


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " ").replace("\u202f", " "))


def chosen(text: str) -> set[str]:
    """The rows in which the other listing is proposed."""
    return set(re.findall(r'name="row-(\w+)" value="other" aria-describedby="[\w-]+" checked', text))


def merge(client: Client, *rows: str, **versions: int) -> Any:
    kept, other = (Place.objects.get(slug=slug) for slug in ("la-forge", "forge"))
    seen = {"version": version_of(kept), "other_version": version_of(other)} | versions
    return client.post(
        PAGE, {"avec": "forge", **dict.fromkeys((f"row-{row}" for row in rows), "other"), **seen}, follow=True
    )


@pytest.mark.usefixtures("forges")
def test_the_other_listing_is_looked_for_and_those_that_look_alike_come_first(client: Client) -> None:
    make_place("Forge d’un autre réseau", slug="autre")
    assert 'href="?avec=forge"' in words(client.get(PAGE))
    found = words(client.get(f"{PAGE}?q=forge"))
    assert 'href="?avec=forge"' in found
    assert "autre" not in re.findall(r"\?avec=([\w-]+)", found)
    assert "Aucune fiche que vous puissiez fusionner" in words(client.get(f"{PAGE}?q=zzz"))


@pytest.mark.usefixtures("forges")
def test_what_one_alone_knows_is_proposed_and_a_place_that_goes_on_is_not_closed(client: Client) -> None:
    text = words(client.get(f"{PAGE}?avec=forge"))
    assert "Forge &lt;b&gt;" in text
    assert chosen(text) == {"email", "closed_on"}


def test_what_was_verified_last_is_proposed(client: Client, forges: tuple[NetworkedPlace, NetworkedPlace]) -> None:
    edit(forges[1], changes={"verified_on": date(2026, 11, 1)}, by=None, door=Door.CONSOLE)
    text = words(client.get(f"{PAGE}?avec=forge"))
    assert chosen(text) == {"name", "phone", "email", "has_wifi", "closed_on", "verified_on"}


@pytest.mark.usefixtures("forges")
def test_they_become_one_with_the_values_that_she_chose(client: Client) -> None:
    answer = merge(client, "phone", "email")
    assert answer.redirect_chain[-1][0] == HISTORY
    text = words(answer)
    assert "« Forge &lt;b&gt; » et « La Forge » ne font plus qu’une fiche." in text
    kept = Place.objects.get(slug="la-forge")
    assert (kept.phone, kept.email, kept.name, kept.has_wifi) == ("+33466111111", "a@example.org", "La Forge", False)
    (stay,) = Membership.objects.all()
    assert stay.period.lower == date(2018, 1, 1)
    assert client.get("/espace/lieux/forge/").context["place"].slug == "la-forge"


@pytest.mark.usefixtures("forges")
def test_a_listing_that_changed_while_she_compared_is_read_again_with_her_choices(client: Client) -> None:
    seen = version_of(Place.objects.get(slug="forge"))
    edit(Place.objects.get(slug="forge"), changes={"phone": "+33466222222"}, by=None, door=Door.CONSOLE)
    text = words(merge(client, "has_wifi", other_version=seen))
    assert "Rien n’est fusionné : relisez les deux fiches, puis confirmez." in text
    assert "04 66 22 22 22" in text
    assert chosen(text) == {"has_wifi"}
    assert Place.objects.filter(status="published").count() == 2


@pytest.mark.usefixtures("forges")
def test_a_listing_that_another_network_counts_too_is_not_hers_to_merge(client: Client) -> None:
    make_membership(Place.objects.get(slug="forge"), make_network("SoLozère"), "2020-01-01", "2021-01-01")
    assert client.get(f"{PAGE}?avec=forge").status_code == 404
    assert merge(client).status_code == 404
    assert "?avec=" not in words(client.get(PAGE))
    pair = words(client.get("/espace/doublons/"))
    assert "Un réseau que vous n’animez pas compte l’une des deux" in pair
    assert "Les fusionner…" not in pair


@pytest.mark.usefixtures("forges")
def test_ways_lead_there_from_the_listing_and_from_the_pair(client: Client) -> None:
    assert f'href="{PAGE}"' in words(client.get("/espace/lieux/la-forge/"))
    assert f'href="{PAGE}?avec=forge"' in words(client.get("/espace/doublons/"))


@pytest.mark.django_db(transaction=True)
def test_it_is_undone_in_one_step_and_done_again_in_another(
    client: Client, forges: tuple[NetworkedPlace, NetworkedPlace]
) -> None:
    merge(client, "phone")
    done = Change.objects.latest("position").pk
    text = words(client.post(f"{HISTORY}{done}/annuler/", follow=True))
    assert "C’est de nouveau comme avant ce changement." in text
    assert Place.objects.filter(status="published").count() == 2
    assert Place.objects.get(slug="la-forge").phone == "+33466000000"
    assert {stay.period.lower for stay in Membership.objects.all()} == {date(2018, 1, 1), date(2020, 1, 1)}
    client.post(f"{HISTORY}{Change.objects.latest('position').pk}/annuler/")
    assert Place.objects.get(slug="forge").merged_into_id == forges[0].pk
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("forges")
def test_a_merge_of_networks_that_she_does_not_run_is_not_hers_to_undo(client: Client, client_of: ClientOf) -> None:
    make_membership(Place.objects.get(slug="forge"), make_network("SoLozère"), "2020-01-01")
    merge(client_of(make_user("chef", is_superuser=True)))
    done = Change.objects.latest("position").pk
    assert client.post(f"{HISTORY}{done}/annuler/").status_code == 404
    assert Place.objects.filter(status="published").count() == 1


@pytest.mark.usefixtures("forges")
def test_the_page_takes_as_many_queries_for_many_stays(client: Client) -> None:
    with statements() as few:
        client.get(f"{PAGE}?avec=forge")
    for year in range(2000, 2010):
        network = make_network("France services", "mediation")
        make_membership(Place.objects.get(slug="forge"), network, f"{year}-01-01", f"{year}-02-01")
    with statements() as many:
        client.get(f"{PAGE}?avec=forge")
    hold(few, many, habit=13)
