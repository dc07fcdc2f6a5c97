"""The flat profile of GeoJSON: what the collection of places says, with the filters of the API."""

import json
from typing import Any

from django.test import Client

from network.models import NetworkedPlace
from network.services import vouch
from places.choices import Door
from places.services import edit
from tests.api.support import Api, JSONObject
from tests.factories import make_membership, make_network, make_place


def features(api: Api, **asked: Any) -> list[JSONObject]:
    answer = api.get("places", {"format": "geojson", "profile": "gis"} | asked)
    found: list[JSONObject] = json.loads(answer.content)["features"]
    return found


def test_it_says_what_the_collection_of_places_says(api: Api) -> None:
    collection = json.loads(Client().get("/ogc/collections/places/items", {"limit": 5000}).content)["features"]
    assert features(api) == collection
    one = collection[3]
    slug = one["properties"]["slug"]
    assert json.loads(api.get(f"places/{slug}", {"format": "geojson", "profile": "gis"}).content) == one


def test_it_takes_the_filters_and_measures(api: Api) -> None:
    found = features(api, network="france-services", near="3.4961,44.5202")
    rest = api.results("places", network="france-services", near="3.4961,44.5202", limit=5000)
    assert [one["properties"]["slug"] for one in found] == [one["slug"] for one in rest]
    assert [one["properties"]["distance"] for one in found] == [one["distance"] for one in rest]
    assert all(not isinstance(value, list | dict) for one in found for value in one["properties"].values())


def test_it_says_what_a_network_saw(api: Api) -> None:
    place, network = make_place("La Forge", phone="0466000000"), make_network("Garant")
    make_membership(place, network, "2020-01-01")
    vouch(network=network, places=[place.pk], by=None, door=Door.CONSOLE)
    edit(NetworkedPlace.objects.get(pk=place.pk), changes={"phone": "0466111111"}, by=None, door=Door.CONSOLE)
    (seen,) = features(api, vouched_by="garant")
    assert seen["properties"]["phone"] == "+33466000000"
    assert seen["properties"]["vouched_network"] == "garant"
    assert seen["properties"]["url"].endswith("/lieux/la-forge/")
