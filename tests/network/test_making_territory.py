"""The folder of a département, made of official files: it loads as it is, and says what it lacks."""

import csv
import json
import lzma
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.core.management import CommandError, call_command

from network.models import NetworkedPlace
from places.models import Commune, FormerCommune, Intercommunality, Territory
from tests.factories import square

pytestmark = pytest.mark.django_db
NOTHING = "\\N"


def drawn(lon: float, lat: float) -> str:
    return MultiPolygon(*square(lon, lat, half_side=0.5), srid=4326).hexewkb.decode()


def commune(key: int, code: str, name: str, **more: str) -> dict[str, str]:
    told = {"id": str(key), "code": code, "type": "COM", "nom": name, "type_nom": "0", "population_municipale": "100"}
    land = {"departement_id": "7", "commune_parent_id": NOTHING, "epci_id": "3", "geometry": drawn(key, 45)}
    return told | land | {"mairie_localisation": Point(key, 45, srid=4326).hexewkb.decode()} | more


# Of one département: a town with its article, one that is drawn by its parts alone, and one that is not drawn.
FILES: dict[str, list[dict[str, str]]] = {
    "departements": [{"id": "7", "code": "15", "nom": "Cantal", "type_nom": "2", "region_id": "15"}],
    "regions": [{"id": "15", "code": "84", "nom": "Auvergne-Rhône-Alpes", "type_nom": "1"}],
    "epci": [{"id": "3", "code": "200000001", "nom": "Communauté de l'Alagnon"}],
    "codes_postaux": [{"id": "1", "code": "15000"}, {"id": "2", "code": "15130"}],
    "codes_postaux_communes": [{"codepostal_id": "2", "commune_id": "1"}, {"codepostal_id": "1", "commune_id": "1"}],
    "communes": [
        commune(1, "15001", "Puy-d'Or", type_nom="2"),
        commune(2, "15002", "Vals", geometry=NOTHING, mairie_localisation=Point(40, 45, srid=4326).hexewkb.decode()),
        commune(3, "15003", "Undrawn", geometry=NOTHING),
        commune(4, "15102", "Vals-le-Haut", type="COMD", commune_parent_id="2", departement_id=NOTHING),
        commune(5, "15103", "Vals-le-Bas", type="COMD", commune_parent_id="2", departement_id=NOTHING),
        commune(9, "63001", "Elsewhere", departement_id="8"),
    ],
}


@pytest.fixture
def official(tmp_path: Path) -> Path:
    for name, rows in FILES.items():
        with lzma.open(tmp_path / f"{name}.csv.lzma", "wt", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return tmp_path


@pytest.fixture
def folder(official: Path, tmp_path: Path) -> Path:
    for name in ("kinds", "services", "families"):
        path = tmp_path / "data" / "vocabulary" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[]", encoding="utf-8")
    return tmp_path / "data" / "15"


def make(official: Path, folder: Path, code: str = "15") -> str:
    out = StringIO()
    call_command("make_territory", code, str(folder), official=official, stdout=out)
    return out.getvalue()


def content(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_a_territory_is_made_of_official_files_and_loads_as_it_is(official: Path, folder: Path) -> None:
    said = make(official, folder)
    assert "2 communes, 1 of them with a town hall that lies in it, 2 former communes" in said
    assert "no outline of them: Undrawn (15003)" in said
    call_command("load_territory", str(folder), stdout=StringIO())
    assert Territory.objects.get().locative == "dans le Cantal"
    assert Territory.objects.get().region == "Auvergne-Rhône-Alpes"
    town = Commune.objects.get(code="15001")
    assert (town.name, town.population, town.postcodes) == ("Le Puy-d’Or", 100, ["15000", "15130"])
    assert Commune.objects.get(code="15002").town_hall is None, "a town hall that lies elsewhere is left out"
    assert Commune.objects.get(code="15002").boundary.extent == (3.5, 44.5, 5.5, 45.5)
    assert Intercommunality.objects.get().name == "Communauté de l’Alagnon"
    assert set(FormerCommune.objects.values_list("name", flat=True)) == {"Vals-le-Haut", "Vals-le-Bas"}
    assert not NetworkedPlace.objects.exists()


def test_nothing_is_written_over(official: Path, folder: Path) -> None:
    make(official, folder)
    with pytest.raises(CommandError, match="nothing is written over"):
        make(official, folder)


def test_a_code_of_no_departement_is_refused_with_those_that_there_are(official: Path, folder: Path) -> None:
    with pytest.raises(CommandError, match="No département has the code 99; there are 15"):
        make(official, folder, "99")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "article", "locative"),
    [
        ("Lozère", "3", "en Lozère"),
        ("Drôme", "3", "dans la Drôme"),
        ("Hérault", "5", "dans l’Hérault"),
        ("Ardèche", "5", "en Ardèche"),
        ("Bouches-du-Rhône", "4", "dans les Bouches-du-Rhône"),
        ("Côte-d'Or", "3", "en Côte-d’Or"),
        ("Paris", "0", "à Paris"),
        ("Maine-et-Loire", "0", "en Maine-et-Loire"),
    ],
)
def test_a_departement_is_spoken_of_as_people_do(
    official: Path, folder: Path, name: str, article: str, locative: str
) -> None:
    row = {"id": "7", "code": "15", "nom": name, "type_nom": article, "region_id": "15"}
    with lzma.open(official / "departements.csv.lzma", "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    make(official, folder)
    assert content(folder, "territory.json")["locative"] == locative
