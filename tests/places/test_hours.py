"""What opening hours say at a moment: the table of what a visitor must be able to trust."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours
from opening_hours import State as Theirs

from places.hours import CLOSED, UNKNOWN, Opening, Schedule, State, _at, normalise
from places.hours.holidays import school_days_known
from tests.randomly import drawn

PARIS = ZoneInfo("Europe/Paris")
MENDE, AJACCIO = "48095", "2A004"
OFFICE = "Mo-Fr 09:00-12:00,14:00-18:00; PH off"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def opening(hours: str | None, moment: str, *, opened_on: date | None = None, closed_on: date | None = None) -> Opening:
    return Schedule(hours, opened_on, closed_on, MENDE).at(at(moment))


def week(hours: str, start: str, days: int = 7) -> list[tuple[str, str, str]]:
    spans = Schedule(hours, commune=MENDE).spans(at(f"{start} 00:00"), days)
    assert spans is not None
    return [(f"{span.since:%a %d}", f"{span.since:%H:%M}-{span.until:%H:%M}", span.state.value) for span in spans]


@pytest.mark.parametrize(
    ("moment", "state", "next_change"),
    [
        ("2026-11-23 08:59", "closed", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "open", "2026-11-23 12:00"),
        ("2026-11-23 11:59", "open", "2026-11-23 12:00"),
        ("2026-11-23 12:00", "closed", "2026-11-23 14:00"),
        ("2026-11-27 18:00", "closed", "2026-11-30 09:00"),
        ("2026-11-28 10:00", "closed", "2026-11-30 09:00"),
        ("2026-07-14 10:00", "closed", "2026-07-15 09:00"),  # Bastille Day, a Tuesday
        ("2026-11-11 10:00", "closed", "2026-11-12 09:00"),  # Armistice, a Wednesday
        ("2026-04-06 10:00", "closed", "2026-04-07 09:00"),  # Easter Monday moves each year
    ],
)
def test_a_week_opens_and_closes_to_the_minute(moment: str, state: str, next_change: str) -> None:
    found = opening(OFFICE, moment)
    assert (found.state, found.next_change) == (state, at(next_change))


CHRISTMAS = "2026-12-25 10:00"
CASES = [
    # A remark without a state means that someone must be asked.
    ('Sa 09:00-20:00 "sur rendez-vous"', "2026-11-28 10:00", "unknown", "sur rendez-vous"),
    ('Mo-Su "sur rendez-vous"', "2026-11-28 10:00", "unknown", "sur rendez-vous"),
    ('"sur rendez-vous"', "2026-11-28 10:00", "unknown", "sur rendez-vous"),
    ('Mo-Fr 09:00-12:00; Sa "sur rendez-vous"', "2026-11-28 10:00", "unknown", "sur rendez-vous"),
    ('Mo-Fr 09:00-12:00; Sa "sur rendez-vous"', "2026-11-29 10:00", "closed", None),
    ('Mo-Fr 09:00-12:00 || "sur rendez-vous"', "2026-11-27 13:00", "unknown", "sur rendez-vous"),
    ('Mo-Fr 09:00-12:00 || "sur rendez-vous"', "2026-11-27 10:00", "open", None),
    ('Sa 09:00-20:00 open "sonnez deux fois"', "2026-11-28 10:00", "open", "sonnez deux fois"),
    ("Mo unknown", "2026-11-23 10:00", "unknown", None),
    # Closed for a reason, over any other rule.
    ('off "travaux"', "2026-11-28 10:00", "closed", "travaux"),
    ('Tu,Th 09:00-12:00; 2026 Nov 30-Dec 05 off "travaux"', "2026-12-01 10:00", "closed", "travaux"),
    ("Mo-Fr 09:00-18:00; We 12:00-14:00 off", "2026-11-25 13:00", "closed", None),
    ("Mo-Fr 09:00-18:00; We 12:00-14:00 off", "2026-11-25 15:00", "open", None),
    # School holidays of the zone of the place: Lozère is of the academy of Montpellier, zone C.
    ("Mo-Fr 09:00-12:00; SH off", "2026-12-22 10:00", "closed", None),
    ("Mo-Fr 09:00-12:00; SH off", "2026-12-15 10:00", "open", None),
    ("SH Mo-Fr 09:00-12:00", "2026-12-22 10:00", "open", None),
    ("SH Mo-Fr 09:00-12:00", "2026-12-26 10:00", "closed", None),
    # A date that the place names is what the place says, holiday or not.
    ("Mo-Fr 09:00-12:00; Dec 25 off", CHRISTMAS, "closed", None),
    ("Jul 14 09:00-11:00", "2026-07-14 10:00", "open", None),
    ("Mo-Fr 09:00-12:00; Aug off", "2025-08-15 10:00", "closed", None),
    ("Mo-Fr 09:00-12:00; PH 09:00-12:00", "2026-07-14 10:00", "open", None),
    ("24/7", "2026-07-14 10:00", "open", None),
    # A holiday that nobody thought of is in doubt only where it would be open.
    ("Mo-Fr 09:00-12:00", "2026-07-14 10:00", "unknown", None),
    ("Mo-Fr 09:00-12:00", "2026-08-15 10:00", "closed", None),
    ("Mo-Fr 09:00-12:00", "2026-12-25 03:00", "closed", None),
    ("Jul-Aug Mo-Fr 09:00-12:00", "2026-07-14 10:00", "unknown", None),
    # Words are no rule.
    ('Mo-Fr 09:00-12:00 open "demander M. PHILIPPE"', CHRISTMAS, "unknown", "demander M. PHILIPPE"),
    # A night belongs to the day on which it began.
    ("Mo-Su 18:00-02:00; PH off", "2026-12-25 01:00", "open", None),
    ("Mo-Su 18:00-02:00; PH off", "2026-12-26 01:00", "closed", None),
    ("Mo-Th 22:00-06:00; Fr 05:00-08:00 unknown", "2026-11-27 05:30", "open", None),
    # Ranks, weeks, seasons that pass over the year's end.
    ("Sa[1] 10:00-12:00", "2026-12-05 10:00", "open", None),
    ("Sa[1] 10:00-12:00", "2026-12-12 10:00", "closed", None),
    ("Sa[-1] 10:00-12:00", "2026-11-28 10:00", "open", None),
    ("week 01-53/2 Th 09:00-12:00", "2026-11-26 10:00", "closed", None),
    ("week 01-53/2 Th 09:00-12:00", "2026-11-19 10:00", "open", None),
    ("Mo-Fr 09:00-12:00; Dec 20-Jan 05 off", "2027-01-04 10:00", "closed", None),
    ("Mo-Fr 09:00-12:00; 2026 Dec 20-2027 Jan 05 off", "2026-01-05 10:00", "open", None),
    ("2026 off", "2026-06-01 10:00", "closed", None),
    ("Mo 09:00-10:00, Mo 11:00-12:00", "2026-11-23 09:30", "open", None),
]


@pytest.mark.parametrize(("hours", "moment", "state", "remark"), CASES)
def test_hours_say_what_the_place_said(hours: str, moment: str, state: str, remark: str | None) -> None:
    found = opening(hours, moment)
    assert (found.state, found.remark) == (state, remark)


def test_a_place_that_closed_for_good_is_closed_whatever_its_hours_say() -> None:
    closed_on = date(2025, 11, 1)
    assert opening("Mo-Su 08:00-22:00", "2026-11-28 10:00", closed_on=closed_on) == CLOSED
    assert opening(None, "2026-11-28 10:00", closed_on=closed_on) == CLOSED
    assert Schedule(None, closed_on=closed_on).spans(at("2026-11-28 00:00"), 15) == []


def test_a_place_keeps_its_hours_until_the_day_it_closes_for_good() -> None:
    last = opening("Mo-Su 08:00-22:00", "2026-11-30 10:00", closed_on=date(2026, 12, 1))
    assert (last.state, last.next_change, last.next_open) == ("open", at("2026-11-30 22:00"), None)


def test_a_place_that_has_not_opened_yet_is_closed_until_it_does() -> None:
    found = opening("Mo-Su 08:00-22:00", "2026-11-30 10:00", opened_on=date(2026, 12, 2))
    opens = at("2026-12-02 08:00")
    assert (found.state, found.next_change, found.next_open) == ("closed", opens, opens)
    assert opening(None, "2026-11-30 10:00", opened_on=date(2026, 12, 2)).state == "closed"


@pytest.mark.parametrize("hours", [None, OFFICE, "Fr-Su 20:00-26:00", "24/7", "SH Mo 09:00-12:00"])
@pytest.mark.parametrize("closed_on", [None, date(2026, 11, 30), date(2026, 12, 2)])
@pytest.mark.parametrize("moment", ["2026-11-30 00:30", "2026-11-30 10:00", "2026-12-01 01:00"])
def test_when_it_opened_matters_until_the_day_after(hours: str | None, closed_on: date | None, moment: str) -> None:
    for days in range(-3, 4):
        schedule = Schedule(hours, at(moment).date() + timedelta(days=days), closed_on, MENDE)
        assert schedule.at(at(moment)) == _at(schedule, at(moment)), days
    assert Schedule(hours, date(2019, 7, 1), closed_on).settled(date(2026, 11, 30)) == Schedule(hours, None, closed_on)
    assert Schedule("Mo-Su 08:00-22:00", date(2026, 12, 2)).spans(at("2026-12-01 00:00"), 2) != []


def test_the_next_sure_opening_is_told_beyond_a_doubt() -> None:
    found = opening("Mo-Fr 09:00-12:00", CHRISTMAS)
    assert (found.next_change, found.next_open) == (at("2026-12-25 12:00"), at("2026-12-28 09:00"))
    assert found.is_holiday
    assert not opening("Mo-Fr unknown", "2026-11-23 10:00").is_holiday
    closed = opening('Tu,Th 09:00-12:00; 2026 Nov 30-Dec 05 off "travaux"', "2026-11-30 10:00")
    assert closed.next_open == at("2026-12-08 09:00")


def test_school_holidays_that_no_calendar_tells_yet_are_unknown_where_they_matter() -> None:
    beyond = school_days_known()[1] + timedelta(days=700)
    monday = beyond - timedelta(days=beyond.weekday())
    shut = Schedule("Mo-Fr 09:00-12:00; SH off; PH off", commune=MENDE)
    assert shut.at(datetime(monday.year, monday.month, monday.day, 10, tzinfo=PARIS)).state == "unknown"
    assert shut.at(datetime(monday.year, monday.month, monday.day, 13, tzinfo=PARIS)).state == "closed"
    assert Schedule("Mo-Fr 09:00-12:00; SH off", commune=AJACCIO).at(at("2026-12-22 10:00")).state == "unknown"


def test_hours_that_are_not_known_or_cannot_be_read_are_neither_open_nor_closed() -> None:
    for hours in (None, "Mo 09:00+", "9h-12h"):
        assert opening(hours, "2026-11-23 10:00") == UNKNOWN
        assert Schedule(hours).spans(at("2026-11-23 00:00"), 7) is None


def test_a_place_that_never_closes_has_no_next_change() -> None:
    assert opening("24/7", "2026-11-23 10:00") == Opening(State.OPEN)


def test_the_answer_is_local_whatever_the_zone_of_the_question() -> None:
    # 10:30 in Tokyo is 02:30 in Mende; 18:30 is 10:30.
    tokyo = ZoneInfo("Asia/Tokyo")
    assert Schedule(OFFICE).at(datetime(2026, 11, 23, 10, 30, tzinfo=tokyo)).state == "closed"
    assert Schedule(OFFICE).at(datetime(2026, 11, 23, 18, 30, tzinfo=tokyo)).state == "open"


def test_clocks_going_forward_lose_an_hour_of_a_night_and_no_hour_of_the_week() -> None:
    # 29 March 2026: 02:00 becomes 03:00.
    night = opening("Sa 22:00-25:59", "2026-03-29 01:30")
    assert (night.state, night.next_change) == ("open", at("2026-03-29 01:59"))
    sunday = opening("Su 09:00-12:00", "2026-03-29 08:00")
    assert (sunday.state, sunday.next_change) == ("closed", at("2026-03-29 09:00"))


def test_clocks_going_back_keep_seven_days_in_a_week() -> None:
    # 25 October 2026: 03:00 becomes 02:00.
    (span,) = Schedule("24/7").spans(at("2026-10-19 00:00"), 7) or []
    assert (span.since, span.until) == (at("2026-10-19 00:00"), at("2026-10-26 00:00"))
    sunday = opening("Su 09:00-12:00", "2026-10-25 10:00")
    assert (sunday.state, sunday.next_change) == ("open", at("2026-10-25 12:00"))


def test_a_week_lists_what_is_open_from_a_moment() -> None:
    found = week(OFFICE, "2026-11-09")
    assert found[:2] == [("Mon 09", "09:00-12:00", "open"), ("Mon 09", "14:00-18:00", "open")]
    assert not [span for span in found if span[0] == "Wed 11"], "Armistice"
    assert len(found) == 8


def test_a_week_shows_a_doubt_beside_what_is_sure() -> None:
    assert week("Mo-Sa 09:00-12:00", "2026-12-24", 3) == [
        ("Thu 24", "09:00-12:00", "open"),
        ("Fri 25", "09:00-12:00", "unknown"),
        ("Sat 26", "09:00-12:00", "open"),
    ]


def test_real_hours_say_what_the_reference_says_of_them() -> None:
    """Over five weeks without a public holiday, of which our answer is another by design.

    Both agree on all but spans that end as they begin: the reference stops them at midnight, we do not take them.
    """
    start = at("2026-09-07 00:00")
    lines = (Path(__file__).parent / "hours_corpus.list").read_text(encoding="utf-8").splitlines()
    real = [line for line in lines if not line.startswith("#")]
    assert len(real) > 500
    differing = [hours for hours in real if _ours(hours, start) != _theirs(hours, start)]
    assert [hours for hours in differing if not re.search(r"(\d\d:\d\d)-\1", hours)] == []


def _ours(hours: str, start: datetime) -> list[tuple[datetime, datetime]]:
    return [(span.since, span.until) for span in Schedule(hours, commune=MENDE).spans(start, 35) or []]


def _theirs(hours: str, start: datetime) -> list[tuple[datetime, datetime]]:
    spans = OpeningHours(hours, timezone=PARIS).intervals(start, start + timedelta(days=35))
    return [(since, until) for since, until, state, _remark in spans if state == Theirs.OPEN]


HOURS = st.sampled_from([case[0] for case in CASES] + [OFFICE])
MOMENT = st.builds(lambda minutes: at("2011-01-01 00:00") + timedelta(minutes=minutes), st.integers(0, 25 * 365 * 1440))


@drawn(60)
@given(HOURS, MOMENT)
def test_the_state_of_a_moment_is_that_of_its_span_until_the_next_change(hours: str, moment: datetime) -> None:
    schedule, minute = Schedule(hours, commune=MENDE), moment.replace(second=0, microsecond=0)
    found = schedule.at(moment)
    spans = schedule.spans(moment.replace(hour=0, minute=0), 2) or []
    here = next((span.state for span in spans if span.since <= minute < span.until), State.CLOSED)
    assert found.state is here
    if found.next_change:
        assert found.next_change > minute
        assert schedule.at(found.next_change).state is not found.state
        assert schedule.at(found.next_change - timedelta(minutes=1)).state is found.state


def test_what_is_told_of_is_stored_as_it_stands() -> None:
    assert [hours for hours, *_rest in CASES if normalise(hours) != hours] == []
