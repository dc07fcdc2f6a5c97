"""On the page where a listing is corrected, each section says when it was found right, and is said to be in one tap."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.choices import How
from network.models import NetworkedPlace, User, Verification
from network.services import Finding, verify
from places.choices import Door, Section
from places.models import Place
from places.services import edit, version_of
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/lieux/la-pompe/"


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire", last_name="Martin")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def pump() -> NetworkedPlace:
    place = make_place("La Pompe", phone="+33466000000", opening_hours="Mo-Fr 09:00-12:00")
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


def filled(page: Any) -> dict[str, Any]:
    """What a browser would send of the page as it is, nothing touched."""
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].prepare_value(value) for name, value in sent.items() if value is not None}
    return {name: value for name, value in shown.items() if value != ""}


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def lines(answer: Any) -> dict[str, str]:
    """What each section says of itself, by its slug."""
    found = re.findall(
        r'id="(\w+)"(?: open)?> <summary>.*?part-right"> <small class="quiet">(.*?)</small>', said(answer)
    )
    return dict(found)


def press(client: Client, section: str, **typed: str) -> Any:
    return client.post(PAGE, filled(client.get(PAGE)) | {"right_section": section} | typed, follow=True)


def test_each_section_says_who_found_it_right_how_and_what_was_written_since(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    finding = Finding(day=date(2026, 3, 3), how=How.PHONE, sections=["when", "reach"])
    verify(places=[pump.pk], finding=finding, by=claire, door=Door.WORKSPACE)
    edit(pump, changes={"phone": "+33466111111"}, by=None, door=Door.CONSOLE)
    told = lines(client_of(claire).get(PAGE))
    assert list(told) == Section.values
    assert told["when"] == "Vérifié le 3 mars 2026, par téléphone, par Claire Martin"
    assert told["reach"] == f"{told['when']} · changé depuis : téléphone"
    assert told["work"] == "Jamais vérifié"


def test_one_tap_says_that_a_section_is_right_and_nothing_of_the_others(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    version = version_of(pump)
    answer = press(client_of(claire), "when")
    assert answer.redirect_chain[-1][0] == f"{PAGE}#when"
    assert "« Quand » : vérifié aujourd’hui." in said(answer)
    assert "Rien n’a changé" not in said(answer)
    made = Verification.objects.get()
    assert (made.sections, made.person, made.version) == (["when"], claire, version)
    assert Place.objects.get().verified_on is None
    assert lines(answer)["where"] == "Jamais vérifié"


def test_what_was_typed_is_saved_with_it_and_saving_alone_finds_nothing_right(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    client = client_of(claire)
    client.post(PAGE, filled(client.get(PAGE)) | {"phone": "+33466111111"})
    assert not Verification.objects.exists()
    answer = press(client, "when", opening_hours="mardi 9h-12h", phone="+33466222222")
    assert "Enregistré. « Quand » : vérifié aujourd’hui." in said(answer)
    pump.refresh_from_db()
    assert (pump.opening_hours, pump.phone) == ("Tu 09:00-12:00", "+33466222222")
    assert Verification.objects.get().version == version_of(pump), "as she wrote it"
    assert lines(answer)["reach"] == "Jamais vérifié"


def test_what_a_colleague_wrote_meanwhile_is_not_found_right_unread(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    client = client_of(claire)
    page = filled(client.get(PAGE))
    edit(pump, changes={"opened_on": date(2020, 1, 1)}, by=None, door=Door.CONSOLE)
    answer = client.post(PAGE, page | {"right_section": "when", "phone": "+33466222222"}, follow=True)
    assert "Rien n’est noté comme vérifié" in said(answer)
    assert not Verification.objects.exists()
    pump.refresh_from_db()
    assert pump.phone == "+33466222222", "and what she typed is kept"
    client.post(PAGE, page | {"right_section": "access"})
    assert Verification.objects.get().sections == ["access"], "which nobody else wrote in"


def test_all_is_not_right_either_where_a_colleague_wrote_meanwhile(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    client = client_of(claire)
    page = filled(client.get(PAGE)) | {"file": "jamais-verifiees", "right": ""}
    edit(pump, changes={"opened_on": date(2020, 1, 1)}, by=None, door=Door.CONSOLE)
    assert "Rien n’est noté comme vérifié" in said(client.post(PAGE, page, follow=True))
    assert not Verification.objects.exists()
    page = filled(client.get(PAGE)) | {"file": "jamais-verifiees", "right": ""}
    assert client.post(PAGE, page)["Location"].startswith("/espace/jamais-verifiees/?fait=")
    assert Place.objects.get().verified_on == timezone.localdate()


def test_it_is_taken_back_from_where_it_was_said_by_her_alone(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    client, marc = client_of(claire), make_user("marc")
    make_post(marc, make_network("France services", "mediation"))
    answer = press(client, "when")
    made = Verification.objects.get()
    button = f'form="back-{made.pk}"'
    assert button in said(answer)
    assert button not in said(client_of(marc).get(PAGE))
    assert client_of(marc).post(f"/espace/annuler/{made.pk}/").status_code == 404
    back = client.post(f"/espace/annuler/{made.pk}/", follow=True)
    assert back.redirect_chain[-1][0] == f"{PAGE}#when"
    assert lines(back)["when"] == "Jamais vérifié"


@pytest.mark.parametrize("section", ["roof", "", "when,where", "\x00"])
def test_a_section_that_is_none_is_a_save(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, section: str
) -> None:
    assert press(client_of(claire), section).status_code == 200
    assert not Verification.objects.exists()


def test_the_enter_key_saves_and_finds_nothing_right(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    page = client_of(claire).get(f"{PAGE}?file=jamais-verifiees").content.decode()
    form = page[page.index('class="listing"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first
    assert "name=" not in first[0], "a browser presses the first button of a form"


def test_the_public_page_tells_what_was_found_right_since(client: Client, pump: NetworkedPlace) -> None:
    def say(day: date, *sections: str) -> str:
        verify(places=[pump.pk], finding=Finding(day=day, sections=sections or None), by=None, door=Door.CONSOLE)
        text = said(client.get("/lieux/la-pompe/"))
        return text[text.index("<dt>Vérifiée</dt>") : text.index("<dt>Source</dt>")]

    first = say(date(2026, 3, 3), "when")
    assert "pas encore en entier" in first
    assert "« Quand » : le 3 mars 2026" in first
    second = say(date(2026, 5, 1))
    assert "le 1er mai 2026" in second
    assert "Quand" not in second
    assert "« Joindre » : le 2 juin 2026" in say(date(2026, 6, 2), "reach")
