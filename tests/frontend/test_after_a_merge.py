"""What was on its way when two listings became one: links of mails, invitations, forms that someone was filling in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.choices import Answer
from network.mail.links import Asked
from network.models import NetworkedPlace, Reminder, Stewardship, Suggestion, User, Verification
from network.models.reminder import stand_in
from network.services import Newcomer, Offer, accept_invitation, invite, merge_places
from places.choices import Door
from places.services import delete, version_of
from tests.factories import make_membership, make_network, make_place, make_post, make_user
from tests.frontend.test_editing import filled

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def two(claire: User) -> tuple[NetworkedPlace, NetworkedPlace]:
    """The listing that will be kept, and the one that will be merged into it."""
    kept = make_place("La Pompe", phone="+33466000000")
    other = make_place("Pompe de Mende", email="x@example.org", desks=4)
    for place in (kept, other):
        make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return kept, other


def merged(two: tuple[NetworkedPlace, NetworkedPlace]) -> None:
    merge_places(kept=two[0], other=two[1], by=None, door=Door.CONSOLE)


def reminder_of(place: NetworkedPlace) -> Reminder:
    return Reminder.objects.create(place=place, address=stand_in("x@example.org"), asked_on=timezone.localdate())


def link(reminder: Reminder, answer: Answer) -> str:
    return f"/rappels/{Asked(reminder.pk, answer).token}/"


def test_a_contact_answers_about_the_listing_that_was_kept(
    client: Client, two: tuple[NetworkedPlace, NetworkedPlace]
) -> None:
    kept, other = two
    reminder = reminder_of(other)
    merged(two)
    page = client.get(link(reminder, Answer.RIGHT)).content.decode()
    assert "04 66 00 00 00" in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "n’en font plus qu’une" in page
    client.post(link(reminder, Answer.RIGHT), {"version": version_of(kept)})
    assert Verification.objects.get().place_id == kept.pk
    client.post(link(reminder, Answer.GONE), {"words": ""})
    assert Suggestion.objects.get().place_id == kept.pk
    form = client.get(link(reminder, Answer.CHANGED), follow=True)
    assert form.redirect_chain[0][0].startswith("/signaler/?lieu=la-pompe&rappel=")
    assert 'name="rappel"' in form.content.decode()


@pytest.mark.parametrize("answer", Answer)
def test_a_contact_of_a_listing_that_is_gone_is_told_so(
    client: Client, two: tuple[NetworkedPlace, NetworkedPlace], answer: Answer
) -> None:
    lonely = make_place("Seul")
    reminder = reminder_of(lonely)
    delete(lonely, by=None, door=Door.CONSOLE)
    page = client.get(link(reminder, answer))
    assert page.status_code == 410
    assert "n’est plus dans l’annuaire" in page.content.decode()


def test_an_invitation_entrusts_the_listing_that_was_kept(
    claire: User, two: tuple[NetworkedPlace, NetworkedPlace], client: Client
) -> None:
    kept, other = two
    _made, token = invite(offer=Offer("ines@example.org", place=other), by=claire)
    merged(two)
    assert "La Pompe" in client.get(f"/invitations/{token}/").content.decode()
    accept_invitation(token=token, newcomer=Newcomer("Inès", "Roux"))
    assert Stewardship.objects.get().place_id == kept.pk


def test_what_someone_was_typing_is_put_on_the_listing_that_was_kept_and_read_again(
    client_of: ClientOf, claire: User, two: tuple[NetworkedPlace, NetworkedPlace]
) -> None:
    kept, _other = two
    client, page = client_of(claire), "/espace/lieux/pompe-de-mende/"
    sent: dict[str, Any] = filled(client.get(page)) | {"email": "pompe@example.org"}
    merged(two)
    answer = client.post(page, sent)
    assert answer.status_code == 200
    assert "vient d’être réunie avec une autre" in answer.content.decode()
    kept.refresh_from_db()
    assert kept.email is None, "nothing is written before she has read it again"
    client.post("/espace/lieux/la-pompe/", filled(answer))
    kept.refresh_from_db()
    assert [kept.email, kept.phone, kept.name] == ["pompe@example.org", "+33466000000", "La Pompe"]


def test_a_draft_of_the_other_is_looked_for_too(
    client_of: ClientOf, claire: User, two: tuple[NetworkedPlace, NetworkedPlace]
) -> None:
    merged(two)
    page = client_of(claire).get("/espace/lieux/pompe-de-mende/", follow=True).content.decode()
    assert f'data-draft-merged="{two[1].pk}"' in page
