"""Hours as people say them, French and English: "mardi et jeudi 9h-12h, 1er samedi du mois 10h-12h, fermé en août".

`hear` reads them; `understand` is the door for what a person types, in words or in OpenStreetMap's syntax. What may
mean two things is refused, with both. See ADR 0033.
"""

import re
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from places.hours.checks import refusals
from places.hours.grammar import LONGEST, Unreadable, parse, written
from places.hours.rules import Hours, Weekdays
from places.hours.spoken.clauses import ClauseReader
from places.hours.spoken.cursor import Cursor
from places.hours.spoken.lexicon import EVERY_DAY
from places.hours.spoken.meaning import hours_of
from places.hours.spoken.refusal import Misheard, doubtful
from places.hours.spoken.scanner import scan
from places.hours.words import hours_in_words

__all__ = ["Misheard", "hear", "read", "told", "understand"]

# What begins as OpenStreetMap's syntax does, and has no "9h".
_AS_STORED = re.compile(
    r'\s*(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|[A-Z][a-z]{2} \d\d)\b|24/7|week \d|"|\d\d:\d\d-)(?!.*\dh)'
)
_MARCH = 3


def understand(text: str) -> str:
    """Write hours as they are stored, from words or from OpenStreetMap's syntax.

    Raises:
        ValidationError: they are not understood, or may mean several things; the sentences say what to write.

    """
    try:
        return written(read(text))
    except Misheard as error:
        both_ways = [] if error.readings else [_both_ways()]
        raise ValidationError([str(error), *both_ways], code="hours") from error
    except Unreadable as error:
        raise ValidationError(str(error), code="hours") from error


def read(text: str) -> Hours:
    """Read hours, in OpenStreetMap's syntax or as people say them.

    Raises:
        Misheard: they are neither, or may mean several things.
        Unreadable: they are in that syntax, and wrong.

    """
    try:
        return _sure(parse(text), text)
    except Misheard:
        raise
    except Unreadable:
        if _AS_STORED.match(text):
            raise
    return hear(text)


def _sure(hours: Hours, text: str) -> Hours:
    """Refuse what nobody can have meant, and "Mar 10:00-12:00", which is March there and Tuesday here."""
    found = refusals(hours)
    if found:
        raise Unreadable(" ".join(found))
    rule = hours.rules[0]
    is_march = [(one.since, one.until) for one in rule.dates] == [((_MARCH, 1), (_MARCH, 31))]
    if is_march and not rule.weekdays and len(hours.rules) == 1 and rule.times:
        tuesday = replace(rule, dates=(), weekdays=(Weekdays(frozenset({1})),))
        doubtful(text, Hours((tuesday,)), Hours((replace(rule, weekdays=(Weekdays(EVERY_DAY),)),)))
    return hours


def told(stored: str) -> str:
    """Say stored hours in words, where these lead back to the same hours; otherwise leave them as they are."""
    try:
        words = hours_in_words(parse(stored))
        return words if written(hear(words)) == stored else stored
    except Unreadable:
        return stored


def _both_ways() -> str:
    return _(
        "Écrivez comme on le dit (« mardi et jeudi 9h-12h, 1er samedi du mois 10h-12h, fermé en août »), "
        "ou dans la syntaxe d’OpenStreetMap (« Tu,Th 09:00-12:00; Aug off »)."
    )


def hear(text: str) -> Hours:
    """Read hours as people say them.

    Raises:
        Misheard: something is not understood, or may mean several things; the sentence says what.

    """
    if len(text) > LONGEST:
        raise Misheard(_("Ces horaires sont trop longs : %(most)s caractères au plus.") % {"most": LONGEST})
    hours = hours_of(ClauseReader(Cursor(text, scan(text))).read())
    found = refusals(hours, hours_in_words)
    if found:
        raise Misheard(" ".join(found))
    return parse(written(hours))
