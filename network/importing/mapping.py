"""Which column is what: by the source's last mapping, by its heading, by what is in it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from network.importing.headings import by_heading, heading_key
from network.importing.targets import Target
from network.importing.values import Refused, numbers, texts
from network.importing.values.hours import hours
from places.forms.coordinates import read_point

SAMPLE = 200  # lines
_ENOUGH = 0.8  # of the values, to say what a column is by what is in it
_FEW = 3  # values that say nothing of a column
_TRIED = 40


# Any of these says where a place is.
_WHERE = frozenset(
    [
        Target.COMMUNE,
        Target.INSEE,
        Target.POSTCODE,
        Target.WHOLE_ADDRESS,
        Target.ADDRESS,
        Target.POINT,
        Target.LATITUDE,
    ]
)


@dataclass(slots=True)
class Plan:
    """How a source's file is read: its columns by heading (absent or empty: not taken), and what is said of all of it.

    `kinds` are given to new places of which the file says none; `words` are those mapped by hand: by target, the
    folded word and our slugs (none: it says nothing).
    """

    columns: dict[str, str] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    words: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Plan":
        """Read a plan as it is kept with its source."""
        return cls(dict(kept.get("columns", {})), list(kept.get("kinds", [])), dict(kept.get("words", {})))

    def kept(self) -> dict[str, Any]:
        """Write it as it is kept."""
        return {"columns": self.columns, "kinds": self.kinds, "words": self.words}

    @property
    def wants(self) -> list[str]:
        """What it lacks to tell one place from another, in words: nothing if a file can be read by it."""
        taken = set(self.columns.values())
        lacks = [
            (Target.NAME in taken, _("Aucune colonne n’est le nom du lieu : choisissez-la.")),
            (bool(taken & _WHERE), _("Aucune colonne ne dit où est le lieu : commune, code postal ou coordonnées.")),
        ]
        return [sentence for is_there, sentence in lacks if not is_there]

    def targets(self, columns: Sequence[str]) -> list[tuple[int, Target]]:
        """List what is read of a file of these columns: the place of each column, and what it is."""
        said = ((at, self.columns.get(name, "")) for at, name in enumerate(columns))
        return [(at, Target(target)) for at, target in said if target in Target.values]


def detect(columns: Sequence[str], sample: Sequence[Sequence[str]], last: Plan | None = None) -> Plan:
    """Propose what each column is, from a sample of lines. What was mapped the last time stays so."""
    before = last or Plan()
    found: dict[int, Target] = {
        at: Target(before.columns[name]) for at, name in enumerate(columns) if before.columns.get(name) in Target.values
    }
    known = {at for at, name in enumerate(columns) if name in before.columns}
    _by_heading(columns, sample, found, known)
    _by_content(columns, sample, found, known)
    said = {name: found[at].value if at in found else "" for at, name in enumerate(columns)}
    return Plan(said, before.kinds, before.words)


def _by_heading(
    columns: Sequence[str], sample: Sequence[Sequence[str]], found: dict[int, Target], known: set[int]
) -> None:
    named = []
    for at, name in enumerate(columns):
        said = by_heading().get(heading_key(name))
        if said and at not in known:
            is_empty = not any(line[at].strip() for line in sample)
            named.append((is_empty, said[1], at, said[0]))
    for _is_empty, _rank, at, target in sorted(named):
        if target.takes_several or target is Target.DESCRIPTION or target not in found.values():
            found[at] = target


def _by_content(
    columns: Sequence[str], sample: Sequence[Sequence[str]], found: dict[int, Target], known: set[int]
) -> None:
    """Say what a column of an unknown heading is, if nothing else in the file is that."""
    for at in range(len(columns)):
        if at in found or at in known:
            continue
        values = [line[at].strip() for line in sample if line[at].strip()][:_TRIED]
        target = next((target for target, is_one in _SIGNS.items() if _are(values, is_one)), None)
        if target and target not in found.values():
            found[at] = target


def _are(values: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    return len(values) >= _FEW and sum(map(is_one, values)) >= _ENOUGH * len(values)


def _reads(read: Callable[[str], object], sign: str) -> Callable[[str], bool]:
    """Tell what a reader takes, among texts that have a sign of it."""

    def is_one(text: str) -> bool:
        if sign and sign not in text:
            return False
        try:
            return read(text) is not None
        except Refused:
            return False

    return is_one


def _is_phone(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= 9 and _reads(texts.phone, "")(text)  # noqa: PLR2004  a number


_SIGNS: dict[Target, Callable[[str], bool]] = {
    Target.EMAIL: _reads(texts.email, "@"),
    Target.WEBSITE: _reads(texts.web, "."),
    Target.POINT: _reads(read_point, "."),
    Target.PHONE: _is_phone,
    Target.OPENING_HOURS: _reads(hours, "-"),
    Target.POSTCODE: _reads(numbers.postcode, ""),
}
