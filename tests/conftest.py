"""What every test may ask for: a client for each of the four people who come, and texts compiled as they stand."""

import gc
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import hypothesis
import pytest
from django.conf import settings as project
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from django.utils.translation import override
from pytest_django import DjangoDbBlocker
from time_machine import TimeMachineFixture, travel

from api.writing import views as writing
from frontend.offline import keeping
from frontend.workspace import doors
from network.accounts import site
from network.models import User
from network.rights import is_administrator
from tests import databases
from tests.budget import forget
from tests.factories import make_network, make_post, make_user

# What is drawn at random under it: `tests/randomly.py`. It is asked for by its name, before any test is read.
hypothesis.settings.register_profile("long")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues of texts: without them there is no English, and French counts nothing as several.

    Once for a run: the processes that share the tests read what the first one wrote before it started them.
    """
    if hasattr(config, "workerinput"):
        return
    for catalogue in project.BASE_DIR.glob("*/locale/*/LC_MESSAGES/django.po"):
        subprocess.run(["msgfmt", "--check-format", "-o", catalogue.with_suffix(".mo"), catalogue], check=True)


def pytest_collection_finish() -> None:
    """Look no more for garbage in what stays until the end, and seldom in the rest: that took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# A working Monday of a winter without holidays, in the morning.
MOMENT = "2026-11-23T10:00:00+01:00"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--moment 2028-02-29T00:00:30+01:00`: as tests would run then. `--edits 10000`: so many at random."""
    parser.addoption("--edits", default="150", metavar="N", help="how many are made while a copy is kept (%(default)s)")
    parser.addoption("--moment", default=MOMENT, metavar="ISO", help="when each test begins (%(default)s)")


@pytest.fixture(scope="session")
def beginning(pytestconfig: pytest.Config) -> datetime:
    return datetime.fromisoformat(pytestconfig.getoption("--moment"))


@pytest.fixture(autouse=True)
def _moment(time_machine: TimeMachineFixture, beginning: datetime) -> None:
    """Begin each test at the same moment, from which its time goes on. The clock of the database stays the real one."""
    time_machine.move_to(beginning)


@pytest.fixture(autouse=True)
def _written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write what browsers keep before it is given: a thread beside the test would not see its data."""
    monkeypatch.setattr(keeping, "_start", keeping.write)
    monkeypatch.setattr(keeping, "_GOOD_FOR", -1)


@pytest.fixture(autouse=True)
def _nothing_remembered(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Forget what processes keep, alone or together: a test that commits leaves it, and no cache's table is emptied."""
    caches["pages"].clear()
    forget()
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server", "site"} & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock():
            caches["default"].clear()


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Start each test in French: a request leaves its language to this thread."""
    with override("fr"):
        yield


@pytest.fixture(autouse=True)
def _second_factor_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have administrators shown it, to try what each form refuses to whom; `test_account.py` is about the asking."""
    monkeypatch.setattr(site, "has_shown", lambda request: is_administrator(request.user))
    for door in (doors, site, writing):
        monkeypatch.setattr(door, "is_sure", lambda _request, _within: True)


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files() -> Iterator[None]:
    """Serve static files as the apps hold them: those with a digest come from collectstatic, which tests do not run.

    Once for all: a page may still be asking for something when its test ends, and would be answered with the others.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**project.STORAGES, "staticfiles": plain},
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quickly_emptied() -> Iterator[None]:
    """Have what a test commits committed in the empty database of its process, and deleted after it.

    Wherever its neighbours stand: they would find nothing there any more, and it what was there before.
    """
    apart = ExitStack()

    def begin() -> None:
        name = databases.name_of_empty()
        if connection.settings_dict["NAME"] != name:
            apart.enter_context(databases.stand_on(name))

    def end(_test: TransactionTestCase) -> None:
        databases.empty()
        apart.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_setup", begin)
        patch.setattr(TransactionTestCase, "_fixture_teardown", end)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Have the database of the tests begin as a copy of one whose schema was made once: migrating takes half a minute.

    Django migrates the copy all the same, and finds nothing left to do.
    """
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = databases.kept_schema()
        connection.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the tests, which is dropped at the end whoever is still there."""
    databases.own.append(str(connection.settings_dict["NAME"]))
    yield
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        connection.close()
        databases.send_away(name)


@pytest.fixture(scope="session")
def lozere_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of this process that holds the real Lozère."""
    with (
        django_db_blocker.unblock(),
        databases.copy(databases.kept_lozere(), f"{connection.settings_dict['NAME']}_lozere") as name,
        django_db_blocker.block(),
    ):
        yield name


@pytest.fixture(scope="module")
def lozere(lozere_database: str) -> Iterator[None]:
    """A module the real Lozère: what a test writes there is undone, as it is in the empty database."""
    with databases.stand_on(lozere_database):
        yield


Fill = Callable[[Callable[[], object]], None]


@pytest.fixture(scope="module")
def fill(django_db_setup: None, django_db_blocker: DjangoDbBlocker, beginning: datetime) -> Iterator[Fill]:
    """A way to write, once, what every test of a module finds: it goes as the module ends."""

    def write(rows: Callable[[], object]) -> None:
        with django_db_blocker.unblock(), travel(beginning), override("fr"):
            rows()

    with django_db_blocker.unblock(), databases.undone(), django_db_blocker.block():
        yield write


@pytest.fixture
def stranger(db: None) -> User:
    """Someone who has an account, and keeps nothing."""
    return make_user("etranger")


@pytest.fixture
def facilitator(db: None) -> User:
    """Someone who keeps the listings of a network."""
    user = make_user("claire")
    make_post(user, make_network("Cercle de Claire", "mediation"))
    return user


@pytest.fixture
def administrator(db: None) -> User:
    """Someone who may do everything."""
    return make_user("chef", is_staff=True, is_superuser=True)


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """A way to a client signed in as someone, or as nobody."""

    def client(user: User | None) -> Client:
        signed_in = Client()
        if user is not None:
            signed_in.force_login(user)
        return signed_in

    return client
