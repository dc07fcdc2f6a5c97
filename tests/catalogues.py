"""The catalogues of texts, as entries that can be compared."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FIELD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (?=")', re.MULTILINE)
_LINE = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPES = {r"\n": "\n", r"\"": '"', r"\\": "\\"}


class Entry(NamedTuple):
    """A text, its plural if it has one, and what it becomes: one translation, or one for each plural form."""

    context: str | None
    text: str
    plural: str | None
    said: tuple[str, ...]
    is_guess: bool

    @property
    def forms(self) -> Iterator[tuple[str, str]]:
        """Pair each translation with what it translates."""
        for rank, said in enumerate(self.said):
            yield (self.plural if self.plural and rank else self.text), said


def catalogue(path: Path) -> list[Entry]:
    """Read a catalogue, without its header and without what is obsolete."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")[1:]
    return [_entry(block) for block in blocks if not block.startswith("#~")]


def _entry(block: str) -> Entry:
    plain = "\n".join(line for line in block.splitlines() if not line.startswith("#"))
    parts = _FIELD.split(plain)[1:]
    fields = {name: _unquoted(value) for name, value in zip(parts[::2], parts[1::2], strict=True)}
    said = tuple(value for name, value in fields.items() if name.startswith("msgstr"))
    is_guess = "fuzzy" in "".join(line for line in block.splitlines() if line.startswith("#,"))
    return Entry(fields.get("msgctxt"), fields["msgid"], fields.get("msgid_plural"), said, is_guess)


def _unquoted(value: str) -> str:
    return re.sub(r'\\[n"\\]', lambda escape: _ESCAPES[escape[0]], "".join(_LINE.findall(value)))
