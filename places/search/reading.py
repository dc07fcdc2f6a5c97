"""What a question asks, word by word: pure, told by a `Lexicon` which words some place has.

A *form* is how a word is looked for: "flor*" whole, as a plural or by its beginning, "tiers" whole, "=cci" as the
initials of a name, "#48095" the code of its commune. A *sense* is forms that a place must all have; a *term* is what
one word or two may mean, any of its senses. A *spot* is a commune that the question names and no place speaks of. The
browser reads a question in the same steps (`frontend/src/directory/reading.ts`).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from places.search.folding import Token, stem, tokens
from places.search.synonyms import Synonyms, counts

Sense = tuple[str, ...]
MAX_WORDS = 8
# The shortest part of a word that was written without its hyphen, and the shortest and longest initials.
_PART, _INITIALS = 3, range(3, 9)


# The code of a commune (INSEE).
CODE = re.compile(r"\d{5}|2[ab]\d{3}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune of today or of before, and the point that distances are measured from (WGS 84, longitude first).

    One of before went into that of `today`, and may have no point of its own: then it `is_rough`.
    """

    code: str
    name: str
    point: tuple[float, float]
    today: str | None = None
    is_rough: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """What one word asks, or several that are one; `spelling` is what it was taken for, if not for itself.

    Without a sense no place has it; with a `spot`, it is where to look around.
    """

    said: str
    senses: tuple[Sense, ...]
    spelling: str | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a question. Without a term it asks nothing; `is_vain` finds nothing.

    No place is known `around` a commune that was named: those that answer the terms are sorted from there.
    """

    terms: tuple[Term, ...] = ()
    left_out: tuple[str, ...] = ()
    is_vain: bool = False
    around: Spot | None = None

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

    def spots(self, names: Collection[str]) -> Mapping[str, Spot]:
        """Find the communes that have one of these codes, or are called so: the stems of the words that count."""

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
    around = next((term for term in terms if term.spot), None)
    unknown = [term.said for term in terms if not term.senses and term != around]
    if known:
        return _best(known, unknown, around.spot if around else None, lexicon)
    return Reading(left_out=tuple(unknown), around=around.spot) if around else IN_VAIN


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
    spots = list(_spotted(words, lexicon))
    choices = [list(_choices(words, at, lexicon.synonyms)) for at in range(len(words))]
    senses = {sense for found in choices for choice in found for sense in choice.senses}
    known = lexicon.found(senses | {sense for spot in spots for sense in spot.senses})
    terms = list(_chosen(words, choices, spots, known))
    meant = _meant([term.said for term in terms if not (term.senses or term.spot)], lexicon)
    for term in terms:
        named = Term(term.said, ((f"{term.said}*",),))
        yield term if term.senses or term.spot else meant.get(term.said, named)


class _Named(NamedTuple):
    """Words that are what a commune is called, or its code; some place speaks of it that has one of the senses."""

    start: int
    size: int
    spot: Spot
    senses: list[Sense]
    is_code: bool


def _spotted(words: Sequence[str], lexicon: Lexicon) -> Iterator[_Named]:
    """List the communes that a question names, the longest names first."""
    spans = [(start, size) for size in range(len(words), 0, -1) for start in range(len(words) - size + 1)]
    full = [_in_full(word, lexicon.synonyms) for word in words]
    keys = [{" ".join(map(stem, said[start : start + size])) for said in (words, full)} for start, size in spans]
    spots = lexicon.spots({key for found in keys for key in found})
    for (start, size), found in zip(spans, keys, strict=True):
        for key in found & spots.keys():
            yield _named(start, size, spots[key], words)


def _named(start: int, size: int, spot: Spot, words: Sequence[str]) -> _Named:
    if not CODE.fullmatch(words[start]):
        return _Named(start, size, spot, [tuple(words[start : start + size])], is_code=False)
    called = tuple(token.word for token in tokens(spot.name) if counts(token.word))
    return _Named(start, size, spot, [called if spot.today else (f"#{spot.code}",)], is_code=True)


def _in_full(word: str, synonyms: Synonyms) -> str:
    """Write in full what is short in the names of communes: "st", "ste"."""
    size, others = synonyms.at([word], 0)
    return next((other[0] for other in others if size == len(other) == 1), word)


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


def _chosen(
    words: Sequence[str], choices: Sequence[list[_Choice]], spots: Iterable[_Named], known: Collection[Sense]
) -> Iterator[Term]:
    named: dict[int, _Named] = {}
    for spot in spots:
        if not spot.is_code or (f"{words[spot.start]}*",) not in known:
            named.setdefault(spot.start, spot)
    at = 0
    while at < len(words):
        if (found := named.get(at)) and (term := _term_of(found, words, known)):
            yield term
            at += found.size
            continue
        proven = (choice for choice in choices[at] if any(proof in known for proof in choice.proofs))
        size, senses, _proofs = next(proven, _Choice(1, [], []))
        yield Term(" ".join(words[at : at + size]), tuple(sense for sense in senses if sense in known))
        at += size


def _term_of(named: _Named, words: Sequence[str], known: Collection[Sense]) -> Term | None:
    """Read the name of a commune that no place speaks of, or its code; any other name is words like others."""
    said = " ".join(words[named.start : named.start + named.size])
    senses = tuple(sense for sense in named.senses if sense in known)
    if not senses:
        return Term(said, (), spot=named.spot)
    return Term(said, senses, spelling=named.spot.name) if named.is_code else None


def _meant(unknown: Collection[str], lexicon: Lexicon) -> dict[str, Term]:
    """Find what words may mean that no place has: two words in one, the initials of a name, or a slip."""
    unknown = set(unknown) - set(lexicon.named(unknown)) if unknown else unknown
    if not unknown:
        return {}
    slips = lexicon.nearest(unknown)
    starts = lexicon.whole({word[:cut] for word in unknown for cut in _cuts(word)})
    guesses = {word: list(_guesses(word, starts, slips.get(word, ()), lexicon.synonyms)) for word in unknown}
    known = lexicon.found({sense for found in guesses.values() for sense, _spelling in found})
    spots = lexicon.spots({stem(other) for found in slips.values() for other, _spelling in found})
    return {word: _term(word, found, known, spots) for word, found in guesses.items()}


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


def _term(
    word: str,
    guesses: Iterable[tuple[Sense, str | None]],
    known: Collection[Sense],
    spots: Mapping[str, Spot],
) -> Term:
    for sense, spelling in guesses:
        if sense in known:
            return Term(word, (sense,), spelling)
        if spelling and (spot := spots.get(stem(" ".join(sense)))):
            return Term(word, (), spot=spot)
    return Term(word, ())


def _best(terms: Sequence[Term], left_out: Sequence[str], around: Spot | None, lexicon: Lexicon) -> Reading:
    """Keep as many terms as some place answers together, from the first on."""
    if len(terms) == 1 or lexicon.meets(terms):
        return Reading(tuple(terms), tuple(left_out), around=around)
    kept: list[Term] = []
    for term in terms:
        if lexicon.meets([*kept, term]):
            kept.append(term)
    dropped = (term.said for term in terms if term not in kept)
    return Reading(tuple(kept), (*left_out, *dropped), around=around)
