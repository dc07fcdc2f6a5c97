"""A place as networks see it."""

from django.utils.translation import gettext_lazy as _

from network.querysets import NetworkedPlaceQuerySet
from places.models import Place


class NetworkedPlace(Place):
    """The same row as `Place`, with the verbs that need networks. Places know nothing of networks; this does."""

    objects = NetworkedPlaceQuerySet.as_manager()  # type: ignore[misc]  # a proxy may add verbs

    class Meta:
        proxy = True
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
