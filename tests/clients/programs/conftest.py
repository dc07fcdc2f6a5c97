"""Heavier programs of others: hundreds of megabytes, and a minute. `bin/test clients` alone runs them."""

from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.clients.environment import TO_WORK


@pytest.fixture(scope="module")
def schema(api: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schema as a program fetches it."""
    path = tmp_path_factory.mktemp("schema") / "schema.json"
    with urlopen(f"{api}/schema/?format=json", timeout=TO_WORK) as answer:
        path.write_bytes(answer.read())
    return path
