"""What search reads: the words of a place with their weights, and a lexicon in which slips are looked for.

The functions pin their search path: a dump restores with an empty one.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import pgtrigger.compiler
import pgtrigger.migrations
import places.expressions
from django.db import migrations, models

# In PL/pgSQL, which plans each of them once: functions in SQL that call each other are planned again for every row.
FOLD = r"""
CREATE FUNCTION search_fold(words text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp
    AS $$ BEGIN RETURN translate(
        replace(replace(replace(replace(
            regexp_replace(lower(normalize(words, NFKD) COLLATE "und-x-icu"), '[\u0300-\u036f]', '', 'g'),
        'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'þ', 'th'),
    'øđłðıħ', 'odldih'); END $$;
"""

PLACE_SEARCH_BEFORE = """
CREATE FUNCTION place_search(name varchar, description text, address text, postcode text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$ SELECT fold(concat_ws(' ', name, description, address, postcode)) $$;
"""

# Each word, without the mark of its plural too, and each compound in one.
LEXEMES = r"""
CREATE FUNCTION search_lexemes(words text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        DECLARE folded text := search_fold(words);
        BEGIN
            RETURN (SELECT coalesce(array_agg(DISTINCT form), '{}') FROM (
                SELECT word FROM regexp_split_to_table(folded, '[^a-z0-9]+') AS word
                UNION ALL
                SELECT regexp_replace(run[1], '[^a-z0-9]', '', 'g')
                FROM regexp_matches(folded, '[a-z0-9]+(?:[-''’‐ʼ][a-z0-9]+)+', 'g') AS run
            ) AS found(word), LATERAL (VALUES
                (left(word, 60)), (CASE WHEN word ~ '^[a-z0-9]{3,59}[sx]$' THEN left(word, -1) END)
            ) AS forms(form) WHERE length(form) > 1);
        END
    $$;
"""

VECTOR = """
CREATE FUNCTION search_vector(lexemes text[], weight text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$ BEGIN
        RETURN coalesce(
            '''' || array_to_string(lexemes, ''':1' || weight || ' ''') || ''':1' || weight, ''
        )::tsvector;
    END $$;
"""

# From its first word on, what a name of three words or more is called by its initials: "=cci", "=ccidl"…
INITIALS = r"""
CREATE FUNCTION search_initials(name text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        DECLARE letters text := (
            SELECT coalesce(string_agg(left(word, 1), '' ORDER BY at), '')
            FROM regexp_split_to_table(search_fold(name), '[^a-z0-9]+') WITH ORDINALITY AS cut(word, at)
            WHERE length(word) > 1 AND word <> ALL (
                '{un,une,le,la,les,de,des,du,au,aux,en,et,ou,par,pour,sur,dans,chez,avec,the,of,in,and,at,to,for,on,an}'
            )
        );
        BEGIN
            RETURN ARRAY(SELECT '=' || left(letters, size) FROM generate_series(3, least(8, length(letters))) AS size);
        END
    $$;
"""

# A name weighs A, kinds and services B, the commune C, the rest D. Codes begin with a sign that no word has.
PLACE_SEARCH = """
CREATE FUNCTION place_search(
    name varchar, kinds varchar[], services varchar[], commune varchar, description text, address text, postcode text,
    phone text
) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        DECLARE
            called text[] := ARRAY(
                SELECT '@' || kind FROM unnest(kinds) AS kind UNION SELECT '+' || service FROM unnest(services) AS service
            );
            dialled text[] := CASE
                WHEN phone ~ '^[+](33|262|590|594|596)' THEN ARRAY[ltrim(phone, '+'), '0' || right(phone, 9)]
                WHEN phone IS NOT NULL THEN ARRAY[ltrim(phone, '+')]
            END;
        BEGIN
            RETURN search_vector(nullif(search_lexemes(name) || search_initials(name), '{}'), 'A')
                || search_vector(nullif(called, '{}'), 'B')
                || search_vector(CASE WHEN commune IS NOT NULL THEN ARRAY['#' || commune] END, 'C')
                || search_vector(nullif(
                    search_lexemes(concat_ws(' ', description, address, postcode)) || dialled, '{}'
                ), 'D');
        END
    $$;
"""

COMMUNE_SEARCH = """
CREATE FUNCTION commune_search(name varchar) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$ BEGIN RETURN search_vector(nullif(search_lexemes(name), '{}'), 'A'); END $$;
"""

# A word with up to two letters less, one in shorter words: two words that are near share one of these.
SLIPS = """
CREATE FUNCTION search_slips(word text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        WITH one(form) AS (
            SELECT left(word, at - 1) || substr(word, at + 1) FROM generate_series(1, length(word)) AS at
        )
        SELECT array_agg(form) FROM (
            SELECT word AS form UNION SELECT form FROM one UNION
            SELECT left(form, at - 1) || substr(form, at + 1) FROM one, generate_series(1, length(form)) AS at
            WHERE length(word) >= 6
        ) AS forms
    $$;
"""

# Learns the words of texts as they are spelt. One that is known is not touched: writers never wait for each other.
LEARN = r"""
CREATE FUNCTION search_learn(texts text[], tier integer) RETURNS void
    LANGUAGE sql VOLATILE SET search_path = public, pg_temp
    AS $$
        INSERT INTO places_searchword (word, spelling, tier)
        SELECT word, spelling, search_learn.tier FROM (
            SELECT DISTINCT ON (word) search_fold(spelling) AS word, spelling
            FROM unnest(texts) AS text, regexp_split_to_table(normalize(text, NFC) COLLATE "und-x-icu", '[^[:alpha:]]+')
                AS spelling
            ORDER BY word, spelling
        ) AS found
        WHERE word ~ '^[a-z]{3,24}$' AND NOT EXISTS (
            SELECT FROM places_searchword AS known WHERE known.word = found.word AND known.tier <= search_learn.tier
        )
        ON CONFLICT (word) DO UPDATE SET spelling = excluded.spelling, tier = excluded.tier
    $$;
"""

KNOWN = """
SELECT search_learn((SELECT array_agg(name) FROM places_commune), 0);
SELECT search_learn((SELECT array_agg(name) FROM places_place), 2);
SELECT search_learn((SELECT array_agg(concat_ws(' ', description, address)) FROM places_place), 3);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0014_telephones'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='place', name='place_search'),
        migrations.RemoveField(model_name='place', name='search'),
        migrations.RunSQL("DROP FUNCTION place_search", PLACE_SEARCH_BEFORE),
        migrations.RunSQL(FOLD, "DROP FUNCTION search_fold"),
        migrations.RunSQL(LEXEMES, "DROP FUNCTION search_lexemes"),
        migrations.RunSQL(VECTOR, "DROP FUNCTION search_vector"),
        migrations.RunSQL(INITIALS, "DROP FUNCTION search_initials"),
        migrations.RunSQL(PLACE_SEARCH, "DROP FUNCTION place_search"),
        migrations.RunSQL(COMMUNE_SEARCH, "DROP FUNCTION commune_search"),
        migrations.RunSQL(SLIPS, "DROP FUNCTION search_slips"),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name='mot')),
                ('spelling', models.CharField(max_length=60, verbose_name='orthographe')),
                ('tier', models.PositiveSmallIntegerField(verbose_name='provenance')),
                ('slips', models.GeneratedField(db_persist=True, expression=places.expressions.SearchSlips('word'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))),
            ],
            options={
                'verbose_name': 'mot des fiches',
                'verbose_name_plural': 'mots des fiches',
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(fields=['slips'], name='searchword_slips'),
        ),
        migrations.RunSQL(LEARN, "DROP FUNCTION search_learn"),
        migrations.AddField(
            model_name='commune',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=places.expressions.CommuneSearch('name'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='place',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=places.expressions.PlaceSearch('name', 'kinds', 'services', 'commune', 'description', 'address', 'postcode', 'phone'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='commune',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='commune_search'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='place_search'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commune',
            trigger=pgtrigger.compiler.Trigger(name='learns_name', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.search_learn(ARRAY[NEW.name]::text[], 0); RETURN NULL;', hash='453134d3171d13ab5f54a24644f280343a376375', operation='INSERT OR UPDATE OF "name"', pgid='pgtrigger_learns_name_d081b', table='places_commune', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='learns_name', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.search_learn(ARRAY[NEW.name]::text[], 2); RETURN NULL;', hash='2916fb2c92855063361c87c30c2702ed92a19001', operation='INSERT OR UPDATE OF "name"', pgid='pgtrigger_learns_name_2a185', table='places_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='learns_text', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.search_learn(ARRAY[NEW.description, NEW.address]::text[], 3); RETURN NULL;', hash='707cdff9603117952a98b0298b7af02dad6de932', operation='INSERT OR UPDATE OF "description", "address"', pgid='pgtrigger_learns_text_58d80', table='places_place', when='AFTER')),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
