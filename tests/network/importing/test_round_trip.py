"""What is taken out of the directory and brought back changes nothing of it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from network.importing.mapping import Plan
from network.models import ImportLine
from network.models.imports import Outcome
from network.services.imports import NewFile, ask_for, read_import, receive, source_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]


def answer(form: str, language: str = "fr") -> bytes:
    address = f"/api/v1/places/?format={form}&limit=500"
    found: Any = Client().get(address, headers={"Accept-Language": language})
    assert found.status_code == 200
    return bytes(found.content if not found.streaming else b"".join(found.streaming_content))


@pytest.mark.parametrize(
    ("form", "language"), [("national", "fr"), ("national-json", "fr"), ("csv", "fr"), ("xlsx", "fr"), ("xlsx", "en")]
)
def test_a_file_of_our_own_changes_nothing(form: str, language: str) -> None:
    source = source_for(name="Nous", network=None)
    batch = receive(source=source, file=NewFile("x", answer(form, language), date(2026, 11, 23)), by=None)
    ask_for(batch=batch, plan=Plan.of(batch.plan), joins=False)
    read_import(batch=batch)
    told = ImportLine.objects.exclude(outcome=Outcome.SAME).values_list(
        "values__name", "outcome", "differences", "cuts"
    )
    assert list(told) == []
    assert batch.lines_read > 100
