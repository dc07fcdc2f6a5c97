"""The workbook: a first sheet that says what it is, then one row for each thing."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any, Self

from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from xlsxwriter.workbook import Workbook

from api.renderers import Answer, flatten, texts_of
from api.workbook.about import About
from api.workbook.cells import Cells, Looks
from api.workbook.headings import heading
from api.workbook.words import Words
from places.words import Dated

# What only a program follows, or what is true for a minute.
_LEFT_OUT = {"source_id", "memberships", "opening_state", "opening_next_change", "opening_next_open", "opening_remark"}
_WIDTHS = {"name": 40, "description": 50, "address": 30, "kinds": 30, "services": 40, "networks": 40, "source": 40}
_USUAL_WIDTH = 18
# Bytes that leave at a time.
_CHUNK = 64 * 1024


class XLSXRenderer(BaseRenderer):
    """A workbook. It is written to a file of the system's, a row at a time, and leaves when it is whole."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"
    charset = None
    render_style = "binary"

    def render(self, data: Any, _media: str | None = None, context: Mapping[str, Any] | None = None) -> bytes:  # noqa: ANN401
        """Write the body of an answer that is not long."""
        assert context is not None, "DRF gives a renderer the request"
        said = dict(data.said) if isinstance(data, Answer) else {}
        blank = data.blank if isinstance(data, Answer) else "{}"
        return b"".join(_workbook([texts_of(data)], context["request"], said, blank))

    def stream(self, pieces: Iterable[list[str]], request: Request) -> Iterator[bytes]:
        """Write the rows that come in pieces."""
        return _workbook(pieces, request, {}, "{}")


def _workbook(pieces: Iterable[list[str]], request: Request, said: Mapping[str, Any], blank: str) -> Iterator[bytes]:
    file = TemporaryFile()  # noqa: SIM115  it is closed when the last of it has left
    _write(file, pieces, About.of(request, said), blank)
    file.seek(0)
    return _Leaving(file)


class _Leaving:
    """What a file holds, a chunk at a time; it is closed when the last has left, or when nobody wants it any more."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        """Read on."""
        if not self.file.closed and (chunk := self.file.read(_CHUNK)):
            return chunk
        self.close()
        raise StopIteration

    def close(self) -> None:
        """Give the file back."""
        self.file.close()


def _write(file: IO[bytes], pieces: Iterable[list[str]], about: About, blank: str) -> None:
    told = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with Workbook(file, told) as workbook:
        looks, words = Looks.of(workbook), Words()
        words.name_sides(about.said)
        first = workbook.add_worksheet(_("À lire"))
        rows = Rows(workbook.add_worksheet(about.title[:31]), looks, words, json.loads(blank))
        for piece in pieces:
            rows.write(piece)
        rows.end()
        about.write(Cells(first, looks), rows, words)
        workbook.set_properties(
            {"title": about.title, "author": "Croisée", "created": about.moment.replace(tzinfo=None)}
        )


class Rows:
    """The sheet of rows; it counts them, and who is to be named for them."""

    def __init__(self, sheet: Any, looks: Looks, words: Words, blank: dict[str, Any]) -> None:  # noqa: ANN401  a worksheet
        self.sheet, self.looks, self.words = sheet, looks, words
        self.cells = Cells(sheet, looks)
        self.count, self.names = 0, [name for name in flatten(blank) if name not in _LEFT_OUT]
        self.sources: Counter[tuple[str | None, str | None, str | None]] = Counter()

    def write(self, texts: list[str]) -> None:
        """Write rows below those that are there; the first of all tells the columns."""
        for text in texts:
            row = flatten(json.loads(text))
            if not self.count:
                self.names = [name for name in row if name not in _LEFT_OUT]
                self._head()
            self.count += 1
            self._write(row)

    def _write(self, row: Mapping[str, Any]) -> None:
        for column, name in enumerate(self.names):
            self.cells.write(self.count, column, name, self.words.of(name, row.get(name)))
        if "licence" in row:
            self.sources[row["source"], _known_day(row), row["licence"]] += 1

    def end(self) -> None:
        """Make the sheet sort and filter, whatever it holds."""
        if not self.count:
            self._head()
        if self.names:
            self.sheet.autofilter(0, 0, max(self.count, 1), len(self.names) - 1)

    def _head(self) -> None:
        self.sheet.freeze_panes(1, 0)
        for column, name in enumerate(self.names):
            self.sheet.set_column(column, column, _WIDTHS.get(name, _USUAL_WIDTH))
            self.sheet.write_string(0, column, heading(name), self.looks.head)


def _known_day(row: Mapping[str, Any]) -> str | None:
    """Write the date of a source as far as it is known: "2023-01-09", "2023"."""
    day = row["source_date"]
    return day and Dated(date.fromisoformat(day), row["source_date_precision"]).iso
