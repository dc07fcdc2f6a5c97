"""What a watchman hears."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from config import health


def test_a_process_that_answers_is_alive_without_its_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_site_with_its_tables_is_ready(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_a_site_behind_its_migrations_is_not_ready(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'places' AND name >= '0002'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "not applied" in answer.json()["reason"]


def test_a_site_without_its_database_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_connection: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "MigrationExecutor", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "reason": "The database does not answer."}
