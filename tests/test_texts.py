"""Everything that is on a screen is said in French and in English, whole and in the same terms."""

import ast
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from frontend.urls import fragments, pages
from places.choices import Audience, Fee, Precision, ServiceGroup
from tests.catalogues import Entry, catalogue
from tests.factories import make_kind, make_membership, make_network, make_organisation, make_place, make_service

ROOT = settings.BASE_DIR
ROOMS = ("places", "network", "api", "frontend")
CATALOGUES = sorted(ROOT.glob("*/locale/*/LC_MESSAGES/django.po"))
# What a translation must hand on as it is: values to fill in, tags, and words of code.
KEPT = re.compile(r"%\(\w+\)[a-z]|%[a-z]\b|\{\w+\}|<[^>]+>|`[^`]+`|\b[a-z]+=\w+")


def room_of(path: Path) -> str:
    return "/".join(path.relative_to(ROOT).parts[:3:2])


def english() -> list[Entry]:
    return [entry for room in ROOMS for entry in catalogue(ROOT / room / "locale/en/LC_MESSAGES/django.po")]


def test_every_room_has_both_languages() -> None:
    assert {room_of(path) for path in CATALOGUES} == {f"{room}/{code}" for room in ROOMS for code in ("en", "fr")}


def test_the_catalogues_are_those_of_today(tmp_path: Path) -> None:
    """Renewing them changes nothing: each text of the code and the templates is there, and nothing else."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("static", "*.mo", "__pycache__"))
    renew = f'. "{ROOT}/bin/lib/all.sh"; renew_messages "{tmp_path}"'
    subprocess.run(["bash", "-euc", renew], check=True, capture_output=True)
    for path in CATALOGUES:
        renewed = catalogue(tmp_path / path.relative_to(ROOT))
        # In whatever order: each version of gettext has its own.
        assert sorted(catalogue(path), key=repr) == sorted(renewed, key=repr), f"{room_of(path)}: run bin/messages"
        assert "#~" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CATALOGUES, ids=room_of)
def test_every_text_is_translated_and_none_by_a_guess(path: Path) -> None:
    entries = catalogue(path)
    assert entries
    assert [entry.text for entry in entries if entry.is_guess or not all(entry.said)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=room_of)
def test_a_translation_keeps_what_is_filled_in(path: Path) -> None:
    changed = [
        (text, said)
        for entry in catalogue(path)
        for text, said in entry.forms
        if sorted(KEPT.findall(text)) != sorted(KEPT.findall(said))
    ]
    assert changed == []


def ends(text: str) -> tuple[str, bool]:
    """The mark that ends a text, and whether it begins with a capital."""
    bare = text.strip()
    return (bare[-1] if bare[-1] in ".:…?!" else "", bare[0].isupper())


def test_a_translation_keeps_the_ends_of_its_text() -> None:
    """A colon, a full stop or a capital that is lost shows where texts stand beside each other."""
    pairs = [pair for entry in english() for pair in entry.forms]
    # English writes some common words with a capital.
    proper = re.compile(r"(English|Wi\u2011Fi|Acceslibre|INSEE|OpenStreetMap|QR)\b")
    assert [said for text, said in pairs if ends(text) != ends(said) and not proper.match(said)] == []


def test_a_text_is_translated_the_same_way_everywhere() -> None:
    ways: defaultdict[tuple[str | None, str], set[tuple[str, ...]]] = defaultdict(set)
    for entry in english():
        ways[entry.context, entry.text].add(entry.said[:1])
    assert {text: said for text, said in ways.items() if len(said) > 1} == {}


def test_english_is_typeset_as_english() -> None:
    french_marks = re.compile(r"[«»]|[\s\u00a0\u202f][;:!?](?!\w)|\bn°|[éèêàâùôîç](?!e\b)")
    words = {"Croisée", "Café"}
    typeset = {said: re.sub("|".join(words), "", said) for entry in english() for said in entry.said}
    assert [said for said, plain in typeset.items() if french_marks.search(plain) and "“en " not in said] == []


# No word stands in a template outside the catalogues -------------------------------------------------

UNTRANSLATED = re.compile(
    r"\{%-?\s*blocktranslate.*?endblocktranslate\s*-?%\}|\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}"
    r"|<!DOCTYPE[^>]*>|<!--.*?-->",
    re.DOTALL,
)
FOR_MACHINES = re.compile(
    r"<meta (?:name=\"(?:viewport|color-scheme|theme-color|robots|twitter:card)\"|property=\"og:)[^>]*>"
    r"|\{% block body_class %\}[\w ]*|<style>[^<]*</style>"
)
SPOKEN = re.compile(r'\b(?:alt|title|aria-label|aria-description|placeholder|content|label)="([^"]*)"')
# Names, and what machines read.
NAMES = {"Croisée", "", "·", "—", "Mb/s", "B", "km", "webhook-id:"}


@pytest.mark.parametrize(
    "path",
    sorted(path for room in ROOMS for path in (ROOT / room).glob("**/templates/**/*.html")),
    ids=lambda p: p.name,
)
def test_no_word_of_a_template_escapes_translation(path: Path) -> None:
    bare = UNTRANSLATED.sub("\x00", FOR_MACHINES.sub("", path.read_text(encoding="utf-8")))
    spoken = [value for value in SPOKEN.findall(bare) if "\x00" not in value]
    texts = re.sub(r"<[^>]*>", "\x00", bare).split("\x00")
    words = [text.strip() for text in (*texts, *spoken)]
    assert [text for text in words if re.search("[A-Za-zÀ-ÿ]", text) and text not in NAMES] == []


GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def strings_outside_gettext(path: Path) -> Iterator[str]:
    """The texts of a file that no catalogue can hold, save docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in GETTEXT]
    held = {id(part) for call in calls for part in ast.walk(call)}
    held |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in held:
            yield node.value


def test_the_catalogues_hold_the_texts_of_the_code_to_the_letter() -> None:
    """An escape such as a no-break space by its number is not understood by gettext's tools."""
    for room in ROOMS:
        known = {
            text for entry in catalogue(ROOT / room / "locale/fr/LC_MESSAGES/django.po") for text, _said in entry.forms
        }
        for path in (ROOT / room).rglob("*.py"):
            assert set(texts_of(path)) <= known, path.relative_to(ROOT)


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a file that go through gettext."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in GETTEXT:
            first = node.args[0]
            assert isinstance(first, ast.Constant), f"{path}: {ast.unparse(node)} hides its text from the catalogues"
            yield str(first.value)


# The words of a standard, and those of the files of a French territory, are the same whoever reads them.
OF_A_STANDARD = {ROOT / name for name in ("places/national.py", "places/inclusion.py", "network/loading/making.py")}


def test_no_french_sentence_of_the_code_escapes_translation() -> None:
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path not in OF_A_STANDARD]
    french = re.compile(r"[a-zà-ÿ]’[a-zà-ÿ]|\b(?:le|la|les|des|une|du|est|n’est)\s+[a-zà-ÿ]", re.IGNORECASE)
    escaped = [
        f"{path.relative_to(ROOT)}: {text[:60]}"
        for path in paths
        if "migrations" not in path.parts
        for text in strings_outside_gettext(path)
        if french.search(text)
    ]
    assert escaped == []


# No French is left on a page in English --------------------------------------------------------------


class Reader(HTMLParser):
    """Reads what a page says aloud, save what it marks as French, and facts for machines."""

    VOID = {"meta", "link", "input", "br", "img", "use", "path", "circle", "hr", "source", "wbr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        is_within = bool(self.open) and self.open[-1][1] and known.get("lang") is None
        is_muted = is_within or known.get("lang") == "fr" or known.get("type") == "application/ld+json"
        if not is_muted:
            spoken = ("alt", "title", "aria-label", "placeholder", "content", "label")
            self.said += [" ".join((known[name] or "").split()) for name in spoken if name in known]
        if tag not in self.VOID:
            self.open.append((tag, is_muted))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, is_muted = self.open[-1] if self.open else ("", False)
        if data.strip() and not is_muted and tag != "style":
            self.said.append(" ".join(data.split()))


HOLE = re.compile(r"%\(\w+\)\w|%[sd]|\{\w+\}|<[^>]+>|\n")
WORD = re.compile(r"[A-Za-zÀ-ÿ’]{2,}")


@cache
def telltales() -> tuple[set[str], list[str]]:
    """What tells each French text apart: its longest piece without a hole, where English says otherwise.

    Words that stand alone, as they are said; and sentences, which may stand in another.
    """
    words: set[str] = set()
    sentences: set[str] = set()
    for entry in english():
        for text, said in entry.forms:
            piece = max((part.strip() for part in HOLE.split(text)), key=len)
            if WORD.search(piece) and piece.lower() not in said.lower():
                (sentences if len(WORD.findall(piece)) > 1 else words).add(piece)
    return words, sorted(sentences)


@cache
def is_french(said: str) -> bool:
    """Tell whether something said holds a piece of a text of the catalogues; pages say much the same."""
    words, sentences = telltales()
    bare = len(re.sub(r"\W+$", "", said))
    is_word = any(said[:end] in words for end in range(bare, len(said) + 1))
    return is_word or any(piece in said and re.search(rf"\b{re.escape(piece)}", said) for piece in sentences)


def french_in(html: str) -> list[str]:
    """What a page says in French."""
    return sorted({piece[:120] for piece in Reader(html).said if is_french(piece)})


def known_entirely() -> None:
    """Make a place of which everything is known, in a network that is over and in one that goes on."""
    make_kind("library", "Bibliothèque ou médiathèque", label_en="Library")
    make_service(
        "wifi", "Accès internet et matériel informatique", label_en="Internet access", group=ServiceGroup.MEDIATION
    )
    organisation = make_organisation(website="https://example.org")
    polen = make_place(
        "POLeN",
        kinds=["library", "coworking"],
        services=["wifi"],
        description="Un lieu pour travailler.",
        opening_hours="Mo-Fr 09:00-12:30,14:00-18:00; Sa 09:00-12:00 unknown",
        address="1 rue du Faubourg",
        postcode="48000",
        phone="+33466000000",
        email="polen@example.org",
        website="https://example.org",
        booking_url="https://example.org/book",
        publics=list(Audience.values),
        fees=list(Fee.values),
        wheelchair="limited",
        acceslibre_url="https://acceslibre.beta.gouv.fr/",
        is_itinerant=True,
        precision=Precision.STREET,
        desks=12,
        meeting_rooms=2,
        has_call_booth=True,
        has_sockets=False,
        download_mbps="900.5",
        upload_mbps="400",
        speed_measured_on="2026-01-01",
        day_price="12.50",
        month_price="120",
        access_note="Sonnez.",
        source="Recensement",
        source_date="2026-01-01",
        licence="Licence Ouverte 2.0",
        verified_on="2026-01-01",
    )
    for name, family, dates in (
        ("SoLozère", "business_support", ("2011-10-01", "2022-04-26")),
        ("France services", "mediation", ("2020-01-01", None)),
    ):
        network = make_network(name, family, description="Un réseau.", website="https://example.org")
        network.organisations.add(organisation)
        make_membership(polen, network, *dates, source_url="https://example.org", last_seen_on="2026-01-01")


PAGES = [
    "/",
    "/?overlap=nope&kind=nope",
    "/?overlap=both&q=zzz",
    "/?near=3.5,44.5&open=now",
    "/lieux/polen/",
    "/lieux/la-pompe/",
    "/lieux/nowhere/",
    "/reseaux/",
    "/reseaux/solozere/",
    "/reseaux/france-services/",
    "/reseaux/la-rosee/",
    "/croisements/",
    "/croisements/?on=nope&radius=-1&confirmed=true&rule=distance",
    "/croisements/reunion/",
    "/croisements/reunion/?on=2012-07-01&limit=nope&rule=distance",
    "/ateliers/",
    "/ateliers/?code=BCDFGH",
    "/ateliers/bcdfgh/",
    "/ecran/bcdfgh/",
    "/a/bcdfgh/",
    "/donnees/",
    "/contact/",
    "/mentions-legales/",
    "/accessibilite/",
    "/vie-privee/",
    "/imprimer/",
    "/imprimer/?overlap=both&q=zzz",
    "/embed/",
    "/embed/?overlap=both",
    "/changements.atom",
    "/manifest.webmanifest",
    "/hors-ligne/",
    "/hors-ligne.json",
]


@pytest.mark.walk
@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_english_holds_no_french(client: Client, path: str) -> None:
    known_entirely()
    make_place("La Pompe", "Florac Trois Rivières", point=None)
    make_network("La Rosée", "business_support")
    answer = client.get(f"/en{path}")
    assert answer["Content-Language"] == "en"
    if path == "/manifest.webmanifest":
        told = answer.json()
        said = [told["description"], *(shortcut["name"] for shortcut in told["shortcuts"])]
        assert french_in("".join(f"<p>{text}</p>" for text in said)) == []
        return
    if path == "/changements.atom":
        assert french_in("".join(f"<p>{title}</p>" for title in re.findall("<title>(.*?)</title>", answer.text))) == []
        return
    for html in answer.json()["pages"].values() if path == "/hors-ligne.json" else [answer.content.decode()]:
        assert '<html lang="en"' in html
        assert french_in(html) == []


FRAGMENTS = [
    "/dates/?texte=mars+2018",
    "/dates/?texte=printemps+2018",
    "/dates/?texte=2018&exige=jour",
    "/croisements/changements/?from=2019-07-01",
    "/croisements/possibles/",
    "/croisements/annee/?year=2020",
    "/vue/?box=3,44,4,45&zoom=8",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", FRAGMENTS)
def test_a_part_of_a_page_in_english_holds_no_french(client: Client, path: str) -> None:
    known_entirely()
    answer = client.get(f"/en{path}")
    assert answer["Content-Language"] == "en"
    assert answer.status_code == 200
    assert french_in(answer.content.decode()) == []


def test_these_are_all_the_pages_and_their_parts() -> None:
    known = {resolve(path.partition("?")[0]).view_name for path in [*PAGES, *FRAGMENTS]}
    told = [(name, page) for found, name in (pages, fragments) for page in found]
    assert known == {f"{name}:{page.name}" for name, page in told}


@pytest.mark.django_db
def test_french_would_be_found(client: Client) -> None:
    known_entirely()
    assert len(french_in(client.get("/lieux/polen/").content.decode().replace('<html lang="fr"', "<html"))) > 20
