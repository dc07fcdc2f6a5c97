"""The version of all that the overlap reads, told without reading it."""

from typing import NamedTuple

from network.overlap.rows import read

_TABLES = (
    "places_territory",
    "places_intercommunality",
    "places_commune",
    "places_place",
    "network_network",
    "network_membership",
)
# What a row is, is told by the transaction that wrote it (`xmin`) and by where it lies (`ctid`): a row written again,
# by whichever door, has another of one or of both. The log of changes would tell as much at less cost, were it not that
# a transaction may take its number there before another, and be seen after it; and communes are not logged.
# Two clusters may number alike, so the cluster has its say.
_VERSION = f"""
SELECT concat_ws('.', (SELECT system_identifier FROM pg_control_system()), count(*),
    sum(hashtextextended(concat_ws(' ', tableoid, xmin, ctid), 0)))
FROM ({" UNION ALL ".join(f"SELECT tableoid, xmin, ctid FROM {table}" for table in _TABLES)}) AS written
"""  # noqa: S608


def version() -> str:
    """Tell the version of the data in one query: it changes with any place, membership, network or commune."""
    (row,) = read(_Told, _VERSION, {})
    return row.version


class _Told(NamedTuple):
    version: str
