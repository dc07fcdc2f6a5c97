"""The real Lozère, served as `bin/serve` serves it, for the programs of others."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.served.conftest import Site, served, url_of_tests

# `bin/test clients` asks for them.
collect_ignore = [] if os.environ.get("HEAVY_CLIENTS") else ["programs"]


@pytest.fixture(scope="module")
def site(lozere_database: str) -> Iterator[Site]:
    own = str(connection.settings_dict["NAME"])
    with served(url_of_tests().removesuffix(own) + lozere_database) as site:
        yield site


@pytest.fixture(scope="module")
def api(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}/api/v1"
