"""Communes by what they are called, and those of before."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import places.expressions
from django.db import migrations, models

# The words that count (little ones do not), in their order and without the marks of plurals.
COMMUNE_KEY = r"""
CREATE FUNCTION commune_key(name varchar) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$ BEGIN RETURN (
        SELECT string_agg(CASE WHEN word ~ '^[a-z0-9]{3,}[sx]$' THEN left(word, -1) ELSE word END, ' ' ORDER BY at)
        FROM regexp_split_to_table(search_fold(name), '[^a-z0-9]+') WITH ORDINALITY AS cut(word, at)
        WHERE length(word) > 1 AND word <> ALL (
            '{un,une,le,la,les,de,des,du,au,aux,en,et,ou,par,pour,sur,dans,chez,avec,the,of,in,and,at,to,for,on,an}'
        )
    ); END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("places", "0018_not_same"),
    ]

    operations = [
        migrations.RunSQL(COMMUNE_KEY, "DROP FUNCTION commune_key"),
        migrations.CreateModel(
            name='FormerCommune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=5, verbose_name='code INSEE')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('ended_on', models.DateField(blank=True, help_text='Le premier jour où elle n’est plus.', null=True, verbose_name='jusqu’au')),
                ('town_hall', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, spatial_index=False, srid=4326, verbose_name='mairie')),
                ('key', models.GeneratedField(db_persist=True, expression=places.expressions.CommuneKey('name'), output_field=models.TextField(null=True))),
            ],
            options={
                'verbose_name': 'ancienne commune',
                'verbose_name_plural': 'anciennes communes',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='commune',
            name='key',
            field=models.GeneratedField(db_persist=True, expression=places.expressions.CommuneKey('name'), output_field=models.TextField(null=True)),
        ),
        migrations.AddIndex(
            model_name='commune',
            index=models.Index(fields=['key'], name='commune_key'),
        ),
        migrations.AddField(
            model_name='formercommune',
            name='commune',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_communes', to='places.commune', verbose_name='commune d’aujourd’hui'),
        ),
        migrations.AddIndex(
            model_name='formercommune',
            index=models.Index(fields=['key'], name='formercommune_key'),
        ),
        migrations.AddConstraint(
            model_name='formercommune',
            constraint=models.UniqueConstraint(fields=('code', 'name'), name='former_commune_is_told_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercommune',
            trigger=pgtrigger.compiler.Trigger(name='marks_land', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE number bigint := public.current_change();', func="\n        UPDATE public.places_change SET touches_land = true WHERE id = number;\n        PERFORM nextval('public.places_log');\n        RETURN NULL;\n        ", hash='9cebb7d993eff975c1bce2a709319d1672cb12b7', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_marks_land_f873f', table='places_formercommune', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercommune',
            trigger=pgtrigger.compiler.Trigger(name='learns_name', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.search_learn(ARRAY[NEW.name]::text[], 0); RETURN NULL;', hash='6cddddc1d1b12dc6f3220ed9f936752897920565', operation='INSERT OR UPDATE OF "name"', pgid='pgtrigger_learns_name_83c61', table='places_formercommune', when='AFTER')),
        ),
    ]
