"""Programs of others, run against the running site: GDAL, pandas, and clients made of the schema."""

import csv
import io
import json
import subprocess
import sys
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.gis.gdal import DataSource

from network.models import NetworkedPlace
from tests.clients.environment import READERS
from tests.served.conftest import Site

ROOT: Path = settings.BASE_DIR
BIN = Path(sys.executable).parent
# Whatever else goes on, none of these takes longer.
PATIENCE = 300

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("lozere")]


def published() -> int:
    return NetworkedPlace.objects.published().count()


@pytest.fixture(scope="module")
def schema(api: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schema as a program fetches it."""
    path = tmp_path_factory.mktemp("schema") / "schema.json"
    with urlopen(f"{api}/schema/?format=json", timeout=PATIENCE) as answer:
        path.write_bytes(answer.read())
    return path


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# A link checker, and every client that keeps its connection ---------------------------------------


@pytest.mark.parametrize("path", ["/", "/donnees/", "/api/v1/places/?limit=3", "/static/robots.txt", "/nulle-part/"])
def test_a_head_has_no_body_and_what_is_asked_next_is_answered(site: Site, path: str) -> None:
    with site.connect() as wire:
        answers = []
        for method in ("HEAD", "GET"):
            wire.sendall(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
            answer = HTTPResponse(wire, method=method)
            answer.begin()
            answers.append((answer.status, answer.headers["Content-Length"], len(answer.read())))
    (head, head_length, nothing), (status, length, read) = answers
    assert (head, head_length, nothing) == (status, length, 0)
    assert read == int(length)


# GDAL, which is also QGIS, geopandas and R's sf ---------------------------------------------------


def layer_at(address: str) -> Any:
    return DataSource(address)[0]


def test_gdal_reads_every_place_with_its_source(api: str) -> None:
    layer = layer_at(f"{api}/places/?format=geojson")
    assert len(layer) == published() > 100
    assert {"name", "phone", "source", "source_date", "licence", "url"} <= set(layer.fields)
    assert all(feature.get("url").startswith("http") and feature.get("licence") for feature in layer)


def test_gdal_reads_communes_and_crossings_with_their_rule(api: str) -> None:
    communes = layer_at(f"{api}/communes/?format=geojson")
    assert len(communes) == 152
    crossings = layer_at(f"{api}/overlap/?format=geojson&level=commune&on=2019-07-01")
    assert len(crossings) == 152
    assert {(feature.get("on").isoformat(), feature.get("rule_name")) for feature in crossings} == {
        ("2019-07-01", "presence")
    }


# pandas and R read what comes at one address as a table -------------------------------------------


def test_a_table_is_read_whole_from_its_address(api: str) -> None:
    with urlopen(f"{api}/places/?format=csv", timeout=PATIENCE) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))
        assert 'filename="croisee-lieux-' in answer.headers["Content-Disposition"]
    assert len(rows) == published()
    assert all(float(row["longitude"]) for row in rows if row["longitude"])


PANDAS = """
import json, sys, pandas
text = {"phone": str, "postcode": str, "commune_code": str}
table = pandas.read_csv(sys.argv[1], dtype=text, parse_dates=["source_date"])
print(json.dumps([len(table), table.slug.nunique(), str(table.longitude.dtype), str(table.source_date.dtype),
    table.name.isna().sum().item(), table.loc[table.slug == "la-pompe", "name"].item()]))
"""


def test_pandas_reads_the_whole_table_with_its_types(api: str) -> None:
    rows, slugs, longitude, day, nameless, name = json.loads(READERS.run(PANDAS, f"{api}/places/?format=csv"))
    assert rows == slugs == published()
    assert (longitude, nameless, name) == ("float64", 0, "La Pompe")
    assert day.startswith("datetime64")


# Generators ---------------------------------------------------------------------------------------

USE = """
import json, sys
from croisee import Client
from croisee.api.overlap import overlap_list, overlap_timeline_list
from croisee.api.places import places_list, places_retrieve

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
page = places_list.sync(client=client, kind=["library"], limit=200)
place = places_retrieve.sync("la-pompe", client=client)
# The client sends each parameter at what it is by default.
both = overlap_list.sync(client=client)
dates = overlap_timeline_list.sync(client=client)
print(json.dumps([[one.name for one in page.results], place.url, both.summary.both.count, len(dates.items)]))
"""


def test_a_python_client_is_generated_and_works(site: Site, schema: Path, tmp_path: Path) -> None:
    told = run(
        BIN / "openapi-python-client", "generate", "--path", schema, "--meta", "none",
        "--output-path", tmp_path / "croisee", "--fail-on-warning", cwd=tmp_path,
    )  # fmt: skip
    assert "Warning" not in told
    address = f"http://127.0.0.1:{site.port}"
    names, url, both, dates = json.loads(run(sys.executable, "-c", USE, address, cwd=tmp_path))
    assert len(names) == NetworkedPlace.objects.published().filter(kinds__contains=["library"]).count()
    assert url == f"{address}/lieux/la-pompe/"
    assert both > 0
    assert dates > 10


def test_the_types_of_a_typescript_client_fit_a_program(schema: Path, tmp_path: Path) -> None:
    run("node", ROOT / "node_modules/openapi-typescript/bin/cli.js", schema, "-o", tmp_path / "schema.d.ts")
    (tmp_path / "use.ts").write_text((ROOT / "tests/clients/use.ts").read_text())
    options = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    run("node", ROOT / "node_modules/typescript-7/bin/tsc", *options, "--types", "", tmp_path / "use.ts", cwd=tmp_path)


def test_redocly_finds_no_error(schema: Path) -> None:
    assert run("node", ROOT / "tests/clients/lint.mjs", schema) == ""


def test_the_schema_says_where_it_is_served_and_what_may_be_done_with_it(site: Site, schema: Path) -> None:
    told = json.loads(schema.read_text())
    assert told["servers"] == [{"url": f"http://127.0.0.1:{site.port}"}]
    assert told["info"]["title"].isascii()
    assert told["info"]["license"]["identifier"] == "etalab-2.0"
    assert told["info"]["contact"]["url"].startswith(told["servers"][0]["url"])
