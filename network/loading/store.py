"""Writes the records that were read, and keeps what was edited since an earlier loading wrote them, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from network.loading.log import Loaded, loaded_before
from network.loading.records import Problems, Record
from places.choices import Door
from places.services import create, delete, edit

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Tally:
    """What became of the records of one kind that the files of a territory tell.

    Warnings name what the files say and was left as someone edited it; `problems`, what could not be stored.
    """

    kind: str
    territory: str = ""
    problems: Problems = field(default_factory=Problems)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    left_deleted: int = 0
    withdrawn: int = 0
    left_out: int = 0
    warnings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "edited fields kept": self.kept,
            "deleted since and left so": self.left_deleted,
            "no longer in the files and removed": self.withdrawn,
            "no longer in the files, and left to be looked at": self.left_out,
        }
        return f"{self.kind}: " + (", ".join(f"{n} {words}" for words, n in counts.items() if n) or "nothing")


def store_all(
    model: type[M], records: list[Record], tally: Tally, *, key: str, comes_back: bool = False
) -> dict[Any, M]:
    """Store records of a model whose changes are logged, and give the rows that stand for them, by `key`.

    A row deleted since is not created again, unless it `comes_back` (other records cannot do without it).

    Raises:
        BadFile: the model refuses a record.

    """
    before = {loaded.values[key]: loaded for loaded in _log(model, records).values()}
    rows = {row.pk: row for row in _rows(model, "pk", [loaded.pk for loaded in before.values()])}
    named = {getattr(row, key): row for row in _rows(model, key, [record.values[key] for record in records])}
    stored: dict[Any, M | None] = {}
    for record in records:
        wanted = record.values[key]
        loaded = before.get(wanted)
        row = rows.get(loaded.pk) if loaded else None
        if row is None and wanted in named:
            row, loaded = named[wanted], None  # someone made it, or made it again: all of it is theirs
        stored[wanted] = settle(model, row, record, None if comes_back and row is None else loaded, tally)
    return {wanted: row for wanted, row in stored.items() if row is not None}


def store_plain(model: type[M], records: list[Record], tally: Tally) -> None:
    """Store records of a model whose changes are not logged: the files have the last word.

    Raises:
        BadFile: the model refuses a record.

    """
    key = model._meta.pk.attname
    _settle_plain(_rows(model, key, [record.values[key] for record in records]), model, records, tally, key=key)


def store_whole(rows: QuerySet[M], records: list[Record], tally: Tally, *, key: str) -> None:
    """Make these rows, whose changes are not logged, what the records say and no more: the others go.

    Raises:
        BadFile: the model refuses a record.

    """
    for row in rows.exclude(**{f"{key}__in": [record.values[key] for record in records]}):
        delete(row, by=None, door=Door.LOADING)
        tally.withdrawn += 1
    _settle_plain(rows, rows.model, records, tally, key=key)


def _settle_plain(found: Iterable[M], model: type[M], records: list[Record], tally: Tally, *, key: str) -> None:
    rows = {getattr(row, key): row for row in found}
    for record in records:
        row = rows.get(record.values[key])
        if row is None:
            add(model, record, tally)
        else:
            _update(row, record, differing(row, record.values), 0, tally)


def settle(model: type[M], row: M | None, record: Record, loaded: Loaded | None, tally: Tally) -> M | None:
    """Create or update the row of one record, unless it was deleted since; keep what was edited since."""
    if row is not None:
        changed = differing(row, record.values)
        if changed and loaded is not None and not loaded.is_of(tally.territory):
            return _leave(row, record, changed, loaded, tally)
        ours = untouched(row, changed, loaded)
        return _update(row, record, ours, len(changed) - len(ours), tally)
    if loaded is not None and not loaded.is_withdrawn:
        tally.left_deleted += 1
        return None
    if loaded is not None:
        # The same record comes back: its former addresses are its own.
        record.values[model._meta.pk.attname] = loaded.pk
    return add(model, record, tally)


def _leave(row: M, record: Record, changed: dict[str, Any], loaded: Loaded, tally: Tally) -> M:
    """Leave what another territory told first: two that share a network would undo each other's words at each start."""
    tally.unchanged += 1
    told = f"{', '.join(changed)} left as the files of territory {loaded.territory} say"
    tally.warnings.append(f"{record.spot.file}, {record.spot.record}: {told}")
    return row


def add(model: type[M], record: Record, tally: Tally) -> M | None:
    """Create the row of a record. What the model refuses is told with all else that is wrong, and nothing stands."""
    try:
        row = create(model, values=record.values, by=None, door=Door.LOADING)
    except ValidationError as error:
        with tally.problems.gathered():
            record.spot.refuse_invalid(error, model)
        return None
    tally.created += 1
    return row


def differing(row: Model, values: dict[str, Any]) -> dict[str, Any]:
    """The columns of a record that its row does not hold as they are."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def untouched(row: Model, values: dict[str, Any], loaded: Loaded | None) -> dict[str, Any]:
    """Keep, of the values to write, those whose column still holds what a loading gave it."""
    given = loaded.values if loaded else {}
    return {n: v for n, v in values.items() if n in given and getattr(row, n) == given[n]}


def _update(row: M, record: Record, values: dict[str, Any], kept: int, tally: Tally) -> M:
    tally.kept += kept
    if not values:
        tally.unchanged += 1
        return row
    try:
        row = edit(row, changes=values, by=None, door=Door.LOADING).row
    except ValidationError as error:
        if not kept and not _is_taken(error):
            with tally.problems.gathered():
                record.spot.refuse_invalid(error, type(row))
            return row
        # The files alone were right: it is with the edited fields that they no longer agree, and those are kept.
        tally.kept += len(values)
        tally.warnings.append(f"{record.spot.file}, {record.spot.record}: left as edited. {' '.join(error.messages)}")
        return row
    tally.updated += 1
    return row


def _is_taken(error: ValidationError) -> bool:
    found = [each for errors in error.error_dict.values() for each in errors] if hasattr(error, "error_dict") else []
    return bool(found) and all(each.code == "unique" or str(each.code).endswith("_was_anothers") for each in found)


def _log(model: type[Model], records: list[Record]) -> dict[Any, Loaded]:
    return loaded_before(model, list(records[0].values)) if records else {}


def _rows(model: type[M], column: str, keys: list[Any]) -> Iterable[M]:
    return model._default_manager.filter(**{f"{column}__in": keys})
