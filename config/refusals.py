"""What is answered to a request that is refused before any view could say why: in the manner of its address.

A program gets a problem document, a person a page with a way on. Nothing here trusts the request: its `Host` may be the
very thing that was refused, so no page says an address in full.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults

from api import problems
from config.language import API, language_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refuse what cannot be read: an unknown `Host`, too many fields, a text that no database holds."""
    with translation.override(language_of(request)):
        if request.path_info.startswith(API):
            return problems.bad_request(request)
        return render(None, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refuse who may not see this."""
    if request.path_info.startswith(API):
        return problems.forbidden(request)
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing is at this address."""
    return (
        problems.not_found(request)
        if request.path_info.startswith(API)
        else defaults.page_not_found(request, exception)
    )


class MethodMiddleware:
    """Shows a page to who opens an address that only takes what a form sends: Django answers with nothing at all.

    Somebody comes there by the button "back", by a bookmark, or by signing in again where her browser hides its way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, in words where there are none."""
        response = self.get_response(request)
        is_opened = request.method == "GET" and not request.path_info.startswith(API)
        if not is_opened or not isinstance(response, HttpResponseNotAllowed):
            return response
        page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that was opened before its reader signed in or out, in another tab mostly, and lead back to it."""
    if request.path_info.startswith(API):
        return problems.forbidden(request)
    return render(request, "stale.html", {"way_back": _way_back(request)}, status=HTTPStatus.FORBIDDEN)


def _way_back(request: HttpRequest) -> str:
    """Where the form was, or, from the page that signs in, where it led."""
    ways_in = ("admin:login", "admin:logout", "account_login", "account_confirm_login_code", "password")
    if request.path not in {reverse(name) for name in ways_in}:
        return request.path
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("admin:index" if request.path.startswith("/admin/") else "workspace:home")
