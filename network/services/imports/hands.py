"""Who reads the lines of a file: this process; or, where there are many, two more beside it, which share them."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from django.db import connection
from django.utils.translation import get_language

from network.importing import beside
from network.importing.reading import Cells
from network.models import Import
from network.services.imports.lines import Staging

# A file of some 20,000 lines: two processes take two seconds to begin.
MANY_BYTES = 3_000_000
_HANDS, _AHEAD = 2, 2  # chunks that wait, for each of them
Chunk = Sequence[Cells]


def staged(batch: Import, columns: Sequence[str], chunks: Iterable[Chunk]) -> Iterator[int]:
    """Stage lines, some at a time, in their order; tell of how many, as soon as those and all before are kept."""
    read = _by_one if batch.size < MANY_BYTES else _by_several
    return read(batch, columns, chunks)


def _by_one(batch: Import, columns: Sequence[str], chunks: Iterable[Chunk]) -> Iterator[int]:
    staging = Staging(batch, columns)
    for chunk in chunks:
        staging.stage(chunk)
        yield len(chunk)


def _by_several(batch: Import, columns: Sequence[str], chunks: Iterable[Chunk]) -> Iterator[int]:
    told = (batch.pk, list(columns), str(connection.settings_dict["NAME"]), get_language() or "fr")
    waiting: deque[tuple[int, Future[None]]] = deque()
    with ProcessPoolExecutor(_HANDS, get_context("spawn"), beside.begin, told) as pool:
        for chunk in chunks:
            waiting.append((len(chunk), pool.submit(beside.stage, chunk)))
            if len(waiting) > _HANDS * _AHEAD:
                yield _kept(*waiting.popleft())
        while waiting:
            yield _kept(*waiting.popleft())


def _kept(lines: int, done: "Future[None]") -> int:
    done.result()
    return lines
