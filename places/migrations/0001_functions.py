"""The extensions and the three functions that generated columns and indexes stand on.

The functions pin their search path: a dump restores with an empty one.
"""

from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

FOLD = """
CREATE FUNCTION fold(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp
    AS $$ SELECT lower(unaccent('unaccent', words)) $$;
"""

PLACE_SEARCH = """
CREATE FUNCTION place_search(name varchar, description text, address text, postcode text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$ SELECT fold(concat_ws(' ', name, description, address, postcode)) $$;
"""

PLACE_FEATURE = """
CREATE FUNCTION place_feature(
    id uuid, point geometry, slug varchar, name varchar, kinds varchar[], services varchar[], address text,
    postcode text, "precision" varchar, is_itinerant boolean, wheelchair varchar, opening_hours text, verified_on date
) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        SELECT '{"type":"Feature","id":"' || place_feature.id
            || '","geometry":' || coalesce(ST_AsGeoJSON(place_feature.point, 6), 'null')
            || ',"properties":' || left(row_to_json(properties)::text, -1)
        FROM (
            SELECT place_feature.slug, place_feature.name, place_feature.kinds, place_feature.services,
                place_feature.address, place_feature.postcode, place_feature.precision, place_feature.is_itinerant,
                place_feature.wheelchair, place_feature.opening_hours, place_feature.verified_on
        ) AS properties
    $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateExtension("postgis"),
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION fold(text)"),
        migrations.RunSQL(PLACE_SEARCH, "DROP FUNCTION place_search"),
        migrations.RunSQL(PLACE_FEATURE, "DROP FUNCTION place_feature"),
    ]
