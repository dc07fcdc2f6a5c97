"""A GeoPackage (OGC 12-128r19, 1.3): an SQLite database with a few tables of its own. Pure.

Features are written with the binary header of the standard before their WKB; there is no index, and nothing optional.
"""

import sqlite3
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.flat import DAY, MOMENT, NUMBER, WHOLE, YES, Column

Extent = tuple[float, float, float, float]
# "GPKG", and 1.3.0 as the standard numbers it.
_APPLICATION, _VERSION = 0x47504B47, 10300
_WGS_84 = 4326
# Version 0, no envelope, little-endian, the reference system; the WKB follows.
_HEADER = struct.pack("<2sBBi", b"GP", 0, 1, _WGS_84)
_POINT = 1
_TYPES = [(WHOLE, "INTEGER"), (NUMBER, "REAL"), (YES, "BOOLEAN"), (DAY, "DATE"), (MOMENT, "DATETIME")]
_SYSTEMS = [
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
    (
        "WGS 84 geodetic",
        _WGS_84,
        "EPSG",
        _WGS_84,
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
        'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
        'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
    ),
]
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
    z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name), UNIQUE (table_name)
);
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
    f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT, ui TEXT, update_time DATETIME
);
"""


@dataclass(frozen=True)
class Layer:
    """A table of features: what it is called, and the types of its columns. `style` is as QGIS writes styles (QML)."""

    name: str
    title: str
    says: str
    geometry: str
    columns: Sequence[Column]
    style: str | None = None


@dataclass(frozen=True)
class Feature:
    """A row: its identifier, its WKB, and its properties."""

    key: str
    wkb: bytes | None
    properties: Mapping[str, Any]


class GeoPackage:
    """A GeoPackage that is being written; `moment` is that of its writing."""

    def __init__(self, moment: datetime) -> None:
        self._moment = _stamp(moment)
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        self._database.execute(f"PRAGMA application_id = {_APPLICATION}")
        self._database.execute(f"PRAGMA user_version = {_VERSION}")
        self._database.executescript(_TABLES)
        for system in _SYSTEMS:
            self._insert("gpkg_spatial_ref_sys", [*system, None])
        # Where nothing has a style, the table of styles is empty; readers list it with the others.
        self._contents("layer_styles", "attributes", ("layer_styles", ""), (None,) * 4, None)

    def write(self, layer: Layer, features: Iterable[Feature], extent: Extent | None) -> None:
        """Write a layer whole."""
        names = [column.name for column in layer.columns]
        typed = ", ".join(f'"{column.name}" {_type(column)}' for column in layer.columns)
        self._database.execute(
            f'CREATE TABLE "{layer.name}" '
            f'(fid INTEGER PRIMARY KEY AUTOINCREMENT, geom {layer.geometry.upper()}, "id" TEXT, {typed})'
        )
        self._contents(layer.name, "features", (layer.title, layer.says), extent or (None,) * 4, _WGS_84)
        self._insert("gpkg_geometry_columns", [layer.name, "geom", layer.geometry.upper(), _WGS_84, 0, 0])
        rows = ([None, _blob(one.wkb), one.key, *_values(one.properties, names, layer)] for one in features)
        marks = ", ".join("?" * (len(names) + 3))
        self._database.execute("BEGIN")
        self._database.executemany(f'INSERT INTO "{layer.name}" VALUES ({marks})', rows)  # noqa: S608  our own names
        self._database.execute("COMMIT")
        if layer.style:
            told = ["", "", layer.name, "geom", layer.title[:30], layer.style, "", True, layer.says, "", ""]
            self._insert("layer_styles", [None, *told, self._moment])

    def whole(self) -> bytes:
        """Give the file, and keep nothing of it."""
        written = self._database.serialize()
        self._database.close()
        return written

    def _contents(
        self, name: str, kind: str, said: tuple[str, str], extent: Sequence[float | None], system: int | None
    ) -> None:
        self._insert("gpkg_contents", [name, kind, *said, self._moment, *extent, system])

    def _insert(self, table: str, values: Sequence[Any]) -> None:
        marks = ", ".join("?" * len(values))
        self._database.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608  our own names


def wkb_of(position: Sequence[float]) -> bytes:
    """Write a point, longitude first, as WKB."""
    return struct.pack("<BIdd", 1, _POINT, *position)


def _blob(wkb: bytes | None) -> bytes | None:
    return None if wkb is None else _HEADER + wkb


def _type(column: Column) -> str:
    return next((name for schema, name in _TYPES if schema == column.schema), "TEXT")


def _values(told: Mapping[str, Any], names: Sequence[str], layer: Layer) -> Iterable[Any]:
    moments = {column.name for column in layer.columns if column.schema == MOMENT}
    values = ((name, told.get(name)) for name in names)
    return [_stamp(datetime.fromisoformat(value)) if value and name in moments else value for name, value in values]


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
