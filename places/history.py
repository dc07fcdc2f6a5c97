"""The one log, told to people: who changed what, when and by which door, field by field in their own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.gis.geos import Point
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.types.range import Range

from places.choices import Audience, Fee
from places.models import Kind, Service

if TYPE_CHECKING:
    from django.db.models import Field, Model, QuerySet

_ACTIONS = {
    "insert": gettext_lazy("Création"),
    "update": gettext_lazy("Modification"),
    "delete": gettext_lazy("Suppression"),
}
_DOORS = {
    "admin": gettext_lazy("administration"),
    "api": gettext_lazy("API"),
    "load_territory": gettext_lazy("chargement des fichiers"),
}
# Set by the machine at each write: they say nothing of what someone did.
_SILENT = {"id", "uuid", "created_at", "updated_at"}
Event = Any  # django-pghistory makes the models of events while the program starts


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, as a reader would say it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: an addition, a change or a removal, and the fields it changed."""

    at: datetime
    who: str
    door: str
    action: str
    subject: str
    changes: list[Change]
    is_addition: bool


def history_of(*logs: "QuerySet[Event]") -> list[Entry]:
    """Merge logs of events into one history, newest first. A write that changed nothing anyone can see is left out.

    Each log must hold every event of its objects, or what was before a change is not known.
    """
    told = [(event, changes) for log in logs for event, changes in _changes(log)]
    told.sort(key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id), reverse=True)
    names = _names(event for event, _changes in told)
    words = Words()
    return [
        Entry(
            at=event.pgh_created_at,
            who=names.get(_said(event, "user"), ""),
            door=_door(_said(event, "door")),
            action=str(_ACTIONS.get(event.pgh_label, event.pgh_label)),
            subject=_subject(event, words),
            changes=[Change(capfirst(str(f.verbose_name)), words.of(f, a), words.of(f, b)) for f, a, b in changes],
            is_addition=event.pgh_label == "insert",
        )
        for event, changes in told
    ]


Raw = tuple[Any, Any, Any]  # a column, its value before, its value after


def _changes(log: "QuerySet[Event]") -> Iterator[tuple[Event, list[Raw]]]:
    """Give each event with the fields it changed: none for a removal, those known for an addition."""
    last: dict[Any, Event] = {}
    for event in log.select_related("pgh_context").order_by("pgh_id"):
        before = last.get(event.pgh_obj_id)
        last[event.pgh_obj_id] = event
        changes = [] if event.pgh_label == "delete" else list(_differences(before, event))
        if changes or event.pgh_label != "update":
            yield event, changes


def _differences(before: Event | None, after: Event) -> Iterator[Raw]:
    for field in after.pgh_tracked_model._meta.concrete_fields:
        if field.name in _SILENT or not hasattr(after, field.attname):
            continue
        old, new = getattr(before, field.attname, None), getattr(after, field.attname)
        if old != new:
            yield field, old, new


def _said(event: Event, word: str) -> Any:  # noqa: ANN401  whatever the context of the change holds
    return event.pgh_context.metadata.get(word) if event.pgh_context else None


def _door(door: Any) -> str:  # noqa: ANN401  a string or None
    return str(_DOORS.get(door, door)) if door else _("directement en base")


def _names(events: Iterable[Event]) -> dict[Any, str]:
    signed: set[Any] = {_said(event, "user") for event in events}
    accounts = get_user_model()._default_manager.filter(pk__in=[key for key in signed if key is not None])
    return {account.pk: account.get_full_name() or account.get_username() for account in accounts}


def _subject(event: Event, words: "Words") -> str:
    """Name the object: its kind, and what it is called or which others it ties."""
    model: type[Model] = event.pgh_tracked_model
    name = getattr(event, "name", None) or getattr(event, "label", None)
    ties = [
        words.of(field, getattr(event, field.attname)) for field in model._meta.concrete_fields if field.is_relation
    ]
    return f"{capfirst(str(model._meta.verbose_name))} « {name or ' · '.join(ties)} »"


class Words:
    """Says values as people do. Each row that a value refers to is read once."""

    def __init__(self) -> None:
        self.rows: dict[tuple[type[Model], Any], str] = {}
        self.tags: dict[str, dict[Any, Any]] = {"publics": dict(Audience.choices), "fees": dict(Fee.choices)}
        self.vocabularies: dict[str, type[Kind] | type[Service]] = {"kinds": Kind, "services": Service}

    def of(self, field: "Field[Any, Any]", value: object) -> str:
        """Say a value of a column."""
        match value:
            case None | []:
                return "—"
            case list():
                return ", ".join(str(self._labels(field.name).get(each, each)) for each in value)
            case _ if field.is_relation:
                return self._row(field, value)
            case str() if field.choices:
                return str(dict(field.flatchoices).get(value, value))
        return _plain(value)

    def _labels(self, name: str) -> dict[Any, Any]:
        if name in self.vocabularies and name not in self.tags:
            self.tags[name] = {word.pk: str(word) for word in self.vocabularies[name].objects.all()}
        return self.tags.get(name, {})

    def _row(self, field: "Field[Any, Any]", value: object) -> str:
        model: Any = field.related_model
        if (model, value) not in self.rows:
            self.rows[model, value] = str(model._default_manager.filter(pk=value).first() or value)
        return self.rows[model, value]


def _plain(value: object) -> str:
    match value:
        case bool():
            return _("oui") if value else _("non")
        case Point():
            return f"{value.y:.6f}, {value.x:.6f}"
        case Range():
            return _period(value)
        case _:
            return str(localize(value))


def _period(period: Range[Any]) -> str:
    bounds = []
    if period.lower:
        bounds.append(_("depuis le %s") % localize(period.lower))
    if period.upper:
        bounds.append(_("jusqu’au %s (exclu)") % localize(period.upper))
    return ", ".join(bounds) or _("sans date")
