"""What hours mean, said while they are typed: their words, the days to come, and what a week can draw of them."""

from itertools import takewhile
from typing import TypedDict

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from frontend.site.days import WholeDayField
from frontend.site.words import week_in_words
from frontend.workspace.doors import for_keepers
from places.hours import Schedule
from places.hours.grammar import Unreadable, clock, written
from places.hours.rules import Hours, Joint, Rule, State
from places.hours.spoken import Misheard, read, told
from places.hours.words import hours_in_words, rules_in_words

Span = tuple[str, str]
_JOINTS = {Joint.INSTEAD: "; ", Joint.BESIDES: ", ", Joint.OTHERWISE: " || "}


class Part(TypedDict):
    """A rule that a plain week does not show; `holiday` and `spans` where it speaks of nothing but a holiday."""

    stored: str
    joint: str
    words: str
    holiday: str | None
    spans: list[Span]


class ClosureForm(forms.Form):
    """The first and the last day of a closure, which the script adds to the hours."""

    since = WholeDayField(label=_("du"), required=False, help_text="")
    until = WholeDayField(label=_("au"), required=False, help_text="")


@require_POST
@for_keepers
def hours(request: HttpRequest) -> JsonResponse:
    """Say what a text means, or why it is refused, with the readings to choose from. Nothing is written."""
    try:
        found = read(request.POST.get("text", ""))
    except Unreadable as refusal:
        readings = refusal.readings if isinstance(refusal, Misheard) else ()
        return JsonResponse({"refusal": str(refusal), "readings": [told(written(one)) for one in readings]})
    return JsonResponse(_understood(found))


def _understood(found: Hours) -> dict[str, object]:
    stored, words = written(found), rules_in_words(found)
    weekly = list(takewhile(_is_weekly, found.rules))
    rest = found.rules[len(weekly) :]
    days = week_in_words(Schedule(stored), timezone.now())
    return {
        "stored": stored,
        "text": told(stored),
        "words": hours_in_words(found),
        "days": [{"name": day.name, "hours": day.hours} for day in days],
        "week": None if any(_is_weekly(rule) for rule in rest) else _week(weekly),
        "parts": [_part(rule, said) for rule, said in zip(rest, words[len(weekly) :], strict=True)],
    }


def _is_weekly(rule: Rule) -> bool:
    """Whether a plain week shows all that a rule says."""
    is_bare = rule.remark is None and rule.said in {None, State.CLOSED} and rule.joint is not Joint.OTHERWISE
    is_plain = bool(rule.weekdays) and not rule.has_season and not any(one.nth for one in rule.weekdays)
    return is_bare and is_plain and (rule.state is State.OPEN) == bool(rule.times)


def _week(rules: list[Rule]) -> list[list[Span]]:
    week: list[list[Span]] = [[] for _day in range(7)]
    for rule in rules:
        for day in {day for one in rule.weekdays for day in one.days}:
            week[day] = [*(week[day] if rule.joint is Joint.BESIDES else []), *_spans(rule)]
    return week


def _part(rule: Rule, said: str) -> Part:
    is_bare = not (rule.dates or rule.weeks or rule.weekdays) and rule.remark is None and len(rule.holidays) == 1
    is_known = is_bare and rule.joint is Joint.INSTEAD and (rule.state is State.OPEN) == bool(rule.times)
    return {
        "stored": written(Hours((rule,))),
        "joint": _JOINTS[rule.joint],
        "words": said,
        "holiday": str(rule.holidays[0]) if is_known and rule.state is not State.UNKNOWN else None,
        "spans": _spans(rule),
    }


def _spans(rule: Rule) -> list[Span]:
    return [(clock(one.since), clock(one.until % (24 * 60))) for one in rule.times]
