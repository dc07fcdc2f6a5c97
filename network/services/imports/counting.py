"""How many lines would do what is kept with their import: the page that is read over shows it each time."""

from network.importing.summary import counted
from network.models import Import

Kind = tuple[str, str]  # what a line would do, and what is decided of it


def count_again(batch: Import) -> None:
    """Count the lines of an import, which takes some tenths of a second of 100,000, and keep that with it."""
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    batch.notes = locked.notes = locked.notes | {"outcomes": counted(batch.pk)}
    locked.save(update_fields=["notes"])


def move_one(batch: Import, before: Kind, after: Kind) -> None:
    """Count a line of an import elsewhere: (what it would do, what is decided of it)."""
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    counts = locked.notes.setdefault("outcomes", {})
    for (outcome, decision), more in ((before, -1), (after, 1)):
        decisions = counts.setdefault(outcome, {})
        decisions[decision] = decisions.get(decision, 0) + more
    batch.notes = locked.notes
    locked.save(update_fields=["notes"])
