"""The replicas as the hub knows them: nothing is told of before those who read there can read it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg

from network.live import reading
from network.live.moves import Point

# Seconds: who is later than that is left out by the site; and one that did not answer is not waited for at once again.
LATE, _NOT_AGAIN = 2.0, 5.0
_EVERY = 0.02
_SECONDS_TO_CONNECT = 2


class Copy:
    """One replica, on one connection."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._asking: psycopg.AsyncConnection[Any] | None = None
        self._again_at = 0.0

    async def reaches(self, point: Point) -> None:
        """Wait until it holds a point, but not for one that is late or away."""
        now = asyncio.get_running_loop().time
        if now() < self._again_at:
            return
        try:
            async with asyncio.timeout(LATE):
                while not await self._holds(point):
                    await asyncio.sleep(_EVERY)
        except (psycopg.Error, OSError):
            self._again_at = now() + _NOT_AGAIN
            await self._forget()

    async def _holds(self, point: Point) -> bool:
        self._asking = self._asking or await psycopg.AsyncConnection.connect(
            self._conninfo, autocommit=True, connect_timeout=_SECONDS_TO_CONNECT, application_name="croisee live"
        )
        return bool(await (await self._asking.execute(reading.KNOWN, point._asdict())).fetchone() == (True,))

    async def _forget(self) -> None:
        asking, self._asking = self._asking, None
        with suppress(psycopg.Error, OSError):
            if asking:
                await asking.close()


async def all_reach(copies: Sequence[Copy], point: Point) -> None:
    """Wait until all of them that are well hold a point."""
    await asyncio.gather(*(copy.reaches(point) for copy in copies))
