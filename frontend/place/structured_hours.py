"""What search engines read of a place's hours: its usual week, how long that holds, and the days that differ.

A page is read long after it is written. So the week holds until the eve of the first day of which nobody is sure, such
as a public holiday that the hours do not speak of, and three months at most.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import takewhile

from django.utils.timezone import localdate

from frontend.metadata.structured_data import CONTEXT, Facts
from places.hours import Schedule, State
from places.hours.rules import DAY_MINUTES, Times
from places.hours.timetable import Plan, Timetable

DAYS = 90
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Spans = tuple[Times, ...]


def facts_of_hours(schedule: Schedule, at: datetime) -> Facts:
    """Tell the hours that are sure, from the local day of an aware moment on."""
    known = dict(_sure_days(schedule.table, localdate(at))) if schedule.table else {}
    usual = _usual_week(known)
    return {
        "openingHoursSpecification": [_weekly(times, usual, known) for times in _times_of(usual)],
        "specialOpeningHoursSpecification": [
            special for day, spans in known.items() if spans != usual[day.weekday()] for special in _special(day, spans)
        ],
    }


def _sure_days(table: Timetable, today: date) -> Iterator[tuple[date, Spans]]:
    days = [today + timedelta(days=count) for count in range(DAYS)]
    plans = ((day, table.plan(day)) for day in days)
    for day, plan in takewhile(lambda pair: table.is_alive(pair[0]) and not _is_in_doubt(pair[1]), plans):
        yield day, tuple(Times(one.since, one.until) for one in plan.pieces if one.state is State.OPEN)


def _is_in_doubt(plan: Plan) -> bool:
    return any(piece.is_holiday for piece in plan.pieces)


def _usual_week(known: dict[date, Spans]) -> dict[int, Spans]:
    """What each day of the week most often is."""
    counts: dict[int, Counter[Spans]] = {}
    for day, spans in known.items():
        counts.setdefault(day.weekday(), Counter())[spans] += 1
    return {weekday: count.most_common(1)[0][0] for weekday, count in sorted(counts.items())}


def _times_of(usual: dict[int, Spans]) -> list[Times]:
    return list(dict.fromkeys(times for spans in usual.values() for times in spans))


def _weekly(times: Times, usual: dict[int, Spans], known: dict[date, Spans]) -> Facts:
    days = [f"{CONTEXT}/{_WEEKDAYS[weekday]}" for weekday, spans in usual.items() if times in spans]
    return _specification(times, min(known), max(known)) | {"dayOfWeek": days}


def _special(day: date, spans: Spans) -> list[Facts]:
    """A day that is not as usual: from midnight to midnight, in zero minutes, is how a closed one is told."""
    return [_specification(times, day, day) for times in spans or (Times(0, 0),)]


def _specification(times: Times, first: date, last: date) -> Facts:
    return {
        "@type": "OpeningHoursSpecification",
        "opens": _clock(times.since),
        "closes": "23:59" if times.until == DAY_MINUTES else _clock(times.until % DAY_MINUTES),
        "validFrom": first.isoformat(),
        "validThrough": last.isoformat(),
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
