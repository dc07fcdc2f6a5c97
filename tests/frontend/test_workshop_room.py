"""A room takes part by telephone, without an account, once each whatever the network does; and is read first."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from network.choices import Airing, Contributed, Phase
from network.models import Attempts, Contribution, Network, Participant, Suggestion, User, Vote, Workshop
from network.workshops import making
from network.workshops import room as doing
from network.workshops.kinds import PARTS
from network.workshops.room import forget_participants
from network.workshops.wording import is_doubtful
from tests.factories import make_network, make_place, make_post, make_user, make_workshop
from tests.test_texts import french_in

pytestmark = pytest.mark.django_db
STATIC = settings.BASE_DIR / "frontend" / "static" / "frontend"
ME, HER = "m" * 32, "h" * 32
Answer = Any  # what the client of the tests gives
SAID = {
    "heading": "La Forge",
    "place_said": "La Pompe, Mende",
    "other_said": "POLeN, Mende",
    "network_said": "France services",
    "stops": "La Pompe, Mende\nPOLeN\n",
    "words": "Des permanences partagées.",
}


@pytest.fixture
def workshop(network: Network) -> Workshop:
    make_place("La Pompe")
    make_place("POLeN")
    made = make_workshop("Itinéraires croisés", network)
    making.move_to(made, phase=Phase.OPEN)
    return made


def send(phone: Client, workshop: Workshop, kind: str = "idea", **given: object) -> Answer:
    themes = {"trade": "sought"}
    said = {
        "do": "send",
        "me": ME,
        "nonce": str(uuid4()),
        "revision": 0,
        "kind": kind,
        "theme": themes.get(kind, "rights"),
    }
    return phone.post(f"/a/{workshop.code}/", said | SAID | given)


def decide(hers: Client, one: Contribution, do: str, **more: str) -> None:
    assert hers.post(f"/espace/ateliers/{one.workshop_id}/salle/{one.pk}/", {"do": do} | more).status_code == 302
    one.refresh_from_db()


@pytest.mark.parametrize("kind", Contributed.values)
def test_each_sort_is_sent_and_waits(phone: Client, workshop: Workshop, kind: str) -> None:
    answer = send(phone, workshop, kind)
    assert answer.status_code == 200, answer.content
    one = Contribution.objects.get()
    assert (one.kind, one.state) == (kind, Airing.WAITING)
    told = answer.json()
    assert told["pseudonym"]
    assert [(own["nonce"], own["state"]) for own in told["own"]] == [(str(one.nonce), "waiting")]


@pytest.mark.parametrize(
    ("kind", "part"), [(kind.value, part) for kind, parts in PARTS.items() for part in sorted(parts.needed)]
)
def test_a_part_that_is_needed_is_asked_for_by_its_name(
    phone: Client, workshop: Workshop, kind: str, part: str
) -> None:
    answer = send(phone, workshop, kind, **{part: "  "})
    assert answer.status_code == 422
    assert part in answer.json()["errors"]
    assert not Contribution.objects.exists()


def test_what_it_names_is_found(phone: Client, workshop: Workshop) -> None:
    send(phone, workshop, "partnership", other_said="polen")
    one = Contribution.objects.get()
    assert one.place is not None
    assert one.other is not None
    assert (one.place.name, one.other.name) == ("La Pompe", "POLeN")
    send(phone, workshop, "membership", place_said="Nulle part", network_said="france SERVICES")
    other = Contribution.objects.latest("pk")
    assert (other.place, other.place_said, other.network) == (None, "Nulle part", workshop.network)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("mediatheque de l'aubrac", "Médiathèque de l’Aubrac"),
        ("Relais", "Relais, pôle d’économie numérique"),
        ("le relais", "Le Relais (Mende)"),
        ("Relais, Mende", "Relais, pôle d’économie numérique"),
        ("Maison", "Maison"),
        ("Atelier", None),
        ("Rel", None),
    ],
)
def test_a_place_is_called_as_people_call_it(workshop: Workshop, said: str, found: str | None) -> None:
    names = ("Médiathèque de l’Aubrac", "Relais, pôle d’économie numérique", "Le Relais (Mende)", "Maison")
    for name in (*names, "Maison – France services", "Atelier : bois", "Atelier, fer"):
        make_place(name)
    place = doing.place_named(said)
    assert (place and place.name) == found


def test_sent_three_times_it_is_received_once(phone: Client, workshop: Workshop) -> None:
    nonce = str(uuid4())
    for _time in range(3):
        assert send(phone, workshop, nonce=nonce).status_code == 200
    assert Contribution.objects.count() == 1
    assert Participant.objects.count() == 1


def test_it_is_changed_and_an_old_change_that_comes_late_is_not(phone: Client, workshop: Workshop) -> None:
    nonce = str(uuid4())
    for revision, words in ((0, "Un"), (2, "Trois"), (1, "Deux"), (2, "Trois encore")):
        assert send(phone, workshop, nonce=nonce, revision=revision, words=words).status_code == 200
    assert Contribution.objects.get().words == "Trois"


def test_nobody_changes_or_takes_back_what_is_another_s(phone: Client, workshop: Workshop) -> None:
    nonce = str(uuid4())
    send(phone, workshop, nonce=nonce)
    assert send(phone, workshop, nonce=nonce, revision=1, me=HER, words="Volé").status_code == 422
    phone.post(f"/a/{workshop.code}/", {"do": "withdraw", "me": HER, "nonce": nonce})
    one = Contribution.objects.get()
    assert (one.words, one.state) == (SAID["words"], Airing.WAITING)


def test_it_is_taken_back(phone: Client, workshop: Workshop) -> None:
    nonce = str(uuid4())
    send(phone, workshop, nonce=nonce)
    answer = phone.post(f"/a/{workshop.code}/", {"do": "withdraw", "me": ME, "nonce": nonce})
    assert answer.json()["own"] == []
    assert Contribution.objects.get().state == Airing.WITHDRAWN


def test_the_line_that_says_what_was_done_is_empty_until_something_was(phone: Client, workshop: Workshop) -> None:
    assert 'class="said"></p>' in phone.get(f"/a/{workshop.code}/").content.decode(), "a space would be drawn as a box"


def test_a_room_joins_from_one_address(phone: Client, workshop: Workshop) -> None:
    assert send(phone, workshop).status_code == 200
    Attempts.objects.update(level=900)
    assert send(phone, workshop, me=HER).status_code == 200
    assert Participant.objects.count() == 2
    Attempts.objects.update(level=1100)
    assert send(phone, workshop, me=f"{3:032}").status_code == 429


def test_one_person_who_floods_has_to_wait_and_the_others_have_not(phone: Client, workshop: Workshop) -> None:
    answers = [send(phone, workshop) for _time in range(20)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) >= 1
    assert send(phone, workshop, me=HER).status_code == 200


@pytest.mark.parametrize("me", ["", "short", "x" * 65, "<script>alert(1)</script>"])
def test_no_telephone_of_ours_sends_another_secret(phone: Client, workshop: Workshop, me: str) -> None:
    answer = send(phone, workshop, me=me)
    assert answer.status_code == (200 if not me else 422)


@pytest.mark.parametrize("given", [{"kind": "x"}, {"nonce": "x"}, {"do": "x"}, {"revision": "x" * 40, "words": ""}])
def test_nonsense_is_refused(phone: Client, workshop: Workshop, given: dict[str, str]) -> None:
    assert send(phone, workshop, **given).status_code == 422


def test_another_site_sends_nothing(workshop: Workshop) -> None:
    elsewhere = Client(headers={"sec-fetch-site": "cross-site"})
    assert send(elsewhere, workshop).status_code == 403


def test_a_workshop_takes_what_it_offers_while_it_is_open(phone: Client, workshop: Workshop) -> None:
    making.edit_workshop(workshop, changes={"offers": ["word"]})
    assert send(phone, workshop, "idea").status_code == 422
    assert send(phone, workshop, "word").status_code == 200
    making.move_to(workshop, phase=Phase.CLOSED)
    assert send(phone, workshop, "word").status_code == 422
    assert "terminé" in phone.get(f"/a/{workshop.code}/").text
    making.move_to(workshop, phase=Phase.PREPARED)
    assert phone.get(f"/a/{workshop.code}/").status_code == 404


def test_shown_at_once_unless_something_is_doubtful(phone: Client, workshop: Workshop) -> None:
    making.edit_workshop(workshop, changes={"holds_all": False})
    send(phone, workshop)
    assert Contribution.objects.latest("pk").state == Airing.SHOWN
    send(phone, workshop, words="Allez sur https://example.org")
    assert Contribution.objects.latest("pk").state == Airing.WAITING


@pytest.mark.parametrize(
    ("words", "is_held"),
    [
        ("Un atelier de couture et de code", False),
        ("En 2016, neuf relais", False),
        ("Quel connard !", True),
        ("Quelle Enculée", True),
        ("écrivez à a@b.fr", True),
        ("appelez le 06 12 34 56 78", True),
        ("RENDEZ-NOUS LA POSTE", True),
        ("MSAP", False),
    ],
)
def test_what_insults_leads_elsewhere_or_shouts_is_read_first(words: str, is_held: bool) -> None:
    assert is_doubtful({"words": words}) == is_held


def test_one_votes_once_and_may_change_her_mind(phone: Client, workshop: Workshop, hers: Client) -> None:
    send(phone, workshop)
    one = Contribution.objects.get()
    ballot = {"do": "vote", "me": HER, "contribution": one.pk, "for": "1"}
    assert phone.post(f"/a/{workshop.code}/", ballot).status_code == 422
    decide(hers, one, "accept")
    for _time in range(2):
        assert phone.post(f"/a/{workshop.code}/", ballot).json()["isFor"] == [one.pk]
        assert shown_to(phone, workshop)[0]["votes"] == 1
    assert phone.post(f"/a/{workshop.code}/", ballot | {"for": "0"}).json()["isFor"] == []
    assert shown_to(phone, workshop)[0]["votes"] == 0


def shown_to(phone: Client, workshop: Workshop) -> Answer:
    """Read what all telephones show, as one does that waited for a second."""
    caches["pages"].clear()
    return phone.get(f"/a/{workshop.code}.json").json()["shown"]


def test_a_moderator_shows_refuses_corrects_and_undoes(phone: Client, workshop: Workshop, hers: Client) -> None:
    send(phone, workshop, "partnership")
    one = Contribution.objects.get()
    page = hers.get(f"/espace/ateliers/{workshop.pk}/salle/").text
    assert "Des permanences partagées." in page
    decide(hers, one, "accept")
    shown = Client().get(f"/ecran/{workshop.code}.json").json()["room"]["aired"]
    assert [len(each["way"]) for each in shown] == [2]
    decide(hers, one, "correct", place_said="La Pompe", other_said="Nulle part", words="Mieux dit.")
    assert (one.words, one.other, one.state) == ("Mieux dit.", None, Airing.SHOWN)
    decide(hers, one, "correct", place_said="", other_said="", words="")
    assert one.words == "Mieux dit."
    decide(hers, one, "screen")
    assert one.is_on_screen
    decide(hers, one, "refuse")
    assert (one.state, one.is_on_screen) == (Airing.REFUSED, False)
    assert Client().get(f"/ecran/{workshop.code}.json").json()["room"]["aired"] == []
    decide(hers, one, "undo")
    assert one.state == Airing.WAITING


def test_a_page_that_follows_is_answered_by_nothing_or_by_why_not(
    phone: Client, workshop: Workshop, hers: Client
) -> None:
    send(phone, workshop)
    one = Contribution.objects.get()
    address = f"/espace/ateliers/{workshop.pk}/salle/{one.pk}/"
    assert hers.post(address, {"do": "accept", "part": ""}).status_code == 204
    phone.post(f"/a/{workshop.code}/", {"do": "withdraw", "me": ME, "nonce": one.nonce})
    refused = hers.post(address, {"do": "accept", "part": ""})
    assert (refused.status_code, refused.text) == (422, "Son auteur l’a retirée.")


def test_who_waits_longest_is_read_first(phone: Client, workshop: Workshop, hers: Client) -> None:
    for number in range(3):
        send(phone, workshop, words=f"Idée n°{number}", me=f"{number:032}")
    # A row that is written again lies elsewhere in the table.
    Contribution.objects.filter(words="Idée n°0").update(revision=1)
    page = hers.get(f"/espace/ateliers/{workshop.pk}/salle/?part").text
    assert re.findall(r"n°(\d)", page) == ["0", "1", "2"]


def test_one_card_at_a_time_has_its_form(phone: Client, workshop: Workshop, hers: Client) -> None:
    for me in (ME, HER):
        send(phone, workshop, me=me)
    one = Contribution.objects.earliest("pk")
    address = f"/espace/ateliers/{workshop.pk}/salle/"
    assert 'class="heard-edit"' not in hers.get(address).text
    page = hers.get(f"{address}?correct={one.pk}").text
    assert page.count('class="heard-edit"') == 1
    assert f'id="c{one.pk}-words"' in page


def test_what_is_shown_last_comes_first_however_long_it_waited(phone: Client, workshop: Workshop, hers: Client) -> None:
    for number, me in enumerate((ME, HER)):
        send(phone, workshop, me=me, words=f"n{number}")
    for one in Contribution.objects.order_by("-pk"):
        decide(hers, one, "accept")
    aired = phone.get(f"/ecran/{workshop.code}.json").json()["room"]["aired"]
    assert ["n0" in each["line"] for each in aired] == [True, False]
    assert [each["line"] for each in phone.get(f"/a/{workshop.code}.json").json()["shown"]] == [
        each["line"] for each in aired
    ]


@pytest.mark.parametrize("count", [2, 12])
def test_the_wall_asks_as_often_for_many_itineraries_as_for_few(
    phone: Client, workshop: Workshop, django_assert_num_queries: Any, count: int
) -> None:
    making.edit_workshop(workshop, changes={"holds_all": False})
    for number in range(count):
        send(phone, workshop, "itinerary", me=f"{number:032}")
        send(phone, workshop, "place", me=f"{number:032}", place_said="Mende")
    with django_assert_num_queries(10):
        told = phone.get(f"/ecran/{workshop.code}.json").json()
    assert {len(one["way"]) for one in told["room"]["aired"]} == {1, 2}


def test_two_that_say_the_same_are_merged_and_counted_once_each(
    phone: Client, workshop: Workshop, hers: Client
) -> None:
    for me, words in ((ME, "Un bus numérique"), (HER, "Un bus du numérique !"), ("z" * 20, "Des vélos")):
        send(phone, workshop, me=me, words=words)
    one, other, _third = Contribution.objects.order_by("pk")
    decide(hers, one, "accept")
    phone.post(f"/a/{workshop.code}/", {"do": "vote", "me": "z" * 20, "contribution": one.pk, "for": "1"})
    queue = f"/espace/ateliers/{workshop.pk}/salle/?part&merge={other.pk}"
    first = hers.get(queue).text.partition('name="into"')[2]
    assert first.partition('value="')[2].startswith(f'{one.pk}"'), "the one that is most alike comes first"
    decide(hers, other, "merge", into=str(one.pk))
    assert (other.state, other.same_as) == (Airing.MERGED, one)
    assert {vote.participant_id for vote in one.votes.all()} == {
        other.participant_id,
        Participant.objects.latest("pk").pk,
    }
    told = phone.post(f"/a/{workshop.code}/", {"do": "mine", "me": HER}).json()
    assert [own["state"] for own in told["own"]] == ["merged"]
    decide(hers, other, "undo")
    assert (other.state, other.same_as) == (Airing.WAITING, None)


@pytest.mark.parametrize("which", ["itself", "another sort", "nothing"])
def test_what_does_not_say_the_same_is_not_merged(phone: Client, workshop: Workshop, hers: Client, which: str) -> None:
    send(phone, workshop)
    send(phone, workshop, "word", me=HER)
    one, word = Contribution.objects.order_by("pk")
    decide(hers, one, "merge", into=str({"itself": one.pk, "another sort": word.pk, "nothing": 0}[which]))
    assert one.state == Airing.WAITING


def test_all_of_a_person_goes_by_one_gesture_and_comes_back_to_be_read(
    phone: Client, workshop: Workshop, hers: Client
) -> None:
    making.edit_workshop(workshop, changes={"holds_all": False})
    for me in (ME, ME, HER):
        send(phone, workshop, me=me)
    one = Contribution.objects.earliest("pk")
    decide(hers, one, "aside")
    states = list(Contribution.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["refused", "refused", "shown"]
    send(phone, workshop)
    assert Contribution.objects.latest("pk").state == Airing.WAITING
    decide(hers, one, "aside")
    assert one.state == Airing.WAITING


def test_a_colleague_who_was_asked_moderates_and_does_no_more(
    workshop: Workshop, client_of: Callable[[User | None], Client]
) -> None:
    colleague = make_user("marc")
    make_post(colleague, make_network("SoLozère"))
    client = client_of(colleague)
    assert client.get(f"/espace/ateliers/{workshop.pk}/salle/").status_code == 404
    making.edit_workshop(workshop, changes={"moderators": [colleague]})
    assert client.get(f"/espace/ateliers/{workshop.pk}/salle/").status_code == 200
    assert client.get(f"/espace/ateliers/{workshop.pk}/").status_code == 404
    assert "Itinéraires croisés" in client.get("/espace/ateliers/").text


def test_one_is_taken_over_as_a_suggestion_that_says_where_it_comes_from(
    phone: Client, workshop: Workshop, hers: Client
) -> None:
    send(phone, workshop, "place", place_said="Mende")
    one = Contribution.objects.get()
    decide(hers, one, "accept")
    for _time in range(2):
        decide(hers, one, "take")
    made = Suggestion.objects.get()
    assert made.patch == {"name": "La Forge", "commune": "48095"}
    assert "Itinéraires croisés" in (made.words or "")
    assert one.taken_as == made


def test_words_make_a_cloud(phone: Client, workshop: Workshop) -> None:
    making.edit_workshop(workshop, changes={"holds_all": False})
    for me, word in ((ME, "Accueil"), (HER, "accueil"), ("z" * 20, "lien")):
        send(phone, workshop, "word", me=me, heading=word)
    room = phone.get(f"/ecran/{workshop.code}.json").json()["room"]
    assert (room["words"], room["said"]) == ([["accueil", 2], ["lien", 1]], 3)
    assert "accueil × 2, lien" in Client().get(f"/ateliers/{workshop.code}/").text.replace("\xa0", " ")


def test_names_are_forgotten_thirty_days_after_and_votes_stay(phone: Client, workshop: Workshop) -> None:
    making.edit_workshop(workshop, changes={"holds_all": False})
    send(phone, workshop)
    one = Contribution.objects.get()
    phone.post(f"/a/{workshop.code}/", {"do": "vote", "me": HER, "contribution": one.pk, "for": "1"})
    making.move_to(workshop, phase=Phase.CLOSED)
    assert forget_participants() == 0
    long_ago = timezone.now() - timedelta(days=31)
    Participant.objects.update(made_at=long_ago)
    Workshop.objects.update(closed_at=long_ago)
    forget_participants()
    one.refresh_from_db()
    assert not Participant.objects.exists()
    assert one.participant is None
    assert Vote.objects.filter(contribution=one).count() == 1


def test_a_telephone_without_a_script_takes_part_too(workshop: Workshop) -> None:
    plain = Client(headers={"sec-fetch-site": "same-origin"})
    page = plain.post(
        f"/a/{workshop.code}/", {"do": "send", "kind": "idea", "theme": "rights", "words": "Une idée."}
    ).text
    assert "C’est envoyé" in page
    assert "Une idée." in page
    nonce = Contribution.objects.get().nonce
    secret = page.partition('name="me" value="')[2].partition('"')[0]
    plain.post(f"/a/{workshop.code}/", {"do": "withdraw", "me": secret, "nonce": nonce})
    assert Contribution.objects.get().state == Airing.WITHDRAWN


def test_the_page_is_the_same_for_everyone_and_sets_no_cookie(phone: Client, workshop: Workshop) -> None:
    answer = phone.get(f"/a/{workshop.code.lower()}/")
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert french_in(phone.get(f"/en/a/{workshop.code}/").text) == []


def test_a_place_is_picked_on_the_land_by_the_name_that_its_form_takes(phone: Client, workshop: Workshop) -> None:
    told = phone.get(f"/a/{workshop.code}/carte.json").json()
    names = [name for name, _x, _y in told["places"]]
    assert names == ["La Pompe, Mende", "POLeN, Mende"]
    assert "Mende" in [name for name, _x, _y in told["communes"]]
    left, top, width, height = told["box"]
    assert all(left <= x <= left + width and top <= y <= top + height for _name, x, y in told["communes"])
    send(phone, workshop, "partnership", place_said=names[0], other_said=names[1])
    one = Contribution.objects.get()
    assert one.place
    assert one.other
    making.move_to(workshop, phase=Phase.PREPARED)
    assert phone.get(f"/a/{workshop.code}/carte.json").status_code == 404


def test_a_telephone_is_sent_thirty_kilobytes_at_most(phone: Client, workshop: Workshop) -> None:
    page = phone.get(f"/a/{workshop.code}/").content
    files = [(STATIC / f"room.{kind}").read_bytes() for kind in ("css", "js")]
    assert sum(len(gzip.compress(part)) for part in (page, *files)) <= 20_000, "and the names of a real territory"


def test_the_queue_says_no_french_in_english(phone: Client, workshop: Workshop, hers: Client) -> None:
    for kind in Contributed.values:
        send(phone, workshop, kind, me=f"{kind:x<20}")
    assert french_in(hers.get(f"/en/espace/ateliers/{workshop.pk}/salle/").text) == []


def test_a_telephone_is_told_errors_it_can_read(phone: Client, workshop: Workshop) -> None:
    told = json.loads(send(phone, workshop, "itinerary", stops="La Pompe").content)
    assert [*told["errors"]] == ["stops"]


def test_what_stays_is_read_and_taken_away_without_names(phone: Client, workshop: Workshop, hers: Client) -> None:
    send(phone, workshop, "partnership", words="=1+1", pseudonym="Zoé")
    send(phone, workshop, "idea", words="Cachée.")
    one = Contribution.objects.earliest("pk")
    decide(hers, one, "accept")
    page = Client().get(f"/ateliers/{workshop.code}/").text
    assert "=1+1" in page
    assert " ".join(page.split()).count("1 proposition") == 1
    assert page.count('class="kept-arc"') == 1
    decide(hers, one, "take")
    told = phone.post(f"/a/{workshop.code}/", {"do": "mine", "me": ME}).json()
    assert [own["became"] for own in told["own"]] == ["", "à relire"]
    assert "reprise en suggestion : à relire" in Client().get(f"/ateliers/{workshop.code}/").text.replace("\xa0", " ")
    assert "Cachée." not in page
    told = {form: Client().get(f"/ateliers/{workshop.code}.{form}") for form in ("csv", "json", "geojson")}
    assert not any("Zoé" in answer.text or "Cachée." in answer.text for answer in told.values())
    assert ",'=1+1," in told["csv"].text
    assert [row["words"] for row in told["json"].json()["contributions"]] == ["=1+1"]
    (feature,) = told["geojson"].json()["features"]
    assert (feature["geometry"]["type"], len(feature["geometry"]["coordinates"])) == ("LineString", 2)
    assert Client().get(f"/ateliers/{workshop.code}.xlsx").status_code == 404
