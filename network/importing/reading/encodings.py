"""In which encoding a text was written: its mark, UTF-8, Windows (cp1252), an old Mac (Mac Roman), in this order.

Guessing by statistics was tried and is worse: a French export of Windows was taken for Polish, a short one for Chinese.
"""

import codecs
import io
from collections import Counter
from typing import BinaryIO, NamedTuple

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LOOKED_AT = 1 << 20
# What French text is made of beyond ASCII: the encoding in which there is most of it is the one.
_FRENCH = set("éèêëàâäçùûüîïôöœæÉÈÊËÀÂÇÙÛÎÏÔŒ’«»°…–€\xa0")
_MIXED = "windows-within"


class Encoding(NamedTuple):
    """An encoding by the name that Python knows, and what is done of the bytes that it does not have."""

    name: str
    errors: str = "strict"

    @property
    def is_mixed(self) -> bool:
        """Tell whether lines of Windows stand among lines of UTF-8."""
        return self.errors == _MIXED


def _windows_within(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows writes them: a file put together from two."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _windows_within)


def encoding_of(file: BinaryIO) -> Encoding:
    """Find the encoding of a file. Reads all of it, a piece at a time, and leaves it at its beginning."""
    file.seek(0)
    start = file.read(4)
    for mark, name in _MARKS.items():
        if start.startswith(mark):
            return Encoding(name, "replace")
    seen = _Bytes(file)
    if seen.is_utf8:
        return Encoding("utf-8")
    if wide := _wide(seen.sample):
        return Encoding(wide, "replace")
    if seen.sequences * 3 > seen.strangers:  # by chance alone, few others look like UTF-8
        return Encoding("utf-8", _MIXED)
    french = {name: _count(seen.high.decode(name, "ignore")) for name in ("cp1252", "mac_roman")}
    return Encoding(max(french, key=lambda name: french[name]), "replace")


class _Bytes:
    """What a file holds beyond ASCII: bytes that are no UTF-8, those that are, and some of the lines of the former."""

    def __init__(self, file: BinaryIO) -> None:
        self.strangers = self.sequences = 0
        self.high = b""
        file.seek(0)
        self.sample = file.read(_LOOKED_AT)
        file.seek(0)
        for line in file:
            if not line.isascii():
                self._take(line)
        file.seek(0)

    @property
    def is_utf8(self) -> bool:
        return not self.strangers

    def _take(self, line: bytes) -> None:
        try:
            self.sequences += len(line) - len(line.decode())
        except UnicodeDecodeError:
            text = line.decode("utf-8", "ignore")
            self.sequences += len(text.encode()) - len(text)
            self.strangers += len(line) - len(text.encode())
            if len(self.high) < _LOOKED_AT:
                self.high += bytes(byte for byte in line if byte > 127)  # noqa: PLR2004  the last of ASCII


def _wide(sample: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of a French text is nought."""
    halves = {"utf-16-le": sample[1::2], "utf-16-be": sample[::2]}
    return next((name for name, half in halves.items() if half and half.count(0) * 2 > len(half)), None)


def _count(text: str) -> int:
    return sum(count for letter, count in Counter(text).items() if letter in _FRENCH)


def text_of(file: BinaryIO, encoding: Encoding) -> io.TextIOWrapper:
    """Read a file as text, from its beginning; ends of lines are left as they are."""
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding.name, errors=encoding.errors, newline="")
