"""Files are opened whatever made them; what cannot be is told in a sentence."""

import io
import random
import zipfile
from contextlib import suppress
from datetime import date, time

import openpyxl
import pytest

from network.importing.reading import Unreadable, open_book
from network.importing.reading.encodings import encoding_of
from network.importing.reading.sheets import Reach
from network.importing.reading.table import Table

TOWNS = "Nom;Ville;Téléphone\nLa Forge à côté;Sainte-Énimie;04 66 00 00 00\nMédiathèque « l’Été »;Mende;\n"


def table(content: bytes, sheet: str | None = None) -> Table:
    return open_book(io.BytesIO(content)).table(sheet)


def texts(content: bytes) -> list[list[str]]:
    return [cells.texts for cells in table(content).rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_text_is_read_in_whatever_encoding_it_was_written(encoding: str) -> None:
    read = table(TOWNS.encode(encoding))
    assert read.columns == ["Nom", "Ville", "Téléphone"]
    assert next(read.rows).texts == ["La Forge à côté", "Sainte-Énimie", "04 66 00 00 00"]


def test_lines_of_windows_among_lines_of_utf_8_are_read_both() -> None:
    first, second, third = TOWNS.splitlines(keepends=True)
    mixed = first.encode() + second.encode("cp1252") + third.encode()
    assert encoding_of(io.BytesIO(mixed)).is_mixed
    assert [line[0] for line in texts(mixed)] == ["La Forge à côté", "Médiathèque « l’Été »"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_separator_is_the_one_that_cuts_lines_evenly(separator: str, end: str) -> None:
    written = TOWNS.replace(";", separator).replace("\n", end)
    assert texts(written.encode())[0] == ["La Forge à côté", "Sainte-Énimie", "04 66 00 00 00"]


def test_a_cell_may_hold_lines_and_the_number_of_a_line_is_that_of_its_beginning() -> None:
    read = table(b'nom,ville\n"La\nForge",Mende\nPolen,Mende\n')
    assert [(cells.line, cells.texts[0]) for cells in read.rows] == [(2, "La\nForge"), (4, "Polen")]


def test_excel_announces_its_separator_and_keeps_noughts_as_formulas() -> None:
    read = table(b'sep=;\r\nnom;cp\r\nPolen;="01000"\r\n')
    assert (read.columns, next(read.rows).texts) == (["nom", "cp"], ["Polen", "01000"])
    assert read.notes["kept_as_text"] == 1


def test_the_head_is_found_below_titles_and_no_two_columns_have_one_name() -> None:
    read = table("Liste des lieux;;\n\nNom;Nom;\nPolen;La pépinière;x\n".encode())
    assert read.columns == ["Nom", "Nom (2)"]
    assert (read.notes["title_above"], read.notes["same_heading"]) == (1, 1)
    assert next(read.rows).texts == ["Polen", "La pépinière"]
    assert read.notes["beyond_columns"] == 1


def workbook(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    for name, lines in sheets.items():
        other = made.create_sheet(name)
        for line in lines:
            other.append(line)
    made.save(out)
    return out.getvalue()


def test_a_workbook_gives_texts_as_a_person_reads_them() -> None:
    cells = ["Polen", 48000, 44.5, date(2024, 1, 2), time(9, 30), True, None]
    content = workbook(["nom", "cp", "lat", "maj", "h", "wifi", "rien"], cells)
    assert texts(content) == [["Polen", "48000", "44.5", "2024-01-02", "09:30", "oui", ""]]


def test_a_sheet_is_chosen_and_an_empty_one_says_so() -> None:
    content = workbook(["x"], Lieux=[["nom", "ville"], ["Polen", "Mende"]], Vide=[])
    assert [cells.texts for cells in table(content, "Lieux").rows] == [["Polen", "Mende"]]
    with pytest.raises(Unreadable, match="vide"):
        table(content, "Vide")
    with pytest.raises(Unreadable, match="Ailleurs"):
        table(content, "Ailleurs")


ODS = """<?xml version="1.0"?><office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Lieux">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(rows: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", ODS.format(rows=rows))
    return out.getvalue()


def ods_row(*cells: str, more: str = "") -> str:
    return (
        f"<table:table-row{more}>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        + "</table:table-row>"
    )


def test_a_sheet_of_libreoffice_is_read() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048000">{cell}</table:table-row>'
    content = ods(ods_row("nom", "ville") + ods_row("La Forge à côté", "Mende") + empty)
    assert texts(content) == [["La Forge à côté", "Mende"]]


def zipped(name: str, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(name, "w", force_zip64=True) as part:
            for _piece in range(size // (1 << 20)):
                part.write(bytes(1 << 20))
    return out.getvalue()


def test_what_unfolds_into_too_much_is_refused_before_it_is_held() -> None:
    repeated = ods(ods_row("x", more=' table:number-rows-repeated="1048576"') * 5)
    far = openpyxl.Workbook()
    far.active["A1"], far.active["XFD1048576"] = "nom", "x"
    out = io.BytesIO()
    far.save(out)
    for bomb in (zipped("xl/worksheets/sheet1.xml", 1 << 28), repeated, out.getvalue()):
        with pytest.raises(Unreadable, match="trop grand"):
            table(bomb)


def test_json_is_a_list_wherever_it_stands_laid_flat() -> None:
    read = table(b'{"meta": {"n": 2}, "lieux": [{"nom": "Polen", "adresse": {"voie": "x"}, "services": ["a", "b"]}]}')
    assert read.columns == ["nom", "adresse.voie", "services"]
    assert [cells.texts for cells in read.rows] == [["Polen", "x", "a|b"]]


def test_geojson_gives_properties_and_a_point() -> None:
    read = table(
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 7, "properties": {"nom": "Polen"},'
        b'"geometry": {"type": "Point", "coordinates": [3.5, 44.5]}}, {"type": "Feature", "properties": null,'
        b'"geometry": null}]}'
    )
    assert read.columns == ["id", "nom", "longitude (geometry)", "latitude (geometry)"]
    assert [cells.texts for cells in read.rows] == [["7", "Polen", "3.5", "44.5"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\n \n", "vide"),
        (b"%PDF-1.4 x", "PDF"),
        (b"\xd0\xcf\x11\xe0 x", "ancien fichier Excel"),
        (b"PK\x03\x04 cut", "abîmé"),
        (b'[{"nom": "Polen"}, {"nom"', "coupé"),
        (b'{"nom": "Polen"}', "aucune liste"),
        (b"[]", "aucune liste"),
        (b'[{"a":' + b"[" * 100_000, "coupé"),
        (b"[" + b",".join(b'{"k%d": 1}' % at for at in range(600)) + b"]", "501 colonnes"),
        (b'nom,ville\n"' + b"x" * 1_100_000, "guillemet"),
        (bytes(range(1, 32)) * 90, "tableau"),
        ((";".join(["colonne"] * 600) + "\n" + ";".join(["x"] * 600)).encode(), "600 colonnes"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        list(table(content).rows)


def test_a_number_of_thousands_of_digits_is_a_text() -> None:
    assert texts(b'[{"siret": ' + b"9" * 5000 + b"}]") == [["9" * 5000]]
    assert texts(b'[{"siret": 21480095000018}]') == [["21480095000018"]]


def test_cells_that_do_not_say_where_they_stand_are_counted_too() -> None:
    piece = b"<row>" + b"<c><v>1</v></c>" * 100_000 + b"</row>"
    reach = Reach()
    for _piece in range(15):
        reach.take(piece)
    with pytest.raises(Unreadable, match="trop grand"):
        reach.take(piece)


def test_nothing_that_a_database_refuses_comes_out() -> None:
    assert texts(b'[{"nom": "a\\u0000b\\ud800"}]') == [["ab\N{REPLACEMENT CHARACTER}"]]
    assert texts(b"nom;ville;adresse\na\x00b;c;Place de la Forge\n") == [["ab", "c", "Place de la Forge"]]


@pytest.mark.fuzz
def test_no_file_makes_anything_but_a_table_or_a_sentence() -> None:
    chance = random.Random(14)
    whole = [TOWNS.encode(), workbook(["nom", "ville"], ["Polen", "Mende"]), ods(ods_row("nom") + ods_row("Polen"))]
    whole += [b'[{"nom": "Polen", "x": [1, {"y": null}]}]', TOWNS.encode("utf-16")]
    for _time in range(400):
        content = bytearray(chance.choice(whole))
        for _slip in range(chance.randrange(6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        with suppress(Unreadable):
            list(table(bytes(content[: chance.randrange(1, len(content) + 1)])).rows)
