"""Who reads the lines of a file: this process; or, where there are many, one more beside it, which takes its share."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from django.db import connection
from django.utils.translation import get_language

from network.importing import beside
from network.importing.reading import Cells
from network.models import Import
from network.services.imports.lines import Staging

# A file of some 20,000 lines: a process takes two seconds to begin.
MANY_BYTES = 3_000_000
_AHEAD = 2  # chunks that wait for it
Chunk = Sequence[Cells]


def staged(batch: Import, columns: Sequence[str], chunks: Iterable[Chunk]) -> Iterator[int]:
    """Stage lines, some at a time, in their order; tell of how many, as soon as those and all before are kept."""
    read = _by_one if batch.size < MANY_BYTES else _by_two
    yield from read(batch, columns, chunks)


@contextmanager
def _kept_apart() -> Iterator[None]:
    """Have what is there not gone through for garbage with what lines leave: it took a twentieth of the time."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _by_one(batch: Import, columns: Sequence[str], chunks: Iterable[Chunk]) -> Iterator[int]:
    staging = Staging(batch, columns)
    for chunk in chunks:
        staging.stage(chunk)
        yield len(chunk)


def _by_two(batch: Import, columns: Sequence[str], chunks: Iterable[Chunk]) -> Iterator[int]:
    """Give the other process what it can take, and read the rest here."""
    told = (batch.pk, list(columns), str(connection.settings_dict["NAME"]), get_language() or "fr")
    given: deque[tuple[int, Future[None]]] = deque()
    with _kept_apart(), ProcessPoolExecutor(1, get_context("spawn"), beside.begin, told) as pool:
        staging: Staging | None = None
        for chunk in chunks:
            if sum(not done.done() for _lines, done in given) < _AHEAD:
                given.append((len(chunk), pool.submit(beside.stage, chunk)))
            else:
                staging = staging or Staging(batch, columns)
                staging.stage(chunk)
                given.append((len(chunk), _done()))
            while given and given[0][1].done():
                yield _kept(*given.popleft())
        while given:
            yield _kept(*given.popleft())


def _done() -> "Future[None]":
    done: Future[None] = Future()
    done.set_result(None)
    return done


def _kept(lines: int, done: "Future[None]") -> int:
    done.result()
    return lines
