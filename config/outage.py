"""What is answered when the database does not: 503, when to come back and, in words, what to do.

A program gets a problem document, a person a page that comes back by itself. A question whose connection died under it
is first asked once more, on a new one: nobody notices that a connection was ended or that the database was restarted.
"""

import sys
from collections.abc import Callable
from enum import StrEnum
from http import HTTPStatus

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from api import problems
from config.language import API
from config.leaving import SAFE


class Outage(StrEnum):
    """Why the database gave no answer."""

    AWAY = "away"
    BUSY = "busy"
    SLOW = "slow"


# By the state that PostgreSQL gives (https://www.postgresql.org/docs/current/errcodes-appendix.html): a lock that was
# not had in time, two transactions in each other's way, and a statement that took too long. All else is a connection
# that was not had, or not kept.
_BY_STATE = {
    "55P03": Outage.BUSY,
    "40001": Outage.BUSY,
    "40P01": Outage.BUSY,
    "57014": Outage.SLOW,
}
# A statement that is too long or too deep is so whenever it is asked: that is a fault, and not an outage.
_FAULTS = "54"
# Seconds until it is worth asking again.
_WAIT = {Outage.AWAY: 5, Outage.BUSY: 5, Outage.SLOW: 60}


def outage_of(error: BaseException | None) -> Outage | None:
    """Tell what an error says of the database; None when it is no failure of the database to answer."""
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return None if state.startswith(_FAULTS) else _BY_STATE.get(state, Outage.AWAY)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer, in the manner of the address, an error that no view foresaw: Django calls this while it is handled."""
    outage = outage_of(sys.exc_info()[1])
    response = _document(request, outage) if request.path_info.startswith(API) else _page(request, outage)
    if outage:
        response["Retry-After"] = str(_WAIT[outage])
        response["Cache-Control"] = "no-store"
        response.outage = outage  # type: ignore[attr-defined]
    return response


def _document(request: HttpRequest, outage: Outage | None) -> HttpResponse:
    return problems.unavailable(request, outage) if outage else problems.breakdown(request)


def _page(request: HttpRequest, outage: Outage | None) -> HttpResponse:
    """Write the page; none of its words come from the database, nor from who is signed in."""
    if outage is None:
        return render(None, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    told = {"outage": outage, "seconds": _WAIT[outage], "is_read": request.method in SAFE}
    return render(None, "503.html", told, status=HTTPStatus.SERVICE_UNAVAILABLE)


class SecondTryMiddleware:
    """Asks once more what only reads, when the connection that it was asked on has died."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, at the second try if need be."""
        response = self.get_response(request)
        return self.get_response(request) if request.method in SAFE and _has_lost_connection(response) else response


def _has_lost_connection(response: HttpResponseBase) -> bool:
    """Tell whether there was a connection to the database that is no more; what is left of it is put away."""
    if getattr(response, "outage", None) != Outage.AWAY or connection.connection is None:
        return False
    close_old_connections()
    return connection.connection is None
