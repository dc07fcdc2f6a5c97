"""What a mail says, once: the same parts make its text and its HTML, in the house's look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import fill
from types import MappingProxyType
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_WIDTH = 72
_NONE: Mapping[str, str] = MappingProxyType({})


class Letter(NamedTuple):
    """What a mail says, in the language of who reads it: as text, as HTML, and in headers of its own."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = _NONE


class Way(NamedTuple):
    """Somewhere to go: what is pressed, and the address that it leads to."""

    label: str
    address: str
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a letter, or one of the places that it speaks of: a title, words, what somebody said, ways."""

    words: str = ""
    title: str = ""
    quote: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Say it as text."""
        if self.title:
            yield self.title.upper()
        if self.words:
            yield _filled(self.words)
        if self.quote:
            yield _filled(self.quote, "> ")
        if self.facts:
            yield "\n".join(_filled(_("%(name)s : %(value)s") % {"name": n, "value": v}) for n, v in self.facts)
        for way in self.ways:
            yield f"{way.label}\n{way.address}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is folded, in the language of this thread. `why` tells its reader why it came to her."""

    subject: str
    title: str
    parts: list[Part]
    why: str
    headers: Mapping[str, str] = field(default_factory=dict)
    leave: Way | None = None

    def fold(self) -> Letter:
        """Make the text and the HTML of it."""
        context = {"draft": self, "language": get_language(), "site": settings.PUBLIC_URL}
        return Letter(self.subject, self._text(), render_to_string("mail/letter.html", context), self.headers)

    def _text(self) -> str:
        said = [self.title, *(line for part in self.parts for line in part.lines()), "-- ", _filled(self.why)]
        if self.leave:
            said.append(f"{self.leave.label}\n{self.leave.address}")
        return "\n\n".join([*said, f"Croisée · {settings.PUBLIC_URL}"]) + "\n"


def absolute(path: str) -> str:
    """Make an address of a path of this site."""
    return settings.PUBLIC_URL + path


def _filled(text: str, start: str = "") -> str:
    paragraphs = (
        fill(line, _WIDTH, initial_indent=start, subsequent_indent=start, break_long_words=False)
        for line in text.splitlines()
    )
    return "\n".join(paragraphs)
