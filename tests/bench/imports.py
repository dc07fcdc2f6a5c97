"""Measures the taking in of a file: as many lines as places, matched, compared and previewed; and the memory it takes.

`python -m tests.bench.imports`, in the country that `tests.bench` has made up: 100,000 places in 35,000 communes.
"""

import csv
import io
import os
import sys
import time
from datetime import date
from pathlib import Path
from subprocess import PIPE, run
from typing import TYPE_CHECKING

import django

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
    print(f"{'':<44}{'lines/s':>9}{'peak MB':>9}")  # noqa: T201
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
    told = run([sys.executable, "-W", "ignore", "-m", "tests.bench.imports", str(batch.pk)], check=True, stdout=PIPE)
    speed, memory = told.stdout.split()
    print(f"{what:<44}{float(speed):>9.0f}{float(memory):>9.0f}", flush=True)  # noqa: T201
    batch.refresh_from_db()
    return batch


def work(key: int) -> None:
    """Read an import, and print the lines a second and the megabytes."""
    from network.models import Import  # noqa: PLC0415
    from network.services.imports import read_import  # noqa: PLC0415

    batch, start = Import.objects.get(pk=key), time.perf_counter()
    read_import(batch=batch)
    print(batch.lines_read / (time.perf_counter() - start), peak())  # noqa: T201


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


def peak() -> float:
    """Tell the most memory that this process has had, in MB."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    django.setup()
    work(int(sys.argv[1])) if sys.argv[1:] else main()
