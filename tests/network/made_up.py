"""The files of a territory of two communes, far from any real one."""

import json
import uuid
from collections.abc import Callable, Sequence
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

Files = dict[str, Any]
Change = Callable[[Files], object]


class Loader:
    """Writes the files and loads them, as often as one likes."""

    def __init__(self, root: Path, folder: str = "atlantide") -> None:
        self.root, self.folder = root, folder
        self.files = made_up_territory()

    def __call__(self, change: Change = lambda _: None, arguments: Sequence[str] = ()) -> dict[str, str]:
        """Change the files, load them, and give what was said of each kind of record."""
        change(self.files)
        for name, content in self.files.items():
            path = self.root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(content), encoding="utf-8")
        out = StringIO()
        self.warnings = StringIO()
        call_command("load_territory", str(self.root / self.folder), *arguments, stdout=out, stderr=self.warnings)
        with connection.cursor() as cursor:
            # A test is one transaction; a loading is one of its own, at the end of which its signature goes.
            cursor.execute("RESET pghistory.context_id")
        return dict(line.split(": ", 1) for line in out.getvalue().splitlines())


def temple(files: Files) -> dict[str, Any]:
    found: dict[str, Any] = files["atlantide/places.json"][0]
    return found


def stays(files: Files) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = temple(files)["memberships"]
    return found


def set_in(name: str, *path: str | int, value: object) -> Change:
    """A change that puts a value somewhere in a file."""

    def change(files: Files) -> None:
        target = files[name]
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    return change


def made_up_territory() -> Files:
    """The files by their path, to change at will."""
    return deepcopy(
        {
            "vocabulary/kinds.json": KINDS,
            "vocabulary/services.json": SERVICES,
            "vocabulary/families.json": FAMILIES,
            "atlantide/territory.json": TERRITORY,
            "atlantide/communes.geojson": {
                "type": "FeatureCollection",
                "features": [commune("99001", "Cercé", -30), commune("99002", "Poséidonie", -29)],
            },
            "atlantide/rivers.geojson": {
                "type": "FeatureCollection",
                "features": [river("Océan", (-30, 30), (-29, 31)), river("Canal", (-29, 30), (-28, 30))],
            },
            "atlantide/intercommunalities.json": [{"code": "999999999", "name": "Cercles d’eau"}],
            "atlantide/organisations.json": [{"slug": "rois", "name": "Les dix rois"}],
            "atlantide/networks.json": NETWORKS,
            "atlantide/places.json": [TEMPLE, PORT],
        }
    )


def commune(code: str, name: str, west: int) -> dict[str, Any]:
    """A square commune, one degree wide."""
    ring = [[west, 30], [west + 1, 30], [west + 1, 31], [west, 31], [west, 30]]
    properties = {
        "code": code,
        "name": name,
        "postcodes": ["99000"],
        "population": 1000,
        "intercommunality": "999999999",
    }
    return {"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}}


def river(name: str, *line: tuple[float, float]) -> dict[str, Any]:
    """A river by its points."""
    geometry = {"type": "LineString", "coordinates": [list(point) for point in line]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


KINDS = [
    {"slug": "coworking", "label": "Coworking", "label_en": "Coworking", "standard_codes": ["TIERS_LIEUX"]},
    {"slug": "library", "label": "Médiathèque", "label_en": "Library", "standard_codes": []},
]
SERVICES = [{"slug": "desk", "label": "Poste", "label_en": "Desk", "group": "work"}]
FAMILIES = [
    {"slug": "mediation", "label": "Médiation numérique", "label_en": "Digital inclusion", "side": "a"},
    {"slug": "business_support", "label": "Appui aux entreprises", "label_en": "Business support", "side": "b"},
]
TERRITORY = {
    "code": "99",
    "name": "Atlantide",
    "locative": "en Atlantide",
    "credit": "Platon",
    "sources": [
        {
            "slug": "timee",
            "title": "Timée",
            "producer": "Platon",
            "date": "2020-01-01",
            "licence": "Domaine public",
            "url": "https://example.org/timee",
        }
    ],
}
NETWORKS = [
    {"slug": "nord", "name": "Nord", "family": "mediation", "colour": "#00617A", "organisations": ["rois"]},
    {"slug": "sud", "name": "Sud", "family": "business_support", "colour": "#B5501B", "organisations": []},
]
TEMPLE = {
    "id": str(uuid.UUID(int=1)),
    "slug": "temple",
    "name": "Le Temple",
    "kinds": ["library"],
    "services": ["desk"],
    "commune": "99001",
    "point": [-29.5, 30.5],
    "precision": "exact",
    "phone": "+33466000001",
    "source": "timee",
    "source_id": "113",
    "memberships": [
        {"network": "nord", "start": "2019-01-01", "end": "2020-01-01", "evidence": "§ 113", "source": "timee"},
        {"network": "nord", "start": "2021-01-01", "evidence": "§ 114", "source": "timee"},
        {"network": "sud", "evidence": "§ 115", "source": "timee", "last_seen_on": "2020-01-01"},
    ],
    "records": [{"source": "timee", "id": "113"}],
}
PORT = {
    "id": str(uuid.UUID(int=2)),
    "slug": "port",
    "name": "Le Port",
    "kinds": ["coworking"],
    "commune": "99002",
    "precision": "unknown",
    "day_price": 12.5,
    "source": "timee",
    "memberships": [],
    "records": [],
}
