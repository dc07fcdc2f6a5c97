"""The calendars that opening hours speak of: public holidays of a country, holidays of the schools of a zone."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings
from opening_hours import OpeningHours, State
from vacances_scolaires_france import SchoolHolidayDates  # type: ignore[import-untyped]  # it carries no types

from places.hours.rules import Holiday

# The départements of each zone: https://www.education.gouv.fr/calendrier-scolaire. Corsica and overseas are in none.
_ZONES = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    "B": "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 61 62 67 68 72 76"
    " 80 83 84 85 88",
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
_ZONE_OF = {department: zone for zone, departments in _ZONES.items() for department in departments.split()}


def departments_by_zone() -> dict[str, list[str]]:
    """List the départements of each zone of schools."""
    return {zone: departments.split() for zone, departments in _ZONES.items()}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holidays of one place. `zone` is that of its schools: A, B or C in France, None elsewhere."""

    zone: str | None = None

    @classmethod
    def of_commune(cls, code: str | None) -> "Calendar":
        """Find the calendar of a commune by its INSEE code, whose first two signs are the département."""
        return cls(_ZONE_OF.get((code or "")[:2]) if settings.HOLIDAYS_COUNTRY == "FR" else None)

    def has(self, holiday: Holiday, day: date) -> bool | None:
        """Whether a day is such a holiday; None where no official calendar says so yet."""
        if holiday is Holiday.PUBLIC:
            return day in public_holidays(day.year)
        return None if self.zone is None else _is_school_holiday(self.zone, day)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """List the public holidays of a year in `settings.HOLIDAYS_COUNTRY`."""
    days = OpeningHours("PH", country=settings.HOLIDAYS_COUNTRY)
    spans = days.intervals(datetime(year, 1, 1), datetime(year + 1, 1, 1))  # noqa: DTZ001  days of the wall calendar
    return frozenset(
        date.fromordinal(day)
        for since, until, state, _remark in spans
        if state == State.OPEN
        for day in range(since.date().toordinal(), until.date().toordinal())
    )


@cache
def _school_holidays() -> dict[date, frozenset[str]]:
    """The days on which some zone has holidays, each with those zones; other days are not listed."""
    told = SchoolHolidayDates().data
    zones = {zone: f"vacances_zone_{zone.lower()}" for zone in _ZONES}
    return {day: frozenset(zone for zone, column in zones.items() if row[column]) for day, row in told.items()}


@cache
def school_days_known() -> tuple[date, date]:
    """The first and the last day that the official school calendar, as the package carries it, speaks of."""
    return min(_school_holidays()), max(_school_holidays())


def _is_school_holiday(zone: str, day: date) -> bool | None:
    first, last = school_days_known()
    return zone in _school_holidays().get(day, ()) if first <= day <= last else None
