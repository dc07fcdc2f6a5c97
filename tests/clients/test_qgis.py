"""QGIS, as people of maps use it: each layer is loaded, filtered, joined and saved. It starts once for all of this."""

import json
import os
import re
import subprocess
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from network.models import Membership, NetworkedPlace
from places.choices import Status
from places.models import Commune, Intercommunality
from tests.served.conftest import Site

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
PROGRAM: Path = settings.BASE_DIR / "tests/clients/programs/in_qgis.py"
# QGIS is a package of the system's own Python: `bin/test` installs it.
PYTHON = os.environ.get("QGIS_PYTHON", "/usr/bin/python3")
PATIENCE = 300
BOX = (3.4, 44.4, 3.6, 44.6)
BY_TEXT, BY_NUMBER, BY_DATE = "\"commune_name\" = 'Mende'", '"population" > 1000', "\"start\" >= '2020-01-01'"
BY_DATE_HERE, BY_WORDS = "to_date(\"start\") >= '2020-01-01'", "\"name\" ILIKE '%bibliothèque%'"
UNKNOWN, NO_NUMBER = '"has_wifi" IS NULL', '"population" IS NULL'
ASKED = {
    "places": [BY_TEXT, BY_WORDS, UNKNOWN],
    "communes": [BY_NUMBER, NO_NUMBER],
    "memberships": [BY_DATE, BY_DATE_HERE],
}
PLACES = ["places", "flat"]
LAYERS = [*PLACES, "communes", "intercommunalities", "crossings", "memberships"]
FORMS = ["GPKG", "ESRI Shapefile", "CSV", "XLSX", "KML"]
COMMUNE = ("code", "name", "population")
Told = dict[str, Any]


@pytest.fixture(scope="module")
def told(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """All that came of it."""
    folder = tmp_path_factory.mktemp("qgis")
    asked: list[str | Path] = [f"http://127.0.0.1:{site.port}", folder, json.dumps(BOX), json.dumps(ASKED)]
    own = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "TZ": "Europe/Paris"}
    done = subprocess.run(
        [PYTHON, PROGRAM, *asked],
        capture_output=True, text=True, timeout=PATIENCE, check=False, env={"PATH": os.environ["PATH"], **own},
    )  # fmt: skip
    report = folder / "report.json"
    assert report.exists(), f"{done.stdout}{done.stderr}\nQGIS is missing or failed: bin/test clients installs it."
    found: Told = json.loads(report.read_text())
    return found


def rows_of(told: Told, layer: str) -> dict[str, Told]:
    return {row["id"]: row for row in told["layers"][layer]["rows"]}


def plain(value: Any) -> str | None:
    """Write a value as every form of file can be compared: dates in one way, yes and no as 1 and 0, no empty text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | float | int):
        return f"{float(value):g}"
    text = re.sub(r"^(\d{4})/(\d\d)/(\d\d) ?(?=\d|$)", r"\1-\2-\3T", str(value)).removesuffix("T")
    text = re.sub(r"(T\d\d:\d\d:\d\d)\.\d+$", r"\1", text).removesuffix("T00:00:00")
    return f"{float(text):g}" if re.fullmatch(r"-?\d+\.?\d*", text) else text


def test_nothing_that_it_asks_is_refused(told: Told) -> None:
    assert told["failed"] == []
    assert {layer: one["error"] for layer, one in told["layers"].items()} == dict.fromkeys(told["layers"], "")
    assert {*told["layers"]} == {*LAYERS}
    assert {one["crs"] for one in told["layers"].values()} == {"EPSG:4326"}


def test_it_counts_what_the_database_counts(told: Told) -> None:
    places, communes = NetworkedPlace.objects.published().count(), Commune.objects.count()
    assert {name: len(rows_of(told, name)) for name in LAYERS} == {
        "places": places,
        "flat": places,
        "communes": communes,
        "crossings": communes,
        "intercommunalities": Intercommunality.objects.count(),
        "memberships": Membership.objects.filter(place__status=Status.PUBLISHED).count(),
    }


@pytest.mark.parametrize("layer", PLACES)
def test_places_are_those_of_the_database(told: Told, layer: str) -> None:
    rows = rows_of(told, layer)
    for place in NetworkedPlace.objects.published().select_related("commune"):
        row = rows[str(place.uuid)]
        assert (row["name"], row["commune_name"]) == (place.name, place.commune.name)
        assert row["kinds"] == "|".join(place.kinds)
        assert row["source_date"] == (place.source_date and place.source_date.isoformat())
        assert row["updated_at"][:19] == f"{place.updated_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
        assert row["has_wifi"] == {True: "yes", False: "no", None: None}[place.has_wifi]
        assert row[""] == (place.point and pytest.approx([*place.point.coords, *place.point.coords], abs=1e-6))


def test_memberships_and_communes_are_those_of_the_database(told: Told) -> None:
    rows = rows_of(told, "memberships")
    for one in Membership.objects.filter(place__status=Status.PUBLISHED).select_related("network"):
        row, ends = rows[str(one.pk)], [one.period.lower, one.period.upper]
        assert [row["start"], row["end"]] == [day and day.isoformat() for day in ends]
        assert (row["network"], row["evidence"]) == (one.network.slug, one.evidence)
    for layer in ("communes", "crossings"):
        found = {row["code"]: (row["name"], row["population"]) for row in rows_of(told, layer).values()}
        assert found == {code: (name, people) for code, name, people in Commune.objects.values_list(*COMMUNE)}


def test_columns_have_their_types(told: Told) -> None:
    types = {layer: one["types"] for layer, one in told["layers"].items()}
    for layer in PLACES:
        assert [types[layer][name] for name in ("name", "source_date", "updated_at", "has_wifi")] == [
            "String",
            "Date",
            "DateTime",
            "String",
        ]
    assert (types["communes"]["population"], types["communes"]["on"]) == ("Real", "Date")
    assert (types["memberships"]["start"], types["memberships"]["is_start_exact"]) == ("Date", "Boolean")
    # It reads the unknown of these as 0 when it reads a layer again: they are for what is always known.
    known = {"communes", "is_start_exact"}
    kept = {name for one in types.values() for name, kind in one.items() if kind in ("Integer", "Boolean")}
    assert kept <= known


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_saved_with_all_its_values(told: Told, layer: str, form: str) -> None:
    loaded, saved = told["layers"][layer], told["saved"][layer][form]
    assert saved["error"] == ""
    read = [{name.lower(): value for name, value in row.items()} for row in saved["rows"]]
    assert len(read) == len(loaded["rows"])
    for before, after in zip(loaded["rows"], read, strict=True):
        for name, short in saved["names"].items():
            expected, found = plain(before[name]), plain(after[short.lower()])
            # A shapefile holds 254 bytes of a text.
            is_cut = form == "ESRI Shapefile" and found and len(found.encode()) > 250
            assert found == expected or is_cut, (name, found)
        if form != "XLSX":
            assert after[""] == (before[""] and pytest.approx(before[""], abs=1e-6))


def test_a_rectangle_is_asked_of_the_server(told: Told) -> None:
    found = {row["id"] for row in told["around"]}
    assert found == {str(key) for key in NetworkedPlace.objects.published().in_bbox(BOX).values_list("uuid", flat=True)}
    assert any("/places/items?" in address and "&bbox=3." in address for address in told["asked"])


@pytest.mark.parametrize("way", ["found", "kept"])
def test_expressions_keep_what_they_say(told: Told, way: str) -> None:
    places = NetworkedPlace.objects.published()
    communes, runs = Commune.objects.all(), Membership.objects.filter(place__status=Status.PUBLISHED)
    expected = {
        BY_TEXT: places.filter(commune__name="Mende"),
        BY_WORDS: places.filter(name__icontains="bibliothèque"),
        UNKNOWN: places.filter(has_wifi=None),
        BY_NUMBER: communes.filter(population__gt=1000),
        NO_NUMBER: communes.filter(population=None),
        BY_DATE_HERE: runs.filter(period__startswith__gte="2020-01-01"),
    }
    assert {text: len(told["filtered"][text][way]) for text in expected} == {
        text: rows.count() for text, rows in expected.items()
    }


def test_a_date_in_the_filter_of_a_layer_asks_for_what_was_there(told: Told) -> None:
    """QGIS 3.22 sends it as `datetime`, whatever the column: then it keeps what ran at that time."""
    runs = Membership.objects.filter(place__status=Status.PUBLISHED)
    assert len(told["filtered"][BY_DATE]["found"]) == runs.filter(period__startswith__gte="2020-01-01").count()
    if any("datetime=2020-01-01" in address for address in told["asked"]):
        kept = {int(row["id"]) for row in told["filtered"][BY_DATE]["kept"]}
        assert kept == {*runs.filter(period__overlap=("2020-01-01", None)).values_list("pk", flat=True)}


def test_places_are_joined_with_their_commune(told: Told) -> None:
    people = dict(Commune.objects.values_list("code", "population"))
    for rows in (told["joined"]["rows"], told["joined"]["saved"]["rows"]):
        assert len(rows) == NetworkedPlace.objects.published().count()
        assert all(row["of_population"] == people[row["commune_code"]] for row in rows)
        assert {row["of_name"] == row["commune_name"] for row in rows} == {True}
