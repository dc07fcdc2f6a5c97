"""That a network stands for a listing, and what was written in it since it saw it."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from network.vouches import Vouched
from places.models import Place
from places.words import day_in_words


def vouched_in_words(vouched: Vouched) -> str:
    """Say when the network saw the listing, at which revision, and whether it still says the same."""
    seen = _("vue le %(day)s, révision %(version)s") % {
        "day": day_in_words(vouched.day),
        "version": vouched.version,
    }
    return " · ".join([seen, *changed_in_words(vouched.changed)])


def changed_in_words(columns: Collection[str]) -> list[str]:
    """Name what was written since; nothing where nothing was."""
    names = [str(Place._meta.get_field(name).verbose_name) for name in columns]  # type: ignore[union-attr]
    return [_("changé depuis : %(names)s") % {"names": ", ".join(names)}] if names else []
