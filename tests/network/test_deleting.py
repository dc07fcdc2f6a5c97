"""Who deletes deletes what she saw: what a colleague wrote meanwhile is told first, and goes if she says so again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.models import Membership, User
from network.services import join
from places.choices import Door
from places.models import Place
from places.services import Conflict, delete, edit, version_of
from tests.factories import make_membership, make_network, make_place, make_user, period
from tests.network.test_admin import PLACES, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client_of: Callable[[User | None], Client], administrator: User) -> Client:
    return client_of(administrator)


@pytest.fixture
def colleague() -> User:
    return make_user("karim", first_name="Karim", last_name="Belaïd")


def corrects(row: Any, by: User, **changes: Any) -> None:
    edit(row, changes=changes, by=by, door=Door.ADMIN)


def sent(page: Any) -> dict[str, list[str]]:
    """What the form of a page would send as it stands."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page.content.decode()):
        found.setdefault(name, []).append(value.replace("&amp;", "&"))
    return found


def told(page: Any) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def test_the_verb_deletes_what_the_writer_saw() -> None:
    place = make_place()
    delete(place, based_on=version_of(place), by=None, door=Door.CONSOLE)
    assert not Place.objects.exists()


def test_the_verb_refuses_to_delete_what_the_writer_did_not_see(colleague: User) -> None:
    place = make_place(phone="+33466000001")
    seen = version_of(place)
    corrects(place, colleague, phone="+33466000002")
    with pytest.raises(Conflict) as conflict:
        delete(place, based_on=seen, by=None, door=Door.CONSOLE)
    assert [(each.field, each.after, each.by) for each in conflict.value.disputes] == [
        ("phone", "+33466000002", colleague.pk)
    ]
    delete(place, based_on=conflict.value.version, by=None, door=Door.CONSOLE)
    assert not Place.objects.exists()


def test_a_change_that_was_put_back_is_none(colleague: User) -> None:
    place = make_place(phone="+33466000001")
    seen = version_of(place)
    corrects(place, colleague, phone="+33466000002")
    corrects(place, colleague, phone="+33466000001")
    delete(place, based_on=seen, by=None, door=Door.CONSOLE)
    assert not Place.objects.exists()


def test_who_deletes_a_listing_is_told_what_a_colleague_wrote_and_is_asked_again(
    chief: Client, colleague: User
) -> None:
    place = make_place(phone="+33466000001")
    url = f"{PLACES}{place.pk}/delete/"
    question = sent(chief.get(url))
    corrects(place, colleague, phone="+33466000002")
    again = chief.post(url, question, follow=True)
    assert "Entre-temps, Karim Belaïd a changé « POLeN » : Téléphone (04 66 00 00 02). Rien n’est supprimé" in told(
        again
    )
    assert Place.objects.exists()
    chief.post(url, sent(again))
    assert not Place.objects.exists()


def test_several_listings_are_deleted_as_they_were_seen_or_none_is(chief: Client, colleague: User) -> None:
    places = [make_place("POLeN"), make_place("La Pompe")]
    chosen = {"action": "delete_selected", "_selected_action": [place.pk for place in places]}
    question = sent(chief.post(PLACES, chosen))
    corrects(places[1], colleague, phone="+33466000002")
    assert "Karim Belaïd a changé « La Pompe »" in told(chief.post(PLACES, question, follow=True))
    assert Place.objects.count() == 2
    chief.post(PLACES, sent(chief.post(PLACES, chosen)))
    assert not Place.objects.exists()


def test_each_listing_that_someone_changed_is_named_by_who_changed_it(chief: Client, colleague: User) -> None:
    places = [make_place("POLeN"), make_place("La Pompe"), make_place("Le Phare")]
    chosen = {"action": "delete_selected", "_selected_action": [place.pk for place in places]}
    question = sent(chief.post(PLACES, chosen))
    corrects(places[0], colleague, phone="+33466000001")
    corrects(places[2], make_user("zoe", first_name="Zoé"), phone="+33466000002")
    again = told(chief.post(PLACES, question, follow=True))
    assert "Karim Belaïd a changé « POLeN »" in again
    assert "Zoé a changé « Le Phare »" in again
    assert "a changé « La Pompe »" not in again
    assert Place.objects.count() == 3


def test_a_membership_that_a_colleague_adds_is_a_change_for_who_deletes_the_place(
    chief: Client, colleague: User
) -> None:
    place = make_place("POLeN")
    make_membership(place, make_network("Rézo"))
    url = f"{PLACES}{place.pk}/delete/"
    question = sent(chief.get(url))
    stay = {"place": place, "network": make_network("SoLozère"), "evidence": "Convention", "source": "Site"}
    join(values=stay | {"period": period("2020-01-01")}, by=colleague, door=Door.WORKSPACE)
    again = chief.post(url, question, follow=True)
    said = "Karim Belaïd a changé « POLeN » : Création : Adhésion « POLeN · SoLozère ». Rien n’est supprimé"
    assert said in told(again).replace("\xa0", " ")
    assert Place.objects.exists()
    chief.post(url, sent(again))
    assert not Place.objects.exists()


@pytest.mark.parametrize("ends", [True, False])
def test_so_is_one_that_ended_or_went(chief: Client, colleague: User, ends: bool) -> None:
    place = make_place("POLeN")
    stay = make_membership(place, make_network("Rézo"), "2019-01-01")
    url = f"{PLACES}{place.pk}/delete/"
    question = sent(chief.get(url))
    if ends:
        corrects(stay, colleague, period=period("2019-01-01", "2026-11-01"))
    else:
        delete(stay, by=colleague, door=Door.WORKSPACE)
    again = told(chief.post(url, question, follow=True))
    assert f"{'Modification' if ends else 'Suppression'} : Adhésion « POLeN · Rézo »" in again.replace("\xa0", " ")
    assert Place.objects.exists()


def test_what_hangs_on_other_records_is_no_change_of_this_one(chief: Client) -> None:
    place, other = make_place("POLeN"), make_place("La Pompe")
    question = sent(chief.get(f"{PLACES}{place.pk}/delete/"))
    make_membership(other, make_network("SoLozère"))
    chief.post(f"{PLACES}{place.pk}/delete/", question)
    assert [row.name for row in Place.objects.all()] == ["La Pompe"]


def test_the_question_costs_as_many_queries_for_two_as_for_five(
    chief: Client, django_assert_max_num_queries: Any
) -> None:
    def ask(places: list[Any]) -> int:
        chosen = {"action": "delete_selected", "_selected_action": [place.pk for place in places]}
        with django_assert_max_num_queries(100) as asked:
            chief.post(PLACES, chosen)
        return len(asked)

    places = [make_place(f"Lieu {n}") for n in range(5)]
    assert ask(places[:2]) == ask(places)


@pytest.mark.parametrize("versions", [None, "", "x", "1=x", "%00=1", "=" * 50, "9" * 5000, "1=" + "9" * 5000])
def test_a_question_that_is_not_ours_deletes_nothing(chief: Client, versions: str | None) -> None:
    place = make_place()
    forged = {"post": "yes"} | ({} if versions is None else {"versions": versions.replace("1=", f"{place.pk}=")})
    assert "Cette page est trop ancienne" in told(chief.post(f"{PLACES}{place.pk}/delete/", forged, follow=True))
    assert Place.objects.exists()


def test_a_membership_that_a_colleague_changed_is_not_taken_off_with_its_place_page(
    chief: Client, colleague: User
) -> None:
    stay = make_membership(make_place(), make_network(), "2019-07-01")
    url = f"{PLACES}{stay.place_id}/change/"
    form = filled(chief, url) | {"memberships-0-DELETE": "on", "name": "La Pompe"}
    corrects(stay, colleague, evidence="Convention signée")
    page = chief.post(url, form, follow=True)
    assert "Karim Belaïd a changé" in told(page)
    assert "Convention signée" in told(page)
    assert (Membership.objects.count(), Place.objects.get().name) == (1, "POLeN"), "all of a page, or nothing"
    seen = re.findall(r'name="memberships-0-seen"\s+value="(\d+)"', page.content.decode())
    chief.post(url, form | {"memberships-0-seen": seen})
    assert (Membership.objects.count(), Place.objects.get().name) == (0, "La Pompe")


def test_what_is_gone_already_is_no_error(chief: Client) -> None:
    place = make_place()
    url = f"{PLACES}{place.pk}/delete/"
    question = sent(chief.get(url))
    delete(place, by=None, door=Door.CONSOLE)
    assert chief.post(url, question).status_code == 302
