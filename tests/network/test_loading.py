"""A territory's files, loaded as often as one likes: nothing is lost, whoever edited what in between."""

import uuid
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from network.models import Family, Membership, Network, NetworkedPlace, Organisation
from network.models.network import Facilitation
from places.models import Commune, FormerCommune, Intercommunality, Kind, Place, River, Territory
from tests.factories import make_membership, make_river, period
from tests.network.made_up import Files, Loader, river, set_in, stays, temple

pytestmark = pytest.mark.django_db
Change = Callable[[Files], object]


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    return Loader(tmp_path)


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


def test_a_page_address_that_someone_took_is_theirs_and_the_files_place_takes_its_commune(load: Loader) -> None:
    load()
    mine = Place.objects.create(name="Ma Tour", slug="tour", kinds=["library"], commune=Commune.objects.all()[0])
    tower = {**temple(load.files), "id": str(uuid.UUID(int=3)), "slug": "tour"}
    for times in ("3 created", "3 unchanged"):
        said = load(lambda files: files["atlantide/places.json"][2:] or files["atlantide/places.json"].append(tower))
        assert f"its address is tour-cerce, for another place, {mine.uuid}, has this one" in load.warnings.getvalue()
        assert times.split()[1] in said["places"]
    assert Place.objects.get(slug="tour") == mine
    assert Membership.objects.filter(place__slug="tour-cerce").count() == len(stays(load.files))


def test_a_place_whose_address_was_taken_over_by_a_new_id_is_told_apart(load: Loader) -> None:
    load()
    load(lambda files: temple(files).update(id=str(uuid.UUID(int=9))))
    assert set(Place.objects.values_list("slug", "uuid")) >= {
        ("temple", uuid.UUID(int=1)),
        ("temple-cerce", uuid.UUID(int=9)),
    }


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
    told = [former("Vieux-Port", ended_on="2017-01-01", town_hall=[-29.9, 30.1]), former("Haut-Port", code="99010")]
    said = load(lambda files: files.update({FORMER: told}))
    assert said["former communes"] == "2 created"
    high, old = FormerCommune.objects.order_by("name")
    assert old.town_hall
    assert (str(old.ended_on), old.town_hall.coords, old.commune_id, old.key) == (
        "2017-01-01",
        (-29.9, 30.1),
        "99001",
        "vieu port",
    )
    assert (high.ended_on, high.town_hall) == (None, None)
    said = load(lambda files: files.update({FORMER: told[:1]}))
    assert said["former communes"] == "1 unchanged, 1 no longer in the files and removed"
