"""What a question asks, word by word: pure, told by a `Lexicon` which words some place has.

A *form* is how a word is looked for: "flor*" whole, as a plural or by its beginning, "tiers" whole, "=cci" as the
initials of a name. A *sense* is forms that a place must all have; a *term* is what one word or two may mean, any of its
senses. The browser reads a question in the same steps (`frontend/src/search/reading.ts`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from places.search.folding import Token, tokens

Sense = tuple[str, ...]
MAX_WORDS = 8
# The shortest part of a word that was written without its hyphen, and the shortest and longest initials.
_PART, _INITIALS = 3, range(3, 9)

# Words that do not count. The same stand in the SQL of `search_initials`.
# fmt: off
LITTLE = frozenset((
    "un", "une", "le", "la", "les", "de", "des", "du", "au", "aux", "en", "et", "ou", "par", "pour", "sur", "dans",
    "chez", "avec", "the", "of", "in", "and", "at", "to", "for", "on", "an",
))
# fmt: on


@dataclass(frozen=True, slots=True)
class Term:
    """What one word asks, or two that are one; `spelling` is what it was taken for, if not for itself."""

    said: str
    senses: tuple[Sense, ...]
    spelling: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a question. Without a term it asks nothing; `is_vain` finds nothing."""

    terms: tuple[Term, ...] = ()
    left_out: tuple[str, ...] = ()
    is_vain: bool = False

    @property
    def understood(self) -> str | None:
        """The question as it was taken, where some of it was not found as written."""
        return " ".join(t.spelling or t.said for t in self.terms) if any(t.spelling for t in self.terms) else None


NOTHING_ASKED, IN_VAIN = Reading(), Reading(is_vain=True)


class Lexicon(Protocol):
    """Whoever knows the places that are asked."""

    def found(self, senses: Collection[Sense]) -> Collection[Sense]:
        """Keep the senses that some place has."""

    def whole(self, words: Collection[str]) -> Collection[str]:
        """Keep what is a word by itself, of whatever place."""

    def named(self, words: Collection[str]) -> Collection[str]:
        """Keep what a kind, a service, a commune or a network is called, though no place may have it."""

    def nearest(self, words: Collection[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        """List for each word those (word, spelling) that it may be a slip for, the likeliest first."""

    def meets(self, terms: Sequence[Term]) -> bool:
        """Tell whether some place answers all of these terms."""


def read(text: str, lexicon: Lexicon) -> Reading:
    """Read a question. One of signs alone is in vain; one of little words and single letters asks nothing."""
    all_words = tokens(text)
    words = [token for token in _numbers(all_words) if len(token.word) > 1 and token.word not in LITTLE][:MAX_WORDS]
    if not words:
        return NOTHING_ASKED if all_words or not text.strip() else IN_VAIN
    terms = list(_terms(words, lexicon))
    known = [term for term in terms if term.senses]
    if not known:
        return IN_VAIN
    return _best(known, [term.said for term in terms if not term.senses], lexicon)


def _numbers(words: Iterable[Token]) -> Iterator[Token]:
    """Join the parts of a telephone number, however it was written, into its ten digits."""
    run = ""
    for token in words:
        if token.word.isdigit() and (run or token.word.startswith(("0", "33"))):
            run += token.word
            continue
        yield from _number(run)
        run = ""
        yield token
    yield from _number(run)


def _number(digits: str) -> Iterator[Token]:
    for start in ("00330", "0033", "330", "33"):
        if digits.startswith(start) and len(digits) >= len(start) + 9:
            yield Token(f"0{digits[len(start) :]}", is_glued=False)
            return
    if digits:
        yield Token(digits, is_glued=False)


def _terms(words: Sequence[Token], lexicon: Lexicon) -> Iterator[Term]:
    alone = {token.word: (f"{token.word}*",) for token in words}
    joined = [(f"{one.word}{other.word}*",) for one, other in pairwise(words)]
    known = lexicon.found({*alone.values(), *joined})
    meant = _meant([word for word, sense in alone.items() if sense not in known], lexicon)
    at = 0
    while at < len(words):
        word = words[at].word
        if at < len(joined) and joined[at] in known:
            other = words[at + 1].word
            yield Term(f"{word} {other}", ((word, *alone[other]), joined[at]))
            at += 2
            continue
        yield meant.get(word) or Term(word, (alone[word],))
        at += 1


def _meant(unknown: Collection[str], lexicon: Lexicon) -> dict[str, Term]:
    """Find what words may mean that no place has: two words in one, the initials of a name, or a slip."""
    unknown = set(unknown) - set(lexicon.named(unknown)) if unknown else unknown
    if not unknown:
        return {}
    slips = lexicon.nearest(unknown)
    starts = lexicon.whole({word[:cut] for word in unknown for cut in _cuts(word)})
    guesses = {word: list(_guesses(word, starts, slips.get(word, ()))) for word in unknown}
    known = lexicon.found({sense for found in guesses.values() for sense, _spelling in found})
    return {word: _term(word, [guess for guess in found if guess[0] in known]) for word, found in guesses.items()}


def _cuts(word: str) -> range:
    return range(_PART, len(word) - _PART + 1)


def _guesses(
    word: str, starts: Collection[str], slips: Iterable[tuple[str, str]]
) -> Iterator[tuple[Sense, str | None]]:
    for cut in _cuts(word):
        if word[:cut] in starts:
            yield (word[:cut], f"{word[cut:]}*"), None
    if len(word) in _INITIALS:
        yield (f"={word}",), None
    for other, spelling in slips:
        yield (other,), spelling


def _term(word: str, guesses: Sequence[tuple[Sense, str | None]]) -> Term:
    if not guesses:
        return Term(word, ())
    sense, spelling = guesses[0]
    return Term(word, (sense,), spelling)


def _best(terms: Sequence[Term], left_out: Sequence[str], lexicon: Lexicon) -> Reading:
    """Keep as many terms as some place answers together, from the first on."""
    if len(terms) == 1 or lexicon.meets(terms):
        return Reading(tuple(terms), tuple(left_out))
    kept: list[Term] = []
    for term in terms:
        if lexicon.meets([*kept, term]):
            kept.append(term)
    return Reading(tuple(kept), (*left_out, *(term.said for term in terms if term not in kept)))
