"""Contacts are asked whether their listings are still right: seldom, once a day at most, and not for ever."""

import io
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from time_machine import TimeMachineFixture

from network.choices import Stream
from network.mail.links import Asked
from network.mail.reminding import AGAIN, ask, to_ask
from network.mail.sending import send_due
from network.models import Mail, NetworkedPlace, OptOut, Reminder, Stewardship
from network.models.reminder import stand_in
from network.queues import queue_of
from network.services import opt_in, opt_out, verify
from places.choices import Door
from places.models import Place
from tests.factories import made, make_place, make_user, period
from tests.network.post_office import PostOffice, opened

pytestmark = pytest.mark.django_db
HERS = "contact@polen.example"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PUBLIC_URL="https://annuaire.example") as office:
        yield office


@pytest.fixture
def polen() -> NetworkedPlace:
    return make_place("POLeN", email=HERS, phone="+33466000000", opening_hours="Mo-Fr 09:00-12:00")


def run(*given: str) -> str:
    told = io.StringIO()
    call_command("send_reminders", *given, stdout=told)
    return told.getvalue()


def silent_ones() -> list[str]:
    queue = queue_of("sans-reponse")
    assert queue
    return [place.name for place in queue.among(NetworkedPlace.objects.all())]


def test_a_contact_is_asked_in_one_mail_about_all_of_its_places(office: PostOffice, polen: NetworkedPlace) -> None:
    make_place("La Pompe", email=HERS.upper())
    make_place("Ailleurs", email="autre@ailleurs.example")
    assert run() == "2 written\n"
    send_due()
    mails = {str(message["To"]): message for message in office.received}
    text, html = (part.get_content() for part in mails[HERS].iter_parts())
    subject = str(mails[HERS]["Subject"]).strip().replace("\u00a0", " ")
    assert subject == "Ces 2 fiches sont-elles toujours exactes ?"
    for body in (text.replace("\u00a0", " "), html.replace("\u00a0", " ")):
        assert all(word in body for word in ("Toujours exact", "Modifier", "N’existe plus", "04 66 00 00 00"))
        assert body.count("https://annuaire.example/rappels/") == 6
        assert "Lundi" in body or "lundi" in body
        assert HERS not in body
    leave = mails[HERS]["List-Unsubscribe"].strip(" <>")
    assert mails[HERS]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave.startswith("https://annuaire.example/courriels/")
    assert leave in text
    assert leave in html


def test_only_living_places_that_nobody_verified_of_late_are_asked_about(polen: NetworkedPlace) -> None:
    today = timezone.localdate()
    make_place("Sans adresse")
    make_place("Brouillon", email="a@b.example", status="draft")
    make_place("Fermé", email="a@b.example", closed_on=today)
    make_place("Frais", email="a@b.example", verified_on=today - timedelta(days=90))
    make_place("Vieux", email="vieux@b.example", verified_on=today - timedelta(days=200))
    make_place("Ferme plus tard", email="tard@b.example", closed_on=today + timedelta(days=1))
    found = [place.name for asking in to_ask() for place in asking.places]
    assert sorted(found) == ["Ferme plus tard", "POLeN", "Vieux"]
    assert found[-1] == "Vieux", "the longest unseen come first"
    assert "Vieux" not in str(to_ask(months=12))


def test_who_keeps_a_place_today_is_asked_too(polen: NetworkedPlace) -> None:
    alone = make_place("Sans contact")
    for place, name, end in ((polen, "marc", None), (alone, "lea", None), (alone, "paul", "2025-01-01")):
        made(Stewardship, person=make_user(name), place=Place(pk=place.pk), period=period("2020-01-01", end))
    asked = {asking.to: [place.name for place in asking.places] for asking in to_ask()}
    assert asked == {HERS: ["POLeN"], "marc@example.org": ["POLeN"], "lea@example.org": ["Sans contact"]}


def test_a_run_is_bounded_and_the_next_goes_on_where_it_was(polen: NetworkedPlace) -> None:
    for number in range(4):
        make_place(f"Lieu {number}", email=f"n{number}@b.example")
    assert [run("--most", "2"), run("--most", "2"), run("--most", "2")] == ["2 written\n", "2 written\n", "1 written\n"]
    assert run() == "0 written\n"
    assert Mail.objects.values("to").distinct().count() == Mail.objects.count() == 5


def test_two_runs_at_once_write_one_mail(polen: NetworkedPlace) -> None:
    (first,), (second,) = to_ask(), to_ask()
    assert (ask(first), ask(second)) == (True, False)
    assert (Mail.objects.count(), Reminder.objects.count()) == (1, 1)


def test_a_dry_run_shows_and_writes_nothing(polen: NetworkedPlace) -> None:
    assert run("--dry-run") == "c…@polen.example: POLeN\n1 to be written\n"
    assert not Mail.objects.exists()
    assert not Reminder.objects.exists()


def test_an_address_has_one_digest_a_day_whatever_comes_up(polen: NetworkedPlace) -> None:
    run()
    make_place("La Pompe", email=HERS)
    assert run() == "0 written\n"


def test_nobody_is_asked_again_before_a_quarter_nor_more_than_twice(
    polen: NetworkedPlace, time_machine: TimeMachineFixture
) -> None:
    for count in (1, 2, 2):
        run()
        time_machine.shift(AGAIN - timedelta(days=1))
        run()
        assert Reminder.objects.count() == count
        time_machine.shift(timedelta(days=2))
    assert sorted(Reminder.objects.values_list("times", flat=True)) == [1, 2]
    assert silent_ones() == ["POLeN"], "it is for people to call"


def test_silence_is_a_queue_that_a_verification_empties(
    polen: NetworkedPlace, time_machine: TimeMachineFixture
) -> None:
    run()
    time_machine.shift(AGAIN + timedelta(days=1))
    run()
    assert silent_ones() == [], "the last one has its time to be answered"
    time_machine.shift(timedelta(days=31))
    assert silent_ones() == ["POLeN"]
    verify(places=[polen.pk], by=None, door=Door.CONSOLE)
    assert silent_ones() == []
    time_machine.shift(timedelta(days=200))
    assert run() == "1 written\n", "a new round begins"
    assert Reminder.objects.latest("asked_on").times == 1


def test_who_answered_is_not_silent(polen: NetworkedPlace, time_machine: TimeMachineFixture) -> None:
    run()
    Reminder.objects.update(answer="gone", answered_at=timezone.now())
    time_machine.shift(AGAIN + timedelta(days=1))
    run()
    time_machine.shift(timedelta(days=31))
    assert silent_ones() == []


def test_an_address_that_its_server_does_not_know_is_silent_at_once(office: PostOffice, polen: NetworkedPlace) -> None:
    office.says = {HERS: "550 unknown"}
    run()
    send_due()
    assert silent_ones() == ["POLeN"]
    assert to_ask() == []


REPORT = """From: MAILER-DAEMON@mx.example
To: croisee@annuaire.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0
Message-ID: <report@mx.example>

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; contact@polen.example
Action: {action}
Status: 5.1.1

--b
Content-Type: {kind}

Message-ID: {name}
Subject: x

--b--
"""


@pytest.mark.parametrize(
    ("action", "kind", "comes_back"),
    [
        ("failed", "text/rfc822-headers", True),
        ("failed", "message/rfc822", True),
        ("delayed", "message/rfc822", False),
    ],
)
def test_a_report_of_a_mail_server_is_read(
    polen: NetworkedPlace, monkeypatch: Any, action: str, kind: str, comes_back: bool
) -> None:
    run()
    name = Mail.objects.get().message_id
    report = REPORT.format(action=action, kind=kind, name=name).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report)))
    call_command("read_bounce")
    assert Reminder.objects.filter(bounced_at__isnull=False).exists() == comes_back
    assert silent_ones() == (["POLeN"] if comes_back else [])


def test_who_left_is_left_alone_and_other_mails_are_not_touched(polen: NetworkedPlace) -> None:
    opt_out(address=stand_in(HERS), stream=Stream.DIGEST)
    assert len(to_ask()) == 1
    opt_out(address=stand_in(HERS), stream=Stream.REMINDER)
    opt_out(address=stand_in(HERS), stream=Stream.REMINDER)
    assert to_ask() == []
    assert HERS not in str(list(OptOut.objects.values()))
    opt_in(address=stand_in(HERS), stream=Stream.REMINDER)
    assert len(to_ask()) == 1


def test_a_link_holds_no_address_and_no_secret_is_stored(polen: NetworkedPlace) -> None:
    run()
    reminder = Reminder.objects.get()
    for answer in ("right", "changed", "gone"):
        token = Asked(reminder.pk, answer).token  # type: ignore[arg-type]
        assert "polen" not in token
    assert HERS not in str(list(Reminder.objects.values()))


def test_whom_to_ask_takes_as_many_questions_for_one_place_as_for_ten(
    django_assert_num_queries: Any, polen: NetworkedPlace
) -> None:
    with django_assert_num_queries(4):
        assert len(to_ask()) == 1
    for number in range(9):
        make_place(f"Lieu {number}", email=f"n{number}@b.example", verified_on=date(2026, 1, 1))
    with django_assert_num_queries(4):
        assert len(to_ask()) == 10
