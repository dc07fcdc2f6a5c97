"""`manage.py recompute FILE`: counts again what a file of figures tells, and says whether it still holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.models import Workshop
from network.overlap.figures import (
    LARGEST,
    Position,
    figures,
    land_digest,
    last_position,
    position_at,
    question_in,
    read_figures,
)
from network.workshops.told import Told, read_told, told_now
from places.log.history import touched
from places.models import Change

MOST_CHANGES, MOST_UNITS = 20, 40
_COUNTED = ("communes", "places")
_STATES = ("commune_states", "place_states")


class Command(BaseCommand):
    """Says whether figures were right where they were counted, whether they hold now, and what changed since."""

    help = "Counts figures again, at their position in the log and now. Ends with 1 where they do not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, as /croisements/chiffres.json or the page of a workshop wrote it."""
        parser.add_argument("file", type=Path, help="a file of figures, or of what a workshop proposed")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Count twice, and tell.

        Raises:
            CommandError: it cannot be read, was altered, or does not hold.

        """
        text = _bytes_of(file)
        try:
            proposed = read_told(text)
            if proposed:
                self._recount_workshop(proposed)
                return
            told = read_figures(text)
            question = question_in(told)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"Counted on {question.on}, at position {told['position']} of the log ({told['at']}).")
        there = position_at(told["position"])
        if there != Position(told["position"], told["at"]):
            raise CommandError(
                "This log has no such position: the file comes from another site, or from before a restore."
            )
        was_right = self._compare("At that position", told, figures(question, there))
        holds = self._compare("Now", told, figures(question, last_position()))
        if not (was_right and holds):
            self._tell_changes(told)
            raise CommandError("These figures do not hold.")
        self.stdout.write("These figures hold.")

    def _recount_workshop(self, told: Told) -> None:
        """Read again what a room proposed: workshops are in no log, so there is no earlier position to read it at."""
        workshop = Workshop.objects.filter(code=told.code).first()
        if workshop is None:
            raise CommandError("There is no such workshop here: the file comes from another site, or it was deleted.")
        self.stdout.write(f"Counted at position {told.position} of the log ({told.at}).")
        now = told_now(workshop)
        for what, before, after in (
            ("counts", told.counts, now.counts),
            ("contributions", told.proposals, now.proposals),
        ):
            if before != after:
                self.stdout.write(f"Now: other {what}, {now.counts} counted, {told.counts} in the file.")
                raise CommandError("These figures do not hold.")
        self.stdout.write("Now: the same.\nThese figures hold.")

    def _compare(self, when: str, told: dict[str, Any], found: dict[str, Any]) -> bool:
        different = [*_different(told, found)]
        self.stdout.write(f"{when}: {'the same' if not different else 'different'}.")
        for line in different[:MOST_UNITS]:
            self.stdout.write(f"  {line}")
        return not different

    def _tell_changes(self, told: dict[str, Any]) -> None:
        if told["land"] != land_digest():
            self.stdout.write("The communes, or who lives there, are no longer the same; the log does not keep them.")
        later = list(Change.objects.after(told["position"])[: MOST_CHANGES + 1])
        words = touched(later[:MOST_CHANGES])
        for change in later[:MOST_CHANGES]:
            self.stdout.write(
                f"  position {change.position}, {change.at:%Y-%m-%d %H:%M}: {', '.join(words[change.pk])}"
            )
        if len(later) > MOST_CHANGES:
            self.stdout.write(f"  and more, up to position {last_position().number}.")


def _bytes_of(file: Path) -> bytes:
    """Read a file of figures.

    Raises:
        CommandError: it cannot be read, or is larger than any.

    """
    try:
        if file.stat().st_size > LARGEST:
            raise CommandError(f"{file} is too large to be a file of figures.")
        return file.read_bytes()
    except OSError as refusal:
        raise CommandError(f"{file} cannot be read: {refusal.strerror}.") from None


def _different(told: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """Say what is counted otherwise, then which communes and places are in another state."""
    for what in _COUNTED:
        for state, part in found[what].items():
            before = told[what].get(state)
            if before != part:
                yield f"{what}, {state}: {before} in the file, {part} counted"
    for what in _STATES:
        before, after = told[what], found[what]
        for key in sorted({*before, *after}):
            if before.get(key) != after.get(key):
                yield f"{key}: {before.get(key, 'none')} in the file, {after.get(key, 'none')} counted"
