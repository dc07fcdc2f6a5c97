"""How days and times of day are said, in the language of the page."""

from datetime import date, time

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\N{NO-BREAK SPACE}"


def ordinal(day: int) -> str:
    """Write the day of a month: in French, the first is "1er"."""
    return "1er" if day == 1 and get_language() == "fr" else str(day)


def day_in_words(day: date) -> str:
    """Write a date as people do: "1er janvier 2020", "1 January 2020"."""
    return f"{ordinal(day.day)}{NBSP}{date_format(day, 'F Y')}"


def kilometres_in_words(metres: float) -> str:
    """Write a length as people say a distance: "10 km", "7,5 km"."""
    return _("%(distance)s km") % {"distance": number_format(f"{metres / 1000:g}")}


def time_in_words(moment: time) -> str:
    """Write a time of day: "9 h", "9 h 30"; in English, "9:00", "9:30"."""
    words = _("%(hour)s h %(minute)s") if moment.minute else _("%(hour)s h")
    return words % {"hour": moment.hour, "minute": f"{moment:%M}"}
