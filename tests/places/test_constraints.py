"""What must never be is refused by the database itself, whichever door it comes by, under a name that says why."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.db import DatabaseError, connection, transaction

from places.models import Commune, FormerCommune, Intercommunality, Kind, NotSame, Photo, Place, River, Service, Synonym
from tests.factories import (
    make_commune,
    make_intercommunality,
    make_kind,
    make_place,
    make_river,
    make_service,
    point_in,
    square,
)

pytestmark = pytest.mark.django_db

# A bow tie: its two halves cross.
FAR = Point(181, 44.5, srid=4326)
CROSSED = MultiPolygon(Polygon(((0, 0), (1, 1), (1, 0), (0, 1), (0, 0))), srid=4326)


def place_with(**values: Any) -> Callable[[], object]:
    """A way to change a good place into a bad one, past every form."""
    return lambda: Place.objects.filter(pk=make_place().pk).update(**values)


def commune_with(**values: Any) -> Callable[[], object]:
    return lambda: Commune.objects.filter(pk=make_commune().pk).update(**values)


def service_with(**values: Any) -> Callable[[], object]:
    return lambda: Service.objects.filter(pk=make_service().pk).update(**values)


def kind_with(**values: Any) -> Callable[[], object]:
    return lambda: Kind.objects.filter(pk=make_kind().pk).update(**values)


def photo_with(**values: Any) -> Callable[[], object]:
    said = {"file": "a" * 64, "width": 480, "height": 320, "alt": "La salle", "credit": "Mairie", "licence": "cc0-1.0"}
    return lambda: Photo.objects.create(**({"place": values.get("place") or make_place()} | said | values))


def photo_twice() -> None:
    place = make_place()
    for _time in range(2):
        photo_with(place=place)()


def two_places() -> list[Place]:
    """Two places, the same ones each time, the older one first."""
    return list(Place.objects.order_by("pk")[:2]) or [make_place(), make_place("La Forge")]


def merge(places: Sequence[Place], status: str = "archived") -> object:
    kept, other = places
    return Place.objects.filter(pk=other.pk).update(merged_into=kept, status=status)


def chained() -> None:
    kept, other = two_places()
    merge([kept, other])
    merge([make_place("Le Lavoir"), kept])


def into_one_that_is_merged() -> None:
    kept, other = two_places()
    merge([kept, other])
    merge([other, make_place("Le Lavoir")])


def apart(first: Place, second: Place) -> NotSame:
    return NotSame.objects.create(first=first, second=second)


def former_told_twice() -> Callable[[], object]:
    def tell() -> None:
        for commune in ("Mende", "Langogne"):
            FormerCommune.objects.create(code="48196", name="Le Villard", commune=make_commune(commune))

    return tell


def former_at(point: Point) -> Callable[[], object]:
    return lambda: FormerCommune.objects.create(
        code="48196", name="Le Villard", commune=make_commune(), town_hall=point
    )


def group_drawn(boundary: MultiPolygon) -> Callable[[], object]:
    return lambda: Intercommunality.objects.filter(pk=make_intercommunality().pk).update(boundary=boundary)


def river_with(**values: Any) -> Callable[[], object]:
    def attempt() -> None:
        make_river("Lot")
        River.objects.filter(pk=make_river("Truyère").pk).update(**values)

    return attempt


def point_at(lon: float, lat: float) -> Callable[[], object]:
    """A way to put a place in a commune larger than the world, so that only the world is in question."""

    def attempt() -> None:
        connection.check_constraints()  # nothing waits when the table is altered
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE places_commune DROP CONSTRAINT commune_is_on_earth")
        commune = make_commune("Mende")
        Commune.objects.update(boundary=square(0, 0, half_side=400))
        Place.objects.filter(pk=make_place(commune=commune).pk).update(point=Point(lon, lat, srid=4326))

    return attempt


CHECKS: dict[str, list[Callable[[], object]]] = {
    "kind_needs_are_known": [kind_with(needs=["work", "siege"])],
    "service_needs_are_known": [service_with(needs=["siege"])],
    "place_merged_is_archived": [lambda: merge(two_places(), "published")],
    "place_merged_into_another": [lambda: merge([make_place()] * 2)],
    "notsame_is_said_once": [lambda: [apart(*two_places()) for _twice in range(2)]],
    "notsame_is_of_two_in_order": [lambda: apart(*reversed(two_places())), lambda: apart(*[make_place()] * 2)],
    "synonym_has_two_expressions": [lambda: Synonym.objects.create(slug="cci", expressions=["CCI"])],
    "place_has_a_kind": [place_with(kinds=[])],
    "place_status_is_known": [place_with(status="online")],
    "place_precision_is_known": [place_with(precision="roughly")],
    "place_wheelchair_is_known": [place_with(wheelchair="maybe")],
    "place_publics_are_known": [place_with(publics=["seniors", "cats"])],
    "place_fees_are_known": [place_with(fees=["barter"])],
    "place_only_what_moves_serves_communes": [
        place_with(served_communes=["48095"]),
        place_with(served_communes=["48095"], is_itinerant=False),
    ],
    "place_unknown_served_communes_are_null": [place_with(served_communes=[], is_itinerant=True)],
    "place_point_is_on_earth": [point_at(181, 44.5), point_at(3.5, -91)],
    "place_no_point_has_no_precision": [place_with(point=None)],
    "place_opening_hours_are_short": [place_with(opening_hours=f'Mo "{"x" * 2000}"')],
    "place_opening_hours_can_be_read": [
        place_with(opening_hours="9h-12h"),
        place_with(opening_hours="Mo-Fr 9:00-12:00"),
    ],
    "place_phone_can_be_dialled": [
        place_with(phone=number)
        for number in ("04 66 00 00 00", "+33 466000000", "+334660000", "+3304660000", "+33046600000", "+0466000000")
    ],
    "place_postcode_has_five_digits": [place_with(postcode=code) for code in ("abc", "4800", "480000", "F-48000")],
    "place_siret_has_fourteen_digits": [
        place_with(siret=said) for said in ("214 800 955 00004", "2148009550000", "0" * 14, "W482000123")
    ],
    "place_dates_can_be_read": [
        place_with(**{column: day}, download_mbps=1)
        for column in ("opened_on", "closed_on", "speed_measured_on", "source_date", "verified_on")
        for day in (date(24, 5, 1), date(2201, 1, 1))
    ],
    "place_opening_is_rounded": [
        place_with(opened_on=date(2018, 6, 6), opened_precision="month"),
        place_with(opened_precision="week"),
    ],
    "place_closing_is_rounded": [place_with(closed_on=date(2022, 2, 1), closed_precision="year")],
    "place_source_date_is_rounded": [place_with(source_date=date(2023, 1, 2), source_date_precision="year")],
    "place_links_are_web_addresses": [
        place_with(website="www.polen-mende.com"),
        place_with(booking_url="javascript:alert(1)"),
        place_with(website="https://nom:passe@polen-mende.com/"),
        place_with(acceslibre_url="https://acceslibre .fr"),
    ],
    "place_amounts_are_not_negative": [
        place_with(desks=-1),
        place_with(meeting_rooms=-1),
        place_with(download_mbps=Decimal("-0.1")),
        place_with(upload_mbps=-1),
        place_with(day_price=-1),
        place_with(month_price=-1),
    ],
    "place_measured_speed_has_a_value": [place_with(speed_measured_on=date(2026, 1, 1))],
    "place_closes_after_it_opens": [place_with(opened_on=date(2020, 1, 2), closed_on=date(2020, 1, 1))],
    "place_name_is_not_blank": [place_with(name="  ")],
    "commune_boundary_is_valid": [commune_with(boundary=CROSSED)],
    "former_commune_is_told_once": [former_told_twice()],
    "commune_is_on_earth": [commune_with(boundary=square(181, 44.5)), commune_with(town_hall=FAR)],
    "former_commune_is_on_earth": [former_at(FAR)],
    "intercommunality_is_on_earth": [group_drawn(square(0, 91))],
    "river_is_on_earth": [river_with(course=MultiLineString(LineString((181, 44.5), (182, 44.5)), srid=4326))],
    "river_has_one_course": [river_with(name="Lot")],
    "river_course_is_valid": [river_with(course=MultiLineString(LineString((3.5, 44.5), (3.5, 44.5)), srid=4326))],
    "service_group_is_known": [service_with(group="leisure")],
}
TRIGGERS: dict[str, list[Callable[[], object]]] = {
    "place_kinds_exist": [
        place_with(kinds=["coworking", "castle"]),
    ],
    "place_merged_into_the_last": [chained, into_one_that_is_merged],
    "place_services_exist": [place_with(services=["juggling"])],
    "place_kinds_are_kept": [
        lambda: make_place() and Kind.objects.get(slug="coworking").delete(),
        lambda: make_place() and Kind.objects.filter(slug="coworking").update(slug="cowork"),
    ],
    "place_services_are_kept": [
        lambda: make_place(services=["printing"]) and Service.objects.get(slug="printing").delete(),
    ],
    "place_served_communes_exist": [place_with(is_itinerant=True, served_communes=["48095", "99999"])],
    "place_point_is_in_its_commune": [
        place_with(point=point_in("Langogne")),
        place_with(commune=Commune(code="48061")),
    ],
    "place_point_is_in_a_commune": [place_with(point=Point(0, 0, srid=4326))],
}
PHOTOS: dict[str, list[Callable[[], object]]] = {
    "photo_once_a_place": [photo_twice],
    "photo_file_is_a_hash": [photo_with(file="photo.jpg"), photo_with(file="A" * 64)],
    "photo_has_a_size": [photo_with(width=0), photo_with(height=0)],
    "photo_licence_is_known": [photo_with(licence="mine")],
    "photo_is_credited": [photo_with(credit=" ")],
    "photo_is_said_in_words": [
        photo_with(alt=None),
        photo_with(alt=" "),
        photo_with(alt="é" * 301),
        photo_with(is_decorative=True),
    ],
}
TRIED = [(name, attempt) for name, attempts in (CHECKS | TRIGGERS | PHOTOS).items() for attempt in attempts]


@pytest.mark.parametrize(("name", "attempt"), TRIED, ids=[name for name, _ in TRIED])
def test_the_database_refuses(name: str, attempt: Callable[[], object]) -> None:
    make_commune("Langogne")
    make_commune("Florac Trois Rivières")
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        attempt()


TEXTS = (
    "description address postcode opening_hours phone email website booking_url acceslibre_url siret access_note "
    "source source_id licence"
)


@pytest.mark.parametrize("column", TEXTS.split())
@pytest.mark.parametrize("blank", ["", "  "])
def test_an_unknown_text_is_null_and_never_blank(column: str, blank: str) -> None:
    place = make_place()
    # In SQL: the model itself would already store NULL.
    with pytest.raises(DatabaseError, match="place_"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE places_place SET {column} = %s WHERE id = %s", [blank, place.pk])


def test_the_name_of_the_rule_on_blank_texts_is_said() -> None:
    place = make_place()
    with pytest.raises(DatabaseError, match="place_unknown_text_is_null"), transaction.atomic():
        Place.objects.filter(pk=place.pk).update(email="")


def test_every_constraint_of_places_is_tried_here() -> None:
    named = {c.name for model in apps.get_app_config("places").get_models() for c in model._meta.constraints}
    assert named == {*CHECKS, *PHOTOS, "place_unknown_text_is_null"}


def test_the_model_stores_a_blank_text_as_unknown() -> None:
    place = make_place(description="  ", phone="")
    place.refresh_from_db()
    assert (place.description, place.phone) == (None, None)


def test_a_point_without_a_commune_finds_its_own_in_raw_sql_too() -> None:
    make_kind()
    make_commune("Langogne")
    place = Place(name="La Gare", slug="la-gare", kinds=["coworking"], point=point_in("Langogne"), precision="exact")
    place.save()
    place.refresh_from_db()
    assert place.commune.name == "Langogne"


def test_a_misplaced_point_is_refused_with_both_communes_named() -> None:
    make_commune("Langogne")
    place = make_place(town="Mende")
    with (
        pytest.raises(DatabaseError, match="the point is in Langogne, the stated commune is Mende"),
        transaction.atomic(),
    ):
        Place.objects.filter(pk=place.pk).update(point=point_in("Langogne"))


def test_a_point_on_the_border_of_two_communes_may_be_in_either() -> None:
    shared = {"boundary": make_commune("Mende").boundary}
    make_commune("Langogne", **shared)
    place = make_place(town="Mende")
    Place.objects.filter(pk=place.pk).update(commune="48080")
    assert Place.objects.get().commune.name == "Langogne"


@pytest.mark.parametrize(
    "phone", ["+33466000000", "+262262000000", "+3222345678", "+41227301111", "+12025550123", "3949", "115"]
)
def test_telephones_of_here_and_elsewhere_are_kept(phone: str) -> None:
    assert make_place(phone=phone).phone == phone


def test_what_nobody_can_have_meant_is_emptied_when_the_rules_come_and_the_history_keeps_it() -> None:
    place = make_place("Juste", phone="+33466000000", opened_on=date(1950, 1, 1))
    emptied = import_module("places.migrations.0008_two_writers").EMPTIED
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in ("phone_can_be_dialled", "postcode_has_five_digits", "dates_can_be_read"):
            cursor.execute(f"ALTER TABLE places_place DROP CONSTRAINT place_{name}")
        bad = Place.objects.filter(pk=make_place("Faux").pk)
        bad.update(phone="+334660000", postcode="abc", closed_on=date(24, 1, 1), opened_on=date(24, 1, 1))
        cursor.execute(emptied)
    assert set(bad.values_list("phone", "postcode", "closed_on", "opened_on").get()) == {None}
    place.refresh_from_db()
    assert (place.phone, place.opened_on) == ("+33466000000", date(1950, 1, 1))
    events: Any = Place.pgh_event_model.objects  # type: ignore[attr-defined]
    assert events.filter(pgh_obj_id=bad.get().pk, phone="+334660000").exists()


def test_a_word_that_no_place_uses_may_go() -> None:
    make_place()
    make_kind("castle").delete()
    assert [kind.slug for kind in Kind.objects.all()] == ["coworking"]


def test_a_slug_and_a_public_identifier_are_unique() -> None:
    place, other = make_place(), Place.objects.filter(pk=make_place("Autre").pk)
    with pytest.raises(DatabaseError, match="slug"), transaction.atomic():
        other.update(slug=place.slug)
    with pytest.raises(DatabaseError, match="uuid"), transaction.atomic():
        other.update(uuid=place.uuid)


def test_a_commune_that_holds_a_place_may_not_go() -> None:
    place = make_place()
    with pytest.raises(DatabaseError, match="places_commune"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM places_commune WHERE code = %s; SET CONSTRAINTS ALL IMMEDIATE", [place.commune_id])
