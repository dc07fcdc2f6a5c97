"""The communes that places lie in: read once while nothing changes, since the places of a page share a few."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from places.models import Commune as Row


class Commune(NamedTuple):
    """What is told of a commune with each of its places."""

    code: str
    name: str
    epci: str | None


@lru_cache(maxsize=2)
def _held(_database: str, _version: str) -> dict[str, Commune]:
    return {}


def communes(codes: Collection[str], version: str) -> Mapping[str, Commune]:
    """Find communes by their codes, at a version of the log; those that were not asked before take one query."""
    held = _held(connection.settings_dict["NAME"], version)
    if missing := set(codes) - held.keys():
        rows = Row.objects.filter(pk__in=missing).order_by().values_list("code", "name", "intercommunality_id")
        held.update((row[0], Commune(*row)) for row in rows)
    return held
