"""What else a question's words are called: expressions that mean the same, in groups."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from places.search.folding import stem, tokens

Phrase = tuple[str, ...]
# Words that do not count. The same stand in the SQL of `search_initials`.
# fmt: off
LITTLE = frozenset((
    "un", "une", "le", "la", "les", "de", "des", "du", "au", "aux", "en", "et", "ou", "par", "pour", "sur", "dans",
    "chez", "avec", "the", "of", "in", "and", "at", "to", "for", "on", "an",
))
# What belongs to whoever asks and to no place. A name may have such a word: it is found by its others.
ASKING = frozenset((
    "ma", "mon", "mes", "notre", "nos", "votre", "vos", "je", "est", "sont", "comment", "quel", "quelle", "quels",
    "quelles", "pres", "proche", "autour", "cherche", "chercher", "trouver", "besoin", "veux", "faire", "refaire",
    "moi", "ici", "me", "my", "our", "your", "near", "where", "how", "is", "are", "need", "find", "looking", "here",
))
# fmt: on
BETWEEN = "|"


def counts(word: str) -> bool:
    """Tell whether a word of a name tells anything."""
    return len(word) > 1 and word not in LITTLE


def asks(word: str) -> bool:
    """Tell whether a word of a question asks anything."""
    return counts(word) and word not in ASKING


class Synonyms:
    """Groups of expressions, found by the words with which each begins, the longest first."""

    def __init__(self, groups: Iterable[str]) -> None:
        self._by_start: dict[str, list[tuple[Phrase, list[Phrase]]]] = {}
        for group in groups:
            phrases = [phrase for text in group.split(BETWEEN) if (phrase := _phrase(text))]
            for phrase in phrases:
                others = [other for other in phrases if other != phrase]
                self._by_start.setdefault(stem(phrase[0]), []).append((phrase, others))
        for known in self._by_start.values():
            known.sort(key=lambda one: -len(one[0]))

    def at(self, words: Sequence[str], start: int) -> tuple[int, list[Phrase]]:
        """Tell how many words from `start` on are an expression, and what else it is called; none is 0."""
        for phrase, others in self._by_start.get(stem(words[start]), []):
            said = words[start : start + len(phrase)]
            if list(map(stem, said)) == list(map(stem, phrase)):
                return len(phrase), others
        return 0, []


def in_full(word: str, synonyms: Synonyms) -> str:
    """Write in full what is short in the names of communes: "st", "ste"."""
    size, others = synonyms.at([word], 0)
    return next((other[0] for other in others if size == len(other) == 1), word)


@lru_cache(maxsize=8)
def synonyms_of(groups: tuple[str, ...]) -> Synonyms:
    """Read groups, each expressions with a bar between them; the same ones once."""
    return Synonyms(groups)


def _phrase(text: str) -> Phrase:
    return tuple(token.word for token in tokens(text) if counts(token.word))
