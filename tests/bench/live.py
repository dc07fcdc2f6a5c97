"""Measures what it costs to follow: thousands of pages, told of edits through the whole chain, and coming back.

`python -m tests.bench.live COUNT`, in a database that is up to date. The pages are in this process, the site, its hub
and PostgreSQL beside it: all of them share the machine, so what is measured is the worst that a page would see.
"""

import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen

import psycopg
from environ import Env

from tests.bench.database import conninfo
from tests.bench.measure import MEBI, PORT, served

TOPIC = "workshop:MESURE"
# Edits told one by one, with a rest after each; then so many a second, for so many seconds.
EDITS, REST = 10, 1.0
BURST, BURST_SECONDS = 30, 5
# Connections that are opened at a time, and the seconds after which those who are not back are counted out.
AT_A_TIME = 250
BACK_WITHIN = 60


class Page(asyncio.Protocol):
    """A page that follows, and comes back when it is cut off."""

    def __init__(self, room: "Room") -> None:
        self.room, self.last, self.names = room, "", set[str]()
        self.is_in = False
        self.wire: asyncio.Transport | None = None

    async def come(self) -> None:
        """Connect, or come back from where one stood."""
        with suppress(OSError):
            await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", PORT)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.wire = transport
        seen = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
        head = f"GET /live/?topic={TOPIC} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{seen}\r\n"
        transport.write(head.encode())

    def data_received(self, data: bytes) -> None:
        for text in data.decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
            if lines.get("event") in {"hello", "change", "reset", "beat"}:
                self.is_in = True
                self.last = lines["id"]
            if lines.get("event") == "change":
                self.room.heard(self, json.loads(lines["data"])["topics"].get(TOPIC) or [])

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_in, self.wire = False, None
        self.room.lost(self)


class Room:
    """All pages, and when each heard of what."""

    def __init__(self, count: int) -> None:
        self.pages = [Page(self) for _page in range(count)]
        self.said: dict[str, float] = {}
        self.waits: list[float] = []
        self.over = False
        self.tasks = set[asyncio.Task[None]]()

    def heard(self, page: Page, names: list[str]) -> None:
        now = time.perf_counter()
        for name in set(names) - page.names:
            page.names.add(name)
            self.waits.append(now - self.said.get(name, now))

    def lost(self, page: Page) -> None:
        """Come back as pages do: over the time that the hub told, and a second more after each failure."""
        if not self.over:
            task = asyncio.get_running_loop().create_task(self._back(page))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _back(self, page: Page) -> None:
        await asyncio.sleep(random.uniform(0.75, 1.25) + random.uniform(0, len(self.pages) / 500))
        await page.come()

    @property
    def present(self) -> int:
        return sum(page.is_in for page in self.pages)

    async def gather(self) -> float:
        """Have everybody come, and tell in how many seconds."""
        begun = time.perf_counter()
        for at in range(0, len(self.pages), AT_A_TIME):
            await asyncio.gather(*(page.come() for page in self.pages[at : at + AT_A_TIME]))
        await self.until(lambda: self.present == len(self.pages))
        return time.perf_counter() - begun

    async def until(self, is_so: Callable[[], bool], within: float = BACK_WITHIN) -> bool:
        end = time.perf_counter() + within
        while not is_so() and time.perf_counter() < end:
            await asyncio.sleep(0.05)
        return is_so()

    def has_all(self, names: set[str]) -> bool:
        return all(names <= page.names for page in self.pages)


def start_hub(socket: str) -> "Popen[bytes]":
    """Start one, which listens at a socket."""
    return Popen([sys.executable, "-m", "config.live"], env=os.environ | {"LIVE_SOCKET": socket})


@contextmanager
def hub(socket: str) -> Iterator[list["Popen[bytes]"]]:
    """Keep a hub beside the site; the list holds the one that runs."""
    running = [start_hub(socket)]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


class Writer:
    """Says that something moved, a commit each, and when it was committed."""

    def __init__(self, room: Room) -> None:
        self.room, self.number = room, 0
        self.session = psycopg.connect(conninfo(Env.db_url_config(os.environ["DATABASE_URL"])), autocommit=True)

    async def edit(self) -> None:
        self.number += 1
        name = f"edit:{self.number}"
        # From before its commit on: what the commit takes is part of what one waits.
        self.room.said[name] = time.perf_counter()
        await asyncio.to_thread(self.session.execute, "SELECT stir(%s, %s)", [TOPIC, name])


async def tell_one_by_one(room: Room, writer: Writer) -> None:
    """Edit now and then."""
    room.waits.clear()
    for _edit in range(EDITS):
        await writer.edit()
        await asyncio.sleep(REST)
    await room.until(lambda: room.has_all(set(room.said)))


async def tell_a_burst(room: Room, writer: Writer) -> None:
    """Edit many times a second."""
    room.waits.clear()
    for number in range(BURST * BURST_SECONDS):
        begun = time.perf_counter()
        await writer.edit()
        await asyncio.sleep(max(0, 1 / BURST - (time.perf_counter() - begun)))
        if number % BURST == 0:
            print(".", end="", flush=True)  # noqa: T201
    await room.until(lambda: room.has_all(set(room.said)))


async def come_back(
    room: Room, writer: Writer, running: list["Popen[bytes]"], socket: str
) -> tuple[float, list[float]]:
    """Kill the hub, edit meanwhile, start it again: in how many seconds all are back, and how the site answers."""
    running.pop().kill()
    await writer.edit()
    await room.until(lambda: room.present == 0)
    begun = time.perf_counter()
    running.append(start_hub(socket))
    answers: list[float] = []
    while time.perf_counter() - begun < BACK_WITHIN and not room.has_all(set(room.said)):
        answers.append(await asyncio.to_thread(answer_time))
        await asyncio.sleep(0.2)
    return time.perf_counter() - begun, answers


def answer_time() -> float:
    """Ask the site for its list of networks, and tell in how many seconds it came."""
    begun = time.perf_counter()
    wire = HTTPConnection("127.0.0.1", PORT, timeout=60)
    wire.request("GET", "/api/v1/networks/")
    wire.getresponse().read()
    wire.close()
    return time.perf_counter() - begun


def resident(pid: int) -> float:
    """Tell how much memory a process holds now, in MB."""
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) / MEBI


def line(what: str, waits: list[float]) -> None:
    """Print the middle, the hundredth that waited longest, and the longest of all, in milliseconds."""
    centiles = statistics.quantiles(waits, n=100, method="inclusive")
    print(f"{what:<44}{centiles[49] * 1000:>8.0f}{centiles[98] * 1000:>8.0f}{max(waits) * 1000:>8.0f}", flush=True)  # noqa: T201


async def measure(count: int, running: list["Popen[bytes]"], socket: str) -> None:
    """Measure with so many pages, and print each figure."""
    room = Room(count)
    writer, before = Writer(room), resident(running[0].pid)
    seconds = await room.gather()
    held = resident(running[0].pid)
    print(f"{room.present:,} pages came in {seconds:.1f} s".replace(",", " "))  # noqa: T201
    print(f"the hub holds {held:.0f} MB, {(held - before) * MEBI / count:.1f} kB for each page")  # noqa: T201
    print(f"{'milliseconds':<44}{'p50':>8}{'p99':>8}{'most':>8}")  # noqa: T201
    await tell_one_by_one(room, writer)
    line("an edit, on every page", room.waits)
    await tell_a_burst(room, writer)
    line(f"\r{BURST} edits a second, each on every page", room.waits)
    back, answers = await come_back(room, writer, running, socket)
    line("the site, while all come back", answers)
    print(f"all back after a kill in {back:.1f} s; {missed(room)} edits missed")  # noqa: T201
    print(f"the hub holds {resident(running[0].pid):.0f} MB")  # noqa: T201
    room.over = True
    for page in room.pages:
        if page.wire:
            page.wire.abort()


def missed(room: Room) -> int:
    """Count what was said and not heard, over all pages."""
    return sum(len(set(room.said) - page.names) for page in room.pages)


def main(count: int) -> None:
    """Serve, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        socket = f"{folder}/live"
        os.environ["LIVE_SOCKET"] = socket
        with hub(socket) as running, served("config.settings"):
            asyncio.run(measure(count, running, socket))


if __name__ == "__main__":
    main(int(sys.argv[1]))
