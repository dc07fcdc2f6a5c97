"""The real Lozère: what the files promise, and what the directory holds once they are loaded."""

import json
from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from network.choices import State
from network.loading.files import TerritoryFiles, read_territory
from network.models import Membership, NetworkedPlace
from places.models import Commune, Intercommunality, Kind, Place, Service

FOLDER = settings.BASE_DIR / "fixtures" / "lozere"
MID_2019 = date(2019, 7, 1)


@pytest.fixture(scope="module")
def files() -> TerritoryFiles:
    return read_territory(FOLDER)


def raw(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def test_there_are_at_least_120_distinct_places_of_many_kinds(files: TerritoryFiles) -> None:
    assert len(files.places) >= 120
    assert len({record.values["name"] for record in files.places}) == len(files.places)
    assert len({kind for record in files.places for kind in record.values["kinds"]}) >= 10


def test_every_commune_has_a_population_a_boundary_and_an_intercommunality(files: TerritoryFiles) -> None:
    assert len(files.communes) == 152
    assert sum(record.values["population"] for record in files.communes) == 76_486
    assert all(record.values["intercommunality_id"] and record.values["postcodes"] for record in files.communes)


def test_a_town_hall_is_in_its_commune(files: TerritoryFiles) -> None:
    known = [record.values for record in files.communes if record.values["town_hall"]]
    assert len(known) == 145
    assert all(values["boundary"].covers(values["town_hall"]) for values in known)


def test_every_place_and_every_membership_has_a_source_and_a_licence(files: TerritoryFiles) -> None:
    for record in files.places:
        assert record.values["source"], record.spot
        assert record.values["licence"], record.spot
    for record in files.memberships:
        assert record.values["evidence"], record.spot
        assert record.values["source"], record.spot


def test_the_date_of_a_source_says_no_more_than_is_known(files: TerritoryFiles) -> None:
    known = Counter(record.values["source_date_precision"] for record in files.places)
    assert known == {"year": 58, "month": 51, "day": 26}


def test_places_are_where_they_are_and_answer_as_far_as_sources_say(files: TerritoryFiles) -> None:
    values = [record.values for record in files.places]
    assert sum(bool(place.get("phone")) for place in values) >= 88
    assert sum(place["precision"] == "commune" for place in values) <= 26
    halls = {record.values["code"]: record.values["town_hall"] for record in files.communes}
    rough = [place for place in values if place["precision"] == "commune"]
    seat = [place for place in rough if place["point"] == halls[place["commune_id"]]]
    # The others stand in the village that their address names, or where no hall is known.
    assert len(seat) >= 17
    assert all(place["address"] for place in rough if place not in seat and halls[place["commune_id"]])
    known = [place for place in values if place.get("opening_hours")]
    assert len(known) >= 36
    assert all(place["source"] and place["source_date"] for place in known)


def test_every_source_record_is_merged_into_one_place() -> None:
    merged = [(record["source"], record["id"]) for place in raw("places.json") for record in place["records"]]
    assert len(merged) == len(set(merged))


def test_a_mailbox_is_that_of_a_structure() -> None:
    mailboxes = {place["email"].partition("@")[0] for place in raw("places.json") if "email" in place}
    assert mailboxes <= {"accueil", "contact", "bibliotheque", "mediatheque", "mairie", "info"}


def test_files_are_written_the_same_way_each_time() -> None:
    for path in sorted(FOLDER.parent.rglob("*.json")):
        text = path.read_text(encoding="utf-8")
        content = json.loads(text)
        assert text == json.dumps(content, ensure_ascii=False, indent=2) + "\n", path.name
        if isinstance(content, list) and path.parent == FOLDER:
            keys = [entry.get("slug") or entry["code"] for entry in content]
            assert keys == sorted(keys), path.name


def test_there_is_a_place_of_every_kind(files: TerritoryFiles) -> None:
    used = {kind for record in files.places for kind in record.values["kinds"]}
    assert used == {record.values["slug"] for record in files.vocabulary.kinds}


@pytest.mark.django_db
def test_the_directory_holds_what_the_files_say() -> None:
    call_command("load_territory", stdout=StringIO())
    assert (Commune.objects.count(), Intercommunality.objects.count()) == (152, 11)
    assert Place.objects.published().count() >= 120
    assert (Kind.objects.count(), Service.objects.count()) == (14, 32)

    # Every point is in its commune: the database has checked it, and here is a second opinion.
    for place in Place.objects.exclude(point=None).select_related("commune"):
        assert place.point is not None
        assert place.commune.boundary.buffer(1e-9).contains(place.point), place

    france_services = NetworkedPlace.objects.in_networks(["france-services"])
    assert france_services.count() == 20
    assert france_services.exclude(opening_hours=None).count() == 20
    assert not NetworkedPlace.objects.in_networks(["msap"]).exists(), "the MSAP are of the past"
    assert Membership.objects.filter(network__slug="msap").exists()

    both = NetworkedPlace.objects.in_networks(["solozere", "msap"], on=MID_2019, match_all=True)
    assert both.count() >= 8
    assert both.overlap_counts(on=MID_2019)["both"] == both.count()

    then, now = NetworkedPlace.objects.overlap_counts(on=MID_2019), NetworkedPlace.objects.overlap_counts()
    assert then != now
    assert all(now[state] for state in State.values), "each of the four states is on the map"
    assert NetworkedPlace.objects.of_families(["mediation", "business_support"], match_all=True).count() == now["both"]
