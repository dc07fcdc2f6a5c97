"""A facilitator reads a suggestion beside what the listing says, and decides: whole, in part, edited, or not at all."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.choices import Reported, Review
from network.models import NetworkedPlace, Suggestion, User
from network.services import Said, suggest
from places.choices import Door
from places.models import Place
from places.services import edit, version_of
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
LIST = "/espace/suggestions/"


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def client(client_of: ClientOf, claire: User) -> Client:
    return client_of(claire)


@pytest.fixture
def pump() -> NetworkedPlace:
    place = make_place("La Pompe", phone="+33466000000", opening_hours="Mo-Fr 09:00-12:00")
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


def reported(place: Place, words: str | None = None, **patch: Any) -> Suggestion:
    said = Said(patch, words, version_of(place))
    return suggest(kind=Reported.ERROR, place=place, said=said, door=Door.PUBLIC)


def send(client: Client, made: Suggestion, **sent: Any) -> Any:
    return client.post(f"{LIST}{made.pk}/", sent, follow=True)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " ").replace("\u202f", " "))


def test_the_difference_is_shown_field_by_field(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, "Le <b>numéro</b> a changé", phone="+33466111111", has_wifi=True, opening_hours="le mardi")
    text = words(client.get(f"{LIST}{made.pk}/"))
    assert "Le &lt;b&gt;numéro&lt;/b&gt; a changé" in text
    assert "<del>04 66 00 00 00</del>" in text
    assert 'value="04 66 11 11 11"' in text
    assert re.search(r"<del>[^<]*lundi", text)
    assert "le mardi</textarea>" in text
    assert re.search(r'<option value="true" selected>', text)
    assert text.count('name="take"') == text.count(" checked>") == 3


def test_all_is_accepted_by_one_press(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, phone="+33466111111", email="a@example.org")
    sent = {"accept": "", "take": ["phone", "email"], "phone": "04 66 11 11 11", "email": "a@example.org"}
    assert "C’est fait. Rien d’autre n’attend." in words(send(client, made, **sent))
    pump.refresh_from_db()
    made.refresh_from_db()
    assert (pump.phone, pump.email) == ("+33466111111", "a@example.org")
    assert (made.state, made.decisions) == (Review.ACCEPTED, {"phone": "accepted", "email": "accepted"})


def test_a_part_is_accepted_another_edited_and_a_third_refused(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, phone="+33466111111", email="a@example.org", opening_hours="mardi matin")
    sent = {"accept": "", "take": ["email", "opening_hours"], "email": "a@example.org", "phone": "n’importe quoi"}
    send(client, made, **sent, opening_hours="Tu 09:00-12:00")
    pump.refresh_from_db()
    made.refresh_from_db()
    assert (pump.phone, pump.email, pump.opening_hours) == ("+33466000000", "a@example.org", "Tu 09:00-12:00")
    assert made.state == Review.PARTLY
    assert made.decisions == {"phone": "refused", "email": "accepted", "opening_hours": "edited"}


def test_what_cannot_be_written_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, pump: NetworkedPlace
) -> None:
    made = reported(pump, email="a@example.org", opening_hours="quand on y est")
    sent = {"accept": "", "take": ["opening_hours"], "email": "b@example.org", "opening_hours": "quand on y sera"}
    text = words(send(client, made, **sent))
    assert re.search(r'quand on y sera</textarea> <span class="wrong" role="alert">', text)
    assert 'value="b@example.org"' in text
    assert 'value="opening_hours" checked>' in text
    assert 'value="email">' in text
    made.refresh_from_db()
    assert made.state == Review.WAITING


def test_nothing_ticked_accepts_nothing(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, email="a@example.org")
    assert "Cochez ce que vous acceptez" in words(send(client, made, accept="", email="a@example.org"))
    made.refresh_from_db()
    assert made.state == Review.WAITING


def test_a_conflict_is_shown_side_by_side_and_one_chooses(client: Client, claire: User, pump: NetworkedPlace) -> None:
    made = reported(pump, phone="+33466111111", email="a@example.org")
    edit(pump, changes={"phone": "+33466222222"}, by=claire, door=Door.WORKSPACE)
    sent: dict[str, Any] = {"accept": "", "take": ["phone", "email"]}
    sent |= {"phone": "04 66 11 11 11", "email": "a@example.org"}
    answer = send(client, made, **sent)
    text = words(answer)
    assert "Ces champs ont changé depuis" in text
    assert "04 66 22 22 22" in text
    made.refresh_from_db()
    assert made.state == Review.WAITING
    (seen,) = re.findall(r'name="seen" value="(\d+)"', text)
    send(client, made, **sent, seen=seen, **{"keep-phone": "mine"})
    pump.refresh_from_db()
    made.refresh_from_db()
    assert (pump.phone, pump.email, made.state) == ("+33466111111", "a@example.org", Review.ACCEPTED)


def test_a_refusal_needs_a_reason(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, email="a@example.org")
    assert "Dites pourquoi" in words(send(client, made, refuse="", reason=" "))
    send(client, made, refuse="", reason="Ce courriel n’existe pas.")
    made.refresh_from_db()
    assert (made.state, made.reason) == (Review.REFUSED, "Ce courriel n’existe pas.")


def test_who_comes_second_is_told(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, email="a@example.org")
    send(client, made, refuse="", reason="Non.")
    for sent in ({"accept": "", "take": "email", "email": "a@example.org"}, {"refuse": "", "reason": "Non."}):
        assert "Quelqu’un vient de décider de cette suggestion." in words(send(client, made, **sent))


def test_a_speed_is_shown_as_a_number_and_its_day_as_a_day(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, download_mbps="19.7", speed_measured_on="2026-11-23")
    text = words(client.get(f"{LIST}{made.pk}/"))
    assert 'value="19.7"' in text
    send(client, made, accept="", take=["download_mbps", "speed_measured_on"], **made.patch)
    pump.refresh_from_db()
    assert (str(pump.download_mbps), str(pump.speed_measured_on)) == ("19.70", "2026-11-23")


@pytest.mark.parametrize(
    ("told", "moved", "precision"),
    [("commune", False, "commune"), ("street", False, "street"), ("commune", True, "street")],
)
def test_a_point_put_by_a_finger_is_no_more_precise_until_someone_moves_it(
    client: Client, told: str, moved: bool, precision: str
) -> None:
    make_place("La Pompe")
    point = "44.518000, 3.498300"
    said = Said({"name": "La Forge", "kinds": ["coworking"], "commune": "48095", "point": point, "precision": told})
    made = suggest(kind=Reported.NEW, said=said, door=Door.PUBLIC)
    assert "data-basemap" in words(client.get(f"{LIST}{made.pk}/"))
    sent = {"name": "La Forge", "kinds": "coworking", "commune": "48095"}
    send(client, made, accept="", point="44.52, 3.5" if moved else point, **sent)
    assert Place.objects.published().get(slug="la-forge").precision == precision


def test_a_point_that_someone_moved_is_seen_on_a_map_and_taken_as_that_of_a_street(
    client: Client, pump: NetworkedPlace
) -> None:
    assert pump.point
    north = f"{pump.point.y + 0.001:.6f}, {pump.point.x:.6f}"
    made = reported(pump, "Derrière la mairie", point=north)
    text = words(client.get(f"{LIST}{made.pk}/"))
    assert "Le point proposé est à 110 m de celui-ci." in text
    assert f'value="{north}"' in text
    assert 'class="point-map"' in text
    send(client, made, accept="", take=["point"], point=north)
    pump.refresh_from_db()
    made.refresh_from_db()
    assert (f"{pump.point.y:.6f}, {pump.point.x:.6f}", pump.precision) == (north, "street")
    assert (made.state, made.decisions) == (Review.ACCEPTED, {"point": "accepted"})


def test_who_reviews_may_move_the_point_and_one_that_says_nothing_is_sent_back(
    client: Client, pump: NetworkedPlace
) -> None:
    made = reported(pump, point="44.520000, 3.500000")
    assert "Ces coordonnées ne se lisent pas" in words(send(client, made, accept="", take=["point"], point="là"))
    send(client, made, accept="", take=["point"], point="44.521000, 3.501000")
    pump.refresh_from_db()
    made.refresh_from_db()
    assert pump.point
    assert (pump.point.y, pump.point.x) == (44.521, 3.501)
    assert made.decisions == {"point": "edited"}


def test_a_missing_place_is_published_around_its_town_hall_until_someone_knows_better(
    client: Client, pump: NetworkedPlace
) -> None:
    said = Said({"name": "La Pompe à Mots", "kinds": ["coworking"], "commune": "48095", "phone": "+33466111111"})
    made = suggest(kind=Reported.NEW, said=said, door=Door.PUBLIC)
    text = words(client.get(f"{LIST}{made.pk}/"))
    assert "Déjà dans l’annuaire ?" in text
    assert 'href="/lieux/la-pompe/"' in text
    assert 'value="48095" selected>' in text
    sent = {"name": "La Pompe à Mots", "kinds": "coworking", "commune": "48095", "phone": "04 66 11 11 11"}
    send(client, made, accept="", **sent)
    place = Place.objects.published().get(slug="la-pompe-a-mots")
    assert (place.precision, place.phone) == ("commune", "+33466111111")
    assert place.point
    made.refresh_from_db()
    assert made.place == place


def test_a_place_that_closed_is_closed(client: Client, pump: NetworkedPlace) -> None:
    made = suggest(kind=Reported.CLOSED, place=pump, said=Said({}, "Volet baissé"), door=Door.PUBLIC)
    assert re.search(r'name="day"[^>]*value="\d+(er)? [a-zéû]+ \d{4}"', words(client.get(f"{LIST}{made.pk}/")))
    assert 'role="alert"' in words(send(client, made, accept="", day="bientôt"))
    send(client, made, accept="", day="2026-11-01")
    pump.refresh_from_db()
    assert str(pump.closed_on) == "2026-11-01"


def test_words_alone_are_answered_by_correcting_the_listing(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, "L’entrée est derrière")
    text = words(client.get(f"{LIST}{made.pk}/"))
    assert 'href="/espace/lieux/la-pompe/"' in text
    send(client, made, accept="")
    made.refresh_from_db()
    assert (made.state, made.change) == (Review.ACCEPTED, None)


def test_what_a_guard_put_apart_is_seen_apart_and_given_back(client: Client, pump: NetworkedPlace) -> None:
    said = Said({"website": "https://example.org"}, "Gagnez de l’argent")
    made = suggest(kind=Reported.ERROR, place=pump, said=said, doubts=["links"], door=Door.PUBLIC)
    assert "La Pompe" not in words(client.get(LIST))
    assert "suggestion" not in words(client.get("/espace/")).partition("<main")[2]
    assert "La Pompe" in words(client.get(f"{LIST}?etat=a-part"))
    assert "Un filtre automatique a un doute" in words(client.get(f"{LIST}{made.pk}/"))
    send(client, made, back="")
    assert "1 suggestion à relire" in words(client.get("/espace/"))
    send(client, made, spam="")
    assert "La Pompe" in words(client.get(f"{LIST}?etat=indesirables"))
    assert client.get(f"{LIST}?etat=ailleurs").status_code == 404


def test_one_after_the_other(client: Client, pump: NetworkedPlace) -> None:
    first, second = reported(pump, "Un"), reported(pump, "Deux")
    answer = send(client, first, accept="")
    assert "C’est fait. Voici la suivante." in words(answer)
    assert answer.request["PATH_INFO"] == f"{LIST}{second.pk}/"


@pytest.mark.parametrize(("address", "habit"), [(LIST, 9), ("one", 20)])
def test_a_page_costs_as_much_for_many_as_for_one(
    client: Client, pump: NetworkedPlace, address: str, habit: int
) -> None:
    made = reported(pump, email="a@example.org")
    address = f"{LIST}{made.pk}/" if address == "one" else address
    client.get(address)
    with statements() as few:
        client.get(address)
    for count in range(5):
        reported(make_place(f"Lieu {count}"), email="a@example.org")
    with statements() as many:
        client.get(address)
    hold(few, many, habit=habit)


def test_each_page_is_in_english_too(client: Client, pump: NetworkedPlace) -> None:
    made = reported(pump, email="a@example.org")
    assert "Accept what is ticked" in words(client.get(f"/en{LIST}{made.pk}/"))
