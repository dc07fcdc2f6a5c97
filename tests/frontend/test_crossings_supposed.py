""" "Et si…" on the page of crossings: what would be, beside what is, and said to be no fact."""

import re
from html import unescape

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
VILLEFORT = "place:48198:solozere%2Bmsap"


def part(page: str, name: str) -> str:
    """What an element says, by its id."""
    found = re.search(rf'id="{name}"[^>]*>(.*?)</', page, re.DOTALL)
    return re.sub(r"\s+", " ", unescape(found[1])).strip() if found else ""


def said(client: Client, query: str) -> list[str]:
    page = client.get(f"/croisements/?{query}").text
    return [part(page, "point"), part(page, "same-place")]


def test_a_place_more_is_told_as_a_difference(client: Client) -> None:
    assert said(client, f"on=2026-11-29&if={VILLEFORT}") == [
        "Et si Villefort avait un lieu de plus (SoLozère, Maisons de services au public) ? Au 29 novembre 2026, "
        "5 communes au lieu de 4 auraient les deux : + 618 habitants.",
        "Appui aux entreprises : 6 communes couvertes au lieu de 5. 5 lieux seraient les deux à la fois, au lieu de 4.",
    ]


def test_what_changes_nothing_says_so(client: Client) -> None:
    point, others = said(client, "on=2026-11-29&if=member:france-services-florac:msap")
    assert point.endswith("Au 29 novembre 2026, toujours 4 communes sur 152 auraient les deux.")
    assert others == ""


def test_of_a_day_that_no_source_reaches_nobody_knows(client: Client) -> None:
    point, _others = said(client, f"on=2011-10-31&if={VILLEFORT}")
    assert point.endswith("On ne sait pas combien de communes avaient les deux au 31 octobre 2011.")


def test_the_facts_are_one_press_away_and_say_what_they_said(client: Client) -> None:
    page = client.get(f"/croisements/?on=2026-11-29&if={VILLEFORT}").text
    assert "n’est pas un fait de l’annuaire" in page
    (back,) = re.findall(r'id="to-facts" href="([^"]*)"', page)
    assert back == "?on=2026-11-29"
    facts = said(client, back[1:])
    assert "4 communes sur 152 ont à la fois" in facts[0]
    assert re.search(r'id="supposed"\s+role="note"\s+hidden', client.get("/croisements/?on=2026-11-29").text)


def test_the_story_and_the_api_tell_facts_alone(client: Client) -> None:
    supposed, facts = (client.get(f"/croisements/?on=2026-11-29{more}").text for more in (f"&if={VILLEFORT}", ""))
    story = re.compile(r'id="story-title".*?id="how-title"', re.DOTALL)
    assert story.findall(supposed) == story.findall(facts)
    assert client.get(f"/api/v1/overlap/?level=commune&if={VILLEFORT}").status_code == 400


@pytest.mark.parametrize("wrong", ["place:99999:msap", "member:nowhere:msap", "place:48198:nobody", "x", "pair:a:a"])
def test_what_cannot_be_supposed_is_left_aside_and_said(client: Client, wrong: str) -> None:
    answer = client.get(f"/croisements/?on=2026-11-29&if={wrong}")
    assert answer.status_code == 400
    assert f"Supposition : « {wrong} » n’est pas connu" in unescape(answer.text).replace("\xa0", " ")
    assert "4 communes sur 152 ont à la fois" in part(answer.text, "point")


def test_two_dates_are_compared_as_they_were_in_fact(client: Client) -> None:
    page = client.get(f"/croisements/?on=2026-11-29&from=2019-07-01&if={VILLEFORT}").text
    assert "Et si Villefort" in part(page, "point")
    assert re.search(r'name="from"[^>]*value=""', page)


def test_in_english_it_says_no_french(client: Client) -> None:
    page = client.get(f"/en/croisements/?on=2026-11-29&if={VILLEFORT}").text
    assert part(page, "point") == (
        "What if Villefort had one more place (SoLozère, Maisons de services au public)? "
        "On 29 November 2026, 5 communes instead of 4 would have both: + 618 inhabitants."
    )
