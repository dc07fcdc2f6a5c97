import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0044_suggested_photo")]

    operations = [
        migrations.AddField(
            model_name="workshop",
            name="supposed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=250), default=list, blank=True, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="supposition",
            field=models.CharField(max_length=250, blank=True, editable=False, default=""),
            preserve_default=False,
        ),
    ]
