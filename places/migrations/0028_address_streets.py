"""Each street is compared once with what someone types, by one address that stands for it."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

MARK = """
UPDATE places_address SET is_first = true WHERE id IN (
    SELECT DISTINCT ON (commune_id, street, postcode) id FROM places_address ORDER BY commune_id, street, postcode, id
)
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0027_feature")]

    operations = [
        migrations.RemoveIndex(model_name="address", name="address_folded"),
        migrations.AddField(model_name="address", name="is_first", field=models.BooleanField(default=False)),
        migrations.AlterField(
            model_name="address",
            name="commune",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="addresses",
                to="places.commune",
            ),
        ),
        migrations.AlterField(
            model_name="address",
            name="point",
            field=django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="address",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("is_first", True)),
                fields=["folded"],
                name="address_of_street",
                opclasses=["gin_trgm_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="address", index=models.Index(fields=["commune", "street"], name="address_street")
        ),
    ]
