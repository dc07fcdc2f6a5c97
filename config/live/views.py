"""`/live/` where no hub stands beside the site: the same questions, each answered at once."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.live import frames
from config.live.asking import Asked, NotAllowedError
from config.live.build import build_of
from network.live import reading
from network.live.moves import NOWHERE, Point, Told, move_of, told_in


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Tell what moved since; there is no stream, and whoever asked for one asks for answers now and then."""
    try:
        asked = Asked.read(
            request.META.get("QUERY_STRING", ""),
            accept=request.headers.get("Accept", ""),
            last_id=request.headers.get("Last-Event-ID", ""),
            secret=settings.SECRET_KEY,
        )
    except NotAllowedError:
        return _refused(HTTPStatus.FORBIDDEN, "One of these topics needs a ticket.")
    except ValueError:
        return _refused(HTTPStatus.BAD_REQUEST, "This is not a question that is answered here.")
    if asked.wait is None:
        # A browser takes it for the end of the stream, and for no error.
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    point, told = _since(asked)
    return JsonResponse(frames.body(point, told, build=build_of(Path(settings.STATIC_ROOT)), spread=0, stream=False))


def _refused(status: HTTPStatus, why: str) -> HttpResponse:
    data = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": why}
    return JsonResponse(data, status=status, content_type="application/problem+json")


def _since(asked: Asked) -> tuple[Point, Told | None]:
    """Read what moved in some topics; None where nobody knows."""
    last = _last()
    start = asked.since or (_last(asked.at) if asked.at else last)
    if start != last and not _is_known(start):
        return last, None
    moves = [move_of(row) for row in _ask(reading.MOVES, after=start.position, most=reading.MOST_MOVES)]
    point = moves[-1].point if moves else start
    return point, None if len(moves) == reading.MOST_MOVES else told_in(moves, asked.topics)


def _last(at: float | None = None) -> Point:
    rows = _ask(reading.LAST) if at is None else _ask(reading.LAST_BEFORE, at=at)
    return Point(*rows[0]) if rows else NOWHERE


def _is_known(point: Point) -> bool:
    return reading.is_recent(point) and _ask(reading.KNOWN, **point._asdict()) == [(True,)]


def _ask(sql: str, **values: Any) -> list[Any]:  # noqa: ANN401
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
    return rows
