"""The real Lozère for all these tests, with the few places that it has none of yet."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from network.models import Network, NetworkedPlace, User
from tests import databases
from tests.api.program import Program, secret_of
from tests.api.support import Api, Listed, read_all
from tests.factories import make_membership, make_network, make_place, make_post, make_user


@pytest.fixture(scope="session")
def api_database(lozere_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database that holds the real Lozère, and what it lacks."""
    with (
        django_db_blocker.unblock(),
        databases.copy(lozere_database, f"{lozere_database}_api", _make_what_lozere_lacks) as name,
        django_db_blocker.block(),
    ):
        yield name


@pytest.fixture(scope="package", autouse=True)
def directory(api_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Listed]]:
    """The directory that every test of the API finds, as plain records."""
    with databases.stand_on(api_database):
        with django_db_blocker.unblock():
            listed = read_all()
        yield listed


@pytest.fixture(autouse=True)
def _may_read_the_database(db: None) -> None:
    """Every test of the API the database, in a transaction that is undone."""


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    """Serve static files from where they are written, and spend no time on the passwords of four people."""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_USE_FINDERS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def api() -> Api:
    """The API as an anonymous program reads it."""
    return Api(Client())


@pytest.fixture(params=["anonymous", "stranger", "facilitator", "administrator"])
def anyone(request: pytest.FixtureRequest, client_of: Callable[[User | None], Client]) -> Client:
    """Each of the four who come, in turn."""
    return client_of(None if request.param == "anonymous" else request.getfixturevalue(request.param))


def _make_what_lozere_lacks() -> None:
    """Make places that are hidden, itinerant, measured, accessible, or named in ways that spreadsheets run."""
    make_place("Brouillon de Mende", status="draft", opening_hours="24/7")
    make_place("Ancien télécentre de Mende", status="archived", opening_hours="24/7")
    make_place("Bus sans adresse", point=None, is_itinerant=True, town="Langogne")
    make_place("Bureau fibre", download_mbps="900.50", upload_mbps="400", wheelchair="yes", opening_hours="24/7")
    make_place(
        "Bureau ADSL", town="Marvejols", download_mbps="8", wheelchair="no", opening_hours="Mo-Fr 09:00-18:00; PH off"
    )
    make_place("Bureau à demi accessible", town="Villefort", wheelchair="limited", services=["meeting-room", "wifi"])
    hidden = make_place("Membre archivé", status="archived")
    for family in ("mediation", "business_support"):
        make_membership(hidden, make_network(f"Réseau {family}", family), "2011-01-01")


@pytest.fixture
def network() -> Network:
    return make_network("France services", "mediation")


@pytest.fixture
def person(network: Network) -> User:
    user = make_user("claire")
    make_post(user, network)
    return user


@pytest.fixture
def place(network: Network) -> NetworkedPlace:
    place = make_place("La Forge", services=None)
    make_membership(place, network, "2020-01-01")
    return place


@pytest.fixture
def program(person: User) -> Program:
    return Program(secret_of(person))
