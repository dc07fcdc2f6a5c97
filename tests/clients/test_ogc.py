"""OGC API – Features as its readers read it: GDAL's OAPIF driver, which is QGIS's too, and OWSLib."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.gdal import DataSource

from network.models import Membership, NetworkedPlace
from places.choices import Status
from places.models import Commune
from tests.clients import environment
from tests.served.conftest import Site

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
PATIENCE = 300
COLLECTIONS = ["places", "communes", "intercommunalities", "crossings", "memberships"]
READ = """
import json, sys
from owslib.ogcapi.features import Features

site = Features(sys.argv[1])
page = site.collection_items("places", limit=10)
one = site.collection_item("places", page["features"][0]["id"])
print(json.dumps([site.feature_collections(), site.conformance()["conformsTo"], len(page["features"]), one["id"],
    site.api()["openapi"], page["features"][0]["id"], len(site.collection_items("communes", bbox=[3.4, 44.4, 3.6, 44.6])
    ["features"])]))
"""


@pytest.fixture(scope="module")
def ogc(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}/ogc"


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def layers(path: Path) -> dict[str, Any]:
    source = DataSource(path)
    return {source[number].name: source[number] for number in range(len(source))}


@pytest.mark.parametrize("ending", ["gpkg", "ods"])
def test_ogr2ogr_saves_every_collection(ogc: str, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"croisee.{ending}"
    run("ogr2ogr", "-oo", "PAGE_SIZE=1000", path, f"OAPIF:{ogc}")
    saved = layers(path)
    expected = {
        "places": NetworkedPlace.objects.published().count(),
        "communes": Commune.objects.count(),
        "memberships": Membership.objects.filter(place__status=Status.PUBLISHED).count(),
    }
    assert {*saved} == {*COLLECTIONS}
    assert {name: len(saved[name]) for name in expected} == expected
    assert {"name", "commune_code", "networks", "overlap", "source", "licence", "url"} <= {*saved["places"].fields}


@pytest.mark.parametrize("form", ["ESRI Shapefile", "CSV", "KML", "XLSX"])
def test_places_are_saved_as_what_a_map_is_saved_as(ogc: str, tmp_path: Path, form: str) -> None:
    path = tmp_path / {"ESRI Shapefile": "places.shp", "CSV": "places.csv", "KML": "places.kml"}.get(
        form, "places.xlsx"
    )
    done = subprocess.run(
        ["ogr2ogr", "-f", form, "-oo", "PAGE_SIZE=1000", path, f"OAPIF:{ogc}", "places"],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(DataSource(path)[0]) == NetworkedPlace.objects.published().count()


def test_a_rectangle_and_a_join_on_the_commune(ogc: str, tmp_path: Path) -> None:
    path = tmp_path / "joined.gpkg"
    run("ogr2ogr", "-oo", "PAGE_SIZE=1000", "-spat", "3.4", "44.4", "3.6", "44.6", path, f"OAPIF:{ogc}", "places")
    run("ogr2ogr", "-oo", "PAGE_SIZE=1000", "-update", path, f"OAPIF:{ogc}", "communes")
    asked = "SELECT p.name, c.name AS commune, c.state FROM places p JOIN communes c ON p.commune_code = c.code"
    told = run("ogrinfo", "-ro", "-q", "-sql", asked, path)
    inside = NetworkedPlace.objects.published().in_bbox((3.4, 44.4, 3.6, 44.6)).count()
    assert told.count("OGRFeature(") == inside > 10
    assert "commune (String) = Mende" in told


def test_pages_are_followed_whatever_their_size(ogc: str) -> None:
    told = run("ogrinfo", "-ro", "-q", "-oo", "PAGE_SIZE=7", f"OAPIF:{ogc}", "places")
    assert told.count("OGRFeature(") == NetworkedPlace.objects.published().count()


def test_owslib_reads_it(ogc: str) -> None:
    found, classes, count, one, version, first, around = json.loads(environment.run(READ, ogc))
    assert found == COLLECTIONS
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in classes
    assert (count, one) == (10, first)
    assert version.startswith("3.0")
    assert around > 0
