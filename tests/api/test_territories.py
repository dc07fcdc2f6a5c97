"""`/territories/`, and what `territory` asks of places and communes."""

import pytest
from django.test import Client

from network.models import Network, NetworkedPlace
from places.models import Territory
from tests.api.support import Api
from tests.factories import make_ardeche, make_membership, make_place, there


@pytest.fixture
def _beside() -> None:
    """A second territory, with a commune that Lozère has not, and a place."""
    make_place("Lisière", make_ardeche().name)


@pytest.mark.usefixtures("_beside")
def test_each_says_what_it_holds_by_name(api: Api) -> None:
    ardeche, lozere = api.json("territories")["results"]
    assert (ardeche["name"], ardeche["commune_count"], ardeche["place_count"]) == ("Ardèche", 1, 1)
    assert (lozere["code"], lozere["commune_count"], lozere["population_year"]) == ("48", 152, 2026)
    assert lozere == api.json("territories/48")
    assert (ardeche["region"], lozere["region"]) == (None, "Occitanie")
    west, south, east, north = lozere["bbox"]
    assert west < 3.5 < east
    assert south < 44.5 < north


def test_one_that_is_not_loaded_is_not_there(api: Api) -> None:
    assert api.get("territories/99").status_code == 404
    there(Territory, "code", code="99", name="Vide", locative="nulle part", credit="Essais")
    empty = api.json("territories/99")
    assert (empty["bbox"], empty["commune_count"], empty["place_count"]) == (None, 0, 0)


@pytest.mark.usefixtures("_beside")
def test_places_and_communes_are_asked_for_within_one_or_several(api: Api) -> None:
    def names(address: str, *codes: str) -> set[str]:
        return {row["name"] for row in api.json(address, {"territory": list(codes), "limit": 500})["results"]}

    assert names("places", "07") == {"Lisière"}
    assert names("communes", "07") == {"Saint-Étienne-de-Lugdarès"}
    lozere = names("places", "48")
    assert "Lisière" not in lozere
    assert names("places", "07", "48") == lozere | {"Lisière"} == names("places")


def test_a_code_that_is_not_loaded_is_refused_with_those_that_are(api: Api) -> None:
    for address in ("places", "communes"):
        refused = api.get(address, {"territory": "2A"})
        assert refused.status_code == 400
        assert "48" in refused.content.decode()


@pytest.mark.usefixtures("_beside")
@pytest.mark.parametrize("path", ["overlap", "overlap/timeline", "overlap/history", "overlap/changes"])
@pytest.mark.parametrize("level", ["place", "commune"])
def test_the_overlap_is_counted_within_one(api: Api, path: str, level: str) -> None:
    whole, part, others = (
        api.json(path, {"level": level} | ({"territory": codes} if codes else {}))
        for codes in ([], ["07"], ["07", "48"])
    )
    assert (whole["territories"], part["territories"], others["territories"]) == ([], ["07"], ["07", "48"])
    assert others["items"] == whole["items"]
    if path in {"overlap", "overlap/history"}:
        name = "slug" if level == "place" else "code"
        assert [one[name] for one in part["items"]] == ["lisiere" if level == "place" else "07232"]
    else:
        assert part["items"] == []


@pytest.mark.usefixtures("_beside")
def test_what_could_be_and_what_goes_together_are_counted_within_one(api: Api) -> None:
    sets = api.json("overlap/sets", {"territory": "07"})
    assert [(one["networks"], one["places"]) for one in sets["items"]] == [([], ["lisiere"])]
    chances = api.json("overlap/opportunities", {"territory": "07"})
    assert (chances["pairs"], chances["totals"]["neither"]) == ([], None)
    lisiere = NetworkedPlace.objects.get(slug="lisiere")
    for slug in ("msap", "solozere"):
        make_membership(lisiere, Network.objects.get(slug=slug), "2019-01-01", "2020-01-01")
    (lacking,) = api.json("overlap/opportunities", {"territory": "07"})["neither"]
    assert lacking["code"] == "07232"
    assert lacking["nearest_a"]["slug"], "the nearest may be beyond the border"


@pytest.mark.usefixtures("_beside")
def test_what_no_source_tells_of_one_is_null_there_on_any_day(api: Api) -> None:
    told = api.json("overlap", {"territory": "07", "level": "commune"})
    assert {item["state"] for item in told["items"]} == {None}
    assert {silence["until"] for silence in told["sources"]["undated"].values()} == {None}
    assert "aucune source n’en dit rien ici" in told["sources"]["text"]


@pytest.mark.usefixtures("_beside")
def test_a_row_of_a_table_says_where_it_was_counted(api: Api) -> None:
    (row,) = api.rows("overlap", level="commune", territory="07")
    assert (row["code"], row["territories"]) == ("07232", "07")
    assert {row["territories"] for row in api.rows("overlap", level="commune")} == {""}


@pytest.mark.usefixtures("_beside")
def test_map_clients_ask_for_the_crossings_of_one(api: Api) -> None:
    answer = Client().get("/ogc/collections/crossings/items", {"territory": "07"})
    assert [one["properties"]["code"] for one in answer.json()["features"]] == ["07232"]
    assert api.get("overlap", {"territory": "99"}).status_code == 400
