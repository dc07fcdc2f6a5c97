"""Measures what a room of telephones takes of a processor: one thing at a time, and at the rates of a full room.

`python -m tests.bench.room_cost`, in a database that is up to date and holds a territory. What is told is time of a
processor, not time that passes: of the processes of the site, of its hub and of PostgreSQL together, of this one not.
So a machine that others use tells the same, as far as its processor is as quick.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

import django
import psycopg
from django.db import connections
from environ import Env

from tests.bench.database import conninfo
from tests.bench.live import hub
from tests.bench.measure import children
from tests.bench.room import EACH, JOIN, PHONES, REST, SCENE, Room, Site, cards_in, static_files, workshop
from tests.bench.wire import follow, get, post

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "120"))
MINUTE = 60.0
# How many a second: a state of the screen, as often as it is told at most; a look at the queue.
SCREENS, QUEUES = 4.0, 1 / REST
# A telephone asks what the room is shown once it was told, a second later and then so many seconds at the median.
POLLS = PHONES / (1 + 12)
TICKS = os.sysconf("SC_CLK_TCK")
HEAD = f"{'milliseconds of a processor':<30}{'site':>8}{'hub':>8}{'SQL':>8}{'all':>8}{'joining':>12}{'speaking':>12}"
Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Thing:
    """Something that is done in a room: how, how many a second while all join, and while all speak."""

    name: str
    ask: Ask
    joining: float
    speaking: float


class Processes:
    """The processes that serve: those of the site, its hub, and all of PostgreSQL."""

    def __init__(self, site: int, live: int) -> None:
        with psycopg.connect(conninfo(Env.db_url_config(os.environ["DATABASE_URL"]))) as database:
            (backend,) = database.execute("SELECT pg_backend_pid()").fetchone() or (0,)
            self.postgres = int(_stat(backend)[1])
        self.site, self.live = site, live

    def used(self) -> tuple[float, float, float]:
        """Seconds of a processor that each of the three has used so far."""
        return _of_family(self.site), _of(self.live), _of_family(self.postgres)


def _stat(process: int | str) -> list[str]:
    """The columns of the kernel behind the name of a process, from its state on."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()


def _of(process: int | str) -> float:
    """What a process used, with those of its children that have ended."""
    return sum(map(int, _stat(process)[11:15])) / TICKS


def _of_family(process: int) -> float:
    return _of(process) + sum(_of(child) for child in children(process))


class Measured:
    """A room in which something has been said already, and how each thing is done there."""

    def __init__(self, room: Room, scenes: list[int], cookies: str) -> None:
        self.room, self.scenes = room, scenes
        self.cookies, self.token = cookies, cookies.partition("csrftoken=")[2]
        self.people = [uuid4().hex for _phone in range(PHONES)]
        self.numbers, self.cards = count(), list[str]()

    async def fill(self) -> None:
        """Have each say one thing, one in four of which waits to be read."""
        for person in self.people:
            await self.say(person)

    def things(self, files: list[str]) -> Iterator[Thing]:
        """List what is done in a room."""
        page, joins, said = f"/a/{self.room.code}/", PHONES / JOIN, PHONES * EACH / MINUTE
        yield Thing("the page of a telephone", lambda: get(page), joins, 0)
        yield Thing("its style and its script", lambda: asyncio.gather(*map(get, files)), joins, 0)
        yield Thing("how things stand with it", lambda: self.look(uuid4().hex), 0, said / 12)
        yield Thing("a stream begun", self.begin, joins, said / EACH)
        yield Thing("what the room is shown", lambda: get(f"/a/{self.room.code}.json"), joins, POLLS)
        yield Thing("a first contribution", lambda: self.say(uuid4().hex), 0, said / EACH)
        yield Thing("a further contribution", self.say_more, 0, said * (EACH - 1) / EACH)
        yield Thing("the queue", lambda: get(f"{self.queue}?part", Cookie=self.cookies), 0, QUEUES)
        yield Thing("a key of who moderates", self.accept, 0, said / 12)
        yield Thing("the screen", lambda: get(f"/ecran/{self.room.code}.json"), 0, SCREENS)
        yield Thing("a scene", self.show, 0, 1 / SCENE)

    @property
    def queue(self) -> str:
        return f"/espace/ateliers/{self.room.workshop}/salle/"

    async def say_more(self) -> None:
        await self.say(self.people[next(self.numbers) % len(self.people)])

    async def say(self, person: str) -> None:
        number = next(self.numbers)
        doubt = " www.exemple.fr" if number % 4 == 0 else ""
        said = {"kind": "idea", "theme": "rights", "words": f"Une clé pour deux maisons, {number}.{doubt}"}
        letter = {"do": "send", "me": person, "nonce": str(uuid4()), "revision": "0", "pseudonym": "Loutre"} | said
        self.room.check(await post(f"/a/{self.room.code}/", letter, Accept="application/json"))

    async def look(self, person: str) -> None:
        await post(f"/a/{self.room.code}/", {"do": "mine", "me": person}, Accept="application/json")

    async def begin(self) -> None:
        there = asyncio.Event()
        stream = asyncio.ensure_future(follow({f"workshop:{self.room.code}": ""}, lambda _told: None, there.set))
        await there.wait()
        stream.cancel()

    async def accept(self) -> None:
        if not self.cards:
            answer = await get(f"{self.queue}?part&all", Cookie=self.cookies)
            self.cards = [key for key, _words, is_waiting in cards_in(answer.text) if is_waiting]
        await self.does(f"{self.queue}{self.cards.pop()}/", {"do": "accept", "part": ""})

    async def show(self) -> None:
        scene = self.scenes[next(self.numbers) % len(self.scenes)]
        await self.does(f"/espace/ateliers/{self.room.workshop}/montrer/", {"scene": str(scene)})

    async def does(self, address: str, fields: dict[str, str]) -> None:
        answer = await post(address, fields | {"csrfmiddlewaretoken": self.token}, Cookie=self.cookies)
        self.room.check(answer)


async def play(measured: Measured, processes: Processes) -> None:
    """Do each thing again and again while all telephones follow, and tell what one of it costs."""
    page = await get(f"/a/{measured.room.code}/")
    await measured.fill()
    topics = {f"workshop:{measured.room.code}": ""}
    streams = [asyncio.ensure_future(follow(topics, lambda _told: None)) for _phone in range(PHONES)]
    totals = [0.0, 0.0]
    print(HEAD)  # noqa: T201
    for thing in measured.things(static_files(page.text)):
        site, live, database = await cost(thing.ask, processes)
        one = site + live + database
        shares = [rate * one / 1000 for rate in (thing.joining, thing.speaking)]
        totals = [total + share for total, share in zip(totals, shares, strict=True)]
        told = "".join(f"{share:>11.0%} " for share in shares)
        print(f"{thing.name:<30}{site:>8.1f}{live:>8.1f}{database:>8.1f}{one:>8.1f}{told}", flush=True)  # noqa: T201
    print(f"{'of one processor, in all':<62}{totals[0]:>11.0%} {totals[1]:>11.0%}")  # noqa: T201
    for stream in streams:
        stream.cancel()


async def cost(ask: Ask, processes: Processes) -> tuple[float, float, float]:
    """Milliseconds of a processor that one costs the site, its hub and PostgreSQL."""
    for _each in range(5):
        await ask()
    before = processes.used()
    for _each in range(ROUNDS):
        await ask()
    site, live, database = (
        (after - begun) * 1000 / ROUNDS for begun, after in zip(before, processes.used(), strict=True)
    )
    return site, live, database


def main() -> None:
    """Serve, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LIVE_SOCKET"] = f"{folder}/live"
        django.setup()
        socket = os.environ["LIVE_SOCKET"]
        with hub(socket) as hubs, workshop() as (room, scenes, _ticket, cookies):
            connections.close_all()
            site = Site(hubs, socket)
            try:
                processes = Processes(site.process.pid, hubs[0].pid)
                asyncio.run(play(Measured(room, scenes, cookies), processes))
            finally:
                site.process.terminate()
                site.process.wait()
            sys.exit(bool(room.errors) and f"{len(room.errors)} errors: {room.errors[:3]}")


if __name__ == "__main__":
    main()
