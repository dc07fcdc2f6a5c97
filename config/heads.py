"""Answers to HEAD: those of GET, without what they hold."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def without_body(application: WSGIApplication) -> WSGIApplication:
    """Send no body where only the head is asked for, which neither Django nor waitress sees to.

    A client that keeps its connection would take it for the answer to what it asks next.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        close = getattr(body, "close", None)
        if close:
            close()
        return []

    return answer
