"""What a question asks, word by word: pure, told by a `Lexicon` which words some place has.

The browser reads a question in the same steps (`frontend/src/directory/reading.ts`).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from places.search.folding import Token, stem, tokens, undotted
from places.search.parts import in_part
from places.search.slips import slips
from places.search.synonyms import Synonyms, asks, counts, in_full
from places.search.terms import CODE, IN_VAIN, MAX_WORDS, NOTHING_ASKED, Lexicon, Near, Reading, Sense, Spot, Term

# The shortest part of a word that was written without its hyphen, and the shortest and longest initials.
_PART, _INITIALS = 3, range(3, 9)
# "48 000": no number of a house is 48 before 000, and telephones go on in twos.
_POSTCODE = re.compile(r"[1-9]\d \d{3}(?! \d|\d)")
# A telephone number tells more than any word beside it, and the number of a house less.
_DIALLED, _HOUSE = re.compile(r"\d{9,}"), re.compile(r"\d{1,4}|bis|ter|quater")


def read(text: str, lexicon: Lexicon) -> Reading:
    """Read a question. One of signs alone is in vain; one of little words and single letters asks nothing.

    What cannot be answered whole as it is written is read again as it may have been meant.
    """
    all_words = tokens(undotted(text))
    asked = [token.word for token in _numbers(all_words) if asks(token.word)][:MAX_WORDS]
    terms = _terms_of(asked, lexicon)
    if not terms:
        return NOTHING_ASKED if all_words or not text.strip() else IN_VAIN
    if _is_whole(terms, lexicon):
        return _reading(terms, lexicon)
    named = in_part(terms, lexicon)
    if named != terms and all(term.senses or term.spot for term in named):
        return _reading(named, lexicon)
    return _read_again(asked, slips(asked, terms, lexicon), lexicon) or _reading(named, lexicon)


def _read_again(asked: Sequence[str], meant: Mapping[str, Near], lexicon: Lexicon) -> Reading | None:
    """Read the words that are meant, and say them as they are spelt; what is left out is said as it was typed.

    What leaves words out and stands on two slips alone has nothing to do with the question: only single slips are then
    believed, if there are any.
    """
    if not meant:
        return None
    terms: Sequence[Term] = _terms_of([meant[word].word if word in meant else word for word in asked], lexicon)
    if not terms:
        return replace(NOTHING_ASKED, understood=" ".join(near.spelling for near in meant.values()))
    if not _is_whole(terms, lexicon):
        terms = in_part(terms, lexicon)
    typed = {near.word: word for word, near in meant.items()}
    terms = [_as_typed(term, typed, meant) for term in terms]
    reading = _reading(terms, lexicon)
    if not reading.left_out or not all(_is_far(said, meant) for said in _grounds(reading, terms)):
        return reading
    return _read_again(asked, {word: near for word, near in meant.items() if near.slips == 1}, lexicon)


def _grounds(reading: Reading, terms: Sequence[Term]) -> Iterator[str]:
    """List what was typed of all that a reading stands on."""
    yield from (term.said for term in reading.terms)
    yield from (term.said for term in terms if term.spot and term.spot == reading.around)


def _is_far(said: str, meant: Mapping[str, Near]) -> bool:
    return all(word in meant and meant[word].slips > 1 for word in said.split())


def _as_typed(term: Term, typed: Mapping[str, str], meant: Mapping[str, Near]) -> Term:
    words = term.said.split()
    if not any(word in typed for word in words):
        return term
    said = [typed.get(word, word) for word in words]
    spelt = [meant[word].spelling if word in meant else word for word in said]
    return replace(term, said=" ".join(said), spelling=term.spelling or " ".join(spelt))


def _terms_of(asked: Sequence[str], lexicon: Lexicon) -> list[Term]:
    words = [word for at, word in enumerate(asked) if not _is_everywhere(asked, at, lexicon)]
    return list(_terms(words, lexicon)) if words else []


def _is_whole(terms: Sequence[Term], lexicon: Lexicon) -> bool:
    """Tell whether every word is known, and some place has them all."""
    known = [term for term in terms if term.senses]
    return all(term.senses or term.spot for term in terms) and (not known or lexicon.meets(known))


def _reading(terms: Sequence[Term], lexicon: Lexicon) -> Reading:
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


def _numbers(words: Sequence[Token]) -> Iterator[Token]:
    """Join the parts of a telephone number, however it was written, into its ten digits, and those of "48 000"."""
    return _dialled(_posted(words))


def _posted(words: Sequence[Token]) -> Iterator[Token]:
    """Join two digits and the three that follow, where no telephone number goes on."""
    at = 0
    while at < len(words):
        said = " ".join(token.word for token in words[at : at + 3])
        is_code = _POSTCODE.match(said)
        yield Token(said[:6].replace(" ", ""), is_glued=False) if is_code else words[at]
        at += 2 if is_code else 1


def _dialled(words: Iterable[Token]) -> Iterator[Token]:
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
    full = [in_full(word, lexicon.synonyms) for word in words]
    keys = [{" ".join(map(stem, said[start : start + size])) for said in (words, full)} for start, size in spans]
    spots = lexicon.spots({key for found in keys for key in found})
    for (start, size), found in zip(spans, keys, strict=True):
        for key in found & spots.keys():
            yield _named(start, size, spots[key], (words, full))


def _named(start: int, size: int, spot: Spot, written: Sequence[Sequence[str]]) -> _Named:
    if not CODE.fullmatch(written[0][start]):
        senses = [tuple(words[start : start + size]) for words in written]
        return _Named(start, size, spot, senses, is_code=False)
    called = tuple(token.word for token in tokens(spot.name) if counts(token.word))
    return _Named(start, size, spot, [called if spot.today else (f"#{spot.code}",)], is_code=True)


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
    """Find what words may mean that no place has: two words in one, or the initials of a name."""
    unknown = set(unknown) - set(lexicon.named(unknown)) if unknown else unknown
    if not unknown:
        return {}
    starts = lexicon.whole({word[:cut] for word in unknown for cut in _cuts(word)})
    guesses = {word: list(_guesses(word, starts)) for word in unknown}
    known = lexicon.found({sense for found in guesses.values() for sense in found})
    return {word: Term(word, tuple(sense for sense in found if sense in known)[:1]) for word, found in guesses.items()}


def _cuts(word: str) -> range:
    return range(_PART, len(word) - _PART + 1)


def _guesses(word: str, starts: Collection[str]) -> Iterator[Sense]:
    for cut in _cuts(word):
        if word[:cut] in starts:
            yield word[:cut], f"{word[cut:]}*"
    if len(word) in _INITIALS:
        yield (f"={word}",)


def _best(terms: Sequence[Term], left_out: Sequence[str], around: Spot | None, lexicon: Lexicon) -> Reading:
    """Keep as many terms as some place answers together, from the first on.

    A telephone number comes before all, the number of a house last.
    """
    if len(terms) == 1 or lexicon.meets(terms):
        return Reading(tuple(terms), tuple(left_out), around=around, understood=_understood(terms))
    met: list[Term] = []
    for term in sorted(terms, key=_weight):
        if lexicon.meets([*met, term]):
            met.append(term)
    kept = [term for term in terms if term in met]
    dropped = (term.said for term in terms if term not in met)
    return Reading(tuple(kept), (*left_out, *dropped), around=around, understood=_understood(kept))


def _weight(term: Term) -> int:
    """Tell how soon a term is kept: 0 first, 2 last."""
    return 0 if _DIALLED.fullmatch(term.said) else 2 if _HOUSE.fullmatch(term.said) else 1


def _understood(terms: Sequence[Term]) -> str | None:
    """Say the question as it was taken, where some of it was not found as written."""
    return " ".join(t.spelling or t.said for t in terms) if any(t.spelling for t in terms) else None
