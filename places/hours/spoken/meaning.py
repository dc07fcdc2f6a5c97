"""What clauses come to: rules, of which the later has the last word; what may mean two things is refused."""

from dataclasses import replace
from itertools import pairwise

from django.utils.translation import gettext as _

from places.hours.rules import Hours, Joint, Rule, State, Times, Weekdays
from places.hours.spoken.clause import Clause
from places.hours.spoken.lexicon import EVERY_DAY, WORKING_DAYS
from places.hours.spoken.refusal import Misheard, doubtful

_BASE, _WEEKLY_CLOSURE, _TERM, _SEASON, _CLOSURE, _EXCEPTION, _OTHERWISE = range(7)


def hours_of(clauses: list[Clause]) -> Hours:
    """Turn clauses into hours.

    Raises:
        Misheard: they may mean several things, which it offers.

    """
    open_days = {day for one in clauses if not one.is_closure for some in one.weekdays for day in some.days}
    ordered = sorted(clauses, key=lambda clause: _weight(clause, open_days))
    rules: list[Rule] = []
    for clause in ordered:
        _add(rules, clause)
    return Hours(_begun(rules))


def _begun(rules: list[Rule]) -> tuple[Rule, ...]:
    first = rules[0]
    is_alone = first.joint is not Joint.INSTEAD
    return (replace(first, joint=Joint.INSTEAD) if is_alone else first, *rules[1:])


def _weight(clause: Clause, open_days: set[int]) -> int:
    if clause.joint is Joint.OTHERWISE:
        return _OTHERWISE
    if clause.is_exception:
        return _EXCEPTION
    is_one_day = bool(clause.dates) and all(one.is_one_day for one in clause.dates)
    if clause.is_closure:
        return _weight_of_closure(clause, open_days)
    if is_one_day:
        return _EXCEPTION
    is_ranked = any(one.nth for one in clause.weekdays)
    return _SEASON if clause.dates or clause.weeks or clause.is_both or is_ranked or not clause.weekdays else _BASE


def _weight_of_closure(clause: Clause, open_days: set[int]) -> int:
    if clause.holidays and not (clause.dates or clause.weeks) and [*clause.holidays] == ["SH"]:
        return _TERM
    is_weekly = bool(clause.weekdays) and not clause.has_season and not any(one.nth for one in clause.weekdays)
    if not is_weekly or clause.times:
        return _CLOSURE
    return _WEEKLY_CLOSURE if any(one.days & open_days for one in clause.weekdays) else _BASE


def _add(rules: list[Rule], clause: Clause) -> None:
    rule = clause.rule()
    if clause.is_also and rule.joint is Joint.INSTEAD:
        rule = replace(rule, joint=Joint.BESIDES)
    if rule.joint is not Joint.OTHERWISE and not clause.is_closure:
        _must_have_days(rules, rule, clause)
    if clause.is_closure:
        _must_not_close_all(rules, rule, clause)
    twin = next((one for one in rules if _is_twin(one, rule)), None)
    if twin and not clause.is_only:
        rules[rules.index(twin)] = replace(twin, times=tuple(sorted({*twin.times, *rule.times}, key=_since)))
        return
    _must_be_sure(rules, rule, clause)
    rules.append(rule)


def _since(times: Times) -> int:
    return times.since


def _is_twin(one: Rule, other: Rule) -> bool:
    """Whether two rules speak of the same days and may be joined: "lundi 9h-12h, lundi 14h-17h"."""
    if not (one.times and other.times) or replace(one, times=(), joint=other.joint) != replace(other, times=()):
        return False
    ordered = sorted([*one.times, *other.times], key=_since)
    return one.state is not State.CLOSED and all(a.until <= b.since for a, b in pairwise(ordered))


def _must_have_days(rules: list[Rule], rule: Rule, clause: Clause) -> None:
    """Refuse hours of which no day is told."""
    is_told = clause.weekdays or rule.is_always or clause.is_exception or (rule.remark is not None and not rule.times)
    if is_told:
        _must_not_hide_all(rules, rule, clause)
        return
    if not rule.has_days:
        _ask_which_days(rule, clause)
    week = _week_of(rules)
    if week != EVERY_DAY and rules and _is_for_all_days(rule):
        doubtful(clause.words, *_with_days(rules, rule, week))


def _is_for_all_days(rule: Rule) -> bool:
    return bool(rule.weeks or "SH" in rule.holidays or any(not one.is_one_day for one in rule.dates))


def _must_not_hide_all(rules: list[Rule], rule: Rule, clause: Clause) -> None:
    if rules and not rule.has_days and rule.remark is not None and not rule.times:
        raise Misheard(_("« %(said)s » : quels jours ?") % {"said": clause.words})


def _must_not_close_all(rules: list[Rule], rule: Rule, clause: Clause) -> None:
    """Refuse "lundi 9h-12h ; fermé": alone it closes everything, and beside hours nobody means that."""
    if rules and not (rule.has_days or rule.times) and rule.joint is Joint.INSTEAD:
        raise Misheard(_("« %(said)s » : quels jours ?") % {"said": clause.words})


def _ask_which_days(rule: Rule, clause: Clause) -> None:
    weeks = (Weekdays(WORKING_DAYS), Weekdays(EVERY_DAY))
    doubtful(clause.words, *(Hours((replace(rule, joint=Joint.INSTEAD, weekdays=(week,)),)) for week in weeks))


def _week_of(rules: list[Rule]) -> frozenset[int]:
    plain = [one for one in rules if one.state is not State.CLOSED and not (one.dates or one.weeks)]
    return frozenset(day for rule in plain for one in rule.weekdays for day in one.days)


def _with_days(rules: list[Rule], rule: Rule, week: frozenset[int]) -> list[Hours]:
    is_both = bool(rule.holidays)
    same = replace(rule, weekdays=(Weekdays(week),), is_both=is_both)
    return [Hours((*rules, same)), Hours((*rules, rule))]


def _must_be_sure(rules: list[Rule], rule: Rule, clause: Clause) -> None:
    """Refuse other hours on a day that has some already, unless it is said whether they replace them or add to them."""
    if clause.is_only or clause.is_also or clause.is_exception or rule.joint is not Joint.INSTEAD or clause.is_closure:
        return
    if any(one.disputes(rule) for one in rules):
        told = [Hours((*_begun(rules), replace(rule, joint=joint))) for joint in (Joint.BESIDES, Joint.INSTEAD)]
        doubtful(clause.words, *told)
