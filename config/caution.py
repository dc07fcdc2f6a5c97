"""What every answer is careful about, whichever view writes it."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control

Answer = Callable[[HttpRequest], HttpResponseBase]
_REFUSED = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*$")
# When a page was written, which its first element says.
_MOMENT = re.compile(rb'\sdata-at="[^"]*"')


class EncodingMiddleware:
    """Takes out of `Accept-Encoding` what a client refuses ("br;q=0"): those who compress only look for the word."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the codings that are left."""
        if accepted := request.META.get("HTTP_ACCEPT_ENCODING"):
            left = [coding for coding in accepted.split(",") if not _REFUSED.search(coding)]
            request.META["HTTP_ACCEPT_ENCODING"] = ",".join(left)
        return self.get_response(request)


class ConditionalMiddleware(ConditionalGetMiddleware):
    """Treats HEAD as GET, where Django gives it no `ETag`: here a view writes the same body for both.

    Two pages that say the same at two moments have the same tag: who holds the first need not carry it again.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:  # noqa: ANN401  as Django declares it
        """Give the answer its tag, or answer 304 to who holds it."""
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        if self._is_whole(response):
            response["ETag"] = _tag_of(response)
        try:
            return super().process_response(request, response)
        finally:
            request.method = method

    def _is_whole(self, response: Any) -> bool:  # noqa: ANN401
        return not response.streaming and self.needs_etag(response) and not response.has_header("ETag")


def _tag_of(response: HttpResponse) -> str:
    """Sum up a body, by SHA-256: processors have a way of their own to do it, four times as fast as Django's MD5."""
    if response.get("Content-Type", "").startswith("text/html"):
        return f'W/"{sha256(_MOMENT.sub(b"", response.content, count=1)).hexdigest()[:32]}"'
    return f'"{sha256(response.content).hexdigest()[:32]}"'


class PrivateMiddleware:
    """Keeps to herself what someone who is signed in sees: no proxy, no service worker, no cache of a browser has it.

    Whoever has a session is taken for signed in, without a question to the database. A view whose answer is the same
    for everyone says so itself, with `public`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, for her alone."""
        response = self.get_response(request)
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session or settings.SESSION_COOKIE_NAME in response.cookies:
            _keep_private(response)
        return response


def _keep_private(response: HttpResponseBase) -> None:
    said = {part.strip() for part in response.get("Cache-Control", "").split(",")}
    if "public" not in said:
        del response["Cache-Control"]
        patch_cache_control(response, private=True, no_store=True)
