"""The parts of the hub that need no process: what it remembers, and whom it cuts off."""

from typing import Any

import pytest

from config.live.hub import BEAT
from config.live.listener import Listener
from config.live.ring import Ring
from network.live.moves import NOWHERE, Move, Point


def move(position: int, second: float = 0) -> Move:
    return Move(Point(position, f"{int(second * 1_000_000):x}"), {})


def test_the_ring_knows_what_moved_since_each_point_that_it_holds_and_no_other() -> None:
    ring = Ring(size=3)
    assert (ring.head, ring.since(NOWHERE)) == (NOWHERE, [])
    moves = [move(2), move(5), move(6), move(9)]
    ring.add(moves)
    assert (ring.floor, ring.head) == (moves[0].point, moves[3].point)
    assert ring.since(moves[0].point) == moves[1:]
    assert ring.since(moves[2].point) == moves[3:]
    assert ring.since(moves[3].point) == []
    assert ring.since(NOWHERE) is None, "it has forgotten some of it"
    assert ring.since(Point(5, "f")) is None, "another database told this"
    assert ring.since(Point(7, "0")) is None
    assert ring.after(5) == moves[2:]


def test_the_ring_knows_the_last_point_before_a_moment_that_it_remembers() -> None:
    ring = Ring(Point(1, f"{10_000_000:x}"))
    assert ring.point_before(20) is None, "nothing came since it was begun"
    moves = [move(2, 20), move(3, 30)]
    ring.add(moves)
    assert ring.point_before(10) is None
    assert ring.point_before(15) == ring.floor
    assert ring.point_before(25) == moves[0].point
    assert ring.point_before(99) == moves[1].point


class Wire:
    """The transport of a listener: what waits in it is given."""

    def __init__(self, unread: int) -> None:
        self.unread, self.written, self.is_cut = unread, b"", False

    def get_write_buffer_size(self) -> int:
        return self.unread

    def is_closing(self) -> bool:
        return self.is_cut

    def write(self, data: bytes) -> None:
        self.written += data

    def abort(self) -> None:
        self.is_cut = True


class Nobody:
    def left(self, listener: Listener) -> None:
        raise AssertionError(listener)


def listener_on(wire: Any) -> Listener:
    listener = Listener(frozenset({"directory"}), Nobody(), is_stream=True)
    listener._transport = wire
    return listener


@pytest.mark.parametrize(("unread", "written"), [(0, b"frame"), (64 * 1024, b"frame"), (64 * 1024 + 1, b"")])
def test_who_does_not_read_is_cut_off(unread: int, written: bytes) -> None:
    wire = Wire(unread)
    listener_on(wire).send(b"frame")
    assert (wire.written, wire.is_cut) == (written, not written)


def test_who_says_much_where_one_listens_is_cut_off() -> None:
    wire = Wire(0)
    listener = listener_on(wire)
    listener.data_received(b"a" * 8192)
    assert not listener.is_gone
    listener.data_received(b"a")
    assert listener.is_gone


def test_a_stream_is_never_silent_for_as_long_as_a_proxy_waits() -> None:
    assert BEAT < 30
