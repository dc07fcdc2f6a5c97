"""What the site tells browsers to refuse."""

import pytest
from django.test import Client

from tests.factories import make_place


def policy(client: Client, path: str) -> dict[str, list[str]]:
    header = client.get(path)["Content-Security-Policy"]
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/lieux/la-pompe/", "/nowhere/", "/admin/login/"])
def test_a_page_loads_nothing_that_is_not_ours_but_the_chosen_tiles(client: Client, path: str) -> None:
    make_place("La Pompe")
    told = policy(client, path)
    assert told["default-src"] == told["script-src"] == ["'self'"]
    assert told["object-src"] == told["frame-ancestors"] == ["'none'"]
    assert told["img-src"] == ["'self'", "data:", "https://data.geopf.fr", "https://tile.openstreetmap.org"]
    assert "style-src" not in told


def test_the_manual_of_the_api_may_style_itself_and_runs_our_scripts_alone(client: Client) -> None:
    told = policy(client, "/api/docs/")
    assert told["style-src"] == ["'self'", "'unsafe-inline'"]
    assert told["script-src"] == ["'self'"]


@pytest.mark.django_db
def test_a_page_says_the_usual_words_of_caution(client: Client) -> None:
    answer = client.get("/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
