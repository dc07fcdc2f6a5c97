"""Once a week, each facilitator is told what waits for her, and nobody else is."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings
from time_machine import TimeMachineFixture

from network.choices import Reported, Stream
from network.mail.digest import letter_for
from network.mail.sending import send_due
from network.mail.worker import speak_first
from network.models import Mail, Network, User
from network.models.reminder import stand_in
from network.services import Said, opt_out, suggest, verify
from places.choices import Door
from tests.factories import make_membership, make_network, make_place, make_post, make_user
from tests.network.post_office import PostOffice, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PUBLIC_URL="https://annuaire.example") as office:
        yield office


@pytest.fixture
def solozere() -> Network:
    return make_network("SoLozère")


@pytest.fixture
def claire(solozere: Network) -> User:
    user = make_user("claire")
    make_post(user, solozere)
    return user


def run() -> str:
    told = io.StringIO()
    call_command("send_digests", stdout=told)
    return told.getvalue()


def test_a_facilitator_is_told_what_waits_and_what_changed(office: PostOffice, claire: User, solozere: Network) -> None:
    pump = make_membership(make_place("La Pompe"), solozere, "2026-11-02").place
    make_membership(make_place("Ailleurs"), make_network("Fabriques"), "2026-11-02")
    suggest(kind=Reported.ERROR, place=pump, said=Said({}, "Faux"), door=Door.PUBLIC)
    verify(places=[pump.pk], by=None, door=Door.CONSOLE)
    assert run() == "1 written\n"
    send_due()
    (message,) = office.received
    text, html = (re.sub(r"\s+", " ", part.get_content()) for part in message.iter_parts())
    assert message["To"] == "claire@example.org"
    for said in ("SoLozère", "Suggestions à relire : 1", "Sans horaires : 1", "Fiches vérifiées : 1"):
        assert said in text
    assert "Adhésions commencées : 1" in text, "those of other networks are not hers"
    assert "Jamais vérifiées" not in text
    assert "https://annuaire.example/espace/" in html
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_week_has_one_letter_however_often_it_is_asked_for(
    claire: User, solozere: Network, time_machine: TimeMachineFixture
) -> None:
    make_membership(make_place(), solozere)
    assert [run(), run()] == ["1 written\n", "0 written\n"]
    time_machine.shift(timedelta(days=7))
    assert run() == "1 written\n"


def test_a_quiet_week_says_nothing(claire: User) -> None:
    assert run() == "0 written\n"


def test_only_people_with_a_post_today_who_want_it_are_written_to(claire: User, solozere: Network) -> None:
    make_membership(make_place(), solozere)
    make_user("etranger"), make_user("chef", is_superuser=True)
    make_post(make_user("partie"), solozere, "2020-01-01", "2025-01-01")
    make_post(make_user("fermee", is_active=False), solozere)
    make_post(make_user("lasse"), solozere)
    opt_out(address=stand_in("lasse@example.org"), stream=Stream.DIGEST)
    run()
    assert [mail.to for mail in Mail.objects.all()] == ["claire@example.org"]


def test_the_worker_speaks_first_only_where_it_is_told_to_and_in_the_hours_of_offices(
    claire: User, solozere: Network, settings: Settings, time_machine: TimeMachineFixture
) -> None:
    make_membership(make_place(email="a@b.example"), solozere)
    speak_first()
    settings.REMINDERS = True
    time_machine.move_to("2026-11-23T03:00:00+01:00")
    speak_first()
    assert not Mail.objects.exists()
    time_machine.move_to("2026-11-23T09:00:00+01:00")
    speak_first()
    speak_first()
    assert sorted(Mail.objects.values_list("stream", flat=True)) == ["digest", "reminder"]


def test_it_comes_in_the_language_that_she_reads(office: PostOffice, claire: User, solozere: Network) -> None:
    User.objects.filter(pk=claire.pk).update(language="en")
    make_membership(make_place(), solozere)
    run()
    assert "This week" in Mail.objects.get().subject


def test_it_is_written_in_english_too(claire: User, solozere: Network) -> None:
    make_membership(make_place(), solozere)
    with override("en"):
        letter = letter_for(claire, timezone.localdate())
    assert letter
    assert letter.subject == "This week in your networks"
    assert "Never verified: 1" in letter.text
