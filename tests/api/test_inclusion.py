"""Places in data·inclusion: as its schema asks, and no more than is known."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from places import inclusion
from tests.api.support import Api
from tests.factories import make_membership, make_network, make_place, make_service

CASES = Path(__file__).parents[1] / "cases"
SCHEMAS, WORDS = (json.loads((CASES / f"data_inclusion{name}.json").read_text("utf-8")) for name in ("", "_words"))
FILES = {"data-inclusion": "structure", "data-inclusion-services": "service"}


def taken(api: Api, form: str, path: str = "places") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(api.get(path, {"format": form}).content)
    return found


@pytest.mark.parametrize(("form", "name"), FILES.items())
def test_nothing_of_the_real_territory_is_refused(api: Api, form: str, name: str) -> None:
    schema = SCHEMAS[name] | {"$defs": WORDS, "additionalProperties": False}
    check = Draft202012Validator(schema, format_checker=FormatChecker())
    rows = taken(api, form)
    assert len(rows) > 100
    assert [(row["id"], error.message) for row in rows for error in check.iter_errors(row)] == []
    assert len({row["id"] for row in rows}) == len(rows)


def test_every_word_that_we_may_write_is_one_of_theirs() -> None:
    assert {theme for themes in inclusion.THEMES.values() for theme in themes} <= {*WORDS["thematique"]["enum"]}
    assert {*inclusion.NETWORKS.values()} <= {*WORDS["reseau"]["enum"]}
    assert {*inclusion.PUBLICS.values()} <= {*WORDS["public"]["enum"]}


def test_a_place_is_a_structure_and_what_it_offers_are_services(api: Api) -> None:
    make_service("administrative-help", "Aide aux démarches", standard_label="Aide aux démarches administratives")
    make_service("printing", "Impression")
    place = make_place(
        "La Grange.",
        services=["administrative-help", "printing"],
        siret="21480095500004",
        phone="+33466000000",
        booking_url="https://example.org/reserver",
        publics=["young", "deaf", "illiteracy"],
        fees=["free"],
        source_date=date(2024, 5, 17),
    )
    make_membership(place, make_network("France services"), "2019-01-01")
    (structure,), (service,) = (taken(api, form, "places/la-grange") for form in FILES)
    assert structure["id"] == service["structure_id"] == f"croisee--{place.uuid}"
    assert (structure["nom"], structure["siret"]) == ("La Grange", "21480095500004")
    assert structure["reseaux_porteurs"] == ["france-service"]
    assert service["id"] == f"croisee--{place.uuid}--administrative-help"
    assert service["thematiques"][0].startswith("difficultes-administratives-ou-juridiques--")
    assert service["publics"] == ["jeunes", "personnes-en-situation-de-handicap"]
    assert (service["frais"], service["modes_mobilisation"]) == ("gratuit", ["utiliser-lien-mobilisation"])
    assert service["date_maj"] == "2024-05-17"


def test_what_nobody_told_or_cannot_be_said_in_it_is_null(api: Api) -> None:
    make_place("Lieu", fees=["free", "paid"], description="Non", precision="commune")
    (structure,) = taken(api, "data-inclusion", "places/lieu")
    silent = ("description", "siret", "telephone", "courriel", "latitude", "horaires_accueil", "reseaux_porteurs")
    assert {structure[name] for name in silent} == {None}
    assert taken(api, "data-inclusion-services", "places/lieu") == []


def test_a_name_that_is_too_short_for_it_is_left_out(api: Api) -> None:
    make_place("M2")
    assert taken(api, "data-inclusion", "places/m2") == []
