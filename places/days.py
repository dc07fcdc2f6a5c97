"""A day, a month or a year, as people say it: "12 mars 2026", "03/2026", "2018", "hier"."""

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from places.choices import DatePrecision
from places.search.folding import fold
from places.words import Dated, day_in_words

LONGEST = 40
# Short forms are the beginnings of these: "janv", "sept", "oct", "dec".
_FRENCH = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_ENGLISH = [name.lower() for name in month_name[1:]]
_SHORTEST = 3
_WEEKDAYS = [
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
]
_NEAR = {"aujourd'hui": 0, "today": 0, "hier": -1, "yesterday": -1, "demain": 1, "tomorrow": 1}
_CENTURY = 2000  # of a year in two digits
_YEARS = range(1900, 2201)  # those that the database takes

_BEFORE = re.compile(r"^(?:(?:depuis|since|en|in|on|du|au|le|the) +)+")
_WEEKDAY = re.compile(rf"^({'|'.join(name for names in _WEEKDAYS for name in names)})[., ]+(?=.*\d)")
_TIME = r"(?:[ t]+\d{1,2}[:h].*)?"
_NTH = r"(?:er|st|nd|rd|th)?"
_YEAR = r"(\d{4})"
_MONTH_ALONE = re.compile(rf"(?:(\d{{1,2}}){_NTH} )?([a-z]+)\.?")


class Unreadable(ValueError):  # noqa: N818  as that of the hours
    """A text says no date; `str()` of this is the sentence that shows what was understood of it."""


def read_day(text: str, *, today: date | None = None) -> Dated:
    """Read a day, a month or a year, in French or in English: of the last two, the first day. See `Dated`.

    `today` makes sense of "hier", and is left out where nobody speaks.

    Raises:
        Unreadable: it is none of these.

    """
    said = _BEFORE.sub("", " ".join(fold(text).replace("’", "'").split()))
    if today and said in _NEAR:
        return Dated(today + timedelta(_NEAR[said]))
    weekday = _WEEKDAY.match(said)
    found = _read(said[weekday.end() :] if weekday else said)
    if found is None:
        raise Unreadable(_why(text.strip(), said, today))
    if weekday and not _is_a(weekday[1], found):
        right = WEEKDAYS[found.day.weekday()]
        raise Unreadable(_("Le %(day)s est un %(weekday)s.") % {"day": day_in_words(found.day), "weekday": right})
    return found


def _read(said: str) -> Dated | None:
    for shape, read in _SHAPES:
        if (match := shape.fullmatch(said)) and (found := read(*match.groups())):
            return found
    return None


def _day(year: str, month: str, day: str = "") -> Dated | None:
    """Put a date together. None where a month is named by no word of ours; raises Unreadable for one that is not."""
    number = int(month) if month.isdigit() else _month(month)
    whole = int(year) if len(year) > 2 else _CENTURY + int(year)  # noqa: PLR2004  two digits
    if number is None:
        return None
    _refuse_far(whole)
    if number not in range(1, 13):
        raise Unreadable(
            _("Il n’y a pas de mois %(month)s : écrivez le jour d’abord, « 12/03/2026 ».") % {"month": month}
        )
    first = Dated(date(whole, number, 1), DatePrecision.MONTH)
    days = monthrange(whole, number)[1]
    if day and int(day) not in range(1, days + 1):
        raise Unreadable(
            _("Il n’y a pas de %(day)s en %(month)s : ce mois a %(days)d jours.")
            % {"day": int(day), "month": first.words, "days": days}
        )
    return Dated(first.day.replace(day=int(day))) if day else first


def _year(year: str) -> Dated:
    _refuse_far(int(year))
    return Dated(date(int(year), 1, 1), DatePrecision.YEAR)


def _refuse_far(year: int) -> None:
    if year not in _YEARS:
        raise Unreadable(_("Les dates vont de 1900 à 2200."))


def _month(word: str) -> int | None:
    """Find a month by its name, or by the beginning of it: "sept", "juil", "mar" is March in both languages."""
    for names in (_FRENCH, _ENGLISH):
        found = [number for number, name in enumerate(names, 1) if name.startswith(word)]
        if len(found) == 1 and len(word) >= _SHORTEST:
            return found[0]
    return None


_SHAPES: list[tuple[re.Pattern[str], Callable[..., Dated | None]]] = [
    (re.compile(rf"{_YEAR}-(\d{{1,2}})-(\d{{1,2}}){_TIME}"), _day),
    (re.compile(rf"(\d{{1,2}})[/.\- ](\d{{1,2}})[/.\- ](\d{{4}}|\d{{2}}){_TIME}"), lambda d, m, y: _day(y, m, d)),
    (
        re.compile(rf"(\d{{1,2}}){_NTH}[ \-/](?:of )?([a-z]+)\.?,?[ \-/](\d{{4}}|\d{{2}})"),
        lambda d, m, y: _day(y, m, d),
    ),
    (re.compile(rf"([a-z]+)\.? (\d{{1,2}}){_NTH},? {_YEAR}"), lambda m, d, y: _day(y, m, d)),
    (re.compile(rf"([a-z]+)\.?[ \-/]+{_YEAR}"), lambda m, y: _day(y, m)),
    (re.compile(r"([a-z]+)\.?[\-/](\d{2})"), lambda m, y: _day(y, m)),
    (re.compile(rf"(\d{{1,2}})[/.\- ]{_YEAR}"), lambda m, y: _day(y, m)),
    (re.compile(rf"{_YEAR}[/\-](\d{{1,2}})"), _day),
    (re.compile(rf"(?:(?:l'|the )?(?:annee|an|courant|year) )?{_YEAR}"), _year),
]


def _is_a(weekday: str, found: Dated) -> bool:
    return found.is_day and any(names[found.day.weekday()] == weekday for names in _WEEKDAYS)


def _why(text: str, said: str, today: date | None) -> str:
    """Say what of it was understood."""
    if today and (suggested := _this_year(said, today)):
        return _("Il manque l’année : « %(date)s » ?") % {"date": suggested.words}
    if len(years := [*_years_in(said)]) == 1:
        return _("De « %(text)s », seule l’année se lit : écrivez « %(year)s », ou le mois et l’année.") % {
            "text": text[:LONGEST],
            "year": years[0],
        }
    return _("Cette date ne se lit pas. Écrivez « 12 mars 2026 », « mars 2026 » ou « 2026 ».")


def _this_year(said: str, today: date) -> Dated | None:
    """Read a month, or a day of one, that lacks its year."""
    if not (match := _MONTH_ALONE.fullmatch(said)):
        return None
    day, month = match.groups()
    return _day(str(today.year), month, day or "")


def _years_in(said: str) -> Iterator[str]:
    return (year for year in re.findall(r"(?<!\d)\d{4}(?!\d)", said) if int(year) in _YEARS)
