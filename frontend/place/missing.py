"""What nobody has told of a place yet, in the few words of one line."""

from django.utils.translation import gettext as _

from places.choices import Precision
from places.models import Place


def missing_of(place: Place, *, works: bool) -> list[str]:
    """Name what is not known of a place, what one needs first; of desks only where one works."""
    facts = {
        _("horaires"): place.opening_hours,
        _("adresse exacte"): place.address and not Precision.is_rough(place.precision),
        _("téléphone"): place.phone,
        _("courriel"): place.email,
        _("site"): place.website,
        _("services"): place.services,
        _("publics"): place.publics,
        _("tarif"): place.fees,
        _("accès en fauteuil"): place.wheelchair,
    }
    asked = facts | (_of_work(place) if works else {})
    return [name for name, value in asked.items() if value in (None, "", False)]


def _of_work(place: Place) -> dict[str, bool]:
    """Whether something is known of each thing that one works with; a "no" is known too."""
    columns = {
        _("postes de travail"): (place.desks,),
        _("connexion"): (place.has_wifi, place.has_wired_internet, place.download_mbps),
        _("prix d’un poste"): (place.day_price, place.month_price),
    }
    return {name: any(value is not None for value in known) for name, known in columns.items()}
