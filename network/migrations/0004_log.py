"""The events of networks join the one ordered log, and all that was logged before is put in one order."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

LOGS = "network_organisationevent", "network_networkevent", "network_facilitationevent", "network_membershipevent"
ALL = "places_kindevent", "places_serviceevent", *LOGS[:3], "places_placeevent", LOGS[3]

# What places did to their logs, word for word.
log = import_module("places.migrations.0007_log")


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0003_names_and_dates'),
        ('places', '0007_log'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    log.of_each(LOGS, log.OPEN) + log.number(ALL) + log.of_each(LOGS, log.CLOSE),
                    log.of_each(LOGS, log.UNDO),
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name='facilitationevent',
                    name='pgh_change',
                    field=models.ForeignKey(db_constraint=False, db_default=models.Func(function='current_change', output_field=models.BigIntegerField()), editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.change'),
                ),
                migrations.AddField(
                    model_name='membershipevent',
                    name='pgh_change',
                    field=models.ForeignKey(db_constraint=False, db_default=models.Func(function='current_change', output_field=models.BigIntegerField()), editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.change'),
                ),
                migrations.AddField(
                    model_name='networkevent',
                    name='pgh_change',
                    field=models.ForeignKey(db_constraint=False, db_default=models.Func(function='current_change', output_field=models.BigIntegerField()), editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.change'),
                ),
                migrations.AddField(
                    model_name='organisationevent',
                    name='pgh_change',
                    field=models.ForeignKey(db_constraint=False, db_default=models.Func(function='current_change', output_field=models.BigIntegerField()), editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.change'),
                ),
                migrations.AlterField(
                    model_name='facilitationevent',
                    name='pgh_id',
                    field=models.BigIntegerField(db_default=models.Func(models.Value('places_log'), function='nextval', output_field=models.BigIntegerField()), editable=False, primary_key=True, serialize=False),
                ),
                migrations.AlterField(
                    model_name='membershipevent',
                    name='pgh_id',
                    field=models.BigIntegerField(db_default=models.Func(models.Value('places_log'), function='nextval', output_field=models.BigIntegerField()), editable=False, primary_key=True, serialize=False),
                ),
                migrations.AlterField(
                    model_name='networkevent',
                    name='pgh_id',
                    field=models.BigIntegerField(db_default=models.Func(models.Value('places_log'), function='nextval', output_field=models.BigIntegerField()), editable=False, primary_key=True, serialize=False),
                ),
                migrations.AlterField(
                    model_name='organisationevent',
                    name='pgh_id',
                    field=models.BigIntegerField(db_default=models.Func(models.Value('places_log'), function='nextval', output_field=models.BigIntegerField()), editable=False, primary_key=True, serialize=False),
                ),
            ],
        ),
        migrations.RunSQL("DROP FUNCTION number_the_past", log.NUMBER_THE_PAST),
    ]
