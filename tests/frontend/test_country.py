"""The list of a directory that no browser could hold: a page at a time, and numbers that say they are reckoned."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from frontend.home.amounts import Count, amounts_of, count_of, share_of
from frontend.home.held import is_country
from frontend.home.pages import _BY_COMMUNE
from network.choices import State
from network.models import NetworkedPlace
from places.choices import Precision, Status
from tests.budget import hold, statements
from tests.factories import make_both_families, make_place, point_in

pytestmark = pytest.mark.django_db

TOWNS = ("Florac Trois Rivières", "Langogne", "Mende", "Villefort")
HEAD = re.compile(r'id="shown"[^>]*>([^<]+)<')
CARD = re.compile(r'class="card" data-slug="([^"]+)"')
NEXT = re.compile(r'href="(\?[^"]+)"\s+rel="next"')
COUNT = re.compile(r'class="count">([^<]+)<')


@pytest.fixture(autouse=True)
def _little(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a browser hold three places, and a page show two."""
    settings.WHOLE_DIRECTORY = 3
    monkeypatch.setattr("frontend.home.pages.CARDS_ON_A_PAGE", 2)


def make_country(count: int = 2, start: int = 0) -> None:
    for number in range(start, start + count):
        for town in TOWNS:
            hours = "24/7" if number % 2 else None
            make_place(f"Lieu {number} de {town}", town, opening_hours=hours, services=["printing"])


def walk(client: Client, address: str = "/") -> list[list[str]]:
    """Follow the list from page to page, as without a script."""
    pages, following = [], address
    while following:
        html = client.get(following).content.decode().partition("<template")[0]
        pages.append(CARD.findall(html))
        found = NEXT.search(html)
        following = "/" + unescape(found[1]) if found else ""
    return pages


def said(html: str) -> str:
    return unescape(HEAD.search(html)[1]).replace("\xa0", " ")  # type: ignore[index]


def test_a_page_holds_some_cards_and_the_next_goes_on_after_them_commune_by_commune(client: Client) -> None:
    make_country()
    make_place("Brouillon", "Mende", status=Status.DRAFT)
    pages = walk(client)
    assert [len(page) for page in pages] == [2, 2, 2, 2]
    # In each commune those come first of which hours are known.
    slugs = [slug for page in pages for slug in page]
    assert slugs == [
        f"lieu-{number}-de-{town}"
        for town in ("florac-trois-rivieres", "langogne", "mende", "villefort")
        for number in (1, 0)
    ]


def test_a_page_goes_on_where_it_was_while_places_come_and_go(client: Client) -> None:
    make_country()
    first, second, *_rest = walk(client)
    make_place("Ajouté", "Florac Trois Rivières", opening_hours="24/7")
    html = client.get(f"/?page={first[-1]}").content.decode().partition("<template")[0]
    assert CARD.findall(html) == second
    assert "Début de la liste" in html
    # A place that is gone, or that never was, begins the list again.
    assert client.get("/?page=nulle-part").status_code == 200


def test_numbers_that_nobody_counted_say_so_in_french_and_in_english(client: Client) -> None:
    make_country(3)
    html = client.get("/").content.decode()
    assert said(html) == "environ 12 lieux"
    assert COUNT.findall(html) == ["≈\xa00", "≈\xa00", "≈\xa00", "≈\xa012"]
    assert "Les nombres sont estimés." in html
    assert said(client.get("/en/").content.decode()) == "about 12 places"


def test_what_a_browser_could_hold_is_counted_even_in_a_country(client: Client) -> None:
    make_country(3)
    html = client.get("/?q=mende").content.decode()
    assert said(html) == "3 lieux"
    assert "Horaires connus d’abord, puis par commune" in html


def test_filters_ask_the_same_of_a_country(client: Client) -> None:
    make_country(3)
    for place in NetworkedPlace.objects.filter(commune__name="Mende"):
        make_both_families(place)
    assert [len(page) for page in walk(client, "/?open=now")] == [2, 2]
    pages = walk(client, "/?overlap=both")
    assert [slug.rpartition("-de-")[2] for page in pages for slug in page] == ["mende"] * 3
    assert said(client.get("/?overlap=both&wifi=yes").content.decode()) == "0 lieu"


def test_a_list_that_ends_on_its_first_page_tells_how_many_there_are(client: Client) -> None:
    make_country(2)
    make_both_families(NetworkedPlace.objects.get(slug="lieu-1-de-mende"))
    assert said(client.get("/?overlap=both").content.decode()) == "1 lieu"


def test_the_nearest_come_first_and_rough_ones_as_far_as_they_may_be(client: Client, settings: Settings) -> None:
    settings.WHOLE_DIRECTORY = 6
    make_country(2)
    make_place("À peu près", "Mende", precision=Precision.COMMUNE, point=point_in("Mende", east=0.001))
    pages = walk(client, "/?near=3.4983,44.5180")
    assert pages[0] == ["lieu-1-de-mende", "lieu-0-de-mende"]
    assert pages[1][0] == "a-peu-pres"
    # The pages end with the nearest that a browser could hold.
    assert [len(page) for page in pages] == [2, 2, 2]


def test_a_share_is_drawn_from_a_table_that_has_been_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    make_country(10)
    monkeypatch.setattr("frontend.home.amounts.DRAWN", 20)
    monkeypatch.setattr(type(NetworkedPlace.objects.all()), "rows_about", lambda _places: 40)
    found = NetworkedPlace.objects.published()
    told = count_of(found, is_country=is_country())
    share = share_of(found)
    assert 0.2 < share < 1
    assert told == Count.of_share(found.sampled(share).count(), share)
    assert told.is_reckoned
    assert amounts_of(found, is_country=True).counts[State.NEITHER] == told
    assert amounts_of(found, is_country=False).counts[State.NEITHER] == Count(40)


@pytest.mark.parametrize(
    ("number", "share", "whole", "sentence", "alone"),
    [
        (7, 1.0, 7, "7", "7"),
        (0, 0.1, 0, "environ 0", "≈\xa00"),
        # Of few that were drawn, one figure; of nearly all, two.
        (7, 0.1, 70, "environ 70", "≈\xa070"),
        (241, 0.1, 2000, "environ 2\xa0000", "≈\xa02\xa0000"),
        (1241, 0.1, 12_000, "environ 12\xa0000", "≈\xa012\xa0000"),
        (54, 1 - 1e-9, 54, "environ 54", "≈\xa054"),
        (98_765, 0.1, 990_000, "environ 990\xa0000", "≈\xa0990\xa0000"),
    ],
)
def test_what_is_reckoned_is_told_in_two_figures(
    number: int, share: float, whole: int, sentence: str, alone: str
) -> None:
    count = Count.of_share(number, share)
    assert (count.number, str(count), count.in_figures) == (whole, sentence, alone)


def test_a_page_costs_the_same_however_large_the_country(client: Client) -> None:
    def asked(address: str) -> tuple[list[str], int]:
        with statements() as told:
            html = client.get(address).content
        return told, len(CARD.findall(html.decode().partition("<template")[0]))

    make_country(2)
    few = {address: asked(address) for address in ("/", "/?near=3.5,44.5", "/?open=now", "/?page=lieu-1-de-langogne")}
    make_country(3, start=2)
    for address, (before, cards) in few.items():
        told, cards_of_more = asked(address)
        hold(before, told, habit=26)
        assert cards == cards_of_more == 2


def test_the_list_of_a_country_walks_through_its_communes_by_an_index() -> None:
    make_country(5)
    rows = NetworkedPlace.objects.published().with_rank().order_by(*_BY_COMMUNE)[:2]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_place, places_commune")
        for way in ("seqscan", "hashjoin", "mergejoin", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = rows.explain()
    assert "Incremental Sort" in plan
    assert "commune_name on places_commune" in plan


@pytest.mark.parametrize("page", ["\x00", "9" * 5000, "²", "-1", "Lieu 1", "\ud800"])
def test_no_page_that_is_asked_for_is_a_server_error(client: Client, page: str) -> None:
    make_country()
    query = urlencode({"page": page}, errors="surrogatepass")
    for address in ("/?", "/?near=3.4961,44.5202&", "/vue/?box=3,44,4.2,45&zoom=7&"):
        assert client.get(f"{address}{query}").status_code == 200
