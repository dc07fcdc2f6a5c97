from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import IntegrityError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from places.choices import Door, Status
from places.hours import State
from places.models import Place
from places.querysets import PlaceQuerySet
from places.search import lexicon
from places.services import edit_place
from tests.budget import hold, statements
from tests.factories import (
    TOWNS,
    make_commune,
    make_intercommunality,
    make_kind,
    make_place,
    make_service,
    point_in,
)
from tests.randomly import drawn

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
Places = PlaceQuerySet[Place]

MENDE = TOWNS["Mende"][1:]


def names(places: Places) -> list[str]:
    return sorted(place.name for place in places)


def metres_from_mende(town: str) -> Any:
    """The annotation, of which the type of the model says nothing."""
    return vars(Place.objects.near(*MENDE).get(name=town))["distance"]


def in_every_town() -> None:
    for town in (
        "Mende",
        "Florac Trois Rivières",
        "Marvejols",
        "Langogne",
        "Saint-Chély-d'Apcher",
        "Villefort",
        "Chanac",
    ):
        make_place(town, town)


def test_only_published_places_are_for_everyone() -> None:
    for status in ("draft", "published", "archived"):
        make_place(status, status=status)
    assert names(Place.objects.published()) == ["published"]


def test_a_box_keeps_what_it_holds_edges_included() -> None:
    in_every_town()
    _code, lon, lat = TOWNS["Florac Trois Rivières"]
    assert names(Place.objects.in_bbox((3.4, 44.3, 3.7, 44.6))) == ["Florac Trois Rivières", "Mende"]
    assert names(Place.objects.in_bbox((lon, lat, lon, lat))) == ["Florac Trois Rivières"]
    assert names(Place.objects.in_bbox((lon + 0.000001, lat, 4.5, 45))) == ["Langogne", "Villefort"]


def test_a_place_without_a_point_is_in_no_box() -> None:
    make_place(point=None)
    assert names(Place.objects.in_bbox((-180, -90, 180, 90))) == []


def test_a_box_may_cross_the_antimeridian() -> None:
    boundary = MultiPolygon(Polygon.from_bbox((-180, -90, 180, 90)), srid=4326)
    commune = make_commune("Mende", boundary=boundary)
    make_place("Fidji", commune=commune, point=Point(179.5, -17, srid=4326))
    make_place("Samoa", commune=commune, point=Point(-172, -13.8, srid=4326))
    make_place("Ici", commune=commune)
    assert names(Place.objects.in_bbox((170, -30, -170, 0))) == ["Fidji", "Samoa"]


# Kilometres between town halls, as the crow flies: measured on a map.
@pytest.mark.parametrize(
    ("town", "metres"), [("Chanac", 13_530), ("Florac Trois Rivières", 22_730), ("Langogne", 36_500)]
)
def test_distances_are_in_metres(town: str, metres: int) -> None:
    in_every_town()
    assert metres_from_mende(town) == pytest.approx(metres, rel=0.005)


def test_a_radius_keeps_the_towns_just_inside_and_drops_those_just_outside() -> None:
    in_every_town()
    florac = metres_from_mende("Florac Trois Rivières")
    inside, outside = (names(Place.objects.near(*MENDE, radius=florac + metres)) for metres in (5, -5))
    assert inside == ["Chanac", "Florac Trois Rivières", "Marvejols", "Mende"]
    assert outside == ["Chanac", "Marvejols", "Mende"]


def test_a_radius_keeps_what_st_dwithin_keeps() -> None:
    in_every_town()
    for metres in (1, 5_000, 31_000, 120_000, 1_000_000):
        near = Place.objects.within(metres, *MENDE).values_list("slug", flat=True)
        judged = Place.objects.filter(point__isnull=False).extra(
            where=["ST_DWithin(geography(point), geography(ST_SetSRID(ST_MakePoint(%s, %s), 4326)), %s, false)"],
            params=[*MENDE, metres],
        )
        assert set(near) == set(judged.values_list("slug", flat=True))


def test_the_nearest_come_first_when_ordered_by_distance() -> None:
    in_every_town()
    nearest: Any = Place.objects.near(*MENDE)
    assert [place.name for place in nearest.order_by("distance")[:3]] == ["Mende", "Chanac", "Marvejols"]


def test_a_place_without_a_point_is_near_nothing() -> None:
    make_place(point=None)
    assert names(Place.objects.near(*MENDE)) == []


def test_kinds_and_services_are_any_of_or_all_of() -> None:
    make_place("Un", kinds=["coworking"], services=["printing"])
    make_place("Deux", kinds=["coworking", "library"], services=["printing", "training"])
    make_place("Inconnu", kinds=["library"], services=None)
    assert names(Place.objects.of_kinds(["coworking", "castle"])) == ["Deux", "Un"]
    assert names(Place.objects.of_kinds(["coworking", "library"], match_all=True)) == ["Deux"]
    assert names(Place.objects.offering(["printing", "training"])) == ["Deux", "Un"]
    assert names(Place.objects.offering(["printing", "training"], match_all=True)) == ["Deux"]


def test_places_are_kept_by_commune_and_by_intercommunality() -> None:
    in_every_town()
    group = make_intercommunality("Mont Lozère", "Langogne", "Villefort")
    assert names(Place.objects.in_communes(["48095", "48061"])) == ["Florac Trois Rivières", "Mende"]
    assert names(Place.objects.in_intercommunalities([group.code])) == ["Langogne", "Villefort"]


@pytest.fixture
def _library() -> None:
    make_kind("library", "Médiathèque")
    make_service("help", "Aide aux démarches administratives")
    make_place("Théophile Roussel", "Saint-Chély-d'Apcher", kinds=["library"], services=["help"])
    make_place("La Pompe", "Florac Trois Rivières", description="Un atelier partagé, au bord du Tarnon")
    make_place("POLeN", "Mende", address="12 rue Albert-Einstein", postcode="48000")


@pytest.mark.usefixtures("_library")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("theophile", ["Théophile Roussel"]),
        ("THÉOPHILE", ["Théophile Roussel"]),
        ("théophille", ["Théophile Roussel"]),  # a slip
        ("mediatheque", ["Théophile Roussel"]),  # its kind
        ("démarches", ["Théophile Roussel"]),  # a service
        ("saint chely", ["Théophile Roussel"]),  # its commune
        ("St chely", ["Théophile Roussel"]),  # as it is often written
        ("st-chély", ["Théophile Roussel"]),
        ("florac", ["La Pompe"]),
        ("atelier tarnon", ["La Pompe"]),  # its description, every word
        ("atelier mende", ["La Pompe"]),  # no place has both
        ("einstein", ["POLeN"]),
        ("48000", ["POLeN"]),
        ("polene", ["POLeN"]),
        ("zzzz", []),
        ("l polen", ["POLeN"]),  # a single letter asks nothing
        ("l", ["La Pompe", "POLeN", "Théophile Roussel"]),
        ("%", []),
        ("", ["La Pompe", "POLeN", "Théophile Roussel"]),
    ],
)
def test_a_search_reads_names_communes_kinds_and_services_without_accents(text: str, found: list[str]) -> None:
    assert names(Place.objects.matching(text)) == found


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("word", ["library", "mediatheque"])
def test_kinds_and_services_are_found_under_the_words_of_both_languages(language: str, word: str) -> None:
    make_kind("library", "Médiathèque", label_en="Library")
    make_place("Lire", kinds=["library"])
    with override(language):
        assert names(Place.objects.matching(word)) == ["Lire"]


def test_a_slip_never_tells_a_word_that_only_a_draft_has() -> None:
    make_place("Secrétariat", status=Status.DRAFT)
    make_place("La Pompe")
    published = Place.objects.published().matching("secretariaat")
    assert (names(published), published.reading.understood) == ([], None)
    assert names(Place.objects.matching("secretariaat")) == ["Secrétariat"]


@pytest.mark.parametrize("many", [0, 100])
def test_a_word_of_many_communes_finds_their_places(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(lexicon, "_MANY", many)
    for town in ("Saint-Chély-d'Apcher", "Mende"):
        make_place(f"Lieu de {town[:5]}", town)
    found = Place.objects.matching("chely")
    assert names(found.order_by(*found.by_relevance())) == ["Lieu de Saint"]
    assert names(Place.objects.matching("saint")) == ["Lieu de Saint"]


def test_the_lexicon_learns_from_what_is_written() -> None:
    place = make_place("La Pompe")
    edit_place(place=place, changes={"name": "La Fontaine"}, by=None, door=Door.CONSOLE)
    found = Place.objects.matching("fontiane")
    assert (names(found), found.reading.understood) == (["La Fontaine"], "Fontaine")
    assert names(Place.objects.matching("pomep")) == []


@pytest.mark.fuzz
@drawn(25)
@given(st.text(max_size=60).filter(lambda text: "\x00" not in text))
def test_a_search_never_fails(text: str) -> None:
    list(Place.objects.matching(text))


def test_a_place_that_closed_for_good_is_not_open() -> None:
    make_place("Ancien télécentre", opening_hours="24/7", closed_on=date(2022, 4, 26))
    lasting = Place.objects.open_at
    assert lasting(datetime(2022, 4, 25, 10, tzinfo=PARIS)).exists()
    assert not lasting(datetime(2022, 4, 26, 10, tzinfo=PARIS)).exists()


def test_a_place_that_has_not_opened_yet_is_not_open() -> None:
    make_place("Futur tiers-lieu", opening_hours="24/7", opened_on=date(2027, 3, 1))
    assert not Place.objects.open_at(datetime(2027, 2, 28, 10, tzinfo=PARIS)).exists()
    assert Place.objects.open_at(datetime(2027, 3, 1, 10, tzinfo=PARIS)).exists()


def test_school_holidays_are_those_of_the_zone_of_each_place() -> None:
    make_place("Bibliothèque", opening_hours="Mo-Fr 09:00-12:00; SH off")
    make_place("Atelier", opening_hours="Mo-Fr 09:00-12:00")
    assert names(Place.objects.open_at(datetime(2026, 12, 22, 10, tzinfo=PARIS))) == ["Atelier"]
    assert names(Place.objects.open_at(datetime(2026, 12, 15, 10, tzinfo=PARIS))) == ["Atelier", "Bibliothèque"]


@pytest.mark.parametrize(
    "moment", ["2026-11-23 10:00", "2026-11-11 10:00", "2026-12-22 10:00", "2026-11-28 11:00", "2026-11-23 12:30"]
)
def test_open_at_agrees_with_the_hours_of_each_place(moment: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=PARIS)
    written = ["Mo-Fr 09:00-12:00; PH off", "24/7", "Sa 10:00-13:00", "Mo-Fr unknown", None, "We 09:00-18:00"]
    written += ["Mo-Fr 09:00-12:00; SH off", "SH Mo-Fr 09:00-12:00", 'Mo-Sa 09:00-13:00 "sonnez"']
    for number, hours in enumerate(written):
        make_place(f"Lieu {number}", opening_hours=hours)
        make_place(f"Voisin {number}", opening_hours=hours)
    naive = [place.name for place in Place.objects.all() if place.schedule.at(at).state is State.OPEN]
    assert names(Place.objects.open_at(at)) == sorted(naive)


def test_verbs_chain_like_a_sentence() -> None:
    make_place("Oui", kinds=["library"], services=["printing"], opening_hours="24/7")
    make_place("Brouillon", kinds=["library"], services=["printing"], status="draft", opening_hours="24/7")
    make_place("Fermé", kinds=["library"], services=["printing"], opening_hours="24/7 off")
    moment = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
    found = Place.objects.published().in_bbox((3, 44, 4, 45)).of_kinds(["library"]).offering(["printing"])
    assert names(found.open_at(moment).near(*MENDE, radius=100)) == ["Oui"]


def told_of(places: Places, name: str) -> dict[str, Any]:
    """What a verb annotates, by the names of the places."""
    return {place.name: getattr(place, name) for place in places}


def test_a_need_is_answered_by_a_kind_or_by_a_service_as_the_vocabulary_says() -> None:
    make_place("Pôle", kinds=["coworking"])
    make_place("Bibliothèque", kinds=["library"], services=["coworking-desk", "printing"])
    make_place("Pépinière", kinds=["incubator"])
    make_place("Médiathèque", kinds=["library"], services=["printing"])
    make_place("Dépôt", kinds=["library"], services=None)
    assert names(Place.objects.for_needs(["work"])) == ["Bibliothèque", "Pôle"]
    assert names(Place.objects.for_needs(["work", "business"])) == ["Bibliothèque", "Pépinière", "Pôle"]
    assert names(Place.objects.for_needs(["procedures"])) == []
    met = told_of(Place.objects.with_need("work"), "meets_need")
    assert met == {"Pôle": True, "Bibliothèque": True, "Pépinière": False, "Médiathèque": False, "Dépôt": False}


def test_a_need_that_no_one_knows_of_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError):
        make_kind("castle", "Château", needs=["siege"])


def test_a_list_begins_with_what_one_can_act_upon() -> None:
    make_place("Horaires", opening_hours="Mo 09:00-12:00")
    make_place("Téléphone", phone="+33466000000")
    make_place("Courriel", email="ici@example.org")
    make_place("Rien")
    make_place("Fini", opening_hours="Mo 09:00-12:00", closed_on=date(2020, 1, 1))
    ranks = told_of(Place.objects.with_rank(on=date(2026, 11, 23)), "rank")
    assert ranks == {"Horaires": 0, "Téléphone": 1, "Courriel": 1, "Rien": 2, "Fini": 3}
    assert told_of(Place.objects.with_rank(on=date(2019, 1, 1)), "rank")["Fini"] == 0


def test_a_place_known_by_its_commune_counts_as_further() -> None:
    make_place("Là", point=point_in("Mende", north=0.02))
    make_place("Par là", precision="commune")
    make_place("Nulle part", point=None)
    reach = told_of(Place.objects.with_reach(*MENDE), "reach")
    distance = told_of(Place.objects.with_distance(*MENDE), "distance")
    assert reach["Par là"] == pytest.approx(distance["Par là"] + 5000, abs=5)
    assert reach["Là"] == pytest.approx(distance["Là"], abs=5)
    assert distance["Là"] > distance["Par là"]
    assert reach["Là"] < reach["Par là"]
    assert reach["Nulle part"] is None


VERBS: dict[str, Callable[[Places], Places]] = {
    "published": lambda places: places.published(),
    "in_bbox": lambda places: places.in_bbox((3, 44, 4, 45)),
    "near": lambda places: places.near(*MENDE, radius=10_000),
    "of_kinds": lambda places: places.of_kinds(["coworking"]),
    "offering": lambda places: places.offering(["printing"]),
    "for_needs": lambda places: places.for_needs(["work"]),
    "with_rank": lambda places: places.with_rank(),
    "in_communes": lambda places: places.in_communes(["48095"]),
    "matching": lambda places: places.matching("lieu mende"),
    "open_at": lambda places: places.open_at(datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_asks_as_many_questions_of_five_places_as_of_twenty(verb: str) -> None:
    asked = []
    for size in (5, 20):
        for number in range(Place.objects.count(), size):
            make_place(f"Lieu {number}", services=["printing"], opening_hours="24/7")
        with statements() as queries:
            assert len(list(VERBS[verb](Place.objects.all()))) == size
        asked.append(queries)
    hold(*asked, habit=8 if verb == "matching" else 2)
