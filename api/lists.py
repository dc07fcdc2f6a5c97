"""Lists that grow with the directory: in JSON page by page, in any other format whole.

Programs of others (GDAL, pandas, R, a spreadsheet) read one address and take what comes for everything. So everything
comes, a piece at a time: a process never holds more than one piece. `docs/adr/0031-for-other-programs.md`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.response import Response

from api.pagination import MOST, Pager
from api.renderers import Collection, JSONTextRenderer
from api.tags import tag_of
from api.understood import in_envelope, in_headers
from places.search.terms import Reading

# How many rows are read and written at a time.
PIECE = 1000
LIMIT_HEADER = "Croisee-Limit"

Rows = Sequence[tuple[Any, ...]]
Writer = Callable[[Rows], list[str]]


def listed(  # noqa: PLR0913  a list is asked for in one call
    request: Request,
    pager: Pager,
    rows: QuerySet[Any],
    columns: Sequence[str],
    write: Writer,
    *,
    reading: Reading | None = None,
    until: object = None,
) -> HttpResponseBase:
    """Answer with the rows of a list; `write` makes the text of each from its key, its primary key and its columns.

    A list that is searched says how its question was read. One that tells of a day or a minute says `until` when it is
    the same, if its data are: who holds what is streamed is answered 304 before a row is read.
    """
    told = in_headers(reading) if reading else {}
    if pager.is_asked or isinstance(request.accepted_renderer, JSONTextRenderer):
        page = pager.page(rows, columns, request)
        said = in_envelope(reading) if reading else {}
        return Response(Collection(write(page.rows), page.next, page.previous, said), headers=page.links | told)
    tag = _tag(request, until)
    if "If-None-Match" in request.headers and (same := get_conditional_response(request, etag=tag)):
        same.headers["ETag"] = tag
        return same
    pieces = pager.pieces(rows, columns, size=PIECE)
    first = next(pieces)
    if len(first) < PIECE:
        return Response(Collection(write(first)), headers={LIMIT_HEADER: str(MOST), **told})
    end = pager.last_of(rows, MOST)
    if end:
        pieces = pager.pieces(pager.up_to(rows, end), columns, size=PIECE)
        first = next(pieces)
    headers = {"ETag": tag, **pager.links_after(request, end), **told}
    return _streamed(request, (write(piece) for piece in chain([first], pieces)), headers)


def _tag(request: Request, until: object) -> str:
    """Make the tag of what is streamed: a weak one, for the log may move between two pieces.

    A workbook tells the minute of its writing.
    """
    minute = timezone.now().replace(second=0, microsecond=0)
    return f"W/{tag_of(request, (until, minute) if request.accepted_renderer.format == 'xlsx' else until)}"


def _streamed(request: Request, pieces: Iterator[list[str]], headers: dict[str, str]) -> StreamingHttpResponse:
    renderer: Any = request.accepted_renderer
    charset = f"; charset={renderer.charset}" if renderer.charset else ""
    return StreamingHttpResponse(
        renderer.stream(pieces, request),
        content_type=f"{renderer.media_type}{charset}",
        headers={LIMIT_HEADER: str(MOST), **headers},
    )
