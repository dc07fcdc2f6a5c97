"""The national standard: each column from what the listing says, and nothing that it does not."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from api import lists
from network.models import NetworkedPlace
from places import national
from places.models import Kind, Service
from tests.api.support import Api
from tests.factories import make_membership, make_network, make_place

Rows = list[dict[str, str]]


def rows(api: Api, **asked: Any) -> Rows:
    answer = api.get("places", {"format": "national"} | asked)
    text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def row(api: Api, slug: str) -> dict[str, str]:
    return next(csv.DictReader(io.StringIO(api.get(f"places/{slug}", {"format": "national"}).content.decode())))


def test_every_published_place_is_a_row_in_both_forms(api: Api) -> None:
    written = rows(api)
    assert {one["id"] for one in written} == {
        str(uuid) for uuid in NetworkedPlace.objects.published().values_list("uuid", flat=True)
    }
    told = json.loads(api.get("places", {"format": "national-json"}).content)
    assert [list(one) for one in told] == [list(national.COLUMNS)] * len(written)
    assert [{name: "" if value is None else str(value) for name, value in one.items()} for one in told] == written


def test_the_words_are_those_of_the_standard(api: Api) -> None:
    make_place(
        "Lieu plein",
        kinds=["library", "third-place", "employment"],
        services=["administrative-help", "safe-digital-use", "printing"],
        publics=["young", "deaf", "seniors"],
        fees=["conditional"],
        is_itinerant=True,
        phone="0466000000",
        website="https://example.org/?a|b",
        acceslibre_url="https://acceslibre.beta.gouv.fr/app/1/",
        booking_url="https://example.org/reserver",
    )
    told = row(api, "lieu-plein")
    assert told["typologie"] == "BIB|TIERS_LIEUX"
    assert told["services"] == "Aide aux démarches administratives|Utilisation sécurisée du numérique"
    assert told["publics_specifiquement_adresses"] == "Jeunes|Seniors"
    assert told["prise_en_charge_specifique"] == "Surdité"
    assert told["frais_a_charge"] == "Gratuit sous condition"
    assert told["itinerance"] == "Itinérant"
    assert told["telephone"] == "+33466000000"
    assert told["site_web"] == "https://example.org/?a%7Cb"
    assert (told["code_insee"], told["commune"]) == ("48095", "Mende")
    assert told["fiche_acces_libre"].startswith("https://acceslibre")
    assert told["prise_rdv"] == "https://example.org/reserver"


def test_the_words_are_the_same_whoever_asks(api: Api) -> None:
    english = api.get("places", {"format": "national"}, **{"Accept-Language": "en"}).content
    assert english == api.get("places", {"format": "national"}).content


def test_networks_of_the_day_say_programmes_labels_and_codes(api: Api) -> None:
    place = make_place("Maison", kinds=["public-service-point"])
    for name in ("Maisons de services au public", "France services", "Fabriques de territoire", "Autre réseau"):
        ends = "2020-01-01" if name.startswith("Maisons") else None
        make_membership(place, make_network(name), "2019-01-01", ends)
    told = row(api, "maison")
    assert told["typologie"] == "RFS"
    assert told["dispositif_programmes_nationaux"] == "France Services"
    assert told["formations_labels"] == "Fabriques de Territoire"
    assert told["structure_parente"] == "Autre réseau|Fabriques de territoire|France services"
    before = next(one for one in rows(api, on="2019-06-01") if one["nom"] == "Maison")
    assert before["typologie"] == "RFS|MSAP"


@pytest.mark.parametrize("phone", ["3949", "+41223456789"])
def test_what_the_standard_cannot_say_is_left_out(api: Api, phone: str) -> None:
    make_place("Lieu rare", phone=phone, precision="commune")
    told = row(api, "lieu-rare")
    assert (told["telephone"], told["latitude"], told["longitude"]) == ("", "", "")


@pytest.mark.parametrize("length", [279, 280, 281, 5000])
def test_a_long_text_is_cut_for_the_summary_and_whole_beside(api: Api, length: int) -> None:
    make_place("Bavard", description="Mot " * (length // 4) + "x" * (length % 4))
    told = row(api, "bavard")
    whole = NetworkedPlace.objects.get(slug="bavard").description
    assert len(told["presentation_resume"]) <= 280
    if length > 280:
        assert told["presentation_resume"].endswith("Mot…")
        assert told["presentation_detail"] == whole
    else:
        assert (told["presentation_resume"], told["presentation_detail"]) == (whole, "")


def test_the_date_is_that_of_what_is_said(api: Api) -> None:
    place = make_place("Daté", source_date=date(2024, 5, 17))
    assert row(api, "date")["date_maj"] == "2024-05-17"
    NetworkedPlace.objects.filter(pk=place.pk).update(verified_on=date(2025, 2, 3))
    assert row(api, "date")["date_maj"] == "2025-02-03"
    entered, corrected = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    NetworkedPlace.objects.filter(pk=place.pk).update(created_at=entered, updated_at=corrected)
    assert row(api, "date")["date_maj"] == "2026-03-05"


def test_a_search_and_a_network_are_kept(api: Api) -> None:
    asked = {"network": "france-services", "q": "florac"}
    names = [one["name"] for one in api.results("places", limit=1000, **asked)]
    assert [one["nom"] for one in rows(api, **asked)] == names != []


def test_nothing_is_a_file_with_its_columns(api: Api) -> None:
    answer = api.get("places", {"format": "national", "bbox": "0,0,1,1"})
    assert answer.content.decode().strip() == ",".join(national.COLUMNS)
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="croisee-lieux-2026-11-23-schema-national.csv"'
    )
    assert api.get("places", {"format": "national-json", "bbox": "0,0,1,1"}).content == b"[]"


@pytest.mark.parametrize("form", ["national", "national-json"])
def test_what_comes_in_pieces_is_what_comes_at_once(api: Api, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    at_once = api.get("places", {"format": form}).content
    monkeypatch.setattr(lists, "PIECE", 20)
    in_pieces = api.get("places", {"format": form})
    assert in_pieces.streaming
    assert b"".join(in_pieces) == at_once


def test_a_file_costs_the_same_whatever_its_length(api: Api, django_assert_num_queries: Any) -> None:
    for asked in ({}, {"network": "solozere"}):
        with django_assert_num_queries(6 + len(asked)):  # the version, the page, its networks, three of the vocabulary
            api.get("places", {"format": "national"} | asked)


def test_every_sure_code_and_label_is_one_of_the_vocabulary() -> None:
    codes = {code for codes in Kind.objects.values_list("standard_codes", flat=True) for code in codes}
    assert codes >= {*national.SURE_CODES, *national.CODES_OF_NETWORKS.values()}
    assert Service.objects.exclude(standard_label=None).count() == 9
