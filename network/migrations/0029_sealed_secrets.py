"""Seal the secrets of applications that make codes, which were kept as they are."""

from allauth.mfa.models import Authenticator
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from network.accounts.sealing import seal, unseal

_TOTP = Authenticator.Type.TOTP


def seal_all(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal each of them."""
    for kept in apps.get_model("mfa", "Authenticator").objects.filter(type=_TOTP):
        kept.data = {**kept.data, "secret": seal(kept.data["secret"])}
        kept.save(update_fields=["data"])


def unseal_all(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep them as they are again."""
    for kept in apps.get_model("mfa", "Authenticator").objects.filter(type=_TOTP):
        kept.data = {**kept.data, "secret": unseal(kept.data["secret"])}
        kept.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0028_files_at_addresses"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal_all, unseal_all)]
