from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0029_unpublished'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='commune',
            index=models.Index(fields=['name', 'code'], name='commune_name'),
        ),
    ]
