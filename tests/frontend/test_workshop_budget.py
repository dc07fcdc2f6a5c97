"""Three hundred telephones ask at once: so many questions to the database, and no more, however much was said."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network.choices import Airing, Contributed, Phase
from network.models import Network, Workshop
from network.workshops import making
from network.workshops import room as doing
from tests.factories import make_place, make_workshop

pytestmark = pytest.mark.django_db
ME, HER = "m" * 32, "h" * 32


@pytest.fixture(params=[2, 12], ids="{} things said".format)
def workshop(network: Network, request: pytest.FixtureRequest) -> Workshop:
    make_place("La Pompe")
    made = make_workshop("Itinéraires croisés", network, holds_all=False)
    making.move_to(made, phase=Phase.OPEN)
    for number in range(request.param):
        say(made, f"{number:032}", Contributed.PLACE, heading="La Forge", place_said="Mende")
        say(made, f"{number:032}", Contributed.ITINERARY, stops="La Pompe, Mende\nLa Pompe")
        say(made, f"{number:032}", Contributed.WORD, heading=f"mot {number}")
    made.contributions.filter(kind=Contributed.PLACE).update(state=Airing.WAITING)
    return made


def say(workshop: Workshop, me: str, kind: Contributed, **said: str) -> None:
    known = doing.take_part(workshop, secret=me)
    doing.contribute(known, nonce=uuid4(), revision=0, kind=kind, said=said)


def asked(ask: Callable[[], object]) -> int:
    """Count what is asked of the database; what a test is wrapped in is nothing of that."""
    with CaptureQueriesContext(connection) as told:
        ask()
    return sum("SAVEPOINT" not in query["sql"] for query in told.captured_queries)


def letter(me: str, **given: str) -> dict[str, str]:
    said = {"theme": "rights", "words": "Une clé pour deux maisons.", "pseudonym": "Loutre"}
    return {"do": "send", "me": me, "nonce": str(uuid4()), "revision": "0", "kind": "idea"} | said | given


def test_to_send(phone: Client, workshop: Workshop) -> None:
    page = f"/a/{workshop.code}/"
    phone.get(page)
    # The workshop; who she is; the pace of the newcomers of an address; her; then as below.
    first = asked(lambda: phone.post(page, letter(ME)))
    # The workshop; who she is, with what she feels; how much is hers, with her row locked; whether it came already; her
    # pace; it; how things stand: what is hers, her votes.
    second = asked(lambda: phone.post(page, letter(ME)))
    again = letter(ME)
    phone.post(page, again)
    assert (first, second, asked(lambda: phone.post(page, again))) == (12, 8, 6)


def test_to_join(phone: Client, workshop: Workshop) -> None:
    page, shown = f"/a/{workshop.code}/", f"/a/{workshop.code}.json"
    phone.get(page), phone.get(shown)
    assert asked(lambda: phone.get(page)) == 2, "the versions of the directory and of the workshop"
    assert asked(lambda: phone.post(page, {"do": "mine", "me": HER})) == 2, "the workshop, and who she is: nobody yet"
    assert asked(lambda: phone.get(shown)) == 0, "it is given as it was, for a second"
    caches["pages"].clear()
    assert asked(lambda: phone.get(shown)) == 5


def test_to_vote_and_to_react(phone: Client, workshop: Workshop) -> None:
    page, one = f"/a/{workshop.code}/", workshop.contributions.get(kind=Contributed.ITINERARY, participant__key=key(0))
    phone.post(page, letter(ME))
    ballot = {"do": "vote", "me": ME, "contribution": str(one.pk), "for": "1"}
    assert asked(lambda: phone.post(page, ballot)) == 7
    assert asked(lambda: phone.post(page, {"do": "react", "me": ME, "reaction": "bravo"})) == 8


def key(number: int) -> str:
    return doing.key_of(f"{number:032}")


def test_to_follow_on_the_screen(phone: Client, workshop: Workshop) -> None:
    assert asked(lambda: phone.get(f"/ecran/{workshop.code}.json")) == 8


def test_to_follow_in_the_queue_and_to_decide(hers: Client, workshop: Workshop) -> None:
    queue = f"/espace/ateliers/{workshop.pk}/salle/"
    hers.get(queue)
    assert asked(lambda: hers.get(f"{queue}?part")) == 9
    one = workshop.contributions.filter(state=Airing.WAITING).earliest("pk")
    assert asked(lambda: hers.post(f"{queue}{one.pk}/", {"do": "accept", "part": ""})) == 6


def test_to_present(hers: Client, workshop: Workshop) -> None:
    scene = workshop.scenes.get()
    shows = {"scene": str(scene.pk)}
    assert asked(lambda: hers.post(f"/espace/ateliers/{workshop.pk}/montrer/", shows)) == 14
