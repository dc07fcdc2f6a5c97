"""What the browser reads is what the server says that it writes."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from jsonschema import Draft202012Validator

from frontend.management.commands.describe_answers import ANSWERS, shape_of

ROOT = settings.BASE_DIR
WRITTEN = ROOT / "frontend" / "src" / "wire" / "answers.ts"


@pytest.mark.walk
def test_the_types_of_the_browser_are_those_of_the_answers_of_today(tmp_path: Path) -> None:
    renewed = tmp_path / "answers.ts"
    subprocess.run(["bash", "-euc", f'. "{ROOT}/bin/lib/all.sh"; write_wire "{renewed}"'], check=True)
    assert renewed.read_text(encoding="utf-8") == WRITTEN.read_text(encoding="utf-8"), "run bin/wire"


@pytest.mark.django_db
@pytest.mark.usefixtures("lozere")
def test_the_directory_has_the_shape_that_it_is_said_to_have(client: Client) -> None:
    told = client.get("/annuaire.json").json()
    assert len(told["places"]) > 100
    shape = shape_of(ANSWERS["Directory"])
    assert [error.message for error in Draft202012Validator(shape).iter_errors(told)] == []
