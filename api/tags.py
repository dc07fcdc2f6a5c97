"""What an answer depends on, summed up in an `ETag` that is known before the answer is."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.utils import translation
from rest_framework.request import Request

from places.log.version import version

_ROOMS = ("places", "network", "api")
_HOUSE = Path(__file__).parents[1]


def tag_of(request: Request, until: object) -> str:
    """Sum up the data, the question, its format and language, our own words, and the day or minute that is told of.

    The version is read before the data: an answer written meanwhile is taken for older than it is, never for newer.
    """
    asked = (request.get_full_path(), request.accepted_media_type, translation.get_language())
    parts = repr((version(), asked, until, release()))
    return f'"{sha256(parts.encode()).hexdigest()[:32]}"'


@cache
def release() -> str:
    """Tell the version of what writes the answers, code and catalogues; it lasts as long as the process."""
    sources = (path for room in _ROOMS for path in sorted((_HOUSE / room).rglob("*")) if path.suffix in {".py", ".mo"})
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
