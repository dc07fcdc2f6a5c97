"""The database as the hub knows it: it says that something was committed, and is then asked what."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import psycopg

from config.live.copies import Copy, all_reach
from network.live import reading
from network.live.moves import NOWHERE, Move, Point, Row, move_of

CHANNEL = "croisee_change"  # as `places.log.triggers` says it
# Seconds: without a word, the log is looked at all the same; and a database that is away is tried again.
_LOOK_ANYWAY, _TRY_AGAIN = 10.0, 1.0
_SECONDS_TO_CONNECT = 5
_SECONDS_TO_ANSWER = 10.0
logger = logging.getLogger("live")


class Log:
    """Two connections: one that listens, one that asks. Both come back by themselves."""

    def __init__(self, conninfo: str, copies: Sequence[Copy] = ()) -> None:
        self._conninfo = conninfo
        self._copies = copies
        self._asking: psycopg.AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()

    async def listen(self, woken: Callable[[], None]) -> None:
        """Call `woken` whenever something may have been committed, for ever, and each time one can ask again."""
        while True:
            with suppress(psycopg.Error, OSError):
                async with await self._connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    while not connection.closed:
                        woken()
                        await _word(connection)
            logger.warning("The database is away; what moves is told once it is back.")
            await asyncio.sleep(_TRY_AGAIN)

    async def after(self, point: Point) -> list[Move]:
        """Read what moved after a point, and can be read wherever the site reads: at most `reading.MOST_MOVES`."""
        rows: Sequence[Row] = await self._ask(reading.MOVES, {"after": point.position, "most": reading.MOST_MOVES})
        moves = [move_of(row) for row in rows]
        if moves:
            await all_reach(self._copies, moves[-1].point)
        return moves

    async def knows(self, point: Point) -> bool:
        """Tell whether this was told by the database as it is now, and not so long ago that some of it is forgotten."""
        return reading.is_recent(point) and await self.holds(point)

    async def holds(self, point: Point) -> bool:
        """Tell whether this was told by the database as it is now."""
        return point == NOWHERE or (await self._ask(reading.KNOWN, point._asdict())) == [(True,)]

    async def last(self) -> Point:
        """Read where the log ends."""
        rows = await self._ask(reading.LAST, {})
        return Point(*rows[0]) if rows else NOWHERE

    async def last_before(self, moment: float) -> Point:
        """Read where the log ended at a moment (Unix time)."""
        rows = await self._ask(reading.LAST_BEFORE, {"at": moment})
        return Point(*rows[0]) if rows else NOWHERE

    async def _ask(self, sql: str, values: Mapping[str, Any]) -> list[Any]:
        """Ask, one question at a time; a connection that failed is not used again.

        Raises:
            psycopg.Error, TimeoutError: the database does not answer.

        """
        async with self._turn:
            try:
                async with asyncio.timeout(_SECONDS_TO_ANSWER):
                    self._asking = self._asking or await self._connect()
                    return await (await self._asking.execute(sql, values)).fetchall()
            except (psycopg.Error, OSError):
                await self._forget()
                raise

    async def _forget(self) -> None:
        connection, self._asking = self._asking, None
        if connection:
            await connection.close()

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(
            self._conninfo, autocommit=True, connect_timeout=_SECONDS_TO_CONNECT, application_name="croisee live"
        )


async def _word(connection: psycopg.AsyncConnection[Any]) -> None:
    """Wait for a word of the database, or for a while; one that is gone without a word is found out."""
    heard = [word async for word in connection.notifies(timeout=_LOOK_ANYWAY, stop_after=1)]
    if not heard:
        await connection.execute("SELECT")
