"""Figures that can be checked: what was asked, by which rule, at which position of the log, and a digest of it all.

Whoever holds such a file can count again, at that position and now: see `manage.py recompute`.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.choices import State
from network.overlap import states
from network.overlap.question import MAX_RADIUS, Crossing, Level, Rule, Summary
from network.overlap.supposing import Names, read_supposed, supposing
from places.models import Change, Commune

FORMAT = "croisee-figures-1"
LARGEST = 5_000_000  # bytes
_SHAPE: dict[str, type] = {"question": dict, "position": int, "at": str, "land": str}
_SHAPE |= dict.fromkeys(("communes", "places", "commune_states", "place_states"), dict)
_FIRST, _LAST = date(1900, 1, 1), date(2200, 12, 31)


class Position(NamedTuple):
    """A place in the log, and when what is there was committed."""

    number: int
    at: str


class Question(NamedTuple):
    """What figures answer: a day, two sides by their names, a rule, who is counted, what is supposed, and where.

    `territories` are codes; none: all of them.
    """

    on: date
    a: tuple[str, ...]
    b: tuple[str, ...]
    radius: int | None = None
    confirmed: bool = False
    could_be: bool = False
    supposed: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()

    @classmethod
    def of(cls, crossing: Crossing, on: date, supposed: Iterable[str] = ()) -> "Question":
        """Say what a crossing asks on a day."""
        sides = (crossing.a.names, crossing.b.names)
        question = cls(on, *sides, crossing.rule.radius, crossing.confirmed, crossing.could_be)
        return question._replace(supposed=tuple(supposed), territories=crossing.territories)

    def crossing(self, position: int | None) -> Crossing:
        """Ask it of what was known at a position of the log; None: of what is known now."""
        rule = Rule() if self.radius is None else Rule.distance(self.radius)
        asked = Crossing.asked(self.a, self.b, rule=rule, confirmed=self.confirmed, could_be=self.could_be)
        facts = replace(asked, position=position, territories=self.territories)
        supposed = read_supposed(self.supposed)
        return supposing(facts, supposed, Names.of(supposed), on=self.on)


def last_position() -> Position:
    """Tell where the log ends."""
    last = Change.objects.committed().newest_first().first()
    return Position(last.position or 0, last.at.isoformat()) if last else Position(0, "")


def position_at(number: int) -> Position | None:
    """Find a position of the log; None where nothing was committed under that number."""
    found = Change.objects.filter(position=number).first()
    return Position(number, found.at.isoformat()) if found else None


def figures(question: Question, at: Position) -> dict[str, Any]:
    """Count at a position of the log, and say all that is needed to count again; the last member is the digest."""
    crossing = question.crossing(at.number)
    places = [one for one in states.places(crossing, on=question.on) if one.uuid]
    communes = states.communes(crossing, on=question.on)
    asked = question._asdict() | {"on": question.on.isoformat()}
    if not question.territories:
        del asked["territories"]  # as files were written before there could be any
    told = {
        "format": FORMAT,
        "question": asked,
        "rule": crossing.text(Level.COMMUNE),
        "position": at.number,
        "at": at.at,
        "land": land_digest(),
        "networks": sorted(one.slug for one in {*crossing.a.networks, *crossing.b.networks}),
        "communes": _counts(states.summarise(communes), with_people=True),
        "places": _counts(states.summarise(places), with_people=False),
        "commune_states": {one.code: one.state.value for one in communes},
        "place_states": {one.slug: one.state.value for one in places},
    }
    return told | {"digest": digest_of(told)}


def digest_of(told: dict[str, Any]) -> str:
    """The SHA-256 of all but the digest itself, written in one way."""
    kept = {name: value for name, value in told.items() if name != "digest"}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=list)
    return sha256(text.encode()).hexdigest()


def land_digest() -> str:
    """The SHA-256 of the communes and of who lives there: the log does not hold how they were."""
    rows = Commune.objects.order_by("code").values_list("code", "population")
    return sha256(json.dumps(list(rows)).encode()).hexdigest()


def read_figures(text: bytes) -> dict[str, Any]:
    """Read such a file.

    Raises:
        ValidationError: it is something else, or it is not as it was written.

    """
    return read_checked(text, FORMAT, **_SHAPE)


def read_checked(text: bytes, form: str, **shape: type) -> dict[str, Any]:
    """Read a file of a form that carries its digest, and has these members of these types.

    Raises:
        ValidationError: it is something else, or it is not as it was written.

    """
    told = json_in(text)
    if told.get("format") != form:
        raise ValidationError(_("Ce fichier n’est pas celui de chiffres de Croisée."))
    if told.get("digest") != digest_of(told):
        raise ValidationError(_("Ce fichier a été modifié : son empreinte n’est pas la sienne."))
    if not all(isinstance(told.get(name), sort) for name, sort in shape.items()):
        raise ValidationError(_("Ce fichier n’est pas celui de chiffres de Croisée."))
    return told


def json_in(text: bytes) -> dict[str, Any]:
    """Read an object of JSON.

    Raises:
        ValidationError: it is something else.

    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(_("Ce fichier n’est pas du JSON.")) from None
    if not isinstance(told, dict):
        raise ValidationError(_("Ce fichier n’est pas celui de chiffres de Croisée."))
    return told


def question_in(told: dict[str, Any]) -> Question:
    """Read what such a file was asked.

    Raises:
        ValidationError: it asks what cannot be.

    """
    try:
        asked = Question(**told["question"])
        a, b, supposed, territories = map(tuple, (asked.a, asked.b, asked.supposed, asked.territories))
        question = asked._replace(on=date.fromisoformat(str(asked.on)), a=a, b=b, supposed=supposed)
        question = question._replace(territories=territories)
    except (KeyError, TypeError, ValueError):
        raise ValidationError(_("Ce que ces chiffres demandent n’est pas lisible.")) from None
    names = (*a, *b, *supposed, *territories)
    is_said = all(isinstance(name, str) and "\x00" not in name for name in names)
    if not is_said or not _FIRST <= question.on <= _LAST or not _is_radius(question.radius):
        raise ValidationError(_("Ce que ces chiffres demandent n’est pas lisible."))
    return question


def _is_radius(metres: object) -> bool:
    return metres is None or (isinstance(metres, int) and 0 <= metres <= MAX_RADIUS)


def _counts(summary: Summary, *, with_people: bool) -> dict[str, Any]:
    def told(state: State) -> dict[str, int]:
        people = {"population": summary[state].population} if with_people else {}
        return {"count": summary[state].count} | people

    return {state.value: told(state) for state in State}
