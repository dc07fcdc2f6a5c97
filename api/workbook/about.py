"""The first sheet of a workbook: what it holds, of when, what was asked, from which sources, under which licence."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework.request import Request

from api.filters import Question
from api.pagination import MOST
from api.workbook.headings import heading
from places.search.said import reading_in_words
from places.search.terms import NOTHING_ASKED

if TYPE_CHECKING:
    from collections import Counter

    from api.workbook.cells import Cells
    from api.workbook.words import Words

# What says how the answer comes, and not what is asked.
_HOW = {"format", "limit", "cursor"}


class Written(Protocol):
    """The rows, once they are written."""

    count: int
    sources: "Counter[tuple[str | None, str | None, str | None]]"


class About(NamedTuple):
    """What is known of a workbook before its rows are."""

    title: str
    moment: datetime
    address: str
    asked: list[str]
    understood: list[str]
    said: Mapping[str, Any]

    @classmethod
    def of(cls, request: Request, said: Mapping[str, Any]) -> "About":
        """Read it from the request; `said` is what the answer says of itself."""
        view: Any = request.parser_context["view"]
        title = capfirst(str(view.filename).replace("-", " "))
        moment = timezone.localtime().replace(second=0, microsecond=0)
        question: Question = request.question  # type: ignore[attr-defined]
        return cls(title, moment, request.build_absolute_uri(), list(in_words(question)), _understood(question), said)

    def write(self, cells: "Cells", rows: Written, words: "Words") -> None:
        """Write the sheet, line after line."""
        cells.sheet.set_column(0, 0, 34)
        cells.sheet.set_column(1, 1, 90)
        cells.sheet.write_string(0, 0, f"Croisée · {self.title}", cells.looks.title)
        for row, (label, name, value) in enumerate(self._lines(rows, words), start=2):
            cells.sheet.write_string(row, 0, label)
            cells.write(row, 1, name, value)

    def _lines(self, rows: Written, words: "Words") -> Iterator[tuple[str, str, Any]]:
        yield _("Écrit le"), "", self.moment.isoformat()
        yield _("Lignes"), "", rows.count
        if rows.count >= MOST:
            yield "", "", _("C’est tout ce qu’un fichier contient : il y en a d’autres, à demander par commune.")
        yield _("Ce qui est demandé"), "", " ; ".join(self.asked) or _("tout")
        for sentence in self.understood:
            yield _("Comment c’est compris"), "", sentence
        yield _("Adresse"), "url", self.address
        for name, value in self.said.items():
            yield heading(name), "", words.of(name, value.split(";") if name in _LISTED else value)
        yield from _sources(rows)
        yield _("Inconnu"), "", _("Une case vide dit que personne ne le sait.")


_LISTED = {"side_a", "side_b", "among"}


def _sources(rows: Written) -> Iterator[tuple[str, str, str]]:
    """Name each source, the most fruitful first: how many rows it has, its date, its licence."""
    for (source, day, licence), count in rows.sources.most_common():
        parts = [source or _("source non renseignée"), day, licence or _("licence non renseignée")]
        label = ngettext("Source d’une ligne", "Source de %(count)d lignes", count) % {"count": count}
        yield label, "", " · ".join(filter(None, parts))
    if rows.sources:
        yield _("À citer"), "", _("La source et sa date, avec chaque ligne que vous reprenez : sa licence le demande.")


def _understood(question: Question) -> list[str]:
    """Say how the words looked for were read, as the page says it above its list; nothing where it is plain."""
    reading = getattr(question.qs, "reading", NOTHING_ASKED)
    return [sentence.rstrip("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE} :") for sentence in reading_in_words(reading)]


def in_words(question: Question) -> Iterator[str]:
    """Say each parameter that was given as a page would, or as it was written where no page asks it."""
    for name, known in question.base_filters.items():
        if name in question.data and name not in _HOW and question.values.get(name) not in (None, "", []):
            labels = {slug: label for words in known.options().values() for slug, label in words.items()}
            written = f"{name} = {', '.join(question.data.getlist(name))}"
            yield from known.in_words(question.values[name], labels) or [written]
