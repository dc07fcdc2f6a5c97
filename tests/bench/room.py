"""Measures a workshop as a room meets it: telephones behind one address, the queue of who moderates, the screen.

`python -m tests.bench.room calm|rough`, in a database that is up to date and holds a territory. Telephones, desk,
moderator and screen are in this process, and ask what their pages ask; the site, its hub and PostgreSQL stand beside
it. What a page takes to draw is not in it. `rough`: the application is killed twice meanwhile, the hub twice, the
database once.
"""

import asyncio
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from subprocess import Popen
from typing import Any
from uuid import uuid4

import django
import psycopg
from django.db import connections
from environ import Env

from tests.bench.database import conninfo
from tests.bench.live import hub, line, start_hub
from tests.bench.measure import PORT, children, wait_for_answer
from tests.bench.wire import Answer, follow, get, post

PHONES = int(os.environ.get("BENCH_PHONES", "300"))
JOIN, SECONDS, EACH, SCENE = 10.0, float(os.environ.get("BENCH_SECONDS", "60")), 3, 5.0
# After the minute, so long until all that was said has arrived, been accepted, and been shown.
PATIENCE = 60.0
# As the pages do: seconds until what failed is tried again, from one look at the queue to the next, and how many
# telephones ask in a second for what all are shown.
AGAIN, REST, SPREAD, LONGEST_SPREAD, UNREACHED_REST = 5.0, 0.3, 0.08, 25.0, 1.5
# Seconds that a telephone lets pass, once it is told, before it is one of those.
OLD = 1.0
# What the room says is shown at once, as a room of this size wants it; one idea in so many is doubtful, and waits.
DOUBTED = 4
SORTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("idea", {"theme": "rights"}),
    ("place", {"place_said": "Mende"}),
    ("word", {}),
)
# What people say for a cloud of words: the same few, many times.
CLOUD = tuple(f"mot{number}" for number in range(30))


@dataclass
class Room:
    """What was said, and when each thing happened to it, by its words; in seconds of one clock."""

    code: str
    workshop: int
    sent: dict[str, float] = field(default_factory=dict)
    came: dict[str, float] = field(default_factory=dict)
    accepted: dict[str, float] = field(default_factory=dict)
    aired: dict[str, float] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    doubled: set[str] = field(default_factory=set)
    # Of each word of the cloud: who said it, in that order, and when the screen had it once, twice, three times…
    spoken: dict[str, list[str]] = field(default_factory=dict)
    clouded: dict[str, list[float]] = field(default_factory=dict)
    counted: int = 0
    is_rough: bool = False
    is_over: bool = False

    def took(self, what: str, seconds: float) -> None:
        """Keep how long something took."""
        self.waits.setdefault(what, []).append(seconds)

    def check(self, answer: Answer) -> bool:
        """Tell whether it was answered; what was not is an error, unless everything is being killed."""
        if not answer.is_well and not self.is_over:
            self.errors.append(f"{answer.status} {answer.path.partition('?')[0]}")
        return answer.is_well

    def saw_in_cloud(self, word: str, count: int, now: float) -> None:
        """Keep since when the screen has a word so many times; who said it first is there first."""
        times = self.clouded.setdefault(word, [])
        times += [now] * (count - len(times))
        for words, at in zip(self.spoken.get(word, ()), times, strict=False):
            self.aired.setdefault(words, at)


class Phone:
    """A telephone: it joins, follows, and says three things, each until it is acknowledged, as letters are sent."""

    def __init__(self, room: Room, number: int) -> None:
        self.room, self.number, self.me = room, number, uuid4().hex
        self.topics, self.people, self.is_looking = {f"workshop:{room.code}": ""}, 0, False
        self.stream: asyncio.Task[None] | None = None
        self.tasks = set[asyncio.Task[None]]()

    async def live(self) -> None:
        """Join at some moment of the first seconds, and speak at three of the minute."""
        await asyncio.sleep(random.uniform(0, JOIN))
        begun = time.perf_counter()
        page = await get(f"/a/{self.room.code}/")
        await asyncio.gather(*(get(path) for path in static_files(page.text)))
        self.room.check(page)
        await self._look_at_shown()
        self.room.took("join: the page, its files, what the room is shown", time.perf_counter() - begun)
        self._follow()
        moments = sorted(random.uniform(0, SECONDS) for _each in range(EACH))
        start = time.perf_counter()
        for moment, (kind, said) in zip(moments, SORTS, strict=True):
            await asyncio.sleep(max(0, start + moment - time.perf_counter()))
            await self._say(kind, said)

    async def _say(self, kind: str, said: dict[str, str]) -> None:
        words = f"n{self.number}{kind}n"
        heading = CLOUD[self.number % len(CLOUD)] if kind == "word" else words
        letter = {"do": "send", "kind": kind, "nonce": str(uuid4()), "revision": "0", "heading": heading, **said}
        letter["pseudonym"] = f"p{self.number}"
        doubt = " www.exemple.fr" if self.number % DOUBTED == 0 else ""
        letter |= {"words": words + doubt} if kind == "idea" else {}
        while True:
            begun = time.perf_counter()
            answer = await self._post(letter)
            if answer.is_well:
                self.room.sent[words] = begun
                if kind == "word":
                    self.room.spoken.setdefault(heading, []).append(words)
                self.room.took("a contribution is acknowledged", time.perf_counter() - begun)
                return
            await asyncio.sleep(AGAIN * random.uniform(1, 2) if self.room.is_rough else 0.2)

    async def _look(self) -> None:
        await self._post({"do": "mine"})

    async def _post(self, fields: dict[str, str]) -> Answer:
        answer = await post(f"/a/{self.room.code}/", fields | {"me": self.me}, Accept="application/json")
        if self.room.check(answer):
            state = answer.json()
            if state["topic"] and state["topic"] not in self.topics:
                self.topics[state["topic"]] = state["ticket"]
                self._follow()
        return answer

    def _follow(self) -> None:
        """Follow what there is, by one stream: a topic more is another stream."""
        if self.stream:
            self.stream.cancel()
        self.stream = self._begin(follow(self.topics, self._told))

    def _told(self, topics: dict[str, Any]) -> None:
        if any(topic.startswith("participant") for topic in topics):
            self._begin(self._look())
        if not self.is_looking and any(topic.startswith("workshop") for topic in topics):
            self.is_looking = True
            self._begin(self._look_soon())

    async def _look_soon(self) -> None:
        await asyncio.sleep(OLD + random.uniform(0, min(SPREAD * self.people, LONGEST_SPREAD)))
        self.is_looking = False
        await self._look_at_shown()

    async def _look_at_shown(self) -> None:
        answer = await get(f"/a/{self.room.code}.json")
        if self.room.check(answer):
            self.people = answer.json()["people"]

    def _begin(self, work: Awaitable[None]) -> "asyncio.Task[None]":
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task


class Watcher:
    """A page that fetches something whenever it is told that it moved, once at a time."""

    def __init__(self, room: Room, topic: str, ticket: str, rest: float = 0) -> None:
        self.room, self.topic, self.ticket, self.rest = room, topic, ticket, rest
        self.moved = asyncio.Event()

    async def live(self) -> None:
        """Follow, and look."""
        stream = asyncio.ensure_future(
            follow({self.topic: self.ticket}, lambda _told: self.moved.set(), self.moved.set)
        )
        self.moved.set()
        while not self.room.is_over:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.moved.wait(), AGAIN)
            if self.moved.is_set():
                self.moved.clear()
                is_well = await self.look()
                if not is_well:
                    self.moved.set()
                await asyncio.sleep(self.rest if is_well else UNREACHED_REST)
        stream.cancel()

    async def look(self) -> bool:
        """Fetch what it shows; tell whether it came."""
        raise NotImplementedError


class Queue(Watcher):
    """The queue of who moderates: each card that waits is accepted, one after the other, as the list shows them."""

    def __init__(self, room: Room, ticket: str, cookies: str) -> None:
        super().__init__(room, f"moderation:{room.code}", ticket, REST)
        self.cookies, self.cards = cookies, asyncio.Queue[tuple[str, str]]()

    async def look(self) -> bool:
        answer = await get(f"/espace/ateliers/{self.room.workshop}/salle/?part", Cookie=self.cookies)
        now = time.perf_counter()
        for key, words, is_waiting in cards_in(answer.text) if self.room.check(answer) else ():
            if words not in self.room.came:
                self.room.came[words] = now
                if is_waiting:
                    self.cards.put_nowait((key, words))
        return answer.is_well

    async def accept(self) -> None:
        """Accept what comes, one at a time, as by a key."""
        token = self.cookies.partition("csrftoken=")[2].partition(";")[0]
        while not self.room.is_over:
            key, words = await self.cards.get()
            address = f"/espace/ateliers/{self.room.workshop}/salle/{key}/"
            while words not in self.room.accepted:
                begun = time.perf_counter()
                fields = {"do": "accept", "part": "", "csrfmiddlewaretoken": token}
                answer = await post(address, fields, Cookie=self.cookies)
                if self.room.check(answer):
                    self.room.accepted[words] = begun
                    self.room.took("a key of the moderator is answered", time.perf_counter() - begun)
                else:
                    await asyncio.sleep(1)


class Screen(Watcher):
    """The screen of the room, on another machine than the desk."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, f"screen:{room.code}", "")
        self.shown: dict[int, float] = {}

    async def look(self) -> bool:
        answer = await get(f"/ecran/{self.room.code}.json")
        if self.room.check(answer):
            state, now = answer.json(), time.perf_counter()
            self.shown.setdefault(state["version"], now)
            lines = [words_in(one["line"]) for one in state["room"]["aired"]]
            for words in lines:
                self.room.aired.setdefault(words, now)
            self.room.doubled |= {words for words, count in Counter(lines).items() if count > 1}
            for word, count in state["room"]["words"]:
                self.room.saw_in_cloud(word, count, now)
            self.room.counted = state["room"]["said"]
        return answer.is_well


class Presenter:
    """The desk: a scene each five seconds, until the server has heard of it."""

    def __init__(self, room: Room, scenes: list[int], cookies: str) -> None:
        self.room, self.scenes, self.cookies = room, scenes, cookies
        self.told: dict[int, float] = {}

    async def live(self) -> None:
        """Change scenes for as long as the room speaks."""
        token = self.cookies.partition("csrftoken=")[2].partition(";")[0]
        start = time.perf_counter()
        for number in range(int((JOIN + SECONDS) / SCENE)):
            await asyncio.sleep(max(0, start + number * SCENE - time.perf_counter()))
            begun = time.perf_counter()
            fields = {"scene": str(self.scenes[number % len(self.scenes)]), "csrfmiddlewaretoken": token}
            answer = await post(f"/espace/ateliers/{self.room.workshop}/montrer/", fields, Cookie=self.cookies)
            if self.room.check(answer):
                self.told[answer.json()["version"]] = begun


def words_in(said: str) -> str:
    """Find the words by which something that was said is known."""
    return next((part for part in said.replace(":", " ").split() if part.startswith("n") and part.endswith("n")), said)


def cards_in(html: str) -> Iterator[tuple[str, str, bool]]:
    """Read the queue: the key and the words of each card, and whether it waits; a word is known by who says it."""
    for card in html.split('<li class="heard-one ')[1:]:
        state, _quote, rest = card.partition('"')
        key = rest.partition('id="c')[2].partition('"')[0]
        about, _class, line = rest.partition('class="heard-words"')
        line = line.partition(">")[2].partition("<")[0]
        who = about.partition("· p")[2].split(None, 1)[:1]
        yield key, f"n{who[0]}wordn" if who and line in CLOUD else words_in(line), state == "waiting"


def static_files(page: str) -> list[str]:
    """The style and the script that the page of a telephone names."""
    return [part.partition('"')[0] for part in page.split('"') if part.startswith("/static/frontend/room")]


SAYS = {"title": "Mesure", "day": "2026-12-01", "holds_all": False}


@contextmanager
def workshop() -> Iterator[tuple[Room, list[int], str, str]]:
    """An open workshop of the territory's first network, and cookies of who presents and moderates it."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415  once Django is set up
    from django.test import Client  # noqa: PLC0415

    from network.choices import Phase  # noqa: PLC0415
    from network.models import Attempts, Network, Workshop  # noqa: PLC0415
    from network.services.live import ticket_for  # noqa: PLC0415
    from network.workshops import making  # noqa: PLC0415

    # Who came in an earlier measure, from the same address, does not have this one wait.
    Attempts.objects.all().delete()
    people = get_user_model().objects
    # She stays in the database of the measure: somebody has to administer it.
    user = people.filter(is_superuser=True).first() or people.create_superuser("mesure", "", uuid4().hex)
    story = Workshop.objects.get(is_story=True)
    made = making.make_workshop(network=Network.objects.earliest("pk"), values=SAYS)
    making.copy_scenes(made, source=story)
    making.move_to(made, phase=Phase.OPEN)
    client = Client()
    client.force_login(user)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"
    try:
        ticket = ticket_for(f"moderation:{made.code}")
        yield Room(made.code, made.pk), list(made.scenes.values_list("pk", flat=True)), ticket, cookies
    finally:
        made.delete()


class Site:
    """The site that is measured, as `bin/serve` serves it; it may be killed."""

    def __init__(self, hubs: list["Popen[bytes]"], socket: str) -> None:
        self.hubs, self.socket = hubs, socket
        self.start()
        wait_for_answer()

    def start(self) -> None:
        """Start its processes."""
        gunicorn = Path(sys.executable).with_name("gunicorn")
        self.process = Popen([str(gunicorn), "-c", "bin/lib/gunicorn.conf.py", "-b", f"127.0.0.1:{PORT}"])

    def kill(self) -> None:
        """Kill all that answers at one moment, and start it again."""
        for pid in (self.process.pid, *map(int, children(self.process.pid))):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.start()

    def kill_hub(self) -> None:
        """Kill the hub, and start another one."""
        dead = self.hubs.pop()
        dead.kill()
        dead.wait()
        self.hubs.append(start_hub(self.socket))

    async def suffer(self) -> None:
        """Be killed twice in the minute, the hub too, and see the database die once."""
        await asyncio.sleep(JOIN + SECONDS * 0.1)
        for death in (self.kill_hub, self.kill, kill_database, self.kill_hub, self.kill):
            await asyncio.sleep(SECONDS * 0.12)
            death()


def kill_database() -> None:
    """Kill one of its processes: PostgreSQL then ends all others, and recovers what was committed."""
    with psycopg.connect(conninfo(Env.db_url_config(os.environ["DATABASE_URL"]))) as database:
        (pid,) = database.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        os.kill(pid, signal.SIGKILL)
        with suppress(psycopg.Error):
            database.execute("SELECT")


async def wait_for_the_pack() -> None:
    """Wait until the pages that browsers keep are written, which a site does once a day, and when it starts."""
    for path in ("/hors-ligne.json", "/en/hors-ligne.json"):
        while (await get(path)).status == HTTPStatus.NO_CONTENT:
            await asyncio.sleep(1)


async def play(room: Room, site: Site, scenes: list[int], ticket: str, cookies: str) -> None:
    """Have the room speak for a minute, and wait until all that it said is on the screen."""
    await wait_for_the_pack()
    phones = [Phone(room, number) for number in range(PHONES)]
    queue, screen, presenter = Queue(room, ticket, cookies), Screen(room), Presenter(room, scenes, cookies)
    around = [asyncio.ensure_future(each) for each in (queue.live(), queue.accept(), screen.live())]
    moving = [phone.live() for phone in phones] + [presenter.live()] + ([site.suffer()] if room.is_rough else [])
    await asyncio.gather(*moving)
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end and not room.sent.keys() <= room.aired.keys():
        await asyncio.sleep(0.2)
    room.is_over = True
    for task in around:
        # One that failed says so.
        _ = task.result() if task.done() else task.cancel()
    for version, begun in presenter.told.items():
        reached = [at for shown, at in screen.shown.items() if shown >= version]
        room.took("a scene is on a screen elsewhere", min(reached, default=end) - begun)


def report(room: Room) -> int:
    """Print how long everything took, what was lost and what was doubled; tell how much of that there is."""
    from network.models import Contribution  # noqa: PLC0415  once Django is set up

    rows = Contribution.objects.filter(workshop=room.workshop)
    told = rows.values_list("heading", "words", "participant__pseudonym")
    held = [f"n{who[1:]}wordn" if what in CLOUD else words_in(f"{what} {words or ''}") for what, words, who in told]
    at_once = {words: begun for words, begun in room.sent.items() if words not in room.accepted}
    for end, begun, what in (
        (room.came, room.sent, "a contribution is in the queue"),
        (room.aired, at_once, "what is shown at once is on the screen"),
        (room.aired, room.accepted, "what is accepted is on the screen"),
    ):
        for words in begun.keys() & end.keys():
            room.took(what, end[words] - begun[words])
    print(f"{'milliseconds':<44}{'p50':>8}{'p99':>8}{'most':>8}")  # noqa: T201
    for what, waits in sorted(room.waits.items()):
        line(what, waits)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    lost, doubled = room.sent.keys() - {*held}, len(held) - len({*held})
    unseen, unread = room.sent.keys() - room.aired.keys(), room.sent.keys() - room.came.keys()
    # The screen draws the sixty that were shown last, and counts all.
    uncounted = rows.filter(state="shown").count() - room.counted
    print(f"the site took {used.ru_utime + used.ru_stime:.0f} s of a processor")  # noqa: T201
    print(f"{len(room.sent)} acknowledged, {len(lost)} of them lost, {uncounted} not counted on the screen")  # noqa: T201
    print(f"gone by between two looks: {len(unseen)} of the screen, {len(unread)} of the queue")  # noqa: T201
    print(f"{doubled} received twice, {len(room.doubled)} shown twice")  # noqa: T201
    print(f"{len(room.errors)} errors {Counter(room.errors)}")  # noqa: T201
    # While everything is dead, more than a screen draws may come at once.
    missed = 0 if room.is_rough else len(unseen) + len(room.errors)
    return len(lost) + abs(uncounted) + doubled + len(room.doubled) + missed


def main(how: str) -> None:
    """Serve, and measure; end with an error where something was lost, doubled, or refused."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LIVE_SOCKET"] = f"{folder}/live"
        django.setup()
        socket = os.environ["LIVE_SOCKET"]
        with hub(socket) as hubs, workshop() as (room, scenes, ticket, cookies):
            room.is_rough = how == "rough"
            # Or this one would die with the database.
            connections.close_all()
            site = Site(hubs, socket)
            try:
                asyncio.run(play(room, site, scenes, ticket, cookies))
            finally:
                site.process.terminate()
                site.process.wait()
            sys.exit(report(room) != 0)


if __name__ == "__main__":
    main(sys.argv[1])
