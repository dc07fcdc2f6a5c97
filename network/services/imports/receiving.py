"""A file arrives, and how it is to be read is agreed."""

import io
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from network.importing.mapping import SAMPLE, Plan, detect
from network.importing.reading import Table, Unreadable, open_book
from network.models import Import, ImportFile, ImportSource, Network, User
from network.models.imports import Stage

_LONGEST_NAME = 200


class NewFile(NamedTuple):
    """A file as it comes: its name, what it holds, and the day of which it speaks."""

    name: str
    content: bytes
    day: date


def source_for(*, name: str, network: Network | None) -> ImportSource:
    """The source of this name in a network, which is made if nobody knew it."""
    stem = slugify(name)[:60] or "source"
    slug = stem if network is None else f"{network.slug[:60]}--{stem}"[:80]
    return ImportSource.objects.get_or_create(slug=slug, defaults={"name": name[:_LONGEST_NAME], "network": network})[0]


def receive(*, source: ImportSource, file: NewFile, sheet: str | None = None, by: User | None) -> Import:
    """Keep a file, and propose how it is to be read: as the last one of its source was, else by what is in it.

    Raises:
        ValidationError: it cannot be read; said in words.

    """
    table, notes = _opened(file.content, sheet)
    sample = [cells.texts for cells in islice(table.rows, SAMPLE)]
    if not sample:
        raise ValidationError(_("Ce fichier a des colonnes, et aucune ligne."))
    plan = detect(table.columns, sample, Plan.of(source.plan))
    with transaction.atomic():
        batch = Import.objects.create(
            source=source,
            file_name=file.name[:_LONGEST_NAME],
            fingerprint=sha256(file.content).hexdigest(),
            sheet=sheet or "",
            columns=table.columns,
            plan=plan.kept(),
            notes=notes,
            day=file.day,
            person=by,
        )
        ImportFile.objects.create(batch=batch, content=file.content)
    return batch


def _opened(content: bytes, sheet: str | None) -> tuple[Table, dict[str, int]]:
    try:
        book = open_book(io.BytesIO(content))
        return book.table(sheet), dict(book.notes)
    except Unreadable as error:
        raise ValidationError(str(error)) from error


def ask_for(*, batch: Import, plan: Plan, joins: bool) -> None:
    """Have an import read by a plan, from its first line: a worker does it."""
    with transaction.atomic():
        batch.lines.all().delete()
        batch.plan, batch.joins, batch.lines_read = plan.kept(), joins, 0
        batch.stage, batch.said = Stage.READING, None
        batch.save()
        ImportSource.objects.filter(pk=batch.source_id).update(plan=plan.kept())


def drop_import(*, batch: Import) -> None:
    """Forget an import of which nothing was applied."""
    if batch.stage not in (Stage.APPLIED, Stage.UNDONE):
        batch.delete()
