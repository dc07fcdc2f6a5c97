"""The communes that places lie in, told once while nothing changes: the places of a page share a few."""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from places.models import Commune as Row


class Commune(NamedTuple):
    """What is told of a commune with each of its places."""

    code: str
    name: str
    epci: str | None


Say = Callable[[Commune], str]


@lru_cache(maxsize=4)
def _held(_database: str, _version: str, _say: Say) -> dict[str, str]:
    return {}


def communes(codes: Collection[str], version: str, say: Say) -> Mapping[str, str]:
    """Say communes, by their codes, as at a version of the log; those that were not asked before take one query."""
    held = _held(connection.settings_dict["NAME"], version, say)
    if missing := set(codes) - held.keys():
        rows = Row.objects.filter(pk__in=missing).order_by().values_list("code", "name", "intercommunality_id")
        held.update((row[0], say(Commune(*row))) for row in rows)
    return held
