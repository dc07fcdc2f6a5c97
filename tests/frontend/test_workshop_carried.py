"""A room without internet: its workshop is carried to a laptop, and what it sent comes home in one file, once."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.test import Client

from network.choices import Airing, Contributed, Phase
from network.models import Contribution, Network, Participant, User, Vote, Workshop
from network.workshops import making, moderating, room
from network.workshops.carrying import _digest, bring_home, carry_workshop, write_room
from network.workshops.files import write_file
from tests.factories import make_network, make_organisation, make_place, make_post, make_user, make_workshop

pytestmark = pytest.mark.django_db
ME, HER = "m" * 32, "h" * 32


@pytest.fixture
def workshop(network: Network) -> Workshop:
    make_place("La Pompe")
    made = make_workshop("Itinéraires croisés", network)
    making.move_to(made, phase=Phase.OPEN)
    return made


def say(workshop: Workshop, kind: Contributed = Contributed.IDEA, secret: str = ME, **said: str) -> Contribution:
    known = room.take_part(workshop, secret=secret)
    told = {"theme": "rights", "words": "Partager.", "place_said": "La Pompe, Mende"} | said
    return room.contribute(known, nonce=uuid4(), revision=0, kind=kind, said=told)


def filled(workshop: Workshop) -> str:
    """What a room of two people sent: three things, one of which is shown and voted for."""
    shown = say(workshop)
    moderating.decide(shown, state=Airing.SHOWN, by=make_user("marc"))
    room.vote(room.take_part(workshop, secret=HER), contribution=shown.pk, is_for=True)
    say(workshop, Contributed.CORRECTION, HER, words="Fermé le lundi.")
    say(workshop, Contributed.WORD, HER, heading="lien")
    return write_room(workshop)


def emptied(workshop: Workshop) -> None:
    """The workshop as it was at home, before the room."""
    workshop.contributions.all().delete()
    workshop.participants.all().delete()


def counted() -> list[int]:
    return [model.objects.count() for model in (Participant, Contribution, Vote)]


def sent(hers: Client, workshop: Workshop, text: str) -> str:
    """Upload a file, and tell what is said of it."""
    file = SimpleUploadedFile("salle.json", text.encode(), "application/json")
    answer = hers.post(f"/espace/ateliers/{workshop.pk}/recolte/", {"file": file}, follow=True)
    return " ".join(str(message) for message in answer.context["messages"]).replace("\xa0", " ")


def test_what_a_room_sent_comes_home_once(hers: Client, workshop: Workshop) -> None:
    text = filled(workshop)
    before = counted()
    emptied(workshop)
    assert sent(hers, workshop, text) == "3 contributions rapportées, 1 voix."
    assert counted() == before
    assert {one.state for one in workshop.contributions.filter(kind="idea")} == {Airing.SHOWN}
    assert workshop.contributions.get(kind="correction").place is not None, "the place is found here, by its name"
    assert sent(hers, workshop, text) == "Tout ce que dit ce fichier était déjà là."
    assert counted() == before


def test_a_telephone_that_took_part_in_both_is_one_person(workshop: Workshop) -> None:
    text = filled(workshop)
    emptied(workshop)
    say(workshop, secret=ME, words="À la maison.")
    bring_home(workshop, text.encode(), by=make_user("paul"))
    assert workshop.participants.count() == 2
    assert workshop.contributions.filter(participant__key=room.key_of(ME)).count() == 2


def test_what_was_changed_here_stays_and_what_was_said_anew_there_comes(workshop: Workshop) -> None:
    text = filled(workshop)
    one = workshop.contributions.get(kind="idea")
    moderating.correct(one, said={"theme": "rights", "words": "Corrigé ici."})
    told = json.loads(text)
    bring_home(workshop, text.encode(), by=make_user("paul"))
    assert workshop.contributions.get(pk=one.pk).words == "Corrigé ici."
    told["said"][0] |= {"revision": 3, "said": {"theme": "rights", "words": "Dit autrement."}}
    told["digest"] = _digest(told)
    assert bring_home(workshop, json.dumps(told).encode(), by=make_user("lea")).changed == 1
    assert workshop.contributions.get(pk=one.pk).words == "Dit autrement."


def test_a_supposition_comes_home_as_what_it_is(workshop: Workshop) -> None:
    values = {"kind": Contributed.PLACE, "heading": "", "words": "Et si…", "supposition": "place:48198:msap"}
    Contribution.objects.create(workshop=workshop, nonce=uuid4(), state=Airing.SHOWN, **values)
    text = write_room(workshop)
    emptied(workshop)
    bring_home(workshop, text.encode(), by=make_user("paul"))
    assert workshop.contributions.values_list("supposition", "words").get() == ("place:48198:msap", "Et si…")


def altered(told: dict[str, Any], **more: Any) -> str:
    told |= more
    return json.dumps(told | {"digest": _digest(told)})


WRONG: tuple[dict[str, Any], ...] = (
    *({}, {"state": "merged"}, {"state": "nonsense"}, {"kind": "x"}, {"nonce": "x"}, {"supposition": "x"}),
    *({"revision": -1}, {"revision": 2**31}, {"revision": "1"}, {"by": []}, {"said": "x"}, {"nonce": 1}, {"kind": []}),
)


def test_a_file_that_is_not_of_this_room_is_refused_whole(hers: Client, workshop: Workshop) -> None:
    text = filled(workshop)
    told = json.loads(text)
    emptied(workshop)
    refused = {
        "celui d’un autre atelier": altered(dict(told), code="BBBBBB"),
        "modifié ou coupé": text.replace("Partager.", "Autre."),
        "pas du JSON": text[:-30],
        "pas celui d’une salle": altered(dict(told), format="croisee-workshop-1"),
    }
    for why, wrong in refused.items():
        assert why in sent(hers, workshop, wrong)
    for said in WRONG:
        rows = [told["said"][0] | said] if said else ["x"]
        assert "pas celui d’une salle" in sent(hers, workshop, altered(dict(told), said=rows))
    person: dict[str, Any]
    for person in ({"key": "x"}, {"key": []}, {"pseudonym": " "}, {"is_put_aside": "x"}):
        rows = [told["people"][0] | person]
        assert "pas celui d’une salle" in sent(hers, workshop, altered(dict(told), people=rows))
    assert "Choisissez le fichier" in sent(hers, workshop, "")
    assert counted() == [0, 0, 0]


def test_what_a_file_says_twice_is_brought_once(workshop: Workshop) -> None:
    told = json.loads(filled(workshop))
    before = counted()
    emptied(workshop)
    twice = altered(told, **{name: told[name] * 2 for name in ("people", "said", "votes")})
    assert bring_home(workshop, twice.encode(), by=make_user("paul"))[:2] == (2, 3)
    assert counted() == before


def test_what_was_said_in_letters_that_look_like_code_comes_home(workshop: Workshop) -> None:
    words = "Le « \\u0000 » d’un fichier, et \\"
    say(workshop, words=words)
    moment = workshop.contributions.get().made_at
    text = write_room(workshop)
    emptied(workshop)
    bring_home(workshop, text.encode(), by=make_user("paul"))
    assert (workshop.contributions.get().words, workshop.contributions.get().made_at) == (words, moment)


def test_what_is_on_the_screen_or_merged_here_may_be_said_anew_there(workshop: Workshop) -> None:
    one, other = say(workshop), say(workshop, words="La même.")
    told = json.loads(write_room(workshop))
    by = make_user("paul")
    moderating.decide(one, state=Airing.SHOWN, by=by)
    moderating.put_on_screen(one, is_on=True, by=by)
    moderating.merge(other, into=one, by=by)
    for row in told["said"]:
        row["revision"] = 2
    assert bring_home(workshop, altered(told).encode(), by=by).changed == 2
    assert not workshop.contributions.filter(Q(is_on_screen=True) | Q(state=Airing.MERGED)).exists()


def test_once_names_are_erased_a_file_is_not_brought_again(hers: Client, workshop: Workshop) -> None:
    text = filled(workshop)
    workshop.participants.all().delete()
    assert "Les pseudonymes de cet atelier sont effacés" in sent(hers, workshop, text)
    assert counted() == [0, 3, 1]


def test_whoever_does_not_moderate_it_neither_takes_nor_brings(
    client_of: Callable[[User | None], Client], workshop: Workshop
) -> None:
    text, way = filled(workshop), f"/espace/ateliers/{workshop.pk}/recolte/"
    stranger = make_user("paul")
    make_post(stranger, make_network("SoLozère"))
    for client, status in ((client_of(stranger), 404), (client_of(None), 302)):
        assert client.get(way).status_code == status
        assert client.post(way, {"file": SimpleUploadedFile("x.json", text.encode())}).status_code == status


def test_the_file_names_no_secret(hers: Client, workshop: Workshop) -> None:
    filled(workshop)
    answer = hers.get(f"/espace/ateliers/{workshop.pk}/recolte/")
    assert ME not in answer.text
    assert answer["Content-Disposition"] == f'attachment; filename="croisee-salle-{workshop.code.lower()}.json"'


def test_a_workshop_opens_on_another_machine_under_its_code(workshop: Workshop, network: Network) -> None:
    text, code, scenes = write_file(workshop).encode(), workshop.code, workshop.scenes.count()
    workshop.delete()
    for _again in range(2):
        carried = carry_workshop(text)
    assert (carried.code, carried.phase, carried.network) == (code, Phase.OPEN, network)
    assert (carried.scenes.count(), Workshop.objects.count()) == (scenes, 1)


def test_the_command_opens_it_and_lets_in_who_presents(
    workshop: Workshop, network: Network, tmp_path: Path, client_of: Callable[[User | None], Client]
) -> None:
    path, said = tmp_path / "atelier.json", StringIO()
    path.write_text(write_file(workshop), encoding="utf-8")
    with pytest.raises(CommandError, match="Nobody runs"):
        call_command("carry_workshop", str(path), stdout=said)
    network.organisations.add(make_organisation())
    for _again in range(2):
        call_command("carry_workshop", str(path), stdout=said)
    assert f"code {workshop.code}, desk /espace/ateliers/{workshop.pk}/pupitre/" in said.getvalue()
    presenter = User.objects.get(email="salle@croisee.localhost")
    assert presenter.posts.count() == 1
    assert client_of(presenter).get(f"/espace/ateliers/{workshop.pk}/pupitre/").status_code == 200


@pytest.mark.parametrize("room_said", [None, "x", {"network": "nobody"}, {"code": "AAAAAA"}, {"day": "x"}])
def test_a_file_that_says_nothing_of_a_room_is_not_carried(workshop: Workshop, room_said: Any) -> None:
    told = json.loads(write_file(workshop))
    workshop.delete()
    wrong = told | {"room": told["room"] | room_said if isinstance(room_said, dict) else room_said}
    with pytest.raises(ValidationError):
        carry_workshop(json.dumps(wrong).encode())
    assert not Workshop.objects.exists()


def test_desk_screen_and_telephone_name_the_network_of_the_room(
    hers: Client, client: Client, workshop: Workshop, settings: Any
) -> None:
    desk, screen, phone = (
        f"/espace/ateliers/{workshop.pk}/pupitre/",
        f"/ecran/{workshop.code}/",
        f"/a/{workshop.code}/",
    )
    assert "sans internet" not in hers.get(desk).text + client.get(phone).text
    settings.ROOM_URL = "http://192.168.4.1:8000"
    caches["pages"].clear()  # a process keeps its settings as long as its pages
    join = f"http://192.168.4.1:8000/a/{workshop.code}/"
    assert f'data-address="{join}"' in hers.get(desk).text
    assert f'data-join="{join}"' in client.get(screen).text
    assert "Sans internet : cette page vient de l’ordinateur de la salle" in client.get(phone).text.replace("\xa0", " ")
