"""What every page says of the territory it is about."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places.models import Territory


def territory_in_words() -> dict[str, str]:
    """Where we are (`territory`, "en Savoie"), its bare name, and whom to credit (`credit`), in one query."""
    territories = list(Territory.objects.all())
    return {
        "territory": ", ".join(located(territory) for territory in territories),
        "territory_name": ", ".join(territory.name for territory in territories),
        "credit": " ; ".join(territory.credit for territory in territories),
    }


def located(territory: Territory) -> str:
    """Say "in" a territory: "en Savoie" with its own preposition in French, "in Savoie" in English."""
    if speaks_as_written():
        return territory.locative
    return _("sur le territoire « %(name)s »") % {"name": territory.name}


def speaks_as_written() -> bool:
    """Tell whether the page is in the language in which people describe places and networks."""
    return get_language() == settings.LANGUAGE_CODE
