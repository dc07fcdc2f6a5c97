"""Several territories in one directory: none undoes what another said, whichever was loaded last; and one may leave."""

import json
import uuid
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from network.models import Membership, Network, Organisation
from places.models import Commune, Intercommunality, Kind, Place, River, Territory
from tests.network.made_up import Files, Loader

pytestmark = pytest.mark.django_db
# Atlantide's code is 99; the first by code names what both have.
CODE, WEST = "98", -20


class Both:
    """Two territories that share a vocabulary, a network and an intercommunality, and say otherwise of each."""

    def __init__(self, root: Path) -> None:
        self.atlantide = Loader(root)
        self.hyperboree = Loader(root, folder="hyperboree")
        self.hyperboree.files = _elsewhere(self.hyperboree.files)

    def each(self, *, is_reversed: bool = False) -> list["Loader"]:
        both = [self.atlantide, self.hyperboree]
        return both[::-1] if is_reversed else both


def _elsewhere(files: Files) -> Files:
    """Make the files of another territory of Atlantide's: its communes and places are others, its network is not."""
    words = {name: found for name, found in files.items() if name.startswith("vocabulary/")}
    land: dict[str, Any] = {
        name.replace("atlantide", "hyperboree"): json.loads(json.dumps(found).replace('"990', '"980'))
        for name, found in files.items()
        if name.startswith("atlantide/")
    }
    land["hyperboree/territory.json"] |= {"code": CODE, "name": "Hyperborée", "locative": "en Hyperborée"}
    for name in ("communes", "rivers"):
        for feature in land[f"hyperboree/{name}.geojson"]["features"]:
            feature["geometry"]["coordinates"] = _moved(feature["geometry"]["coordinates"])
    land["hyperboree/intercommunalities.json"][0]["name"] = "Îles du Nord"
    land["hyperboree/organisations.json"] = [{"slug": "vents", "name": "Les vents"}]
    land["hyperboree/networks.json"] = [
        {**land["hyperboree/networks.json"][0], "description": "Dans le Nord", "organisations": ["vents"]},
        land["hyperboree/networks.json"][1],
    ]
    for number, place in enumerate(land["hyperboree/places.json"], start=50):
        place["id"] = str(uuid.UUID(int=number))
        place["point"] = place.get("point") and _moved(place["point"])
    land["hyperboree/places.json"][1].pop("point")
    return words | land


def _moved(coordinates: Any) -> Any:
    if isinstance(coordinates[0], int | float):
        return [coordinates[0] + WEST, coordinates[1]]
    return [_moved(each) for each in coordinates]


@pytest.fixture
def both(tmp_path: Path) -> Both:
    return Both(tmp_path)


@pytest.mark.parametrize("is_reversed", [False, True])
def test_whichever_is_loaded_last_nothing_that_is_shared_changes_hands(both: Both, is_reversed: bool) -> None:
    for load in both.each(is_reversed=is_reversed):
        load()
    first = Network.objects.get(slug="nord").description
    for load in (*both.each(), *both.each(is_reversed=True)):
        said = load()
        assert all(" updated" not in line and " removed" not in line for line in said.values())
    network = Network.objects.get(slug="nord")
    assert network.description == first == ("Dans le Nord" if is_reversed else None)
    assert set(network.organisations.values_list("slug", flat=True)) == {"rois", "vents"}
    assert Intercommunality.objects.get().name == "Îles du Nord"
    assert Intercommunality.objects.get().boundary.extent == (-50.0, 30.0, -28.0, 31.0)


def test_what_is_left_to_the_other_is_told(both: Both) -> None:
    for load in both.each():
        load()
    assert (
        "networks.json, nord: description left as the files of territory 99 say" in both.hyperboree.warnings.getvalue()
    )


def test_a_territory_takes_off_only_the_organisations_that_it_gave(both: Both) -> None:
    for load in both.each():
        load()
    both.hyperboree(lambda files: files["hyperboree/networks.json"][0].update(organisations=[]))
    assert [*Network.objects.get(slug="nord").organisations.values_list("slug", flat=True)] == ["rois"]


def test_places_of_one_address_take_the_names_of_their_communes(both: Both) -> None:
    for load in both.each():
        load()
    assert set(Place.objects.values_list("slug", flat=True)) == {"temple", "port", "temple-cerce", "port-poseidonie"}
    assert Membership.objects.filter(place__slug="temple-cerce").count() == 3


def test_a_territory_is_removed_with_what_only_it_needed(both: Both) -> None:
    for load in both.each():
        load()
    told = unload(CODE)
    assert "places: 2 removed" in told
    assert "Nothing was removed" in told
    assert Territory.objects.count() == 2
    assert "territory: 1 removed" in unload(CODE, "--yes")
    assert [*Territory.objects.values_list("pk", flat=True)] == ["99"]
    assert set(Place.objects.values_list("slug", flat=True)) == {"temple", "port"}
    assert {*Commune.objects.values_list("pk", flat=True)} == {"99001", "99002"}
    assert River.objects.exclude(territory="99").count() == 0
    assert [*Network.objects.get(slug="nord").organisations.values_list("slug", flat=True)] == ["rois"]
    assert [*Organisation.objects.values_list("slug", flat=True)] == ["rois"]
    assert Intercommunality.objects.get().boundary.extent == (-30.0, 30.0, -28.0, 31.0)
    assert Kind.objects.exists()


def test_what_was_removed_may_be_loaded_again(both: Both) -> None:
    for load in both.each():
        load()
    unload(CODE, "--yes")
    assert both.hyperboree()["places"] == "2 created"


def test_the_last_territory_leaves_nothing_but_words(both: Both) -> None:
    both.atlantide()
    unload("99", "--yes")
    for model in (Place, Commune, Network, Organisation, Intercommunality, Territory):
        assert not model.objects.exists()


def test_a_territory_that_is_not_loaded_is_said_not_to_be(both: Both) -> None:
    both.atlantide()
    with pytest.raises(CommandError, match="No territory 12 is loaded; loaded: 99"):
        unload("12")


def unload(*arguments: str) -> str:
    out = StringIO()
    call_command("unload_territory", *arguments, stdout=out)
    return out.getvalue()
