"""A place that closes is no longer there, and was there: yesterday's figures do not move."""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from network.choices import State
from network.models import Membership, NetworkedPlace, User
from network.overlap import states
from network.overlap.history import events_of, stays
from network.overlap.question import Crossing, Level
from network.services import close, leave
from places.choices import Door
from places.models import Place
from places.services import archive, publish
from tests.factories import make_both_families, make_membership, make_network, make_place, period
from tests.network.test_admin import PLACES, send

pytestmark = pytest.mark.django_db
MID_2019, TODAY = date(2019, 7, 1), date(2026, 11, 23)


def closed(place: Place, on: date) -> list[Membership]:
    return close(place=place, on=on, by=None, door=Door.CONSOLE)[1]


def meeting(on: date) -> tuple[int, int]:
    """Count the communes in which both sides meet, and their inhabitants."""
    both = states.summarise(states.communes(Crossing.asked(), on=on))[State.BOTH]
    return both.count, both.population


def test_closing_a_place_changes_today_and_leaves_2019_as_it_was() -> None:
    call_command("load_territory", stdout=StringIO())
    assert meeting(MID_2019) == (9, 16906)
    today = meeting(TODAY)
    for place in NetworkedPlace.objects.published().overlapping(["both"], on=TODAY).filter(closed_on=None):
        closed(place, date(2026, 11, 1))
    assert meeting(MID_2019) == (9, 16906)
    assert meeting(TODAY) < today


def test_archiving_what_was_in_a_network_is_refused_in_words() -> None:
    place = make_place()
    make_both_families(place)
    with pytest.raises(ValidationError, match="l’archiver le retirerait aussi des années passées") as refusal:
        archive(place=place, by=None, door=Door.CONSOLE)
    assert set(refusal.value.message_dict) == {"status"}


def test_what_should_never_have_been_published_is_archived_and_may_come_back() -> None:
    place = make_place()
    assert archive(place=place, by=None, door=Door.CONSOLE).status == "archived"
    assert publish(place=place, by=None, door=Door.CONSOLE).status == "published"


def test_memberships_end_with_their_place_and_those_that_ended_before_stay() -> None:
    place = make_place()
    before = make_membership(place, make_network("Ancien"), "2010-01-01", "2015-01-01")
    lasting = [make_membership(place, make_network(), "2016-01-01"), make_membership(place, make_network("Autre"))]
    assert {stay.pk for stay in closed(place, date(2020, 5, 1))} == {stay.pk for stay in lasting}
    found = {stay.pk: stay.period for stay in Membership.objects.all()}
    assert found[before.pk] == period("2010-01-01", "2015-01-01")
    assert found[lasting[0].pk] == period("2016-01-01", "2020-05-01")


def test_a_membership_that_begins_after_the_closing_is_named_and_nothing_is_written() -> None:
    place = make_place()
    make_membership(place, make_network(), "2021-01-01")
    with pytest.raises(ValidationError, match=r"SoLozère commence le 1er.+janvier 2021"):
        closed(place, date(2020, 5, 1))
    assert Place.objects.get().closed_on is None


def test_a_membership_of_which_nobody_knows_the_beginning_may_end() -> None:
    stay = make_membership(make_place(), make_network())
    assert leave(membership=stay, on=date(2020, 1, 1), by=None, door=Door.CONSOLE).period == period(None, "2020-01-01")


def test_the_form_closes_a_place_with_its_memberships_and_says_so(
    client_of: Callable[[User | None], Client], administrator: User
) -> None:
    place = make_place()
    make_membership(place, make_network(), "2019-07-01")
    shown = send(client_of(administrator), f"{PLACES}{place.pk}/change/", closed_on="01/05/2020")
    assert "L’adhésion au réseau SoLozère se termine avec le lieu, le 1er\xa0mai 2020." in shown
    assert Membership.objects.get().period == period("2019-07-01", "2020-05-01")


def test_the_form_says_why_a_place_cannot_be_archived(
    client_of: Callable[[User | None], Client], administrator: User
) -> None:
    place = make_place()
    make_membership(place, make_network(), "2019-07-01")
    shown = send(client_of(administrator), f"{PLACES}{place.pk}/change/", status="archived")
    assert "l’archiver le retirerait aussi des années passées" in shown
    assert Place.objects.get().status == "published"


@pytest.mark.parametrize(("level", "kind"), [(Level.PLACE, "left"), (Level.COMMUNE, "left")])
def test_a_closing_that_is_known_to_the_year_is_told_so_and_counts_from_its_first_day(level: Level, kind: str) -> None:
    place = make_place()
    make_both_families(place)
    close(place=place, on=date(2022, 1, 1), precision="year", by=None, door=Door.CONSOLE)
    ends = [event for event in events_of(Crossing.asked(), level) if event.day == date(2022, 1, 1)]
    assert {(event.kind, event.precision) for event in ends} == {(kind, "year")}
    assert {(stay.until, stay.until_precision) for stay in stays(Crossing.asked())} == {(date(2022, 1, 1), "year")}
    assert [meeting(day)[0] for day in (date(2021, 12, 31), date(2022, 1, 1))] == [1, 0]


def test_an_opening_that_is_known_to_the_month_is_told_so() -> None:
    place = make_place(opened_on=date(2022, 3, 1), opened_precision="month")
    make_both_families(place)
    opened = [event for event in events_of(Crossing.asked(), Level.COMMUNE) if event.kind == "opened"]
    assert {(event.day, event.precision) for event in opened} == {(date(2022, 3, 1), "month")}
