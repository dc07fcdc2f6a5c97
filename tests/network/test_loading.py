"""A territory's files, loaded as often as one likes: nothing is lost, whoever edited what in between."""

import json
import uuid
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from network.models import Family, Membership, Network, NetworkedPlace, Organisation
from network.models.network import Facilitation
from places.models import Commune, FormerCommune, Intercommunality, Kind, Place, River, Territory
from tests.factories import make_membership, make_river, period
from tests.network.made_up import Files, made_up_territory, river

pytestmark = pytest.mark.django_db
Change = Callable[[Files], object]


class Loader:
    """Writes the files and loads them, as often as one likes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = made_up_territory()

    def __call__(self, change: Change = lambda _: None) -> dict[str, str]:
        """Change the files, load them, and give what was said of each kind of record."""
        change(self.files)
        for name, content in self.files.items():
            path = self.root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(content), encoding="utf-8")
        out = StringIO()
        self.warnings = StringIO()
        call_command("load_territory", str(self.root / "atlantide"), stdout=out, stderr=self.warnings)
        with connection.cursor() as cursor:
            # A test is one transaction; a loading is one of its own, at the end of which its signature goes.
            cursor.execute("RESET pghistory.context_id")
        return dict(line.split(": ", 1) for line in out.getvalue().splitlines())


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    return Loader(tmp_path)


def temple(files: Files) -> dict[str, Any]:
    found: dict[str, Any] = files["atlantide/places.json"][0]
    return found


def stays(files: Files) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = temple(files)["memberships"]
    return found


def periods(network: str = "nord") -> list[object]:
    return [m.period for m in Membership.objects.filter(network__slug=network).order_by("period")]


def test_another_territory_of_the_same_shape_loads(load: Loader) -> None:
    said = load()
    assert (said["communes"], said["places"], said["memberships"]) == ("2 created", "2 created", "3 created")
    place = NetworkedPlace.objects.get(slug="temple")
    assert (place.uuid, place.status, place.commune.name) == (uuid.UUID(int=1), "published", "Cercé")
    assert (place.source, place.source_id, str(place.source_date)) == ("Timée", "113", "2020-01-01")
    assert place.licence == "Domaine public"
    assert place.has_wifi is None, "absent is unknown"
    assert Territory.objects.get().locative == "en Atlantide"


def test_an_intercommunality_has_the_boundary_of_its_communes(load: Loader) -> None:
    load()
    boundary = Intercommunality.objects.get().boundary
    assert boundary.extent == (-30.0, 30.0, -28.0, 31.0)
    assert boundary.area == pytest.approx(2.0)


def test_a_membership_tells_its_evidence_and_its_source(load: Loader) -> None:
    load()
    membership = Membership.objects.get(network__slug="sud")
    assert (membership.evidence, membership.source) == ("§ 115", "Timée")
    assert (membership.source_url, membership.licence) == ("https://example.org/timee", "Domaine public")
    assert (membership.period, membership.is_start_exact) == (period(), False)


def test_loading_twice_changes_nothing_and_leaves_no_event(load: Loader) -> None:
    load()
    before = events()
    said = load()
    assert all(line.endswith("unchanged") or line == "nothing" for line in said.values())
    assert events() == before


def events() -> int:
    tracked: tuple[Any, ...] = (Place, Membership, Network, Organisation, Facilitation, Kind)
    return sum(model.pgh_event_model.objects.count() for model in tracked)


def test_every_change_is_signed_by_the_loader(load: Loader) -> None:
    load()
    tracked: tuple[Any, ...] = (Place, Membership, Network, Facilitation)
    for model in tracked:
        assert {event.pgh_context.metadata["door"] for event in model.pgh_event_model.objects.all()} == {
            "load_territory"
        }


def test_a_correction_in_the_files_arrives(load: Loader) -> None:
    load()
    said = load(lambda files: temple(files).update(phone="+33466000002", name="Le Grand Temple"))
    assert said["places"] == "1 updated, 1 unchanged"
    place = Place.objects.get(slug="temple")
    assert (place.phone, place.name) == ("+33466000002", "Le Grand Temple")


def test_a_fact_withdrawn_from_the_files_is_unknown_again(load: Loader) -> None:
    load()
    load(lambda files: temple(files).pop("phone"))
    assert Place.objects.get(slug="temple").phone is None


def test_an_edited_field_is_kept_and_its_neighbours_are_corrected(load: Loader) -> None:
    load()
    Place.objects.filter(slug="temple").update(phone="+33466999999")
    said = load(lambda files: temple(files).update(phone="+33466000002", name="Le Grand Temple"))
    assert said["places"] == "1 updated, 1 unchanged, 1 edited fields kept"
    place = Place.objects.get(slug="temple")
    assert (place.phone, place.name) == ("+33466999999", "Le Grand Temple")


def test_an_edited_field_is_kept_at_every_later_loading(load: Loader) -> None:
    load()
    Place.objects.filter(slug="temple").update(phone="+33466999999")
    # This loading writes the row, hence an event of its own that holds the edited phone too.
    load(lambda files: temple(files).update(name="Le Grand Temple"))
    load(lambda files: temple(files).update(name="Le Très Grand Temple"))
    place = Place.objects.get(slug="temple")
    assert (place.phone, place.name) == ("+33466999999", "Le Très Grand Temple")


def test_an_edit_undone_leaves_the_field_to_the_files(load: Loader) -> None:
    load()
    for phone in ("+33466999999", "+33466000001"):
        Place.objects.filter(slug="temple").update(phone=phone)
    load(lambda files: temple(files).update(phone="+33466000002"))
    assert Place.objects.get(slug="temple").phone == "+33466000002"


def test_what_was_cleared_and_what_was_filled_in_are_edits(load: Loader) -> None:
    load()
    Place.objects.filter(slug="temple").update(phone=None, has_wifi=True)
    load(lambda files: temple(files).update(name="Le Grand Temple"))
    place = Place.objects.get(slug="temple")
    assert (place.phone, place.has_wifi) == (None, True)


def test_a_place_moved_by_someone_stays_where_they_put_it(load: Loader) -> None:
    load()
    Place.objects.filter(slug="temple").update(
        slug="grand-temple", commune="99002", point="SRID=4326;POINT(-28.5 30.5)"
    )
    load(lambda files: temple(files).update(point=[-29.4, 30.4]))
    place = Place.objects.get(slug="grand-temple")
    assert (place.commune_id, place.point and place.point.coords) == ("99002", (-28.5, 30.5))


def test_a_deleted_place_and_its_memberships_stay_deleted(load: Loader) -> None:
    load()
    Place.objects.get(slug="temple").delete()
    said = load(lambda files: temple(files).update(name="Le Grand Temple"))
    assert said["places"] == "1 unchanged, 1 deleted since and left so"
    assert said["memberships"] == "3 deleted since and left so"
    assert Place.objects.count() == 1


def test_a_deleted_membership_stays_deleted_even_if_its_dates_are_corrected(load: Loader) -> None:
    load()
    Membership.objects.get(network__slug="sud").delete()
    assert load()["memberships"] == "2 unchanged, 1 deleted since and left so"
    load(lambda files: stays(files)[2].update(start="2018-01-01"))
    assert periods("sud") == []


def test_a_deleted_network_stays_deleted(load: Loader) -> None:
    load()
    Membership.objects.filter(network__slug="sud").delete()
    Network.objects.get(slug="sud").delete()
    said = load()
    assert said["networks"] == "1 unchanged, 1 deleted since and left so"


def test_a_word_that_places_need_comes_back(load: Loader) -> None:
    load()
    Kind.objects.create(slug="port", label="Port", label_en="Harbour")
    Place.objects.filter(slug="port").update(kinds=["port"])
    Kind.objects.get(slug="coworking").delete()
    assert load()["kinds"] == "1 created, 1 unchanged"
    assert Place.objects.get(slug="port").kinds == ["port"], "the edit is kept"


def test_what_makes_a_place_count_is_in_the_files_and_an_edit_of_it_is_kept(load: Loader) -> None:
    """A network shows a service unless the files say otherwise, and a family is shown by the services named there."""
    load()
    assert set(Network.objects.values_list("shows_service", flat=True)) == {True}
    assert Family.objects.get(slug="mediation").services == []

    def change(files: Any) -> None:
        set_in("vocabulary/families.json", 0, "services", value=["desk"])(files)
        set_in("atlantide/networks.json", 0, "shows_service", value=False)(files)

    said = load(change)
    assert (said["networks"], said["families"]) == ("1 updated, 1 unchanged", "1 updated, 1 unchanged")
    assert Family.objects.get(slug="mediation").services == ["desk"]
    Network.objects.filter(slug="nord").update(shows_service=True)
    assert load(change)["networks"] == "2 unchanged, 1 edited fields kept"


def test_dates_of_a_membership_are_corrected_by_the_files(load: Loader) -> None:
    load()
    said = load(lambda files: stays(files)[1].update(start="2020-06-01", is_start_exact=True))
    assert said["memberships"] == "1 updated, 2 unchanged"
    assert periods() == [period("2019-01-01", "2020-01-01"), period("2020-06-01")]


def test_two_stays_of_which_one_is_withdrawn_become_one(load: Loader) -> None:
    load()

    def join(files: Files) -> None:
        del stays(files)[1]
        stays(files)[0].pop("end")

    said = load(join)
    assert said["memberships"] == "1 updated, 1 unchanged, 1 no longer in the files and removed"
    assert periods() == [period("2019-01-01")]


def test_a_stay_that_the_files_withdrew_may_come_back(load: Loader) -> None:
    load()
    withdrawn: list[dict[str, Any]] = []
    load(lambda files: withdrawn.append(stays(files).pop()))
    assert periods("sud") == []
    load(lambda files: stays(files).append(withdrawn[0]))
    assert periods("sud") == [period()]


def test_a_membership_that_someone_edited_is_not_withdrawn(load: Loader) -> None:
    load()
    Membership.objects.filter(network__slug="sud").update(evidence="Vu sur place")
    load(lambda files: stays(files).pop())
    assert periods("sud") == [period()]


def test_a_membership_ended_by_someone_stays_ended(load: Loader) -> None:
    load()
    Membership.objects.filter(network__slug="sud").update(period=period(None, "2025-01-01"))
    load(lambda files: stays(files)[2].update(evidence="§ 116"))
    membership = Membership.objects.get(network__slug="sud")
    assert (membership.period, membership.evidence) == (period(None, "2025-01-01"), "§ 116")


def test_what_someone_told_already_is_not_told_twice(load: Loader) -> None:
    load()
    make_membership(Place.objects.get(slug="port"), Network.objects.get(slug="sud"), "2022-01-01")
    told = {"network": "sud", "start": "2021-01-01", "evidence": "§ 120", "source": "timee"}
    load(lambda files: files["atlantide/places.json"][1]["memberships"].append(told))
    assert periods("sud") == [period(), period("2022-01-01")]


def test_an_organisation_taken_off_a_network_stays_off(load: Loader) -> None:
    load()
    Network.objects.get(slug="nord").organisations.clear()
    assert load()["facilitations"] == "1 deleted since and left so"
    assert not Facilitation.objects.exists()


def test_an_organisation_that_the_files_take_off_goes(load: Loader) -> None:
    load()
    said = load(lambda files: files["atlantide/networks.json"][0].update(organisations=[]))
    assert said["facilitations"] == "1 no longer in the files and removed"


def test_a_page_address_that_someone_took_is_theirs_and_a_warning_says_so(load: Loader) -> None:
    load()
    mine = Place.objects.create(name="Ma Tour", slug="tour", kinds=["library"], commune=Commune.objects.all()[0])
    tower = {**temple(load.files), "id": str(uuid.UUID(int=3)), "slug": "tour", "memberships": []}
    load(lambda files: files["atlantide/places.json"].append(tower))
    assert Place.objects.get(slug="tour") == mine
    assert "places.json, tour: not created" in load.warnings.getvalue()


def test_a_correction_that_an_edit_makes_impossible_leaves_the_edit(load: Loader) -> None:
    load()
    Place.objects.filter(slug="temple").update(closed_on="2015-01-01")
    load(lambda files: temple(files).update(opened_on="2016-01-01"))
    place = Place.objects.get(slug="temple")
    assert (str(place.closed_on), place.opened_on) == ("2015-01-01", None)
    assert "left as edited" in load.warnings.getvalue()


def test_a_commune_follows_the_files(load: Loader) -> None:
    load()
    load(lambda files: files["atlantide/communes.geojson"]["features"][0]["properties"].update(population=1200))
    assert Commune.objects.get(code="99001").population == 1200


RIVERS = "atlantide/rivers.geojson"


def test_rivers_follow_the_files_and_lines_of_one_name_are_one_river(load: Loader) -> None:
    assert load()["rivers"] == "2 created"
    said = load(
        lambda files: files[RIVERS].update(features=[river("Canal", (0, 0), (1, 1)), river("Canal", (2, 2), (3, 3))])
    )
    assert said["rivers"] == "1 updated, 1 no longer in the files and removed"
    assert River.objects.get().course.coords == (((0, 0), (1, 1)), ((2, 2), (3, 3)))


def test_the_rivers_of_another_territory_are_left_alone(load: Loader) -> None:
    elsewhere = make_river("Canal")
    load()
    assert River.objects.filter(name="Canal").count() == 2
    load(lambda files: files[RIVERS].update(features=[]))
    assert River.objects.get() == elsewhere


def test_a_territory_may_do_without_rivers(load: Loader) -> None:
    load()
    (load.root / RIVERS).unlink()
    call_command("load_territory", str(load.root / "atlantide"), stdout=StringIO())
    assert not River.objects.exists()


FORMER = "atlantide/former_communes.json"


def former(name: str, **told: Any) -> dict[str, Any]:
    return {"code": "99009", "name": name, "commune": "99001", **told}


def test_former_communes_follow_the_files(load: Loader) -> None:
    load()
    assert not FormerCommune.objects.exists()
    told = [former("Vieux-Port", ended_on="2017-01-01", town_hall=[0.1, 0.1]), former("Haut-Port", code="99010")]
    said = load(lambda files: files.update({FORMER: told}))
    assert said["former communes"] == "2 created"
    high, old = FormerCommune.objects.order_by("name")
    assert old.town_hall
    assert (str(old.ended_on), old.town_hall.coords, old.commune_id, old.key) == (
        "2017-01-01",
        (0.1, 0.1),
        "99001",
        "vieu port",
    )
    assert (high.ended_on, high.town_hall) == (None, None)
    said = load(lambda files: files.update({FORMER: told[:1]}))
    assert said["former communes"] == "1 unchanged, 1 no longer in the files and removed"


def set_in(name: str, *path: str | int, value: object) -> Change:
    """A change that puts a value somewhere in a file."""

    def change(files: Files) -> None:
        target = files[name]
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    return change


PLACES = "atlantide/places.json"
MISTAKES: list[tuple[Change, str]] = [
    (set_in(PLACES, 0, "phon", value="1"), "places.json, temple, phon: unknown key"),
    (set_in(PLACES, 0, "phone", value="04 66"), "places.json, temple, phone: Ce n’est pas un numéro"),
    (set_in(PLACES, 0, "phone", value=466), "places.json, temple, phone: 466 is not text"),
    (set_in(PLACES, 0, "phone", value=None), "places.json, temple, phone: None is not text"),
    (set_in(PLACES, 0, "opening_hours", value="9h-12h"), "places.json, temple, opening_hours: Ces horaires"),
    (set_in(PLACES, 0, "kinds", value=["castle"]), "places.json, temple, kinds: 'castle' is in no record"),
    (set_in(PLACES, 0, "kinds", value=[]), "places.json, temple, kinds"),
    (set_in(PLACES, 0, "services", value=["juggling"]), "places.json, temple, services: 'juggling'"),
    (set_in(PLACES, 0, "commune", value="48095"), "places.json, temple, commune: '48095' is in no record"),
    (set_in(PLACES, 0, "commune", value="99002"), "places.json, temple, point: Ce point est à Cercé"),
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
