"""`manage.py import_places FILE --source NAME`: what a file would do, and, with `--apply`, its doing."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.importing.mapping import Plan
from network.importing.repairs import Note, Refusal, Repair
from network.importing.targets import Target
from network.models import Import, Network
from network.models.imports import Decision, Outcome, Stage
from network.services.imports import (
    NewFile,
    apply_import,
    ask_for,
    decide_all,
    drop_import,
    read_import,
    receive,
    source_for,
)

_BAR = 30
_MOST_VALUES = 5
_SAID = {**dict(Note.choices), **dict(Repair.choices), **dict(Refusal.choices)}


class Command(BaseCommand):
    """Reads a partner's file, says what it would change, and applies it if asked."""

    help = "Import a partner's file of places: CSV, XLSX, ODS, JSON or GeoJSON. Without --apply, nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, whose it is, and how to read it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="whose file it is: the same name for each of their files")
        parser.add_argument("--network", help="the network (slug) that the places join, the file being the evidence")
        parser.add_argument("--sheet", help="which sheet, the first one unless given")
        parser.add_argument("--day", type=date.fromisoformat, required=True, help="of what day the file is")
        parser.add_argument("--kind", action="append", default=[], help="kind of new places of which nothing tells one")
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=WHAT", help=self._what())
        parser.add_argument("--suspected", choices=["leave", "create"], default="leave", help="what looks like another")
        parser.add_argument("--apply", action="store_true", help="write it, in one change")

    @staticmethod
    def _what() -> str:
        return f"read a column as one of: {', '.join(Target.values)}; nothing after = leaves it"

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Read it, tell, and apply.

        Raises:
            CommandError: it cannot be read, or applied.

        """
        try:
            batch = self._received(file, options)
            self._read(batch, plan_of(batch, options), joins=bool(options["network"]))
            self._apply(batch, options) if options["apply"] else drop_import(batch=batch)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _received(self, file: Path, options: dict[str, Any]) -> Import:
        network = None
        if slug := options["network"]:
            network = Network.objects.filter(slug=slug).first()
            if network is None:
                raise CommandError(f"no network is called {slug}")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        sent = NewFile(file.name, content, options["day"])
        source = source_for(name=options["source"], network=network)
        return receive(source=source, file=sent, sheet=options["sheet"], by=None)

    def _read(self, batch: Import, plan: Plan, *, joins: bool) -> None:
        ask_for(batch=batch, plan=plan, joins=joins)
        read_import(batch=batch, progress=self._progress)
        if self._is_watched:
            self.stderr.write("")
        if batch.stage == Stage.FAILED:
            raise CommandError(batch.said or "")
        for line in told(batch):
            self.stdout.write(line)

    @property
    def _is_watched(self) -> bool:
        return bool(sys.stderr.isatty())

    def _progress(self, lines: int) -> None:
        """Draw how far it is; how many lines there are is known at the end alone."""
        if self._is_watched:
            bar = "█" * min(_BAR, lines // 1000) + "░" * max(0, _BAR - lines // 1000)
            self.stderr.write(f"\r{bar} {lines} lines", ending="")

    def _apply(self, batch: Import, options: dict[str, Any]) -> None:
        if options["suspected"] == "create":
            decide_all(batch=batch, outcome=Outcome.SUSPECT, decision=Decision.TAKE)
        applied = apply_import(batch=batch, by=None)
        if applied.stage != Stage.APPLIED:
            raise CommandError(applied.said or "")
        self.stdout.write(self.style.SUCCESS(f"Applied as import {applied.pk}, change {applied.change or 'none'}."))


def plan_of(batch: Import, options: dict[str, Any]) -> Plan:
    """Correct what was detected by what the operator says.

    Raises:
        CommandError: there is no such column, or nothing is read so.

    """
    plan = Plan.of(batch.plan)
    for said in options["column"]:
        heading, _sign, target = said.partition("=")
        if heading not in batch.columns:
            raise CommandError(f"there is no column {heading}: {', '.join(batch.columns)}")
        if target and target not in Target.values:
            raise CommandError(f"nothing is read as {target}: {', '.join(Target.values)}")
        plan.columns[heading] = target
    plan.kinds = options["kind"] or plan.kinds
    return plan


def told(batch: Import) -> list[str]:
    """Say what an import would do: its columns, what each line would, what was mended, and what is refused by value."""
    plan = Plan.of(batch.plan)
    read = [f"  {heading} → {plan.columns[heading]}" for heading in batch.columns if plan.columns.get(heading)]
    outcomes = Counter(batch.lines.values_list("outcome", flat=True))
    notes = batch.notes
    return [
        f"{batch.file_name}: {batch.lines_read} lines",
        *read,
        *(f"  {_SAID.get(name, name)}: {count}" for name, count in notes["file"].items()),
        *(f"{label}: {outcomes[value]}" for value, label in Outcome.choices if outcomes[value]),
        *(f"  + {_SAID.get(name, name)}: {count}" for name, count in notes["repairs"].items()),
        *_refused(notes["cuts"]),
    ]


def _refused(cuts: list[Any]) -> list[str]:
    """Say what is refused by reason and column, then by value, each with its lines."""
    found = []
    for reason, column, count, values in cuts:
        found.append(f"  - {_SAID.get(reason, reason)}{f' ({column})' if column else ''}: {count}")
        found += [f"      {text!r}: {_lines(lines, many)}" for text, many, lines in values[:_MOST_VALUES]]
    return found


def _lines(numbers: list[int], many: int) -> str:
    said = ", ".join(map(str, numbers))
    return f"{said}… ({many})" if many > len(numbers) else said
