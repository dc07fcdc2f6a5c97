"""Cuts a text into pieces that mean something; each keeps its place, so that a refusal shows the writer's own words.

Each character is read once by one expression whose parts look only a few characters ahead.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from places.hours.rules import DAY_MINUTES
from places.hours.spoken.lexicon import BY_APPOINTMENT, PHRASES, Kind

# What a fold by Unicode alone leaves: spaces, dashes, quotes and small letters above the line, each one character.
_ALIKE = {
    "-": "‐‑‒–—−",
    "'": "’ʼ‘`´",
    '"': "«»“”„",
    "*": "•·",
    " ": "\t\u00a0\u202f\u2009",
    "o": "º",
    "e": "ᵉ",
    "r": "ʳ",
}
_PLAIN = str.maketrans({char: plain for plain, chars in _ALIKE.items() for char in chars})
_HALF_AN_HOUR, _QUARTER = 30, 15
_MOST = 59


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: what it is, what it is worth, and where it stands."""

    kind: Kind
    value: Any
    start: int
    end: int


def fold(text: str) -> str:
    """Write a text in small letters without accents, character for character, so that places stay the same."""
    return "".join(_folded(char) for char in text.translate(_PLAIN))


def _folded(char: str) -> str:
    return (unicodedata.normalize("NFD", char)[0].lower() or char)[0]


def _clock(found: re.Match[str]) -> int | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    return hour * 60 + minute if hour * 60 + minute <= DAY_MINUTES else None


def _twelve_hours(found: re.Match[str]) -> int | None:
    hour = int(found[1])
    if not 1 <= hour <= 12:  # noqa: PLR2004  hours of a clock's face
        return None
    return (hour % 12 + 12 * (found[3] == "p")) * 60 + int(found[2] or 0)


def _midday(found: re.Match[str]) -> int:
    return 12 * 60 + _HALF_AN_HOUR * bool(found[1])


def _and_a_part(found: re.Match[str]) -> int | None:
    minutes = int(found[1]) * 60 + (_QUARTER if found[2] == "quart" else _HALF_AN_HOUR)
    return minutes if minutes <= DAY_MINUTES else None


def _day_first(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[1]), int(found[2]), int(found[3]) % 2000 + 2000


def _year_first(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[3]), int(found[2]), int(found[1])


def _slashed(found: re.Match[str]) -> tuple[int, int]:
    return int(found[1]), int(found[2])


def _number(found: re.Match[str]) -> int | None:
    return int(found[1]) if int(found[1]) <= _MOST else None


Reading = Callable[[re.Match[str]], Any]
_H = r"(?:heures?|hrs?|h)"
_FIGURES: tuple[tuple[Kind, Reading, str], ...] = (
    (Kind.DATE, _year_first, r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})(?![0-9])"),
    (Kind.DATE, _day_first, r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]((?:20)?[0-9]{2})(?![0-9])"),
    (Kind.TIME, _twelve_hours, r"([0-9]{1,2})(?:[:.]([0-5][0-9]))? ?([ap])\.?m(?![a-z])\.?"),
    (Kind.TIME, _and_a_part, rf"([0-9]{{1,2}}) ?{_H} et (demie?|quart)(?![a-z])"),
    (Kind.TIME, _clock, rf"([0-9]{{1,2}}) ?{_H} ?([0-5][0-9])(?![0-9]| ?[h:])(?: ?mn?(?![a-z])| ?min(?![a-z]))?"),
    (Kind.TIME, _clock, rf"([0-9]{{1,2}}) ?{_H}()(?![a-z])"),
    (Kind.TIME, _clock, r"([0-9]{1,2}):([0-5][0-9])(?::00)?(?!:?[0-9])(?: ?h(?![a-z]))?"),
    (Kind.TIME, _clock, r"([0-9]{1,2})\.(00|15|[2-5][0-9])(?![0-9.])"),
    (Kind.SLASHED, _slashed, r"([0-9]{1,2}) ?[/.] ?([0-9]{1,2})(?![0-9/:.]| ?h)"),
    (Kind.YEAR, lambda found: int(found[0]), r"20[0-9]{2}(?![0-9])"),
    (Kind.TIME, _midday, r"(?:midi|noon|midday)( ?(?:et demie?|30|trente))?(?![a-z0-9])"),
    (Kind.TIME, lambda _found: DAY_MINUTES, r"(?:minuit|midnight)(?![a-z])"),
)
_MARKS: tuple[tuple[Kind, Reading, str], ...] = (
    (Kind.NUMBER, _number, r"([0-9]{1,2})(?:th)?(?![0-9a-z])"),
    (Kind.STOP, lambda found: found[0], r"[;\n\r|](?:[;\n\r| ]*)|//|\.(?![0-9])[. ]*\n?"),
    (Kind.AND, lambda _found: ",", r","),
    (Kind.AND, lambda _found: "/", r"[/&+]"),
    (Kind.COLON, lambda _found: None, r"[:=]"),
    (Kind.TO, lambda _found: "-", r"-+>?"),
    (Kind.FILL, lambda _found: None, r" +|[*()]"),
    (Kind.UNKNOWN, lambda _found: None, r"[a-z]+'?|[0-9]+[a-z]*|."),
)


_SPACES = {"[-_]": "[- ]", "_?": "[ ]{0,3}", "_": "[ ]{1,4}"}


def _phrase(pattern: str) -> str:
    """An underscore stands for a few spaces, and the last word must be whole."""
    ends = r"(?:(?<=['.])|(?![a-z]))"
    inside = re.sub(r"\[-_\]|_\??", lambda space: _SPACES[space[0]], pattern)
    return f"(?:{inside}){ends}"


def _constant(value: object) -> Reading:
    return lambda _found: value


_ALL: tuple[tuple[Kind, Reading, str], ...] = (
    *((kind, _constant(value), _phrase(pattern)) for kind, value, pattern in PHRASES),
    *_FIGURES,
    *_MARKS,
)
_EACH = [re.compile(pattern, re.DOTALL) for _kind, _reading, pattern in _ALL]
_ANY = re.compile("|".join(f"(?P<p{number}>{pattern})" for number, (*_rest, pattern) in enumerate(_ALL)), re.DOTALL)
_ASIDE = re.compile(r'\(([^()"]{1,200})\)|"([^"]{1,200})"')
# An aside that speaks of hours is read as if it stood outside.
_SPEAKS_OF_HOURS = re.compile(
    r"\s*(?:ferme|sauf|hors|hormis|except|closed|semaines? (?:im)?paires?|a confirmer|to be conf)"
)


def scan(text: str) -> list[Token]:
    """List the pieces of a text, without the words that change nothing."""
    return [token for token in _pieces(text, fold(text)) if token.kind is not Kind.FILL]


def _pieces(text: str, folded: str) -> Iterator[Token]:
    place = 0
    while place < len(folded):
        token = _aside(text, folded, place) or _piece(text, folded, place)
        yield token
        place = token.end


def _aside(text: str, folded: str, place: int) -> Token | None:
    found = _ASIDE.match(folded, place) if folded[place] in '("' else None
    if not found or _SPEAKS_OF_HOURS.match(folded, place + 1):
        return None
    said = text[place + 1 : found.end() - 1].strip()
    return Token(Kind.REMARK, (said, folded[place]), place, found.end()) if said else None


def _piece(text: str, folded: str, place: int) -> Token:
    found = _ANY.match(folded, place)
    assert found is not None and found.lastgroup is not None  # noqa: PT018  the last pattern takes any character
    number = int(found.lastgroup[1:])
    kind, reading, _pattern = _ALL[number]
    whole = _EACH[number].match(folded, place)
    value = reading(whole) if whole else None
    end = found.end()
    if kind is Kind.ASK:
        value = _wish(text[place:end], value)
    if kind is Kind.REMARK:
        value = (value, "(")
    is_void = value is None and kind in {Kind.TIME, Kind.NUMBER}
    return Token(Kind.UNKNOWN if is_void else kind, value, place, end)


def _wish(said: str, given: str | None) -> str:
    """The remark of an appointment: always the same words for what is said in many ways."""
    return BY_APPOINTMENT if given is None else said.strip().lower()
