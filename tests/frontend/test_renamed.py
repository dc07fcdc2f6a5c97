"""A page that was renamed goes on answering at its former address, and nobody else is ever given it."""

import json
from importlib import import_module
from typing import Any

import brotli
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client

from network.models import Network
from places.choices import Door
from places.models import FormerPlaceSlug, Place
from places.services import delete, edit, restore, version_of
from tests.budget import statements
from tests.factories import make_membership, make_network, make_place

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}


@pytest.fixture
def place() -> Place:
    """A place that was called otherwise, twice."""
    row: Place = make_place("La Pompe")
    for slug in ("la-fontaine", "la-source"):
        row = edit(row, changes={"slug": slug}, **HERE).row
    return row


@pytest.fixture
def network() -> Network:
    return edit(make_network("SoLozère"), changes={"slug": "sol48"}, **HERE).row


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("slug", ["la-pompe", "la-fontaine"])
def test_every_former_address_of_a_place_leads_to_its_page(client: Client, place: Place, root: str, slug: str) -> None:
    response = client.get(f"{root}/lieux/{slug}/?on=2019-07-01")
    assert (response.status_code, response["Location"]) == (301, f"{root}/lieux/la-source/?on=2019-07-01")
    assert client.get(response["Location"]).status_code == 200


def test_the_api_sends_on_with_all_that_was_asked(client: Client, place: Place, network: Network) -> None:
    response = client.get("/api/v1/places/la-pompe/?format=geojson&on=2019-07-01")
    assert response.status_code == 301
    assert response["Location"] == "/api/v1/places/la-source/?format=geojson&on=2019-07-01"
    assert client.get("/api/v1/places/la-pompe/", follow=True).json()["slug"] == "la-source"
    assert client.get("/api/v1/networks/solozere/", follow=True).json()["slug"] == "sol48"


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_renamed_network_goes_on_answering(client: Client, network: Network, root: str) -> None:
    response = client.get(f"{root}/reseaux/solozere/")
    assert (response.status_code, response["Location"]) == (301, f"{root}/reseaux/sol48/")


def test_a_place_that_is_not_shown_does_not_answer_at_its_former_address_either(client: Client, place: Place) -> None:
    edit(place, changes={"status": "draft"}, **HERE)
    for address in ("/lieux/la-pompe/", "/api/v1/places/la-pompe/", "/lieux/jamais/", "/reseaux/jamais/"):
        assert client.get(address).status_code == 404


def test_a_frame_in_another_site_goes_on_showing_the_place(client: Client, place: Place) -> None:
    assert client.get("/embed/?place=la-pompe").context["place"] == place


def test_the_copy_that_a_browser_keeps_leads_there_too(client: Client, place: Place, network: Network) -> None:
    response = client.get("/hors-ligne.json", headers={"Accept-Encoding": "br"})
    pages = json.loads(brotli.decompress(response.content))["pages"]
    assert 'content="0; url=/lieux/la-source/"' in pages["/lieux/la-pompe/"]
    assert 'content="0; url=/reseaux/sol48/"' in pages["/reseaux/solozere/"]


@pytest.mark.parametrize("slug", ["la-pompe", "la-fontaine"])
def test_a_former_address_is_given_to_no_other_place(place: Place, slug: str) -> None:
    with pytest.raises(ValidationError, match="mène toujours à lui") as refusal:
        make_place("Autre", slug=slug)
    assert set(refusal.value.message_dict) == {"slug"}


def test_the_database_refuses_it_whatever_the_door(place: Place, network: Network) -> None:
    other, another = make_place("Autre"), make_network("Autre")
    with pytest.raises(DatabaseError, match="place_slug_was_anothers"), transaction.atomic():
        Place.objects.filter(pk=other.pk).update(slug="la-pompe")
    with pytest.raises(DatabaseError, match="network_slug_was_anothers"), transaction.atomic():
        Network.objects.filter(pk=another.pk).update(slug="solozere")


def test_the_address_of_a_deleted_place_waits_for_it(client: Client, place: Place) -> None:
    key, version = place.pk, version_of(place)
    delete(place, **HERE)
    with pytest.raises(ValidationError, match="mène toujours à lui"):
        make_place("Autre", slug="la-source")
    assert client.get("/lieux/la-source/").status_code == 404
    restore(model=Place, key=key, at=version, **HERE)
    assert client.get("/lieux/la-source/").status_code == 200
    assert client.get("/lieux/la-pompe/", follow=True).status_code == 200


def test_a_place_may_take_a_former_address_of_its_own_again(client: Client, place: Place) -> None:
    edit(place, changes={"slug": "la-pompe"}, **HERE)
    assert client.get("/lieux/la-pompe/").status_code == 200
    assert client.get("/lieux/la-source/")["Location"] == "/lieux/la-pompe/"


def test_addresses_that_the_history_knows_are_former_addresses_from_the_start(client: Client, place: Place) -> None:
    FormerPlaceSlug.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("places.migrations.0009_former_slugs").KNOWN)
    assert {former.slug for former in FormerPlaceSlug.objects.all()} == {"la-pompe", "la-fontaine"}
    assert client.get("/lieux/la-pompe/").status_code == 301


@pytest.mark.parametrize(
    ("asked", "today"),
    [
        ("/?overlap=mediation&q=fab%20lab&overlap=none", "/?overlap=a&overlap=neither&q=fab+lab"),
        ("/en/embed/?overlap=business_support", "/en/embed/?overlap=b"),
        ("/imprimer/?overlap=both&overlap=mediation", "/imprimer/?overlap=both&overlap=a"),
        ("/croisements/?state=business_support&on=2019-07-01", "/croisements/?state=b&on=2019-07-01"),
    ],
)
def test_a_link_in_former_words_leads_to_the_same_question(client: Client, asked: str, today: str) -> None:
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, today)
    assert client.get(today).status_code == 200


@pytest.mark.parametrize(
    ("asked", "today"),
    [
        ("/?network=solozere&network=rezo&q=fab", "/?network=sol48&network=rezo&q=fab"),
        ("/en/embed/?network=solozere&overlap=none", "/en/embed/?network=sol48&overlap=neither"),
        ("/imprimer/?network=solozere", "/imprimer/?network=sol48"),
        ("/croisements/?a=solozere&b=mediation&network=solozere", "/croisements/?a=sol48&b=mediation&network=sol48"),
        ("/croisements/reunion/?b=solozere", "/croisements/reunion/?b=sol48"),
        (
            "/en/croisements/changements/?from=2019-07-01&a=solozere",
            "/en/croisements/changements/?from=2019-07-01&a=sol48",
        ),
        ("/croisements/possibles/?a=solozere", "/croisements/possibles/?a=sol48"),
    ],
)
def test_a_question_that_names_a_network_as_it_was_called_leads_to_the_same_one_of_today(
    client: Client, network: Network, asked: str, today: str
) -> None:
    make_network("Rézo")
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, today)
    assert client.get(today).status_code == 200


@pytest.mark.parametrize("path", ["places/?network=", "overlap/?a=", "overlap/sets/?network=", "overlap/timeline/?b="])
def test_the_api_understands_a_network_by_the_slug_that_it_had(client: Client, network: Network, path: str) -> None:
    make_membership(make_place("La Pompe"), network)
    make_membership(make_place("Ailleurs"), make_network("Autre"))
    found, today = (client.get(f"/api/v1/{path}{slug}") for slug in ("solozere", "sol48"))
    assert found.status_code == 200
    assert found.content == today.content
    assert client.get(f"/api/v1/{path}jamais").status_code == 400


def test_who_asks_by_the_slugs_of_today_pays_nothing_for_those_that_were(client: Client, network: Network) -> None:
    with statements() as asked:
        client.get("/api/v1/places/?network=sol48")
    assert not [sql for sql in asked if "formernetworkslug" in sql]


def test_a_link_in_the_words_of_today_leads_nowhere_else(client: Client) -> None:
    assert client.get("/?overlap=a&family=mediation").status_code == 200
