"""Opening hours as people say them: "du lundi au vendredi 9 h – 12 h ; fermé en août"."""

from collections.abc import Iterable
from datetime import date, time

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from places.hours.grammar import LEAP_YEAR, runs
from places.hours.rules import (
    DAY_MINUTES,
    Dates,
    Holiday,
    Hours,
    Joint,
    Rule,
    State,
    Times,
    Weekdays,
    Weeks,
    days_of_month,
)
from places.words import NBSP, ordinal, time_in_words

EVERY_DAY = 7


def hours_in_words(hours: Hours) -> str:
    """Say all the rules in one sentence, for whoever wrote them to read them back."""
    return capfirst(_(" ; ").join(rules_in_words(hours)))


def rules_in_words(hours: Hours) -> list[str]:
    """Say each rule so that it cannot be taken for another: "mercredi aussi 14 h – 17 h", "tous les jours en août"."""
    return [rule_in_words(rule, _mark(rule, hours.rules[:place])) for place, rule in enumerate(hours.rules)]


def _mark(rule: Rule, before: tuple[Rule, ...]) -> str:
    if any(one.disputes(rule) for one in before):
        return _("aussi") if rule.joint is Joint.BESIDES else _("seulement")
    is_wide = bool(rule.times) and not rule.weekdays and rule.state is not State.CLOSED
    is_narrow = not rule.has_days or any(one.weekdays for one in before)
    return _("tous les jours") if is_wide and is_narrow and Holiday.PUBLIC not in rule.holidays else ""


def exceptions_in_words(hours: Hours, today: date) -> list[str]:
    """Say the rules that a plain week does not show: seasons, ranks, weeks, holidays, what holds otherwise.

    What ended before today is left out.
    """
    told = (rule for rule in hours.rules if not _is_weekly(rule) and not _is_past(rule, today))
    return [capfirst(rule_in_words(rule)) for rule in told]


def _is_weekly(rule: Rule) -> bool:
    is_plain = not (rule.dates or rule.weeks or rule.holidays or any(one.nth for one in rule.weekdays))
    return is_plain and rule.joint is not Joint.OTHERWISE


def _is_past(rule: Rule, today: date) -> bool:
    ends = [(one.until_year or one.year, one.until) for one in rule.dates]
    return bool(ends) and all(year is not None and (year, *end) < today.timetuple()[:3] for year, end in ends)


def rule_in_words(rule: Rule, mark: str = "") -> str:
    """Say one rule: when, with a mark after its days, then what, then its remark."""
    when, times = _when(rule, mark), ", ".join(span_in_words(one) for one in rule.times)
    if rule.state is State.CLOSED:
        said = _spaced(_("fermé"), when, times)
    else:
        said = _spaced(when, times) or ("" if rule.remark else _("tous les jours, à toute heure"))
    if rule.said is State.OPEN and rule.remark:
        return _spaced(said, f"({rule.remark})")
    return _(" : ").join(part for part in [_doubtful(said, rule), rule.remark] if part)


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _doubtful(said: str, rule: Rule) -> str:
    is_bare = rule.state is State.UNKNOWN and not rule.remark
    return _("%(hours)s (à confirmer)") % {"hours": said} if is_bare else said


def _when(rule: Rule, mark: str = "") -> str:
    if rule.joint is Joint.OTHERWISE and not rule.has_days:
        return _("le reste du temps")
    season = _listed([*(_dates_in_words(one) for one in rule.dates), *(_weeks_in_words(one) for one in rule.weeks)])
    holidays = _listed([_holiday_in_words(one) for one in rule.holidays])
    days = _listed([text for one in rule.weekdays for text in _weekdays_in_words(one)])
    is_apart = rule.is_both or not days
    parts = [days, holidays] if is_apart else [_listed([part for part in (days, holidays) if part])]
    return _spaced(parts[0], mark, *parts[1:], season)


def _listed(parts: list[str]) -> str:
    """Join words as a list is said: "a", "a et b", "a, b et c"."""
    if len(parts) < 2:  # noqa: PLR2004  two make a list
        return "".join(parts)
    return _("%(first)s et %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _holiday_in_words(holiday: Holiday) -> str:
    return _("les jours fériés") if holiday is Holiday.PUBLIC else _("pendant les vacances scolaires")


def _weekdays_in_words(weekdays: Weekdays) -> Iterable[str]:
    if weekdays.nth:
        (day,) = weekdays.days
        yield _("%(rank)s %(day)s du mois") % {"rank": _listed([_rank(n) for n in weekdays.nth]), "day": WEEKDAYS[day]}
    elif len(weekdays.days) == EVERY_DAY:
        yield _("tous les jours")
    else:
        yield from (_run_in_words(first, last) for first, last in runs(weekdays.days))


def _run_in_words(first: int, last: int) -> str:
    words = {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}
    if first == last:
        return str(words["first"])
    return (_("%(first)s et %(last)s") if last == first + 1 else _("du %(first)s au %(last)s")) % words


def _rank(number: int) -> str:
    if number == -1:
        return _("le dernier")
    if number < 0:
        return _("l’avant-dernier") if number == -2 else _("le %(number)se avant la fin") % {"number": -number}  # noqa: PLR2004
    return [_("le 1er"), _("le 2e"), _("le 3e"), _("le 4e"), _("le 5e")][number - 1]


def _weeks_in_words(weeks: Weeks) -> str:
    if weeks.step == 2:  # noqa: PLR2004  one week in two has a name
        return _("les semaines impaires") if weeks.since % 2 else _("les semaines paires")
    if weeks.since == weeks.until:
        return _("la semaine %(number)s") % {"number": weeks.since}
    return _("de la semaine %(since)s à la semaine %(until)s") % {"since": weeks.since, "until": weeks.until}


def _dates_in_words(dates: Dates) -> str:
    (month, day), (until, last) = dates.since, dates.until
    year = "" if dates.year is None else f" {dates.until_year or dates.year}"
    if day == 1 and last == days_of_month(LEAP_YEAR, until):
        return _months_in_words(month, until) + year if (month, until) != (1, 12) else _("toute l’année") + year
    if dates.is_one_day:
        return _("le %(date)s") % {"date": _date(month, day)} + year
    since = (ordinal(day) if month == until else _date(month, day)) + (f" {dates.year}" * _has_two_years(dates))
    return _("du %(since)s au %(until)s") % {"since": since, "until": _date(until, last)} + year


def _has_two_years(dates: Dates) -> bool:
    return dates.until_year is not None and dates.until_year != dates.year


def _months_in_words(month: int, until: int) -> str:
    words = {"first": MONTHS[month], "last": MONTHS[until]}
    if month == until:
        return _("en %(first)s") % words
    return (_("en %(first)s et %(last)s") if until == month + 1 else _("de %(first)s à %(last)s")) % words


def _date(month: int, day: int) -> str:
    return f"{ordinal(day)}{NBSP}{MONTHS[month]}"


def span_in_words(times: Times) -> str:
    """Say a span of a day: "9 h – 12 h 30"."""
    if (times.since, times.until) == (0, DAY_MINUTES):
        return _("toute la journée")
    return f"{_time(times.since)} – {_time(times.until)}"


def _time(minutes: int) -> str:
    return time_in_words(time(*divmod(minutes % DAY_MINUTES, 60))) if minutes != DAY_MINUTES else _("minuit")
