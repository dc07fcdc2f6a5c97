"""Opening hours: in OpenStreetMap's syntax, as people say them, or a column for each day or half-day."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.core.exceptions import ValidationError

from network.importing.repairs import Refusal, Repair
from network.importing.values.said import Said, refuse
from places.hours import normalise
from places.hours.spoken import understand
from places.search.folding import fold

_OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_CLOSED = frozenset(["ferme", "fermee", "-", "–", "x", "/", "closed", "neant"])
_TIME = r"(\d{1,2})\s*(?:[h:]\s*(\d{2})?|(?=\s*(?:[-–/]|a\s|et\b|$)))"
_SPAN = re.compile(rf"(?:de\s+)?{_TIME}\s*(?:-|–|a|/)?\s*{_TIME}")
_FORGOTTEN = re.compile(r"(\d{1,2}h(?:\d{2})?)(?=\d{1,2}h)")
_BETWEEN = re.compile(r"\s*(?:/|,|;|&|et|puis|\s|\|)\s*(?:de\s+)?")
Span = tuple[int, int]  # minutes of the day


@lru_cache(maxsize=8192)
def hours(text: str) -> Said:
    """Read hours of a week.

    Raises:
        Refused: they are not understood, or may mean several things.

    """
    try:
        return Said(normalise(text))
    except ValidationError:
        pass
    try:
        return Said(understand(text), (Repair.HOURS_SPOKEN,))
    except ValidationError:
        return refuse(Refusal.NO_HOURS)


@lru_cache(maxsize=8192)
def week(cells: tuple[tuple[int, str], ...]) -> Said:
    """Read hours from a cell for each day, or each half-day: (day, text). One that cannot be read spoils the week.

    Raises:
        Refused: a cell is not understood, which it names; or the hours cannot be.

    """
    days: dict[int, list[Span]] = {}
    spoken: dict[int, list[str]] = {}
    repairs = [Repair.HOURS_BY_DAY]
    for day, text in cells:
        spans, mended = _spans(text)
        repairs += mended
        if spans is None:
            spoken.setdefault(day, []).append(text)
        elif spans:
            days.setdefault(day, []).extend(spans)
    if spoken:
        return _told(days, spoken, repairs)
    if not days:
        return Said(None, (Repair.UNKNOWN,))
    written = written_week({day: sorted(spans) for day, spans in days.items()})
    try:
        return Said(normalise(written), tuple(dict.fromkeys(repairs)))
    except ValidationError:
        return refuse(Refusal.NO_HOURS, " · ".join(text for _day, text in cells))


def _told(days: Mapping[int, Sequence[Span]], spoken: Mapping[int, Sequence[str]], repairs: list[Repair]) -> Said:
    """Let the reader of spoken hours try the cells that are no plain spans."""
    said = [f"{_FRENCH_DAYS[day]} {' et '.join(texts)}" for day, texts in spoken.items()]
    said += [f"{_FRENCH_DAYS[day]} {' et '.join(_clock_of(spans))}" for day, spans in days.items()]
    try:
        return Said(understand("; ".join(said)), (*dict.fromkeys(repairs), Repair.HOURS_SPOKEN))
    except ValidationError:
        return refuse(Refusal.NO_HOURS, " ; ".join(text for texts in spoken.values() for text in texts))


def _clock_of(spans: Sequence[Span]) -> list[str]:
    return [f"{_clock(start)}-{_clock(end)}" for start, end in sorted(spans)]


@lru_cache(maxsize=8192)
def _spans(text: str) -> tuple[tuple[Span, ...] | None, tuple[Repair, ...]]:
    """Read the spans of a cell; none if it is closed, None if it says anything else."""
    said = fold(text).strip(" .")
    if said in _CLOSED:
        return (), ()
    mended = _FORGOTTEN.sub(r"\1-", said)
    repairs = (Repair.HOURS_HYPHEN,) if mended != said else ()
    spans: list[Span] = []
    at = 0
    while found := _SPAN.match(mended, at):
        start, end = (_minutes(found[first], found[first + 1]) for first in (1, 3))
        if not 0 <= start < end <= 24 * 60:
            return None, ()
        spans.append((start, end))
        at = found.end()
        between = _BETWEEN.match(mended, at)
        at = between.end() if between else at
    return (tuple(spans), repairs) if spans and at == len(mended) else (None, ())


def _minutes(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0) if int(minute or 0) < 60 else -1  # noqa: PLR2004  minutes of an hour


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def written_week(days: Mapping[int, Sequence[Span]]) -> str:
    """Write the hours of each day in OpenStreetMap's syntax: days that follow each other alike are said at once."""
    said = [(day, ",".join(_clock_of(days[day]))) for day in sorted(days)]
    runs: list[tuple[int, int, str]] = []
    for day, times in said:
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == times:
            runs[-1] = (runs[-1][0], day, times)
        else:
            runs.append((day, day, times))
    return "; ".join(f"{_days(first, last)} {times}" for first, last, times in runs)


def _days(first: int, last: int) -> str:
    return _OSM_DAYS[first] if first == last else f"{_OSM_DAYS[first]}-{_OSM_DAYS[last]}"
