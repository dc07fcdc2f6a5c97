"""Their words, and ours: what partners' files call a kind, a service, a public or a fee.

The words of the vocabulary itself, and those of the national standard that stand beside them, come from the database;
what files say besides is in `words.json`, folded, under our slug: under none, a word that says nothing.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import override

from places import national
from places.choices import Wheelchair
from places.models import Kind, Service
from places.search.folding import words_in

_NOTHING: tuple[str, ...] = ()

_FILE = Path(__file__).with_name("words.json")


class Words(NamedTuple):
    """Words, each folded, with the slugs that it means here, none if it says nothing; and which are our own."""

    known: Mapping[str, tuple[str, ...]]
    ours: frozenset[str] = frozenset()


Cousins = Mapping[str, frozenset[str]]


def cousins() -> Cousins:
    """Tell, of each kind, which others the national standard has under one of its codes. Evaluates, in one query."""
    codes = dict(Kind.objects.values_list("slug", "standard_codes"))
    return {
        one: frozenset(other for other, said in codes.items() if set(own) & set(said)) for one, own in codes.items()
    }


class Vocabulary(NamedTuple):
    """The words of each sort."""

    kinds: Words
    services: Words
    publics: Words
    fees: Words
    wheelchair: Words


def folded(text: str) -> str:
    """Write a text as words are compared: lower case, without accents or signs."""
    return " ".join(words_in(text))


def vocabulary() -> Vocabulary:
    """Gather the words of today. Evaluates, in two queries."""
    others = json.loads(_FILE.read_text(encoding="utf-8"))
    kinds, services = list(Kind.objects.all()), list(Service.objects.all())
    own_kinds = {word.slug: [word.slug, word.label, word.label_en, *word.standard_codes] for word in kinds}
    own_services = {word.slug: [word.slug, word.label, word.label_en, word.standard_label or ""] for word in services}
    return Vocabulary(
        _words(own_kinds, others["kinds"]),
        _words(own_services, others["services"]),
        _words(_of_standard(national.PUBLICS | national.CARE), others["publics"]),
        _words(_of_standard(national.FEES), others["fees"]),
        _words({choice.value: [choice.value, *_labels(choice)] for choice in Wheelchair}, others["wheelchair"]),
    )


def _of_standard(words: Mapping[Any, str]) -> dict[str, list[str]]:
    return {choice.value: [choice.value, *_labels(choice), said] for choice, said in words.items()}


def _labels(choice: Any) -> list[str]:  # noqa: ANN401  a choice of any sort
    """What our own screens and workbooks call it, in each language."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(choice.label))
    return found


def _words(own: Mapping[str, Iterable[str]], others: Mapping[str, list[str]]) -> Words:
    """Put our own words first; what they call one that is not in this vocabulary is not known."""
    slugs_of = {slug: (slug,) for slug in own} | {"": _NOTHING}
    found = {word: slugs_of[slug] for slug, said in others.items() if slug in slugs_of for word in said}
    codes: dict[str, list[str]] = {}
    for slug, said_here in own.items():
        for word in map(folded, said_here):
            codes.setdefault(word, []).append(slug)
    # A code that several of our words share (TIERS_LIEUX) is the last of them: narrow ones come first.
    ours = {word: (slugs[-1],) for word, slugs in codes.items() if word}
    return Words(found | ours, frozenset(ours))
