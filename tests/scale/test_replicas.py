"""Who only reads is told by a replica, whole; who writes, has just written or is known, by the primary."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.utils.connection import ConnectionDoesNotExist
from psycopg.errors import ReadOnlySqlTransaction

from config.front import WROTE
from config.live import copies
from config.live.copies import all_reach
from config.outage import Outage
from config.replicas import reading as reader
from config.replicas.lateness import Lateness
from config.replicas.reading import ReplicaMiddleware, told_by
from config.replicas.watch import LATE, Watch
from network.live import reading
from network.live.moves import Point
from network.models import User
from places.log.version import version
from places.models import Place
from tests.bench.database import conninfo
from tests.factories import make_place

pytestmark = pytest.mark.django_db
REPLICA = "replica_1"
View = Callable[[HttpRequest], HttpResponseBase]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """A replica of which nothing is known yet; it is another connection to the database of the tests."""
    own = {name: value for name, value in connection.settings_dict.items() if name != "OPTIONS"}
    options = {"options": "-c default_transaction_read_only=on"}
    monkeypatch.setitem(connections.settings, REPLICA, own | {"OPTIONS": options})
    monkeypatch.setattr(settings, "DATABASE_REPLICAS", [REPLICA], raising=False)
    watch = Watch([REPLICA])
    monkeypatch.setattr(watch, "_begin", lambda: None)
    monkeypatch.setattr(reader, "WATCH", watch)
    connections[REPLICA].connect()
    yield watch
    connections[REPLICA].close()
    del connections[REPLICA]


@pytest.fixture
def well(watch: Watch) -> Watch:
    watch.heard(REPLICA, 100, float(2**40))
    return watch


def who_answers(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse(connection.alias)


def ask(view: View, method: str = "GET", path: str = "/", **how: Any) -> Any:
    request = RequestFactory().generic(method, path, headers=how.get("headers"))
    request.COOKIES.update(how.get("cookies", {}))
    return ReplicaMiddleware(view)(request)


def test_without_replicas_all_is_as_it_was() -> None:
    assert settings.DATABASE_REPLICAS == []
    with pytest.raises(MiddlewareNotUsed):
        ReplicaMiddleware(who_answers)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_reads_is_told_by_a_replica(well: Watch, method: str) -> None:
    assert ask(who_answers, method).content == REPLICA.encode()
    assert connection.alias == "default"


@pytest.mark.parametrize(
    "how",
    [
        *({"method": method} for method in ("POST", "PATCH", "DELETE")),
        *({"cookies": {name: "x"}} for name in (settings.SESSION_COOKIE_NAME, "messages", WROTE)),
        {"headers": {"Authorization": "Bearer x"}},
        {"path": "/live/"},
    ],
    ids=str,
)
def test_who_writes_or_is_known_is_told_by_the_primary(well: Watch, how: dict[str, Any]) -> None:
    assert ask(who_answers, **how).content == b"default"


def test_who_has_just_written_is_known_for_a_while(well: Watch) -> None:
    told = ask(who_answers, "POST").cookies[WROTE]
    assert (told["max-age"], told["httponly"], told["samesite"]) == (10, True, "Lax")
    assert not ask(who_answers).cookies


def test_version_rows_transactions_and_plain_sql_come_from_the_same(well: Watch) -> None:
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(context["connection"].alias)
        return execute(sql, params, many, context)

    def page(_request: HttpRequest) -> HttpResponseBase:
        with connections[REPLICA].execute_wrapper(note), transaction.atomic():
            version(), Place.objects.count(), Place.objects.using("default").count()
        return HttpResponse()

    assert ask(page).status_code == 200
    assert [alias for alias in asked if alias == REPLICA] == asked != []
    assert len(asked) >= 3


def test_what_is_written_while_it_is_sent_is_told_by_the_same_and_nobody_else_is(well: Watch) -> None:
    def pieces() -> Iterator[str]:
        yield connection.alias
        yield connection.alias

    told = iter(ask(lambda _request: StreamingHttpResponse(pieces())))
    assert [next(told), connection.alias, next(told), connection.alias] == [b"replica_1", "default"] * 2


def test_a_reading_that_writes_is_asked_again_of_the_primary(well: Watch) -> None:
    refused: list[Exception] = []

    def view(_request: HttpRequest) -> HttpResponseBase:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE written (here int)")
        return HttpResponse(connection.alias)

    assert ask(handled(view, refused)).content == b"default"
    assert [type(error.__cause__) for error in refused] == [ReadOnlySqlTransaction]
    assert well.choose() == REPLICA


def test_a_replica_that_is_away_is_left_out_and_nobody_notices(well: Watch) -> None:
    def view(_request: HttpRequest) -> HttpResponseBase:
        if connection.alias == REPLICA:
            raise OperationalError("away")
        return HttpResponse(connection.alias)

    assert ask(handled(view)).content == b"default"
    assert well.choose() is None


def handled(view: View, errors: list[Exception] | None = None) -> View:
    """Answer errors as the site does."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        try:
            return view(request)
        except DatabaseError as error:
            (errors if errors is not None else []).append(error)
            failed = HttpResponse(status=500)
            if isinstance(error, OperationalError):
                failed.outage = Outage.AWAY  # type: ignore[attr-defined]
            return failed

    return answer


def test_a_page_of_the_site_is_told_by_a_replica_and_hers_by_the_primary(
    well: Watch, monkeypatch: pytest.MonkeyPatch, stranger: User
) -> None:
    make_place("La Pompe")
    seen: list[str] = []

    def noted() -> str:
        seen.append(connection.alias)
        return version()

    monkeypatch.setattr("frontend.site.kept.version_of_data", noted)
    with monkeypatch.context() as shared:
        # It sees what this test has not committed.
        shared.setattr(connections[REPLICA], "connection", connection.connection)
        assert Client().get("/lieux/la-pompe/").status_code == 200
    assert seen == [REPLICA]
    signed_in = Client()
    signed_in.force_login(stranger)
    assert signed_in.get("/lieux/la-pompe/").status_code == 200
    assert seen == [REPLICA]


def test_a_replica_of_which_nothing_is_heard_is_not_asked(watch: Watch) -> None:
    assert watch.choose() is None
    assert ask(who_answers).content == b"default"


def test_a_late_replica_is_left_out_until_it_has_caught_up(watch: Watch) -> None:
    start = float(2**40)  # far ahead of the clock: what is well then is well now
    watch.heard("default", 100, start)
    watch.heard(REPLICA, 100, start)
    assert watch.choose() == REPLICA
    watch.heard("default", 200, start + 1)
    watch.heard("default", 200, start + 1 + LATE)
    watch.heard(REPLICA, 100, start + 1 + LATE)
    assert watch.choose() == REPLICA
    watch.heard(REPLICA, 199, start + 1.1 + LATE)
    assert watch.choose() is None
    watch.heard(REPLICA, 200, start + 1.2 + LATE)
    assert watch.choose() == REPLICA


def test_with_the_primary_gone_replicas_answer_though_it_had_more_and_the_best_of_them_alone(watch: Watch) -> None:
    start = float(2**40)
    watch.heard("default", 200, start)
    watch.heard(REPLICA, 100, start + 60)
    assert watch.choose() == REPLICA
    watch.heard("replica_2", 101, start + 61)
    watch.heard(REPLICA, 100, start + 61)
    assert [watch.choose() for _time in range(9)] == ["replica_2"] * 9
    watch.heard("default", 90, start + 62)
    watch.heard(REPLICA, 100, start + 62)
    assert {watch.choose() for _time in range(99)} == {REPLICA, "replica_2"}


def test_lateness_is_the_time_since_the_primary_was_seen_further() -> None:
    primary = Lateness()
    assert primary.of(0, 5) == 0
    primary.primary_is_at(100, 10)
    primary.primary_is_at(100, 11)
    primary.primary_is_at(130, 12)
    assert [primary.of(position, 15) for position in (99, 100, 129, 130, 131)] == [5, 3, 3, 0, 0]


def test_a_new_primary_that_has_less_is_believed() -> None:
    primary = Lateness()
    primary.primary_is_at(100, 10)
    primary.primary_is_at(90, 20)
    assert primary.of(90, 30) == 0
    assert primary.of(89, 30) == 10


def test_a_thread_keeps_its_own_connection_whatever_happens_in_a_view(well: Watch) -> None:
    with pytest.raises(ConnectionDoesNotExist), told_by(REPLICA):
        connections["nowhere"]
    assert connection.alias == "default"


# The hub ----------------------------------------------------------------------------------------------


def test_nothing_is_told_before_a_replica_that_is_well_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Point] = []
    told = copy_that_says([False, False, True], asked, monkeypatch)
    asyncio.run(all_reach([told], Point(7, "a")))
    assert asked == [Point(7, "a")] * 3


def test_one_that_is_late_is_not_waited_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Point] = []
    monkeypatch.setattr(copies, "LATE", 0.001)
    late = copy_that_says([False] * 1000, asked, monkeypatch)

    async def twice() -> int:
        await late.reaches(Point(7, "a"))
        first = len(asked)
        await late.reaches(Point(8, "b"))
        return len(asked) - first

    assert asyncio.run(twice()) == 0
    assert asked


@pytest.mark.django_db(transaction=True)
def test_a_replica_is_asked_for_the_point_itself() -> None:
    make_place("La Pompe")
    url = conninfo(connection.settings_dict)
    with psycopg.connect(url) as asking:
        (row,) = asking.execute(reading.LAST).fetchall()

    async def hold(point: Point) -> bool:
        copy = copies.Copy(url)
        held = await copy._holds(point)
        await copy._forget()
        return held

    assert asyncio.run(hold(Point(*row))) is True
    assert asyncio.run(hold(Point(row[0] + 1, row[1]))) is False


def copy_that_says(answers: list[bool], asked: list[Point], monkeypatch: pytest.MonkeyPatch) -> copies.Copy:
    async def hold(_copy: copies.Copy, point: Point) -> bool:
        asked.append(point)
        return answers[len(asked) - 1]

    monkeypatch.setattr(copies.Copy, "_holds", hold)
    return copies.Copy("")
