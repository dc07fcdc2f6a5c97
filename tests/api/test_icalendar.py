"""The hours of a place as a calendar to follow: what is sure, what is not, and when it closes."""

from datetime import date

import pytest
from time_machine import TimeMachineFixture

from tests.api.support import Api
from tests.factories import make_place

WEEK = "Mo-Fr 09:00-12:00; PH off"


@pytest.fixture
def _wednesday(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-12-02T10:00:00+01:00", tick=False)


def events(api: Api, slug: str) -> list[dict[str, str]]:
    """The events of a calendar, each as its lines by their names, parameters left out."""
    answer = api.get(f"places/{slug}", {"format": "ics"})
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    text = answer.content.decode().replace("\r\n ", "")
    _head, *parts = text.split("BEGIN:VEVENT\r\n")
    rows = [part.split("END:VEVENT")[0].split("\r\n") for part in parts]
    return [{line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in row if line} for row in rows]


@pytest.mark.usefixtures("_wednesday")
def test_a_week_that_comes_back_is_one_event_with_its_exceptions(api: Api) -> None:
    make_place("Le Café; la Grange", slug="grange", opening_hours=WEEK, address="1 rue Basse", postcode="48000")
    (event,) = events(api, "grange")
    assert event["SUMMARY"] == "Le Café\\; la Grange : ouvert"
    assert event["DTSTART"] == "20261130T090000"
    assert event["RRULE"] == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20271203T080000Z"
    assert event["EXDATE"] == "20271111T090000"
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert event["LOCATION"] == "1 rue Basse\\, 48000 Mende"


@pytest.mark.usefixtures("_wednesday")
def test_what_nobody_can_be_sure_of_is_tentative(api: Api) -> None:
    make_place("POLeN", opening_hours='Mo-Fr 09:00-12:00; Sa "sur rendez-vous"')
    found = {(event["SUMMARY"], event["STATUS"]) for event in events(api, "polen")}
    assert found == {
        ("POLeN : ouvert", "CONFIRMED"),
        ("POLeN : jour férié\\, à confirmer", "TENTATIVE"),
        ("POLeN : à confirmer (sur rendez-vous)", "TENTATIVE"),
        ("POLeN : jour férié\\, à confirmer (sur rendez-vous)", "TENTATIVE"),
    }


@pytest.mark.usefixtures("_wednesday")
def test_closures_and_the_end_of_a_place_are_whole_days(api: Api) -> None:
    hours = f'{WEEK}; 2026 Dec 24-31 off "congés"'
    make_place("POLeN", opening_hours=hours, closed_on=date(2027, 3, 1))
    found = {event["SUMMARY"]: (event["DTSTART"], event["DTEND"]) for event in events(api, "polen")}
    assert found["POLeN : fermé (congés)"] == ("20261224", "20270101")
    assert found["POLeN : fermé pour de bon"] == ("20270301", "20270302")


@pytest.mark.usefixtures("_wednesday")
def test_an_end_of_which_only_the_year_is_known_has_no_day_in_a_calendar(api: Api) -> None:
    make_place("POLeN", opening_hours=WEEK, closed_on=date(2027, 1, 1), closed_precision="year")
    assert "POLeN : fermé pour de bon" not in {event["SUMMARY"] for event in events(api, "polen")}


def test_hours_that_nobody_knows_make_no_event(api: Api) -> None:
    make_place("POLeN", opening_hours=None)
    assert events(api, "polen") == []
    assert "Horaires non renseignés" in api.get("places/polen", {"format": "ics"}).text


def test_many_places_have_no_calendar_together(api: Api) -> None:
    assert api.get("places", {"format": "ics"}).status_code == 400
