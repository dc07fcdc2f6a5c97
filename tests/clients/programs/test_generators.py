"""openapi-generator makes clients that work, and spectral finds no error in the schema that they are made of."""

import json
from pathlib import Path

import pytest

from network.models import NetworkedPlace
from tests.clients.environment import PROGRAMS, ROOT, STATE, printed
from tests.served.conftest import Site

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
USE = """
import json, sys
sys.path.insert(0, sys.argv[1])
import croisee_client
client = croisee_client.ApiClient(croisee_client.Configuration(host=sys.argv[2]))
places = croisee_client.PlacesApi(client)
overlap = croisee_client.OverlapApi(client)
page = places.places_list(kind=["library"], limit=200)
place = places.places_retrieve("la-pompe")
print(json.dumps([[one.name for one in page.results], place.url, overlap.overlap_list().summary.both.count]))
"""


def test_a_python_client_of_openapi_generator_works(site: Site, schema: Path, tmp_path: Path) -> None:
    options = ["--additional-properties", "packageName=croisee_client"]
    PROGRAMS.command(
        "openapi-generator-cli", "generate", "-g", "python", "-i", schema, "-o", tmp_path / "made", *options
    )
    address = f"http://127.0.0.1:{site.port}"
    names, url, both = json.loads(PROGRAMS.run(USE, tmp_path / "made", address))
    assert len(names) == NetworkedPlace.objects.published().filter(kinds__contains=["library"]).count()
    assert url == f"{address}/lieux/la-pompe/"
    assert both > 0


@pytest.mark.parametrize("generator", ["typescript-fetch", "java", "r"])
def test_clients_of_other_languages_are_made_without_a_complaint(schema: Path, tmp_path: Path, generator: str) -> None:
    made = tmp_path / "made"
    PROGRAMS.command("openapi-generator-cli", "validate", "-i", schema)
    PROGRAMS.command("openapi-generator-cli", "generate", "-g", generator, "-i", schema, "-o", made)
    assert [path for path in made.rglob("*") if "places" in path.name.lower()]


def test_spectral_finds_no_error(schema: Path) -> None:
    lint = STATE / "spectral" / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
    rules = ROOT / "tests" / "clients" / "programs" / "spectral.yaml"
    printed("node", lint, "lint", schema, "--ruleset", rules, "--fail-severity", "error")
