"""How a process of the site hands a connection to the hub: the socket itself goes over, and nothing passes through.

So people know one port, the site does not depend on the hub, and nothing that the site answers crosses another process.
"""

import json
import socket
from typing import NamedTuple, Self

PATH = "/live/"
# Bytes of what was asked; the seconds that a process of the site waits for a hub that is busy.
_LONGEST = 16 * 1024
_PATIENCE = 0.25


class Handed(NamedTuple):
    """What goes over with a connection: the question as its browser wrote it."""

    query: str
    accept: str
    last_id: str

    def write(self) -> bytes:
        """Write it for the other side."""
        return json.dumps(self).encode()

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Read what the other side wrote."""
        return cls(*json.loads(text))


class Door:
    """The way to the hub, from a process of the site; one connection, made again when the hub was started again."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._way: socket.socket | None = None

    def hand_over(self, wire: socket.socket, handed: Handed) -> bool:
        """Hand a connection over; False where no hub takes it. Whoever hands over then closes its own end."""
        text = handed.write()
        return len(text) <= _LONGEST and (self._sent(wire, text) or self._sent(wire, text))

    def _sent(self, wire: socket.socket, text: bytes) -> bool:
        try:
            self._way = self._way or self._open()
            socket.send_fds(self._way, [text], [wire.fileno()])
        except OSError:
            self._close()
            return False
        return True

    def _open(self) -> socket.socket:
        way = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        way.settimeout(_PATIENCE)
        try:
            way.connect(self._path)
        except OSError:
            way.close()
            raise
        return way

    def _close(self) -> None:
        if self._way:
            self._way.close()
        self._way = None


def receive(way: socket.socket) -> tuple[socket.socket, Handed] | None:
    """Take a connection over; None once the other side has gone.

    Raises:
        BlockingIOError: nothing has come yet.

    """
    text, wires, _flags, _address = socket.recv_fds(way, _LONGEST, 1)
    return (socket.socket(fileno=wires[0]), Handed.read(text)) if wires and text else None
