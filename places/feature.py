"""What the map is sent of a place's own row, declared once, and the SQL text that a migration freezes of it.

PostgreSQL keeps each feature written in the row, which is what makes the map fast (`docs/adr/0003-feature-as-text.md`),
and the flat one beside it. After a change here or in `places.flat`, `bin/manage freeze_feature` writes the migration;
nothing else in the project names these columns.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import connection

from places.flat import FLAT, written

# Each is a column of `Place`, under the name that it has in every answer.
FEATURE = (
    "slug",
    "name",
    "kinds",
    "services",
    "address",
    "postcode",
    "precision",
    "is_itinerant",
    "wheelchair",
    "opening_hours",
    "phone",
    "verified_on",
    "source",
    "source_date",
    "source_date_precision",
    "licence",
)
# What a feature holds beside its properties: who it is, and where.
HEAD = ("uuid", "point")
COLUMNS = (*HEAD, *FEATURE)
FLAT_COLUMNS = (*HEAD, *FLAT)

# What a text says may not depend on who writes the row: neither on the schemas nor on the zone of a session.
_FUNCTION = """
CREATE FUNCTION {name}({parameters}) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp{zone}
    AS $$
        SELECT '{{"type":"Feature","id":"' || {name}.uuid
            || '","geometry":' || coalesce(ST_AsGeoJSON({name}.point, 6), 'null')
            || ',"properties":' || left(row_to_json(properties)::text, -1)
        FROM (SELECT {properties}) AS properties
    $$;
"""
_MIGRATION = '''"""{says}, from here on; written by `manage.py freeze_feature`."""

from django.db import migrations, models

from places.expressions import {expression}

BEFORE = """{before}"""

{constant} = """{after}"""


class Migration(migrations.Migration):
    dependencies = [("places", "{parent}")]
    operations = [
        migrations.RemoveField("place", "{column}"),
        migrations.RunSQL(
            ["DROP FUNCTION {name}", {constant}], ["DROP FUNCTION {name}", BEFORE]
        ),
{ahead}        migrations.AddField(
            "place",
            "{column}",
            models.GeneratedField(
                db_persist=True,
                expression={expression}(
                    {columns}
                ),
                output_field=models.TextField(),
            ),
        ),
{behind}        # No trigger sees that every row says something else now: whoever holds an answer is to ask again.
        migrations.RunSQL("SELECT current_change()", "SELECT current_change()"),
    ]
'''

# What PostgreSQL folds, of a row that is long, it is to unfold as quickly, where it was built to: of what is there, and
# of what will be.
_AHEAD = """        migrations.RunSQL(
            "DO $$ BEGIN PERFORM set_config('default_toast_compression', 'lz4', true); "
            "EXCEPTION WHEN invalid_parameter_value THEN NULL; END $$",
            migrations.RunSQL.noop,
        ),
"""
_BEHIND = """        migrations.RunSQL(
            "DO $$ BEGIN ALTER TABLE places_place ALTER COLUMN flat_feature SET COMPRESSION lz4; "
            "EXCEPTION WHEN feature_not_supported THEN NULL; END $$",
            migrations.RunSQL.noop,
        ),
"""


def _as_it_is(_field: Any, column: str) -> str:  # noqa: ANN401  a field of a model
    return column


class Stored(NamedTuple):
    """A feature that PostgreSQL keeps written in the row, without its closing braces: in which column, and of which."""

    column: str
    expression: str
    columns: tuple[str, ...]
    says: str
    write: Callable[[Any, str], str] = _as_it_is
    zone: str = ""
    around: tuple[str, str] = ("", "")

    @property
    def function(self) -> str:
        """Name the function that writes it."""
        return f"place_{self.column}"

    @property
    def constant(self) -> str:
        """Name what holds the SQL text of the function, in a migration."""
        return self.function.upper()

    def sql(self, model: type, columns: tuple[str, ...]) -> str:
        """Write the function that makes the feature of these columns of a model."""
        fields = {name: model._meta.get_field(name) for name in columns}  # type: ignore[attr-defined]
        parameters = ", ".join(f'"{name}" {_type_of(field)}' for name, field in fields.items())
        properties = ", ".join(f"{self._property(field, name)}" for name, field in fields.items() if name not in HEAD)
        return _FUNCTION.format(name=self.function, parameters=parameters, properties=properties, zone=self.zone)

    def _property(self, field: Any, name: str) -> str:  # noqa: ANN401  a field of a model
        column = f'{self.function}."{name}"'
        text = self.write(field, column)
        return text if text == column else f'{text} AS "{name}"'

    def migration(self, model: type, columns: tuple[str, ...], *, before: str, parent: str) -> str:
        """Write the migration that makes it of these columns, after one that made it by the SQL text `before`."""
        names = ",\n                    ".join(f'"{name}"' for name in columns)
        said = {"expression": self.expression, "constant": self.constant, "name": self.function, "says": self.says}
        made = {"before": before, "after": self.sql(model, columns), "parent": parent, "columns": f"{names},"}
        ahead, behind = self.around
        return _MIGRATION.format(**said, **made, column=self.column, ahead=ahead, behind=behind)


def _type_of(field: Any) -> str:  # noqa: ANN401  a field of a model
    """Name its type in SQL, without its bounds, which a parameter cannot have."""
    return re.sub(r"\(.*?\)", "", str(field.db_type(connection)))


OF_MAP = Stored("feature", "PlaceFeature", COLUMNS, "What the map is sent of a place")
OF_TABLES = Stored(
    "flat_feature",
    "PlaceFlat",
    FLAT_COLUMNS,
    "What tables are sent of a place",
    written,
    "\n    SET timezone = 'UTC'",
    (_AHEAD, _BEHIND),
)
STORED: Mapping[str, Stored] = {one.column: one for one in (OF_MAP, OF_TABLES)}
