"""The workspace: what needs a facilitator, one card after the other, and nothing said that cannot be taken back."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from network.models import Claim, Membership, NetworkedPlace, User, Verification
from network.queues import QUEUES, months_before, places_of
from network.services import claim_next, pass_over, take_back, verifications, verify
from places.choices import Door
from places.models import Place
from places.services import edit, version_of
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_steward, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
NEVER = "/espace/jamais-verifiees/"


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire", last_name="Martin")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def marc() -> User:
    user = make_user("marc")
    make_post(user, make_network("France services", "mediation"))
    return user


def make_member(name: str, **given: Any) -> NetworkedPlace:
    place = make_place(name, **given)
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def send(client: Client, place: NetworkedPlace, **more: object) -> str:
    """Say that a listing is right, and read the page that follows."""
    card = {"place": place.pk, "version": version_of(place), "how": "phone", "note": ""} | more
    return client.post(NEVER, card, follow=True).content.decode()


def test_the_first_page_counts_what_needs_her(client_of: ClientOf, claire: User) -> None:
    make_member("Tout su", phone="+33466000000", opening_hours="Mo-Fr 09:00-12:00")
    make_member("Rien su", town="Langogne", precision="commune")
    make_place("Hors de son réseau")
    standing = client_of(claire).get("/espace/").context["standing"]
    assert standing.listed == 2
    assert standing.waiting == {
        "jamais-verifiees": 2,
        "a-reverifier": 0,
        "sans-reponse": 0,
        "sans-horaires": 1,
        "horaires-illisibles": 0,
        "injoignables": 1,
        "sites-muets": 0,
        "sorties-du-fichier": 0,
        "standard-national": 2,
        "mal-placees": 1,
    }


def test_hours_that_nobody_can_read_wait_in_a_queue_until_they_are_mended(client_of: ClientOf, claire: User) -> None:
    place = make_member("La Pompe", opening_hours="Mo-Fr 09:00-12:00")
    Place.objects.filter(pk=place.pk).update(opening_hours="Feb 31 10:00-12:00")
    caches["process"].clear()
    client = client_of(claire)
    assert client.get("/espace/").context["standing"].waiting["horaires-illisibles"] == 1
    card = client.get("/espace/horaires-illisibles/")
    assert card.context["card"].hours == ["Feb 31 10:00-12:00"]
    place.refresh_from_db()
    edit(place, changes={"opening_hours": "Tu 09:00-12:00"}, by=None, door=Door.CONSOLE)
    assert client.get("/espace/horaires-illisibles/").context["card"] is None
    caches["process"].clear()


def test_a_network_without_a_place_says_so(client_of: ClientOf, claire: User) -> None:
    assert "Aucun lieu n’est dans vos réseaux" in client_of(claire).get("/espace/").content.decode()


def test_a_closed_place_a_draft_and_one_that_left_need_nobody(claire: User) -> None:
    make_member("Fermé", closed_on=date(2025, 1, 1))
    make_member("Brouillon", status="draft")
    gone = make_place("Parti")
    make_membership(gone, make_network("France services", "mediation"), "2020-01-01", "2024-01-01")
    assert list(places_of(claire)) == []


def test_a_card_says_the_number_to_dial_the_hours_in_words_and_what_is_not_known(
    client_of: ClientOf, claire: User
) -> None:
    make_member("La Pompe", phone="+33466000000", opening_hours='Mo-Fr 09:00-12:00; Aug off "congés"')
    text = client_of(claire).get(NEVER).content.decode()
    assert 'href="tel:+33466000000"' in text
    assert "Du lundi au vendredi 9\u00a0h – 12\u00a0h" in text
    assert "congés" in text
    assert "accès en fauteuil" in text
    assert "J’ai appelé, tout est juste" in text


def test_a_place_without_a_number_is_not_said_to_have_been_called(client_of: ClientOf, claire: User) -> None:
    make_member("Sans téléphone")
    text = client_of(claire).get(NEVER).content.decode()
    assert "Pas de téléphone connu" in text
    assert "J’ai appelé" not in text


def test_saying_it_dates_the_listing_notes_who_and_how_and_goes_on(client_of: ClientOf, claire: User) -> None:
    first, second = make_member("Abeille"), make_member("Belette")
    version = version_of(first)
    text = send(client_of(claire), first, how="visit", note="  L’accueil confirme. ")
    made = Verification.objects.get()
    assert (made.place_id, made.person, made.how, made.note) == (first.pk, claire, "visit", "L’accueil confirme.")
    assert (made.day, made.version) == (timezone.localdate(), version)
    first.refresh_from_db()
    assert first.verified_on == timezone.localdate()
    assert "«\u00a0Abeille\u00a0» est vérifiée aujourd’hui." in text
    assert "Belette" in text
    assert "1 fiche vérifiée ce mois-ci, sur 2" in text
    assert second.name in text


def test_the_log_tells_the_door_and_the_account(client_of: ClientOf, claire: User) -> None:
    place = make_member("Abeille")
    send(client_of(claire), place)
    log: Any = Place
    event = log.pgh_event_model.objects.filter(pgh_obj=place.pk).latest("pgh_id")
    assert event.pgh_context.metadata == {"door": "workspace", "user": claire.pk}


def test_it_can_be_taken_back_by_her_alone_and_leaves_the_listing_as_it_was(
    client_of: ClientOf, claire: User, marc: User
) -> None:
    place = make_member("Abeille", verified_on=date(2024, 5, 1))
    (made,) = verify(places=[place.pk], by=claire, door=Door.WORKSPACE)
    assert client_of(marc).post(f"/espace/annuler/{made.pk}/").status_code == 404
    answer = client_of(claire).post(f"/espace/annuler/{made.pk}/", {"queue": "a-reverifier"}, follow=True)
    assert answer.redirect_chain[0][0] == "/espace/a-reverifier/"
    assert "«\u00a0Abeille\u00a0» est comme avant votre vérification." in answer.content.decode()
    place.refresh_from_db()
    assert place.verified_on == date(2024, 5, 1)
    assert not Verification.objects.exists()
    assert client_of(claire).post(f"/espace/annuler/{made.pk}/").status_code == 404


def test_a_listing_that_changed_during_the_call_is_read_again_and_nothing_typed_is_lost(
    client_of: ClientOf, claire: User
) -> None:
    place = make_member("Abeille", phone="+33466000000")
    client = client_of(claire)
    seen = client.get(NEVER).context["card"].version
    edit(place, changes={"phone": "+33466111111"}, by=None, door=Door.CONSOLE)
    text = send(client, place, version=seen, note="On m’a dit oui", how="message")
    assert "Cette fiche a changé pendant que vous la vérifiiez" in text
    assert "tel:+33466111111" in text
    assert 'value="On m’a dit oui"' in text
    assert re.search(r'<input[^>]*value="message"[^>]*checked', text)
    assert not Verification.objects.exists()
    send(client, place)
    assert Verification.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"how": "télépathie"}, {"how": ""}, {"version": "x"}, {"note": "é" * 501}, {"note": "\x00"}]
)
def test_what_cannot_be_is_refused_beside_its_field_and_writes_nothing(
    client_of: ClientOf, claire: User, wrong: dict[str, str]
) -> None:
    place = make_member("Abeille")
    answer = client_of(claire).post(NEVER, {"place": place.pk, "version": version_of(place), "how": "phone"} | wrong)
    assert answer.status_code == 200
    assert not Verification.objects.exists()
    assert 'role="alert"' in answer.content.decode() or "version" in wrong


@pytest.mark.parametrize("place", ["", "x", "0", "-1", "9" * 30, "١"])
def test_a_place_that_is_none_is_not_found(client_of: ClientOf, claire: User, place: str) -> None:
    assert client_of(claire).post(NEVER, {"place": place, "version": 1, "how": "phone"}).status_code == 404


def test_taking_back_leaves_what_a_colleague_found_since(claire: User, marc: User) -> None:
    place = make_member("Abeille")
    (hers,) = verify(places=[place.pk], by=claire, door=Door.WORKSPACE)
    verify(places=[place.pk], by=marc, door=Door.WORKSPACE)
    take_back(verification=hers, by=claire, door=Door.WORKSPACE)
    place.refresh_from_db()
    assert place.verified_on == timezone.localdate()
    assert Verification.objects.get().person == marc


# Two at once ------------------------------------------------------------------------------------------


def test_two_people_never_get_the_same_card(client_of: ClientOf, claire: User, marc: User) -> None:
    make_member("Abeille"), make_member("Belette")
    hers, his = (client_of(user).get(NEVER).context["card"].place for user in (claire, marc))
    assert {hers.name, his.name} == {"Abeille", "Belette"}
    assert client_of(claire).get(NEVER).context["card"].place == hers


def test_the_card_of_who_was_first_is_not_taken_even_in_the_same_moment(claire: User, marc: User) -> None:
    """Both have read that it is free: the database lets one have it."""
    place = make_member("Abeille")
    until = timezone.now() + verifications.IN_HAND
    assert verifications._claim([place.pk], claire, until)
    assert not verifications._claim([place.pk], marc, until)
    assert verifications._claim([place.pk], claire, until)


def test_a_card_that_was_left_open_is_free_again_after_a_while(
    claire: User, marc: User, time_machine: TimeMachineFixture
) -> None:
    place = make_member("Abeille")
    assert claim_next(places=places_of(claire), by=claire) == place
    assert claim_next(places=places_of(marc), by=marc) is None
    time_machine.shift(21 * 60)
    assert claim_next(places=places_of(marc), by=marc) == place


def test_what_one_passes_over_is_there_for_the_other(
    client_of: ClientOf, claire: User, marc: User, time_machine: TimeMachineFixture
) -> None:
    place = make_member("Abeille")
    client = client_of(claire)
    client.get(NEVER)
    text = client.post(NEVER, {"place": place.pk, "pass": ""}, follow=True).content.decode()
    assert "Les fiches qui restent sont entre les mains de vos collègues, ou vous les avez passées." in text
    assert claim_next(places=places_of(marc), by=marc) == place
    time_machine.shift(13 * 3600)
    assert claim_next(places=places_of(claire), by=claire) == place


def test_passing_the_same_card_twice_is_one_passing(claire: User) -> None:
    place = make_member("Abeille")
    pass_over(place=place, by=claire)
    pass_over(place=place, by=claire)
    assert Claim.objects.filter(is_passed=True).count() == 1


# Words and cost ---------------------------------------------------------------------------------------


def test_an_empty_queue_thanks(client_of: ClientOf, claire: User) -> None:
    make_member("Abeille", verified_on=date(2026, 11, 1))
    assert "Rien n’attend ici. Merci." in client_of(claire).get(NEVER).content.decode()


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.slug)
def test_each_queue_opens_in_both_languages(client_of: ClientOf, claire: User, queue: object) -> None:
    make_member("Abeille", verified_on=date(2025, 1, 1), precision="commune")
    for prefix in ("", "/en"):
        assert client_of(claire).get(f"{prefix}/espace/{queue.slug}/").status_code == 200  # type: ignore[attr-defined]
    assert client_of(claire).get("/espace/pas-une-file/").status_code == 404


@pytest.mark.parametrize(
    ("verified_on", "waits"), [("2026-05-22", True), ("2026-05-23", False), ("2026-11-23", False), (None, False)]
)
def test_what_was_verified_six_months_ago_is_asked_again(claire: User, verified_on: str | None, waits: bool) -> None:
    day = date.fromisoformat(verified_on) if verified_on else None
    make_member("Abeille", verified_on=day)
    (again,) = [queue for queue in QUEUES if queue.slug == "a-reverifier"]
    assert again.among(places_of(claire)).exists() is waits


def test_the_first_page_says_how_long_ago_what_is_old_was_found_right(client_of: ClientOf, claire: User) -> None:
    for name, day in (("Une", "2026-04-01"), ("Deux", "2025-10-01"), ("Trois", "2025-01-01"), ("Quatre", "2024-01-01")):
        make_member(name, verified_on=day)
    told = words(client_of(claire).get("/espace/"))
    assert "<strong>4</strong> <span>À revérifier</span>" in told
    assert "3 l’ont été il y a plus d’un an. Dont 2 il y a plus de dix-huit mois." in told


def test_the_memberships_that_no_source_cites_any_more_are_counted_and_ticked(
    client_of: ClientOf, claire: User
) -> None:
    for name, day in (("Vue", "2026-06-01"), ("Vieille", "2025-06-01")):
        make_member(name)
        Membership.objects.filter(place__name=name).update(last_seen_on=day)
    other = make_network("SoLozère")
    make_membership(make_place("Ailleurs"), other, "2020-01-01")
    client = client_of(claire)
    told = words(client.get("/espace/"))
    assert "<strong>1</strong> <span>Adhésions à confirmer</span>" in told
    assert 'href="/espace/reseaux/france-services/?cocher=a-confirmer#vus">France services : 1</a>' in told
    ticked = client.get("/espace/reseaux/france-services/?cocher=a-confirmer").context["ticked"]
    assert ticked == [Membership.objects.get(place__name="Vieille").pk]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-08-31", 6, "2026-02-28"), ("2024-08-30", 6, "2024-02-29"), ("2026-01-15", 1, "2025-12-15")],
)
def test_months_are_whole(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


@pytest.mark.parametrize(("address", "habit"), [("/espace/", 10), (NEVER, 12)])
def test_a_page_costs_as_much_for_many_places_as_for_one(
    client_of: ClientOf, claire: User, address: str, habit: int
) -> None:
    make_member("Abeille")
    client = client_of(claire)
    client.get(address)
    with statements() as few:
        client.get(address)
    for count in range(8):
        make_member(f"Lieu {count}")
    with statements() as many:
        client.get(address)
    hold(few, many, habit=habit)


# Signing in -------------------------------------------------------------------------------------------


def test_who_signs_in_lands_where_she_was_going(client: Client, claire: User) -> None:
    claire.set_password("pluie tambour ficelle")
    claire.save()
    make_member("Abeille")
    page = client.get(NEVER, follow=True)
    assert page.request["PATH_INFO"] == "/connexion/"
    sent = {"username": "claire-m", "password": "pluie tambour ficelle", "next": NEVER}
    assert client.post("/connexion/mot-de-passe/", sent).headers["Location"] == NEVER


def test_no_one_is_led_to_another_site(client: Client, claire: User) -> None:
    claire.set_password("pluie tambour ficelle")
    claire.save()
    sent = {"username": "claire-m", "password": "pluie tambour ficelle", "next": "https://example.org/"}
    assert client.post("/connexion/mot-de-passe/", sent).headers["Location"] == "/espace/"


def test_wrong_passwords_are_slowed_down_here_too(client: Client, claire: User) -> None:
    for _try in range(7):
        answer = client.post("/connexion/mot-de-passe/", {"username": "claire-m", "password": "faux"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert "Votre compte n’est pas bloqué." in answer.content.decode()


def test_who_signs_out_sees_nothing_more(client_of: ClientOf, claire: User) -> None:
    client = client_of(claire)
    assert client.post("/espace/deconnexion/").headers["Location"] == "/"
    assert client.get("/espace/").status_code == 302


def test_an_account_without_a_post_is_told_why_nothing_is_there(client_of: ClientOf, stranger: User) -> None:
    answer = client_of(stranger).get("/espace/")
    assert answer.status_code == 404
    assert "Rien ici pour ce compte" in answer.content.decode()


# A steward -------------------------------------------------------------------------------------------


@pytest.fixture
def steward(claire: User) -> User:
    """Someone who keeps one place of the network, and nothing else."""
    make_member("Voisin")
    user = make_user("ines", first_name="Inès")
    make_steward(user, make_member("La Pompe"))
    return user


def test_the_workspace_of_a_steward_opens_on_the_place(client_of: ClientOf, steward: User) -> None:
    page = client_of(steward).get("/espace/").content.decode()
    assert '<a href="/espace/lieux/la-pompe/">La Pompe</a>' in page
    assert "/espace/lieux/la-pompe/historique/" in page
    assert "Voisin" not in page
    assert "/espace/invitations/" not in page


def test_a_steward_finds_that_place_alone_in_the_queues(client_of: ClientOf, steward: User) -> None:
    client = client_of(steward)
    card = client.get(NEVER).context["card"]
    assert card.place.name == "La Pompe"
    client.post(NEVER, {"place": card.place.pk, "version": card.version, "how": "visit"})
    assert Verification.objects.get().person == steward
    assert client.get(NEVER).context["card"] is None


def test_a_steward_is_not_offered_to_close(client_of: ClientOf, claire: User, steward: User) -> None:
    assert "Fermer ce lieu" in client_of(claire).get("/espace/lieux/la-pompe/").content.decode()
    assert "Fermer ce lieu" not in client_of(steward).get("/espace/lieux/la-pompe/").content.decode()


def test_a_stewardship_that_ended_opens_nothing(client_of: ClientOf, claire: User) -> None:
    user = make_user("ancien")
    make_steward(user, make_member("La Pompe"), "2020-01-01", "2026-11-23")
    assert client_of(user).get("/espace/").status_code == 404


def test_a_steward_finds_the_button_on_the_public_page(client_of: ClientOf, steward: User) -> None:
    assert "Corriger" in client_of(steward).get("/lieux/la-pompe/").content.decode()
    assert "Corriger" not in client_of(steward).get("/lieux/voisin/").content.decode()
