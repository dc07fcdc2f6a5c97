"""CSV in whatever dialect: the separator is the one that cuts the lines best."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from network.importing.reading.encodings import Encoding, encoding_of, text_of
from network.importing.reading.table import Book, Row, Table, Unreadable, table_of

_SEPARATORS = ",;\t|"
_TRIED = 60  # lines
_SAMPLE = 200_000  # letters
_LONGEST_FIELD = 1_000_000
# How a spreadsheet keeps the nought of a postcode in CSV: ="01000".
_KEPT_AS_TEXT = '="'
_ONLY = "CSV"


def open_csv(file: BinaryIO) -> Book:
    """Open a text whose lines are cut by a separator.

    Raises:
        Unreadable: it is no text.

    """
    encoding = encoding_of(file)
    sample = _sample(file, encoding)
    if sum(1 for letter in sample if not letter.isprintable() and not letter.isspace()) * 20 > len(sample):
        raise Unreadable(_("Ce fichier n’est pas un tableau que l’on sache lire : CSV, XLSX, ODS, JSON ou GeoJSON."))
    announced, rest = _announced(sample)
    separator = announced or _separator_of(rest)
    notes = Counter({f"encoding_{encoding.name.partition('-sig')[0].replace('-', '_')}": 1})
    if encoding.is_mixed:
        notes["encoding_mixed"] += 1
    return Book("CSV", [_ONLY], lambda _sheet: _read(file, encoding, separator, is_announced=bool(announced)), notes)


def _sample(file: BinaryIO, encoding: Encoding) -> str:
    text = text_of(file, encoding)
    sample = text.read(_SAMPLE)
    text.detach()
    return sample


def _announced(sample: str) -> tuple[str | None, str]:
    """Read the line by which Excel is told the separator: "sep=;"."""
    first, _end, rest = sample.partition("\n")
    said = first.strip().lower().strip('"')
    is_announced = said.startswith("sep=") and len(said) <= len("sep=;")
    return (said[-1] if said[-1] in _SEPARATORS else "\t", rest) if is_announced else (None, sample)


def _separator_of(sample: str) -> str:
    """Choose the separator under which most lines have the same number of cells, and many."""
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    widths: Counter[int] = Counter()
    try:
        for _count, row in zip(range(_TRIED), reader, strict=False):
            widths[len(row)] += len(row) > 1
    except csv.Error:
        pass  # what came before it was counted
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width


def _read(file: BinaryIO, encoding: Encoding, separator: str, *, is_announced: bool) -> Table:
    notes: Counter[str] = Counter()
    rows = _rows(file, encoding, separator, notes)
    if is_announced:
        next(rows, None)
    return table_of(rows, notes)


def _rows(file: BinaryIO, encoding: Encoding, separator: str, notes: Counter[str]) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    text = text_of(file, encoding)
    reader = csv.reader(text, delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, [_unwrapped(cell, notes) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        said = _("La ligne %(line)d ne se lit pas : un guillemet y est sans doute ouvert et jamais refermé.")
        raise Unreadable(said % {"line": line}) from error
    finally:
        if not file.closed:  # whoever reads may have stopped, and closed it
            text.detach()


def _unwrapped(cell: str, notes: Counter[str]) -> str:
    if cell.startswith(_KEPT_AS_TEXT) and cell.endswith('"') and len(cell) > len(_KEPT_AS_TEXT):
        notes["kept_as_text"] += 1
        return cell[2:-1]
    return cell
