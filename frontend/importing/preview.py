"""What a file would do, in words: counted by what becomes of its lines, and shown a page at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from frontend.workspace.forms import number
from network.importing.comparing import FIELDS
from network.importing.matching import standing_of
from network.importing.repairs import Note, Refusal, Repair
from network.importing.summary import outcomes_of
from network.importing.targets import Target
from network.models import Import, ImportLine
from network.models.imports import Decision, Outcome
from network.services.imports import MOVES
from places import phones
from places.dates import PRECISION_OF, known_of
from places.hours.spoken import told as hours_told
from places.log.words import Words
from places.models import Kind, Place, Service

_PAGE = 30
# In the order of what needs her most.
_ORDER = [
    Outcome.SUSPECT,
    Outcome.CHANGED,
    Outcome.NEW,
    Outcome.VANISHED,
    Outcome.REFUSED,
    Outcome.LEFT,
    Outcome.SAME,
    Outcome.OUTSIDE,
]
_EXPLAINED = {
    Outcome.SUSPECT: _("Ces lignes ressemblent à des fiches de l’annuaire. Tant que rien n’est dit, elles attendent."),
    Outcome.CHANGED: _(
        "Ce que le fichier dit de neuf. Ce que quelqu’un a corrigé ici depuis reste, sauf si vous le cochez."
    ),
    Outcome.NEW: _("L’annuaire n’a pas ces lieux : ils y entrent, publiés."),
    Outcome.VANISHED: _("Le fichier précédent les citait, celui-ci non. Rien ne leur arrive, sauf si vous le dites."),
    Outcome.REFUSED: _("Ces lignes ne peuvent pas être reprises. Corrigez le fichier, ou les colonnes."),
    Outcome.LEFT: _("Laissées de côté auparavant, ou fiches d’un réseau que vous n’animez pas."),
    Outcome.SAME: _("Le fichier n’en dit rien que l’annuaire n’ait déjà."),
    Outcome.OUTSIDE: _("Ces lignes parlent d’autres communes que celles de l’annuaire."),
}
_NAMES = {**dict(Repair.choices), **dict(Note.choices)}


class Tab(NamedTuple):
    """What becomes of some lines, how many they are, and whether they are shown."""

    outcome: str
    label: str
    lines: int
    taken: int
    is_shown: bool


class Field(NamedTuple):
    """A field of a line: its name, what stood where, in words, and whether it is taken."""

    name: str
    title: str
    before: str
    here: str
    now: str
    take: bool


class Shown(NamedTuple):
    """A line of the page."""

    line: ImportLine
    where: str
    fields: list[Field]
    said: list[tuple[str, str]]
    cuts: list[tuple[str, str, str]]
    repairs: list[str]
    candidates: list["Candidate"]
    is_taken: bool


class Candidate(NamedTuple):
    """A listing that a line may be of, beside what the line says."""

    place: Place
    reasons: list[str]
    rows: list[Field]


class Sentence(NamedTuple):
    """Something that was mended or refused: in words, with its column, how often, and for which values."""

    words: str
    column: str
    cells: int
    values: list[tuple[str, int, str]]


def telling(batch: Import) -> dict[str, Any]:
    """Say what was found of the file, what was mended and what was refused."""
    notes = batch.notes
    return {
        "found": [(_NAMES.get(name, name), count) for name, count in notes.get("file", {}).items()],
        "repairs": [(_NAMES.get(name, name), count) for name, count in notes.get("repairs", {}).items()],
        "cuts": list(_cuts(notes.get("cuts", []))),
    }


def _cuts(told: Sequence[Any]) -> Iterator[Sentence]:
    reasons = dict(Refusal.choices)
    for reason, column, count, values in told:
        said = [(text, many, ", ".join(map(str, lines))) for text, many, lines in values]
        yield Sentence(str(reasons.get(reason, reason)), column, count, said)


def preview(request: HttpRequest, batch: Import) -> dict[str, Any]:
    """Make the context of the page that is read over."""
    counted = outcomes_of(batch)
    there = [outcome for outcome in _ORDER if outcome in counted]
    asked = request.GET.get("voir", "")
    shown = Outcome(asked) if asked in there else next(iter(there), Outcome.SAME)
    lines = _page_of(batch, shown, number(request.GET.get("apres")))
    moves = MOVES.get(shown, ())
    return {
        "tabs": [_tab(outcome, counted[outcome], is_shown=outcome == shown) for outcome in there],
        "shown": shown,
        "explained": _EXPLAINED[shown],
        "lines": list(_shown(batch, lines[:_PAGE])),
        "next": lines[_PAGE - 1].pk if len(lines) > _PAGE else None,
        "after": request.GET.get("apres", ""),
        "may_take": Decision.TAKE in moves and shown != Outcome.SUSPECT,
        "may_end": Decision.END in moves and batch.source.network is not None,
        "writes": sum(count for said in counted.values() for what, count in said.items() if what != Decision.LEAVE),
        "waiting": counted.get(Outcome.SUSPECT, Counter())[Decision.LEAVE],
        "unknown_words": list(_unknown_words(batch)),
    }


def _page_of(batch: Import, outcome: Outcome, after: int) -> list[ImportLine]:
    """A page of the lines that would do this, and one more where there is a next."""
    found = batch.lines.filter(outcome=outcome, pk__gt=after).select_related("place")
    return list(found.order_by("pk")[: _PAGE + 1])


def _tab(outcome: Outcome, counts: Counter[str], *, is_shown: bool) -> Tab:
    taken = counts[Decision.TAKE] + counts[Decision.END]
    lines = counts.total()
    return Tab(outcome.value, capfirst(_outcome_in_words(outcome, lines)), lines, taken, is_shown)


def _outcome_in_words(outcome: Outcome, lines: int) -> str:
    """Say what becomes of so many lines: places, which agree in French."""
    several = {
        Outcome.NEW: ngettext("créé", "créés", lines),
        Outcome.CHANGED: ngettext("modifié", "modifiés", lines),
        Outcome.SAME: ngettext("inchangé", "inchangés", lines),
        Outcome.LEFT: ngettext("laissé de côté", "laissés de côté", lines),
        Outcome.REFUSED: ngettext("refusé", "refusés", lines),
        Outcome.VANISHED: ngettext("disparu du fichier", "disparus du fichier", lines),
    }
    return several.get(outcome) or str(outcome.label)


def _shown(batch: Import, lines: Sequence[ImportLine]) -> Iterator[Shown]:
    words = Wording()
    near = {candidate["place"] for line in lines for candidate in line.candidates}
    places = Place.objects.select_related("commune").in_bulk(near)
    standing = standing_of(near, None, is_free=True)
    reasons = dict(Refusal.choices)
    words.learn([*(line.values for line in lines), *(each.values for each in standing.values()), *_now(lines)])
    for line in lines:
        yield Shown(
            line=line,
            where=words.of("commune", line.values.get("commune")) if line.values.get("commune") else "",
            fields=[words.field(name, each) for name, each in line.differences.items()],
            said=[(words.title(name), words.of(name, line.values[name])) for name in FIELDS if name in line.values],
            cuts=[(str(reasons.get(reason, reason)), column, text) for reason, column, text in line.cuts],
            repairs=[str(_NAMES.get(name, name)) for name in dict.fromkeys(line.repairs)],
            candidates=[
                Candidate(
                    places[each["place"]], each["reasons"], words.rows(standing[each["place"]].values, line.values)
                )
                for each in line.candidates
                if each["place"] in standing
            ],
            is_taken=line.decision != Decision.LEAVE,
        )


def _now(lines: Sequence[ImportLine]) -> Iterator[Mapping[str, Any]]:
    """What differs, as values: before, here, now."""
    for line in lines:
        for when in ("before", "here", "now"):
            yield {name: each[when] for name, each in line.differences.items()}


class Wording:
    """Says values of JSON as people do."""

    def __init__(self) -> None:
        self._words = Words()
        # A line and the listing that it may be of mostly say the same.
        self._hours = cache(hours_told)

    def learn(self, said: Sequence[Mapping[str, Any]]) -> None:
        """Read the communes that values name, in one query."""
        column = _column("commune")
        self._words.learn((column, values["commune"]) for values in said if values.get("commune"))

    def title(self, name: str) -> str:
        """Name a field."""
        return capfirst(str(_column(name).verbose_name))

    def of(self, name: str, value: Any) -> str:  # noqa: ANN401  a value of JSON
        """Say a value of a field."""
        if value in (None, [], ""):
            return ""
        if name == "point":
            return f"{value[1]:.5f}, {value[0]:.5f}"
        if name == "opening_hours":
            return self._hours(value)
        if name in PRECISION_OF:
            return known_of(value).words
        return phones.said(value) if name == "phone" else self._words.of(_column(name), value)

    def field(self, name: str, each: Mapping[str, Any]) -> Field:
        """Say a difference."""
        before, here, now = (self.of(name, each[when]) for when in ("before", "here", "now"))
        return Field(name, self.title(name), before, here, now, take=each["take"])

    def rows(self, here: Mapping[str, Any], now: Mapping[str, Any]) -> list[Field]:
        """Say what a listing and a line say, where at least one of them does."""
        told = [(name, self.of(name, here.get(name)), self.of(name, now.get(name))) for name in FIELDS]
        return [Field(name, self.title(name), "", ours, theirs, take=False) for name, ours, theirs in told if theirs]


def _column(name: str) -> Any:  # noqa: ANN401  a column, as Django's `_meta` gives it
    return Place._meta.get_field(name)


class Unknown(NamedTuple):
    """A word of the file that is not ours, and what it may mean."""

    column: str
    word: str
    cells: int
    choices: list[tuple[str, str]]


def _unknown_words(batch: Import) -> Iterator[Unknown]:
    """List the words that the directory has not, of columns of words: someone may say what they mean."""
    words: dict[str, Any] = {Target.KINDS.value: Kind, Target.SERVICES.value: Service}
    choices = {target: [(word.pk, str(word)) for word in model.objects.all()] for target, model in words.items()}
    for reason, column, _count, values in batch.notes.get("cuts", []):
        target = batch.plan.get("columns", {}).get(column)
        if reason == Refusal.NO_WORD and target in choices:
            yield from (Unknown(column, text, count, choices[target]) for text, count, _lines in values)
