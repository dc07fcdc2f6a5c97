"""A file at an address is read again when asked and each night: what is new waits to be read over."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from time_machine import TimeMachineFixture

from network.importing.fetching import Fetched, Unfetched
from network.importing.mapping import Plan
from network.mail.worker import LONG_JOBS, read_files_again
from network.models import Import, ImportSource
from network.models.imports import Stage
from network.services.imports import (
    apply_import,
    ask_for,
    fetching,
    keep_address,
    read_again,
    read_import,
    source_for,
    work_on_imports,
)
from places.models import Place
from tests.factories import make_commune, make_kind, make_network, make_post, make_user

pytestmark = pytest.mark.django_db
HEAD = "id;nom;typologie;commune;telephone\n"
URL = "https://mednum.example/lieux.csv"


@pytest.fixture
def source(db: None) -> ImportSource:
    make_kind("third-place", "Tiers-lieu")
    make_commune("Mende")
    source = source_for(name="Mednum", network=make_network("SoLozère"))
    keep_address(source=source, url=URL, is_nightly=True)
    return source


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the address answers: nothing of this test leaves this machine."""
    answers: dict[str, Any] = {URL: f"{HEAD}1;La Forge;Tiers-lieu;Mende;0466000001\n"}

    def fetch(url: str, **_patience: float) -> Fetched:
        if isinstance(answers[url], Unfetched):
            raise answers[url]
        return Fetched("lieux.csv", answers[url].encode())

    monkeypatch.setattr(fetching, "fetch", fetch)
    return answers


def take_in(source: ImportSource) -> Import:
    claire = make_user()
    assert source.network
    make_post(claire, source.network)
    batch = read_again(source=source, by=claire)
    assert batch
    ask_for(batch=batch, plan=Plan.of(batch.plan), joins=True)
    source.refresh_from_db()
    return apply_import(batch=read_import(batch=batch), by=claire)


def test_the_same_file_is_not_kept_twice(source: ImportSource, there: dict[str, Any]) -> None:
    assert read_again(source=source, by=None)
    assert read_again(source=source, by=None) is None
    assert source.fetch_said == "le même fichier"


def test_what_cannot_be_fetched_is_noted_with_the_source(source: ImportSource, there: dict[str, Any]) -> None:
    for answer, sentence in ((Unfetched("Personne."), "Personne."), ("", "vide")):
        there[URL] = answer
        with pytest.raises(ValidationError, match=sentence):
            read_again(source=source, by=None)
        assert sentence in (source.fetch_said or "")
    with pytest.raises(ValidationError):
        keep_address(source=source, url="nope", is_nightly=False)


def test_at_night_what_is_new_is_read_and_waits(
    source: ImportSource, there: dict[str, Any], time_machine: TimeMachineFixture
) -> None:
    take_in(source)
    there[URL] = f"{HEAD}1;La Forge;Tiers-lieu;Mende;0466000002\n"
    read_files_again()
    assert Import.objects.count() == 1, "it is the morning"
    time_machine.move_to("2026-11-25T02:00:00+01:00")
    assert read_files_again in [job.do for job in LONG_JOBS]
    for _time in range(2):
        read_files_again()
        work_on_imports()
    batch = Import.objects.exclude(stage=Stage.APPLIED).get()
    assert (batch.stage, batch.joins) == (Stage.PREVIEW, True)
    assert batch.lines.get().differences["phone"]["take"] is True
    assert Place.objects.get().phone == "+33466000001"


def test_a_newer_file_takes_the_place_of_one_that_nobody_read_over(
    source: ImportSource, there: dict[str, Any], time_machine: TimeMachineFixture
) -> None:
    take_in(source)
    for night in (25, 26):
        there[URL] = f"{HEAD}1;La Forge;Tiers-lieu;Mende;04660000{night}\n"
        time_machine.move_to(f"2026-11-{night}T02:00:00+01:00")
        read_files_again()
        work_on_imports()
    waiting = Import.objects.get(stage=Stage.PREVIEW)
    assert waiting.lines.get().values["phone"] == "+33466000026"


def test_nobody_reads_at_night_for_nobody(
    source: ImportSource, there: dict[str, Any], time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-25T02:00:00+01:00")
    read_files_again()
    assert not Import.objects.exists()
