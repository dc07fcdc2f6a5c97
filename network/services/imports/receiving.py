"""A file arrives, and how it is to be read is agreed."""

import io
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from network.importing.mapping import SAMPLE, Plan, detect
from network.importing.reading import Book, Unreadable, open_book
from network.importing.targets import Target
from network.importing.words import folded
from network.models import Import, ImportSource, Network, User
from network.models.imports import Stage
from network.services.imports.content import keep_content, opened
from places.models import Kind, Service

# What a browser or a program sends; a larger one goes by the command.
MOST_SENT = 30 * 1024 * 1024
_LONGEST_NAME, _LONGEST_SHOWN = 200, 120
_SHOWN, _MOST_SHEETS, _MOST_TRIED = 5, 100, 10
_PEER = "pair--"
_FORGOTTEN_AFTER = timedelta(days=30)


class NewFile(NamedTuple):
    """A file as it comes: its name, what it holds, and the day of which it speaks."""

    name: str
    content: bytes
    day: date


def source_for(*, name: str, network: Network | None, is_peer: bool = False) -> ImportSource:
    """The source of this name in a network, which is made if nobody knew it; a peer has files of its own."""
    stem = slugify(name)[:60] or "source"
    slug = f"{_PEER if is_peer else ''}{stem if network is None else f'{network.slug[:60]}--{stem}'}"[:80]
    new = {"name": name[:_LONGEST_NAME], "network": network, "is_peer": is_peer}
    return ImportSource.objects.get_or_create(slug=slug, defaults=new)[0]


def receive(*, source: ImportSource, file: NewFile, sheet: str | None = None, by: User | None) -> Import:
    """Keep a file, and propose how it is to be read: as the last one of its source was, else by what is in it.

    Raises:
        ValidationError: it cannot be read; said in words.

    """
    found = _looked_into(io.BytesIO(file.content), sheet, Plan.of(source.plan))
    with transaction.atomic():
        batch = Import.objects.create(
            source=source,
            file_name=file.name[:_LONGEST_NAME],
            fingerprint=sha256(file.content).hexdigest(),
            day=file.day,
            person=by,
            **found,
        )
        keep_content(batch, file.content)
    return batch


def choose_sheet(*, batch: Import, sheet: str) -> Import:
    """Take another sheet of a file.

    Raises:
        ValidationError: there is no such sheet, or nothing in it.

    """
    with opened(batch) as file:
        found = _looked_into(file, sheet, Plan.of(batch.source.plan))
    for name, value in found.items():
        setattr(batch, name, value)
    batch.save(update_fields=[*found])
    return batch


def _looked_into(file: BinaryIO, sheet: str | None, last: Plan) -> dict[str, Any]:
    """Look at the first lines of a file: the columns of an import that say what it is.

    Raises:
        ValidationError: it cannot be read; said in words.

    """
    try:
        book = open_book(file)
        sheet = sheet or _likeliest(book, last)
        table = book.table(sheet)
        sample = [cells.texts for cells in islice(table.rows, SAMPLE)]
    except Unreadable as error:
        raise ValidationError(str(error)) from error
    if not sample:
        raise ValidationError(_("Ce fichier a des colonnes, et aucune ligne."))
    shown = {heading: _some([texts[at] for texts in sample]) for at, heading in enumerate(table.columns)}
    notes = {
        "size": file.seek(0, io.SEEK_END),
        "sheets": book.sheets[:_MOST_SHEETS],
        "sample": shown,
        "file": dict(book.notes),
    }
    plan = detect(table.columns, sample, last).kept()
    return {"sheet": sheet, "columns": table.columns, "plan": plan, "notes": notes}


def _likeliest(book: Book, last: Plan) -> str:
    """Find the first sheet whose columns say what and where places are; it is the first of all if none does."""
    for name in book.sheets[:_MOST_TRIED] if book.is_workbook else ():
        with suppress(Unreadable):
            table = book.table(name)
            if not detect(table.columns, [cells.texts for cells in islice(table.rows, SAMPLE)], last).wants:
                return name
    return book.sheets[0]


def _some(texts: list[str]) -> list[str]:
    """Take a few values that differ, short enough to be read."""
    different = dict.fromkeys(" ".join(text.split())[:_LONGEST_SHOWN] for text in texts if text.strip())
    return list(different)[:_SHOWN]


def ask_for(*, batch: Import, plan: Plan, joins: bool) -> None:
    """Have an import read by a plan, from its first line: a worker does it."""
    with transaction.atomic():
        batch.lines.all().delete()
        batch.plan, batch.joins, batch.lines_read = plan.kept(), joins, 0
        batch.stage, batch.said = Stage.READING, None
        batch.save()
        ImportSource.objects.filter(pk=batch.source_id).update(plan=plan.kept())


def teach(*, batch: Import, words: Mapping[tuple[str, str], list[str]]) -> None:
    """Say what words of a file mean here (by column and word, our slugs; none: nothing), and have it read again.

    Raises:
        ValidationError: the import is no longer read over.

    """
    if batch.stage != Stage.PREVIEW:
        raise ValidationError(_("Cet import n’est plus à relire."))
    plan = Plan.of(batch.plan)
    _learn(plan, words)
    ask_for(batch=batch, plan=plan, joins=batch.joins)


def _learn(plan: Plan, words: Mapping[tuple[str, str], list[str]]) -> list[str]:
    """Keep what words mean with a plan; list those that cannot mean that."""
    known = {Target.KINDS: set(_slugs(Kind)), Target.SERVICES: set(_slugs(Service))}
    strangers = []
    for (column, word), slugs in words.items():
        target = plan.columns.get(column, "")
        if target in known and set(slugs) <= known[Target(target)]:
            plan.words.setdefault(target, {})[folded(word)] = slugs
        else:
            strangers.append(word)
    return strangers


def plan_said(
    *,
    batch: Import,
    columns: Mapping[str, str | None],
    kinds: list[str] | None,
    words: Mapping[tuple[str, str], list[str]],
) -> Plan:
    """Correct how an import is read by what is said of it; what is not said stays.

    Raises:
        ValidationError: it is being read or written, or it has no such column, or we have no such word.

    """
    if batch.stage not in (Stage.MAPPING, Stage.PREVIEW, Stage.FAILED):
        raise ValidationError(_("Cet import n’est plus à relire."))
    plan = Plan.of(batch.plan)
    if strangers := [heading for heading in columns if heading not in batch.columns]:
        raise _unknown("columns", strangers)
    plan.columns |= {heading: target or "" for heading, target in columns.items()}
    plan.kinds = plan.kinds if kinds is None else kinds
    if strangers := sorted(set(plan.kinds) - set(_slugs(Kind))):
        raise _unknown("kinds", strangers)
    if strangers := _learn(plan, words):
        raise _unknown("words", strangers)
    return plan


def _unknown(member: str, names: list[str]) -> ValidationError:
    return ValidationError({member: _("Inconnu : %(names)s.") % {"names": ", ".join(names)}})


def _slugs(model: type[Kind] | type[Service]) -> list[str]:
    return list(model.objects.values_list("slug", flat=True))


def ask_to_apply(*, batch: Import, by: User | None) -> None:
    """Have what was decided of an import written, in someone's name: a worker does it.

    Raises:
        ValidationError: the import is no longer read over, or is compared and never applied.

    """
    ready = Import.objects.filter(pk=batch.pk, stage=Stage.PREVIEW, source__is_peer=False)
    if not ready.update(stage=Stage.APPLYING, person=by):
        raise ValidationError(_("Cet import n’est plus à relire."))
    batch.stage = Stage.APPLYING


def drop_import(*, batch: Import) -> bool:
    """Forget an import of which nothing was applied; tell whether it is."""
    may_go = batch.stage not in (Stage.APPLYING, Stage.APPLIED, Stage.UNDONE, Stage.COMPARED)
    if may_go:
        batch.delete()
    return may_go


def forget_old_imports() -> int:
    """Forget the files that nobody took any further for a month. Tell how many."""
    before = timezone.now() - _FORGOTTEN_AFTER
    kept = [Stage.APPLIED, Stage.UNDONE, Stage.APPLYING, Stage.COMPARED]
    return Import.objects.filter(created_at__lt=before).exclude(stage__in=kept).delete()[0]
