"""geopandas and LibreOffice read our addresses and files whole, with the types that they should have."""

import csv
import json
from pathlib import Path
from urllib.request import urlopen

import pytest

from network.models import NetworkedPlace
from tests.clients.environment import PROGRAMS, TO_WORK, printed
from tests.served.conftest import Site

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("lozere")]

# The frame of a plain address, then that of OGC API – Features, whose reader asks page by page.
GEOPANDAS = """
import json, sys, geopandas
places = geopandas.read_file(sys.argv[1])
communes = geopandas.read_file(sys.argv[2])
paged = geopandas.read_file(f"OAPIF:{sys.argv[3]}", layer="places")
inside = geopandas.sjoin(places[places.geometry.notna()], communes, predicate="within")
drawn = int(places.geometry.notna().sum())
print(json.dumps([len(places), str(places.crs), len(communes), len(paged), len(inside), drawn]))
"""
SHEETS = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1"


def published() -> int:
    return NetworkedPlace.objects.published().count()


def test_geopandas_reads_maps_and_joins_them(site: Site, api: str) -> None:
    addresses = [
        f"{api}/places/?format=geojson",
        f"{api}/communes/?format=geojson",
        f"http://127.0.0.1:{site.port}/ogc",
    ]
    places, crs, communes, paged, inside, drawn = json.loads(PROGRAMS.run(GEOPANDAS, *addresses))
    assert places == paged == published()
    assert (crs, communes) == ("EPSG:4326", 152)
    # Each place on the map is in one commune.
    assert inside == drawn > 100


@pytest.fixture(scope="module")
def sheets(api: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a search as LibreOffice opens it in French, each sheet saved as text between tabs."""
    folder = tmp_path_factory.mktemp("sheets")
    with urlopen(f"{api}/places/?format=xlsx&q=mende", timeout=TO_WORK) as answer:
        (folder / "lieux.xlsx").write_bytes(answer.read())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    printed("soffice", profile, "--headless", "--convert-to", SHEETS, "--outdir", folder, folder / "lieux.xlsx")
    return folder


def rows_of(sheets: Path, name: str) -> list[list[str]]:
    with (sheets / f"lieux-{name}.csv").open(encoding="utf-8") as text:
        return list(csv.reader(text, delimiter="\t"))


def test_libreoffice_opens_the_workbook_with_every_row(sheets: Path) -> None:
    head, *rows = rows_of(sheets, "Lieux")
    assert len(rows) == NetworkedPlace.objects.published().matching("mende").count()
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    assert {cell["Commune · Nom"] for cell in cells} >= {"Mende"}
    assert "Médiathèque Lamartine" in [cell["Nom"] for cell in cells]
    # As people say them: no apostrophe, and no zero is lost.
    assert {cell["Téléphone"][:1] for cell in cells} - {""} == {"0"}


def test_its_first_sheet_says_what_it_is(sheets: Path) -> None:
    told = " ".join(cell for row in rows_of(sheets, "À lire") for cell in row)
    assert "mende" in told
    assert "Licence Ouverte" in told


def test_coordinates_are_numbers_for_it(sheets: Path) -> None:
    profile = f"-env:UserInstallation=file://{sheets}/profile"
    printed("soffice", profile, "--headless", "--convert-to", "fods", "--outdir", sheets, sheets / "lieux.xlsx")
    cells = (sheets / "lieux.fods").read_text(encoding="utf-8")
    drawn = NetworkedPlace.objects.published().matching("mende").filter(point__isnull=False).count()
    assert cells.count('office:value-type="float"') >= 2 * drawn
