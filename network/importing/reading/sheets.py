"""Workbooks, XLSX and ODS: read by calamine, once it is known that what they unfold into is bounded.

Calamine lays a sheet out whole, from its first cell to its last: two cells far apart take all the memory there is
(python-calamine issue 130). So what an archive unfolds into, and how far its sheets reach, is counted first.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

from django.utils.translation import gettext as _

from network.importing.reading.table import Book, Row, Table, Unreadable, table_of

_MOST_UNFOLDED = 160 * 1024 * 1024
_MOST_SHARED = 48 * 1024 * 1024  # the words of a workbook, which are held at once
# Calamine holds some 120 bytes for each: with what a process of Django takes, this is 300 MB.
_MOST_CELLS = 1_500_000
_MOST_PARTS = 2000
_PIECE = 1 << 20
_WIDEST = 16_384  # columns of the widest sheet there is
_CELL = re.compile(rb"<c[ />]")
_REFERENCE = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')
_DIMENSION_OF = re.compile(r"xl/worksheets/[^/]+\.xml")
_REPEATED = re.compile(rb'number-(rows|columns)-repeated="([0-9]+)"')
_ODS_TAG = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)\b([^>]*?)(/?)>")
_CONTENT = re.compile(rb"office:value|office:date-value|office:time-value|office:string-value|office:boolean-value")


def open_sheets(file: BinaryIO) -> Book:
    """Open a workbook.

    Raises:
        Unreadable: it is another archive, cut, or it would unfold into too much.

    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  what reads sheets is large, and few processes need it

    kind = _measured(file)
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        names = list(workbook.sheet_names)
    except Exception as error:
        raise _damaged() from error
    if not names:
        raise Unreadable(_("Ce classeur n’a aucune feuille."))
    return Book(kind, names, lambda sheet: _read(workbook, sheet))


def _damaged() -> Unreadable:
    return Unreadable(
        _("Ce classeur est abîmé ou incomplet : ouvrez-le dans votre tableur, et enregistrez-le de nouveau.")
    )


def _measured(file: BinaryIO) -> str:
    """Tell which workbook it is, having counted what is in it.

    Raises:
        Unreadable: it is none, or unfolds into too much.

    """
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > _MOST_PARTS:
                raise _too_much()
            if "xl/workbook.xml" in names:
                _measure_xlsx(archive, names)
                return "XLSX"
            if "content.xml" in names:
                _measure_ods(archive)
                return "ODS"
    except (BadZipFile, LargeZipFile, NotImplementedError, EOFError, RuntimeError, OSError, ValueError) as error:
        raise _damaged() from error
    raise Unreadable(_("C’est une archive, et non un classeur. Envoyez le tableau qu’elle contient."))


def _too_much() -> Unreadable:
    return Unreadable(_("Ce classeur est trop grand une fois déplié : enregistrez la feuille voulue au format CSV."))


def _measure_xlsx(archive: ZipFile, names: list[str]) -> None:
    left = _MOST_UNFOLDED
    for name in names:
        if not name.endswith(".xml"):
            continue  # pictures and the like are never unfolded
        reach = Reach()
        size = 0
        for piece in _pieces(archive, name, left):
            size += len(piece)
            if name == "xl/sharedStrings.xml" and size > _MOST_SHARED:
                raise _too_much()
            if _DIMENSION_OF.fullmatch(name):
                reach.take(piece)
        left -= size


class Reach:
    """How far the cells of a sheet reach."""

    def __init__(self) -> None:
        self._rest = b""
        self._rows, self._columns, self._cells = 0, b"", 0

    def take(self, piece: bytes) -> None:
        """Count the cells of a piece of a sheet.

        Raises:
            Unreadable: they reach too far.

        """
        text = self._rest + piece
        self._cells += len(_CELL.findall(piece))  # those that do not say where they stand
        for letters, digits in _REFERENCE.findall(text):
            self._rows = max(self._rows, int(digits))
            self._columns = max(self._columns, letters, key=lambda each: (len(each), each))
        if max(self._cells, self._rows * _number(self._columns)) > _MOST_CELLS:
            raise _too_much()
        self._rest = text[-40:]


def _number(letters: bytes) -> int:
    """Tell which column "AB" is."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - ord("A") + 1
    return found


def _measure_ods(archive: ZipFile) -> None:
    for name in archive.namelist():
        if name.endswith(".xml") and name != "content.xml":
            for _piece in _pieces(archive, name, _MOST_UNFOLDED):
                pass
    cells, rest = _OdsCells(), b""
    for piece in _pieces(archive, "content.xml", _MOST_UNFOLDED):
        text = rest + piece
        end = text.rfind(b">") + 1
        cells.take(text[:end])
        rest = text[end:]
        if len(rest) > _PIECE:
            raise _too_much()


class _OdsCells:
    """The cells of a sheet that hold something, each as often as it is repeated; what is empty is not laid out."""

    def __init__(self) -> None:
        self._cells, self._rows, self._column, self._widest = 0, 1, 0, 0

    def take(self, text: bytes) -> None:
        """Count the cells of a piece of a sheet.

        Raises:
            Unreadable: there are too many, or they reach too far.

        """
        for is_end, tag, said, is_empty in _ODS_TAG.findall(text):
            if is_end:
                continue
            times = max((int(count) for _what, count in _REPEATED.findall(said)), default=1)
            if tag == b"table-row":
                self._rows, self._column = times, 0
            elif tag != b"table":
                self._column += times
                if not is_empty or _CONTENT.search(said):
                    self._cells += self._rows * times
                    self._widest = max(self._widest, self._column)
        if self._cells > _MOST_CELLS or self._widest > _WIDEST:
            raise _too_much()


def _pieces(archive: ZipFile, name: str, most: int) -> Iterator[bytes]:
    """Unfold a part a piece at a time.

    Raises:
        Unreadable: it goes on for too long, whatever its head announces.

    """
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            most -= len(piece)
            if most < 0:
                raise _too_much()
            yield piece


def _read(workbook: Any, sheet: str) -> Table:  # noqa: ANN401  calamine's
    try:
        laid_out = workbook.get_sheet_by_name(sheet)
    except Exception as error:
        raise _damaged() from error
    if not laid_out.total_height:
        raise Unreadable(_("Cette feuille est vide."))
    notes: Counter[str] = Counter()
    return table_of(_rows(laid_out), notes)


def _rows(sheet: Any) -> Iterator[Row]:  # noqa: ANN401  calamine's
    first = (sheet.start or (0, 0))[0]
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        # From some versions on, the empty lines above the first one are given too.
        yield line + (first if sheet.height < sheet.total_height else 0), [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    """Write a cell as a person reads it."""
    if isinstance(cell, str):
        return cell
    write = next((write for kind, write in _WRITERS if isinstance(cell, kind)), None)
    return write(cell) if write else "" if cell is None else str(cell)


def _of_number(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 10**15 else repr(number)


def _of_moment(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ", "minutes")


def _of_length(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


# The first that fits: True is an int, a moment is a date.
_WRITERS: list[tuple[type, Callable[[Any], str]]] = [
    (bool, lambda cell: "oui" if cell else "non"),
    (float, _of_number),
    (datetime, _of_moment),
    (date, date.isoformat),
    (time, lambda cell: str(cell.strftime("%H:%M"))),
    (timedelta, _of_length),
]
