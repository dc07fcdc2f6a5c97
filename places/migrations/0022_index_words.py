"""The words of the index of places, in which beginnings are written out."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

LIST = r"""
CREATE FUNCTION search_list(words tsvector) RETURNS void
    LANGUAGE sql VOLATILE SET search_path = public, pg_temp
    AS $$
        INSERT INTO places_indexword (word)
        SELECT word FROM unnest(tsvector_to_array(words)) AS found(word)
        WHERE word ~ '^[a-z]'
            AND NOT EXISTS (SELECT FROM places_indexword AS known WHERE known.word = found.word COLLATE "C")
        ORDER BY word
        ON CONFLICT DO NOTHING
    $$;
"""

# A million places take half a minute.
KNOWN = """
INSERT INTO places_indexword SELECT word FROM ts_stat('SELECT search FROM places_place') WHERE word ~ '^[a-z]'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0021_photos'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexWord',
            fields=[
                ('word', models.CharField(db_collation='C', max_length=60, primary_key=True, serialize=False, verbose_name='mot')),
            ],
            options={
                'verbose_name': 'mot de l’index',
                'verbose_name_plural': 'mots de l’index',
                'default_permissions': (),
            },
        ),
        migrations.RunSQL(LIST, "DROP FUNCTION search_list"),
        # Who writes meanwhile waits for the trigger.
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='lists_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.search_list(NEW.search); RETURN NULL;', hash='de3ddb8cca1e12be95ace2a0026dd4c561ecade8', operation='INSERT OR UPDATE OF "search"', pgid='pgtrigger_lists_words_80e6d', table='places_place', when='AFTER')),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
