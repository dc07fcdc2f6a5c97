"""Hours as people say them: what is understood, what is refused, and how hours come back from their own words."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from places.hours import normalise
from places.hours.grammar import LONGEST, Unreadable, parse, written
from places.hours.spoken import Misheard, hear, read, understand
from places.hours.spoken.clauses import ClauseReader
from places.hours.spoken.cursor import Cursor
from places.hours.spoken.scanner import scan
from places.hours.words import hours_in_words
from places.models import Place
from tests.randomly import drawn

CASES = json.loads((Path(__file__).parents[1] / "cases" / "spoken_hours.json").read_text())
CORPUS = [
    line
    for line in (Path(__file__).parent / "hours_corpus.list").read_text().splitlines()
    if line and not line.startswith("#")
]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["typed"])
def test_hours_are_understood_as_they_are_said(case: dict[str, str]) -> None:
    assert understand(case["typed"]) == case["stored"]


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["typed"])
def test_capitals_accents_and_wide_spaces_change_nothing(case: dict[str, str]) -> None:
    if '"' in case["stored"]:
        pytest.skip("a remark keeps its own letters")
    loud = case["typed"].upper().replace("É", "E").replace("Û", "U").replace(" ", "\N{NARROW NO-BREAK SPACE}")
    assert understand(loud) == case["stored"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["typed"])
def test_what_is_not_understood_or_doubtful_is_refused_with_what_to_write(case: dict[str, Any]) -> None:
    with pytest.raises(Misheard) as refused:
        read(case["typed"])
    assert case["says"] in plain(str(refused.value))
    assert [written(hours) for hours in refused.value.readings] == case["readings"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_reading_that_a_refusal_offers_is_understood_when_it_is_typed(language: str) -> None:
    with override(language):
        for case in CASES["refused"]:
            readings = [parse(text) for text in case["readings"]]
            assert [_meaning(hear(hours_in_words(hours))) for hours in readings] == list(map(_meaning, readings))


def _meaning(hours: Any) -> str:
    """Write hours; every day of the week in a part of the year is every day of it."""
    return written(hours).replace(" Mo-Su", "")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_that_read_hours_back_lead_to_the_same_hours(language: str) -> None:
    """Every timetable of public bodies that may be stored: 621 of 633; the others end as they begin, or overlap."""
    stored = [normalise(text) for text in CORPUS if _may_be_stored(text)]
    with override(language):
        assert [text for text in stored if written(hear(hours_in_words(parse(text)))) != text] == []
    assert len(stored) == 621


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_plain_week_does_not_show_comes_back_from_its_words_too(language: str) -> None:
    stored = [case["stored"] for case in CASES["read"]]
    with override(language):
        lost = [text for text in stored if _meaning(hear(hours_in_words(parse(text)))) != _meaning(parse(text))]
    assert lost == []


def _may_be_stored(text: str) -> bool:
    try:
        normalise(text)
    except ValidationError:
        return False
    return True


def test_openstreetmaps_syntax_is_understood_as_it_stands() -> None:
    stored = [normalise(text) for text in CORPUS if _may_be_stored(text)]
    assert [understand(text) for text in stored] == stored


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ("Mo-Fr 09:00", ["Ces horaires s’arrêtent trop tôt : la fin manque."]),
        ("Tu 12:00-09:00", ["jusqu’à 09:00 le lendemain"]),
        ("mardi bientôt", ["« bientôt » n’est pas compris", "dans la syntaxe d’OpenStreetMap (« Tu,Th 09:00-12:00"]),
    ],
)
def test_a_refusal_speaks_the_writers_own_language(typed: str, sentences: list[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        understand(typed)
    assert len(refused.value.messages) == len(sentences)
    assert all(part in plain(said) for part, said in zip(sentences, refused.value.messages, strict=True))


def test_forms_understand_words_while_files_and_programs_must_use_the_syntax() -> None:
    field = Place._meta.get_field("opening_hours")
    form_field = field.formfield()
    assert form_field is not None
    assert form_field.clean("mardi et jeudi 9h-12h") == "Tu,Th 09:00-12:00"
    assert form_field.clean("") is None
    assert not form_field.has_changed("Tu,Th 09:00-12:00", "mardi et jeudi 9h-12h")
    with pytest.raises(ValidationError):
        field.to_python("mardi et jeudi 9h-12h")


WORDS = "lundi|mardi|jeudi|samedi|mar|du|au|le|de|à|et|ou|9h|12h|9|12|9h-12h|14:00|17h30|midi|minuit|fermé|sauf|hors"
WORDS += (
    "|jours fériés|vacances scolaires|août|3|1er|dernier|2026|03/08|semaines paires|sur rendez-vous|le reste du temps"
)
WORDS += (
    '|aussi|seulement|matin|24h/24|pour travaux|(cour)|"x"|,|;|\n|\n\n|:|-|/|(|)|Mo-Fr|off|week 10|semaine 10|salle'
)
SOUP = st.lists(st.sampled_from(WORDS.split("|")), max_size=14).map(" ".join)


@pytest.mark.fuzz
@drawn(300)
@given(SOUP | st.text(max_size=60))
@example("İ")
@example("½ 1⁄2 ①")
def test_any_text_is_understood_or_refused_and_what_is_understood_may_be_stored(text: str) -> None:
    try:
        hours = read(text)
    except Unreadable:
        return
    assert normalise(written(hours)) == written(hours)


@drawn(100)
@given(SOUP)
def test_each_reading_may_be_stored(text: str) -> None:
    try:
        read(text)
    except Misheard as refused:
        for hours in refused.readings:
            assert parse(written(hours))
    except Unreadable:
        pass


@pytest.mark.parametrize(
    "unit",
    ["mardi 9h-12h, ", "1er ", "1er mardi ", "9h ", "3 et ", "lundi ", "fermé ", "a ", "août ", "sauf mardi ", "( "],
)
def test_the_time_to_understand_follows_the_length(unit: str) -> None:
    """A count of steps, not of seconds: eight times the text may be looked at some eight times as often."""
    assert _steps(unit * 40) <= 12 * _steps(unit * 5) + 400


def _steps(text: str) -> int:
    count = 0

    def note(_frame: object, event: str, _told: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        ClauseReader(Cursor(text, scan(text))).read()
    except Unreadable:
        pass
    finally:
        sys.setprofile(None)
    return count


def test_a_text_that_nobody_types_is_refused_unread() -> None:
    with pytest.raises(Misheard, match="trop longs"):
        hear("x" * (LONGEST + 1))
