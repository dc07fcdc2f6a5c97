"""What open pages are told: what moved, in the order of commits, and nothing of what they may not read."""

from typing import Any

import pytest
from django.db import connection, transaction

from network.choices import Reported
from network.live import reading
from network.live.moves import MOST_NAMES, NOWHERE, Move, Point, Told, move_of, told_in
from network.live.tickets import GOOD_FOR, may_follow, write_ticket
from network.live.topics import read_topics
from network.models import Signal
from network.services import Said, suggest
from network.services.live import forget_signals, stir
from places.choices import Door, Status
from places.models import Change, Place
from places.services import delete, edit, version_of
from tests.factories import make_kind, make_membership, make_network, make_place

committing = pytest.mark.django_db(transaction=True)
SECRET = "of this test"


def ask(sql: str, **values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def last() -> Point:
    rows = ask(reading.LAST)
    return Point(*rows[0]) if rows else NOWHERE


def moves_after(point: Point) -> list[Move]:
    return [move_of(row) for row in ask(reading.MOVES, after=point.position, most=reading.MOST_MOVES)]


def told_after(point: Point, *topics: str) -> Told:
    return told_in(moves_after(point), topics)


def rename(place: Place, name: str) -> None:
    edit(place, changes={"name": name}, by=None, door=Door.CONSOLE, based_on=version_of(place))


@committing
def test_a_listing_that_changes_moves_in_the_directory_and_in_a_topic_of_its_own() -> None:
    place, before = make_place(), last()
    rename(place, "La Pompe neuve")
    name = f"place:{place.uuid}"
    assert told_after(before, "directory", name, "network:1") == {"directory": [name], name: [name]}
    assert told_after(last(), "directory") == {}


@committing
def test_a_draft_is_never_named_and_a_listing_that_is_taken_away_is() -> None:
    place, draft, before = make_place(), make_place(name="Projet", status=Status.DRAFT), last()
    rename(draft, "Projet secret")
    assert told_after(before, "directory", f"place:{draft.uuid}") == {}
    delete(place, by=None, door=Door.CONSOLE)
    assert told_after(before, "directory") == {"directory": [f"place:{place.uuid}"]}


@committing
def test_a_membership_moves_its_place_and_its_network_and_those_that_it_leaves() -> None:
    stay = make_membership(make_place(), make_network())
    other, before = make_place(name="Autre"), last()
    named = {f"place:{stay.place.uuid}", f"place:{other.uuid}"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE network_membership SET place_id = %s WHERE id = %s", [other.pk, stay.pk])
    names = told_after(before, "directory")["directory"]
    assert names is not None
    assert set(names) == named
    network = f"network:{stay.network_id}"
    assert told_after(before, network) == {network: [f"members:{stay.network_id}"]}


@committing
def test_words_move_in_the_directory() -> None:
    before = last()
    make_kind("ressourcerie", "Ressourcerie")
    assert told_after(before, "directory") == {"directory": ["kind:ressourcerie"]}


@committing
def test_the_queues_hear_of_every_change_and_every_suggestion_and_name_none() -> None:
    place, before = make_place(), last()
    suggest(kind=Reported.ERROR, said=Said({}, words="Fermé le lundi"), place=place, door=Door.PUBLIC)
    assert told_after(before, "queues", "directory") == {"queues": None}
    before = last()
    rename(place, "La Pompe neuve")
    assert told_after(before, "queues") == {"queues": None}


@committing
def test_a_signal_is_told_once_a_commit_in_one_order_with_the_log_and_forgotten_if_the_commit_was_not() -> None:
    before = last()
    with transaction.atomic():
        for _time in range(3):
            stir("workshop:ABCDEF", "scene:4")
        make_kind("fablab", "Fablab")
        with transaction.atomic():
            stir("workshop:ABCDEF", "scene:5")
            transaction.set_rollback(True)
    moves = moves_after(before)
    assert told_in(moves, ["workshop:ABCDEF"]) == {"workshop:ABCDEF": ["scene:4"]}
    assert {move.point.position for move in moves} == {
        Change.objects.newest_first()[0].position,
        Signal.objects.get().position,
    }


@committing
def test_what_has_no_name_has_everything_looked_at() -> None:
    before = last()
    stir("workshop:ABCDEF", "scene:4")
    stir("workshop:ABCDEF")
    assert told_after(before, "workshop:ABCDEF") == {"workshop:ABCDEF": None}


@committing
def test_signals_of_before_last_week_are_forgotten() -> None:
    stir("workshop:ABCDEF")
    ask("UPDATE network_signal SET at = now() - interval '100 years' RETURNING id")
    stir("workshop:GHIJKL")
    forget_signals()
    assert [signal.topic for signal in Signal.objects.all()] == ["workshop:GHIJKL"]


@pytest.mark.parametrize("wrong", ["", "deux mots", "a\n", "é", "a" * 81, ":a"])
def test_a_topic_is_written_as_one(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        stir(wrong)
    with pytest.raises(ValueError, match=r".*"):
        read_topics([wrong])


def test_names_beyond_what_is_worth_naming_are_none() -> None:
    point, many = Point(1, "1"), [f"place:{number}" for number in range(MOST_NAMES + 1)]
    assert move_of((*point, None, many)).told["directory"] is None
    halves = [Move(point, {"directory": many[:60]}), Move(Point(2, "2"), {"directory": many[50:]})]
    assert told_in(halves, ["directory"]) == {"directory": None}
    assert told_in(halves[:1] * 2, ["directory"]) == {"directory": many[:60]}


def test_a_closed_topic_needs_a_ticket_that_names_it_was_written_here_and_is_of_today(time_machine: Any) -> None:
    ticket = write_ticket(["queues"], secret=SECRET)
    assert may_follow(["directory", "workshop:ABCDEF"], [], secret=SECRET)
    assert may_follow(["directory", "queues"], [ticket], secret=SECRET)
    for topics, shown, secret in (
        (["queues"], [], SECRET),
        (["queues"], [ticket[:-1]], SECRET),
        (["queues"], [ticket], "another"),
        (["queues", "moderation:ABCDEF"], [ticket], SECRET),
    ):
        assert not may_follow(topics, shown, secret=secret)
    time_machine.shift(GOOD_FOR + 1)
    assert not may_follow(["queues"], [ticket], secret=SECRET)
