"""The workbooks that people take: typed cells, words and not slugs, and a first sheet that says what it is."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from api import lists
from tests.api.support import ANSWERS, ITEMS, LISTS, Api, JSONObject
from tests.factories import make_place

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS: list[tuple[str, JSONObject]] = [
    *((address, {}) for address in (*LISTS, *ITEMS, *ANSWERS)),
    ("places", {"near": "3.5,44.5"}),
    ("overlap", {"level": "commune"}),
    ("overlap", {"level": "epci"}),
    ("overlap/timeline", {"level": "commune"}),
    ("overlap/history", {"level": "commune", "rule": "distance"}),
    ("overlap/changes", {"level": "commune", "from": "2011-01-01", "to": "2019-07-01"}),
    ("overlap/opportunities", {"what": "almost"}),
    ("overlap/opportunities", {"what": "neither"}),
]


class Workbook:
    """A workbook as a spreadsheet opens it."""

    def __init__(self, api: Api, address: str, asked: JSONObject | None = None, language: str = "fr") -> None:
        response = api.get(address, {"format": "xlsx"} | (asked or {}), **{"Accept-Language": language})
        assert response.status_code == 200, response.content
        assert response.headers["Content-Type"] == XLSX
        body = b"".join(response) if response.streaming else response.content
        self.book = load_workbook(io.BytesIO(body), rich_text=False)
        self.about, self.sheet = self.book.worksheets

    @property
    def said(self) -> dict[str, Any]:
        return {row[0].value: row[1].value for row in self.about.iter_rows(min_row=3)}

    @property
    def headings(self) -> list[str]:
        return [cell.value for cell in self.sheet[1]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        found = self.sheet.iter_rows(min_row=2)
        return [dict(zip(self.headings, [cell.value for cell in row], strict=True)) for row in found]

    def row(self, name: str) -> dict[str, Any]:
        (found,) = [row for row in self.rows if row[self.headings[1]] == name or row.get("Nom") == name]
        return found


@pytest.fixture
def _full() -> None:
    make_place(
        "=Tableur",
        slug="tableur",
        phone="+33466493665",
        website="https://example.org/?a=1&b=2",
        services=["meeting-room"],
        wheelchair="limited",
        publics=["young"],
        has_wifi=True,
        day_price="12.50",
        opened_on=date(2024, 5, 17),
        description="2024-05-17 : ouverture",
        source="site",
        source_date=date(2024, 5, 17),
        licence="Licence Ouverte 2.0",
    )


@pytest.mark.usefixtures("_full")
def test_each_cell_is_of_its_kind(api: Api) -> None:
    book = Workbook(api, "places")
    told = book.row("=Tableur")
    assert told["Téléphone"] == "04\u00a066\u00a049\u00a036\u00a065"
    assert told["Ouvert depuis le"] == datetime(2024, 5, 17)  # noqa: DTZ001  a spreadsheet knows no zone
    assert isinstance(told["Modifié le"], datetime)
    assert (told["Longitude"], told["Prix d’une journée (€)"], told["Internet sans fil"]) == (3.4983, 12.5, True)
    assert told["Présentation"] == "2024-05-17 : ouverture"
    assert told["Code postal"] is None
    (cell,) = [cell for row in book.sheet.iter_rows() for cell in row if cell.value == "=Tableur"]
    assert cell.data_type != "f"
    links = {cell.hyperlink.target for row in book.sheet.iter_rows() for cell in row if cell.hyperlink}
    assert "https://example.org/?a=1&b=2" in links


@pytest.mark.usefixtures("_full")
def test_slugs_are_told_in_words_of_either_language(api: Api) -> None:
    french, english = Workbook(api, "places").row("=Tableur"), Workbook(api, "places", language="en")
    assert (french["Services"], french["Publics"]) == ("Salle de réunion ou de séminaire", "Jeunes")
    assert french["Accès en fauteuil"] == "accessible en partie"
    assert "Wheelchair access" in english.headings
    assert any("Shared desk" in (row["Services"] or "") for row in english.rows)
    assert english.book.sheetnames == ["Read me", "Places"]


@pytest.mark.usefixtures("_full")
def test_the_first_sheet_says_what_it_is_and_from_whom(api: Api) -> None:
    said = Workbook(api, "places", {"kind": "library", "q": "mende", "epci": "244800405"}).said
    asked = said["Ce qui est demandé"].replace("\u00a0", " ")
    assert asked == "« mende » ; Bibliothèque ou médiathèque ; epci = 244800405"
    assert said["Adresse"].endswith("/api/v1/places/?format=xlsx&kind=library&q=mende&epci=244800405")
    assert isinstance(said["Écrit le"], datetime)
    sources = [value for label, value in said.items() if label.startswith(("Source de ", "Source d’une"))]
    assert sources
    assert all("Licence Ouverte" in value or "citant" in value or "Fait cité" in value for value in sources)
    assert not any(label.startswith("Source de 1 ") for label in said)
    whole = Workbook(api, "places").said
    assert whole["Ce qui est demandé"] == "tout"
    assert whole["Lignes"] == len(api.rows("places"))


@pytest.mark.parametrize("piece", [20, 1000], ids=["in pieces", "at once"])
def test_the_first_sheet_says_how_the_question_was_read(api: Api, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(lists, "PIECE", piece)
    assert _understood(api, "bibliotheuqe Quézac zzyzx") == [
        "Résultats pour « Bibliothèque ».",
        "Aucun lieu ne répond à tous ces mots : « zzyzx » est laissé de côté.",
        "Aucun lieu à Quézac (aujourd’hui Gorges du Tarn Causses) ; les plus proches",
    ]
    assert _understood(api, "mende") == []


def _understood(api: Api, words: str) -> list[str]:
    about = Workbook(api, "places", {"q": words}).about
    said = [row[1].value for row in about.iter_rows() if row[0].value == "Comment c’est compris"]
    return [text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for text in said]


def test_a_crossing_says_its_day_its_rule_and_its_sides(api: Api) -> None:
    asked = {"level": "commune", "on": "2019-07-01", "rule": "distance", "radius": 5000}
    book = Workbook(api, "overlap", asked)
    assert book.said["À la date du"] == datetime(2019, 7, 1)  # noqa: DTZ001
    assert book.said["Rayon en mètres"] == 5000
    assert "5 km" in book.said["Règle, en toutes lettres"].replace("\u00a0", " ")
    assert (book.said["Côté\u00a0A"], book.said["Côté\u00a0B"]) == ("Médiation numérique", "Appui aux entreprises")
    assert "Médiation numérique seulement" in {row["État"] for row in book.rows}
    assert len(book.rows) == len(api.rows("overlap", **asked))


SAME_IN_ENGLISH = {"Longitude", "Latitude", "Date", "Services", "Commune"}
SAME_IN_ENGLISH |= {"Description", "Source", "Page", "Licence", "SIRET"}


@pytest.mark.parametrize(("address", "asked"), SHEETS, ids=str)
def test_every_column_has_its_heading_in_words(api: Api, address: str, asked: JSONObject) -> None:
    french, english = (Workbook(api, address, asked, language) for language in ("fr", "en"))
    for book in (french, english):
        assert book.headings
        assert len(set(book.headings)) == len(book.headings)
        for heading in [*book.headings, *book.said]:
            assert "_" not in heading
            assert not heading.islower(), heading
        assert len(book.rows) == len(api.rows(address, **asked))
    assert set(french.headings) & set(english.headings) <= SAME_IN_ENGLISH


def test_a_table_without_a_row_has_its_columns(api: Api) -> None:
    book = Workbook(api, "overlap/changes", {"from": "2026-01-01", "to": "2026-01-02"})
    assert "Changement" in book.headings
    assert book.rows == []
    assert Workbook(api, "places", {"q": "nullepart zzyzx"}).rows == []


def test_what_comes_in_pieces_is_one_workbook(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = Workbook(api, "places").rows
    monkeypatch.setattr(lists, "PIECE", 20)
    assert Workbook(api, "places").rows == at_once


def test_a_refusal_is_a_problem_document(api: Api) -> None:
    api.problem("places", {"format": "xlsx", "nope": "1"})
    api.problem("places/nope", {"format": "xlsx"}, status=404)
