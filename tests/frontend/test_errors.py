"""Pages that tell of a failure, and help."""

import pytest
from django.db import DatabaseError
from django.test import Client

from frontend.templatetags.croisee import guess


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/lieux/la-pompee/", "la pompee"),
        ("/reseaux/so-lozere", "so lozere"),
        ("/lieux/bibliotheque-2/", "bibliotheque"),
        ("/index.php", "index"),
        ("/12/", ""),
        ("/<script>alert(1)</script>/", "script"),
        ("/" + "ab-" * 1000, ("ab " * 1000)[:100]),
    ],
)
def test_a_path_that_leads_nowhere_tells_what_was_looked_for(path: str, words: str) -> None:
    assert guess(path) == words


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "home"), [("/lieux/la-pompee/", "/"), ("/en/lieux/la-pompee/", "/en/")])
def test_a_page_that_is_not_there_searches_for_it(client: Client, path: str, home: str) -> None:
    answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert f'<form class="lost-search" action="{home}" role="search">' in html
    assert 'name="q"' in html
    assert 'value="la pompee"' in html
    assert f'href="{home}reseaux/"' in html


@pytest.mark.django_db
def test_a_hostile_path_stays_text(client: Client) -> None:
    path = '/lieux/"><img src=x onerror=alert(1)>/'
    html = client.get(path).content.decode()
    assert "<img src=x" not in html


@pytest.mark.parametrize(("path", "language"), [("/", "fr"), ("/en/", "en")])
def test_a_breakdown_is_told_without_the_database(monkeypatch: pytest.MonkeyPatch, path: str, language: str) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
    answer = Client(raise_request_exception=False).get(path)
    html = answer.content.decode()
    assert answer.status_code == 500
    assert f'<html lang="{language}">' in html
    assert f'href="{path}"' in html
    assert "/static/frontend/site.css" in html
    assert "away" not in html
