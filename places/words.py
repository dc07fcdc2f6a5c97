"""How days and times of day are said, in the language of the page."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places.choices import DatePrecision

NBSP = "\N{NO-BREAK SPACE}"


def ordinal(day: int) -> str:
    """Write the day of a month: in French, the first is "1er"."""
    return "1er" if day == 1 and get_language() == "fr" else str(day)


def day_in_words(day: date) -> str:
    """Write a date as people do: "1er janvier 2020", "1 January 2020"."""
    return f"{ordinal(day.day)}{NBSP}{date_format(day, 'F Y')}"


class Dated(NamedTuple):
    """A day, as far as it is known: of one that is known to the month alone, the month is all that is said."""

    day: date
    precision: str = DatePrecision.DAY

    @property
    def words(self) -> str:
        """Write it: "1er octobre 2011", "octobre 2011", "2011"."""
        if self.is_day:
            return day_in_words(self.day)
        return date_format(self.day, "Y" if self.precision == DatePrecision.YEAR else "F Y")

    @property
    def iso(self) -> str:
        """Write it for machines, as ISO 8601 does: "2011-10-01", "2011-10", "2011"."""
        return self.day.isoformat()[: {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(self.precision, 10)]  # type: ignore[call-overload]

    @property
    def when(self) -> str:
        """Say on, or in, what: "le 1er octobre 2011", "en octobre 2011"."""
        return (_("le %(date)s") if self.is_day else _("en %(date)s")) % {"date": self.words}

    @property
    def since(self) -> str:
        """Say since when: "depuis le 1er octobre 2011", "depuis octobre 2011"."""
        return (_("depuis le %(date)s") if self.is_day else _("depuis %(date)s")) % {"date": self.words}

    @property
    def until(self) -> str:
        """Say until when: "jusqu’au 1er octobre 2011", "jusqu’en octobre 2011"."""
        return (_("jusqu’au %(date)s") if self.is_day else _("jusqu’en %(date)s")) % {"date": self.words}

    @property
    def dated(self) -> str:
        """Say of when a source is: "en date du 1er octobre 2011", "en date d’octobre 2011"."""
        said = _("en date du %(date)s") if self.is_day else _("en date de %(date)s")
        return _elided(said % {"date": self.words})

    @property
    def eve(self) -> "Dated":
        """The last day of what is no more on this one; of what is known to the month, that month."""
        return Dated(self.day - timedelta(days=1)) if self.is_day else self

    @property
    def is_day(self) -> bool:
        """Tell whether the day itself is known."""
        return self.precision == DatePrecision.DAY

    def is_before(self, day: date) -> bool:
        """Tell whether a day is after all that it may be: after the month, where the month is all that is known."""
        return day.isoformat()[: len(self.iso)] > self.iso

    def to(self, end: "Dated") -> str:
        """Say a span: "du 1er octobre 2011 au 5 mai 2012", "d’octobre 2011 à mai 2012"."""
        said = {"since": self.words, "until": end.words}
        if self.is_day:
            return (_("du %(since)s au %(until)s") if end.is_day else _("du %(since)s à %(until)s")) % said
        return _elided((_("de %(since)s au %(until)s") if end.is_day else _("de %(since)s à %(until)s")) % said)


def _elided(words: str) -> str:
    return re.sub(r"\bde (?=[ao])", "d’", words, count=1) if get_language() == "fr" else words


def kilometres_in_words(metres: float) -> str:
    """Write a length as people say a distance: "10 km", "7,5 km"."""
    return _("%(distance)s km") % {"distance": number_format(f"{metres / 1000:g}")}


def moment_in_words(moment: datetime) -> str:
    """Write when something was done, where the site is: "1er janvier 2020 à 9 h 30", "1 January 2020 at 9:30"."""
    local = localtime(moment)
    return _("%(day)s à %(hour)s") % {"day": day_in_words(local.date()), "hour": time_in_words(local.time())}


def time_in_words(moment: time) -> str:
    """Write a time of day: "9 h", "9 h 30"; in English, "9:00", "9:30"."""
    words = _("%(hour)s h %(minute)s") if moment.minute else _("%(hour)s h")
    return words % {"hour": moment.hour, "minute": f"{moment:%M}"}
