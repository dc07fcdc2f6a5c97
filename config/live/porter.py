"""Takes over the connections that the processes of the site hand to the hub."""

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from config.live.handover import Handed, receive

# Processes of the site that stand at the door at a time.
_BACKLOG = 64


class Porter:
    """Listens on a Unix socket that its owner alone can reach, and passes on who comes."""

    def __init__(self, path: str, arrived: Callable[[socket.socket, Handed], None]) -> None:
        self._path = Path(path)
        self._arrived = arrived
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def start(self) -> None:
        """Take the place of a hub of before; what it left behind is moved away in one step."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(f".{os.getpid()}")
        new.unlink(missing_ok=True)
        self._door.bind(str(new))
        new.chmod(0o600)
        self._door.listen(_BACKLOG)
        self._door.settimeout(0)
        new.replace(self._path)
        asyncio.get_running_loop().add_reader(self._door, self._accept)

    def stop(self) -> None:
        """Take nobody over any more."""
        asyncio.get_running_loop().remove_reader(self._door)
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            way, _address = self._door.accept()
            way.settimeout(0)
            asyncio.get_running_loop().add_reader(way, self._take, way)

    def _take(self, way: socket.socket) -> None:
        """Take over one connection, or see that the process of the site is gone."""
        with suppress(BlockingIOError):
            try:
                received = receive(way)
            except (ConnectionError, ValueError, TypeError):
                received = None
            if received is None:
                asyncio.get_running_loop().remove_reader(way)
                way.close()
            else:
                self._arrived(*received)
