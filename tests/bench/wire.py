"""Asks the site of a measure as pages do, from one process: an answer to a question, and a stream that comes back."""

import asyncio
import gzip
import json
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.bench.measure import PORT

# Seconds after which an answer is given up.
PATIENCE = 20.0
# Where the site cannot be reached at all.
UNREACHED = 0


@dataclass(frozen=True)
class Answer:
    """What the site answered: its status, and its body as text."""

    path: str
    status: int
    text: str

    @property
    def is_well(self) -> bool:
        """Whether it is what was asked for."""
        return self.status in {200, 204}

    def json(self) -> Any:
        """Read it."""
        return json.loads(self.text)


async def get(path: str, **headers: str) -> Answer:
    """Ask for something."""
    return await _ask("GET", path, b"", headers)


async def post(path: str, fields: Mapping[str, str], **headers: str) -> Answer:
    """Send a form."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    return await _ask("POST", path, urlencode(fields).encode(), form | headers)


async def _ask(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    try:
        async with asyncio.timeout(PATIENCE):
            head, text = await _answer(method, path, body, headers)
            return Answer(path, int(head.split()[1]), text.decode())
    except (OSError, TimeoutError, IndexError, ValueError, EOFError):
        return Answer(path, UNREACHED, "")


async def _answer(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[bytes, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        told = {"Host": "127.0.0.1", "Accept-Encoding": "gzip", "Content-Length": str(len(body)), **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        # In HTTP/1.0 an answer is whole when the other end hangs up.
        writer.write(f"{method} {path} HTTP/1.0\r\n{lines}\r\n".encode() + body)
        head, _line, answer = (await reader.read(-1)).partition(b"\r\n\r\n")
        return head, gzip.decompress(answer) if b"content-encoding: gzip" in head.lower() else answer
    finally:
        writer.close()


async def follow(
    topics: Mapping[str, str], told: Callable[[dict[str, Any]], None], back: Callable[[], object] = lambda: None
) -> None:
    """Follow topics, each with its ticket, and come back when it is cut off; `back` is called whenever one is there."""
    last = ""
    while True:
        with suppress(OSError, EOFError, ValueError, IndexError):
            async for event, key, data in _frames(topics, last):
                last = key
                if event == "hello":
                    back()
                elif event in {"change", "reset"}:
                    told(data.get("topics", dict.fromkeys(topics)))
        await asyncio.sleep(random.uniform(0.75, 1.25))


async def _frames(topics: Mapping[str, str], last: str) -> Any:
    asked = [("topic", topic) for topic in topics] + [("ticket", ticket) for ticket in topics.values() if ticket]
    query = urlencode(asked + ([("since", last)] if last else []))
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        writer.write(f"GET /live/?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode())
        frame: dict[str, str] = {}
        while text := (await reader.readline()).decode():
            name, _colon, value = text.strip().partition(": ")
            if name:
                frame[name] = value
            elif "event" in frame:
                yield frame["event"], frame["id"], json.loads(frame["data"])
                frame = {}
    finally:
        writer.close()
