"""A question that only reads goes to a replica, whole: its version, its rows, its transactions and its plain SQL.

A router of Django's sees what is asked by models alone, and chooses anew for each: the version that a page is written
of would come from one database, and its rows from another.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from config.front import WROTE, is_known
from config.leaving import SAFE
from config.live.handover import PATH as LIVE
from config.outage import Outage
from config.replicas.watch import WATCH

# For so many seconds who has just written is told by the primary.
_SECONDS = 10


class ReplicaMiddleware:
    """Chooses who answers; stands outside of all that asks the database anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.DATABASE_REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from a replica what may be, and from the primary all else, and what a replica failed at."""
        alias = WATCH.choose() if _only_reads(request) else None
        response = self._answer_of(alias, request) if alias else None
        if response is not None:
            return response
        response = self.get_response(request)
        if request.method not in SAFE:
            response.set_cookie(WROTE, "1", max_age=_SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax")
        return response

    def _answer_of(self, alias: str, request: HttpRequest) -> HttpResponseBase | None:
        """Ask a replica; None: it is away, or this was no mere reading, which a replica refuses."""
        with told_by(alias):
            response = self.get_response(request)
        outage = getattr(response, "outage", None)
        if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR or outage == Outage.SLOW:
            return _told_to_its_end(alias, response)
        if outage == Outage.AWAY:
            WATCH.leave_out(alias)
        return None


@contextmanager
def told_by(alias: str) -> Iterator[None]:
    """Let another database stand for ours in this thread."""
    ours = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[alias]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = ours


def _only_reads(request: HttpRequest) -> bool:
    """Tell whether a replica may answer; sessions are written as they are read, where who is known is told."""
    return request.method in SAFE and not is_known(request) and request.path_info != LIVE


def _told_to_its_end(alias: str, response: HttpResponseBase) -> HttpResponseBase:
    """Have an answer that is written while it is sent told to its end by the same; a file asks the database nothing."""
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        response.streaming_content = _pieces(alias, iter(response))
    return response


def _pieces(alias: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with told_by(alias):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
