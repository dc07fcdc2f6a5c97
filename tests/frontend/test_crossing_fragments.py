"""Parts of the page of crossings that a browser asks for alone: the words of the page, and nothing around them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_membership, make_network, make_place
from tests.frontend.test_crossings import make_territory

pytestmark = pytest.mark.django_db
CHANGES, OPPORTUNITIES = "/croisements/changements/", "/croisements/possibles/"
YEAR = "/croisements/annee/"
QUERY = "?from=2012-01-01&on=2019-07-01"


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_what_changed_is_said_alone_as_the_page_says_it(client: Client) -> None:
    make_territory()
    alone = client.get(f"{CHANGES}{QUERY}").content.decode()
    assert "0 commune + 0 gagnée + 1 vue pour la première fois − 0 perdue = 1 commune" in words_of(alone)
    assert "<html" not in alone
    assert words_of(alone) in words_of(client.get(f"/croisements/{QUERY}").content.decode())


def test_what_could_be_is_said_alone_as_the_page_says_it(client: Client) -> None:
    make_territory()
    alone = client.get(f"{OPPORTUNITIES}?on=2019-07-01").content.decode()
    assert alone.strip().startswith('<section class="whole chances"')
    assert words_of(alone) in words_of(client.get("/croisements/?on=2019-07-01").content.decode())


@pytest.mark.parametrize(
    "path", [CHANGES, f"{CHANGES}?from=nope", f"{OPPORTUNITIES}?on=nope", f"{CHANGES}{QUERY}&radius=-1"]
)
def test_a_part_that_cannot_answer_says_so_to_the_browser(client: Client, path: str) -> None:
    make_territory()
    assert client.get(path).status_code == 400


def test_search_engines_are_told_that_a_part_is_no_page(client: Client) -> None:
    for path in (f"{CHANGES}{QUERY}", OPPORTUNITIES):
        assert client.get(path)["X-Robots-Tag"] == "noindex"
    assert client.post(CHANGES).status_code == 405


def test_a_part_costs_less_than_its_page(client: Client) -> None:
    make_territory()
    counts = []
    for path in (f"/croisements/{QUERY}", f"{CHANGES}{QUERY}", f"{OPPORTUNITIES}?on=2019-07-01"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(path)
        counts.append(len(asked))
    whole, changes, opportunities = counts
    # It has to know what is known of either date, as the page does.
    assert changes <= whole / 2 + 1
    assert opportunities < whole / 2


def test_a_long_story_tells_the_facts_of_one_year_at_a_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_territory()
    page = client.get("/croisements/").content.decode()
    years = re.findall(r'id="year-(\d+)"', page)
    assert "data-year" not in page
    whole = dict(zip(years, page.split('<section class="year"')[1:], strict=True))
    monkeypatch.setattr("frontend.crossings.story.MOST_NAMES", 0)
    page = client.get("/croisements/?state=").content.decode()
    assert re.findall(r'id="year-(\d+)"', page) == years
    assert 'class="facts"' not in page.partition('class="whole story"')[2]
    told = years[-1]
    alone = client.get(f"{YEAR}?year={told}").content.decode()
    assert words_of(alone) in words_of(whole[told])
    assert 'class="facts"' in alone
    link = re.findall(rf'href="(\?[^"]*year={told})#year-{told}"', page)[0].replace("&amp;", "&")
    followed = client.get(f"/croisements/{link}").content.decode()
    assert words_of(alone) in words_of(followed), "without a script too"
    assert followed.count("data-year") == page.count("data-year") - alone.count("<details")


def test_a_day_on_which_much_happened_says_how_much_it_leaves_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.crossings.story.MOST_NAMES", 0)
    monkeypatch.setattr("frontend.crossings.story.MOST_FACTS", 1)
    network = make_network("Réseau", "mediation")
    for number in range(3):
        make_membership(make_place(f"Lieu {number}"), network, "2019-01-01", evidence=f"Lettre {number}")
    said = words_of(client.get(f"{YEAR}?year=2019").content.decode())
    assert "Lettre 0" in said
    assert "Lettre 1" not in said
    assert "Et 2 autres faits : la fiche de chaque lieu dit les siens." in said


@pytest.mark.parametrize("year", ["", "1999", "nope", "0", "99999"])
def test_a_year_of_which_nothing_is_told_is_none(client: Client, year: str) -> None:
    make_territory()
    assert client.get(f"{YEAR}?year={year}").status_code == 400
