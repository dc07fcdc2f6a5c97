"""Which words of a question may be slips for others, once it cannot be answered as it is written. Pure, as `reading`.

The browser looks in the same steps (`frontend/src/directory/slips.ts`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from places.search.folding import stem
from places.search.synonyms import in_full
from places.search.terms import COMMUNE, TEXT, Lexicon, Near, Sense, Term

# A name of several words is looked for among those of so many, with slips in so many of them.
_LONGEST_NAME, _SLIPS_IN_A_NAME = 6, 2
# So many communes' words are tried in the place of one.
_MOST = 4


def slips(asked: Sequence[str], terms: Sequence[Term], lexicon: Lexicon) -> dict[str, Near]:
    """Tell for which words those of a question are taken: in a commune's whole name, alone, or beside the others."""
    near = lexicon.nearest(asked)
    unknown = [term.said for term in terms if not (term.senses or term.spot)]
    placed = {word for term in terms if term.spot for word in term.said.split()}
    found = _alone(unknown, near, lexicon) | _in_a_name([word for word in asked if word not in placed], near, lexicon)
    return found or ({} if unknown else _beside([term for term in terms if term.senses], near, lexicon))


def _alone(unknown: Sequence[str], near: Mapping[str, Sequence[Near]], lexicon: Lexicon) -> dict[str, Near]:
    """Take words that no place has for the likeliest that some place has, or that is a commune or the territory."""
    senses = {other: list(_senses(other, lexicon)) for word in unknown for other in near.get(word, ())}
    if not senses:
        return {}
    known = set(lexicon.found({sense for found in senses.values() for sense in found}))
    stems = {stem(other.word) for other in senses}
    land = {*lexicon.everywhere, *lexicon.spots(stems), *lexicon.within(stems)}
    right = {other for other, found in senses.items() if stem(other.word) in land or not known.isdisjoint(found)}
    each = {word: next((other for other in near.get(word, ()) if other in right), None) for word in unknown}
    return {word: other for word, other in each.items() if other}


def _senses(other: Near, lexicon: Lexicon) -> Iterator[Sense]:
    yield (other.word,)
    yield from lexicon.synonyms.at([other.word], 0)[1]


@dataclass(frozen=True, slots=True)
class _Name:
    """What a commune may be called, as `spots` are looked for, and which words are then taken for others."""

    keys: set[str]
    meant: dict[str, Near]


def _in_a_name(asked: Sequence[str], near: Mapping[str, Sequence[Near]], lexicon: Lexicon) -> dict[str, Near]:
    """Take words for those of the longest name of a commune that they nearly are."""
    names = list(_names(asked, near, lexicon))
    spots = lexicon.spots({key for name in names for key in name.keys}) if names else {}
    return next((name.meant for name in names if not name.keys.isdisjoint(spots)), {})


def _names(asked: Sequence[str], near: Mapping[str, Sequence[Near]], lexicon: Lexicon) -> Iterator[_Name]:
    """List what names of several words may be meant: the longest first, then those with the fewest slips."""
    written = (asked, [in_full(word, lexicon.synonyms) for word in asked])
    others = [[other for other in near.get(word, ()) if other.tier == COMMUNE][:_MOST] for word in asked]
    for size in range(min(len(asked), _LONGEST_NAME), 1, -1):
        for count in range(1, _SLIPS_IN_A_NAME + 1):
            for start in range(len(asked) - size + 1):
                span = range(start, start + size)
                yield from (_name(written, span, dict(chosen)) for chosen in _chosen(others, span, count))


def _chosen(others: Sequence[Sequence[Near]], span: range, count: int) -> Iterator[list[tuple[int, Near]]]:
    """Choose so many of some words, each taken for one of its others."""
    if not count:
        yield []
        return
    for at in span:
        for other in others[at]:
            yield from ([(at, other), *more] for more in _chosen(others, range(at + 1, span.stop), count - 1))


def _name(written: tuple[Sequence[str], Sequence[str]], span: range, chosen: Mapping[int, Near]) -> _Name:
    each = [[chosen[at].word if at in chosen else words[at] for at in span] for words in written]
    asked, _full = written
    return _Name({" ".join(map(stem, words)) for words in each}, {asked[at]: other for at, other in chosen.items()})


def _beside(terms: Sequence[Term], near: Mapping[str, Sequence[Near]], lexicon: Lexicon) -> dict[str, Near]:
    """Take one word, though some place has it, for another by which something is called beside the other words.

    What is the name of a commune, a kind, a service or a network is meant as it is.
    """
    named = lexicon.named([term.said for term in terms if term.said in near])
    for term in terms:
        others = [other for other in near.get(term.said, ()) if other.tier < TEXT and term.said not in named]
        beside = [one for one in terms if one != term]
        if others and lexicon.meets([*beside, _meaning(term, others)]):
            return {term.said: next(other for other in others if lexicon.meets([*beside, _meaning(term, [other])]))}
    return {}


def _meaning(term: Term, others: Sequence[Near]) -> Term:
    return Term(term.said, tuple((other.word,) for other in others))
