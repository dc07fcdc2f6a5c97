"""Measures the taking in of a file: as many lines as places, matched, compared and previewed; and the memory it takes.

`python -m tests.bench.imports`, in the country that `tests.bench` has made up: 100,000 places in 35,000 communes.
"""

import csv
import io
import os
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING

import django

from tests.bench.measure import children

if TYPE_CHECKING:
    from network.models import Import

LINES = int(os.environ.get("BENCH_LINES", "100000"))
DAY = date(2026, 11, 23)
HEAD = [
    "id",
    "nom",
    "typologie",
    "adresse",
    "code_postal",
    "code_insee",
    "latitude",
    "longitude",
    "telephone",
    "horaires",
    "site_web",
]
PLACES = """
SELECT place.id, name, kinds[1], address, postcode, commune_id, ST_Y(point), ST_X(point), phone, opening_hours, website
FROM places_place AS place WHERE status = 'published' ORDER BY place.id LIMIT %s
"""
_BACKENDS = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND leader_pid IS NULL
"""
# As if the source had said all that before, and each line were of the place that it was made of.
SAID = """
INSERT INTO network_sourcerecord (source_id, key, place_id, said)
SELECT %s, key, key::bigint, values FROM network_importline
WHERE batch_id = %s AND outcome NOT IN ('refused', 'outside')
ON CONFLICT DO NOTHING
"""


def main() -> None:
    """Read a file of a source that nobody knows, then a newer one of the same."""
    from django.db import connection  # noqa: PLC0415  Django first

    from network.models import ImportSource  # noqa: PLC0415
    from network.services.imports import source_for  # noqa: PLC0415

    ImportSource.objects.filter(name="Bench").delete()
    source = source_for(name="Bench", network=None)
    rows = lines()
    print(f"{'':<44}{'lines/s':>9}{'work ms/line':>14}{'peak MB':>9}")  # noqa: T201
    first = read("a file of an unknown source", rows, source.pk)
    with connection.cursor() as cursor:
        cursor.execute(SAID, [source.pk, first.pk])
    for row in rows[::10]:
        row[8] = "04 66 00 00 01"
    newer = read("a newer one, a tenth of it changed", rows, source.pk)
    print(dict(counts(newer)))  # noqa: T201
    print(f"the page that is read over: {page(newer.pk):.0f} ms")  # noqa: T201
    ImportSource.objects.filter(pk=source.pk).delete()


def lines() -> list[list[str]]:
    """Write the places as a partner would."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(PLACES, [LINES])
        return [["" if cell is None else str(cell) for cell in row] for row in cursor.fetchall()]


def read(what: str, rows: list[list[str]], source: int) -> "Import":
    """Have a file read by a process of its own, which tells how fast, and how much memory it took at most."""
    from network.importing.mapping import Plan  # noqa: PLC0415
    from network.models import ImportSource  # noqa: PLC0415
    from network.services.imports import NewFile, ask_for, receive  # noqa: PLC0415

    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    file = NewFile("bench.csv", text.getvalue().encode(), DAY)
    batch = receive(source=ImportSource.objects.get(pk=source), file=file, by=None)
    ask_for(batch=batch, plan=Plan.of(batch.plan), joins=False)
    job = Job()
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.imports", str(batch.pk)]
    with Popen(command, stdout=PIPE, text=True) as process:
        while process.poll() is None:
            job.look(process.pid)
            time.sleep(0.2)
        seconds, begun = map(float, process.communicate()[0].split())
    batch.refresh_from_db()
    work = (job.work - begun) / batch.lines_read
    print(f"{what:<44}{batch.lines_read / seconds:>9.0f}{work:>14.3f}{job.peak:>9.0f}", flush=True)  # noqa: T201
    return batch


def work(key: int) -> None:
    """Read an import; print how many seconds it took, and the milliseconds of a processor until it began."""
    from network.models import Import  # noqa: PLC0415
    from network.services.imports import read_import  # noqa: PLC0415

    batch, start, begun = Import.objects.get(pk=key), time.perf_counter(), time.process_time()
    read_import(batch=batch)
    print(time.perf_counter() - start, begun * 1000)  # noqa: T201


def counts(batch: "Import") -> list[tuple[str, int]]:
    """Count what becomes of its lines."""
    from django.db.models import Count  # noqa: PLC0415

    return list(batch.lines.order_by().values_list("outcome").annotate(count=Count("pk")))


def page(key: int) -> float:
    """Tell how long the page takes that shows what an import would do, in milliseconds: the median of nine."""
    from django.test import Client  # noqa: PLC0415

    from network.models import User  # noqa: PLC0415
    from tests.factories import forget_account  # noqa: PLC0415

    forget_account("bench")
    person = User(username="bench", is_superuser=True, is_staff=True)
    person.save()
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    took = []
    for _round in range(9):
        start = time.perf_counter()
        assert client.get(f"/espace/fichiers/{key}/").status_code == 200
        took.append(time.perf_counter() - start)
    forget_account("bench")
    return sorted(took)[4] * 1000


class Job:
    """What an import takes: milliseconds of processors, PostgreSQL's too, and the most megabytes of its processes."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._before = {pid: spent_by(pid) for pid in backends()}
        self._spent = dict(self._before)

    @property
    def work(self) -> float:
        """The milliseconds of processors since it began."""
        return sum(self._spent.values()) - sum(self._before.values())

    def look(self, pid: int) -> None:
        """Note what each process has spent so far, which may be gone the next time, and what all of ours hold."""
        ours = [str(pid), *children(pid)]
        for one in [*ours, *backends()]:
            with suppress(OSError):
                self._spent[one] = spent_by(one)
        self.peak = max(self.peak, sum(map(held_by, ours)))


def spent_by(pid: str) -> float:
    """Tell the milliseconds of processors that a process had."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1_000_000


def held_by(pid: str) -> float:
    """Tell the megabytes of a process, of those that it shares its part (Pss)."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/smaps_rollup").read_text().split("\nPss:")[1].split()[0]) / 1024
    return 0


def backends() -> list[str]:
    """List the processes of PostgreSQL that serve this database."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(_BACKENDS)
        return [str(pid) for (pid,) in cursor.fetchall()]


if __name__ == "__main__":
    django.setup()
    work(int(sys.argv[1])) if sys.argv[1:] else main()
