"""Two listings of one place are found; two places that look alike, or share a roof, are left alone."""

from typing import Any

import pytest

from network.models import NetworkedPlace
from places.choices import Door
from places.duplicates import Typed, alike, suspected
from places.duplicates.names import read_name
from places.services import doubt_again, edit, tell_apart
from tests.budget import hold, statements
from tests.factories import make_commune, make_place, point_in, square

pytestmark = pytest.mark.django_db
Said = dict[str, Any]


def pairs() -> list[set[str]]:
    found = suspected(NetworkedPlace.objects.published())
    return [{pair.one.name, pair.other.name} for pair in found]


def here(name: str, *, north: float = 0, **given: Any) -> Said:
    return {"name": name, "point": point_in("Mende", north=north), **given}


def nowhere(name: str, **given: Any) -> Said:
    return {"name": name, "point": None, **given}


SAME: list[tuple[Said, Said]] = [
    # A library has several names, and one of them leaves out what it is called after.
    (here("Médiathèque Lamartine", kinds=["library"]), here("Bibliothèque Lamartine de Mende", kinds=["library"])),
    (here("Médiathèque Lamartine", phone="+33466353666"), here("Médiathèque de Mende", phone="+33466353666")),
    # The name that it has had since 2020, and the one before.
    (here("MSAP de Mende"), here("France services de Mende", north=0.001)),
    # One says more than the other.
    (here("POLeN"), here("POLeN, pôle lozérien d’économie numérique", north=0.0005)),
    (nowhere("Télécentre de Mende"), nowhere("Télécentre Mende")),
    (nowhere("La Forge", address="3 rue Basse"), nowhere("Tiers-lieu La Forge", address="3, rue basse")),
    # A name that has little in common, of one establishment.
    (nowhere("Mairie de Mende", siret="21480095500004"), nowhere("Hôtel de ville", siret="21480095500004")),
    # Accents, capitals, a slip.
    (here("CAFE DES POSSIBLES"), here("Le Café des possible", north=0.002)),
]
APART: list[tuple[Said, Said]] = [
    # Who lends a room is not who uses it, though the door, the address and the telephone are one.
    (here("Mairie de Mende", phone="+33466000000"), here("Bibliothèque, mairie de Mende", phone="+33466000000")),
    (here("La Poste de Mende", address="6 bd Soubeyran"), here("France services La Poste", address="6 bd Soubeyran")),
    (here("Agence postale communale, mairie"), here("Mairie de Mende")),
    # Two branches.
    (nowhere("Bibliothèque de Mende, annexe de Fontanilles"), nowhere("Bibliothèque de Mende, annexe de l’hôpital")),
    # Neighbours in one building, of one kind, with one switchboard.
    (here("Tiers Truck", phone="+33466000000"), here("POLeN", phone="+33466000000")),
    # One chain, two shops of a town.
    (
        here("La Poste", phone="+33466000000", address="1 rue Haute"),
        here("La Poste", phone="+33466000001", address="9 avenue Foch", north=0.02),
    ),
    # What the town hall has is run by the town, under one number.
    (here("Mairie de Mende", siret="21480095500004"), here("Médiathèque Lamartine", siret="21480095500004")),
    # One telephone, and the next commune.
    (here("France services de Mende", phone="+33785972262"), nowhere("France services", phone="+33785972262")),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=lambda said: said["name"])
def test_two_listings_of_one_place_are_suspected(one: Said, other: Said) -> None:
    make_place(**one, slug="un")
    make_place(**other, slug="deux")
    assert pairs() == [{one["name"], other["name"]}]


@pytest.mark.parametrize(("one", "other"), APART, ids=lambda said: said["name"])
def test_two_places_that_share_a_roof_or_a_name_are_not(one: Said, other: Said) -> None:
    make_place(**one, slug="un")
    make_place(**other | ({"town": "Chanac"} if one["name"].startswith("France services de") else {}), slug="deux")
    assert pairs() == []


def test_what_a_name_says_is_done_there_is_what_the_guest_does() -> None:
    assert read_name("Bibliothèque municipale, mairie d’Altier", "Altier") == (frozenset({"library"}), ())
    assert read_name("La Poste", "Mende").functions == {"post"}
    assert read_name("La Pompe", "Florac Trois Rivières") == (frozenset(), ("pompe",))


def test_what_was_told_apart_is_never_asked_again_until_someone_doubts() -> None:
    one, other = make_place("La Forge"), make_place("La Forge", slug="la-forge-2")
    assert len(pairs()) == 1
    said = tell_apart(one=other, other=one, by=None, door=Door.CONSOLE)
    assert tell_apart(one=one, other=other, by=None, door=Door.CONSOLE) == said
    assert pairs() == []
    doubt_again(said=said, by=None, door=Door.CONSOLE)
    assert len(pairs()) == 1


def test_a_draft_and_an_archived_listing_are_no_second_one() -> None:
    make_place("La Forge")
    other = make_place("La Forge", slug="la-forge-2", status="draft")
    assert pairs() == []
    edit(other, changes={"status": "archived"}, by=None, door=Door.CONSOLE)
    assert pairs() == []


def test_only_pairs_with_one_of_the_places_asked_about_are_listed() -> None:
    make_place("La Forge")
    make_place("La Forge", slug="la-forge-2")
    lone = make_place("Le Lavoir")
    assert suspected(NetworkedPlace.objects.filter(pk=lone.pk)) == []
    # A question with values of its own, some of which are signs of SQL.
    assert len(suspected(NetworkedPlace.objects.filter(name__contains="Forge"))) == 1
    assert suspected(NetworkedPlace.objects.filter(name="100 %s")) == []


def test_across_the_border_of_a_commune_only_what_is_near_is_compared() -> None:
    # Mende ends at 3.5483; a neighbour begins there.
    make_commune("Chanac", boundary=square(3.5983, 44.5180))
    make_place("La Forge", point=point_in("Mende", east=0.0499))
    near = make_place("La Forge", town="Chanac", slug="la-forge-2", point=point_in("Mende", east=0.0501))
    assert len(pairs()) == 1
    edit(near, changes={"point": point_in("Mende", east=0.06)}, by=None, door=Door.CONSOLE)
    assert pairs() == []


def test_who_types_a_name_is_shown_more_than_who_is_asked_to_look() -> None:
    there = make_place("Foyer des jeunes")
    make_place("Bibliothèque", kinds=["library"])
    found = alike(Typed.of("Atelier", ["coworking"], there.commune, point=there.point))
    assert [pair.other.name for pair in found] == ["Foyer des jeunes"]
    assert alike(Typed.of("Atelier", ["coworking"], there.commune)) == []
    assert pairs() == []


@pytest.mark.usefixtures("lozere")
def test_nothing_of_the_real_territory_is_suspected() -> None:
    """Its 135 listings were read one by one: none is there twice."""
    assert pairs() == []


def test_the_number_of_queries_does_not_grow() -> None:
    with statements() as few:
        assert pairs() == []
    for count in range(6):
        make_place("La Forge", slug=f"la-forge-{count}")
    with statements() as many:
        assert len(pairs()) == 15
    hold(few, many, habit=1)
