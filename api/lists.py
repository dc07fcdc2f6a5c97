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
from rest_framework.request import Request
from rest_framework.response import Response

from api.pagination import MOST, Pager
from api.renderers import Collection, JSONTextRenderer

# How many rows are read and written at a time.
PIECE = 1000
LIMIT_HEADER = "Croisee-Limit"

Rows = Sequence[tuple[Any, ...]]
Writer = Callable[[Rows], list[str]]


def listed(
    request: Request, pager: Pager, rows: QuerySet[Any], columns: Sequence[str], write: Writer
) -> HttpResponseBase:
    """Answer with the rows of a list; `write` makes the text of each from its key, its primary key and its columns."""
    if pager.is_asked or isinstance(request.accepted_renderer, JSONTextRenderer):
        page = pager.page(rows, columns, request)
        return Response(Collection(write(page.rows), page.next, page.previous), headers=page.links)
    pieces = pager.pieces(rows, columns, size=PIECE)
    first = next(pieces)
    if len(first) < PIECE:
        return Response(Collection(write(first)), headers={LIMIT_HEADER: str(MOST)})
    end = pager.last_of(rows, MOST)
    if end:
        pieces = pager.pieces(pager.up_to(rows, end), columns, size=PIECE)
        first = next(pieces)
    return _streamed(request, (write(piece) for piece in chain([first], pieces)), pager.links_after(request, end))


def _streamed(request: Request, pieces: Iterator[list[str]], links: dict[str, str]) -> StreamingHttpResponse:
    renderer: Any = request.accepted_renderer
    charset = f"; charset={renderer.charset}" if renderer.charset else ""
    return StreamingHttpResponse(
        renderer.stream(pieces, request),
        content_type=f"{renderer.media_type}{charset}",
        headers={LIMIT_HEADER: str(MOST), **links},
    )
