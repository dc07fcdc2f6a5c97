"""Reads the files of one folder, and goes on after a record that is wrong, so as to tell at once all that are."""

from collections.abc import Callable, Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Model

from network.loading.documents import Entry, entries
from network.loading.records import BadFile, Problems, Record, Spot, read_columns

R = TypeVar("R")


class Reader:
    """What the readers of a vocabulary and of a territory share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems = Problems()
        # The keys of records that are wrong: that is said where they stand, and not again wherever they are named.
        self.broken: set[object] = set()

    def has(self, name: str) -> bool:
        """Tell whether the folder has a file that it may do without."""
        return (self.folder / name).is_file()

    def entries(self, name: str) -> Iterator[tuple[Spot, Entry]]:
        """Go through the records of a list."""
        return entries(self.folder / name)

    def simple(self, model: type[Model], name: str, key: str, *, given: dict[str, Any] | None = None) -> list[Record]:
        """Read a list whose records are columns alone."""

        def read(spot: Spot, entry: Entry) -> Record:
            return Record(spot, read_columns(model, entry, spot, given=dict(given or {})))

        return self.distinct(list(self.each(read, self.entries(name))), key)

    def each(self, read: Callable[..., R], found: Iterable[tuple[Any, ...]]) -> Iterator[R]:
        """Read what was found, each as its spot, its entry and what may follow, save those that are wrong."""
        with self.problems.gathered():
            for spot, *rest in found:
                yield from self._tried(read, spot, rest)

    def _tried(self, read: Callable[..., R], spot: Spot, rest: list[Any]) -> list[R]:
        entry = next((part for part in rest if isinstance(part, dict)), {})
        named = {entry[key] for key in ("slug", "code") if isinstance(entry.get(key), str)}
        try:
            return [read(spot, *rest)]
        except BadFile as error:
            self.problems.found += error.problems
            self.broken |= named
            return []

    def known(self, key: object, known: Collection[Any], spot: Spot, field: str) -> Any:  # noqa: ANN401  as it came
        """Give back the key of a record.

        Raises:
            BadFile: no file has such a record; those that are spelt alike are named.

        """
        if key is None:
            spot.refuse(field, "missing")
        if key not in known and key not in self.broken:
            alike = get_close_matches(str(key), map(str, known), n=3)
            hint = f"; near it are {', '.join(alike)}" if alike else ""
            spot.refuse(field, f"{key!r} is in no record of the files{hint}")
        return key

    def known_all(self, named: Iterable[object], known: Collection[Any], spot: Spot, field: str) -> None:
        """Refuse, all at once, the keys of records that no file has.

        Raises:
            BadFile: there are some.

        """
        problems = Problems()
        for key in named:
            with problems.gathered():
                self.known(key, known, spot, field)
        problems.settle()

    def distinct(self, records: list[Record], key: str) -> list[Record]:
        """Tell of a key that is there twice."""
        seen: set[Any] = set()
        for record in records:
            with self.problems.gathered():
                if record.values[key] in seen:
                    record.spot.refuse(key, f"{record.values[key]} is there twice")
            seen.add(record.values[key])
        return records


def keys(records: Iterable[Record], key: str) -> set[Any]:
    """The keys of records."""
    return {record.values[key] for record in records}
