"""What may be written as opening hours, how it is stored, and what is refused with which sentence."""

import sys

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from places.hours import normalise
from places.hours.grammar import LONGEST, Unreadable, parse, written
from places.hours.stored import HOURS_PATTERN
from tests.randomly import drawn


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("24/7", "24/7"),
        ("Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off",) * 2,
        ("mo-fr 9:00-12:00 ; ph closed", "Mo-Fr 09:00-12:00; PH off"),
        ("Mo–Fr 09:00–12:00", "Mo-Fr 09:00-12:00"),
        ("Mo, Tu, We 09:00-12:00", "Mo-We 09:00-12:00"),
        ("Su,Mo 09:00-12:00", "Mo,Su 09:00-12:00"),
        ("Fr-Mo 09:00-12:00", "Mo,Fr-Su 09:00-12:00"),
        ("Jul-Aug: Mo-Sa 10:00-19:00", "Jul-Aug Mo-Sa 10:00-19:00"),
        ("Jul 1-Aug 31 Mo-Sa 10:00-19:00", "Jul-Aug Mo-Sa 10:00-19:00"),
        ("Jan 02-Jun 30 Tu 14:00-17:00",) * 2,
        ("Jan 2-5 off", "Jan 02-05 off"),
        ("2026 Dec 20-Jan 05 off", "2026 Dec 20-2027 Jan 05 off"),
        ("2026-2027 off",) * 2,
        ("week 1-53/2 Th 09:00-12:00", "week 01-53/2 Th 09:00-12:00"),
        ("week 10,12 Th 09:00-12:00",) * 2,
        ("We[1,3] 14:00-16:30",) * 2,
        ("We[1-3] 14:00-16:30", "We[1,2,3] 14:00-16:30"),
        ("Sa[-1] 10:00-12:00, Mo 08:00-09:00",) * 2,
        ("Fr 18:00-25:30", "Fr 18:00-01:30"),
        ("Mo 08:00-24:00",) * 2,
        ("Mo-Fr,PH 09:00-12:00",) * 2,
        ("SH Mo-Fr 09:00-12:00",) * 2,
        ("Sa “sur rendez-vous”", 'Sa "sur rendez-vous"'),
        ('Mo-Fr 09:00-12:00 || " sur rendez-vous "', 'Mo-Fr 09:00-12:00 || "sur rendez-vous"'),
        ('off "travaux"',) * 2,
    ],
)
def test_what_a_directory_needs_is_stored_in_one_way(typed: str, stored: str) -> None:
    assert normalise(typed) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "s’arrêtent trop tôt"),
        ("9h-12h", "à partir de « 9h-12h »"),
        ("lundi au vendredi", "à partir de « lundi"),
        ("Mo-Fr 09:00-12:00;", "s’arrêtent trop tôt"),
        ("Mo-Fr 25", "à partir de « 25 »"),
        ("Mo-Fr 09:00", "s’arrêtent trop tôt"),
        ("Tu 12:30; We 09:00-10:00", "à partir de « ; We"),
        ("Mo 09:00-12:00-14:00", "à partir de « -14:00"),
        ("Mo 27:00-28:00", "à partir de"),
        ("Mo sunrise-sunset", "à partir de « sunrise"),
        ("<b>", "à partir de"),
        ('Mo 09:00-12:00 ""', "s’arrêtent trop tôt"),
        ('Mo 09:00-12:00 "non', "à partir de"),
        ("Feb 30 10:00-12:00", "« Feb 30 » n’existe pas"),
        ("Apr 01-31 off", "« Apr 31 » n’existe pas"),
        ("Jan 00 off", "à partir de « 00"),
        ("week 59 Mo 09:00-10:00", "à partir de « 59"),
        ("week 20-10 Mo 09:00-10:00", "à partir de"),
        ("We[6] 09:00-10:00", "à partir de « 6"),
        ("Sa", "« Sa » sans heures voudrait dire toute la journée"),
        ("Mo-Fr 09:00-12:00; Dec 24", "« Dec 24 » sans heures"),
        ("Tu 12:00-09:00", "jusqu’à 09:00 le lendemain"),
        ("Mo-Fr 09:00-09:00", "jusqu’à 09:00 le lendemain"),
        ("Mo 09:00-12:00,11:00-13:00", "deux plages d’heures se chevauchent"),
        (
            "Mo-Fr 09:00-12:00; Mo-Fr 14:00-18:00",
            "les deux : « Mo-Fr 09:00-12:00,14:00-18:00 » ; pour n’en garder qu’une : « Mo-Fr 14:00-18:00 »",
        ),
        ("Sa 14:00-16:00; Mo-Sa 09:00-12:00", "« Mo-Sa 09:00-12:00 » efface « Sa 14:00-16:00 »"),
        ("Mo 09:00-12:00; 14:00-18:00", "« 14:00-18:00 » efface « Mo 09:00-12:00 »"),
        ("x" * (LONGEST + 1), "trop longs"),
    ],
)
def test_what_nobody_can_have_meant_is_refused_with_what_it_would_mean(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        normalise(typed)
    assert sentence in " ".join(refused.value.messages).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "typed",
    [
        "Mo-Sa 09:00-12:00; Sa 14:00-16:00",
        "Mo-Fr 09:00-12:00; We off",
        "Mo-Fr 09:00-12:00; Jul-Aug Mo-Fr 14:00-18:00",
        "Mo-Fr 09:00-12:00; PH 14:00-18:00",
        "We 09:00-12:00; We[1] 14:00-18:00",
        "Mo-Fr 09:00-12:00, Mo-Fr 14:00-18:00",
        "Fr 20:00-06:00",
    ],
)
def test_a_later_rule_that_leaves_something_of_an_earlier_one_is_taken(typed: str) -> None:
    assert normalise(typed) == typed


WORDS = ["Mo", "Tu-Fr", "PH", "SH", "Sa[1]", "[-1]", "Jul-Aug", "Feb 29", "2026", "week 01-53/2", "24/7", "off", "open"]
WORDS += ["09:00-12:00", "14:00", "-", ",", ", ", ";", "; ", " || ", ":", '"sur rendez-vous"', '"', " ", "é", "12", "/"]
SOUP = st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.lists(st.sampled_from(WORDS)).map(" ".join)


@drawn(150)
@given(SOUP | st.text(max_size=60))
@example("Mo, Tu 09:00-10:00, 11:00-12:00, " * 10 + "sunrise-sunset")
def test_any_text_is_read_or_refused_and_what_is_read_is_written_back(text: str) -> None:
    try:
        hours = parse(text)
    except Unreadable:
        return
    assert parse(written(hours)) == hours or written(parse(written(hours))) == written(hours)


@pytest.mark.parametrize(
    "unit", ["Mo, Tu 09:00-10:00, 11:00-12:00, ", "Jan 01-02,", 'Mo "x" || ', "Mo,", "week 01,", '"']
)
def test_the_time_to_refuse_follows_the_length(unit: str) -> None:
    """A count of steps, not of seconds: eight times the text may be looked at some eight times as often."""
    assert _steps(unit * 40 + "sunrise") <= 10 * _steps(unit * 5 + "sunrise") + 200


def _steps(text: str) -> int:
    count = 0

    def note(*_told: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        parse.__wrapped__(text)
    except Unreadable:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.django_db
@drawn(80)
@given(SOUP)
@example('Mo-Fr 09:00-12:00 || "sur rendez-vous"')
@example("2026 Dec 20-2027 Jan 05 off")
def test_the_database_takes_all_that_is_stored(text: str) -> None:
    try:
        stored = normalise(text)
    except ValidationError:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text ~ %s::text", [stored, HOURS_PATTERN])
        assert cursor.fetchone() == (True,), stored
