from django.db import migrations


def forget_group(apps, schema_editor):
    """It opened the admin, which is for administrators: rights follow from posts, and nothing asks its permissions."""
    apps.get_model("auth", "Group").objects.filter(name="Animation de réseau").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0034_room"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(forget_group, migrations.RunPython.noop)]
