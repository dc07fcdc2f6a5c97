"""A file is read into lines of the database, some at a time: whoever is stopped goes on from the last ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext as _

from network.importing.reading import Cells, Table, Unreadable, open_book
from network.importing.summary import summary
from network.models import Import
from network.models.imports import AT_WORK, Decision, Stage
from network.services.imports.applying import apply_import
from network.services.imports.content import opened
from network.services.imports.hands import staged
from network.services.imports.lines import settle_lines
from network.services.imports.peers.comparing import compare_with_peer

_AT_ONCE = 1000
# What is done while one waits.
_AT_ONCE_BYTES, _AT_ONCE_LINES = 600_000, 300
_TRIED = "pg_try_advisory_lock(hashtext('import'), %s)"
Progress = Callable[[int], None]


def _unheard(_lines: int) -> None:
    """Tell nobody."""


def work_on_imports() -> int:
    """Go on with the imports that wait for it, if no other process has them in hand. Tell how many. Evaluates."""
    waiting = Import.objects.filter(stage__in=AT_WORK).order_by("created_at").select_related("source", "person")
    return sum(work_on(batch) for batch in waiting)


def work_on(batch: Import) -> bool:
    """Go on with an import, unless another process has it in hand: then tell so."""
    with _in_hand(batch) as is_free:
        if is_free:
            batch.refresh_from_db()
            if batch.stage == Stage.READING:
                read_import(batch=batch)
                if batch.stage == Stage.PREVIEW and batch.source.is_peer:
                    compare_with_peer(batch=batch)
            elif batch.stage == Stage.APPLYING:
                apply_import(batch=batch, by=batch.person)
    return is_free


def work_if_short(batch: Import) -> bool:
    """Do at once what takes no longer than a page, and tell so; leave the rest to a worker."""
    is_short = batch.size < _AT_ONCE_BYTES
    if batch.stage == Stage.APPLYING:
        is_short = batch.lines.exclude(decision=Decision.LEAVE).count() <= _AT_ONCE_LINES
    return is_short and work_on(batch)


@contextmanager
def _in_hand(batch: Import, *, waits: bool = False) -> Iterator[bool]:
    """Hold an import, for as long as this process lives: PostgreSQL lets go of it with the connection."""
    taken = "pg_advisory_lock(hashtext('import'), %s) IS NOT NULL" if waits else _TRIED
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {taken}", [batch.pk])
        is_free = bool(cursor.fetchone()[0])
    try:
        yield is_free
    finally:
        if is_free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('import'), %s)", [batch.pk])


def read_import(*, batch: Import, progress: Progress = _unheard) -> Import:
    """Read all the lines of an import that were not read yet, and tell what each would do.

    A file that turns out to be damaged ends it, with the sentence that says so. Where a worker has it in hand already,
    its end is awaited.
    """
    with _in_hand(batch, waits=True):
        batch.refresh_from_db()
        try:
            if batch.stage == Stage.READING:
                _read(batch, progress)
        except Unreadable as error:
            batch.stage, batch.said = Stage.FAILED, str(error)
            batch.save(update_fields=["stage", "said"])
    return batch


def _read(batch: Import, progress: Progress) -> None:
    with opened(batch) as file:
        book = open_book(file)
        table = book.table(batch.sheet)
        for lines in staged(batch, table.columns, _chunks(batch, table)):
            batch.lines_read += lines
            batch.save(update_fields=["lines_read"])
            progress(batch.lines_read)
    with transaction.atomic():
        settle_lines(batch)
        batch.notes |= {"file": {name: count for name, count in (book.notes + table.notes).items() if count}}
        batch.notes |= summary(batch.pk)
        if batch.lines_read:
            batch.stage = Stage.PREVIEW
        else:
            batch.stage, batch.said = Stage.FAILED, _("Ce fichier a des colonnes, et aucune ligne.")
        batch.save(update_fields=["stage", "said", "notes"])


def _chunks(batch: Import, table: Table) -> Iterator[list[Cells]]:
    """Cut the lines that were not read yet. What whoever was stopped wrote beyond them goes."""
    rows = islice(table.rows, batch.lines_read, None)
    first = list(islice(rows, _AT_ONCE))
    if first:
        batch.lines.filter(number__gte=first[0].line).delete()
        yield first
    while chunk := list(islice(rows, _AT_ONCE)):
        yield chunk
