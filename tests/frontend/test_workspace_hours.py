"""What the workspace says of hours while they are typed, and how the page of a listing shows them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.models import User
from places.hours.grammar import LONGEST
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/espace/horaires/"


@pytest.fixture
def facilitator(client_of: Callable[[User | None], Client]) -> Client:
    user = make_user("facilitatrice")
    make_post(user, make_network("France services", "mediation"))
    return client_of(user)


def ask(client: Client, text: str, address: str = ADDRESS) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(address, {"text": text}).json()
    return answer


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_hours_are_read_back_with_their_week_and_what_a_week_cannot_show(facilitator: Client) -> None:
    said = ask(facilitator, "mardi et jeudi 9h-12h, 1er samedi du mois 10h-12h, fermé en août, jours fériés fermé")
    assert said["stored"] == "Tu,Th 09:00-12:00; Sa[1] 10:00-12:00; Aug off; PH off"
    assert plain(said["text"]).startswith("Mardi et jeudi 9 h – 12 h ; le 1er samedi du mois 10 h – 12 h")
    assert said["week"] == [[], [["09:00", "12:00"]], [], [["09:00", "12:00"]], [], [], []]
    assert [(part["stored"], part["holiday"]) for part in said["parts"]] == [
        ("Sa[1] 10:00-12:00", None),
        ("Aug off", None),
        ("PH off", "PH"),
    ]
    assert len(said["days"]) == 7


def test_a_day_that_is_closed_or_has_more_hours_is_drawn_so(facilitator: Client) -> None:
    said = ask(facilitator, "Mo-We 09:00-12:00; We off, Mo 14:00-24:00")
    assert said["week"][:3] == [[["09:00", "12:00"], ["14:00", "00:00"]], [["09:00", "12:00"]], []]
    assert said["parts"] == []


@pytest.mark.parametrize("text", ["Aug off; Tu 09:00-12:00", 'Sa[1] 10:00-12:00; Tu 09:00-12:00; Mo "sur rendez-vous"'])
def test_what_cannot_be_drawn_without_another_order_has_no_week(facilitator: Client, text: str) -> None:
    assert ask(facilitator, text)["week"] is None


def test_a_refusal_comes_with_its_readings_in_words_that_may_be_sent(facilitator: Client) -> None:
    said = ask(facilitator, "du lundi au vendredi 9h-12h, mercredi 14h-17h")
    assert "plusieurs choses" in said["refusal"]
    assert [ask(facilitator, text)["stored"] for text in said["readings"]] == [
        "Mo-Fr 09:00-12:00, We 14:00-17:00",
        "Mo-Fr 09:00-12:00; We 14:00-17:00",
    ]


@pytest.mark.parametrize("text", ["", " ", "<b>", "x" * (LONGEST + 1)])
def test_nonsense_is_refused(facilitator: Client, text: str) -> None:
    assert set(ask(facilitator, text)) == {"refusal", "readings"}


def test_hours_are_said_in_the_language_of_the_page(facilitator: Client) -> None:
    assert plain(ask(facilitator, "mardi 9h-12h", "/en/espace/horaires/")["text"]) == "Tuesday 9:00 – 12:00"


def test_only_who_signed_in_may_ask_and_nothing_is_kept(facilitator: Client, client: Client) -> None:
    assert client.post(ADDRESS, {"text": "mardi 9h-12h"}).status_code == 302
    assert facilitator.get(ADDRESS).status_code == 405
    assert "no-store" in facilitator.post(ADDRESS, {"text": "mardi 9h-12h"})["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = facilitator.cookies
    assert strict.post(ADDRESS, {"text": "mardi 9h-12h"}).status_code == 403


def test_asking_what_hours_mean_costs_no_more_than_signing_in(
    facilitator: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        ask(facilitator, "mardi et jeudi 9h-12h, fermé en août")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Tu,Th 09:00-12:00; Aug off", "Mardi et jeudi 9 h – 12 h ; fermé en août"),
        ("Aug off; Tu 09:00-12:00", "Aug off; Tu 09:00-12:00"),
    ],
)
def test_a_listing_shows_hours_in_words_that_change_nothing_when_they_are_sent(
    client_of: Callable[[User | None], Client], stored: str, shown: str
) -> None:
    place, network, user = make_place("La Pompe", opening_hours=stored), make_network("SoLozère"), make_user("elle")
    make_membership(place, network, "2020-01-01")
    make_post(user, network)
    client = client_of(user)
    page = client.get("/espace/lieux/la-pompe/")
    form = page.context["form"]
    assert plain(str(form["opening_hours"].value())) == shown
    sent = {name: form[name].value() or "" for name in ("version", "name", "slug", "precision", "opening_hours")}
    client.post("/espace/lieux/la-pompe/", sent | {"kinds": "coworking", "point": "44.518, 3.4983"})
    place.refresh_from_db()
    assert place.opening_hours == stored
