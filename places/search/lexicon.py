"""The database as a lexicon: what words mean in the small tables, then which places have them."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import add, and_, itemgetter, or_
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    Expression,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat, Greatest, Least

from places.choices import Tier
from places.expressions import EqualsAny, Speaks
from places.search import spots
from places.search.folding import distance, fold, forgiven, lexemes, shortened, spelt, stem, tokens
from places.search.synonyms import BETWEEN, Synonyms, counts, synonyms_of
from places.search.terms import Near, Sense, Spot, Term

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
_MAY_BE_RARE, _DENSE, _LOOKED_AT = 5000, 40_000, 1000
# A beginning is written out in so many words at most: of more, a list of all that begin so is made sooner.
_WRITTEN_OUT = 32
_BEGUN = """
SELECT form, ARRAY(
    SELECT word FROM places_indexword
    WHERE word >= form COLLATE "C" AND word < (form || '{') COLLATE "C" LIMIT %s
) FROM unnest(%s::text[]) AS form
"""
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
    _answering: dict[frozenset[Term], list[int] | None] = field(default_factory=dict)
    _found: set[Sense] = field(default_factory=set)
    # The words that begin so, of beginnings that few do.
    _begun: dict[str, list[str]] = field(default_factory=dict)
    _few: dict[tuple[int, ...], list[int]] = field(default_factory=dict)

    def found(self, senses: Collection[Sense]) -> set[Sense]:
        """Keep the senses that some place has: one question for all."""
        self._learn({form for sense in senses for form in sense})
        asked, places = sorted(senses), self.places.order_by()
        each = [
            places.filter(self._has_all(sense)).values_list(Value(number, IntegerField()))[:1]
            for number, sense in enumerate(asked)
        ]
        found = {asked[number] for (number,) in _together(each)}
        self._found |= found
        return found

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
        return spots.named(names)

    def within(self, names: Collection[str]) -> dict[str, Spot]:
        """Find a commune of whose name these are some words, one after another: one that begins so, one of today."""
        return spots.named_in_part(names)

    def meets(self, terms: Sequence[Term]) -> bool:
        """Tell whether some place answers all of these terms."""
        if len(terms) == 1 and not self._found.isdisjoint(terms[0].senses):
            return True
        return self.answering(terms) != []

    def answering(self, terms: Sequence[Term]) -> list[int] | None:
        """List the places (primary keys) that answer all of these terms; None for more than `MOST`. Asked once."""
        asked = frozenset(terms)
        if asked not in self._answering:
            self._answering[asked] = self._answers(asked)
        return self._answering[asked]

    def _answers(self, asked: frozenset[Term]) -> list[int] | None:
        known = self._known_of(asked)
        if known is None:
            guesses = self._guesses(self._starts(asked))
            if len(asked) == 1 and guesses[asked] > _DENSE:
                # That some place has each sense of a term was asked before.
                return None
            known = self._few_of(asked, guesses)
            if known is None and min(guesses.values()) > _DENSE and asked not in guesses:
                return self._first_keys(asked)
            if guesses.get(asked, 0) > _DENSE and self._is_soon_met(asked):
                return None
        if known is None:
            return self._keys(self.places.order_by(), asked)
        found = self._answering[known]
        return self._keys(self.places.order_by().filter(_among(found)), asked - known) if found else []

    def _keys(self, rows: QuerySet[Any], terms: Collection[Term]) -> list[int] | None:
        """List the places that have all of these terms, by the index of words.

        PostgreSQL plans it as if all were wanted: it takes words that it does not know for common, and would look at
        one place after another for the few that are.
        """
        try:
            sql, params = rows.filter(self.asks(terms, is_whole=len(terms) > 1)).values("pk").query.sql_with_params()
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            lazily = f"WITH found AS MATERIALIZED ({sql}) SELECT * FROM found LIMIT %s"  # noqa: S608  Django's own
            cursor.execute(lazily, (*params, MOST + 1))
            return _few([key for (key,) in cursor.fetchall()])

    def _first_keys(self, terms: Collection[Term]) -> list[int] | None:
        """List them in the order of keys: the first are soon found where every term is common."""
        return _few(list(self.places.order_by("pk").filter(self.asks(terms)).values_list("pk", flat=True)[: MOST + 1]))

    def _is_soon_met(self, terms: Collection[Term]) -> bool:
        first = self.places.order_by("pk").values("pk")[:_LOOKED_AT]
        return bool(self.places.order_by().filter(self.asks(terms), pk__in=first).exists())

    def _known_of(self, asked: frozenset[Term]) -> frozenset[Term] | None:
        """Find some of these terms that few places answer, the fewest: the others are then asked of these alone."""
        few = {known: len(keys) for known, keys in self._answering.items() if known < asked and keys is not None}
        return min(few, key=lambda known: few[known], default=None)

    def _starts(self, asked: frozenset[Term]) -> list[frozenset[Term]]:
        """List what may be asked first: each term, and those together of which the index has every word."""
        self._learn({form for term in asked for sense in term.senses for form in sense})
        whole = frozenset(term for term in asked if self._is_whole(term))
        return [frozenset([term]) for term in asked] + ([whole] if len(whole) > 1 else [])

    def _is_whole(self, term: Term) -> bool:
        forms = {form for sense in term.senses for form in sense}
        is_written = all(form in self._begun or not form.endswith("*") for form in forms)
        return is_written and self._query(term, _letters) is not None

    def _guesses(self, starts: Sequence[frozenset[Term]]) -> dict[frozenset[Term], int]:
        """Tell how many places PostgreSQL takes each of these to have: it is as good at that as we need."""
        each = [self.places.order_by().filter(self.asks(start)).values("pk") for start in starts]
        asked = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]
        plan = json.loads(asked.explain(format="json"))[0]["Plan"]
        return dict(
            zip(starts, [one["Plan Rows"] for one in (plan["Plans"] if len(each) > 1 else [plan])], strict=True)
        )

    def _few_of(self, asked: frozenset[Term], guesses: Mapping[frozenset[Term], int]) -> frozenset[Term] | None:
        """Ask for the rarest of what may be asked first, where it may be rare.

        An index asked for beginnings reads all of them: "rue" with a postcode took 360 ms, the postcode alone 6.
        """
        start = min(guesses, key=lambda one: (guesses[one], -len(one)))
        if guesses[start] > _MAY_BE_RARE or start == asked:
            return None
        return start if self.answering([*start]) is not None else None

    def asks(self, terms: Iterable[Term], *, is_whole: bool = False) -> Q:
        """Say that a place answers all of these terms; beginnings `is_whole` asks for in whole words, where few do.

        Several terms are then found sooner, and PostgreSQL knows less of how many there are.
        """
        terms = list(terms)
        self._learn({form for term in terms for sense in term.senses for form in sense})
        written = [query for term in terms if (query := self._query(term, self._letters if is_whole else _letters))]
        spoken = [Q(Speaks(" & ".join(written)))] if written else []
        beside = [term for term in terms if not self._query(term, _letters)]
        return reduce(and_, [*spoken, *map(self._has_any, beside)])

    def _query(self, term: Term, letters: Callable[[str], list[str]]) -> str | None:
        """Write a term as one question of the index, all senses in one; None where it asks of more than the index."""
        forms = {form for sense in term.senses for form in sense}
        if not all(self._is_of_the_index(self._meanings[form]) for form in forms):
            return None
        each = {form: f"({' | '.join(self._written(form, letters))})" for form in forms}
        senses = [" & ".join(each[form] for form in sense) for sense in term.senses]
        return f"({' | '.join(f'({sense})' for sense in senses)})"

    @staticmethod
    def _is_of_the_index(meaning: Meaning) -> bool:
        return not meaning.networks and len(meaning.communes) <= _MANY

    def _written(self, form: str, letters: Callable[[str], list[str]]) -> list[str]:
        meaning = self._meanings[form]
        return [*letters(form), *meaning.words, *(meaning.communes if len(meaning.communes) <= _MANY else [])]

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
        has = Q(_speaks(self._written(form, _letters)))
        if len(meaning.communes) > _MANY:
            has |= _standing_in(meaning.communes)
        if not meaning.networks:
            return has
        is_few = len(meaning.members) <= MOST
        return has | (Q(_among(meaning.members)) if is_few else self.places.belonging_to(meaning.networks))

    def _letters(self, form: str) -> list[str]:
        """Write a form as PostgreSQL asks for it: a beginning in whole words, where they are few."""
        if form not in self._begun:
            return _letters(form)
        return [f"'{word}'" for word in sorted({*self._begun[form], stem(form.rstrip("*"))})]

    def _write_out(self, forms: Collection[str]) -> None:
        """Find the words of the index that begin so."""
        begun = [form.rstrip("*") for form in forms if form.endswith("*") and form[0].isalpha()]
        if not begun:
            return
        with connection.cursor() as cursor:
            cursor.execute(_BEGUN, (_WRITTEN_OUT + 1, begun))
            self._begun |= {f"{word}*": words for word, words in cursor.fetchall() if len(words) <= _WRITTEN_OUT}

    def _learn(self, forms: Collection[str]) -> None:
        """Find what forms mean in the small tables, all at once."""
        new = [form for form in forms if form not in self._meanings]
        self._write_out(new)
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
        return any(both <= said or not joined.isdisjoint(said) for said in named) or spots.is_called(both)

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


def _lexicon() -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("places", "SearchWord")._default_manager.get_queryset()
    return rows


def _nearest(word: str, known: Iterable[tuple[str, str, int]]) -> list[Near]:
    most = forgiven(word)
    far = [
        ((slips, tier, other[0] != word[0], other), spelling)
        for other, spelling, tier in known
        if other != word and forgiven(other) and (slips := _slips_between(word, other)) <= most
    ]
    found: dict[str, Near] = {}
    for (slips, tier, _is_other, other), spelling in sorted(far, key=itemgetter(0)):
        found.setdefault(other, Near(other, spelling, tier, slips))
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


def _few(keys: list[int]) -> list[int] | None:
    return keys if len(keys) <= MOST else None


def _of(function: type[Func], expressions: Sequence[Expression]) -> Expression:
    return function(*expressions) if len(expressions) > 1 else expressions[0]
