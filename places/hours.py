"""Opening hours in OpenStreetMap's syntax: what may be written, and what it says at a moment.

Syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. Evaluation is opening-hours-py's, with the
public holidays of `settings.HOLIDAYS_COUNTRY`, in the local time of `settings.TIME_ZONE`.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # its stubs forget one

# The part of the syntax a directory needs, as one regular expression that both PostgreSQL and Python read.
# The database refuses anything else, so a bad value is stopped whichever door it comes by.
_TIME = r"([01]\d|2[0-6]):[0-5]\d"
_SPANS = rf"{_TIME}-{_TIME}\+?(, ?{_TIME}-{_TIME}\+?)*"
_DAY = r"(Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(\[-?[1-5](,-?[1-5])*\])?"
_DAYS = rf"{_DAY}(-{_DAY})?(, ?{_DAY}(-{_DAY})?)*"
_DATE = r"(\d{4} )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( [0-3]\d)?"
_DATES = rf"{_DATE}(-({_DATE}|[0-3]\d))?(, ?{_DATE}(-({_DATE}|[0-3]\d))?)*"
_WEEKS = r"week [0-5]\d(-[0-5]\d)?(/\d)?"
_WHEN = rf"(({_DATES}|{_WEEKS}):?( {_DAYS})?|{_DAYS})"
_STATE = r"(open|closed|off|unknown)"
_RULE = rf"(24/7|{_WHEN}( {_SPANS})?|{_SPANS})( {_STATE})?( \"[^\"]*\")?"
HOURS_PATTERN = rf"^({_RULE}((;|,| \|\|) (?!$)|$))+$"


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a place is open at a moment. `next_change` is local time, None when unknown or never."""

    state: Literal["open", "closed", "unknown"]
    next_change: datetime | None


_UTC = ZoneInfo("UTC")
UNKNOWN = Opening("unknown", None)
_NAMES: dict[State, Literal["open", "closed", "unknown"]] = {
    State.OPEN: "open",
    State.CLOSED: "closed",
    State.UNKNOWN: "unknown",
}


def local_zone() -> ZoneInfo:
    """Give the zone in which opening hours are written."""
    return ZoneInfo(settings.TIME_ZONE)


@lru_cache(maxsize=4096)
def parse(expression: str) -> OpeningHours:
    """Parse opening hours, once for each distinct expression.

    Raises:
        ParserError: the expression is not in OpenStreetMap's syntax.

    """
    zone, country = local_zone(), settings.HOLIDAYS_COUNTRY
    return OpeningHours(_on_holidays(expression), timezone=zone, country=country, max_interval_days=366)


def _on_holidays(expression: str) -> str:
    # Hours that do not speak of public holidays say nothing of them: there, the answer is "unknown", not "open".
    speaks = "PH" in expression or expression.startswith("24/7")
    return expression if speaks else f"{expression}; PH unknown"


def opening(expression: str | None, at: datetime) -> Opening:
    """Tell the state at an aware moment, and when it next changes; no hours known is neither open nor closed."""
    return _opening_at_minute(expression, _minute(at)) if expression else UNKNOWN


def _minute(at: datetime) -> datetime:
    # In UTC, where no minute is skipped or repeated, and in a zone that has a name, as opening-hours-py wants.
    return at.astimezone(_UTC).replace(second=0, microsecond=0)


@lru_cache(maxsize=4096)
def _opening_at_minute(expression: str, minute: datetime) -> Opening:
    # Hours are written to the minute, so one answer serves every place with the same hours for a minute.
    try:
        hours = parse(expression)
    except ParserError:
        # The database reads a little more than the parser: one such row must not silence all the others.
        return UNKNOWN
    state, _comment = hours.state(minute)
    return Opening(_NAMES[state], hours.next_change(minute))


def week(expression: str, *, start: datetime, days: int = 7) -> list[tuple[datetime, datetime, str]] | None:
    """List the intervals of so many days from an aware moment that are not closed: (from, to, state), local time.

    None when the expression cannot be read: the database lets a little more in than the parser understands.
    """
    since = _minute(start)
    try:
        spans = parse(expression).intervals(since, since + timedelta(days=days))
    except ParserError:
        return None
    return [(opens, closes, _NAMES[state]) for opens, closes, state, _comment in spans if state != State.CLOSED]


def validate_hours(expression: str) -> None:
    """Refuse what is not opening hours, with an example of what is.

    Raises:
        ValidationError: the expression does not parse, or is outside the part of the syntax that is kept.

    """
    try:
        parse(expression)
        readable = re.search(HOURS_PATTERN, expression) is not None
    except ParserError:
        readable = False
    if not readable:
        raise ValidationError(
            _("Ces horaires ne se lisent pas. Exemple : « Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off »."),
            code="hours",
        )
