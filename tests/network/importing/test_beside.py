"""A large file is read by two processes: what they find is what one finds, in the file's order."""

from datetime import date
from typing import Any

import pytest

from network.importing.mapping import Plan
from network.models import Import
from network.models.imports import Stage
from network.services.imports import NewFile, ask_for, hands, read_import, receive, source_for, staging
from tests.factories import make_commune, make_kind, make_place

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "id;nom;typologie;commune;telephone\n"
ROWS = [f"{number};Lieu {number};Tiers-lieu;Mende;0466{number:06}\n" for number in range(1, 41)]
TOLD = ("number", "key", "outcome", "decision", "values", "candidates", "repairs", "cuts")


@pytest.fixture(autouse=True)
def by_threes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "_AT_ONCE", 3)


def told(batch: Import) -> list[dict[str, Any]]:
    return list(batch.lines.order_by("number").values(*TOLD))


def taken_in(name: str) -> Import:
    rows = [*ROWS, "1;Autre;Tiers-lieu;Mende;\n", "42;;Tiers-lieu;Mende;\n", "43;Là;Tiers-lieu;Nulle-Part;\n"]
    file = NewFile("lieux.csv", (HEAD + "".join(rows)).encode(), date(2026, 11, 23))
    batch = receive(source=source_for(name=name, network=None), file=file, by=None)
    ask_for(batch=batch, plan=Plan.of(batch.plan), joins=False)
    return read_import(batch=batch)


def test_two_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    make_kind("third-place", "Tiers-lieu")
    make_place("Lieu 12", commune=make_commune("Mende"), phone="+33466000012")
    alone = taken_in("Seul")
    monkeypatch.setattr(hands, "MANY_BYTES", 0)
    both = taken_in("À deux")
    assert (alone.stage, both.stage) == (Stage.PREVIEW, Stage.PREVIEW)
    assert both.lines_read == alone.lines_read == len(ROWS) + 3
    assert told(both) == told(alone)
    assert both.notes["outcomes"] == alone.notes["outcomes"]
