"""What opening hours would mean, where nobody can have meant it: each refusal shows the reading, and a way out."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from places.hours.grammar import clock, written
from places.hours.rules import DAY_MINUTES, Hours, Joint, Rule, State, Times

LONGEST_NIGHT = 14 * 60


def refusals(hours: Hours, tell: Callable[[Hours], str] = written) -> list[str]:
    """Say, in sentences, all that is to be put right; `tell` says the rules in question. None is a good answer."""
    return [*(text for rule in hours.rules for text in _of_rule(rule, tell)), *_hidden(hours, tell)]


def _of_rule(rule: Rule, tell: Callable[[Hours], str]) -> Iterator[str]:
    told = tell(Hours((rule,)))
    if rule.has_days and not rule.times and rule.said is None and rule.remark is None:
        yield _("« %(rule)s » sans heures voudrait dire toute la journée. Ajoutez les heures, ou « 00:00-24:00 ».") % {
            "rule": told
        }
    for times in rule.times:
        yield from _of_times(times)
    if _overlap(rule.times):
        yield _("Dans « %(rule)s », deux plages d’heures se chevauchent.") % {"rule": told}


def _of_times(times: Times) -> Iterator[str]:
    if times.until > DAY_MINUTES and times.until - times.since > LONGEST_NIGHT:
        end = clock(times.until - DAY_MINUTES)
        yield _(
            "« %(span)s » voudrait dire jusqu’à %(end)s le lendemain. Écrivez l’heure de fin après celle du début."
        ) % {"span": f"{clock(times.since)}-{end}", "end": end}


def _overlap(spans: tuple[Times, ...]) -> bool:
    ordered = sorted(spans, key=lambda one: one.since)
    return any(later.since < earlier.until for earlier, later in pairwise(ordered))


def _hidden(hours: Hours, tell: Callable[[Hours], str]) -> Iterator[str]:
    """Say which rules are wholly hidden by a later one: their times would vanish in silence."""
    for rule, later in hours.pairs():
        if _hides(later, rule):
            yield _(
                "« %(later)s » efface « %(rule)s », qui nomme les mêmes jours. "
                "Pour garder les deux : « %(both)s » ; pour n’en garder qu’une : « %(one)s »."
            ) % {
                "later": tell(Hours((later,))),
                "rule": tell(Hours((rule,))),
                "both": tell(hours.besides(rule, later)),
                "one": tell(hours.without(rule)),
            }


def _hides(later: Rule, rule: Rule) -> bool:
    both_open = State.CLOSED not in {later.state, rule.state}
    return (
        both_open
        and later.joint is Joint.INSTEAD
        and bool(rule.times and later.times)
        and _is_within(later.dates, rule.dates)
        and _is_within(later.weeks, rule.weeks)
        and _covers_days(later, rule)
    )


def _is_within(later: tuple[object, ...], rule: tuple[object, ...]) -> bool:
    return not later or later == rule


def _covers_days(later: Rule, rule: Rule) -> bool:
    if not (later.weekdays or later.holidays):
        return True
    if not (rule.weekdays or rule.holidays) or later.is_both or rule.is_both:
        return (later.weekdays, later.holidays) == (rule.weekdays, rule.holidays)
    plain = {day for one in later.weekdays if not one.nth for day in one.days}
    ranked = {(one.days, one.nth) for one in later.weekdays if one.nth}
    return {*rule.holidays} <= {*later.holidays} and all(
        one.days <= plain or (one.days, one.nth) in ranked for one in rule.weekdays
    )
