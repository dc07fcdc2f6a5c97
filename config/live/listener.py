"""One who follows: a browser with an open stream, or one who waits for one answer."""

import asyncio
from typing import Protocol

from network.live.moves import NOWHERE, Point

# Bytes that wait for someone who does not read them: then the stream is cut, and asks again once it can.
_MOST_UNREAD = 64 * 1024
# Bytes that someone who only listens may send: nothing more is expected.
_MOST_SENT = 8 * 1024


class Leaving(Protocol):
    """Who is told that someone left."""

    def left(self, listener: "Listener") -> None:
        """Forget a listener."""


class Listener(asyncio.Protocol):
    """A connection. `last` is the point of the last frame that it was sent."""

    __slots__ = ("_delegate", "_sent", "_transport", "bucket", "is_stream", "last", "topics")

    def __init__(self, topics: frozenset[str], delegate: Leaving, *, is_stream: bool) -> None:
        self.topics = topics
        self.is_stream = is_stream
        self.last: Point = NOWHERE
        self.bucket = 0
        self._delegate = delegate
        self._sent = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Read on, so that leaving is seen, and cut off who says much."""
        self._sent += len(data)
        if self._sent > _MOST_SENT:
            self.cut()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._transport = None
        self._delegate.left(self)

    def send(self, data: bytes) -> None:
        """Send, unless it reads too slowly: then it is cut off."""
        if self._transport is None or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > _MOST_UNREAD:
            self.cut()
        else:
            self._transport.write(data)

    def finish(self, data: bytes) -> None:
        """Send the last of it, and close once it has left."""
        self.send(data)
        if self._transport:
            self._transport.close()

    def cut(self) -> None:
        """Close at once."""
        if self._transport:
            self._transport.abort()

    @property
    def is_gone(self) -> bool:
        """Whether nobody is there any more."""
        return self._transport is None or self._transport.is_closing()
