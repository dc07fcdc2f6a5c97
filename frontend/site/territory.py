"""What every page says of the territories it is about."""

from collections.abc import Collection

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from places.models import Territory

# A sentence names so many, and counts more.
NAMED = 4


def territory_in_words(codes: Collection[str] = (), known: Collection[Territory] | None = None) -> dict[str, str]:
    """Where we are (`territory`, "en Savoie"), its bare name, and whom to credit (`credit`).

    Of the territories that are asked for, by their codes; of all of them where none is. One query, unless all of them
    are `known`.
    """
    every = list(Territory.objects.all()) if known is None else known
    asked = [territory for territory in every if territory.code in codes] or list(every)
    return {
        "territory": together([located(territory) for territory in asked]),
        "territory_name": _named([territory.name for territory in asked]),
        "credit": " ; ".join(dict.fromkeys(territory.credit for territory in asked)),
    }


def together(locatives: list[str]) -> str:
    """Say several "in" as one: "dans le Jura et en Savoie"; beyond a few, how many they are."""
    if len(locatives) > NAMED:
        count = len(locatives)
        return ngettext("dans %(count)s territoire", "dans %(count)s territoires", count) % {"count": count}
    return get_text_list(locatives, _("et"))


def _named(names: list[str]) -> str:
    """List their names, which are part of the name of a file: beyond a few, how many they are."""
    count = len(names)
    if count > NAMED:
        return ngettext("%(count)s territoire", "%(count)s territoires", count) % {"count": count}
    return ", ".join(names)


def located(territory: Territory) -> str:
    """Say "in" a territory: "en Savoie" with its own preposition in French, "in Savoie" in English."""
    if speaks_as_written():
        return territory.locative
    return _("sur le territoire « %(name)s »") % {"name": territory.name}


def is_alone(territory: Territory) -> bool:
    """Tell whether the directory has no other."""
    return not Territory.objects.exclude(pk=territory.pk).exists()


def speaks_as_written() -> bool:
    """Tell whether the page is in the language in which people describe places and networks."""
    return get_language() == settings.LANGUAGE_CODE
