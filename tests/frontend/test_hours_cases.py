"""The server says of each line of the table of hours what the browser says, from what it tells the browser."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from frontend.place.hours import coming_hours
from frontend.site.texts import hours_texts, week_texts
from frontend.site.words import now_in_words, week_in_words
from places.hours import Schedule

TABLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases" / "hours.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_has_the_words_that_the_browser_is_given(language: str) -> None:
    with translation.override(language):
        assert TABLE["texts"][language] == {**hours_texts(), **week_texts()}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: f"{case['hours']} {case['at']}")
def test_the_server_says_what_the_table_says(case: dict[str, Any]) -> None:
    schedule = Schedule.of(case["hours"], _day(case, "opened_on"), _day(case, "closed_on"), TABLE["commune"])
    at = datetime.fromisoformat(case["at"])
    with translation.override("fr"):
        now = now_in_words(schedule, at)
        assert (now.state, now.words) == (case["state"], case["fr"])
        if case["week"]:
            assert [[day.name, day.hours, day.reason] for day in week_in_words(schedule, at)] == case["week"]
    with translation.override("en"):
        assert now_in_words(schedule, at).words == case["en"]


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: f"{case['hours']} {case['at']}")
def test_the_browser_is_told_what_the_table_holds(case: dict[str, Any]) -> None:
    schedule = Schedule.of(case["hours"], _day(case, "opened_on"), _day(case, "closed_on"), TABLE["commune"])
    told = coming_hours(schedule, datetime.fromisoformat(case["at"]))
    assert json.loads(json.dumps(told)) == case["held"]


def _day(case: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(case[name]) if name in case else None
