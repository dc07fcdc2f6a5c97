"""What a proxy in front may give to others: the site says so, answer by answer, to the proxy alone (ADR 0083)."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from config.language import API

# Whoever has just written has this cookie for a while, and is told what is so now.
WROTE = "wrote"
# Who has one of these is known: she is signed in, something waits for her, or she has just written.
COOKIES = (settings.SESSION_COOKIE_NAME, "messages", WROTE)
# nginx obeys it, and takes it out. In seconds.
_HEADER, _SECONDS = "X-Accel-Expires", "1"
# What answers may vary with and still be lent: the proxy tells them apart.
_TOLD_APART = {"accept", "accept-encoding", "accept-language", "origin"}


def is_known(request: HttpRequest) -> bool:
    """Tell whether someone in particular asks."""
    return "Authorization" in request.headers or any(name in request.COOKIES for name in COOKIES)


class FrontMiddleware:
    """Lends what is the same for all: pages that are written once, and what the API tells anyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say for how long that may be given to others."""
        response = self.get_response(request)
        if _asks_what_all_may(request) and _is_for_all(response) and _is_written_once(request, response):
            response[_HEADER] = _SECONDS
        return response


def _asks_what_all_may(request: HttpRequest) -> bool:
    return request.method == "GET" and "Origin" not in request.headers and not is_known(request)


def _is_written_once(request: HttpRequest, response: HttpResponseBase) -> bool:
    return hasattr(response, "written_of") or request.path_info.startswith(API)


def _is_for_all(response: HttpResponseBase) -> bool:
    """Tell whether this is a whole answer of which nothing is for one person, nor for this one time."""
    said = response.get("Cache-Control", "")
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    is_private = "no-store" in said or "private" in said or bool(varies - _TOLD_APART)
    return response.status_code == HTTPStatus.OK and not response.cookies and not is_private
