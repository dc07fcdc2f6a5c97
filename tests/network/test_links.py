"""A site that no longer answers waits in a queue; one that was away for an evening does not."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from network.importing.fetching import Unfetched
from network.mail.worker import SLOW_JOBS, ask_a_site
from network.models import Link, NetworkedPlace
from network.queues import queue_of
from network.services import check_links, links
from places.choices import Door
from places.services import edit
from tests.factories import make_place

pytestmark = pytest.mark.django_db
SITE = "https://polen.example/"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What each address answers; one that is not there does not."""
    answers: dict[str, int] = {}

    def ask(url: str) -> int:
        if url not in answers:
            raise Unfetched("Personne ne connaît cette adresse.")
        return answers[url]

    monkeypatch.setattr(links, "status_of", ask)
    return answers


@pytest.fixture
def polen() -> NetworkedPlace:
    return make_place("POLeN", website=SITE)


def waiting() -> list[str]:
    queue = queue_of("sites-muets")
    assert queue
    return [place.name for place in queue.among(NetworkedPlace.objects.published())]


def test_two_days_in_vain_fill_the_queue_and_an_answer_empties_it(
    web: dict[str, int], polen: NetworkedPlace, time_machine: TimeMachineFixture
) -> None:
    assert check_links() == 1
    assert waiting() == []
    assert check_links() == 0, "not twice on one evening"
    time_machine.shift(timedelta(days=1))
    assert check_links() == 1
    assert waiting() == ["POLeN"]
    assert Link.objects.get().said == "Personne ne connaît cette adresse."
    web[SITE] = 200
    time_machine.shift(timedelta(days=1))
    check_links()
    assert waiting() == []


ANSWERS = {200: False, 301: False, 403: False, 429: False, 404: True, 410: True, 503: True}


@pytest.mark.parametrize(("status", "is_dead"), ANSWERS.items())
def test_what_answers_people_is_there(
    web: dict[str, int], polen: NetworkedPlace, time_machine: TimeMachineFixture, status: int, is_dead: bool
) -> None:
    web[SITE] = status
    for _day in range(2):
        check_links()
        time_machine.shift(timedelta(days=1))
    assert bool(waiting()) is is_dead


def test_another_address_begins_anew(
    web: dict[str, int], polen: NetworkedPlace, time_machine: TimeMachineFixture
) -> None:
    for _day in range(2):
        check_links()
        time_machine.shift(timedelta(days=1))
    edit(polen, changes={"website": "https://ailleurs.example/"}, by=None, door=Door.CONSOLE)
    assert waiting() == []
    assert check_links() == 1
    assert waiting() == []
    assert Link.objects.get().failures == 1


def test_the_longest_unasked_come_first_and_those_that_closed_do_not(web: dict[str, int]) -> None:
    for name in ("Une", "Deux", "Trois"):
        make_place(name, website=f"https://{name.lower()}.example/")
    make_place("Fermé", website="https://ferme.example/", closed_on="2020-01-01")
    make_place("Sans site")
    said = StringIO()
    call_command("check_links", most=2, stdout=said)
    assert said.getvalue() == "2 sites asked.\n"
    assert check_links() == 1
    assert Link.objects.count() == 3


def test_the_worker_asks_one_at_a_time_and_leaves_it_to_cron_where_it_is_told_to(
    web: dict[str, int], polen: NetworkedPlace, settings: Settings
) -> None:
    make_place("Autre", website="https://autre.example/")
    assert [job.do for job in SLOW_JOBS] == [ask_a_site]
    settings.CHECK_LINKS = False
    ask_a_site()
    assert not Link.objects.exists()
    settings.CHECK_LINKS = True
    ask_a_site()
    assert Link.objects.count() == 1


def test_a_machine_without_a_network_holds_it_against_nobody(
    web: dict[str, int], time_machine: TimeMachineFixture
) -> None:
    for number in range(12):
        make_place(f"Lieu {number}", website=f"https://{number}.example/")
    for _day in range(3):
        check_links()
        time_machine.shift(timedelta(days=1))
    assert len(waiting()) == 0
    web["https://3.example/"] = 404
    for _day in range(2):
        check_links()
        time_machine.shift(timedelta(days=1))
    assert waiting() == ["Lieu 3"], "what answers by an error was reached"
