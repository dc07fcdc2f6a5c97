"""The flat profile: what spreadsheets with a map (QGIS, ArcGIS) can save and join.

Scalars only, lists joined by a bar, each column of one type in every answer, null where nobody knows. PostgreSQL
writes a row as a GeoJSON feature, that of a place when it changes (`places.flat`); Python adds what depends on the day,
the minute and the site that is asked. `NUMBER` and `ANSWER` are for what may be unknown, `WHOLE` and `YES` for what is
always known.
"""

import json
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import models
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from api.places.communes import Commune
from api.places.records import Pages, Shape
from api.renderers import compact
from network.querysets import Belonging
from places.flat import BAR, written
from places.flat import FLAT as OF_ROW
from places.models import Place

JSONSchema = dict[str, Any]


class Column(NamedTuple):
    """A property: its name, how PostgreSQL computes it ("" where Python does), and its type as JSON Schema says it."""

    name: str
    sql: str
    schema: JSONSchema

    @property
    def written(self) -> str:
        """Name it in a list of columns."""
        return f'{self.sql} AS "{self.name}"'


TEXT: JSONSchema = {"type": "string"}
WHOLE: JSONSchema = {"type": "integer"}
NUMBER: JSONSchema = {"type": "number"}
YES: JSONSchema = {"type": "boolean"}
ANSWER: JSONSchema = {"type": "string", "enum": ["yes", "no"]}
DAY: JSONSchema = {"type": "string", "format": "date"}
MOMENT: JSONSchema = {"type": "string", "format": "date-time"}
WEB: JSONSchema = {"type": "string", "format": "uri"}
_SCHEMAS: dict[Any, JSONSchema] = {
    models.PositiveSmallIntegerField: NUMBER,
    models.BooleanField: ANSWER,
    models.DecimalField: NUMBER,
    models.DateField: DAY,
    models.DateTimeField: MOMENT,
}


def feature(table: str, columns: list[Column], *, key: str, geometry: str) -> RawSQL:
    """Write each row of a table as a feature that lacks its last brace; what Python adds goes before the one it has.

    Taking that one away too is for Python (`more_of`): PostgreSQL would count every letter for it, a sixth of its work.
    """
    written = ", ".join(column.written for column in columns if column.sql)
    return RawSQL(  # noqa: S611  our own names
        f"""(SELECT '{{"type":"Feature","id":' || to_json({table}.{key}::text)
            || ',"geometry":' || coalesce({geometry}, 'null') || ',"properties":' || row_to_json(flat)
        FROM (SELECT {table}.*) AS {table} CROSS JOIN LATERAL (SELECT {written}) AS flat)""",  # noqa: S608
        (),
        TextField(),
    )


def more_of(text: str) -> str:
    """Open the properties of a feature to more of them; who adds the last closes them and the feature."""
    return text[:-1]


def _of_place(name: str) -> Column:
    field: Any = Place._meta.get_field(name)
    return Column(name, written(field, name), _SCHEMAS.get(type(field), TEXT))


_OF_COMMUNE = "(SELECT {} FROM places_commune WHERE code = places_place.commune_id)"
# Python tells it with each place, once for all places that lie in it; PostgreSQL is asked for it by expressions alone.
_COMMUNE = [
    Column("commune_code", "commune_id", TEXT),
    Column("commune_name", _OF_COMMUNE.format("name"), TEXT),
    Column("epci_code", _OF_COMMUNE.format("intercommunality_id"), TEXT),
]
_TODAY = [Column(name, "", TEXT) for name in ("overlap", "could_be", "networks", "opening")]
PLACE = [
    *map(_of_place, OF_ROW),
    *_COMMUNE,
    *_TODAY,
    Column("url", "", WEB),
]


def _commune(commune: Commune) -> str:
    return "".join(f',"{column.name}":{compact(value)}' for column, value in zip(_COMMUNE, commune, strict=True))


@lru_cache(maxsize=4096)
def _belonging(belonging: Belonging) -> str:
    networks, sides = BAR.join(belonging.networks), BAR.join(belonging.could_be)
    return f'"overlap":{json.dumps(belonging.overlap)},"could_be":"{sides}","networks":"{networks}"'


@lru_cache(maxsize=4096)
def _opening(text: str) -> str:
    return f'"{json.loads(text)["state"]}"'


FLAT = Shape({}, ("flat_feature",), str, "}}", _belonging, _opening, _commune)


def page_of(pages: Pages, slug: str) -> str:
    """Write the address of a place's page as the last member of a feature, and close it."""
    return f',"url":"{pages.before}{slug}{pages.after}"}}}}'
