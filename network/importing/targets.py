"""What a column of a file may be for us. The values are kept with the mapping of each source."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


class Target(TextChoices):
    """What is read from a column."""

    KEY = "key", _("identifiant du lieu chez eux")
    NAME = "name", _("nom")
    KINDS = "kinds", _("typologies")
    SERVICES = "services", _("services")
    DESCRIPTION = "description", _("présentation")
    SIRET = "siret", _("SIRET")
    ADDRESS = "address", _("adresse")
    ADDRESS_MORE = "address_more", _("complément d’adresse")
    WHOLE_ADDRESS = "whole_address", _("adresse avec code postal et commune")
    POSTCODE = "postcode", _("code postal")
    COMMUNE = "commune", _("commune, par son nom")
    INSEE = "insee", _("commune, par son code INSEE")
    LATITUDE = "latitude", _("latitude")
    LONGITUDE = "longitude", _("longitude")
    POINT = "point", _("latitude et longitude ensemble")
    PHONE = "phone", _("téléphone")
    EMAIL = "email", _("adresse électronique")
    WEBSITE = "website", _("site web")
    BOOKING_URL = "booking_url", _("lien de réservation")
    ACCESLIBRE_URL = "acceslibre_url", _("fiche Acceslibre")
    OPENING_HOURS = "opening_hours", _("horaires")
    PUBLICS = "publics", _("publics")
    FEES = "fees", _("tarifs")
    IS_ITINERANT = "is_itinerant", _("itinérant")
    WHEELCHAIR = "wheelchair", _("accès en fauteuil")
    HAS_WIFI = "has_wifi", _("internet sans fil")
    HAS_WIRED_INTERNET = "has_wired_internet", _("internet filaire")
    HAS_CALL_BOOTH = "has_call_booth", _("cabine d’appel")
    DESKS = "desks", _("postes de travail")
    MEETING_ROOMS = "meeting_rooms", _("salles de réunion")
    DAY_PRICE = "day_price", _("prix d’une journée (€)")
    MONTH_PRICE = "month_price", _("prix d’un mois (€)")
    ACCESS_NOTE = "access_note", _("comment on entre")
    OPENED_ON = "opened_on", _("ouvert depuis le")
    SOURCE_DATE = "source_date", _("date de mise à jour")
    HOURS_MO = "hours_mo", _("horaires du lundi")
    HOURS_TU = "hours_tu", _("horaires du mardi")
    HOURS_WE = "hours_we", _("horaires du mercredi")
    HOURS_TH = "hours_th", _("horaires du jeudi")
    HOURS_FR = "hours_fr", _("horaires du vendredi")
    HOURS_SA = "hours_sa", _("horaires du samedi")
    HOURS_SU = "hours_su", _("horaires du dimanche")

    @property
    def day(self) -> int | None:
        """The day whose hours these are: 0 is Monday; None if they are no hours of a day."""
        return _DAY_OF.get(self)

    @property
    def takes_several(self) -> bool:
        """Whether several columns together say this: two columns of words, a morning and an afternoon."""
        return self in _SEVERAL or self.day is not None


_DAY_OF = {Target(f"hours_{day}"): number for number, day in enumerate(DAYS)}
_SEVERAL = {Target.KINDS, Target.SERVICES, Target.PUBLICS, Target.FEES, Target.ADDRESS_MORE}
