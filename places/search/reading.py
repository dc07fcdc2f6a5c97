"""What a question asks, word by word: pure, told by a `Lexicon` which words some place has.

A *form* is how a word is looked for: "flor*" whole, as a plural or by its beginning, "tiers" whole, "=cci" as the
initials of a name. A *sense* is forms that a place must all have; a *term* is what one word or two may mean, any of its
senses. The browser reads a question in the same steps (`frontend/src/search/reading.ts`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from places.search.folding import Token, stem, tokens
from places.search.synonyms import Synonyms, counts

Sense = tuple[str, ...]
MAX_WORDS = 8
# The shortest part of a word that was written without its hyphen, and the shortest and longest initials.
_PART, _INITIALS = 3, range(3, 9)


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

    @property
    def synonyms(self) -> Synonyms:
        """What else things are called."""

    @property
    def everywhere(self) -> Collection[str]:
        """The words of the territory and of the country, without the marks of plurals: every place is there."""

    def together(self, one: str, other: str) -> bool:
        """Tell whether a kind, a service, a commune, a network or a synonym is called by both words."""

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
    asked = [token.word for token in _numbers(all_words) if counts(token.word)][:MAX_WORDS]
    words = [word for at, word in enumerate(asked) if not _is_everywhere(asked, at, lexicon)]
    if not words:
        return NOTHING_ASKED if all_words or not text.strip() else IN_VAIN
    terms = list(_terms(words, lexicon))
    known = [term for term in terms if term.senses]
    if not known:
        return IN_VAIN
    return _best(known, [term.said for term in terms if not term.senses], lexicon)


def _is_everywhere(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word is the territory, the country, and no part of what something is called: "France services"."""
    if stem(words[at]) not in lexicon.everywhere:
        return False
    beside = [other for other in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2]) if other != words[at]]
    return not any(lexicon.together(words[at], other) for other in beside)


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


def _terms(words: Sequence[str], lexicon: Lexicon) -> Iterator[Term]:
    choices = [list(_choices(words, at, lexicon.synonyms)) for at in range(len(words))]
    known = lexicon.found({sense for found in choices for choice in found for sense in choice.senses})
    terms = list(_chosen(words, choices, known))
    meant = _meant([term.said for term in terms if not term.senses], lexicon)
    for term in terms:
        yield term if term.senses else meant.get(term.said, Term(term.said, ((f"{term.said}*",),)))


class _Choice(NamedTuple):
    """What so many words may mean, when some place has one of the `proofs`."""

    size: int
    senses: list[Sense]
    proofs: list[Sense]


def _choices(words: Sequence[str], at: int, synonyms: Synonyms) -> Iterator[_Choice]:
    """List what the words from there on may mean: an expression with synonyms, two words in one, or the first alone."""
    size, others = synonyms.at(words, at)
    if size:
        senses = [tuple(words[at : at + size]), *others]
        yield _Choice(size, senses, senses)
    word, *following = words[at : at + 2]
    for other in following:
        joined = (f"{word}{other}*",)
        yield _Choice(2, [(word, f"{other}*"), joined], [joined])
    yield _Choice(1, [(f"{word}*",)], [(f"{word}*",)])


def _chosen(words: Sequence[str], choices: Sequence[list[_Choice]], known: Collection[Sense]) -> Iterator[Term]:
    at = 0
    while at < len(words):
        proven = (choice for choice in choices[at] if any(proof in known for proof in choice.proofs))
        size, senses, _proofs = next(proven, _Choice(1, [], []))
        yield Term(" ".join(words[at : at + size]), tuple(sense for sense in senses if sense in known))
        at += size


def _meant(unknown: Collection[str], lexicon: Lexicon) -> dict[str, Term]:
    """Find what words may mean that no place has: two words in one, the initials of a name, or a slip."""
    unknown = set(unknown) - set(lexicon.named(unknown)) if unknown else unknown
    if not unknown:
        return {}
    slips = lexicon.nearest(unknown)
    starts = lexicon.whole({word[:cut] for word in unknown for cut in _cuts(word)})
    guesses = {word: list(_guesses(word, starts, slips.get(word, ()), lexicon.synonyms)) for word in unknown}
    known = lexicon.found({sense for found in guesses.values() for sense, _spelling in found})
    return {word: _term(word, [guess for guess in found if guess[0] in known]) for word, found in guesses.items()}


def _cuts(word: str) -> range:
    return range(_PART, len(word) - _PART + 1)


def _guesses(
    word: str, starts: Collection[str], slips: Iterable[tuple[str, str]], synonyms: Synonyms
) -> Iterator[tuple[Sense, str | None]]:
    for cut in _cuts(word):
        if word[:cut] in starts:
            yield (word[:cut], f"{word[cut:]}*"), None
    if len(word) in _INITIALS:
        yield (f"={word}",), None
    for other, spelling in slips:
        yield (other,), spelling
        for phrase in synonyms.at([other], 0)[1]:
            yield phrase, spelling


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
