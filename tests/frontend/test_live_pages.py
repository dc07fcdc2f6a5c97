"""What pages that follow the site are given: what moved in the directory, and the tickets of those who keep it."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from network.live.moves import MOST_NAMES
from places.choices import Door, Status
from places.models import Place
from places.services import edit
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db


def moved(client: Client, *keys: Any) -> dict[str, Any]:
    answer = client.get("/annuaire/changes.json", {"lieu": [str(key) for key in keys]})
    assert answer.status_code == 200
    return dict(answer.json())


def test_what_moved_is_told_as_the_directory_tells_it_and_where_it_stands(client: Client) -> None:
    first, second = make_place("Un"), make_place("Deux")
    whole = client.get("/annuaire.json").json()["places"]
    told = moved(client, first.uuid, second.uuid)
    assert [step["place"] for step in told["into"]] == whole
    assert [step["after"] for step in told["into"]] == [None, whole[0]["slug"]]
    assert set(told["out"]) == {first.slug, second.slug}


def test_a_draft_is_told_to_nobody_and_what_is_taken_away_is_taken_out(client: Client) -> None:
    draft, gone = make_place("Projet", status=Status.DRAFT), make_place("Parti")
    gone.delete()
    assert moved(client, draft.uuid, gone.uuid, uuid4()) == {"out": [gone.slug], "into": []}


def test_what_is_called_otherwise_goes_under_its_former_slug(client: Client) -> None:
    place = make_place("Un")
    former = place.slug
    edit(Place.objects.get(pk=place.pk), changes={"slug": "autrement"}, by=None, door=Door.CONSOLE)
    told = moved(client, place.uuid)
    assert set(told["out"]) == {former, "autrement"}
    assert told["into"][0]["place"]["slug"] == "autrement"


@pytest.mark.parametrize("wrong", [[], ["x"], ["0" * 32, "'"], [str(uuid4()) for _key in range(MOST_NAMES + 1)]])
def test_too_many_or_none_is_refused(client: Client, wrong: list[str]) -> None:
    assert client.get("/annuaire/changes.json", {"lieu": wrong}).status_code == 400


def test_a_listing_and_a_network_follow_themselves(client: Client) -> None:
    stay = make_membership(make_place(), make_network())
    assert f'data-follow="place:{stay.place.uuid}"' in client.get(f"/lieux/{stay.place.slug}/").content.decode()
    page = client.get(f"/reseaux/{stay.network.slug}/").content.decode()
    assert f'data-follow="network:{stay.network_id}"' in page


def test_only_those_who_keep_the_directory_are_given_a_ticket_for_its_queues(client: Client) -> None:
    claire = make_user()
    make_post(claire, make_network())
    for path in ("/espace/", "/espace/suggestions/"):
        assert "data-ticket" not in client.get(path, follow=True).content.decode()
    client.force_login(claire)
    for path in ("/espace/", "/espace/suggestions/"):
        assert 'data-follow="queues" data-ticket="' in client.get(path).content.decode()


def test_without_a_hub_the_same_question_is_answered_at_once(client: Client) -> None:
    start = client.get("/live/?topic=directory").json()
    assert (start["reset"], start["topics"], start["stream"]) == (False, {}, False)
    assert client.get("/live/?topic=directory", headers={"Accept": "text/event-stream"}).status_code == 204
    assert client.get("/live/?topic=queues").status_code == 403
    assert client.get("/live/?topic=").status_code == 400
    assert client.get("/live/?topic=directory&since=123-abc").json()["reset"]
    assert not client.get(f"/live/?topic=directory&since={start['id']}").json()["reset"]
