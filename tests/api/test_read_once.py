"""What many places share is read once while nothing changes, and told anew as soon as something does."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.models import Network, NetworkedPlace
from network.querysets import belongings, networked
from places.models import Commune
from tests.api.support import Api, JSONObject
from tests.factories import make_membership, make_network, make_place

FORMS = {"feature": {"format": "geojson"}, "flat": {"format": "geojson", "profile": "gis"}, "record": {}}


def properties(api: Api, **asked: object) -> JSONObject:
    """Read the one place of an answer."""
    answer = json.loads(api.get("places", asked).content)
    (told,) = answer.get("features") or answer["results"]
    found: JSONObject = told.get("properties", told)
    return found


@pytest.mark.parametrize("asked", FORMS.values(), ids=FORMS)
def test_a_page_that_is_asked_again_takes_one_query(api: Api, asked: JSONObject) -> None:
    first = api.get("places", asked | {"limit": 100}).content
    with CaptureQueriesContext(connection) as captured:
        assert api.get("places", asked | {"limit": 100}).content == first
    assert len(captured) == 1, captured.captured_queries


@pytest.mark.parametrize("asked", FORMS.values(), ids=FORMS)
def test_what_changes_is_told_at_once(api: Api, asked: JSONObject) -> None:
    place, network = make_place("La Forge"), make_network("Ateliers", "business_support")
    make_membership(place, network, "2019-01-01")
    asked = asked | {"network": "ateliers"}
    assert (properties(api, **asked)["overlap"], "ateliers" in properties(api, **asked)["networks"]) == ("b", True)
    Commune.objects.filter(pk=place.commune_id).update(name="Autrement")
    told = properties(api, **asked)
    assert (told["commune_name"] if "commune_name" in told else told["commune"]["name"]) == "Autrement"
    Network.objects.filter(pk=network.pk).update(slug="fabriques")
    assert "fabriques" in properties(api, **asked | {"network": "fabriques"})["networks"]
    Network.objects.filter(pk=network.pk).update(family="mediation")
    assert properties(api, **asked | {"network": "fabriques"})["overlap"] == "a"
    make_membership(place, make_network("Conseils", "business_support"), "2019-01-01")
    assert properties(api, **asked | {"network": "fabriques"})["overlap"] == "both"


def test_what_was_read_of_one_day_is_not_told_of_another(api: Api) -> None:
    make_membership(make_place("La Forge"), make_network("Ateliers", "business_support"), "2019-01-01")
    today = {"network": "ateliers", "on": timezone.localdate().isoformat()}
    assert properties(api, **today)["overlap"] == properties(api, network="ateliers")["overlap"] == "b"
    assert api.results("places", network="ateliers", on="2018-12-31") == []


def test_networks_met_on_several_pages_keep_their_order() -> None:
    place, other = make_place("Un"), make_place("Deux")
    for name in ("Bibliothèques", "Zones"):
        make_membership(place, make_network(name, "mediation"), "2019-01-01")
    make_membership(other, make_network("Ateliers", "business_support"), "2019-01-01")
    texts = [NetworkedPlace.objects.annotate(told=networked()).get(pk=one.pk).told for one in (place, other)]
    first, second = ([belongings([text], version="1")[text].networks for text in told] for told in (texts, texts[::-1]))
    assert first == [("bibliotheques", "zones"), ("ateliers",)]
    assert second == first[::-1]
