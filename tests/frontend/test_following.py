"""The feed of what changes: the questions of the map, what was done in words, and nobody's name."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from network.models import Membership
from places.choices import Door, Status
from places.models import Place
from places.services import edit_place, signed
from tests.factories import make_membership, make_network, make_place, make_user

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(path: str = "/changements.atom", **asked: Any) -> ET.Element:
    answer = Client().get(path, asked)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(answer.content)


def told(path: str = "/changements.atom", **asked: Any) -> str:
    return ET.tostring(feed(path, **asked), encoding="unicode", method="text")


def correct(place: Place, **changes: Any) -> None:
    edit_place(place=Place.objects.get(pk=place.pk), changes=changes, by=None, door=Door.CONSOLE)


def test_an_entry_says_what_was_changed_and_leads_to_its_page() -> None:
    place = make_place("La Forge")
    correct(place, phone="+33466000000")
    entry, _created = feed().findall(f"{ATOM}entry")
    summary = entry.findtext(f"{ATOM}summary") or ""
    assert "La Forge" in (entry.findtext(f"{ATOM}title") or "")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"] == "http://testserver/lieux/la-forge/"
    assert "<p>" in summary
    assert entry.findtext(f"{ATOM}updated")


def test_a_correction_names_what_was_changed_and_never_what_was_there() -> None:
    place = make_place("<b>La Forge</b>")
    correct(place, phone="+33600000001", description="Chez Mme Durand")
    correct(place, phone=None, description=None)
    said = told()
    assert "Téléphone" in said
    assert "Présentation" in said
    assert "0001" not in said
    assert "Durand" not in said
    summary = feed().findtext(f"{ATOM}entry/{ATOM}summary") or ""
    assert "<b>" not in summary, "it is HTML, where a title is text"
    assert "&lt;b&gt;" in summary


def test_the_filters_of_the_map_are_those_of_the_feed() -> None:
    make_place("La Forge", town="Mende")
    library = make_place("Bibliothèque", town="Langogne", kinds=["library"])
    make_membership(library, make_network("France services", "mediation"), "2020-01-01")
    assert "La Forge" not in told(kind="library")
    assert "Bibliothèque" in told(network="france-services")
    assert "Bibliothèque" in told(q="langogne")
    assert "Bibliothèque" not in told(near_commune="48095", radius="5000")
    assert "France services" in (feed(network="france-services").findtext(f"{ATOM}title") or "")


def test_who_left_a_network_is_told_to_who_follows_it() -> None:
    place, network = make_place("La Forge"), make_network("France services", "mediation")
    stay = make_membership(place, network, "2020-01-01")
    Membership.objects.filter(pk=stay.pk).delete()
    assert "Suppression" in told(network="france-services")


def test_a_draft_is_not_told_and_neither_is_what_it_was_before() -> None:
    place = make_place("Secret", status=Status.DRAFT)
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    assert "Secret" not in told()
    assert "Secret" not in told(network="france-services")
    correct(place, name="La Forge", status=Status.PUBLISHED)
    assert "La Forge" in told()


def test_nobody_is_named() -> None:
    with signed(by=make_user("claire", first_name="Claire", last_name="Durand"), door=Door.WORKSPACE):
        make_place("La Forge")
    answer = Client().get("/changements.atom")
    assert b"La Forge" in answer.content
    assert b"Claire" not in answer.content
    assert b"claire" not in answer.content


def test_a_long_change_is_summed_up() -> None:
    with signed(by=None, door=Door.CONSOLE):
        for number in range(25):
            make_place(f"Lieu {number}")
    (entry,) = feed().findall(f"{ATOM}entry")
    assert "et 24 autres" in (entry.findtext(f"{ATOM}title") or "")
    assert "et 5 autres changements" in (entry.findtext(f"{ATOM}summary") or "")


def test_what_xml_cannot_hold_is_left_out() -> None:
    make_place("La \x0cForge")
    assert "La Forge" in told(q="\x08forge")


def test_nothing_changed_is_a_feed_too_and_the_same_tomorrow() -> None:
    assert feed().findall(f"{ATOM}entry") == []
    assert Client().get("/changements.atom").content == Client().get("/changements.atom").content


def test_in_english_it_speaks_english() -> None:
    make_place("La Forge")
    assert feed("/en/changements.atom").findtext(f"{ATOM}title") == "Croisée, what changes: All places in Lozère"


@pytest.mark.parametrize("asked", [{"kind": "nonsense"}, {"radius": "x"}, {"network": "nowhere"}])
def test_what_cannot_be_read_is_refused(asked: dict[str, str]) -> None:
    answer = Client().get("/changements.atom", asked)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_its_length_costs_no_more_questions(django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_place(f"Lieu {number}")
    with django_assert_max_num_queries(25):
        told()
