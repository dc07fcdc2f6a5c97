"""What people read: dates, hours and periods in words. Everything is said in the language of the page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from network.models import Membership, Network
from places.choices import DatePrecision
from places.hours import Opening, Plan, Schedule, State
from places.hours.rules import Times
from places.hours.timetable import Piece
from places.hours.words import exceptions_in_words, span_in_words
from places.models import Place
from places.words import Dated, day_in_words, time_in_words

KILOMETRE = 1000


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
    reason: str | None
    is_today: bool


def distance_in_words(metres: float, *, is_rough: bool) -> str:
    """Say a distance as the crow flies: "à 350 m", "à 3,2 km"; one between rough points, to the kilometre, or not."""
    if is_rough and metres < KILOMETRE:
        return _("position approximative")
    if is_rough:
        return _("à environ %(distance)s km") % {"distance": _figures(metres / KILOMETRE)}
    if metres < KILOMETRE - 5:
        return _("à %(distance)s m") % {"distance": round(metres / 10) * 10}
    decimals = 1 if metres < 10 * KILOMETRE else 0
    return _("à %(distance)s km") % {"distance": _figures(metres / KILOMETRE, decimals)}


def _figures(number: float, decimals: int = 0) -> str:
    return str(number_format(round(number, decimals), decimals, force_grouping=True))


def now_in_words(schedule: Schedule, at: datetime, *, then: datetime | None = None) -> Now:
    """Say whether a place is open at an aware moment, and until when. No hours known is an answer of its own.

    What is not sure is not announced: a doubt is said to be one, and the next sure opening is named. Of another moment
    (`then`) than that of whoever reads, its day and hour are said first.
    """
    if schedule.hours is None and schedule.is_alive(localdate(then or at)):
        return Now("unknown", _("Horaires non renseignés"))
    if then is None:
        return _now_in_words(schedule, at, tomorrow=_("demain à %(hour)s"))
    found, when = (
        _now_in_words(schedule, then),
        _moment_in_words(localtime(then), localtime(at), _("demain à %(hour)s")),
    )
    said = found.words[:1].lower() + found.words[1:]
    return Now(found.state, _("%(when)s : %(now)s") % {"when": capfirst(when), "now": said})


def _now_in_words(schedule: Schedule, at: datetime, tomorrow: str = "") -> Now:
    found = schedule.at(at)
    words = _state_in_words(found)
    if (ending := _ending(schedule, found)) is None:
        return Now(found.state, words)
    template, moment = ending
    when = _moment_in_words(localtime(moment), localtime(at), tomorrow)
    return Now(found.state, template % {"now": words, "when": when})


def _state_in_words(found: Opening) -> str:
    if found.state is State.UNKNOWN:
        return _doubt_in_words(found)
    words = _("Ouvert") if found.state is State.OPEN else _("Fermé")
    return _("%(now)s (%(remark)s)") % {"now": words, "remark": found.remark} if found.remark else words


def _doubt_in_words(found: Opening) -> str:
    if found.remark:
        return _("À confirmer : %(remark)s") % {"remark": found.remark}
    return _("Jour férié, horaires à confirmer") if found.is_holiday else _("Horaires à confirmer")


def _ending(schedule: Schedule, found: Opening) -> tuple[str, datetime] | None:
    """How the words go on, with the moment that they name: when it closes, when it opens, when it surely does."""
    if found.state is State.OPEN:
        is_told = found.next_change and schedule.at(found.next_change).state is State.CLOSED
        return (_("%(now)s, ferme %(when)s"), found.next_change) if is_told and found.next_change else None
    if found.next_open is None:
        return None
    is_next = found.state is State.CLOSED and found.next_open == found.next_change
    return (_("%(now)s, ouvre %(when)s") if is_next else _("%(now)s ; ouverture prévue %(when)s"), found.next_open)


def _moment_in_words(moment: datetime, at: datetime, tomorrow: str) -> str:
    """Say a day and an hour as they are from another: the day after is named, unless `tomorrow` says it."""
    hour = time_in_words(moment.time())
    days = (moment.date() - at.date()).days
    if days == 0:
        return _("à %(hour)s") % {"hour": hour}
    if days == 1 and tomorrow:
        return tomorrow % {"hour": hour}
    day = date_format(moment, "l") if days < 7 else _("le %(date)s") % {"date": day_in_words(moment.date())}  # noqa: PLR2004  a week
    return _("%(day)s à %(hour)s") % {"day": day, "hour": hour}


def week_in_words(schedule: Schedule, at: datetime) -> list[Day]:
    """Say the hours of the seven days from that of an aware moment, holidays included; a closed day has no hours.

    Empty when there is no week to show: hours that nobody knows, that cannot be read, or that name no time.
    """
    table, today = schedule.table, localdate(at)
    if table is None or not any(rule.times or rule.is_always for rule in table.hours.rules):
        return []
    days = [today + timedelta(days=count) for count in range(7)]
    return [_day_in_words(day, table.plan(day), is_today=day == today) for day in days]


def _day_in_words(day: date, plan: Plan, *, is_today: bool) -> Day:
    # What holds the rest of the time is a line under the week, save on a day of which it is all there is to say.
    pieces = [piece for piece in plan.pieces if not piece.is_otherwise] or plan.pieces
    hours = [_piece_in_words(piece) for piece in pieces]
    return Day(date_format(day, "l"), hours, plan.reason, is_today=is_today)


def _piece_in_words(piece: Piece) -> str:
    span = span_in_words(Times(piece.since, piece.until))
    if piece.remark:
        return piece.remark if piece.is_all_day else _("%(span)s : %(remark)s") % {"span": span, "remark": piece.remark}
    return span if piece.state is State.OPEN else _("%(span)s (à confirmer)") % {"span": span}


def rules_in_words(schedule: Schedule, at: datetime) -> list[str]:
    """Say what a plain week does not show: seasons, ranks in the month, holidays, closures to come."""
    return exceptions_in_words(schedule.table.hours, localdate(at)) if schedule.table else []


def period_in_words(membership: Membership) -> str:
    """Say since when a place is, or was, in a network, and how sure that is."""
    days = membership.period
    start = Dated(days.lower, membership.start_precision) if days.lower else None
    end, is_latest = _end_of(membership)
    said = dates_in_words(start, end, is_at_least=not membership.is_start_exact, is_latest=is_latest)
    if start is None and end:
        return _("%(until)s (début non renseigné)") % {"until": said}
    return said or _("début non renseigné")


def _end_of(membership: Membership) -> tuple[Dated | None, bool]:
    """Tell the first day outside, and whether it is one at the latest.

    What ends with its network, or with its place, ends as that does.
    """
    last, place = membership.period.upper, membership.place
    if last and last == membership.network.ended_on:
        return network_end(membership.network), not membership.network.is_end_exact
    return last and Dated(last, place.closed_precision if last == place.closed_on else DatePrecision.DAY), False


def closing_in_words(place: Place, today: date) -> str:
    """Say that a place closed for good, or is to. Of this month, or year, nobody knows whether it already has."""
    closing = Dated(place.closed_on or date.max, place.closed_precision)
    if closing.day > today:
        return _("Ferme définitivement %(when)s") % {"when": closing.when}
    if closing.is_day or closing.is_before(today):
        return _("Fermé %(since)s") % {"since": closing.since}
    return _("Fermeture définitive %(when)s") % {"when": closing.when}


def network_dates_in_words(network: Network) -> str | None:
    """Say since when a network is, and until when it was; None when nothing is known."""
    start = Dated(network.started_on, network.started_precision) if network.started_on else None
    return dates_in_words(start, network_end(network), is_latest=not network.is_end_exact)


def network_end(network: Network) -> Dated | None:
    """Tell the first day without a network, as far as it is known."""
    return Dated(network.ended_on, network.ended_precision) if network.ended_on else None


def dates_in_words(
    start: Dated | None, end: Dated | None, *, is_at_least: bool = False, is_latest: bool = False
) -> str | None:
    """Say when something began, perhaps earlier, and its last day, perhaps earlier; None when nothing is known."""
    until = end and (_("%(until)s au plus tard") if is_latest else "%(until)s") % {"until": end.eve.until}
    if start is None:
        return until
    said = start.to(end.eve) if end and not is_latest else start.since
    said = _("au moins %(since)s") % {"since": said} if is_at_least else said
    return f"{said}, {until}" if is_latest and until else said
