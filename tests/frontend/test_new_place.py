"""A facilitator adds a place of which little is known, in one change with its membership."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from network.models import Membership, NetworkedPlace, User
from places.choices import Door
from places.forms.commune import CommuneField
from places.models import Place
from places.services import delete_place
from tests.factories import make_commune, make_kind, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/reseaux/france-services/nouveau/"
SHOWN = {"day": "2026-11-01", "evidence": "Convention", "source": "Préfecture", "since": "2026-03-01"}
PLACE = {"name": "La Filature", "kinds": ["coworking"], "address": "3 rue Basse", "commune": "langogne"}


@pytest.fixture
def client(client_of: ClientOf) -> Client:
    make_commune("Mende"), make_commune("Langogne"), make_kind()
    user = make_user("claire-m")
    make_post(user, make_network("France services", "mediation"))
    return client_of(user)


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return text.replace("\u00a0", " ")


def test_an_address_and_a_commune_suffice(client: Client) -> None:
    answer = client.post(PAGE, PLACE | SHOWN, follow=True)
    assert "« La Filature » est dans l’annuaire et dans le réseau." in words(answer)
    place = NetworkedPlace.objects.get(slug="la-filature")
    assert (place.commune.name, place.point, place.precision, place.status) == (
        "Langogne",
        None,
        "unknown",
        "published",
    )
    stay = Membership.objects.get(place=place)
    assert (stay.period.lower, stay.last_seen_on, stay.source) == (date(2026, 3, 1), date(2026, 11, 1), "Préfecture")
    assert client.get("/lieux/la-filature/").status_code == 200


def test_a_point_tells_the_commune(client: Client) -> None:
    client.post(PAGE, PLACE | SHOWN | {"commune": "", "point": "44.7263, 3.8549"})
    place = Place.objects.get()
    assert (place.commune_id, place.precision) == ("48080", "exact")


def test_it_is_one_change_in_the_log(client: Client) -> None:
    client.post(PAGE, PLACE | SHOWN)
    logs: list[Any] = [Place, Membership]
    events = [model.pgh_event_model.objects.latest("pgh_id") for model in logs]
    assert len({event.pgh_change_id for event in events}) == 1
    assert {event.pgh_context.metadata["door"] for event in events} == {"workspace"}


def test_a_place_like_it_is_shown_first_and_added_all_the_same_when_she_says_so(client: Client) -> None:
    make_place("Filature de Langogne", town="Langogne")
    text = words(client.post(PAGE, PLACE | SHOWN))
    assert "Ces lieux y ressemblent." in text
    assert "Filature de Langogne" in text
    assert 'value="La Filature"' in text
    assert Place.objects.count() == 1
    client.post(PAGE, PLACE | SHOWN | {"is_new": "on"})
    assert Place.objects.count() == 2


def test_so_is_one_at_the_same_spot(client: Client) -> None:
    make_place("Autre nom", town="Langogne")
    text = words(client.post(PAGE, PLACE | SHOWN | {"point": "44.7264, 3.8550"}))
    assert "Autre nom" in text
    assert Place.objects.count() == 1


def test_a_second_one_of_that_name_has_an_address_of_its_own(client: Client) -> None:
    make_place("La Filature")
    client.post(PAGE, PLACE | SHOWN | {"is_new": "on"})
    assert Place.objects.filter(slug="la-filature-2").exists()


def test_the_address_of_one_that_was_deleted_is_left_to_it(client: Client) -> None:
    delete_place(place=make_place("La Filature"), by=None, door=Door.CONSOLE)
    client.post(PAGE, PLACE | SHOWN)
    assert Place.objects.get().slug == "la-filature-2"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "obligatoire"),
        ({"kinds": []}, "obligatoire"),
        ({"kinds": ["château"]}, "château"),
        ({"commune": ""}, "Indiquez la commune, ou placez le point."),
        ({"commune": "Paris"}, "Aucune commune de l’annuaire ne s’appelle ainsi."),
        ({"point": "ailleurs"}, "Ces coordonnées ne se lisent pas."),
        ({"commune": "Mende", "point": "44.7263, 3.8549"}, "Mende"),
        ({"source": ""}, "obligatoire"),
        ({"day": "2026-01-01"}, "Cette source est d’avant"),
        ({"name": "x" * 201}, "au plus 200"),
        ({"address": "a\x00b"}, "nul"),
    ],
)
def test_what_cannot_be_is_said_and_writes_nothing(client: Client, wrong: dict[str, Any], said: str) -> None:
    answer = client.post(PAGE, PLACE | SHOWN | wrong)
    assert answer.status_code == 200
    assert said in words(answer)
    assert 'role="alert"' in answer.content.decode()
    assert not Place.objects.exists()
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Mende", "48095"),
        ("mende", "48095"),
        ("48095", "48095"),
        ("saint chely d apcher", "48140"),
        ("Saint-Chély-d’Apcher", "48140"),
        ("Florac", "48061"),
        ("Florac Trois Rivières (48061)", "48061"),
    ],
)
def test_a_commune_is_read_as_people_type_it(typed: str, code: str) -> None:
    for town in ("Mende", "Saint-Chély-d'Apcher", "Florac Trois Rivières"):
        make_commune(town)
    found = CommuneField().clean(typed)
    assert found
    assert found.code == code


@pytest.mark.parametrize("typed", ["zzyzx", "'", "a", "((", "\\' | 'x", "é" * 90])
def test_a_commune_that_is_none_is_refused(typed: str) -> None:
    make_commune("Mende")
    with pytest.raises(ValidationError, match="Aucune commune"):
        CommuneField().clean(typed)


def test_of_two_that_a_word_may_mean_the_field_says_which() -> None:
    make_commune("Mende"), make_commune("Langogne", name="Mende la Neuve")
    make_commune("Marvejols", name="Vieille Mende")
    assert CommuneField().clean("Mende").code == "48095"  # type: ignore[union-attr]
    with pytest.raises(ValidationError, match=r"Mende \(48095\)|Vieille Mende \(48092\)"):
        CommuneField().clean(["vieille", "neuve", "mende"][2] + "s")
