"""A client that leaves takes its question along: what nobody waits for any more is stopped in the database.

Only what reads is stopped. Who sends a change and loses the network has still sent it.
"""

from collections.abc import Callable
from threading import Lock, Thread
from typing import Any

import psycopg
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponseBase

# What only reads.
SAFE = ("GET", "HEAD")
# How long the database may take to hear that it is to stop, in seconds.
_SECONDS_TO_STOP = 5.0


class Statement:
    """A statement that runs, for a client who may leave."""

    running: "set[Statement]" = set()

    def __init__(self, link: "psycopg.Connection[Any]", has_left: Callable[[], bool]) -> None:
        self.link = link
        self.has_left = has_left
        self._turn = Lock()
        self._is_over = False

    def __enter__(self) -> None:
        """Let the statement be stopped from now on."""
        self.running.add(self)

    def __exit__(self, *_error: object) -> None:
        """Wait for who is stopping it, lest the next statement of this connection be stopped in its place."""
        self.running.discard(self)
        with self._turn:
            self._is_over = True

    def stop(self) -> None:
        """Ask the database to stop, unless it is being asked; the thread that waits for the answer gets an error."""
        if not self._turn.acquire(blocking=False):
            return
        try:
            if not self._is_over:
                self.link.cancel_safe(timeout=_SECONDS_TO_STOP)
        except psycopg.Error:
            # It is asked again at the next turn of the server.
            pass
        finally:
            self._turn.release()


def stop_what_nobody_waits_for() -> None:
    """Stop the statements whose clients have left; each in a thread, for the database may be slow to hear.

    A statement that has not reached the database yet hears nothing: whoever calls this calls it again.
    """
    for statement in list(Statement.running):
        if statement.has_left():
            Thread(target=statement.stop, daemon=True).start()


class LeavingMiddleware:
    """Watches over what a question asks of the database, where the server tells when a client has left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, for as long as someone waits."""
        has_left = request.META.get("waitress.client_disconnected")
        if has_left is None or request.method not in SAFE:
            return self.get_response(request)
        with connection.execute_wrapper(_while_someone_waits(has_left)):
            return self.get_response(request)


def _while_someone_waits(has_left: Callable[[], bool]) -> Callable[..., Any]:
    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: ANN401, FBT001
        if has_left():
            raise OperationalError("The client has left.")
        with Statement(context["connection"].connection, has_left):
            return execute(sql, params, many, context)

    return run
