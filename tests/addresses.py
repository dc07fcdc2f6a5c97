"""Every address that the site answers at, found in its own patterns, so that no new one is forgotten."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# What stands where a pattern has a hole; each key of the admin is that of a row that a walk makes.
HOLES = {"slug": "la-pompe", "code": "48095", "app_label": "places", "name": "places"} | dict.fromkeys(
    ("url", "address"), "nowhere"
)
_HOLE = re.compile(r"\(\?P<(\w+)>.*?\)\$?$|\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")


def addresses(holes: dict[str, str] | None = None) -> list[str]:
    """Write every address once, with `holes` (and `HOLES`) in its holes; the rest of them are 1."""
    known = HOLES | (holes or {})
    return sorted({f"/{_filled(route, known)}" for route in _routes(get_resolver().url_patterns)})


def _routes(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def _filled(route: str, known: dict[str, Any]) -> str:
    return _HOLE.sub(lambda hole: str(known.get(next(filter(None, hole.groups())), 1)), route)
