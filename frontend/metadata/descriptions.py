"""What is said of a page to those who only have its link. Never empty: it is composed where nobody has described it."""

from textwrap import shorten

from django.utils.translation import gettext as _

from frontend.place.cards import Sheet
from frontend.site.territory import located, speaks_as_written
from network.choices import Overlap
from network.models import Network

# What search engines and messengers show of a description.
LONGEST = 200


def about_place(sheet: Sheet) -> str:
    """Describe a place: its own words on a page in French, else what it is, where, and who meets in it."""
    place = sheet.place
    if place.description and speaks_as_written():
        return _shortened(place.description)
    words = {
        "kinds": ", ".join(sheet.kinds),
        "where": " ".join(filter(None, (place.postcode, place.commune.name))),
        "territory": located(place.commune.territory),
        "state": _("Médiation numérique et appui aux entreprises") if sheet.overlap == Overlap.BOTH else sheet.label,
    }
    if sheet.overlap == Overlap.NONE:
        return _("%(kinds)s, %(where)s, %(territory)s : adresse, horaires, services et lieux proches.") % words
    return _("%(kinds)s, %(where)s, %(territory)s. %(state)s : horaires, services, réseaux et lieux proches.") % words


def about_network(network: Network, territory: str) -> str:
    """Describe a network: its own words on a page in French, else its family and what its page holds."""
    if network.description and speaks_as_written():
        return _shortened(network.description)
    words = {"name": network.name, "family": network.get_family_display(), "territory": territory}
    return _("%(name)s, %(family)s : les lieux du réseau %(territory)s, aujourd’hui et par le passé.") % words


def _shortened(text: str) -> str:
    return shorten(text, LONGEST, placeholder="…")
