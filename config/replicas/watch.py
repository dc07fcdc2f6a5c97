"""Which replicas may be asked just now: each process asks them and the primary, twice a second, where they are."""

import logging
import random
from collections.abc import Callable, Sequence
from threading import Lock, Thread
from time import monotonic, sleep

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

from config.replicas.lateness import Lateness

# Seconds: between two questions; beyond so many a replica is late; without a word for so long it is away, and so is the
# primary: sooner than what it wrote last, and nobody else has, could make all replicas late.
_EVERY, LATE, _SILENT, _PRIMARY_SILENT = 0.5, 2.0, 3.0, 1.5
# Bytes of log since the beginning. A replica that was promoted is the primary, and has what it wrote itself.
_POSITION = """
SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0')::bigint
"""
logger = logging.getLogger("replicas")


class Watch:
    """The replicas, by the moment until which each is known to be well."""

    def __init__(self, aliases: Sequence[str]) -> None:
        self._good_until = dict.fromkeys(aliases, 0.0)
        self._lateness = Lateness()
        self._last = dict[str, tuple[int, float]]()
        self._turn = Lock()
        self._is_watching = False

    def choose(self) -> str | None:
        """Name one that is well and not late; None: there is none, and the primary answers."""
        self._begin()
        now = monotonic()
        good = [alias for alias, until in self._good_until.items() if until > now]
        return random.choice(good) if good else None  # noqa: S311  no secret hangs on it

    def leave_out(self, alias: str) -> None:
        """Ask this one no more until it has been heard again: it has just failed to answer."""
        self._good_until[alias] = 0.0

    def heard(self, alias: str, position: int, now: float) -> None:
        """Take note of where one is."""
        self._last[alias] = position, now
        if alias == DEFAULT_DB_ALIAS:
            self._lateness.primary_is_at(position, now)
        elif self._is_well(position, now):
            self._good_until[alias] = now + _SILENT
        elif self._good_until[alias]:
            logger.warning("%s is late, and is not asked until it has caught up.", alias)
            self.leave_out(alias)

    def _is_well(self, position: int, now: float) -> bool:
        """Tell whether one that is there has what can be had: what the primary wrote, or if that is away, the most."""
        _position, heard = self._last.get(DEFAULT_DB_ALIAS, (0, 0.0))
        if now - heard <= _PRIMARY_SILENT:
            return self._lateness.of(position, now) <= LATE
        others = [(there, at) for alias, (there, at) in list(self._last.items()) if alias != DEFAULT_DB_ALIAS]
        return position >= max(there for there, at in others if now - at <= _SILENT)

    def _begin(self) -> None:
        """Start watching in the process that answers: threads do not outlive the fork that makes it."""
        with self._turn:
            if not self._is_watching:
                self._is_watching = True
                for alias in (DEFAULT_DB_ALIAS, *self._good_until):
                    Thread(target=_follow, args=(alias, self.heard), daemon=True).start()


def _follow(alias: str, heard: Callable[[str, int, float], None]) -> None:
    """Ask one where it is, for ever, on a connection of this thread's own."""
    while True:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute(_POSITION)
                ((position,),) = cursor.fetchall()
            heard(alias, position, monotonic())
        except Error:
            connections[alias].close()
        sleep(_EVERY)


WATCH = Watch(settings.DATABASE_REPLICAS)
