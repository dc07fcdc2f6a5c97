"""A link of a mail: a page shows, one press acts; twice, late, forged or by a machine, it does no harm."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from frontend.mail.views import PACE
from frontend.suggestions.guard import FASTEST, written_now
from network.choices import Answer, How, Review, Stream
from network.mail.links import GOOD_FOR, Asked, leaving
from network.models import Attempts, NetworkedPlace, OptOut, Reminder, Suggestion, User, Verification
from network.models.reminder import stand_in
from places.choices import Door
from places.services import archive, edit
from tests.factories import make_place, make_steward, make_user, period

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def polen() -> NetworkedPlace:
    return make_place("POLeN", email="contact@polen.example", phone="+33466000000")


@pytest.fixture
def reminder(polen: NetworkedPlace) -> Reminder:
    return Reminder.objects.create(place=polen, address=stand_in(str(polen.email)), asked_on=timezone.localdate())


def link(reminder: Reminder, answer: Answer) -> str:
    return f"/rappels/{Asked(reminder.pk, answer).token}/"


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def press(client: Client, address: str, **more: str) -> Any:
    """Press the button of a page as it was shown."""
    form = re.search(r'name="version" value="(\d+)"', client.get(address).content.decode())
    return client.post(address, {"version": form[1] if form else ""} | more)


@pytest.fixture(params=["anonymous", "administrator"])
def visitor(request: Any, client_of: Callable[[User | None], Client], administrator: User) -> Client:
    return client_of(administrator if request.param == "administrator" else None)


@pytest.mark.parametrize("answer", Answer)
def test_a_page_that_is_opened_does_nothing(visitor: Client, reminder: Reminder, answer: Answer) -> None:
    for _time in range(2):
        visitor.get(link(reminder, answer), follow=True)
        visitor.head(link(reminder, answer))
    reminder.refresh_from_db()
    assert (reminder.answer, Verification.objects.count(), Suggestion.objects.count()) == (None, 0, 0)


def test_the_page_shows_what_the_listing_says(client: Client, reminder: Reminder) -> None:
    answer = client.get(link(reminder, Answer.RIGHT))
    assert "04 66 00 00 00" in words(answer)
    assert "Oui, tout est exact" in words(answer)
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex"' in words(answer)
    assert not answer.cookies
    assert "Yes, everything is right" in words(client.get("/en" + link(reminder, Answer.RIGHT)))


def test_one_press_verifies_the_listing_in_the_name_of_its_contact_and_two_do_no_more(
    visitor: Client, reminder: Reminder
) -> None:
    assert "Merci, c’est noté" in words(press(visitor, link(reminder, Answer.RIGHT)))
    assert "Merci, c’est noté" in words(press(visitor, link(reminder, Answer.RIGHT)))
    made = Verification.objects.get()
    assert (made.how, made.person, made.day) == (How.CONTACT, None, timezone.localdate())
    reminder.refresh_from_db()
    assert (reminder.answer, reminder.place.verified_on) == (Answer.RIGHT, timezone.localdate())
    event = made.events.model.objects.get()  # type: ignore[attr-defined]
    assert (event.pgh_context.metadata["door"], event.pgh_context.metadata.get("user")) == (Door.CONTACT, None)


def test_what_changed_since_it_was_read_is_read_again(
    client: Client, reminder: Reminder, polen: NetworkedPlace
) -> None:
    form = re.search(r'name="version" value="(\d+)"', client.get(link(reminder, Answer.RIGHT)).content.decode())
    edit(polen, changes={"phone": "+33466999999"}, by=None, door=Door.CONSOLE)
    assert form
    answer = client.post(link(reminder, Answer.RIGHT), {"version": form[1]})
    assert answer.status_code == 422
    assert "04 66 99 99 99" in words(answer)
    assert "relisez-la" in words(answer)
    assert not Verification.objects.exists()
    reminder.refresh_from_db()
    assert reminder.answer is None


def test_a_place_that_is_gone_is_reviewed_by_a_person_and_nothing_is_published(
    client: Client, reminder: Reminder, polen: NetworkedPlace
) -> None:
    for _time in range(2):
        answer = press(client, link(reminder, Answer.GONE), words="Depuis mars")
        assert "Merci, c’est transmis" in words(answer)
    made = Suggestion.objects.get()
    assert (made.kind, made.words, made.state, made.door) == ("closed", "Depuis mars", Review.WAITING, Door.CONTACT)
    polen.refresh_from_db()
    assert (polen.closed_on, polen.status, polen.verified_on) == (None, "published", None)


def test_a_correction_is_a_suggestion_that_says_from_whom_it_comes(
    client: Client, reminder: Reminder, time_machine: TimeMachineFixture, administrator: User
) -> None:
    page = client.get(link(reminder, Answer.CHANGED), follow=True)
    token = re.search(r'name="rappel" value="([^"]+)"', words(page))
    assert token
    sent = {"place": "polen", "since": written_now(), "phone": "04 66 11 11 11", "rappel": token[1]}
    time_machine.shift(FASTEST)
    assert client.post("/signaler/", sent).status_code == 302, "it says nothing of where it was sent from, and may"
    made = Suggestion.objects.get()
    assert (made.patch, made.door, made.state, made.doubts) == (
        {"phone": "+33466111111"},
        Door.CONTACT,
        Review.WAITING,
        [],
    )
    reminder.refresh_from_db()
    assert (reminder.answer, reminder.suggestion) == (Answer.CHANGED, made)
    client.force_login(administrator)
    assert "du contact du lieu" in words(client.get(f"/espace/suggestions/{made.pk}/"))


def test_a_link_of_another_place_or_for_another_thing_makes_nobody_a_contact(
    client: Client, reminder: Reminder, time_machine: TimeMachineFixture
) -> None:
    make_place("La Pompe")
    since = written_now()
    time_machine.shift(FASTEST)
    for place, answer in (("la-pompe", Answer.CHANGED), ("polen", Answer.RIGHT), ("polen", Answer.GONE)):
        token = Asked(reminder.pk, answer).token
        sent = {"place": place, "since": since, "words": f"Faux {place} {answer}", "rappel": token}
        client.post("/signaler/", sent, headers=HERE)
    assert {made.door for made in Suggestion.objects.all()} == {Door.PUBLIC}
    assert Suggestion.objects.count() == 3


def test_what_a_link_allows_cannot_be_made_into_something_else(client: Client, reminder: Reminder) -> None:
    token = Asked(reminder.pk, Answer.GONE).token
    other = Asked(reminder.pk + 1, Answer.GONE).token  # ours, of a listing that was deleted since
    mixed = token.split(":")[0] + ":" + ":".join(other.split(":")[1:])
    leave = leaving(reminder.address, Stream.REMINDER).split("/")[-2]
    for forged in (token[:-2], token + "x", mixed, leave, "x", "a:b:c", "%00"):
        for answer in (client.get(f"/rappels/{forged}/"), client.post(f"/rappels/{forged}/", {"version": "1"})):
            assert answer.status_code == 404, forged
    assert client.post(f"/rappels/{other}/", {"version": "1"}).status_code == 410
    assert client.get(f"/courriels/{token}/").status_code == 404
    assert not Suggestion.objects.exists()


def test_after_sixty_days_a_link_says_so_and_does_nothing(
    client: Client, reminder: Reminder, time_machine: TimeMachineFixture
) -> None:
    address = link(reminder, Answer.RIGHT)
    time_machine.shift(timedelta(seconds=GOOD_FOR - 60))
    assert client.get(address).status_code == 200
    time_machine.shift(timedelta(seconds=120))
    for answer in (client.get(address), client.post(address, {"version": "1"})):
        assert answer.status_code == 410
        assert "plus de soixante jours" in words(answer)
    assert not Verification.objects.exists()


def test_a_place_that_left_the_directory_is_asked_about_no_more(
    client: Client, reminder: Reminder, polen: NetworkedPlace
) -> None:
    archive(place=polen, by=None, door=Door.CONSOLE)
    assert client.get(link(reminder, Answer.RIGHT)).status_code == 410


def test_what_presses_without_end_is_slowed_down(client: Client, reminder: Reminder) -> None:
    press(client, link(reminder, Answer.RIGHT))
    Attempts.objects.update(level=PACE.free + 9)
    answer = client.post(link(reminder, Answer.GONE), {"words": ""})
    assert answer.status_code == 422
    assert not Suggestion.objects.exists()


def test_who_is_no_longer_its_contact_has_no_say_by_a_link(client: Client, reminder: Reminder) -> None:
    polen = NetworkedPlace.objects.get()
    edit(polen, changes={"email": "accueil@polen.example"}, by=None, door=Door.CONSOLE)
    for answer in Answer:
        page = client.post(link(reminder, answer), {"words": "", "version": "1"})
        assert (page.status_code, "un autre contact" in words(page)) == (410, True)
    assert contact_of_form(client, reminder) is False
    assert not Verification.objects.exists()
    assert not Suggestion.objects.exists()


def test_whoever_keeps_the_listing_today_has_a_say_by_her_link(client: Client, polen: NetworkedPlace) -> None:
    ines = make_user("ines", email="ines@example.org")
    stay = make_steward(ines, polen)
    hers = Reminder.objects.create(place=polen, address=stand_in(ines.email), asked_on=timezone.localdate())
    assert client.get(link(hers, Answer.RIGHT)).status_code == 200
    edit(stay, changes={"period": period("2020-01-01", "2026-11-01")}, by=None, door=Door.CONSOLE)
    assert client.get(link(hers, Answer.RIGHT)).status_code == 410


def contact_of_form(client: Client, reminder: Reminder) -> bool:
    """Tell whether the form takes whoever holds a link for the contact of the place."""
    token = Asked(reminder.pk, Answer.CHANGED).token
    return 'name="rappel"' in client.get(f"/signaler/?lieu={reminder.place.slug}&rappel={token}").content.decode()


# Leaving ----------------------------------------------------------------------------------------------


def left() -> int:
    return OptOut.objects.count()


def test_leaving_takes_one_press_of_a_person_and_one_of_a_mail_reader(visitor: Client, reminder: Reminder) -> None:
    address = "/courriels/" + leaving(reminder.address, Stream.REMINDER).split("/")[-2] + "/"
    assert "Ne plus recevoir ces messages ?" in words(visitor.get(address))
    assert left() == 0, "to open it does nothing"
    answer = visitor.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, left()) == (200, 1)
    assert "plus rien ne vous sera envoyé" in words(answer)
    visitor.post(address)
    assert left() == 1
    assert "Les recevoir de nouveau" in words(visitor.get(address))
    visitor.post(address, {"back": "1"})
    assert left() == 0


def test_leaving_works_years_later_and_forged_never(
    client: Client, reminder: Reminder, time_machine: TimeMachineFixture
) -> None:
    address = "/courriels/" + leaving(reminder.address, Stream.REMINDER).split("/")[-2] + "/"
    time_machine.shift(timedelta(days=2000))
    assert client.post(address).status_code == 200
    assert client.post(address[:-3] + "/").status_code == 404
