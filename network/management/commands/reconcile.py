"""`manage.py reconcile FILE|URL --peer NAME`: what another directory and ours say otherwise, in both directions."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.importing.fetching import Unfetched, fetch
from network.management.commands.import_places import plan_of
from network.models import Import, Network
from network.models.imports import Stage
from network.models.peers import Found
from network.peers.counting import counted
from network.services.imports import NewFile, ask_for, keep_address, read_import, receive, source_for
from network.services.imports.peers import compare_with_peer


class Command(BaseCommand):
    """Reads a peer's file as any file is read, and keeps what differs. Nothing is written in the directory."""

    help = (
        "Compare another directory with this one: a file of any form that can be imported, or its address. What "
        "differs waits in the workspace, where someone decides; what was decided before is not asked again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file or its address, whose it is, and how to read it."""
        parser.add_argument("file", help="a file, or its address: https://…")
        parser.add_argument("--peer", required=True, help="whose list it is: the same name each time")
        parser.add_argument("--network", help="compare the places of this network (slug) alone; its runners decide")
        parser.add_argument(
            "--day", type=date.fromisoformat, help="of what day the file is; an address is of today unless given"
        )
        parser.add_argument("--joins", action="store_true", help="what is taken of it joins the network")
        parser.add_argument("--nightly", action="store_true", help="read its address again each night")
        parser.add_argument("--sheet", help="which sheet, the first one unless given")
        parser.add_argument("--kind", action="append", default=[], help="kind of places of which nothing tells one")
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=WHAT", help="as import_places")

    def handle(self, *_args: Any, file: str, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Compare, and tell.

        Raises:
            CommandError: it cannot be fetched or read.

        """
        try:
            batch = self._received(file, options)
            ask_for(batch=batch, plan=plan_of(batch, options), joins=options["joins"])
            read_import(batch=batch)
            if batch.stage == Stage.FAILED:
                raise CommandError(batch.said or "")
            batch = compare_with_peer(batch=batch)
        except (ValidationError, Unfetched) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        for line in told(batch):
            self.stdout.write(line)

    def _received(self, file: str, options: dict[str, Any]) -> Import:
        source = source_for(name=options["peer"], network=_network(options["network"]), is_peer=True)
        is_address = file.startswith(("https://", "http://"))
        if not is_address and not options["day"]:
            raise CommandError("of what day is this file? say it: --day 2026-03-01")
        if options["nightly"]:
            if not is_address:
                raise CommandError("--nightly needs an address")
            keep_address(source=source, url=file, is_nightly=True)
        sent = _fetched(file) if is_address else _opened(file)
        sent = sent._replace(day=options["day"] or sent.day)
        return receive(source=source, file=sent, sheet=options["sheet"], by=None)


def _network(slug: str | None) -> Network | None:
    network = Network.objects.filter(slug=slug).first() if slug else None
    if slug and network is None:
        raise CommandError(f"no network is called {slug}")
    return network


def _fetched(url: str) -> NewFile:
    found = fetch(url)
    return NewFile(found.name, found.content, timezone.localdate())


def _opened(file: str) -> NewFile:
    try:
        return NewFile(Path(file).name, Path(file).read_bytes(), timezone.localdate())
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def told(batch: Import) -> list[str]:
    """Say how many of each sort were found, and how many of them wait."""
    counts, found = batch.notes["compared"], counted(batch.source.findings.all())
    alike = counts.get("paired", 0) - counts.get(Found.DIFFERENT, 0)
    return [
        f"{batch.file_name}: {batch.notes['lines']} lines, {counts.get('rows', 0)} of this land",
        f"known to be the same place: {counts.get('paired', 0)}, of which alike: {alike}",
        *(f"{each.sort.label}: {each.found} ({each.waiting} to decide)" for each in found),
    ]
