"""When the database does not answer, the site says so, says when to come back, and comes back by itself."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from psycopg import errors

from config.limits import limit
from config.outage import Outage, outage_of
from config.urls import urlpatterns as site
from tests.bench.database import conninfo

pytestmark = pytest.mark.urls(__name__)

handler500 = "config.outage.server_error"
ENDED = "SELECT pg_terminate_backend(pg_backend_pid())"
asked: list[str] = []


def ask(sql: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(sql)
    return HttpResponse("told")


def slow(_request: HttpRequest) -> HttpResponse:
    return ask("SET statement_timeout = '20ms'; SELECT pg_sleep(60)")


def locked(_request: HttpRequest) -> HttpResponse:
    return ask("SET lock_timeout = '20ms'; SELECT pg_advisory_lock(19)")


def ended_at_first(request: HttpRequest) -> HttpResponse:
    asked.append(str(request.method))
    return ask(ENDED if len(asked) == 1 else "SELECT 1")


def ended_each_time(request: HttpRequest) -> HttpResponse:
    asked.append(str(request.method))
    return ask(ENDED)


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret of a stranger")


VIEWS = [slow, locked, ended_at_first, ended_each_time, broken]
urlpatterns = [
    *(path(f"{room}{view.__name__}/", view) for view in VIEWS for room in ("", "api/", "en/")),
    *site,
]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def lock_of_another(transactional_db: None) -> Iterator[None]:
    with psycopg.connect(conninfo(connection.settings_dict)) as other:
        other.execute("SELECT pg_advisory_lock(19)")
        yield


@pytest.fixture
def database(transactional_db: None) -> Iterator[None]:
    """A database whose connections may be ended: what is set on them goes with them."""
    asked.clear()
    yield
    connection.close()


def caused(django_error: type[Exception], cause: type[Exception] | None) -> Exception:
    error = django_error("no")
    error.__cause__ = cause("no") if cause else None
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (caused(OperationalError, None), Outage.AWAY),
        (caused(OperationalError, errors.ConnectionTimeout), Outage.AWAY),
        (caused(OperationalError, errors.AdminShutdown), Outage.AWAY),
        (caused(OperationalError, errors.CrashShutdown), Outage.AWAY),
        (caused(OperationalError, errors.CannotConnectNow), Outage.AWAY),
        (caused(OperationalError, errors.TooManyConnections), Outage.AWAY),
        (caused(OperationalError, errors.IdleInTransactionSessionTimeout), Outage.AWAY),
        (caused(InterfaceError, None), Outage.AWAY),
        (caused(OperationalError, errors.QueryCanceled), Outage.SLOW),
        (caused(OperationalError, errors.LockNotAvailable), Outage.BUSY),
        (caused(OperationalError, errors.DeadlockDetected), Outage.BUSY),
        (caused(OperationalError, errors.StatementTooComplex), None),
        (caused(ProgrammingError, errors.UndefinedTable), None),
        (RuntimeError("no"), None),
        (None, None),
    ],
    ids=lambda value: type(getattr(value, "__cause__", value)).__name__ if isinstance(value, Exception) else None,
)
def test_an_error_tells_whether_the_database_is_away_busy_or_slow(
    error: Exception | None, outage: Outage | None
) -> None:
    assert outage_of(error) is outage


def problem(answer: Any) -> dict[str, object]:
    assert answer["Content-Type"] == "application/problem+json"
    document: dict[str, object] = json.loads(answer.content)
    assert document["status"] == answer.status_code
    return document


def test_a_question_that_takes_too_long_is_stopped_and_a_program_is_told_what_to_do(
    database: None, visitor: Client
) -> None:
    answer = visitor.get("/api/slow/?q=x")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "plus précise" in str(problem(answer)["detail"])
    assert problem(answer)["instance"] == "/api/slow/?q=x"


@pytest.mark.parametrize(("address", "words"), [("/slow/", "plus précise"), ("/en/slow/", "Ask a narrower one")])
def test_a_person_is_told_too_and_the_page_does_not_ask_again_by_itself(
    database: None, visitor: Client, address: str, words: str
) -> None:
    answer = visitor.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert words in answer.content.decode()
    assert "http-equiv" not in answer.content.decode()


def test_who_waits_for_the_change_of_another_is_told_so(lock_of_another: None, visitor: Client) -> None:
    answer = visitor.post("/api/locked/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Une autre modification" in str(problem(answer)["detail"])
    connection.close()
    page = visitor.post("/locked/").content.decode()
    assert "Revenez en arrière" in page
    assert "http-equiv" not in page
    connection.close()


def test_nobody_notices_that_a_connection_was_ended(database: None, visitor: Client) -> None:
    answer = visitor.get("/ended_at_first/")
    assert (answer.status_code, answer.content) == (200, b"told")
    assert asked == ["GET", "GET"]


def test_what_may_have_written_something_is_not_tried_again(database: None, visitor: Client) -> None:
    answer = visitor.post("/ended_at_first/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "n’a pas abouti" in answer.content.decode()
    assert asked == ["POST"]


def test_a_page_that_cannot_be_had_comes_back_by_itself(database: None, visitor: Client) -> None:
    answer = visitor.get("/ended_each_time/")
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert '<meta http-equiv="refresh" content="5">' in html
    assert "<script" not in html
    assert asked == ["GET", "GET"]


def test_a_fault_of_ours_is_a_problem_document_for_a_program_and_tells_nothing_of_itself(visitor: Client) -> None:
    answer = visitor.get("/api/broken/")
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers
    assert "secret" not in json.dumps(problem(answer))


@pytest.mark.parametrize("name", settings.DATABASE_LIMITS)
def test_each_connection_of_the_web_server_has_its_limits(database: None, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        (before,) = cursor.fetchone()
        limit(connection)
        cursor.execute(f"SHOW {name}")
        (after,) = cursor.fetchone()
    assert (before, after) == ("0", settings.DATABASE_LIMITS[name])
