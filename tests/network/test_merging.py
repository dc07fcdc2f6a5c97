"""Two listings of one place become one: nothing that either knew is lost, the past stays, and one step undoes it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from network.choices import How, Reported
from network.models import Membership, NetworkedPlace, Stewardship, Suggestion, Verification
from network.overlap import states
from network.overlap.question import Crossing
from network.services import Choice, Finding, Said, accept, merge_places, suggest, take_back, verify
from places.choices import Door
from places.duplicates import suspected
from places.log.change import Change
from places.models import NotSame, Place
from places.services import Conflict, edit, tell_apart, undo, version_of
from tests.factories import made, make_membership, make_network, make_place, make_user, period, point_in

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}


def merged(kept: Place, other: Place, *take: str, versions: tuple[int, ...] = ()) -> NetworkedPlace:
    return merge_places(kept=kept, other=other, choice=Choice(take, *versions), **HERE)


def stays(place: Place) -> list[tuple[str, Any]]:
    rows = Membership.objects.filter(place=place.pk).order_by("network__name", "period")
    return [(row.network.name, row.period) for row in rows]


@pytest.fixture
def forges() -> tuple[NetworkedPlace, NetworkedPlace]:
    return make_place("La Forge", phone="+33466000000"), make_place(
        "La Forge", slug="la-forge-2", email="a@example.org"
    )


Forges = tuple[NetworkedPlace, NetworkedPlace]


def test_what_is_taken_comes_from_the_other_and_the_rest_stays(forges: Forges) -> None:
    kept = merged(*forges, "email")
    assert (kept.slug, kept.phone, kept.email) == ("la-forge", "+33466000000", "a@example.org")
    other = Place.objects.get(slug="la-forge-2")
    assert (other.status, other.merged_into) == ("archived", Place.objects.get(slug="la-forge"))


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_other_address_leads_there_for_ever(client: Client, forges: Forges, root: str) -> None:
    edit(forges[1], changes={"slug": "forge"}, **HERE)
    merged(*forges)
    for slug in ("forge", "la-forge-2", str(forges[1].uuid)):
        answer = client.get(f"/api/v1/places/{slug}/?on=2020-01-01")
        assert (answer.status_code, answer["Location"]) == (301, "/api/v1/places/la-forge/?on=2020-01-01")
    for slug in ("forge", "la-forge-2"):
        answer = client.get(f"{root}/lieux/{slug}/")
        assert (answer["Location"], answer["Cache-Control"]) == (f"{root}/lieux/la-forge/", "public, no-cache")
    assert "/lieux/forge/" in client.get("/hors-ligne.json", headers={"Accept-Encoding": "identity"}).content.decode()
    with pytest.raises(ValidationError):
        make_place("Autre", slug="la-forge-2")


def test_nobody_is_asked_about_them_again_and_what_was_told_apart_stays_so(forges: Forges) -> None:
    third = make_place("La Forge", slug="la-forge-3")
    tell_apart(one=forges[1], other=third, **HERE)
    tell_apart(one=forges[0], other=forges[1], **HERE)
    merged(*forges)
    assert suspected(NetworkedPlace.objects.published()) == []
    said = NotSame.objects.get()
    assert {said.first_id, said.second_id} == {forges[0].pk, third.pk}


MEET = [
    # Apart: both stay. Then: within, over each other, adjoining, without a known beginning, three in one.
    ([("2015-01-01", "2017-01-01")], [("2018-01-01", None)], [("2015-01-01", "2017-01-01"), ("2018-01-01", None)]),
    ([("2015-01-01", None)], [("2016-01-01", "2017-01-01")], [("2015-01-01", None)]),
    ([("2016-01-01", "2018-01-01")], [("2015-01-01", "2017-01-01")], [("2015-01-01", "2018-01-01")]),
    ([("2015-01-01", "2017-01-01")], [("2017-01-01", "2019-01-01")], [("2015-01-01", "2019-01-01")]),
    ([("2015-01-01", "2017-01-01")], [(None, "2016-01-01")], [(None, "2017-01-01")]),
    (
        [("2014-01-01", "2015-01-01"), ("2017-01-01", None)],
        [("2014-06-01", "2018-01-01")],
        [("2014-01-01", None)],
    ),
    ([], [("2015-01-01", None)], [("2015-01-01", None)]),
]
Days = list[tuple[str | None, str | None]]


@pytest.mark.parametrize(("ours", "theirs", "together"), MEET)
def test_stays_of_one_network_that_meet_become_one(forges: Forges, ours: Days, theirs: Days, together: Days) -> None:
    for place, days in zip(forges, (ours, theirs), strict=True):
        for start, end in days:
            make_membership(place, make_network(), start, end)
    merged(*forges)
    assert stays(forges[0]) == [("SoLozère", period(*days)) for days in together]
    assert stays(forges[1]) == []


def test_a_united_stay_says_what_each_showed_and_what_is_exact(forges: Forges) -> None:
    old: dict[str, Any] = {
        "evidence": "Liste de 2016",
        "source": "Site",
        "is_start_exact": True,
        "last_seen_on": date(2016, 5, 1),
    }
    make_membership(forges[0], make_network(), "2015-01-01", **old)
    new: dict[str, Any] = {"evidence": "Convention", "source": "Préfecture", "licence": "Licence Ouverte 2.0"}
    make_membership(forges[1], make_network(), "2018-01-01", last_seen_on=date(2025, 1, 1), **new)
    merged(*forges)
    stay = Membership.objects.get()
    assert stay.evidence == "Convention\nListe de 2016 (Site)"
    assert (stay.source, stay.licence, stay.last_seen_on) == ("Préfecture", "Licence Ouverte 2.0", date(2025, 1, 1))
    assert stay.is_start_exact
    assert stay.period.lower == date(2015, 1, 1)


def dates() -> Iterator[date]:
    day = date(2010, 1, 1)
    while day < date(2027, 1, 1):
        yield day
        day += timedelta(days=182)


def covered() -> list[Any]:
    return [states.communes(Crossing.asked(), on=day) for day in dates()]


def test_the_past_of_communes_stays_as_it_was_at_every_date(forges: Forges) -> None:
    make_membership(forges[0], make_network("France services", "mediation"), "2016-01-01", "2019-01-01")
    make_membership(forges[1], make_network("France services", "mediation"), "2018-01-01", "2022-01-01")
    make_membership(forges[1], make_network("SoLozère"), "2012-01-01")
    before = covered()
    assert {state.bits for day in before for state in day} > {0}
    merged(*forges)
    assert covered() == before


def test_verifications_and_suggestions_follow(forges: Forges) -> None:
    (said_right,) = verify(places=[forges[1].pk], finding=Finding(date(2026, 11, 20), How.PHONE), **HERE)
    said = suggest(kind=Reported.ERROR, place=forges[1], said=Said({"phone": "+33466111111"}), door=Door.PUBLIC)
    kept = merged(*forges, "verified_on")
    said_right.refresh_from_db()
    said.refresh_from_db()
    assert (said_right.place_id, said.place_id, kept.verified_on) == (kept.pk, kept.pk, date(2026, 11, 20))
    accept(suggestion=said, steps=[({"phone": "+33466111111"}, version_of(kept))], **HERE)
    assert Place.objects.get(pk=kept.pk).phone == "+33466111111"
    assert take_back(verification=said_right, **HERE).verified_on is None


def test_stewards_follow_and_nobody_answers_for_it_twice(forges: Forges) -> None:
    both, one = make_user("both"), make_user("one")
    for place, person, days in (
        (forges[0], both, period("2020-01-01", "2022-01-01")),
        (forges[1], both, period("2021-01-01")),
        (forges[1], one, period("2019-01-01")),
    ):
        made(Stewardship, person=person, place=Place(pk=place.pk), period=days)
    merged(*forges)
    rows = Stewardship.objects.filter(place=forges[0].pk).order_by("period")
    assert [(row.person, row.period) for row in rows] == [(one, period("2019-01-01")), (both, period("2020-01-01"))]
    assert Stewardship.objects.count() == 2


def test_addresses_are_never_chained(client: Client, forges: Forges) -> None:
    third = make_place("La Forge", slug="la-forge-3")
    said = suggest(kind=Reported.ERROR, place=third, said=Said({"phone": "+33466111111"}), door=Door.PUBLIC)
    merged(forges[1], third)
    merged(*forges)
    assert set(Place.objects.filter(merged_into=forges[0].pk)) == {Place(pk=forges[1].pk), Place(pk=third.pk)}
    assert client.get("/lieux/la-forge-3/")["Location"] == "/lieux/la-forge/"
    said.refresh_from_db()
    assert said.place_id == forges[0].pk


def test_what_someone_changed_since_it_was_compared_is_not_merged(forges: Forges) -> None:
    seen = tuple(map(version_of, forges))
    for place in forges:
        edit(place, changes={"description": "Ouvert"}, **HERE)
        with pytest.raises(Conflict):
            merged(*forges, versions=seen)
    assert Place.objects.filter(status="published").count() == 2


def test_a_listing_is_merged_neither_with_itself_nor_with_one_that_is_not_shown(forges: Forges) -> None:
    with pytest.raises(ValidationError, match="avec elle-même"):
        merged(forges[0], forges[0])
    with pytest.raises(ValidationError, match="n’est pas publiée"):
        merged(forges[0], make_place("Brouillon", status="draft"))


def test_a_merged_listing_is_not_published_again_but_by_undoing(forges: Forges) -> None:
    merged(*forges)
    with pytest.raises(ValidationError, match="annulez la fusion"):
        edit(forges[1], changes={"status": "published"}, **HERE)


@pytest.mark.django_db(transaction=True)
def test_one_step_undoes_all_of_it() -> None:
    kept, other = make_place("La Forge"), make_place("La Forge", slug="la-forge-2", phone="+33466000000")
    make_membership(kept, make_network(), "2015-01-01", "2018-01-01")
    make_membership(other, make_network(), "2017-01-01")
    make_membership(other, make_network("France services", "mediation"), "2019-01-01")
    verify(places=[other.pk], **HERE)
    said = suggest(kind=Reported.ERROR, place=other, said=Said({"phone": "+33466111111"}), door=Door.PUBLIC)
    tell_apart(one=other, other=make_place("Lavoir", point=point_in("Mende", north=0.01)), **HERE)
    before = snapshot()
    merged(kept, other, "phone", "verified_on")
    change = Change.objects.latest("position")
    assert snapshot() != before
    undone = undo(events=change.events(), **HERE)
    assert undone.left == []
    assert snapshot() == before
    assert Suggestion.objects.get(pk=said.pk).place_id == other.pk


def snapshot() -> list[Any]:
    """All that a merge writes, without the moments."""
    places = Place.objects.order_by("pk").values_list("pk", "slug", "status", "merged_into", "phone", "verified_on")
    memberships = Membership.objects.order_by("pk").values_list(
        "pk", "place", "network", "period", "evidence", "source"
    )
    verifications = Verification.objects.order_by("pk").values_list("pk", "place", "day", "version")
    apart = NotSame.objects.order_by("first", "second").values_list("first", "second")
    return [list(rows) for rows in (places, memberships, verifications, apart, Suggestion.objects.values_list("place"))]
