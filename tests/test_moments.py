"""What is said of today and of now is so on any day and at any hour: tests begin at one moment, visitors do not."""

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from frontend.place.hours import Sort
from network.models import NetworkedPlace
from places.hours import State
from tests.randomly import dealt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]

PATHS = [
    "/",
    "/?open=now",
    "/croisements/",
    "/reseaux/france-services/",
    "/lieux/france-services-florac/",
    "/imprimer/",
    "/api/v1/places/?open=now",
    "/api/v1/overlap/?level=commune",
]
MOMENTS = [
    pytest.param("2026-12-31T23:59:30+01:00", id="the year ends"),
    pytest.param("2027-01-01T00:00:30+01:00", id="a holiday has begun here, not in UTC"),
    pytest.param("2027-03-28T01:59:30+01:00", id="an hour is left out"),
    pytest.param("2027-07-14T12:00:00+02:00", id="a holiday in summer"),
    pytest.param("2027-10-31T02:30:00+02:00", id="an hour comes twice"),
    pytest.param("2027-10-31T02:30:00+01:00", id="it came"),
    pytest.param("2028-02-29T10:00:00+01:00", id="a day that most years lack"),
    pytest.param("2030-01-01T00:30:00+01:00", id="later"),
]
at_any = pytest.mark.parametrize("day_and_hour", MOMENTS)


@pytest.fixture(autouse=True)
def _now(time_machine: TimeMachineFixture, day_and_hour: str) -> None:
    time_machine.move_to(day_and_hour)


@pytest.mark.walk
@at_any
def test_what_speaks_of_today_answers(client: Client, day_and_hour: str) -> None:
    asked = dealt(PATHS, [moment.values[0] for moment in MOMENTS].index(day_and_hour), 2)
    assert {path: client.get(path).status_code for path in asked} == dict.fromkeys(asked, 200)


@at_any
def test_a_browser_holds_the_hours_that_the_server_tells_now_and_until_they_are_no_longer_good(client: Client) -> None:
    told = client.get("/annuaire.json").json()
    schedules = {place.slug: place.schedule for place in NetworkedPlace.objects.published()}
    now = timezone.now()
    minute = now.timestamp() / 60
    assert told["until"] - minute > 13 * 24 * 60
    known = {place["slug"]: place["spans"] for place in told["places"] if place["spans"]}
    assert len(known) > 20
    is_open = {
        slug: any(since <= minute < until and sort == Sort.OPEN for since, until, sort, *_remark in spans)
        for slug, spans in known.items()
    }
    assert is_open == {slug: schedules[slug].at(now).state is State.OPEN for slug in known}
