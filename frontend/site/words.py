"""What people read: dates, hours and periods in words. Everything is said in the language of the page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from network.models import Membership
from places.hours import local_zone, opening, week

KILOMETRE = 1000
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Now:
    """Whether a place is open, as a state for machines ("open", "closed", "unknown") and words for people."""

    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a place's week, in words."""

    name: str
    hours: list[str]
    is_today: bool


def day_in_words(day: date) -> str:
    """Write a date as people do: "1er janvier 2020", "1 January 2020"."""
    ordinal = "1er" if day.day == 1 and get_language() == "fr" else str(day.day)
    return f"{ordinal}{NBSP}{date_format(day, 'F Y')}"


def time_in_words(moment: time) -> str:
    """Write a time of day: "9 h", "9 h 30"; in English, "9:00", "9:30"."""
    words = _("%(hour)s h %(minute)s") if moment.minute else _("%(hour)s h")
    return words % {"hour": moment.hour, "minute": f"{moment:%M}"}


def distance_in_words(metres: float, *, is_rough: bool) -> str:
    """Say a distance as the crow flies: "à 350 m", "à 3,2 km"; one between rough points, to the kilometre."""
    if is_rough and metres < KILOMETRE:
        return _("tout près")
    if is_rough:
        return _("à environ %(distance)s km") % {"distance": _figures(metres / KILOMETRE)}
    if metres < KILOMETRE - 5:
        return _("à %(distance)s m") % {"distance": round(metres / 10) * 10}
    decimals = 1 if metres < 10 * KILOMETRE else 0
    return _("à %(distance)s km") % {"distance": _figures(metres / KILOMETRE, decimals)}


def _figures(number: float, decimals: int = 0) -> str:
    return str(number_format(round(number, decimals), decimals, force_grouping=True))


def now_in_words(expression: str | None, at: datetime) -> Now:
    """Say whether a place is open at an aware moment, and until when. No hours known is an answer of its own."""
    if expression is None:
        return Now("unknown", _("Horaires non renseignés"))
    found = opening(expression, at)
    if found.state == "unknown":
        return Now("unknown", _("Horaires à confirmer"))
    change = found.next_change
    if change and opening(expression, change).state == "unknown":
        change = None
    return Now(found.state, _change_in_words(found.state, change, at.astimezone(local_zone())))


def _change_in_words(state: str, change: datetime | None, at: datetime) -> str:
    if change is None:
        return _("Ouvert") if state == "open" else _("Fermé")
    when = _moment_in_words(change.astimezone(local_zone()), at)
    return (_("Ouvert, ferme %(when)s") if state == "open" else _("Fermé, ouvre %(when)s")) % {"when": when}


def _moment_in_words(moment: datetime, at: datetime) -> str:
    hour = time_in_words(moment.time())
    days = (moment.date() - at.date()).days
    if days == 0:
        return _("à %(hour)s") % {"hour": hour}
    if days == 1:
        return _("demain à %(hour)s") % {"hour": hour}
    day = date_format(moment, "l") if days < 7 else _("le %(date)s") % {"date": day_in_words(moment.date())}  # noqa: PLR2004  a week
    return _("%(day)s à %(hour)s") % {"day": day, "hour": hour}


def week_in_words(expression: str, at: datetime) -> list[Day] | None:
    """Say the hours of the seven days from that of an aware moment, holidays included; a closed day has no hours.

    None when the hours cannot be read.
    """
    today = at.astimezone(local_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    spans = week(expression, start=today)
    if spans is None:
        return None
    days = [(today + timedelta(days=count)).date() for count in range(7)]
    return [
        Day(
            date_format(day, "l"),
            [_span_in_words(*span) for span in spans if _is_told_on(day, *span[:2])],
            is_today=day == today.date(),
        )
        for day in days
    ]


def _is_told_on(day: date, since: datetime, until: datetime) -> bool:
    """Tell whether a span is of a day: it begins then, or lasts all of it."""
    begins, ends = since.astimezone(local_zone()), until.astimezone(local_zone())
    return begins.date() == day or begins.date() < day < ends.date()


def _span_in_words(since: datetime, until: datetime, state: str) -> str:
    if until - since >= timedelta(days=1):
        words = _("toute la journée")
    else:
        words = f"{time_in_words(since.time())} – {time_in_words(until.astimezone(local_zone()).time())}"
    return words if state == "open" else _("%(span)s (à confirmer)") % {"span": words}


def period_in_words(membership: Membership) -> str:
    """Say since when a place is, or was, in a network, and how sure that is."""
    start, end = membership.period.lower, membership.period.upper
    since = day_in_words(start) if start else None
    if end is None:
        return _open_period(since, is_exact=membership.is_start_exact)
    until = day_in_words(end - timedelta(days=1))
    if since is None:
        return _("jusqu’au %(until)s (début non renseigné)") % {"until": until}
    template = _("du %(since)s au %(until)s") if membership.is_start_exact else _("au moins du %(since)s au %(until)s")
    return template % {"since": since, "until": until}


def _open_period(since: str | None, *, is_exact: bool) -> str:
    if since is None:
        return _("début non renseigné")
    return (_("depuis le %(since)s") if is_exact else _("au moins depuis le %(since)s")) % {"since": since}


def dates_in_words(since: date | None, until: date | None) -> str | None:
    """Say when something began, and its last day: the one before it was no more. None when nothing is known."""
    words = {"since": since and day_in_words(since), "until": until and day_in_words(until - timedelta(days=1))}
    if since is None:
        return _("jusqu’au %(until)s") % words if until else None
    return (_("du %(since)s au %(until)s") if until else _("depuis le %(since)s")) % words
