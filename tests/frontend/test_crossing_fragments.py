"""Parts of the page of crossings that a browser asks for alone: the words of the page, and nothing around them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.frontend.test_crossings import make_territory

pytestmark = pytest.mark.django_db
CHANGES, OPPORTUNITIES = "/croisements/changements/", "/croisements/possibles/"
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
