"""What the documentation says is so: links lead somewhere, commands and settings exist, examples answer as shown."""

import json
import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import get_commands
from django.test import Client
from django.urls import resolve
from pytest_django import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("fixtures/*.md")]
SOURCES = [
    *(ROOT / name for name in (".env.example", "docker-compose.yml")),
    *(
        path
        for folder in ("bin", "config", "docker")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ),
]

WIDTH = 120
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```(\w*)\n(.*?)```|`([^`\n]+)`", re.DOTALL)
# An upper-case word with an underscore, or one that is given a value.
SETTING = re.compile(r"\b(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{3,}(?==))\b")
COMMAND = re.compile(r"(?<![\w/.])bin/([a-z]+)(?: ([a-z_]+))?")
CURL = re.compile(r"^curl (?P<options>.*?)'http://127\.0\.0\.1:8000(?P<address>[^']+)'", re.MULTILINE)
HEADER = re.compile(r"-H '([\w-]+): ([^']+)'")
ADDRESS = re.compile(r"^/(?:admin|api|healthz|readyz)\b[\w./{}-]*$")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))


def code_of(document: Path) -> Iterator[tuple[str, str]]:
    """Each piece of code of a document with its language, "" for a word in a sentence."""
    for language, block, word in CODE.findall(document.read_text()):
        yield language, block or word


def examples_of(document: Path) -> Iterator[tuple[str, dict[str, str], str]]:
    """The address and headers of each curl of a document, and the answer shown after it, or ""."""
    code = [*code_of(document), ("", "")]
    for (language, block), (next_language, answer) in pairwise(code):
        if language == "sh":
            for found in CURL.finditer(block):
                shown = answer.strip() if next_language == "json" else ""
                yield found["address"], dict(HEADER.findall(found["options"])), shown


def prose_of(document: Path) -> Iterator[str]:
    """The lines of a document that could be ended elsewhere: no code, no table, no image of its own, no title."""
    for line in re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL).splitlines():
        if not line.startswith(("|", "<", "#")):
            yield re.sub(r"`[^`]+`", lambda code: code[0].replace(" ", "_"), line)


def test_a_line_of_prose_ends_where_a_difference_can_be_read() -> None:
    long = [
        f"{document.relative_to(ROOT)}: {line[:60]}"
        for document in DOCUMENTS
        for line in prose_of(document)
        if len(line) > WIDTH and " " in line.strip()
    ]
    assert long == []


@each_document
def test_links_within_the_repository_lead_to_a_file(document: Path) -> None:
    links = [urlsplit(link) for link in LINK.findall(document.read_text())]
    files = [unquote(link.path) for link in links if not link.scheme and link.path]
    assert [name for name in files if not (document.parent / name).exists()] == []


@each_document
def test_settings_that_are_named_exist(document: Path) -> None:
    known = set(re.findall(r"[A-Z][A-Z0-9_]+", "\n".join(path.read_text() for path in SOURCES)))
    named = {name for _language, code in code_of(document) for name in SETTING.findall(code)}
    assert named - known == set()


@each_document
def test_commands_that_are_shown_exist(document: Path) -> None:
    shown = [found for _language, code in code_of(document) for found in COMMAND.findall(code)]
    assert [name for name, _ in shown if not os.access(ROOT / "bin" / name, os.X_OK)] == []
    assert {word for name, word in shown if name == "manage" and word} <= set(get_commands())


@each_document
def test_addresses_that_are_named_exist(document: Path) -> None:
    for _language, code in code_of(document):
        if ADDRESS.match(code):
            resolve(code.format(slug="polen-mende", code="48095", position="1"))


@pytest.mark.django_db
@pytest.mark.usefixtures("lozere")
def test_examples_answer_as_shown(settings: Settings) -> None:
    settings.WHITENOISE_AUTOREFRESH = True  # no static file was collected
    examples = [example for document in DOCUMENTS for example in examples_of(document)]
    assert len(examples) > 5
    for address, headers, shown in examples:
        answer = Client().get(address, headers=headers)
        problem = shown.startswith('{"type":"about:blank"')
        expected = {json.loads(shown)["status"]} if problem else {200, 304} if "If-None-Match" in headers else {200}
        assert answer.status_code in expected, address
        if shown.endswith("…"):
            assert answer.text.startswith(shown.removesuffix("…")), address
        elif shown:
            assert answer.json() == json.loads(shown), address


def test_the_readme_counts_what_there_is() -> None:
    lozere = ROOT / "fixtures" / "lozere"
    places = json.loads((lozere / "places.json").read_text())
    memberships = sum(len(place["memberships"]) for place in places)
    networks = json.loads((lozere / "networks.json").read_text())
    communes = json.loads((lozere / "communes.geojson").read_text())["features"]
    counted = (
        f"{len(places)} real places, {memberships} dated memberships, {len(networks)} networks"
        f" and {len(communes)} communes"
    )
    assert counted in " ".join((ROOT / "README.md").read_text().split())
