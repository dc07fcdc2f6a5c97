"""The hub: whoever follows is told what moved, from the frame that she saw last."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import psycopg

from config.live import frames
from config.live.asking import Asked, NotAllowedError
from config.live.build import build_of
from config.live.handover import Handed
from config.live.listener import Listener
from config.live.log import Log
from config.live.ring import Ring
from network.live.moves import Move, Point, Told, told_in
from network.live.reading import MOST_MOVES

# Beyond so many, whoever comes asks for answers now and then.
MOST_LISTENERS = 20_000
# Seconds: what comes meanwhile is told together; and between two tellings.
_GATHER, _REST = 0.1, 0.25
# Seconds after which each stream is told that it is well.
BEAT = 15
# Listeners that are told before the loop looks at anything else.
_AT_A_TIME = 250
# How many a second may come back after a restart, so that the site answers others too.
_BACK_A_SECOND = 500
# Seconds after which a connection whose other end has vanished is given up.
_VANISHED = 60
_AWAY = frames.refused(HTTPStatus.SERVICE_UNAVAILABLE, "Live updates are away for a moment; ask again in some seconds.")
_FULL = frames.refused(HTTPStatus.SERVICE_UNAVAILABLE, "Too many follow already; ask for one answer now and then.")


@dataclass(frozen=True, slots=True)
class Limits:
    """Where files of the site are, how many may follow, and what signs tickets."""

    static: Path
    secret: str
    listeners: int = MOST_LISTENERS


class Hub:
    """Who follows, by what they follow and by the second in which they are told that all is well."""

    def __init__(self, log: Log, limits: Limits) -> None:
        self._log = log
        self._limits = limits
        self._ring: Ring | None = None
        self._by_topics: dict[frozenset[str], set[Listener]] = defaultdict(set)
        self._buckets: list[set[Listener]] = [set() for _second in range(BEAT)]
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self._came = 0
        self.count = 0

    def arrived(self, wire: socket.socket, handed: Handed) -> None:
        """Take in a connection that was handed over."""
        task = asyncio.get_running_loop().create_task(self._admit(wire, handed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def left(self, listener: Listener) -> None:
        """Forget one who follows."""
        group = self._by_topics.get(listener.topics, set())
        if listener in group:
            group.discard(listener)
            self._buckets[listener.bucket].discard(listener)
            self.count -= 1
            if not group:
                del self._by_topics[listener.topics]

    async def run(self) -> None:
        """Tell what moves, for ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._log.listen(self._news.set))
            tasks.create_task(self._tell_for_ever())
            tasks.create_task(self._beat_for_ever())

    # Coming in ---------------------------------------------------------------------------------------

    async def _admit(self, wire: socket.socket, handed: Handed) -> None:
        refusal, asked = self._read(handed)
        listener = Listener(asked.topics if asked else frozenset(), self, is_stream=bool(asked and asked.wait is None))
        wire.settimeout(0)
        with suppress(OSError):  # a proxy on the same machine may come by a socket that is no TCP
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _VANISHED * 1000)
        try:
            await asyncio.get_running_loop().connect_accepted_socket(lambda: listener, wire)
        except OSError:
            wire.close()
            return
        if asked is None:
            listener.finish(refusal)
        else:
            await self._welcome(listener, asked)

    def _read(self, handed: Handed) -> tuple[bytes, Asked | None]:
        if self.count + len(self._tasks) > self._limits.listeners:
            return _FULL, None
        try:
            asked = Asked.read(handed.query, accept=handed.accept, last_id=handed.last_id, secret=self._limits.secret)
        except NotAllowedError:
            return frames.refused(HTTPStatus.FORBIDDEN, "One of these topics needs a ticket."), None
        except ValueError:
            return frames.refused(HTTPStatus.BAD_REQUEST, "This is not a question that is answered here."), None
        return b"", asked

    async def _welcome(self, listener: Listener, asked: Asked) -> None:
        """Tell someone who comes what she missed, and let her follow."""
        try:
            moves = await self._missed(asked)
        except (psycopg.Error, OSError):
            listener.finish(_AWAY)
            return
        # From here on nothing is waited for: what comes is told to her with the others.
        if listener.is_gone or self._ring is None:
            listener.finish(_AWAY)
        elif listener.is_stream:
            self._begin_stream(listener, asked, moves)
        else:
            self._begin_wait(listener, asked.wait or 0, moves)

    async def _missed(self, asked: Asked) -> list[Move] | None:
        """List what moved since someone looked; None where nobody knows."""
        if self._ring is None:
            await self._catch_up()
        assert self._ring
        start = await self._start(asked)
        known = self._ring.since(start)
        if known is not None or not await self._log.knows(start):
            return known
        moves = await self._log.after(start)
        last = moves[-1].point if moves else start
        return None if len(moves) == MOST_MOVES else [*moves, *self._ring.after(last.position)]

    async def _start(self, asked: Asked) -> Point:
        assert self._ring
        if asked.at is not None and asked.since is None:
            return self._ring.point_before(asked.at) or await self._log.last_before(asked.at)
        return asked.since or self._ring.head

    def _begin_stream(self, listener: Listener, asked: Asked, moves: Sequence[Move] | None) -> None:
        head = self._head
        start = asked.since or head
        news, listener.last = b"", start
        if moves is None:
            news, listener.last = frames.frame("reset", head), head
        elif told := told_in(moves, listener.topics):
            news, listener.last = frames.changed(head, start, told), head
        listener.send(frames.STREAM_HEAD + frames.frame("hello", start, **self._about, stream=True) + news)
        self._join(listener)

    def _begin_wait(self, listener: Listener, seconds: int, moves: Sequence[Move] | None) -> None:
        """Answer at once if there is something to tell, else as soon as there is, or after some seconds."""
        told = None if moves is None else told_in(moves, listener.topics)
        if told == {} and seconds:
            listener.last = self._head
            self._join(listener)
            asyncio.get_running_loop().call_later(seconds, self._answer_nothing, listener)
        else:
            self._answer(listener, told, self._head)

    def _answer_nothing(self, listener: Listener) -> None:
        self._answer(listener, {}, listener.last)

    @property
    def _head(self) -> Point:
        assert self._ring
        return self._ring.head

    def _join(self, listener: Listener) -> None:
        self._came += 1
        listener.bucket = self._came % BEAT
        self._by_topics[listener.topics].add(listener)
        self._buckets[listener.bucket].add(listener)
        self.count += 1

    # Telling -----------------------------------------------------------------------------------------

    async def _tell_for_ever(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(_GATHER)
            self._news.clear()
            try:
                await self._catch_up()
            except (psycopg.Error, OSError):
                continue  # the log says when it can be asked again
            await asyncio.sleep(_REST - _GATHER)

    async def _catch_up(self) -> None:
        """Read what is new, remember it and tell it."""
        async with self._turn:
            if self._ring is None or not await self._log.holds(self._ring.head):
                self._ring = await self._begin_again()
            while moves := await self._log.after(self._ring.head):
                self._ring.add(moves)
                await self._tell(moves)

    async def _begin_again(self) -> Ring:
        """Stand where the log ends, with what came last in memory; whoever follows looks at everything again."""
        last = await self._log.last()
        recent = await self._log.after(Point(max(0, last.position - MOST_MOVES), "0"))
        ring = Ring(recent[0].point if recent else last)
        ring.add(recent[1:])
        for listener in [each for group in self._by_topics.values() for each in group]:
            if listener.is_stream:
                listener.send(frames.frame("reset", ring.head))
                listener.last = ring.head
            else:
                self._answer(listener, None, ring.head)
        return ring

    async def _tell(self, moves: Sequence[Move]) -> None:
        point = moves[-1].point
        moved = {topic for move in moves for topic in move.told}
        for topics, group in list(self._by_topics.items()):
            if moved & topics:
                await self._tell_group(list(group), point, moves)

    async def _tell_group(self, group: Sequence[Listener], point: Point, moves: Sequence[Move]) -> None:
        told, written = told_in(moves, group[0].topics), dict[Point, bytes]()
        for number, listener in enumerate(group, 1):
            if not listener.is_stream:
                self._answer(listener, told, point)
            elif listener.last < point:
                if listener.last not in written:
                    written[listener.last] = frames.changed(point, listener.last, told)
                listener.send(written[listener.last])
                listener.last = point
            if not number % _AT_A_TIME:
                await asyncio.sleep(0)

    def _answer(self, listener: Listener, told: Told | None, point: Point) -> None:
        """Answer one who waits; nothing, if she was answered meanwhile."""
        if not listener.is_gone:
            said = frames.body(point, told, **self._about, stream=True)
            listener.finish(frames.answer(HTTPStatus.OK, said))
            self.left(listener)

    async def _beat_for_ever(self) -> None:
        """Tell each stream now and then that it is well, and as of when; not while something is being told."""
        second = 0
        while True:
            await asyncio.sleep(1)
            second = (second + 1) % BEAT
            async with self._turn:
                if self._ring:
                    self._beat([one for one in self._buckets[second] if one.is_stream], self._ring.head)

    def _beat(self, listeners: Iterable[Listener], head: Point) -> None:
        written = dict[Point, bytes]()
        for listener in listeners:
            if listener.last not in written:
                written[listener.last] = frames.frame("beat", head, before=str(listener.last), **self._about)
            listener.send(written[listener.last])
            listener.last = head

    @property
    def _about(self) -> dict[str, Any]:
        """What a page wants to know of the site: which scripts are served, and over how many seconds to come back."""
        return {"build": build_of(self._limits.static), "spread": round(self.count / _BACK_A_SECOND, 1)}
