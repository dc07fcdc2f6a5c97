"""Figures that can be checked: counted again at their position in the log, and now."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from network.overlap import states
from network.overlap.figures import digest_of, last_position, question_in, read_figures
from network.overlap.question import Crossing, Level
from places.models import Change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
QUESTION = "on=2019-07-01"


def fetched(client: Client, query: str = QUESTION) -> dict[str, Any]:
    answer = client.get(f"/croisements/chiffres.json?{query}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def recomputed(told: dict[str, Any], folder: Path) -> tuple[bool, str]:
    """Whether they hold, and what is said."""
    path, said = folder / "figures.json", StringIO()
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    try:
        call_command("recompute", str(path), stdout=said)
    except CommandError as refusal:
        return False, f"{said.getvalue()}{refusal}"
    return True, said.getvalue()


def signed(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"digest": digest_of(told)}


def test_a_file_says_what_the_page_says_and_how_it_is_counted(client: Client) -> None:
    told = fetched(client)
    assert told["communes"]["both"]["count"] == 9
    assert told["position"] == last_position().number
    assert told["rule"].startswith("Un lieu est d’un côté lorsqu’il est, ce jour-là, membre d’un réseau")
    assert sum(part["population"] for part in told["communes"].values()) == 76_486
    assert told["digest"] == digest_of(told)


def test_figures_of_a_territory_say_so_and_hold(client: Client, tmp_path: Path) -> None:
    whole, part = fetched(client), fetched(client, f"{QUESTION}&territory=48")
    assert "territories" not in whole["question"], "the digest of a file written before stays what it was"
    assert part["question"]["territories"] == ["48"]
    assert part["communes"] == whole["communes"]
    assert recomputed(part, tmp_path)[0]
    assert client.get(f"/croisements/chiffres.json?{QUESTION}&territory=07").status_code == 400


def test_what_is_known_at_the_end_of_the_log_is_what_is_known_now(client: Client) -> None:
    told, on = fetched(client, "on=2024-11-21&rule=distance&radius=7500"), "2024-11-21"
    question = question_in(told)
    assert str(question.on) == on
    now = states.communes(question.crossing(None), on=question.on)
    assert told["commune_states"] == {one.code: one.state.value for one in now}


def test_figures_hold_as_long_as_nothing_changes(client: Client, tmp_path: Path) -> None:
    for query in (QUESTION, f"{QUESTION}&rule=distance&radius=7500&confirmed=true&if=place:48198:solozere%2Bmsap"):
        holds, said = recomputed(fetched(client, query), tmp_path)
        assert holds, said
        assert "At that position: the same.\nNow: the same.\nThese figures hold.\n" in said


def test_figures_of_an_earlier_position_are_right_there_and_hold_no_more(client: Client, tmp_path: Path) -> None:
    first = Change.objects.committed().order_by("position").first()
    assert first
    told = fetched(client, f"{QUESTION}&at={first.position}")
    assert told["communes"]["both"]["count"] == 0
    holds, said = recomputed(told, tmp_path)
    assert not holds
    assert "At that position: the same.\nNow: different.\n  communes, both: {'count': 0" in said
    assert "Création : 173 adhésions" in said


def test_a_file_that_was_altered_is_told(client: Client, tmp_path: Path) -> None:
    told = fetched(client)
    told["communes"]["both"]["count"] = 99
    assert "Ce fichier a été modifié" in recomputed(told, tmp_path)[1]
    holds, said = recomputed(signed(told), tmp_path)
    assert not holds
    assert "At that position: different." in said


def test_a_position_of_another_log_is_told(client: Client, tmp_path: Path) -> None:
    told = fetched(client)
    for other in ({"at": "2020-01-01T00:00:00+00:00"}, {"position": 10**9}):
        assert "This log has no such position" in recomputed(signed(told | other), tmp_path)[1]


@pytest.mark.parametrize("wrong", [{"position": "x"}, {"communes": []}, {"question": None}, {"land": 1}])
def test_what_a_file_says_is_of_the_sort_that_is_asked(client: Client, wrong: dict[str, Any], tmp_path: Path) -> None:
    assert "pas celui de chiffres" in recomputed(signed(fetched(client) | wrong), tmp_path)[1].replace("\xa0", " ")


@pytest.mark.parametrize("text", [b"", b"[]", b'{"format": "x"}', b"\xff", b"[" * 100_000])
def test_what_is_no_file_of_figures_is_refused(text: bytes) -> None:
    with pytest.raises(ValidationError):
        read_figures(text)


@pytest.mark.parametrize(
    "asked",
    [
        *(None, {}, {"on": "x"}, {"radius": -1}, {"radius": 10**9}, {"radius": "x"}, {"on": "0001-01-01"}, {"more": 1}),
        *({"a": [1]}, {"b": ["\x00"]}, {"supposed": [[]]}, {"supposed": 1}),
    ],
)
def test_a_question_that_cannot_be_is_refused(client: Client, asked: dict[str, Any] | None) -> None:
    told = fetched(client)
    told["question"] = None if asked is None else asked and told["question"] | asked
    with pytest.raises(ValidationError):
        question_in(told)


@pytest.mark.parametrize(("query", "status"), [("on=x", 400), ("at=0", 404), ("at=x", 404), ("at=" + "9" * 40, 404)])
def test_a_question_that_cannot_be_read_has_no_file(client: Client, query: str, status: int) -> None:
    assert client.get(f"/croisements/chiffres.json?{query}").status_code == status


def test_the_rule_of_the_file_is_that_of_the_page(client: Client) -> None:
    assert fetched(client)["rule"] == Crossing.asked().text(Level.COMMUNE)
