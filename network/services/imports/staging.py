"""A file is read into lines of the database, some at a time: whoever is stopped goes on from the last ones."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.importing.land import Land
from network.importing.lines import Cut, Fate, Line, LineReader, placed
from network.importing.mapping import Plan
from network.importing.matching import Matcher
from network.importing.proposing import Columns, proposal
from network.importing.reading import Cells, Table, Unreadable, open_book
from network.importing.repairs import Refusal, Repair
from network.importing.summary import summary
from network.importing.words import vocabulary
from network.models import Import, SourceRecord
from network.models.imports import AT_WORK, Decision, Outcome, Stage
from network.services.imports.applying import apply_import
from places.choices import Status

_AT_ONCE = 1000
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
            elif batch.stage == Stage.APPLYING:
                apply_import(batch=batch, by=batch.person)
    return is_free


@contextmanager
def _in_hand(batch: Import) -> Iterator[bool]:
    """Hold an import, for as long as this process lives: PostgreSQL lets go of it with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('import'), %s)", [batch.pk])
        is_free = bool(cursor.fetchone()[0])
    try:
        yield is_free
    finally:
        if is_free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('import'), %s)", [batch.pk])


def read_import(*, batch: Import, progress: Progress = _unheard) -> Import:
    """Read all the lines of an import that were not read yet, and tell what each would do.

    A file that turns out to be damaged ends it, with the sentence that says so.
    """
    try:
        _read(batch, progress)
    except Unreadable as error:
        batch.stage, batch.said = Stage.FAILED, str(error)
        batch.save(update_fields=["stage", "said"])
    return batch


def _read(batch: Import, progress: Progress) -> None:
    book = open_book(io.BytesIO(batch.file.content))
    table = book.table(batch.sheet)
    staging = _Staging(batch, table)
    rows = islice(table.rows, batch.lines_read, None)
    while chunk := list(islice(rows, _AT_ONCE)):
        staging.stage(chunk)
        progress(batch.lines_read)
    with transaction.atomic():
        _stage_vanished(batch)
        batch.notes |= {"file": {name: count for name, count in (book.notes + table.notes).items() if count}}
        batch.notes |= summary(batch.pk)
        if batch.lines_read:
            batch.stage = Stage.PREVIEW
        else:
            batch.stage, batch.said = Stage.FAILED, _("Ce fichier a des colonnes, et aucune ligne.")
        batch.save(update_fields=["stage", "said", "notes"])


class _Staging:
    """Reads the lines of a file, and writes what each would do."""

    def __init__(self, batch: Import, table: Table) -> None:
        self._batch = batch
        self._land = Land()
        plan = Plan.of(batch.plan)
        self._reader = LineReader(plan, table.columns, vocabulary(), self._land, timezone.localdate())
        self._matcher = Matcher(batch.source, batch.person, joins=batch.joins)
        # The keys that were met, each with what its line says: a file may have one twice.
        met = batch.lines.exclude(outcome__in=[Outcome.REFUSED, Outcome.OUTSIDE]).values_list("key", "values")
        self._met: dict[str, int] = {key: _print(values) for key, values in met}

    def stage(self, cells: Sequence[Cells]) -> None:
        """Write what some lines would do, and how far the file is read, together."""
        lines = [line for line in map(self._reader.read, cells) if line.key or line.cuts]
        placed(lines, self._land)
        taken = self._once(lines)
        matches = self._matcher.match([line for line in taken if line.fate is Fate.READ])
        rows = [proposal(line, matches) for line in taken]
        with transaction.atomic():
            _write(self._batch.pk, rows)
            self._batch.lines_read += len(cells)
            self._batch.save(update_fields=["lines_read"])

    def _once(self, lines: Sequence[Line]) -> list[Line]:
        """Refuse a key that was met, unless the line says the same: it is then read once."""
        for line in lines:
            if line.fate is not Fate.READ:
                continue
            said = _print(line.values)
            if line.key not in self._met:
                self._met[line.key] = said
            elif self._met[line.key] == said:
                line.fate, line.repairs = Fate.REPEATED, [*line.repairs, Repair.REPEATED]
            else:
                line.fate = Fate.REFUSED
                line.cuts.append(Cut(Refusal.SAME_KEY.value, "", line.key))
        return list(lines)


def _print(values: dict[str, Any]) -> int:
    return hash(repr(sorted(values.items())))


def _stage_vanished(batch: Import) -> None:
    """List the places that the source named before, and this file does not."""
    named = set(batch.lines.values_list("key", flat=True).iterator(_AT_ONCE))
    known = SourceRecord.objects.filter(source=batch.source, place__status=Status.PUBLISHED)
    rows = known.values_list("key", "place_id", "said").iterator(_AT_ONCE)
    gone = ((key, place, said) for key, place, said in rows if key not in named)
    while some := list(islice(gone, _AT_ONCE)):
        _write(batch.pk, [_vanished(*each) for each in some])


def _vanished(key: str, place: int, said: dict[str, Any]) -> Columns:
    before = {"place": place, "said": said}
    return {"number": 0, "key": key, "outcome": Outcome.VANISHED, "place_id": place, "values": said, "before": before}


_PLAIN = ("number", "key", "outcome", "decision", "place_id", "version")
_JSON = ("values", "kinds", "before", "differences", "candidates", "repairs", "cuts")
_ABSENT: Columns = {"decision": Decision.LEAVE, "values": {}, "kinds": [], "differences": {}} | {
    name: [] for name in ("candidates", "repairs", "cuts")
}
_QUOTED = ", ".join(f'"{name}"' for name in ("batch_id", *_PLAIN, *_JSON))
_COPY = f"COPY network_importline ({_QUOTED}) FROM STDIN"


def _write(batch: int, rows: Sequence[Columns]) -> None:
    """Write lines as PostgreSQL copies them: making a row of the model of each took longer than reading it."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            said = _ABSENT | row
            plain = [str(said[name]) if said.get(name) is not None else None for name in _PLAIN]
            texts = [json.dumps(said[name]) if said.get(name) is not None else None for name in _JSON]
            copy.write_row([str(batch), *plain, *texts])
