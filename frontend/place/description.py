"""What is said of a place to those who only have the link of its page."""

from django.utils.translation import gettext as _

from frontend.metadata.descriptions import shortened
from frontend.place.cards import Sheet
from frontend.site.territory import located, speaks_as_written
from network.choices import State


def about_place(sheet: Sheet) -> str:
    """Describe a place: its own words on a page in French, else what it is, where, and who meets in it."""
    place = sheet.place
    if place.description and speaks_as_written():
        return shortened(place.description)
    words = {
        "kinds": ", ".join(sheet.kinds),
        "where": " ".join(filter(None, (place.postcode, place.commune.name))),
        "territory": located(place.commune.territory),
        "state": sheet.label,
    }
    if sheet.overlap == State.NEITHER:
        return _("%(kinds)s, %(where)s, %(territory)s : adresse, horaires, services et lieux proches.") % words
    return _("%(kinds)s, %(where)s, %(territory)s. %(state)s : horaires, services, réseaux et lieux proches.") % words
