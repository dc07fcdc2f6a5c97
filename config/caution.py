"""What every answer is careful about, whichever view writes it."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control

Answer = Callable[[HttpRequest], HttpResponseBase]
_REFUSED = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*$")


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
    """Treats HEAD as GET, where Django gives it no `ETag`: here a view writes the same body for both."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:  # noqa: ANN401  as Django declares it
        """Give the answer its tag, or answer 304 to who holds it."""
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        try:
            return super().process_response(request, response)
        finally:
            request.method = method


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
