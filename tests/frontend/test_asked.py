"""The filters of an address, as the server reads them."""

import csv
import io
import re
from datetime import datetime
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from frontend.home.question import Asked
from places.hours import local_zone
from tests.factories import make_both_families, make_membership, make_network, make_place

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 10, tzinfo=local_zone())


@pytest.fixture
def _places() -> None:
    make_both_families(make_place("La Pompe", "Florac Trois Rivières", kinds=["coworking", "fablab"]))
    make_place(
        "Bibliothèque", "Mende", kinds=["library"], services=["printing", "scanning"], opening_hours="Mo 09:00-12:00"
    )
    library = make_place(
        "Médiathèque", "Marvejols", kinds=["library"], services=["printing"], point=None, precision="unknown"
    )
    make_membership(library, make_network("Médiathèques"))


def found(query: str) -> list[str]:
    asked = Asked(QueryDict(query))
    assert asked.refused() == []
    return [place.name for place in asked.listed(asked.places(MONDAY))]


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Bibliothèque", "La Pompe", "Médiathèque"]),
        ("q=florac", ["La Pompe"]),
        ("q=mediatheque", ["Médiathèque"]),
        ("q=%00%20", ["Bibliothèque", "La Pompe", "Médiathèque"]),
        ("kind=library", ["Bibliothèque", "Médiathèque"]),
        ("kind=library&kind=coworking", ["Bibliothèque", "La Pompe", "Médiathèque"]),
        ("kind=fablab&kind=coworking&match=all", ["La Pompe"]),
        ("service=printing&service=scanning", ["Bibliothèque", "Médiathèque"]),
        ("service=printing&service=scanning&match=all", ["Bibliothèque"]),
        ("network=mediatheques", ["Médiathèque"]),
        ("open=now", ["Bibliothèque"]),
        ("overlap=both", ["La Pompe"]),
        ("overlap=both&overlap=neither", ["Bibliothèque", "La Pompe"]),
        ("near=3.5,44.52", ["Bibliothèque", "La Pompe", "Médiathèque"]),
        ("near=3.6,44.3&kind=library", ["Bibliothèque", "Médiathèque"]),
        ("map=9/44.5/3.5&page=1&open=&kind=", ["Bibliothèque", "La Pompe", "Médiathèque"]),
    ],
)
def test_each_filter_keeps_its_places_in_order(query: str, names: list[str]) -> None:
    assert found(query) == names


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    "query",
    [
        "overlap=tout",
        "kind=castle",
        "service=teleport",
        "network=x",
        "open=tomorrow",
        "match=some",
        "near=ici",
        "near=3,95",
        "near=1,2,3",
        "near=nan,inf",
        f"q={'x' * 101}",
    ],
)
def test_a_filter_that_cannot_be_read_is_told_and_left_aside(client: Client, query: str) -> None:
    asked = Asked(QueryDict(query))
    (refusal,) = asked.refused()
    assert "ce filtre est laissé de côté" in refusal
    assert len(asked.listed(asked.places(MONDAY))) == 3
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400
    assert "ce filtre est laissé de côté" in answer.content.decode()


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kind=library&kind=castle", ["Bibliothèque", "Médiathèque"]),
        ("network=castle&network=mediatheques&match=all", ["Médiathèque"]),
        ("overlap=both&overlap=castle", ["La Pompe"]),
    ],
)
def test_a_word_that_is_not_known_is_told_alone_and_the_others_are_asked(query: str, names: list[str]) -> None:
    asked = Asked(QueryDict(query))
    (refusal,) = asked.refused()
    assert re.findall(r"«\W(.*)\W»", refusal) == ["castle"]
    assert [place.name for place in asked.listed(asked.places(MONDAY))] == names


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("query", "is_told"),
    [
        ("open=now", True),
        ("open=now&overlap=both", True),
        ("open=now&q=xylophone", False),
        ("q=xylophone", False),
    ],
)
def test_an_hour_that_alone_leaves_nothing_is_told(query: str, *, is_told: bool) -> None:
    asked, night = Asked(QueryDict(query)), MONDAY.replace(hour=3)
    assert not asked.places(night)
    assert asked.is_refused_by_hours(night) is is_told


@pytest.mark.usefixtures("_places")
def test_only_words_that_find_something_are_offered() -> None:
    asked = Asked(QueryDict("kind=library"))
    told = {ticks.name: ticks.groups for ticks in asked.ticks()}
    assert [value for value, _label, _is_ticked in told["kind"][""]] == ["coworking", "fablab", "library"]
    assert [value for value, _label, is_ticked in told["kind"][""] if is_ticked] == ["library"]
    assert sum(len(options) for options in told["service"].values()) == 2


def test_an_empty_directory_offers_no_filter() -> None:
    assert Asked(QueryDict()).ticks() == []


@pytest.mark.usefixtures("_places")
def test_the_filters_are_said_in_words() -> None:
    asked = Asked(QueryDict("q=florac&kind=library&service=printing&network=mediatheques&overlap=both&open=now"))
    assert asked.in_words() == [
        "«\xa0florac\xa0»",
        "library",
        "Impression et numérisation",
        "Médiathèques",
        "Les deux",
        "ouverts maintenant",
    ]


def test_a_long_list_comes_in_pages_that_keep_the_question(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontend.home.pages.CARDS_ON_A_PAGE", 2)
    for number in range(5):
        make_place(f"Lieu {number}")
    html = client.get("/?q=lieu").content.decode()
    assert "5\xa0lieux" in html
    assert re.findall(r'href="([^"]*page[^"]*)"', html) == ["?q=lieu&amp;page=2"]
    last = client.get("/?q=lieu&page=3").content.decode().partition("<template")[0]
    assert last.count('class="card"') == 1
    assert re.findall(r'href="(\?[^"]*page[^"]*)"', last) == ["?q=lieu&amp;page=2"]
    # A page that does not exist is the nearest that does.
    assert client.get("/?page=99").status_code == client.get("/?page=x").status_code == 200


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Bibliothèque", "La Pompe", "Médiathèque"]),
        ("map=9/44.5/3.5&page=1&utm_source=x&kind=", ["Bibliothèque", "La Pompe", "Médiathèque"]),
        ("kind=fablab&kind=coworking&match=all&map=9/44.5/3.5", ["La Pompe"]),
        ("kind=library&kind=nope", ["Bibliothèque", "Médiathèque"]),
        ("q=florac&open=never", ["La Pompe"]),
        ("near=3.6,44.3&kind=library", ["Bibliothèque"]),
        ("open=now&overlap=neither", ["Bibliothèque"]),
    ],
)
def test_the_spreadsheet_of_a_search_asks_what_the_page_asks(client: Client, query: str, names: list[str]) -> None:
    html = client.get(f"/?{query}").content.decode()
    (address,) = {unescape(found) for found in re.findall(r'href="(/api/v1/places/[^"]+)"', html)}
    assert address.endswith("format=xlsx")
    assert client.get(address).status_code == 200
    rows = csv.DictReader(io.StringIO(client.get(address.replace("xlsx", "csv")).content.decode()))
    assert sorted(row["name"] for row in rows) == names
