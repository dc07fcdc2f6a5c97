"""Words, as search compares them: folded, cut, and how far one is from another.

The same three times, which tests hold together (`tests/cases/search.json`): here, in PostgreSQL
(`places/migrations/0015_search.py`) and in the browser (`frontend/src/directory/folding.ts`).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

_MARKS = re.compile("[\u0300-\u036f]")
# Letters that no decomposition takes apart.
_WHOLE = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "þ": "th", **dict(zip("øđłðıħ", "odldih", strict=True))})
_WORD = re.compile("[a-z0-9]+")
# What holds the parts of a compound together: "tiers-lieu", "l’atelier".
_GLUE = re.compile("[-'’‐ʼ]")
_PLURAL = re.compile("[a-z0-9]{3,}[sx]")
_SPELT = re.compile(r"[^\W\d_]+")
# "C.C.I.", and no "St."
_DOTTED = re.compile(r"(?<![a-z0-9])(?:[a-z]\.){2,}[a-z]?(?![a-z0-9])")
# A SIRET, by threes or however it is written.
_SIRET = re.compile(r"(?<![0-9])(?:[0-9]{3}[ .]?){3}[0-9]{5}(?![0-9])")
LONGEST = 60
# A slip is looked for in words of so many letters, and twice in longer ones.
SLIPS_FROM, TWO_SLIPS_FROM, SLIPS_TO = 4, 8, 24


class Token(NamedTuple):
    """A word of a text, and whether a hyphen or an apostrophe ties it to the one before."""

    word: str
    is_glued: bool


def fold(text: str) -> str:
    """Write a text in lower case without accents, ligatures, or anything that only its shape tells apart."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", normalize("NFKD", text).lower())
    return plain if plain.isascii() else plain.translate(_WHOLE)


def tokens(text: str) -> list[Token]:
    """Cut a text into its words, in their order."""
    folded = fold(text)
    return list(_tokens(folded))


def words_in(text: str) -> list[str]:
    """Cut a text into its words, whatever ties them."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


def _tokens(folded: str) -> Iterator[Token]:
    end = -1
    for found in _WORD.finditer(folded):
        is_glued = found.start() == end + 1 and bool(_GLUE.match(folded, end))
        end = found.end()
        yield Token(found[0][:LONGEST], is_glued)


def undotted(text: str) -> str:
    """Fold a text, and write initials that have dots between them, and a SIRET, as one word each."""
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), fold(text))
    return _SIRET.sub(lambda found: re.sub("[ .]", "", found[0]), plain)


def stem(word: str) -> str:
    """Take the mark of a plural from a word: "lieux", "services". Beginnings are compared as they are."""
    return word[:-1] if _PLURAL.fullmatch(word) else word


def lexemes(text: str) -> frozenset[str]:
    """List what a text is found by: its words, without the marks of plurals too, and each compound in one."""
    words = tokens(text)
    runs: list[str] = []
    for word, is_glued in words:
        runs.append((runs.pop() if is_glued else "") + word)
    found = [*(word for word, _is_glued in words), *(run[:LONGEST] for run in runs)]
    return frozenset(form for word in found if len(word) > 1 for form in (word, stem(word)))


def spelt(text: str) -> list[str]:
    """Cut a text into its words as they are spelt."""
    return _SPELT.findall(normalize("NFC", text))


def forgiven(word: str) -> int:
    """Tell how many slips a word may hold: none in what is short, or has a digit."""
    if not SLIPS_FROM <= len(word) <= SLIPS_TO or not word.isalpha():
        return 0
    return 2 if len(word) >= TWO_SLIPS_FROM else 1


def shortened(word: str, slips: int) -> set[str]:
    """List a word with up to so many letters less: two words that are near share one of these."""
    found = {word}
    for _slip in range(slips):
        found |= {one[:at] + one[at + 1 :] for one in found for at in range(len(one))}
    return found


def distance(one: str, other: str) -> int:
    """Count the slips between two words: a letter more, less or other, or two that changed places."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
