"""The database as a lexicon: what words mean in the small tables, then which places have them."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import add, and_, itemgetter, or_
from typing import Any

from django.apps import apps
from django.db.models import (
    BooleanField,
    Case,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Greatest, Least

from places.choices import Tier
from places.expressions import EqualsAny, Geography, Speaks
from places.search.folding import distance, fold, forgiven, lexemes, shortened, spelt, stem, tokens
from places.search.synonyms import BETWEEN, Synonyms, counts, synonyms_of
from places.search.terms import CODE, Near, Sense, Spot, Term

# Where a word may stand, the most telling first; `_NOWHERE` is further than all.
_NAME, _WORD, _COMMUNE, _NETWORK, _TEXT, _NOWHERE = range(6)
# What the small tables call things, by the signs of their codes in the index; the last two have none there.
_BOTH = Concat("label", Value(" | "), "label_en")
KIND, SERVICE, SYNONYM, _TERRITORY = "@+~/"
_SIGNS: dict[str, tuple[str, Any]] = {
    KIND: ("Kind", _BOTH),
    SERVICE: ("Service", _BOTH),
    SYNONYM: ("Synonym", Func("expressions", Value(BETWEEN), function="array_to_string", output_field=TextField())),
    _TERRITORY: ("Territory", "name"),
}
_MOST_SLIPS = 20
# The index of slips has words of so many letters with two of them left out: see `search_slips`.
_TWO_LEFT_OUT_FROM, _SLIPS = 6, 2
# So many communes are asked of the index of words; PostgreSQL looks more of them up in a table of its own.
_MANY = 100
# So many places are sorted by how telling they are; a question that finds more tells nothing to sort by.
MOST = 2000
# Of a beginning that it does not know, PostgreSQL guesses that one place in two hundred has it. Where every word is in
# so many, the first places in the order of keys are soon found, and a list of all takes long to make.
_MAY_BE_RARE, _DENSE = 5000, 40_000
# What follows every address.
COUNTRY = "cedex, France"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a form means beside its letters: the kinds, services and communes that are called so, as codes.

    Networks are primary keys, and `members` their places, where they are few; `MOST` and one where they are more.
    """

    words: list[str]
    communes: list[str]
    networks: list[int]
    members: list[int]


_MEANINGLESS = Meaning([], [], [], [])


@dataclass
class DatabaseLexicon:
    """What some places (a queryset) say, and what the vocabulary and the land call things."""

    places: Any
    _meanings: dict[str, Meaning] = field(default_factory=dict)
    _answering: dict[frozenset[Term], list[int]] = field(default_factory=dict)
    _few: dict[tuple[int, ...], list[int]] = field(default_factory=dict)

    def found(self, senses: Collection[Sense]) -> set[Sense]:
        """Keep the senses that some place has: one question for all."""
        self._learn({form for sense in senses for form in sense})
        asked, places = sorted(senses), self.places.order_by()
        each = [
            places.filter(self._has_all(sense)).values_list(Value(number, IntegerField()))[:1]
            for number, sense in enumerate(asked)
        ]
        return {asked[number] for (number,) in _together(each)}

    def whole(self, words: Collection[str]) -> set[str]:
        """Keep what is a word of the lexicon or of the vocabulary."""
        rows = _lexicon().filter(word__in=words) if words else _lexicon().none()
        return {*rows.values_list("word", flat=True), *(word for word, *_ in self._spelt() if word in words)}

    def named(self, words: Collection[str]) -> set[str]:
        """Keep what a kind, a service, a commune or a network is called, though no place may have it."""
        meanings = {word: self._meanings[f"{word}*"] for word in words}
        return {word for word, meaning in meanings.items() if meaning != _MEANINGLESS}

    def nearest(self, words: Collection[str]) -> dict[str, list[Near]]:
        """List the other words of the lexicon and of the vocabulary that are as near as slips may be."""
        asked = [word for word in words if forgiven(word)]
        if not asked:
            return {}
        left = {one for word in asked for one in shortened(word, forgiven(word))}
        rows = _lexicon().filter(slips__overlap=sorted(left)).values_list("word", "spelling", "tier")
        known = [*rows, *self._spelt()]
        return {word: _nearest(word, known) for word in asked}

    def spots(self, names: Collection[str]) -> dict[str, Spot]:
        """Find the communes that have one of these codes, or are called so; those of today, then the largest, first."""
        codes = [name.upper() for name in names if CODE.fullmatch(name)]
        asked = Q(key__in=list(names)) | Q(code__in=codes)
        found: dict[str, Spot] = {}
        for key, code, name, point, today, is_rough, _rank in (
            _former(asked).union(_today(asked), all=True).order_by("rank")
        ):
            spot = Spot(code, name, point.coords, today, is_rough)
            found |= dict.fromkeys({key, code.lower()} & set(names), spot)
        return found

    def within(self, names: Collection[str]) -> dict[str, Spot]:
        """Find a commune of whose name these are some words, one after another: one that begins so, one of today."""
        rows = [*_today(_called_in_part(names, by_index=True)), *_former(_called_in_part(names))] if names else []
        found: dict[str, Spot] = {}
        for name in names:
            called = [row for row in rows if f" {name} " in f" {row[0]} "]
            best = min(
                called, key=lambda row: (not row[0].startswith(f"{name} "), bool(row[4]), *row[:2]), default=None
            )
            if best:
                _key, code, called_so, point, today, is_rough, _rank = best
                found[name] = Spot(code, called_so, point.coords, today, is_rough)
        return found

    def meets(self, terms: Sequence[Term]) -> bool:
        """Tell whether some place answers all of these terms."""
        return bool(self.answering(terms))

    def answering(self, terms: Sequence[Term]) -> list[int]:
        """List the places (primary keys) that answer all of these terms, `MOST` and one at most; asked once."""
        asked = frozenset(terms)
        if asked not in self._answering:
            known, guesses = self._known_of(asked), []
            if known is None and len(terms) > 1:
                guesses = self._guesses(terms)
                known = self._rarest_of(terms, guesses)
            if known and (found := self._answering[known]):
                rows = self.places.order_by().filter(_among(found))
                self._answering[asked] = self._keys(rows, asked - known)
            else:
                order = ["pk"] if guesses and min(guesses) > _DENSE else []
                self._answering[asked] = [] if known else self._keys(self.places.order_by(*order), terms)
        return self._answering[asked]

    def _keys(self, rows: QuerySet[Any], terms: Iterable[Term]) -> list[int]:
        return list(rows.filter(self.asks(terms)).values_list("pk", flat=True)[: MOST + 1])

    def _known_of(self, asked: frozenset[Term]) -> frozenset[Term] | None:
        """Find some of these terms that few places answer, the fewest: the others are then asked of these alone."""
        few = [known for known, keys in self._answering.items() if known < asked and len(keys) <= MOST]
        return min(few, key=lambda known: len(self._answering[known]), default=None)

    def _guesses(self, terms: Sequence[Term]) -> list[int]:
        """Tell how many places PostgreSQL takes each of several terms to have: it is as good at that as we need."""
        each = [self.places.order_by().filter(self.asks([term])).values("pk") for term in terms]
        plan = each[0].union(*each[1:], all=True).explain(format="json")
        return [guess["Plan Rows"] for guess in json.loads(plan)[0]["Plan"]["Plans"]]

    def _rarest_of(self, terms: Sequence[Term], guesses: Sequence[int]) -> frozenset[Term] | None:
        """Ask for the rarest of several terms, where it may be rare.

        An index asked for beginnings reads all of them: "rue" with a postcode took 360 ms, the postcode alone 6.
        """
        rows, rarest = min((guess, at) for at, guess in enumerate(guesses))
        alone = frozenset([terms[rarest]])
        if rows > _MAY_BE_RARE or alone in self._answering:
            return None
        self._answering[alone] = self._keys(self.places.order_by(), alone)
        return alone if len(self._answering[alone]) <= MOST else None

    def asks(self, terms: Iterable[Term]) -> Q:
        """Say that a place answers all of these terms."""
        terms = list(terms)
        self._learn({form for term in terms for sense in term.senses for form in sense})
        written = [query for term in terms if (query := self._query(term))]
        spoken = [Q(Speaks(" & ".join(written)))] if written else []
        return reduce(and_, [*spoken, *(self._has_any(term) for term in terms if not self._query(term))])

    def _query(self, term: Term) -> str | None:
        """Write a term as one question of the index, all senses in one; None where it asks of more than the index."""
        forms = {form for sense in term.senses for form in sense}
        if not all(self._is_of_the_index(self._meanings[form]) for form in forms):
            return None
        senses = [" & ".join(f"({' | '.join(self._written(form))})" for form in sense) for sense in term.senses]
        return f"({' | '.join(f'({sense})' for sense in senses)})"

    @staticmethod
    def _is_of_the_index(meaning: Meaning) -> bool:
        return not meaning.networks and len(meaning.communes) <= _MANY

    def _written(self, form: str) -> list[str]:
        meaning = self._meanings[form]
        return [*_letters(form), *meaning.words, *(meaning.communes if len(meaning.communes) <= _MANY else [])]

    def _has_any(self, term: Term) -> Q:
        return reduce(or_, map(self._has_all, term.senses))

    def relevance(self, terms: Iterable[Term]) -> Any:  # noqa: ANN401  an expression
        """Tell how far from the name of a place its words stand that answer: 0 where its name has them all."""
        return reduce(add, (self._rank_of(term) for term in terms))

    def _rank_of(self, term: Term) -> Expression:
        return _of(Least, [_of(Greatest, [self._rank(form) for form in sense]) for sense in term.senses])

    def _rank(self, form: str) -> Case:
        meaning, asked = self._meanings[form], _letters(form)
        stands = {
            _NAME: Q(_speaks(_weighted(asked, "A"))),
            _WORD: meaning.words and Q(_speaks(meaning.words)),
            _COMMUNE: meaning.communes and _standing_in(meaning.communes),
            _NETWORK: meaning.networks and Q(self.places.belonging_to(meaning.networks)),
            _TEXT: Q(_speaks(asked)),
        }
        return Case(*(When(where, then=rank) for rank, where in stands.items() if where), default=_NOWHERE)

    def _has_all(self, sense: Sense) -> Q:
        return reduce(and_, map(self._has, sense))

    def _has(self, form: str) -> Q:
        """Say that a place has a form: in one question of the index, save what networks add."""
        meaning = self._meanings[form]
        has = Q(_speaks(self._written(form)))
        if len(meaning.communes) > _MANY:
            has |= _standing_in(meaning.communes)
        if not meaning.networks:
            return has
        is_few = len(meaning.members) <= MOST
        return has | (Q(_among(meaning.members)) if is_few else self.places.belonging_to(meaning.networks))

    def _learn(self, forms: Collection[str]) -> None:
        """Find what forms mean in the small tables, all at once."""
        new = [form for form in forms if form not in self._meanings]
        communes = self._communes(new)
        for form in new:
            words = [f"'{code}'" for code, said in self._words if _says(said, form)]
            networks = tuple(key for key, said in self._network_words if _says(said, form))
            codes = [f"'#{code}'" for code in communes.get(form, ())]
            self._meanings[form] = Meaning(words, codes, list(networks), self._members(networks))

    def _members(self, networks: tuple[int, ...]) -> list[int]:
        if networks not in self._few:
            self._few[networks] = self.places.some_members(networks, most=MOST + 1) if networks else []
        return self._few[networks]

    def _communes(self, forms: Sequence[str]) -> dict[str, list[str]]:
        rows: QuerySet[Any] = apps.get_model("places", "Commune")._default_manager.order_by()
        asked = [form for form in forms if not form.startswith(("=", "#"))]
        each = [rows.filter(_speaks(_letters(form))).values_list(Value(form), "code") for form in asked]
        found: dict[str, list[str]] = {}
        for form, code in _together(each):
            found.setdefault(form, []).append(code)
        return found

    @cached_property
    def called(self) -> list[tuple[str, str, str]]:
        """Read all that the small tables call something: (sign, key, what both languages call it)."""
        each = [
            apps.get_model("places", model)._default_manager.order_by().values_list(Value(sign), "pk", label)
            for sign, (model, label) in _SIGNS.items()
        ]
        return list(_together(each))

    @cached_property
    def _vocabulary(self) -> list[tuple[str, str]]:
        """Every kind and service, under its code in the index."""
        return [(f"{sign}{slug}", label) for sign, slug, label in self.called if sign in (KIND, SERVICE)]

    @cached_property
    def _synonym_groups(self) -> tuple[str, ...]:
        return tuple(label for sign, _slug, label in self.called if sign == SYNONYM)

    @property
    def synonyms(self) -> Synonyms:
        """What else things are called."""
        return synonyms_of(self._synonym_groups)

    @cached_property
    def everywhere(self) -> frozenset[str]:
        """The words of the territories and of the country."""
        named = [f"{code} {name}" for sign, code, name in self.called if sign == _TERRITORY]
        return frozenset(stem(token.word) for text in [*named, COUNTRY] for token in tokens(text) if counts(token.word))

    def together(self, one: str, other: str) -> bool:
        """Tell whether a kind, a service, a commune, a network or a synonym is called by both words, or both in one."""
        both = {stem(one), stem(other)}
        expressions = [text for group in self._synonym_groups for text in group.split(BETWEEN)]
        named = [*(said for _code, said in (*self._words, *self._network_words)), *map(lexemes, expressions)]
        joined = {one + other, other + one}
        return any(both <= said or not joined.isdisjoint(said) for said in named) or _is_commune(both)

    @cached_property
    def _words(self) -> list[tuple[str, frozenset[str]]]:
        return [(code, lexemes(label)) for code, label in self._vocabulary]

    @cached_property
    def _networks(self) -> list[tuple[int, str]]:
        return list(self.places.named_networks())

    @cached_property
    def _network_words(self) -> list[tuple[int, frozenset[str]]]:
        return [(key, lexemes(name)) for key, name in self._networks]

    def _spelt(self) -> Iterator[tuple[str, str, int]]:
        """Every word by which a kind, a service or a network is called, as the lexicon has those of places."""
        called = [label for sign, _key, label in self.called if sign != _TERRITORY]
        for label in (*called, *(name for _key, name in self._networks)):
            for spelling in spelt(label):
                yield fold(spelling), spelling, Tier.WORD


def _is_commune(words: Collection[str]) -> bool:
    """Tell whether a commune, of today or of before, is called by all of these words."""
    called = Speaks(" & ".join(f"'{word}'" for word in words))
    before = reduce(and_, (Q(key__contains=word) for word in words))
    return _rows("Commune").filter(called).exists() or _rows("FormerCommune").filter(before).exists()


_SPOT = ("key", "code", "name", "near", "today", "rough", "rank")


def _called_in_part(names: Collection[str], *, by_index: bool = False) -> Q:
    each = [
        Q(key__startswith=f"{name} ") | Q(key__endswith=f" {name}") | Q(key__contains=f" {name} ") for name in names
    ]
    called = reduce(or_, each)
    if not by_index:
        return called
    return called & Q(_speaks("(" + " & ".join(f"'{word}'" for word in name.split()) + ")" for name in names))


def _today(asked: Q) -> QuerySet[Any]:
    told = {"near": F("reference"), "today": Value(None, TextField()), "rough": Value(False)}  # noqa: FBT003
    rows: QuerySet[Any] = _rows("Commune").filter(asked).annotate(**told, rank=Coalesce("population", 0)).order_by()
    return rows.values_list(*_SPOT)


def _former(asked: Q) -> QuerySet[Any]:
    hall = Q(town_hall__isnull=True)
    told = {
        "near": Coalesce(Geography("town_hall"), "commune__reference"),
        "today": F("commune__name"),
        "rough": ExpressionWrapper(hall, BooleanField()),
    }
    rows: QuerySet[Any] = _rows("FormerCommune").filter(asked).annotate(**told, rank=Value(-1)).order_by()
    return rows.values_list(*_SPOT)


def _rows(model: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("places", model)._default_manager.get_queryset()
    return rows


def _lexicon() -> QuerySet[Any]:
    return _rows("SearchWord")


def _nearest(word: str, known: Iterable[tuple[str, str, int]]) -> list[Near]:
    most = forgiven(word)
    far = [
        ((slips, tier, other[0] != word[0], other), spelling)
        for other, spelling, tier in known
        if other != word and forgiven(other) and (slips := _slips_between(word, other)) <= most
    ]
    found: dict[str, Near] = {}
    for (_slips, tier, _is_other, other), spelling in sorted(far, key=itemgetter(0)):
        found.setdefault(other, Near(other, spelling, tier))
    return list(found.values())[:_MOST_SLIPS]


def _slips_between(word: str, other: str) -> int:
    """Count the slips to a word, or to it without the mark of its plural where the index of slips has that."""
    forms = {other, stem(other)} - {word} if len(other) >= _TWO_LEFT_OUT_FROM else {other}
    near = (distance(word, form) for form in forms if abs(len(form) - len(word)) <= _SLIPS)
    return min(near, default=_SLIPS + 1)


def _says(said: frozenset[str], form: str) -> bool:
    word = form.rstrip("*")
    return stem(word) in said or (word != form and any(one.startswith(word) for one in said))


def _letters(form: str) -> list[str]:
    """Write a form as PostgreSQL asks for it."""
    word = form.rstrip("*")
    whole = word if form.startswith(("=", "#")) else stem(word)
    # What a beginning finds whole already is not asked twice.
    return [f"'{whole}'"] if word == form else [f"'{word}':*", *([] if whole == word else [f"'{whole}'"])]


def _weighted(asked: Iterable[str], weight: str) -> list[str]:
    return [f"{one}{weight}" if one.endswith("*") else f"{one}:{weight}" for one in asked]


def _speaks(asked: Iterable[str]) -> Speaks:
    return Speaks(" | ".join(asked))


def _among(keys: Sequence[int]) -> EqualsAny:
    return EqualsAny(F("pk"), Value(list(keys)))


def _standing_in(communes: Sequence[str]) -> Q:
    """Say that a place is in one of these communes, written as the index of words has them."""
    if len(communes) <= _MANY:
        return Q(_speaks(communes))
    return Q(EqualsAny(F("commune_id"), Value([commune.strip("'#") for commune in communes])))


def _together(each: Sequence[QuerySet[Any]]) -> Iterable[Any]:
    return each[0].union(*each[1:], all=True) if len(each) > 1 else [row for rows in each for row in rows]


def _of(function: type[Func], expressions: Sequence[Expression]) -> Expression:
    return function(*expressions) if len(expressions) > 1 else expressions[0]
