"""The national standard's own schema, held to our file by the program that data.gouv.fr holds to it: frictionless."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from network.models import NetworkedPlace
from places import national
from tests.clients import environment
from tests.factories import make_membership, make_network, make_place

pytestmark = [pytest.mark.walk, pytest.mark.django_db]
SCHEMA: Path = settings.BASE_DIR / "tests/cases/national_schema.json"
VALIDATE = """
import json, sys
from frictionless import Schema, system
from frictionless.resources import TableResource

with system.use_context(trusted=True):
    told = TableResource(path=sys.argv[1], schema=Schema(sys.argv[2])).validate(limit_errors=10_000).flatten(
        ["rowNumber", "fieldName", "type", "note"]
    )
print(json.dumps(told))
"""

Refusal = tuple[int, str, str]


def validated(text: bytes, folder: Path, form: str) -> set[Refusal]:
    """Each refusal: the row, from 0, the column, and why."""
    path = folder / f"places.{form}"
    path.write_bytes(text)
    refused = json.loads(environment.run(VALIDATE, path, SCHEMA))
    return {(row - 2 if row else row, column, note) for row, column, _kind, note in refused}


def taken(form: str, address: str = "") -> bytes:
    answer = Client().get(f"/api/v1/places/{address}", {"format": form})
    return b"".join(answer) if answer.streaming else answer.content


def lacking(rows: list[dict[str, str]]) -> set[tuple[int, str]]:
    """What the standard wants, and a row leaves empty."""
    wanted = {field["name"] for field in json.loads(SCHEMA.read_text())["fields"] if _is_required(field)}
    return {(number, column) for number, row in enumerate(rows) for column in wanted if not row[column]}


def _is_required(field: dict[str, dict[str, bool]]) -> bool:
    return bool(field.get("constraints", {}).get("required"))


@pytest.mark.usefixtures("lozere")
@pytest.mark.parametrize(("form", "ending"), [("national", "csv"), ("national-json", "json")])
def test_nothing_is_refused_but_what_nobody_told(tmp_path: Path, form: str, ending: str) -> None:
    text = taken(form)
    rows = list(csv.DictReader(io.StringIO(text.decode()))) if ending == "csv" else json.loads(text)
    assert len(rows) == NetworkedPlace.objects.published().count()
    refused = validated(text, tmp_path, ending)
    assert {(row, column) for row, column, _note in refused} == lacking(rows)
    assert {note for _row, _column, note in refused} == {'constraint "required" is "True"'}


@pytest.mark.parametrize(("form", "ending"), [("national", "csv"), ("national-json", "json")])
def test_the_columns_are_those_of_the_schema(tmp_path: Path, form: str, ending: str) -> None:
    assert [field["name"] for field in json.loads(SCHEMA.read_text())["fields"]] == list(national.COLUMNS)
    full = make_place(
        "Médiathèque, dite « la Grange »",
        slug="la-grange",
        kinds=["library"],
        services=["printing"],
        description="Mot " * 100,
        address="1 rue Basse",
        postcode="48000",
        siret="21480095500004",
        is_itinerant=False,
        opening_hours="Mo-Fr 09:00-18:00",
        phone="+33466000000",
        email="accueil@example.org",
        website="https://example.org/?a|b",
        booking_url="https://example.org/reserver",
        publics=["young", "deaf", "english"],
        fees=["free", "paid"],
        source="site",
        source_date=date(2024, 5, 17),
    )
    for name in ("France services", "Fabriques de territoire", "SoLozère"):
        make_membership(full, make_network(name), "2019-01-01")
    assert {(row, column) for row, column, _note in validated(taken(form, "la-grange/"), tmp_path, ending)} == set()
