"""What the map is sent of a place's own row, declared once, and the SQL text that a migration freezes of it.

PostgreSQL keeps each feature written in the row, which is what makes the map fast (`docs/adr/0003-feature-as-text.md`).
After a change here, `bin/manage freeze_feature` writes the migration; nothing else in the project names these columns.
"""

import re
from collections.abc import Iterable, Mapping

from django.db import connection

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

_FUNCTION = """
CREATE FUNCTION place_feature({parameters}) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        SELECT '{{"type":"Feature","id":"' || place_feature.uuid
            || '","geometry":' || coalesce(ST_AsGeoJSON(place_feature.point, 6), 'null')
            || ',"properties":' || left(row_to_json(properties)::text, -1)
        FROM (SELECT {properties}) AS properties
    $$;
"""
_MIGRATION = '''"""What the map is sent of a place, from here on; written by `manage.py freeze_feature`."""

from django.db import migrations, models

from places.expressions import PlaceFeature

BEFORE = """{before}"""

PLACE_FEATURE = """{after}"""


class Migration(migrations.Migration):
    dependencies = [("places", "{parent}")]
    operations = [
        migrations.RemoveField("place", "feature"),
        migrations.RunSQL(
            ["DROP FUNCTION place_feature", PLACE_FEATURE], ["DROP FUNCTION place_feature", BEFORE]
        ),
        migrations.AddField(
            "place",
            "feature",
            models.GeneratedField(
                db_persist=True,
                expression=PlaceFeature(
                    {columns}
                ),
                output_field=models.TextField(),
            ),
        ),
        # No trigger sees that every row says something else now: whoever holds an answer is to ask again.
        migrations.RunSQL("SELECT current_change()", "SELECT current_change()"),
    ]
'''


def migration_text(types: Mapping[str, str], *, before: str, parent: str) -> str:
    """Write the migration that makes a feature of these columns, after one that made it by the SQL text `before`."""
    columns = ",\n                    ".join(f'"{name}"' for name in types)
    return _MIGRATION.format(before=before, after=_function(types), parent=parent, columns=f"{columns},")


def types_of(model: type, columns: Iterable[str]) -> dict[str, str]:
    """Look up the SQL type of each column of a model, without its bounds, which a parameter cannot have."""
    fields = {name: model._meta.get_field(name) for name in columns}  # type: ignore[attr-defined]
    return {name: re.sub(r"\(.*?\)", "", str(field.db_type(connection))) for name, field in fields.items()}


def _function(types: Mapping[str, str]) -> str:
    parameters = ", ".join(f'"{name}" {sql_type}' for name, sql_type in types.items())
    properties = ", ".join(f'place_feature."{name}"' for name in types if name not in HEAD)
    return _FUNCTION.format(parameters=parameters, properties=properties)
