"""Words of theirs, read into ours: several in a cell, one in one of ours or in none."""

import re
from collections.abc import Mapping, Set

from network.importing.repairs import Refusal, Repair
from network.importing.values.said import Refused, Said
from network.importing.words import Words, folded

Own = Mapping[str, tuple[str, ...]]
_BETWEEN = re.compile(r"\s*[|;\n]\s*|\s+/\s+|\s*,\s+")
_MOST_JOINED = 5
_CODES = re.compile(r"[A-Z]{1,6}(?:[- ][A-Z]{1,6})+")


def words(text: str, known: Words, own: Own) -> Said:
    """Read the words of a cell; `own` are those that someone mapped by hand for this source, which come first.

    Raises:
        Refused: none of them is known: the first one is named. What is known of the others is taken.

    """
    found: dict[str, None] = {}
    repairs: dict[Repair, None] = {}
    strangers: list[str] = []
    for part in _parts(text, known, own):
        word = folded(part)
        slugs = own.get(word, known.known.get(word))
        if slugs is None:
            strangers.append(part)
        elif not slugs:
            repairs[Repair.SAYS_NOTHING] = None
        else:
            found |= dict.fromkeys(slugs)
            if word not in known.ours:
                repairs[Repair.WORD] = None
    if strangers:
        raise PartlyRefused(Said(list(found) or None, tuple(repairs)), strangers)
    return Said(list(found) or None, tuple(repairs))


def _parts(text: str, known: Words, own: Own) -> list[str]:
    """Cut a cell into its words, unless it is one as it stands."""
    if folded(text) in own or folded(text) in known.known:
        return [text]
    parts = _joined([part for part in _BETWEEN.split(text.strip()) if part], own.keys() | known.known.keys())
    return [code for part in parts for code in (re.split("[- ]", part) if _CODES.fullmatch(part) else [part])]


def _joined(parts: list[str], known: Set[str]) -> list[str]:
    """Put together again words that are one although a separator is in them: "Bibliothèque / médiathèque"."""
    found: list[str] = []
    while parts:
        longest = min(len(parts), _MOST_JOINED)
        many = next((many for many in range(longest, 1, -1) if folded(" ".join(parts[:many])) in known), 1)
        found.append(" ".join(parts[:many]))
        parts = parts[many:]
    return found


class PartlyRefused(Refused):
    """Some words of a cell are not known: `said` is what the others say."""

    def __init__(self, said: Said, strangers: list[str]) -> None:
        super().__init__(Refusal.NO_WORD, " | ".join(dict.fromkeys(strangers)))
        self.said, self.strangers = said, strangers
