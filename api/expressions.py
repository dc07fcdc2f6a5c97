"""JSON written by PostgreSQL: rows leave the database as text, ready to send."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, JSONField, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

Expression = str | Combinable


class JSONRow(Func):
    """An object whose keys are those given, in that order, without a space: `JSONRow(slug="slug", work=JSONRow(…))`.

    PostgreSQL's `json_build_object` writes spaces and `jsonb` loses the order of keys; `row_to_json` does neither.
    """

    output_field = JSONField()

    def __init__(self, **keys: Expression) -> None:
        self.keys = list(keys)
        super().__init__(*keys.values())

    def as_sql(  # type: ignore[override]
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **_context: Any,  # noqa: ANN401
    ) -> tuple[str, tuple[Any, ...]]:
        """Select the values under their keys, then make the row an object."""
        columns: list[str] = []
        params: list[Any] = []
        for key, expression in zip(self.keys, self.get_source_expressions(), strict=True):
            sql, values = compiler.compile(expression)
            columns.append(f'{sql} AS "{key}"')
            params.extend(values)
        columns_sql = ", ".join(columns)
        return f"(SELECT row_to_json(r) FROM (SELECT {columns_sql}) AS r)", tuple(params)  # noqa: S608  compiled above


class JSONText(Cast):
    """A JSON row as text, ready to send: without this, psycopg would parse it."""

    def __init__(self, row: JSONRow) -> None:
        super().__init__(row, TextField())


class GeometryJSON(Func):
    """A geometry as GeoJSON, longitude first, six decimals (a decimetre)."""

    template = "ST_AsGeoJSON(%(expressions)s, 6)::json"
    output_field = JSONField()


def feature_row(*, identifier: str, geometry: str, properties: JSONRow) -> JSONRow:
    """Make a GeoJSON feature of a row."""
    return JSONRow(type=Value("Feature"), id=identifier, geometry=GeometryJSON(geometry), properties=properties)
