"""What tests of pages have in common: a network that invites, and whoever runs it."""

from collections.abc import Callable

import pytest
from django.test import Client

from network.models import Network, User
from tests.factories import make_network, make_post, make_user


@pytest.fixture
def network() -> Network:
    """A network that invites to workshops."""
    return make_network("France services", "mediation")


@pytest.fixture
def hers(network: Network, client_of: Callable[[User | None], Client]) -> Client:
    """The browser of someone who runs it."""
    user = make_user("claire")
    make_post(user, network)
    return client_of(user)


@pytest.fixture
def phone() -> Client:
    """The browser of a telephone, whose page asks for JSON."""
    return Client(headers={"accept": "application/json", "sec-fetch-site": "same-origin"})
