"""Who works with whom: networks, memberships and where they overlap. Imports places."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

# What a facilitator may do in the admin: given once, when the group is made, so that an administrator may change it.
FACILITATORS = "Animation de réseau"
MAY = {
    "places.place": ("view", "add", "change"),
    "places.change": ("view",),
    "places.commune": ("view",),
    "places.kind": ("view",),
    "places.service": ("view",),
    "network.family": ("view",),
    "network.network": ("view", "change"),
    "network.organisation": ("view",),
    "network.membership": ("view", "add", "change", "delete"),
}


class NetworkConfig(AppConfig):
    """The room of networks."""

    name = "network"
    verbose_name = _("Réseaux")

    def ready(self) -> None:
        """See that the group of facilitators is there after the tables are."""
        from network.accounts import browsers  # noqa: F401, PLC0415  it listens to who signs in

        post_migrate.connect(make_group, sender=self, dispatch_uid="network.make_group")


def make_group(*, using: str, **_: Any) -> None:  # noqa: ANN401  Django's own signature
    """Make the group of facilitators with its permissions, unless it is there."""
    from django.contrib.auth.management import create_permissions  # noqa: PLC0415  needs the apps to be ready

    group, is_new = apps.get_model("auth", "Group")._default_manager.using(using).get_or_create(name=FACILITATORS)
    if not is_new:
        return
    for label in ("places", "network"):
        # Ours may run before the receiver of django.contrib.auth.
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    permissions = apps.get_model("auth", "Permission")._default_manager.using(using)
    for name, actions in MAY.items():
        app, model = name.split(".")
        codenames = [f"{action}_{model}" for action in actions]
        group.permissions.add(*permissions.filter(content_type__app_label=app, codename__in=codenames))
