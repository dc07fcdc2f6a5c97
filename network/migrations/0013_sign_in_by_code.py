from django.db import migrations, models
from django.db.models.functions import Lower

# An address that several accounts had stays with the one that is open, and signed in last: the others keep their
# password, and an administrator may give them an address of their own.
ONE_ACCOUNT_EACH = """
UPDATE network_user SET email = '' WHERE email <> '' AND id NOT IN (
    SELECT DISTINCT ON (lower(email)) id FROM network_user WHERE email <> ''
    ORDER BY lower(email), is_active DESC, last_login DESC NULLS LAST, id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0012_suggestions"),
    ]

    operations = [
        migrations.RunSQL(ONE_ACCOUNT_EACH, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("email"),
                name="account_email_is_ones_own",
                condition=~models.Q(email=""),
                violation_error_message="Un autre compte a déjà cette adresse e-mail.",
            ),
        ),
    ]
