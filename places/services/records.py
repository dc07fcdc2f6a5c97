"""How any record is written: signed, locked, on the version that the writer saw, and refused in words."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, QuerySet
from psycopg import Error as DriverError

from places.choices import Door
from places.models.triggers import REFUSALS
from places.services.merge import Merge, merge
from places.services.versions import (
    Meanwhile,
    Values,
    columns_of,
    seen_at,
    ties_of,
    ties_since,
    values_of,
    version_of,
    written_since,
)

M = TypeVar("M", bound=Model)
_is_signed: ContextVar[bool] = ContextVar("is_signed", default=False)


@dataclass(frozen=True, slots=True)
class Edit(Generic[M]):
    """A record after an edit, and what others had written meanwhile, which stands."""

    row: M
    meanwhile: list[Meanwhile] = field(default_factory=list)


class Conflict(Exception):  # noqa: N818  reads as a sentence where it is raised
    """Two people wrote different values into the same fields of a record: nothing was written, and someone chooses.

    `disputes` tells what the others wrote, `wanted` what this writer says, `meanwhile` what only the others wrote;
    `version` is the record as it stands. Who wanted to delete it wants no value: `ties` are then the events of what was
    tied to it, or untied, log by log.
    """

    def __init__(  # noqa: PLR0913  what two people wrote, on either side
        self,
        row: Model,
        *,
        version: int,
        disputes: list[Meanwhile],
        wanted: Values,
        meanwhile: list[Meanwhile],
        ties: Sequence[QuerySet[Any]] = (),
    ) -> None:
        super().__init__(f"{row} was changed meanwhile: {', '.join(each.field for each in disputes)}")
        self.row, self.version, self.disputes = row, version, disputes
        self.wanted, self.meanwhile, self.ties = wanted, meanwhile, ties


@contextmanager
def signed(*, by: AbstractBaseUser | None, door: Door, **more: str) -> Iterator[None]:
    """Sign all that is written inside: one transaction, one change in the log. Inside another, it is part of that one.

    The log names the account by its key, and neither an address nor a name: what someone is may be forgotten.
    """
    if _is_signed.get():
        yield
        return
    is_inner, mark = connection.in_atomic_block, _is_signed.set(True)
    try:
        with transaction.atomic():
            with pghistory.context(user=by.pk if by else None, door=door.value, **more):
                yield
            if is_inner:  # PostgreSQL forgets a signature at the end of the transaction, and this one goes on
                with connection.cursor() as cursor:
                    cursor.execute("RESET pghistory.context_id")
    finally:
        _is_signed.reset(mark)


def create(model: type[M], *, values: Mapping[str, Any], by: AbstractBaseUser | None, door: Door) -> M:
    """Create a record.

    Raises:
        ValidationError: a value cannot be, by the model or by the database; said in words.

    """
    row = model(**values)
    with signed(by=by, door=door):
        row.clean_fields(exclude=_references(row))
        row.clean()
        with refused_in_words(row):
            row.save(force_insert=True)
        row.refresh_from_db()
    return row


def edit(
    row: M,
    *,
    changes: Mapping[str, Any],
    based_on: int | None = None,
    by: AbstractBaseUser | None,
    door: Door,
) -> Edit[M]:
    """Change some fields of a record, by name. What others wrote since `based_on`, the version seen, is kept.

    Without `based_on`, the writer stands on the record as it is. A record that says all this already is not written.

    Raises:
        Conflict: someone else changed one of these fields since, to another value.
        ValidationError: a value cannot be, by the model or by the database; said in words.
        ObjectDoesNotExist: the record is no longer there.

    """
    with signed(by=by, door=door):
        locked = type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
        wanted = _clean(locked, changes)
        if based_on is None or based_on == (now := version_of(locked)):
            standing = values_of(locked)
            return Edit(_write(locked, merge(seen=standing, standing=standing, wanted=wanted).to_write))
        merged = merge(seen=seen_at(locked, based_on), standing=values_of(locked), wanted=wanted)
        if merged.disputed:
            raise _conflict(locked, merged, based_on, now)
        return Edit(_write(locked, merged.to_write), written_since(locked, based_on, [*merged.meanwhile]))


def delete(
    row: Model, *, based_on: int | None = None, ties: int | None = None, by: AbstractBaseUser | None, door: Door
) -> None:
    """Delete a record, and what hangs on it. `based_on` is the version that the writer saw, as for `edit`.

    `ties` is how much she saw hang on it, as `ties_of` counts.

    Raises:
        Conflict: someone else changed it since, and it does not say any more what the writer saw; or tied something to
            it, or untied something.
        ValidationError: something still needs it.

    """
    with signed(by=by, door=door), refused_in_words(row):
        if based_on is not None:
            refuse_unseen(row, based_on, ties)
        row.delete()


def refuse_unseen(row: Model, based_on: int, ties: int | None = None) -> None:
    """Lock a record, unless it no longer says what it said at a version, or something else was tied to it since.

    Raises:
        Conflict: someone else changed it.

    """
    # Nothing is tied to it by anyone else while it is locked so.
    locked = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        return
    now, disputes, tied = version_of(locked), _unseen(locked, based_on), _tied(locked, ties)
    if disputes or tied:
        raise Conflict(locked, version=now, disputes=disputes, wanted={}, meanwhile=[], ties=tied)


def _unseen(row: Model, based_on: int) -> list[Meanwhile]:
    if version_of(row) == based_on:
        return []
    seen, standing = seen_at(row, based_on), values_of(row)
    changed = [name for name in columns_of(row) if seen[name] != standing[name]]
    return written_since(row, based_on, changed) if changed else []


def _tied(row: Model, seen: int | None) -> list[QuerySet[Any]]:
    is_unseen = seen is not None and ties_of([row])[row.pk] != seen
    return ties_since(row, seen or 0) if is_unseen else []


def _conflict(row: Model, merged: Merge, based_on: int, now: int) -> Conflict:
    return Conflict(
        row,
        version=now,
        disputes=written_since(row, based_on, [*merged.disputed]),
        wanted=merged.disputed,
        meanwhile=written_since(row, based_on, [*merged.meanwhile]),
    )


def _clean(row: Model, changes: Mapping[str, Any]) -> Values:
    """Take values as columns hold them, under the names of their fields: a key for a row, a date for its text."""
    columns = {name: column for column in row._meta.concrete_fields for name in (column.name, column.attname)}
    return {columns[name].name: _held(columns[name], value) for name, value in changes.items()}


def _held(column: Any, value: Any) -> Any:  # noqa: ANN401  any column
    """Take a value as a column holds it.

    Raises:
        ValidationError: it is no value of this column, which is named.

    """
    try:
        return value.pk if isinstance(value, Model) else column.to_python(value)
    except ValidationError as refusal:
        raise ValidationError({column.name: refusal}) from refusal


def _write(row: M, values: Values) -> M:
    if not values:
        return row
    columns = [column for column in row._meta.concrete_fields if column.name in values]
    for column in columns:
        setattr(row, column.attname, values[column.name])
    untouched = {column.name for column in row._meta.concrete_fields} - values.keys()
    row.clean_fields(exclude=untouched | _references(row))
    row.clean()
    with refused_in_words(row):
        row.save(update_fields=[*values])
    row.refresh_from_db()
    return row


def _references(row: Model) -> set[str]:
    """Name the foreign keys: PostgreSQL checks them all at once, and Django one by one."""
    return {column.name for column in row._meta.concrete_fields if column.is_relation}


@contextmanager
def refused_in_words(row: Model) -> Iterator[None]:
    """Let PostgreSQL decide, and say what it refuses as the model says it.

    Raises:
        ValidationError: the database refuses what was written inside.

    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        said = error.__cause__.diag if isinstance(error.__cause__, DriverError) else None
        if said and said.constraint_name in REFUSALS:
            told = {"detail": said.message_detail, "hint": said.message_hint}
            sentence = ValidationError(REFUSALS[said.constraint_name], code=said.constraint_name, params=told)
            raise ValidationError({said.column_name or NON_FIELD_ERRORS: sentence}) from error
        row.validate_unique()
        row.validate_constraints()
        raise
