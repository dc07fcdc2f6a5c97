"""Pages of a workshop are told what moves in it, and nobody of what she may not read."""

from uuid import uuid4

import pytest

from network.choices import Airing, Contributed, Phase
from network.live.tickets import may_follow
from network.models import Contribution, User, Workshop
from network.services import refuse
from network.services.live import ticket_for
from network.workshops import making, moderating, presenting, room
from places.choices import Door
from tests.factories import make_network, make_user, make_workshop
from tests.network.test_live import last, told_after

pytestmark = pytest.mark.django_db(transaction=True)
ME, HER = "m" * 32, "h" * 32


@pytest.fixture
def workshop() -> Workshop:
    scenes = [{"page": "crossings", "query": "", "title": title} for title in ("Un", "Deux")]
    made = make_workshop("Itinéraires croisés", make_network(), scenes=scenes)
    making.move_to(made, phase=Phase.OPEN)
    return made


@pytest.fixture
def claire() -> User:
    return make_user("claire")


def say(workshop: Workshop, secret: str = ME, words: str = "Partager.") -> Contribution:
    known = room.take_part(workshop, secret=secret)
    said = {"theme": "rights", "words": words}
    return room.contribute(known, nonce=uuid4(), revision=0, kind=Contributed.IDEA, said=said)


def topics(workshop: Workshop) -> list[str]:
    return [f"{sort}:{workshop.code}" for sort in ("moderation", "screen", "workshop")]


def test_what_waits_is_told_to_those_who_moderate_alone(workshop: Workshop) -> None:
    moderation, screen, phones = topics(workshop)
    room.take_part(workshop, secret=ME)
    before = last()
    one = say(workshop)
    assert told_after(before, moderation, screen, phones) == {moderation: [f"contribution:{one.pk}"]}
    before = last()
    moderating.decide(one, state=Airing.REFUSED, by=make_user("marc"))
    assert told_after(before, screen, phones) == {}, "nobody is told of what she was never shown"


def test_what_is_shown_is_told_to_all_and_what_is_no_longer_too(workshop: Workshop, claire: User) -> None:
    one = say(workshop)
    for state in (Airing.SHOWN, Airing.REFUSED):
        before = last()
        moderating.decide(one, state=state, by=claire)
        assert told_after(before, *topics(workshop)) == {
            topic: [f"contribution:{one.pk}"] for topic in topics(workshop)
        }


def test_one_is_told_what_became_of_hers_and_no_one_else_is(workshop: Workshop, claire: User) -> None:
    one, other = say(workshop), say(workshop, HER)
    mine, hers = (f"participant:{each.participant_id}" for each in (one, other))
    before = last()
    moderating.decide(one, state=Airing.SHOWN, by=claire)
    assert told_after(before, mine, hers) == {mine: [f"contribution:{one.pk}"]}
    secret = "of this test"
    for topic in (mine, f"moderation:{workshop.code}"):
        assert not may_follow([topic], [], secret=secret), topic
        assert not may_follow([topic], [ticket_for(hers)], secret=secret), topic


def test_one_is_told_what_the_directory_made_of_hers(workshop: Workshop, claire: User) -> None:
    known = room.take_part(workshop, secret=ME)
    said = {"heading": "La Forge", "place_said": "Mende", "words": "Le samedi."}
    one = room.contribute(known, nonce=uuid4(), revision=0, kind=Contributed.PLACE, said=said)
    made = moderating.take_over(one)
    phones, mine = f"workshop:{workshop.code}", f"participant:{known.pk}"
    before = last()
    refuse(suggestion=made, reason="Il y est déjà.", by=claire, door=Door.WORKSPACE)
    assert told_after(before, phones, mine) == {topic: [f"suggestion:{made.pk}"] for topic in (phones, mine)}


def test_a_scene_is_told_to_screens_and_telephones_are_left_in_peace(workshop: Workshop) -> None:
    moderation, screen, phones = topics(workshop)
    before = last()
    presenting.show(workshop, scene=workshop.scenes.last(), is_blank=False)
    assert told_after(before, moderation, screen, phones) == {screen: ["workshop"]}
    before = last()
    making.move_to(workshop, phase=Phase.CLOSED)
    assert told_after(before, moderation, screen, phones) == {key: ["workshop"] for key in [moderation, screen, phones]}


def test_a_scene_that_is_corrected_is_told(workshop: Workshop) -> None:
    _moderation, screen, phones = topics(workshop)
    scene = workshop.scenes.get(title="Un")
    before = last()
    making.edit_scene(scene, changes={"title": "Premier"})
    assert told_after(before, screen, phones) == {screen: [f"scene:{scene.pk}"], phones: [f"scene:{scene.pk}"]}


def test_a_vote_and_who_joins_are_told(workshop: Workshop, claire: User) -> None:
    moderation, screen, phones = topics(workshop)
    one = say(workshop)
    moderating.decide(one, state=Airing.SHOWN, by=claire)
    before = last()
    her = room.take_part(workshop, secret=HER)
    assert told_after(before, moderation, screen, phones) == {moderation: ["people"], screen: ["people"]}
    before = last()
    room.vote(her, contribution=one.pk, is_for=True)
    assert told_after(before, *topics(workshop)) == {topic: [f"contribution:{one.pk}"] for topic in topics(workshop)}
