"""A page that is the same for all who come is written once: until the data moves, or the minute that it speaks of ends.

`docs/adr/0075-written-once.md` says why it is so.
"""

from collections.abc import Callable
from functools import partial, wraps
from hashlib import sha256
from http import HTTPStatus
from time import monotonic
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from places.log.version import version as version_of_data

View = Callable[..., HttpResponseBase]
# What tells the version of what a view shows, from the arguments of its address.
Version = Callable[..., str]
# Characters: longer questions are seldom asked twice.
_LONGEST_ADDRESS = 300
_PRIVATE = (settings.SESSION_COOKIE_NAME, "messages")


class Source(NamedTuple):
    """What an answer is written of, how to ask for that again, when that was asked, and how long it is not."""

    version: str
    ask: Callable[[], str]
    at: float
    rest: float


class Kept(NamedTuple):
    """An answer as it was sent, compressed or not, with what it was written of."""

    source: Source
    body: bytes
    headers: dict[str, str]


def of_data(**_address: object) -> str:
    """Tell the version of the directory, whichever page of it is asked for."""
    return version_of_data()


def same_for_all(version: Version = of_data, *, rest: float = 0) -> Callable[[View], View]:
    """Let what a view tells someone without a session be told to others as it was sent.

    For so many seconds of `rest` it is given without a question to the database: to those who, once they are told that
    it moved, wait as long before they ask for it.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def told(request: HttpRequest, *args: Any, **address: Any) -> HttpResponseBase:  # noqa: ANN401
            if _key(request) is None:
                return view(request, *args, **address)
            source = _read(partial(version, **address), rest)  # first: nothing is taken for newer than it is
            response = view(request, *args, **address)
            response.written_of = source  # type: ignore[attr-defined]
            return response

        return told

    return decorated


class KeptMiddleware:
    """Gives what was written for another, while it would be written again alike; stands before all that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from what is kept, or write, and keep it if it may be."""
        key = _key(request)
        held = _still_good(key) if key else None
        if held:
            return _given(request, held)
        response = self.get_response(request)
        if key and isinstance(response, HttpResponse) and _may_be_kept(response):
            source = response.written_of  # type: ignore[attr-defined]
            caches["pages"].set(key, Kept(source, response.content, dict(response.items())))
        return response


def _key(request: HttpRequest) -> str | None:
    """Tell two questions apart whose answers differ; None: this one is answered to one person, or is no question."""
    if request.method != "GET" or "Origin" in request.headers or any(name in request.COOKIES for name in _PRIVATE):
        return None
    address = request.get_full_path()
    if len(address) > _LONGEST_ADDRESS:
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    return sha256(f"{request.scheme}://{host}{address} {is_packed}".encode()).hexdigest()


def _read(ask: Callable[[], str], rest: float) -> Source:
    """Read the version of something of which pages say how it is now: what is open is so to the minute."""
    at = monotonic()
    return Source(f"{ask()} {timezone.now():%Y-%m-%dT%H:%M}", ask, at, rest)


def _still_good(key: str) -> Kept | None:
    """Find what is kept, if it would be written again alike, or was a moment ago."""
    held: Kept | None = caches["pages"].get(key)
    if held is None or monotonic() < held.source.at + held.source.rest:
        return held
    try:
        now = _read(held.source.ask, held.source.rest)
    except DatabaseError:
        return None  # whoever writes the page says what is to be done
    if now.version != held.source.version:
        return None
    if now.rest:
        caches["pages"].set(key, held._replace(source=now))
    return held


def _given(request: HttpRequest, held: Kept) -> HttpResponseBase:
    response = HttpResponse(held.body, headers=held.headers)
    response.written_of = held.source  # type: ignore[attr-defined]
    return get_conditional_response(request, etag=held.headers.get("ETag"), response=response) or response


def _may_be_kept(response: HttpResponse) -> bool:
    is_private = "Cookie" in response.get("Vary", "") or "no-store" in response.get("Cache-Control", "")
    is_whole = response.status_code == HTTPStatus.OK and not response.cookies
    return is_whole and not is_private and hasattr(response, "written_of")
