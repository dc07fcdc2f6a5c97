"""Builds the made-up country in whatever database it is given, unless that holds a real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from network.loading.files import read_vocabulary
from network.loading.territory import store_vocabulary
from network.models import Membership, Network, Organisation
from network.models.network import Facilitation
from places.models import Commune, IndexWord, Intercommunality, Kind, Place, SearchWord, Service, Territory
from tests.bench.country import sql, words

SOURCE = "synthetic"
NETWORKS = 24
# Communes are squares over about the bounding box of mainland France.
_LAND = {"west": -5.0, "south": 42.0, "width": 14.5, "height": 9.0}
COMMUNE_SIDE = 0.1
_FILLED = (SearchWord, IndexWord, Place, Membership, Network, Organisation, Commune, Intercommunality)
_HEAVY = (Place, Membership)


class RealData(RuntimeError):  # noqa: N818  reads as a sentence where it is raised
    """The database holds places or communes that were not made up."""


def build(*, count: int, seed: int, side: float = COMMUNE_SIDE) -> None:
    """Replace the made-up country by one of `count` places; the same count and seed give the same rows.

    A commune is a square of `side` degrees: 13,050 communes with a tenth, some 35,000 as in France with 0.061.

    History and the checks that look at other rows are not run: the statements cannot get them wrong, and they would
    take longer than all the rest. Indexes and foreign keys are made again after the rows.

    Raises:
        RealData: the database holds something that was not made up.
        ValueError: no place is asked for.

    """
    if count < 1:
        raise ValueError("At least one place.")
    _refuse_real()
    with transaction.atomic():
        _empty()
        store_vocabulary(vocabulary=read_vocabulary(settings.BASE_DIR / "fixtures" / "vocabulary"))
        land = _grid(side)
        _land(land, seed)
        with _bare_tables():
            _places(land, count, seed)
        # The triggers that teach the lexicon stood still.
        _run(sql.WORDS)
        _run(sql.INDEX_WORDS)
    _tidy()


def _refuse_real() -> None:
    real_places = Place.objects.exclude(source=SOURCE, source__isnull=False).exists()
    if real_places or Territory.objects.exclude(code=SOURCE).exists():
        raise RealData("This database holds a real territory. Give a database of its own in DATABASE_URL.")


def _empty() -> None:
    tracked: tuple[Any, ...] = (Place, Membership, Network, Organisation, Facilitation)
    tables = [model._meta.db_table for model in _FILLED] + [m.pgh_event_model._meta.db_table for m in tracked]
    _run(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")


def _grid(side: float) -> dict[str, float]:
    columns, rows = (round(_LAND[length] / side) for length in ("width", "height"))
    return _LAND | {"side": side, "columns": columns, "rows": rows}


def _land(land: dict[str, float], seed: int) -> None:
    Territory.objects.update_or_create(
        code=SOURCE, defaults={"name": "Pays inventé", "locative": "en Pays inventé", "credit": "Inventé (CC0-1.0)"}
    )
    names = words.commune_names(int(land["columns"] * land["rows"]))
    _run(sql.FUNCTIONS.replace("%(seed)s", str(int(seed))))
    _run(sql.COMMUNES, land, names=names, territory=SOURCE, source=SOURCE)
    _run(sql.INTERCOMMUNALITIES)
    _run(sql.NETWORKS, networks=NETWORKS)
    # The tables cannot be altered while a foreign key waits for the end of the transaction.
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    _run("SET CONSTRAINTS ALL DEFERRED")
    _run("ANALYZE places_commune")


def _places(land: dict[str, float], count: int, seed: int) -> None:
    kinds, services = (list(model.objects.values_list("slug", flat=True)) for model in (Kind, Service))
    pools = words.draw(seed=seed, kinds=kinds, services=services)
    drawn = {name: getattr(pools, name) for name in pools.__slots__}
    _run(sql.PLACES, land, **drawn, count=count, seed=str(seed), source=SOURCE)
    _run(sql.MEMBERSHIPS, count=count, networks=NETWORKS, source=SOURCE)
    for model in (Place, Network):
        table = model._meta.db_table
        _run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _tidy() -> None:
    _run(f"VACUUM (ANALYZE) {', '.join(model._meta.db_table for model in _FILLED)}")


@contextmanager
def _bare_tables() -> Iterator[None]:
    """Take away what slows down a million insertions, and put it back.

    The checks on a row come back unproven for the rows made up, whose words a test tries: proving takes minutes.
    """
    tables = [model._meta.db_table for model in _HEAVY]
    constraints = _rows(_CONSTRAINTS, tables=tables)
    indexes = _rows(_INDEXES, tables=tables)
    _run("SET LOCAL maintenance_work_mem = '256MB'")
    for table in tables:
        _run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table, name, _definition in constraints:
        _run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        _run(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        _run(definition)
    for table, name, definition in constraints:
        _run(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    for table in tables:
        _run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname,
    pg_get_constraintdef(oid) || CASE contype WHEN 'c' THEN ' NOT VALID' ELSE '' END
FROM pg_constraint
WHERE conrelid = ANY (%(tables)s::regclass[]) AND contype IN ('c', 'f', 'u', 'x') ORDER BY conname
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY (%(tables)s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1
"""


def _run(statement: str, land: dict[str, float] | None = None, **params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**(land or {}), **params} or None)


def _rows(statement: str, **params: Any) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())
