"""Mails: written with what they tell, sent once, tried again, never lost, and to nobody who is not listed."""

import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from socket import socket
from subprocess import DEVNULL, Popen
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings
from time_machine import TimeMachineFixture

from network.choices import Stage, Stream
from network.mail import worker as worker_module
from network.mail.sending import DELAYS, KEPT, forget_old, may_receive, send_due
from network.mail.worker import AGAIN, Job, Worker
from network.models import Mail
from network.services import Letter, queue_mail
from tests.network.post_office import PostOffice, opened
from tests.served.conftest import url_of_tests

pytestmark = pytest.mark.django_db
CONTACT = "contact@polen.example"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened() as office:
        yield office


def written(to: str = CONTACT, key: str | None = None, **headers: str) -> Mail:
    letter = Letter("Votre fiche\nest-elle à jour ?", "Bonjour, œuvre à 5 €", "<p>Bonjour, œuvre à 5 €</p>", headers)
    mail = queue_mail(to=to, stream=Stream.REMINDER, letter=letter, key=key)
    assert mail is not None
    return mail


def now_is(mail: Mail) -> str:
    mail.refresh_from_db()
    return mail.state


def test_a_mail_reaches_its_server_whole_in_text_and_in_html(office: PostOffice) -> None:
    mail = written(**{"List-Unsubscribe": "<https://example.org/stop>"})
    assert send_due() == 1
    (message,) = office.received
    assert message["To"] == CONTACT
    assert message["Subject"] == "Votre fiche est-elle à jour ?"
    assert (message["Message-ID"], message["Auto-Submitted"]) == (mail.message_id, "auto-generated")
    assert message["List-Unsubscribe"] == "<https://example.org/stop>"
    texts = {part.get_content_type(): part.get_content().strip() for part in message.iter_parts()}
    assert texts == {"text/plain": "Bonjour, œuvre à 5 €", "text/html": "<p>Bonjour, œuvre à 5 €</p>"}
    assert now_is(mail) == Stage.SENT
    assert send_due() == 0, "what was sent is not sent again"
    assert len(office.received) == 1


def test_a_mail_is_not_there_without_what_it_tells(office: PostOffice) -> None:
    with transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert send_due() == 0
    assert office.received == []


def test_one_thing_is_told_once() -> None:
    first = written(key="suggestion:1")
    letter = Letter("Encore", "", "")
    assert queue_mail(to=CONTACT, stream=Stream.REMINDER, letter=letter, key="suggestion:1") is None
    assert list(Mail.objects.all()) == [first]
    assert written().pk != written().pk, "mails without a key are as many as were written"


def test_a_server_that_says_later_is_asked_later_and_later_then_no_more(
    office: PostOffice, time_machine: TimeMachineFixture
) -> None:
    office.says = {CONTACT: "451 greylisted"}
    mail = written()
    for delay in DELAYS:
        assert send_due() == 0
        assert (now_is(mail), mail.answer) == (Stage.WAITING, "451")
        assert mail.due_at - timezone.now() > delay - timedelta(minutes=1)
        send_due()
        assert now_is(mail) == Stage.WAITING, "it is not asked before its time"
        time_machine.shift(delay + timedelta(seconds=1))
    send_due()
    assert (now_is(mail), mail.tries) == (Stage.GIVEN_UP, len(DELAYS) + 1)
    time_machine.shift(timedelta(days=9))
    send_due()
    assert mail.tries == len(DELAYS) + 1
    assert sorted(DELAYS) == DELAYS


def test_a_mail_that_was_delayed_is_delivered(office: PostOffice, time_machine: TimeMachineFixture) -> None:
    mail = written()
    office.says = {CONTACT: "451 greylisted"}
    send_due()
    office.says = {}
    time_machine.shift(DELAYS[0] + timedelta(seconds=1))
    assert send_due() == 1
    assert office.ids == [mail.message_id]
    assert (now_is(mail), mail.answer) == (Stage.SENT, None)


@pytest.mark.parametrize("where", [CONTACT, "DATA"])
def test_what_is_refused_for_good_is_not_tried_again_and_the_next_mail_leaves(office: PostOffice, where: str) -> None:
    office.says = {where: f"550 no <{CONTACT}> here"}
    refused = written()
    send_due()
    office.says = {CONTACT: "550 no"}
    other = written("autre@polen.example")
    assert send_due() == 1
    assert (now_is(refused), refused.answer) == (Stage.REFUSED, "550"), "not the words, which name the address"
    assert now_is(other) == Stage.SENT


def test_a_wire_that_is_cut_loses_nothing(office: PostOffice, time_machine: TimeMachineFixture) -> None:
    office.says = {CONTACT: None}
    cut, other = written(), written("autre@polen.example")
    assert send_due() == 1, "the next one has a wire of its own"
    assert (now_is(cut), now_is(other)) == (Stage.WAITING, Stage.SENT)
    office.says = {}
    time_machine.shift(DELAYS[0] + timedelta(seconds=1))
    assert send_due() == 1
    assert office.ids == [other.message_id, cut.message_id]


def test_a_server_that_is_away_costs_no_mail_a_try(settings: Settings) -> None:
    mail = written()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with socket() as shut:  # a door that is taken, and never opens
        shut.bind((settings.EMAIL_HOST, 0))
        settings.EMAIL_PORT = shut.getsockname()[1]
        with pytest.raises(OSError, match="refused"):
            send_due()
        with pytest.raises(CommandError, match="every mail waits"):
            call_command("send_mail")
    assert (now_is(mail), mail.tries) == (Stage.WAITING, 0)


def test_a_yes_that_was_not_heard_is_asked_for_again_under_the_same_name(
    office: PostOffice, time_machine: TimeMachineFixture
) -> None:
    mail = written()
    office.says = {"DATA": None}
    assert send_due() == 0
    office.says = {}
    time_machine.shift(DELAYS[0] + timedelta(seconds=1))
    assert send_due() == 1
    assert office.ids == [mail.message_id] * 2, "by its name a mail store knows that it has it"


def test_only_who_is_listed_gets_mail_and_the_rest_is_kept(office: PostOffice, settings: Settings) -> None:
    settings.MAIL_RECIPIENTS = ["claire@example.org", "@essai.example"]
    held = [written("public@polen.example"), written("autre@example.org"), written("x@sub.essai.example")]
    listed = [written("Claire@example.org"), written("qui@ESSAI.example")]
    assert send_due() == 2
    assert {now_is(mail) for mail in held} == {Stage.HELD}
    assert {now_is(mail) for mail in listed} == {Stage.SENT}
    settings.MAIL_RECIPIENTS = ["*"]
    assert send_due() == 0, "what was held back does not flood out on the day that the list grows"


def test_a_site_that_was_told_nothing_writes_to_nobody() -> None:
    assert not project.MAIL_RECIPIENTS
    assert not may_receive("qui@example.org")


def test_what_is_done_with_is_forgotten_address_and_all(office: PostOffice, time_machine: TimeMachineFixture) -> None:
    sent, waiting = written(), written("attend@polen.example")
    office.says = {"attend@polen.example": "451 later"}
    send_due()
    Mail.objects.update(written_at=timezone.now())  # the clock of the database is the real one
    assert forget_old() == 0
    time_machine.shift(KEPT + timedelta(minutes=1))
    assert forget_old() == 1
    assert list(Mail.objects.all()) == [waiting]
    assert sent.pk != waiting.pk


def test_the_log_holds_no_mail() -> None:
    written()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%%mail%%event'")
        assert cursor.fetchall() == []


def test_the_command_says_how_the_outbox_stands_and_names_nobody(office: PostOffice, capsys: Any) -> None:
    office.says = {"refuse@polen.example": "550 no"}
    written(), written("refuse@polen.example")
    call_command("send_mail")
    said = capsys.readouterr().out
    assert "sent now: 1" in said
    assert "refused: 1" in said
    assert "@" not in said


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_when_a_server_is_away(
    office: PostOffice, settings: Settings, time_machine: TimeMachineFixture
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    mail, worker = written(), Worker()
    worker.tick()
    assert now_is(mail) == Stage.WAITING
    settings.EMAIL_PORT = port
    time_machine.shift(timedelta(seconds=AGAIN + 1))
    worker.tick()
    assert now_is(mail) == Stage.SENT


def test_a_mail_leaves_while_a_file_is_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, is_sent, is_read = Worker(), Event(), Event()

    def read() -> None:
        is_sent.wait()
        is_read.set()

    def send() -> None:
        is_sent.set()
        is_read.wait()
        worker.stop()

    monkeypatch.setattr(worker_module, "LONG_JOBS", [Job(read, 0)])
    monkeypatch.setattr(worker_module, "JOBS", [Job(send, 0)])
    monkeypatch.setattr(worker_module, "CALLS", [])
    monkeypatch.setattr(worker_module, "SLOW_JOBS", [])
    worker.run()
    assert is_read.is_set()


def test_the_worker_ends_with_the_process_beside_it() -> None:
    gone = Popen([sys.executable, "-c", ""])
    gone.wait()
    worker = Worker(beside=gone.pid)
    worker.run()
    assert not worker.stopped.is_set()


# Processes ---------------------------------------------------------------------------------------------


def sender(office: PostOffice) -> "Popen[bytes]":
    """Start a process that sends what is due, as cron would."""
    told = {
        "DATABASE_URL": url_of_tests(),
        "DJANGO_SETTINGS_MODULE": "tests.network.mailing_settings",
        "OFFICE": str(office.port),
    }
    command = [sys.executable, "manage.py", "send_mail"]
    return Popen(command, cwd=project.BASE_DIR, env=os.environ | told, stdout=DEVNULL, stderr=DEVNULL)


@pytest.mark.walk
@pytest.mark.django_db(transaction=True)
def test_a_sender_that_is_killed_half_way_loses_nothing_and_says_it_under_the_same_name(
    office: PostOffice, time_machine: TimeMachineFixture
) -> None:
    mail, next_mail = written(), written("autre@polen.example")
    # The other process has a clock of its own, the real one.
    Mail.objects.update(due_at=datetime(2020, 1, 1, tzinfo=UTC) + F("id") * timedelta(seconds=1))
    office.holds.clear()
    process = sender(office)
    assert office.has_accepted.wait(60), "the server has it, and its sender waits for the answer"
    process.send_signal(signal.SIGKILL)
    process.wait()
    office.holds.set()
    assert (now_is(mail), now_is(next_mail)) == (Stage.SENDING, Stage.WAITING)
    time_machine.move_to(mail.due_at - timedelta(minutes=1))
    assert send_due() == 1, "nobody else takes what may still be in someone’s hands"
    time_machine.move_to(mail.due_at + timedelta(seconds=1))
    assert send_due() == 1
    assert office.ids == [mail.message_id, next_mail.message_id, mail.message_id]
    assert now_is(mail) == Stage.SENT


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_mail_once(office: PostOffice) -> None:
    mails = [written(f"n{number}@polen.example") for number in range(30)]
    senders = [Thread(target=_send_and_leave) for _ in range(3)]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    assert sorted(office.ids) == sorted(mail.message_id for mail in mails)
    assert not Mail.objects.exclude(state=Stage.SENT).exists()


def _send_and_leave() -> None:
    try:
        send_due()
    finally:
        connection.close()
