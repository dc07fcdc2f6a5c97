"""What any file comes to: sheets, each a head and lines of text."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from django.utils.translation import gettext as _

MOST_COLUMNS, MOST_ROWS = 500, 200_000
LONGEST_CELL = 20_000
_HEAD_WITHIN = 30  # rows among which the head is looked for
_LONGEST_HEADING = 120
# What PostgreSQL cannot hold: a file may hold it.
_NEVER = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
Row = tuple[int, list[str]]


class Unreadable(Exception):  # noqa: N818  reads as a sentence where it is raised
    """A file cannot be read; the sentence says why, and what to do about it."""


class Cells(NamedTuple):
    """A line of a sheet: its number as the program that made it counts, from 1, and a text for each column."""

    line: int
    texts: list[str]


@dataclass(slots=True)
class Table:
    """A sheet, read once: its columns by name, its lines as they come, and what was mended of its shape (`notes`)."""

    columns: list[str]
    rows: Iterator[Cells]
    notes: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Book:
    """A file: the names of its sheets, and what it is in one word. `table` reads one of them, as often as asked."""

    kind: str
    sheets: list[str]
    opened: Callable[[str], Table]
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def is_workbook(self) -> bool:
        """Tell whether it has sheets, of which the first may be no table."""
        return self.kind in ("XLSX", "ODS") and len(self.sheets) > 1

    def table(self, sheet: str | None = None) -> Table:
        """Read a sheet, the first one unless named.

        Raises:
            Unreadable: there is no such sheet, or nothing in it.

        """
        name = sheet or self.sheets[0]
        if name not in self.sheets:
            raise Unreadable(_("Ce fichier n’a pas de feuille « %(sheet)s ».") % {"sheet": name})
        return self.opened(name)


def clean(text: str) -> str:
    """Take from a text what no database holds."""
    return text.translate(_NEVER) if not text.isascii() or "\0" in text else text


def table_of(rows: Iterator[Row], notes: Counter[str] | None = None) -> Table:
    """Find the head of a sheet, below its titles, and give the lines under it.

    Raises:
        Unreadable: there is no line, or there are too many columns.

    """
    counted = notes if notes is not None else Counter[str]()
    first = list(islice(_filled(rows), _HEAD_WITHIN))
    if not first:
        raise Unreadable(_("Cette feuille est vide."))
    at = _head_of([cells for _line, cells in first])
    head = first[at][1]
    while head and not head[-1].strip():
        head = head[:-1]
    if len(head) > MOST_COLUMNS:
        said = {"columns": len(head), "most": MOST_COLUMNS}
        raise Unreadable(_("Cette feuille a %(columns)d colonnes : %(most)d au plus.") % said)
    if at:
        counted["title_above"] += at
    columns = _named(head, counted)
    lines = chain(first[at + 1 :], _filled(rows))
    return Table(columns, _lines(lines, len(columns), counted), counted)


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    return ((line, cells) for line, cells in rows if any(cell and not cell.isspace() for cell in cells))


def _head_of(rows: Sequence[list[str]]) -> int:
    """Find the head: the first line that fills half as many cells as the fullest one."""
    filled = [sum(1 for cell in cells if cell.strip()) for cells in rows]
    return next(at for at, count in enumerate(filled) if count * 2 >= max(filled))


def _named(head: list[str], notes: Counter[str]) -> list[str]:
    """Name each column, and no two alike: the second "Nom" is "Nom (2)"."""
    found: list[str] = []
    for at, text in enumerate(head, start=1):
        name = " ".join(clean(text).split())[:_LONGEST_HEADING] or _("colonne %(number)d") % {"number": at}
        wanted, count = name, 1
        while wanted in found:
            count += 1
            wanted = f"{name} ({count})"
        notes["same_heading"] += wanted != name
        found.append(wanted)
    return found


def _lines(rows: Iterable[Row], width: int, notes: Counter[str]) -> Iterator[Cells]:
    """Give each line as many cells as there are columns; those beyond, where nothing has a name, are counted.

    Raises:
        Unreadable: there are too many lines.

    """
    for count, (line, cells) in enumerate(rows):
        if count >= MOST_ROWS:
            raise Unreadable(_("Cette feuille a trop de lignes : %(most)d au plus.") % {"most": MOST_ROWS})
        if len(cells) < width:
            notes["short_line"] += 1
            cells = [*cells, *[""] * (width - len(cells))]  # noqa: PLW2901
        elif len(cells) > width:
            notes["beyond_columns"] += any(cell.strip() for cell in cells[width:])
        yield Cells(line, [clean(cell[:LONGEST_CELL]) for cell in cells[:width]])
