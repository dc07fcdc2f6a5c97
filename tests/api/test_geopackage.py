"""The directory as a GeoPackage: the tables that the standard asks, features that GDAL reads, styles inside."""

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.contrib.gis.gdal import DataSource
from django.contrib.gis.gdal.layer import Layer
from django.contrib.gis.geos import Point

from network.models import NetworkedPlace
from places.models import Commune
from tests.api.support import Api
from tests.factories import make_place, point_in


@pytest.fixture
def package(api: Api, tmp_path: Path) -> Path:
    answer = api.get("places", {"format": "gpkg"})
    assert answer.headers["Content-Type"] == "application/geopackage+sqlite3"
    assert answer.headers["Content-Disposition"].endswith('.gpkg"')
    return kept(answer.getvalue() if answer.streaming else answer.content, tmp_path)


def layers(path: Path) -> dict[str, Layer]:
    source = DataSource(path)
    return {source[number].name: source[number] for number in range(source.layer_count)}


def kept(body: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "lieux.gpkg"
    path.write_bytes(body)
    return path


def test_gdal_reads_every_place_and_every_commune(package: Path) -> None:
    found_layers = layers(package)
    places = NetworkedPlace.objects.published()
    assert len(found_layers["places"]) == places.count()
    assert len(found_layers["communes"]) == Commune.objects.count()
    assert sum(bool(feature.geom) for feature in found_layers["communes"]) == Commune.objects.count()
    assert found_layers["places"].srs.srid == 4326
    found = next(feature for feature in found_layers["places"] if feature.get("slug") == "polen-mende")
    place = places.get(slug="polen-mende")
    assert place.point
    there = found.geom.geos
    assert isinstance(there, Point)
    assert (there.x, there.y) == pytest.approx((place.point.x, place.point.y), abs=1e-6)
    assert (found.get("id"), found.get("commune_name")) == (str(place.uuid), "Mende")


def test_columns_have_the_types_of_the_flat_profile(package: Path) -> None:
    types = {layer.name: dict(zip(layer.fields, layer.field_types, strict=True)) for layer in layers(package).values()}
    told = {name: types["places"][name].__name__ for name in ("desks", "opened_on", "updated_at", "has_wifi", "kinds")}
    assert told == {
        "desks": "OFTReal",
        "opened_on": "OFTDate",
        "updated_at": "OFTDateTime",
        "has_wifi": "OFTString",
        "kinds": "OFTString",
    }
    assert types["communes"]["population"].__name__ == "OFTReal"


def test_the_file_is_whole_and_says_what_it_is(package: Path) -> None:
    with closing(sqlite3.connect(package)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        told = database.execute("SELECT table_name, data_type, srs_id FROM gpkg_contents ORDER BY 1").fetchall()
        assert told == [
            ("communes", "features", 4326),
            ("layer_styles", "attributes", None),
            ("places", "features", 4326),
        ]
        heads = database.execute("SELECT DISTINCT substr(geom, 1, 8) FROM communes").fetchall()
        assert heads == [(b"GP\x00\x01\xe6\x10\x00\x00",)]


def test_each_layer_has_its_style_with_the_four_states(package: Path) -> None:
    with closing(sqlite3.connect(package)) as database:
        rows = database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall()
    for name, text in rows:
        root = ET.fromstring(text)
        renderer = root.find("renderer-v2")
        assert renderer is not None
        assert renderer.get("attr") == {"places": "overlap", "communes": "state"}[name]
        labels = {one.get("value"): one.get("label") for one in root.iter("category")}
        assert labels["a"] == "Médiation numérique seulement"
        assert [*labels] == ["a", "b", "both", "neither"]
    assert {name for name, _text in rows} == {"places", "communes"}


def test_a_place_without_a_point_is_there_all_the_same(api: Api, tmp_path: Path) -> None:
    make_place("Nulle part", point=None)
    path = kept(api.get("places/nulle-part", {"format": "gpkg"}).content, tmp_path)
    (feature,) = layers(path)["places"]
    assert feature.get("name") == "Nulle part"
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT geom FROM places").fetchall() == [(None,)]
        assert database.execute("SELECT min_x FROM gpkg_contents WHERE table_name = 'places'").fetchall() == [(None,)]


def test_it_holds_what_was_asked(api: Api, tmp_path: Path) -> None:
    make_place("La Forge des gabarits", point=point_in("Mende"))
    path = kept(api.get("places", {"format": "gpkg", "q": "gabarits"}).content, tmp_path)
    assert [one.get("name") for one in layers(path)["places"]] == ["La Forge des gabarits"]
