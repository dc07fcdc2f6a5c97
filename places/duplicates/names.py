"""What a name says: what is done there, and the words that are its own. Pure."""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from places.search.folding import words_in

# What is done there, by the words that say so in a name, without accents; guests before those who lend them a room. A
# library in a town hall is not the town hall, and a France services in a post office is not the post office.
_FUNCTIONS = (
    {
        "library": r"bibliothe\w+|media?the\w+|ludothe\w+|(?:point|depot|relais) (?:de )?lecture",
        "public services": r"(?:espace |maison )?france services?|msap|maison (?:de )?services? (?:au|aux) publics?",
        "third place": r"coworking|co working|tele ?centre|tele ?travail|tiers lieux?|fab ?lab",
        "employment": r"france travail|pole emploi|missions? locales?|cap emploi",
        "teaching": r"ecole|college|lycee|greta|universite",
        "tourism": r"office (?:de |du )?tourisme",
        "digital": r"cyber\w*|espace (?:public )?numerique|conseill\w+ numerique",
        "families": r"point (?:d )?info\w*|relais petite enfance|centre social|udaf|caf|mdph|adil|cidff",
        "chamber": r"chambre (?:de |d )\w+|cci|cma",
    },
    {"association": r"foyer rural|association|salle.des.fetes|maison.des.associations"},
    {"post": r"la.poste|bureau de poste|(?:agence|relais) postale?(?: communale?)?"},
    {"town hall": r"mairie|hotel de ville|communaute de communes|prefecture"},
)
# One pass tells of most names that they say nothing of a level. Each begins with the space before a word, which is
# looked for at once where a boundary is tried at each letter.
_LEVELS = [
    (
        {name: re.compile(rf" (?:{said})\b") for name, said in level.items()},
        re.compile(rf" (?:{'|'.join(level.values())})\b"),
    )
    for level in _FUNCTIONS
]
_SILENT = (
    "a,au,aux,d,dans,de,des,du,en,et,l,la,le,les,ou,par,pour,s,sur,un,une,the,of,and,espace,lieu,maison,site,"
    "ville,local,locale,municipal,municipale,communal,communale,commune,intercommunal,intercommunale,"
    "departemental,departementale"
)
_EMPTY = frozenset(_SILENT.split(","))
# Of names of which one says only what is done there, nobody can tell: "Médiathèque de Mende", "Médiathèque Lamartine".
_UNTOLD = 0.6
# One name is within the other: "La Pompe", "La Pompe, tiers-lieu et café".
_WITHIN = 0.9


class Name(NamedTuple):
    """What a name says is done there, and its own words: neither those of its commune nor those that say nothing."""

    functions: frozenset[str]
    words: tuple[str, ...]

    def contradicts(self, other: "Name") -> bool:
        """Tell whether both say what is done there, and not the same."""
        return bool(self.functions and other.functions and not self.functions & other.functions)


@lru_cache(maxsize=4096)
def read_name(name: str, where: str) -> Name:
    """Read a name; `where` names the commune of the place, and its territory."""
    functions, words = _read_alone(name)
    silent = _silent_in(where)
    return Name(functions, tuple([word for word in words if word not in silent]))


@lru_cache(maxsize=4096)
def _read_alone(name: str) -> tuple[frozenset[str], list[str]]:
    """Read a name wherever it is: a file says it of a commune, and a listing of a commune and its territory."""
    said = " " + " ".join(words_in(name))
    functions: frozenset[str] = frozenset()
    for level, any_of in _LEVELS:
        if not any_of.search(said):
            continue
        found = frozenset(function for function, pattern in level.items() if pattern.search(said))
        functions = functions or found
        for function in found:
            said = level[function].sub(" ", said)
    return functions, [word for word in said.split() if word not in _EMPTY]


@lru_cache(maxsize=4096)
def _silent_in(where: str) -> frozenset[str]:
    """The words that tell nothing in a name of this commune and territory, beside those that tell nothing anywhere."""
    return frozenset(words_in(where))


def likeness_of_names(one: Name, other: Name) -> float:
    """Tell how alike two names are: 0 to 1."""
    if not one.words or not other.words:
        return _UNTOLD if one.words or other.words or not one.functions & other.functions else 1.0
    shorter, longer = sorted((set(one.words), set(other.words)), key=len)
    ratio = likeness_of_texts(" ".join(sorted(one.words)), " ".join(sorted(other.words)))
    return max(ratio, _WITHIN) if shorter <= longer else ratio


def most_of_names(one: Name, other: Name) -> float:
    """Tell how alike two names are at most, by the letters that they have in common, in whatever order."""
    if not one.words or not other.words or set(one.words) <= set(other.words) or set(other.words) <= set(one.words):
        return 1.0
    first, second = " ".join(one.words), " ".join(other.words)
    # Counted letter by letter, which takes half of what two `Counter` do.
    common = sum([min(first.count(letter), second.count(letter)) for letter in set(first)])
    return 2 * common / (len(first) + len(second))


def likeness_of_texts(one: str, other: str) -> float:
    """Tell how alike two texts are, letter by letter: 0 to 1."""
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
