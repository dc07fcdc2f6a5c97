"""The printed directory: what is asked, a map whose numbers lead to the list, and nothing on top of anything."""

import re
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.test import Client

from frontend.paper.entries import Entry, Row, fitting, mix
from frontend.paper.land import Land, Town
from frontend.paper.layout import Box, room_for, spread
from frontend.paper.sheet import PAPERS, map_sheet
from places.choices import Status
from places.models import River, Territory
from tests.budget import hold
from tests.factories import (
    TOWNS,
    make_ardeche,
    make_both_families,
    make_commune,
    make_membership,
    make_network,
    make_place,
    point_in,
)
from tests.frontend.test_pages import HOSTILE, queries

pytestmark = pytest.mark.django_db
LAND = Land("M0 0", "", 3800, -55_700, 900, 1000, rivers=[], towns=[])


def printed(client: Client, **query: Any) -> str:
    return client.get("/imprimer/", query).content.decode()


def entry(number: int, *points: Point) -> Entry:
    rows = [Row(f"Lieu {number}", "neither", "", "Bibliothèque", "", None, point) for point in points]
    return Entry(number, f"Commune {number}", "neither", rows)


def test_the_sheet_says_how_far_the_sources_of_its_states_go(client: Client) -> None:
    make_membership(make_place("POLeN"), make_network(), "2020-01-01", last_seen_on=date(2021, 3, 4))
    said = printed(client).replace("\xa0", " ")
    assert "D’après des sources allant jusqu’au 4 mars 2021, prolongées ensuite." in said


def test_communes_are_numbered_by_name_in_the_list_and_on_the_map(client: Client) -> None:
    make_place("POLeN", "Mende")
    make_place("Aide", "Langogne", point=point_in("Langogne"))
    make_place("Brouillon", "Chanac", status=Status.DRAFT)
    html = printed(client)
    assert re.findall(r'class="atlas-number">(\d+)</span>\s*([^<]+?)\s*<', html) == [("1", "Langogne"), ("2", "Mende")]
    assert re.findall(r'class="atlas-mark"[^>]*>(\d+)<', html) == ["1", "2"]
    assert "2\xa0lieux" in html


def test_more_than_a_sheet_can_carry_is_not_drawn_and_leads_to_what_can_be(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.paper.views.MOST_PRINTED", 2)
    for number in range(3):
        make_place(f"Lieu {number}", "Mende")
    make_place("Lisière", make_ardeche().name)
    html = printed(client).replace("\xa0", " ")
    assert "plus de 2 lieux" in html
    assert "C’est plus qu’une feuille ne peut porter" in html
    assert "atlas-number" not in html
    assert 'href="?territory=07"' in html
    assert "1 lieu" in printed(client, territory="07").replace("\xa0", " ")
    assert "more than 2 places" in client.get("/en/imprimer/").content.decode().replace("\xa0", " ")


def test_the_page_prints_what_the_query_asks_and_says_it(client: Client) -> None:
    make_both_families(make_place("La Pompe", "Florac Trois Rivières"))
    make_place("École")
    html = printed(client, overlap="both")
    assert "La Pompe" in html
    assert "École" not in html
    assert '<p class="atlas-asked">Les deux</p>' in html
    assert "http://testserver/?overlap=both" in html
    assert 'class="qr"' in html


def test_the_way_back_and_the_other_paper_keep_the_question(client: Client) -> None:
    make_place()
    html = printed(client, overlap="neither", paper="a3")
    assert 'class="atlas atlas-a3"' in html
    assert 'href="/?overlap=neither"' in html
    assert 'href="?overlap=neither&amp;paper=a4"' in html


@pytest.mark.parametrize("paper", ["", "a5", HOSTILE])
def test_a_paper_that_does_not_exist_is_a4(client: Client, paper: str) -> None:
    assert 'class="atlas atlas-a4"' in printed(client, paper=paper)


def test_what_cannot_be_read_is_told(client: Client) -> None:
    answer = client.get("/imprimer/", {"overlap": HOSTILE})
    assert answer.status_code == 400
    assert HOSTILE not in answer.content.decode()


def test_nothing_to_print_is_said(client: Client) -> None:
    assert "rien à imprimer" in printed(client)
    make_place()
    assert "rien à imprimer" in printed(client, overlap="both")


def test_a_question_too_long_for_a_code_is_printed_without(client: Client) -> None:
    make_place()
    answer = client.get("/imprimer/", {"near": "3.5,44.5", "map": "9/" + "4" * 3000})
    assert answer.status_code == 200
    assert 'class="qr"' not in answer.content.decode()


def test_a_place_without_point_is_in_the_list_alone(client: Client) -> None:
    make_place("Nulle part", point=None)
    html = printed(client)
    assert "Nulle part" in html
    assert 'class="atlas-mark"' not in html


def test_rivers_inside_the_land_are_drawn_and_named(client: Client) -> None:
    make_commune("Mende")
    course = MultiLineString(LineString((3.2, 44.52), (3.46, 44.51), (3.53, 44.53), (3.9, 44.5)), srid=4326)
    River.objects.create(name="Le Lot", territory=Territory.objects.get(), course=course)
    html = printed(client)
    assert html.count('class="atlas-river"') == 1
    assert re.search(r"<textPath[^>]*>Le Lot<", html)


def test_a_hostile_name_stays_text(client: Client) -> None:
    make_place(HOSTILE, slug="hostile", address=HOSTILE)
    make_commune("Chanac", name=HOSTILE)
    assert HOSTILE not in printed(client)


def test_printing_costs_the_same_whatever_is_printed(client: Client) -> None:
    make_place("Lieu")
    printed(client)
    few = queries(client, "/imprimer/")
    for number, town in enumerate(TOWNS):
        make_place(f"Lieu {number}", town)
    printed(client)
    hold(few, queries(client, "/imprimer/"))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_printing_is_read_only(client: Client, method: str) -> None:
    assert getattr(client, method)("/imprimer/").status_code == 405


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["neither"], "neither"),
        (["neither", "a"], "a"),
        (["b", "neither"], "b"),
        (["a", "b"], "apart"),
        (["a", "both"], "both"),
    ],
)
def test_the_mark_of_a_commune_shows_the_mix_of_its_places(states: list[str], expected: str) -> None:
    assert mix(states) == expected


def test_a_commune_where_families_do_not_meet_is_drawn_apart(client: Client) -> None:
    make_membership(make_place("Aide"), make_network("France services", "mediation"))
    make_membership(make_place("Pépinière"), make_network("SoLozère"))
    assert re.search(r'<use href="#venn-apart"\s+x=', printed(client))


def test_no_mark_hides_another_and_one_that_moved_says_where_it_is() -> None:
    crowd = [entry(number, Point(3.9 + number / 900, 44.6, srid=4326)) for number in range(1, 30)]
    sheet = map_sheet(LAND, crowd, PAPERS["a4"])
    boxes = [Box(mark.x, mark.y, 5.4, 3.7) for mark in sheet.marks]
    assert not any(one.overlap(other) for one, other in combinations(boxes, 2))
    assert any(mark.origin for mark in sheet.marks)


def test_a_mark_alone_stands_on_the_middle_of_its_places() -> None:
    sheet = map_sheet(LAND, [entry(1, Point(3.8, 44.6, srid=4326), Point(3.9, 44.6, srid=4326))], PAPERS["a4"])
    mark = sheet.marks[0]
    assert mark.origin is None
    assert mark.x == pytest.approx((3.85 * 1113.195 - 3800) * sheet.factor, abs=0.3)


def test_names_hide_neither_marks_nor_each_other_and_the_largest_town_comes_first() -> None:
    towns = [Town("Grande ville", 4200, -55_300), Town("Village", 4202, -55_300), Town("Loin", 4500, -54_900)]
    land = Land("M0 0", "", 3800, -55_700, 900, 1000, rivers=[], towns=towns)
    assert [label.text for label in map_sheet(land, [], PAPERS["a4"]).labels] == ["Grande ville", "Loin"]


def test_a_name_finds_room_around_its_mark_or_none() -> None:
    mark, name = Box(50, 50, 8, 4), Box(50, 50, 20, 2.5)
    below = room_for(name, [mark], mark, (100, 100))
    assert below is not None
    assert below.y > mark.y
    above = room_for(name, [mark, below], mark, (100, 100))
    assert above is not None
    assert above.y < mark.y
    assert room_for(name, [Box(50, 50, 90, 90)], mark, (100, 100)) is None


def test_boxes_stay_on_the_paper() -> None:
    boxes = [Box(1, 1, 6, 4) for _number in range(9)]
    spread(boxes, (60, 60))
    assert all(box.width / 2 <= box.x <= 60 - box.width / 2 for box in boxes)


def test_the_scale_bar_is_a_round_number_of_kilometres() -> None:
    scale = map_sheet(LAND, [], PAPERS["a4"]).scale
    assert scale.words == "20\xa0km"
    # At this latitude Mercator stretches lengths by 1.4.
    assert scale.length == pytest.approx(200 * 1.4 * map_sheet(LAND, [], PAPERS["a4"]).factor, rel=0.02)


def test_only_the_entries_that_surely_fit_are_beside_the_map() -> None:
    crowd = [entry(number, Point(3.9, 44.6, srid=4326)) for number in range(1, 10)]
    counts = [fitting(crowd, lines) for lines in (0, 5, 10, 20, 1000)]
    assert counts[0] == 0
    assert counts[-1] == len(crowd)
    assert all(fewer <= more for fewer, more in pairwise(counts))
