"""One cell of a sheet, typed: a date is a date, a number a number, an address a link, a telephone text."""

import re
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.timezone import localtime
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from places import phones

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT.*")
_WEB = re.compile(r"https?://\S+")
# What the format allows: links on a sheet, the letters of one, and of a text (Microsoft's "specifications and limits").
MOST_LINKS, LONGEST_LINK, LONGEST_TEXT = 65_000, 2000, 32_767
# The columns whose texts are links, and not texts that happen to look like one.
LINKED = {"website", "booking_url", "acceslibre_url", "url"}


class Looks(NamedTuple):
    """The formats of a workbook."""

    head: Format
    title: Format
    wrapped: Format
    day: Format
    moment: Format
    link: Format

    @classmethod
    def of(cls, workbook: Workbook) -> "Looks":
        """Add them to a workbook; each spreadsheet writes dates in the order of its own country."""
        link = {"font_color": "#00617A", "underline": 1}
        return cls(
            workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            workbook.add_format({"bold": True, "font_size": 14}),
            workbook.add_format({"text_wrap": True, "valign": "top"}),
            # The number 14 of the format is "the short date of whoever reads", 22 with the time.
            workbook.add_format({"num_format": 14, "align": "left"}),
            workbook.add_format({"num_format": 22, "align": "left"}),
            workbook.add_format(link),
        )


class Cells:
    """Writes cells on a sheet."""

    def __init__(self, sheet: Worksheet, looks: Looks) -> None:
        self.sheet, self.looks, self.links = sheet, looks, 0

    def write(self, row: int, column: int, name: str, value: Any) -> None:  # noqa: ANN401  whatever JSON holds
        """Write a value of the column of this name; unknown is an empty cell."""
        match value:
            case None | "":
                pass
            case bool():
                self.sheet.write_boolean(row, column, value)
            case int() | float():
                self.sheet.write_number(row, column, value)
            case _:
                self._write_text(row, column, name, str(value))

    def _write_text(self, row: int, column: int, name: str, text: str) -> None:
        if name == "phone":
            self.sheet.write_string(row, column, phones.said(text))
        elif _DAY.fullmatch(text):
            self.sheet.write_datetime(row, column, date.fromisoformat(text), self.looks.day)
        elif _MOMENT.fullmatch(text):
            self._write_moment(row, column, datetime.fromisoformat(text))
        elif name in LINKED and self._may_link(text):
            self.links += 1
            self.sheet.write_url(row, column, text, self.looks.link, text)
        else:
            self.sheet.write_string(row, column, text[:LONGEST_TEXT])

    def _write_moment(self, row: int, column: int, moment: datetime) -> None:
        self.sheet.write_datetime(row, column, localtime(moment).replace(tzinfo=None), self.looks.moment)

    def _may_link(self, text: str) -> bool:
        return bool(_WEB.fullmatch(text)) and len(text) <= LONGEST_LINK and self.links < MOST_LINKS
