"""The log told to people, a change at a time: who did what, when and by which door, in their own words."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.choices import Door
from places.log.change import Change, logs
from places.log.words import Words, name_of, names_of

PAGE = 50
_MOST = 200  # objects of one change that are told in full
_ACTIONS = {
    "insert": gettext_lazy("Création"),
    "update": gettext_lazy("Modification"),
    "delete": gettext_lazy("Suppression"),
}
# Set by the machine at each write: they say nothing of what someone did.
_SILENT = {"id", "uuid", "created_at", "updated_at"}
Event = Any  # django-pghistory makes the models of events while the program starts
Log = Any  # the events of a model: an EventQuerySet
# A commit under one signature. Where a commit carries several, nobody is told to have done what another did.
Key = tuple[int, Any]
Raw = tuple[Any, Any, Any]  # a column, its value before, its value after

_KEYS = """
SELECT pgh_change_id, pgh_context_id, max(pgh_id) AS last FROM ({}) AS events
GROUP BY pgh_change_id, pgh_context_id HAVING %s::bigint IS NULL OR max(pgh_id) < %s
ORDER BY last DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, before and after, as a reader would say it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a change made of one object: an addition, a correction or a removal, and the fields that it changed."""

    action: str
    subject: str
    differences: list[Difference]
    is_addition: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: what a person did at once."""

    number: int
    at: datetime
    who: str
    door: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class History:
    """A page of a history, newest first; `older` is where the next one begins, None at the end."""

    entries: list[Entry]
    older: int | None


@dataclass(slots=True)
class _Made:
    """One object in one change, from what it was to what it became."""

    first: Event
    last: Event
    before: Event | None

    def differences(self) -> list[Raw]:
        """None for a removal, those known for an addition."""
        return [] if self.last.pgh_label == "delete" else [*_differences(self.before, self.last)]

    def action(self) -> str:
        return str(self.first.pgh_label if self.last.pgh_label == "update" else self.last.pgh_label)


def history_of(*within: Log, before: int | None = None, size: int = PAGE) -> History:
    """Tell a page of the history that logs of events make together: the changes whose last event is under `before`.

    A write that changed nothing anyone can see is left out. The number of queries does not depend on that of events.
    """
    keys = _keys(within, before, size + 1)
    made = _made(within, dict(keys[:size]))
    return History(_told(made), keys[size - 1][1] if len(keys) > size else None)


def parts_of(change: Change) -> list[Part]:
    """Tell what one change made of each object, in the order of writing; the first ones of a large change."""
    own = [log.objects.filter(pgh_change=change) for log in logs()]
    first = sorted(number for log in own for number in log.order_by("pgh_id").values_list("pgh_id", flat=True)[:_MOST])
    if not first:
        return []
    bounded = [log.filter(pgh_id__lte=first[:_MOST][-1]) for log in own]
    return [part for entry in history_of(*bounded).entries for part in entry.parts]


def touched(changes: Iterable[Change]) -> dict[int, list[str]]:
    """Sum up some changes in words: what was done to how many objects of which sort, and whether the land was."""
    found: dict[int, list[str]] = {change.pk: [_("Territoire")] if change.touches_land else [] for change in changes}
    for log in logs():
        kinds = log.pgh_tracked_model._meta
        counted = log.objects.filter(pgh_change__in=[*found]).order_by("pgh_label").values("pgh_change", "pgh_label")
        for each in counted.annotate(count=Count("pgh_obj", distinct=True)):
            name = kinds.verbose_name if each["count"] == 1 else kinds.verbose_name_plural
            action = _ACTIONS.get(each["pgh_label"], each["pgh_label"])
            found[each["pgh_change"]].append(f"{action} : {each['count']} {name}")
    return found


def _keys(within: Iterable[Log], before: int | None, limit: int) -> list[tuple[Key, int]]:
    """List the changes of a page, each with the number of its last event."""
    columns = ("pgh_change_id", "pgh_context_id", "pgh_id")
    parts = list(_questions(log.order_by().values_list(*columns) for log in within))
    if not parts:
        return []
    union = " UNION ALL ".join(sql for sql, _params in parts)
    given = [value for _sql, params in parts for value in params]
    with connection.cursor() as cursor:
        cursor.execute(_KEYS.format(union), [*given, before, before, limit])
        return [((change, context), last) for change, context, last in cursor.fetchall()]


def _questions(logs: Iterable[Log]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Write each as SQL; what Django knows to hold nothing is left out."""
    for log in logs:
        with suppress(EmptyResultSet):
            yield log.query.sql_with_params()


def _made(within: Iterable[Log], keys: dict[Key, int]) -> dict[Key, list[_Made]]:
    """Gather by change what became of each object, in the order of the page."""
    objects: dict[tuple[Key, Any, Any], _Made] = {}
    for event, before in _events(within, {change for change, _context in keys}):
        key = (event.pgh_change_id, event.pgh_context_id)
        subject = objects.setdefault((key, type(event), event.pgh_obj_id), _Made(event, event, before))
        subject.last = event
    gathered: dict[Key, list[_Made]] = {key: [] for key in keys}
    for (key, _model, _pk), made in objects.items():
        if key in gathered:
            gathered[key].append(made)
    return gathered


def _events(within: Iterable[Log], changes: set[int]) -> Iterator[tuple[Event, Event | None]]:
    """Read the events of some changes in the order of writing, each with the one before of the same object."""
    found = []
    for log in within:
        events = log.filter(pgh_change__in=changes)
        earlier = log.model.objects.filter(pgh_id__in=events.order_by().with_before().values("before_id"))
        rows = {event.pgh_id: event for event in earlier}
        told = events.with_before().select_related("pgh_context")
        found += [(event, rows.get(event.before_id) if event.pgh_label != "insert" else None) for event in told]
    return iter(sorted(found, key=lambda pair: int(pair[0].pgh_id)))


def _told(changes: dict[Key, list[_Made]]) -> list[Entry]:
    everything = [made for objects in changes.values() for made in objects]
    names = names_of(_said(made.last, "user") for made in everything)
    words = Words()
    words.learn(pair for made in everything for pair in _referred(made))
    entries = (_entry(objects, names, words) for objects in changes.values() if objects)
    return [entry for entry in entries if entry.parts]


def _entry(objects: list[_Made], names: dict[int | None, str], words: Words) -> Entry:
    last = objects[-1].last
    return Entry(
        number=last.pgh_change_id,
        at=last.pgh_created_at,
        who=names.get(_said(last, "user"), ""),
        door=door_in_words(_said(last, "door")),
        parts=[part for made in objects if (part := _part(made, words))],
    )


def _part(made: _Made, words: Words) -> Part | None:
    action, found = made.action(), made.differences()
    if action == "update" and not found:
        return None
    said = [Difference(capfirst(str(f.verbose_name)), words.of(f, a), words.of(f, b)) for f, a, b in found]
    return Part(str(_ACTIONS.get(action, action)), _subject(made.last, words), said, action == "insert")


def _differences(before: Event | None, after: Event) -> Iterator[Raw]:
    for field in _columns(after):
        old, new = getattr(before, field.attname, None), getattr(after, field.attname)
        if field.name not in _SILENT and old != new:
            yield field, old, new


def _referred(made: _Made) -> Iterator[tuple[Any, Any]]:
    """List the columns of an object with what they held, that other rows may be named at once."""
    return ((field, getattr(e, field.attname)) for e in (made.before, made.last) if e for field in _columns(e))


def _columns(event: Event) -> list[Any]:
    return [field for field in event.pgh_tracked_model._meta.concrete_fields if hasattr(event, field.attname)]


def _said(event: Event, word: str) -> Any:  # noqa: ANN401  whatever the signature of the change holds
    return event.pgh_context.metadata.get(word) if event.pgh_context else None


def door_in_words(door: str | None) -> str:
    """Say by which door a change came; none for SQL typed by hand."""
    return str(dict(Door.choices).get(door, door)) if door else _("directement en base")


def _subject(event: Event, words: Words) -> str:
    """Name the object: its kind, and what it is called or which others it ties."""
    kind = event.pgh_tracked_model._meta.verbose_name
    ties = (words.of(field, getattr(event, field.attname)) for field in _columns(event) if field.is_relation)
    said = {"kind": capfirst(str(kind)), "name": name_of(event) or " · ".join(ties)}
    return _("%(kind)s « %(name)s »") % said
