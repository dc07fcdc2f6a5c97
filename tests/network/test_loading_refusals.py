"""What is wrong with a territory's files: all of it is told at once, where it stands, and nothing is stored."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from places.models import Place, Territory
from tests.network.made_up import Change, Files, Loader, set_in, temple

pytestmark = pytest.mark.django_db
RIVERS, COMMUNES = "atlantide/rivers.geojson", "atlantide/communes.geojson"


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    return Loader(tmp_path)


PLACES = "atlantide/places.json"
MISTAKES: list[tuple[Change, str]] = [
    (set_in(PLACES, 0, "phon", value="1"), "places.json, temple, phon: unknown key"),
    (set_in(PLACES, 0, "phone", value="04 66"), "places.json, temple, phone: This is not a telephone number"),
    (set_in(PLACES, 0, "phone", value=466), "places.json, temple, phone: 466 is not text"),
    (set_in(PLACES, 0, "phone", value=None), "places.json, temple, phone: None is not text"),
    (set_in(PLACES, 0, "opening_hours", value="9h-12h"), "places.json, temple, opening_hours: These hours"),
    (set_in(PLACES, 0, "kinds", value=["castle"]), "places.json, temple, kinds: 'castle' is in no record"),
    (set_in(PLACES, 0, "kinds", value=[]), "places.json, temple, kinds"),
    (set_in(PLACES, 0, "services", value=["juggling"]), "places.json, temple, services: 'juggling'"),
    (set_in(PLACES, 0, "commune", value="48095"), "places.json, temple, commune: '48095' is in no record"),
    (set_in(PLACES, 0, "commune", value="99002"), "places.json, temple, point: This point is in Cercé"),
    (set_in(PLACES, 0, "point", value=[30.5]), "places.json, temple, point"),
    (set_in(PLACES, 0, "id", value="1"), "places.json, temple, id: '1' is not a UUID"),
    (set_in(PLACES, 0, "slug", value="port"), "places.json, port, slug: port is there twice"),
    (set_in(PLACES, 0, "has_wifi", value="yes"), "places.json, temple, has_wifi: 'yes' is not true or false"),
    (set_in(PLACES, 0, "desks", value=True), "places.json, temple, desks: True is not a whole number"),
    (set_in(PLACES, 0, "source", value="critias"), "places.json, temple, source: 'critias' is in no record"),
    (set_in(PLACES, 0, "opened_on", value="hier"), "places.json, temple, opened_on"),
    (set_in(PLACES, 0, "wheelchair", value="maybe"), "places.json, temple, wheelchair"),
    (set_in(PLACES, 0, "desks", value=-1), "places.json, temple, desks"),
    (set_in(PLACES, 0, "records", 0, "source", value="critias"), "places.json, temple, records"),
    (set_in(PLACES, 0, "memberships", 0, "network", value="est"), "places.json, temple, memberships, network: 'est'"),
    (
        set_in(PLACES, 0, "memberships", 0, "end", value="2018-01-01"),
        "membership of nord, end: 2018-01-01 is not after",
    ),
    (set_in(PLACES, 0, "memberships", 0, "end", value="2022-01-01"), "membership of nord, start: .* twice at once"),
    (set_in(PLACES, 0, "memberships", 0, "evidence", value=""), "places.json, temple, membership of nord, evidence"),
    (set_in("atlantide/territory.json", "sources", 0, "licence", value=None), "licence"),
    (set_in("atlantide/territory.json", "locative", value=3), "territory.json, territory, locative: 3 is not text"),
    (set_in("atlantide/networks.json", 0, "colour", value="blue"), "networks.json, nord, colour"),
    (set_in("atlantide/networks.json", 0, "organisations", value=["dieux"]), "networks.json, nord, organisations"),
    (set_in("atlantide/intercommunalities.json", 0, "code", value="1"), "communes.geojson, Cercé, intercommunality"),
    (set_in("atlantide/communes.geojson", "features", 0, "geometry", value=None), "communes.geojson, Cercé, geometry"),
    (
        set_in(RIVERS, "features", 0, "geometry", value={"type": "Point", "coordinates": [0, 0]}),
        "rivers.geojson, Océan",
    ),
    (set_in(RIVERS, "features", 0, "properties", "length", value=3), "rivers.geojson, Océan, length: unknown key"),
    (set_in("atlantide/organisations.json", 0, value=["rois"]), "organisations.json, record 1"),
    (set_in("vocabulary/services.json", 0, "group", value="fun"), "services.json, desk, group"),
    (set_in("vocabulary/families.json", 0, "services", value=["sorcery"]), "families.json, mediation, services"),
    (set_in("atlantide/networks.json", 0, "shows_service", value="no"), "networks.json, nord, shows_service"),
]


@pytest.mark.parametrize(("change", "message"), MISTAKES, ids=[message for _, message in MISTAKES])
def test_a_mistake_is_named_by_file_record_and_field_and_nothing_is_stored(
    load: Loader, change: Change, message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        load(change)
    assert not Territory.objects.exists()
    assert not Place.objects.exists()


def test_a_folder_that_is_no_territory_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a territory's folder"):
        call_command("load_territory", str(tmp_path))


def test_a_missing_file_is_named(load: Loader) -> None:
    load()
    (load.root / "atlantide" / "networks.json").unlink()
    with pytest.raises(CommandError, match=r"networks\.json is missing"):
        call_command("load_territory", str(load.root / "atlantide"))


def test_a_file_that_is_not_json_is_named(load: Loader) -> None:
    load()
    (load.root / "atlantide" / "places.json").write_text("[{]", encoding="utf-8")
    with pytest.raises(CommandError, match=r"places\.json is not JSON"):
        call_command("load_territory", str(load.root / "atlantide"))


def test_all_that_is_wrong_is_told_at_once_with_its_line(load: Loader) -> None:
    def spoil(files: Files) -> None:
        temple(files).update(kinds=["libary"], desks="many", memberships=[{"network": "est"}])
        files["atlantide/places.json"][1].update(phone="04 66")
        files["atlantide/networks.json"][0].update(family="mediatoin")
        files["vocabulary/services.json"][0].update(group="fun")

    with pytest.raises(CommandError) as refused:
        load(spoil)
    said = str(refused.value).splitlines()
    assert "places.json, temple, kinds: 'libary' is in no record of the files; near it are library (line 1)" in said
    assert [line for line in said if line.startswith("networks.json, nord, family: 'mediatoin'")]
    assert not [line for line in said if "'nord'" in line], "a network that is wrong is not said to be missing too"


def test_what_the_models_refuse_is_told_at_once_too_in_one_language(load: Loader) -> None:
    def spoil(files: Files) -> None:
        temple(files).update(phone="04 66")
        files["atlantide/places.json"][1].update(wheelchair="maybe")

    with pytest.raises(CommandError) as refused:
        load(spoil)
    said = str(refused.value)
    assert "places.json, temple, phone: This is not a telephone number" in said
    assert "places.json, port, wheelchair" in said
    assert "yes, limited, no" in said, "the choices are named"
    assert not Place.objects.exists()


def test_a_trial_tells_what_would_be_done_and_stores_nothing(load: Loader) -> None:
    said = load(arguments=["--check"])
    assert said["places"] == "2 created"
    assert said["Nothing is wrong, and nothing was stored"] == "this was a trial."
    assert not Territory.objects.exists()


LAMBERT = [[[661000, 6451000], [662000, 6451000], [662000, 6452000], [661000, 6451000]]]
ELSEWHERE = [
    (
        set_in(COMMUNES, "features", 0, "geometry", value={"type": "Polygon", "coordinates": LAMBERT}),
        r"Lambert-93.*\[2\.5",
    ),
    (
        set_in(COMMUNES, "features", 0, "geometry", value={"type": "Polygon", "coordinates": []}),
        "no geometry of GeoJSON",
    ),
    (set_in(COMMUNES, "features", 0, "properties", "town_hall", value=[6451000, 661000]), "northing first"),
    (
        set_in(COMMUNES, "features", 0, "properties", "town_hall", value=[30.5, -29.5]),
        "longitude and latitude are swapped",
    ),
    (
        set_in(COMMUNES, "features", 0, "properties", "town_hall", value=[-27, 30.5]),
        "is not in the outline of this commune",
    ),
    (set_in(PLACES, 0, "point", value=[661000, 6451000]), "Lambert-93"),
    (set_in(PLACES, 0, "point", value=[30, 120]), "Longitude comes first"),
]


@pytest.mark.parametrize(("change", "message"), ELSEWHERE, ids=[message for _, message in ELSEWHERE])
def test_coordinates_that_are_not_of_the_place_are_refused_with_what_they_are(
    load: Loader, change: Change, message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        load(change)
    assert not Territory.objects.exists()
