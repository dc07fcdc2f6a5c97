"""The directory as the browser holds it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from frontend.place.hours import Sort
from places.choices import Status
from places.models import Commune, Place
from tests.budget import hold, statements
from tests.factories import make_both_families, make_place

pytestmark = pytest.mark.django_db


def test_it_tells_what_a_browser_needs_to_show_and_filter_a_place(client: Client) -> None:
    place = make_place("La Pompe", "Florac Trois Rivières", services=["printing"], kinds=["coworking"])
    make_both_families(place)
    (told,) = client.get("/annuaire.json").json()["places"]
    assert (told["slug"], told["name"], told["commune"]) == ("la-pompe", "La Pompe", "Florac Trois Rivières")
    assert (told["kinds"], told["services"], told["overlap"]) == (["coworking"], ["printing"], "both")
    assert len(told["networks"]) == 2
    latitude, longitude = told["position"]
    assert 44 < latitude < 45 < 45 + longitude


def test_what_nobody_knows_is_null(client: Client) -> None:
    make_place("La Pompe", point=None, precision="unknown")
    (told,) = client.get("/annuaire.json").json()["places"]
    assert [told[name] for name in ("services", "spans", "position")] == [None, None, None]


def test_hours_are_spans_of_minutes_that_reach_two_weeks_ahead(client: Client) -> None:
    make_place("Toujours", opening_hours="24/7")
    # Past the verbs: a door that knows the database alone.
    Place.objects.filter(pk=make_place("Illisible").pk).update(opening_hours="Mo 24:00-00:00")
    make_place("Tous les jours", opening_hours="Mo-Su,PH 09:00-12:00")
    answer = client.get("/annuaire.json").json()
    spans = {place["slug"]: place["spans"] for place in answer["places"]}
    now = datetime.now(UTC).timestamp() / 60
    assert spans["illisible"] is None
    ((start, end, sort, remark),) = spans["toujours"]
    assert start <= now < end
    assert (sort, remark) == (Sort.OPEN, None)
    assert 14 * 24 * 60 < answer["until"] - now <= 15 * 24 * 60
    assert len(spans["tous-les-jours"]) == 15
    assert {until - since for since, until, *_said in spans["tous-les-jours"]} == {180}


def test_only_published_places_are_told_in_the_order_of_the_list(client: Client) -> None:
    make_place("Brouillon", status=Status.DRAFT)
    for name, commune in (("Zèbre", "Mende"), ("Âne", "Mende"), ("Ours", "Florac Trois Rivières")):
        make_place(name, commune)
    assert [place["name"] for place in client.get("/annuaire.json").json()["places"]] == ["Ours", "Âne", "Zèbre"]


def test_a_commune_is_told_once_with_the_point_that_distances_are_measured_from(client: Client) -> None:
    make_place("La Pompe", "Florac Trois Rivières")
    make_place("POLeN", "Mende")
    told = client.get("/annuaire.json").json()["vocabulary"]["communes"]
    assert [name for _code, name, _longitude, _latitude in told] == ["Florac Trois Rivières", "Mende"]
    for code, _name, longitude, latitude in told:
        reference = Commune.objects.get(code=code).reference
        assert (longitude, latitude) == (pytest.approx(reference.x, abs=1e-5), pytest.approx(reference.y, abs=1e-5))


def test_an_answer_already_held_is_not_sent_again(client: Client) -> None:
    make_place("La Pompe")
    etag = client.get("/annuaire.json")["ETag"]
    assert client.get("/annuaire.json", headers={"if-none-match": etag}).status_code == 304
    make_place("POLeN")
    assert client.get("/annuaire.json", headers={"if-none-match": etag}).status_code == 200


def test_it_costs_the_same_whatever_its_length(client: Client) -> None:
    def queries() -> list[str]:
        with statements() as asked:
            client.get("/annuaire.json")
        return asked

    make_place("La Pompe")
    few = queries()
    for number in range(5):
        make_both_families(make_place(f"Lieu {number}"))
    # Two of them read which words answer which needs; one, whether there are several territories.
    # The first asks whether it would be cut.
    hold(few, queries(), habit=10)
