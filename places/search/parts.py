"""Names of communes said in part, "saint privat" for Saint-Privat-de-Vallongue, of which no place speaks. Pure.

The browser looks in the same steps (`frontend/src/directory/parts.ts`).
"""

from collections.abc import Sequence

from places.search.folding import stem
from places.search.synonyms import in_full
from places.search.terms import Lexicon, Term


def in_part(terms: Sequence[Term], lexicon: Lexicon) -> Sequence[Term]:
    """Take terms that no place answers together for the commune that is called so in part: the longest such name."""
    if any(term.spot for term in terms):
        return terms
    several = [(start, start + size) for size in range(len(terms), 1, -1) for start in range(len(terms) - size + 1)]
    return _in_one_of(several, terms, lexicon) or _in_one_of(_unmet(terms, lexicon), terms, lexicon) or terms


def _unmet(terms: Sequence[Term], lexicon: Lexicon) -> list[tuple[int, int]]:
    return [(at, at + 1) for at, term in enumerate(terms) if not (term.senses and lexicon.meets([term]))]


def _in_one_of(spans: Sequence[tuple[int, int]], terms: Sequence[Term], lexicon: Lexicon) -> list[Term] | None:
    """Take the terms of the first span that is a name in part, and that no place answers, for the commune."""
    keys = {(start, end): _keys(terms[start:end], lexicon) for start, end in spans}
    spots = lexicon.within({key for each in keys.values() for key in each})
    for (start, end), each in keys.items():
        spot = next((spots[key] for key in each if key in spots), None)
        those = terms[start:end]
        if spot and not (all(term.senses for term in those) and lexicon.meets(those)):
            said = " ".join(term.said for term in those)
            return [*terms[:start], Term(said, (), spot=spot), *terms[end:]]
    return None


def _keys(terms: Sequence[Term], lexicon: Lexicon) -> list[str]:
    """Write terms as names are looked for, as they are and in full."""
    words = [word for term in terms for word in term.said.split()]
    return [" ".join(map(stem, those)) for those in (words, [in_full(word, lexicon.synonyms) for word in words])]
