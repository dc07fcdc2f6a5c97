"""The version of a record is its last event in the log; what it said at a version, and who wrote since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CASCADE, Count, Max, Model, QuerySet
from django.utils.translation import gettext as _

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A field that someone wrote since a version: what it said before, what it says now, who wrote that, and when."""

    field: str
    before: Any
    after: Any
    by: int | None
    at: datetime


def version_of(row: Model) -> int:
    """Tell the version of a record: 0 for one that the log has never heard of."""
    return int(_events(row).aggregate(last=Max("pgh_id"))["last"] or 0)


def versions_of(rows: Sequence[Any]) -> dict[Any, int]:
    """Tell the versions of records of one model, by key, in one query."""
    if not rows:
        return {}
    keys = [row.pk for row in rows]
    events = type(rows[0]).pgh_event_model._default_manager.filter(pgh_obj_id__in=keys)
    return dict.fromkeys(keys, 0) | dict(events.values_list("pgh_obj_id").annotate(last=Max("pgh_id")))


def ties_of(rows: Sequence[Any]) -> dict[Any, int]:
    """Count the events of what would be deleted with records of one model, by their key.

    The log only grows: when a count is another, something was tied to the record, untied or changed. A number of the
    log would not tell, for what a slow transaction writes has a lower one than what was seen.
    """
    counts = dict.fromkeys((row.pk for row in rows), 0)
    for log, column in _logs_of_ties(type(rows[0])) if rows else ():
        found = log.filter(**{f"{column}__in": [*counts]}).order_by().values_list(column)
        for key, count in found.annotate(count=Count("pgh_id")):
            counts[key] += count
    return counts


def ties_since(row: Model, seen: int) -> list[QuerySet[Any]]:
    """Choose, in each log of what hangs on a record, the events beyond those that were `seen`."""
    own = [log.filter(**{column: row.pk}) for log, column in _logs_of_ties(type(row))]
    numbers = sorted(number for log in own for number in log.values_list("pgh_id", flat=True))
    return [log.filter(pgh_id__in=numbers[seen:]) for log in own]


def values_of(row: Model) -> Values:
    """Tell what a record, or an event of it, holds in each column that people fill in: keys for what it refers to."""
    return {field.name: field.value_from_object(row) for field in _columns(row)}


def columns_of(row: Model) -> list[str]:
    """Name the columns that people fill in."""
    return [field.name for field in _columns(row)]


def seen_at(row: Model, version: int) -> Values:
    """Tell what a record said at a version.

    Raises:
        ValidationError: the log has no such version of this record.

    """
    event = _events(row).filter(pgh_id=version).first()
    if event is None:
        raise ValidationError(_("Cette page est trop ancienne : rechargez-la, puis reprenez vos changements."))
    return values_of(event)


def written_since(row: Model, version: int, fields: Collection[str]) -> list[Meanwhile]:
    """Tell who last wrote each of these fields after a version. Reads the events of this record since then."""
    found: dict[str, Meanwhile] = {}
    seen = before = seen_at(row, version)
    for event in _events(row).filter(pgh_id__gt=version).select_related("pgh_context").order_by("pgh_id"):
        after = values_of(event)
        for name in fields:
            if after[name] != before[name]:
                found[name] = Meanwhile(name, seen[name], after[name], _author(event), event.pgh_created_at)
        before = after
    return [found[name] for name in fields if name in found]


def _author(event: Any) -> int | None:  # noqa: ANN401  django-pghistory makes the models of events as it starts
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _events(row: Any) -> QuerySet[Any]:  # noqa: ANN401  a row of a tracked model
    events: QuerySet[Any] = row.pgh_event_model._default_manager.filter(pgh_obj_id=row.pk)
    return events


def _logs_of_ties(model: type[Model]) -> list[tuple[QuerySet[Any], str]]:
    """List the logs of the models that go with a record of this one, each with its column that names the record."""
    hanging: list[Any] = [each for each in model._meta.related_objects if each.on_delete is CASCADE]
    tracked = [each for each in hanging if hasattr(each.related_model, "pgh_event_model")]
    return [(each.related_model.pgh_event_model.objects.all(), each.field.attname) for each in tracked]


def _columns(row: Any) -> list[Any]:  # noqa: ANN401  a row of a tracked model, or an event of one
    model = getattr(row, "pgh_tracked_model", type(row))
    return [f for f in model._meta.concrete_fields if f.editable and not (f.primary_key and f.auto_created)]
