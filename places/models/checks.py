"""What must never be, said once: the constraints of a place, each under the name that its test and its error carry."""

from typing import TYPE_CHECKING

from django.db.models import BaseConstraint, F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from places.choices import Audience, Fee, Precision, Status, Wheelchair
from places.fields import WEB_ADDRESS
from places.hours.grammar import LONGEST as LONGEST_HOURS
from places.hours.stored import HOURS_PATTERN
from places.models.rules import FIRST_OF_IT, Rule, in_calendar, rounded
from places.phones import SHORT
from places.siret import PATTERN as SIRET_PATTERN

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WORLD = "SRID=4326;POLYGON((-180 -90, 180 -90, 180 90, -180 90, -180 -90))"

_TEXTS = [
    "description",
    "address",
    "postcode",
    "opening_hours",
    "phone",
    "email",
    "website",
    "booking_url",
    "acceslibre_url",
    "siret",
    "access_note",
    "source",
    "source_id",
    "licence",
]
_DATES = ("opened_on", "closed_on", "speed_measured_on", "source_date", "verified_on")
# E.164: a country, then the number, 15 digits at most. France and its overseas départements have nine after theirs.
_NINE_DIGITS = "33|262|590|594|596"
PHONE_PATTERN = rf"^(\+(({_NINE_DIGITS})[1-9][0-9]{{8}}|(?!{_NINE_DIGITS})[1-9][0-9]{{6,14}})|{SHORT})$"
_URLS = ("website", "booking_url", "acceslibre_url")
_AMOUNTS = ("desks", "meeting_rooms", "download_mbps", "upload_mbps", "day_price", "month_price")


def _check(name: str, condition: Q, message: "StrOrPromise") -> Rule:
    return Rule(name=f"place_{name}", condition=condition, violation_error_message=message)


def _all_of(template: str, fields: tuple[str, ...] | list[str], value: object) -> Q:
    together = Q()
    for field in fields:
        together &= Q(**{f"{field}__isnull": True}) | Q(**{template.format(field): value})
    return together


PLACE_CHECKS: list[BaseConstraint] = [
    _check("has_a_kind", Q(kinds__len__gte=1), _("Un lieu a au moins une typologie.")),
    _check("status_is_known", Q(status__in=Status.values), _("Ce statut n’existe pas.")),
    _check("precision_is_known", Q(precision__in=Precision.values), _("Cette précision n’existe pas.")),
    _check(
        "wheelchair_is_known",
        Q(wheelchair__isnull=True) | Q(wheelchair__in=Wheelchair.values),
        _("L’accès en fauteuil est « accessible », « en partie », « non accessible », ou inconnu."),
    ),
    _check(
        "publics_are_known",
        Q(publics__isnull=True) | Q(publics__contained_by=Audience.values),
        _("L’un de ces publics n’existe pas."),
    ),
    _check(
        "fees_are_known",
        Q(fees__isnull=True) | Q(fees__contained_by=Fee.values),
        _("L’une de ces conditions de tarif n’existe pas."),
    ),
    _check(
        "only_what_moves_serves_communes",
        Q(served_communes__isnull=True) | Q(is_itinerant__isnull=False, is_itinerant=True),
        _("Seul un service itinérant a des communes desservies."),
    ),
    _check(
        "unknown_served_communes_are_null",
        Q(served_communes__isnull=True) | Q(served_communes__len__gte=1),
        _("Des communes desservies que personne ne connaît sont laissées vides."),
    ),
    _check(
        "point_is_on_earth",
        Q(point__isnull=True) | Q(point__coveredby=WORLD),
        _("Le point est hors du monde : la longitude va de −180 à 180, la latitude de −90 à 90."),
    ),
    _check(
        "no_point_has_no_precision",
        Q(point__isnull=False) | Q(precision=Precision.UNKNOWN),
        _("Sans point sur la carte, la précision est « inconnue »."),
    ),
    _check(
        "opening_hours_can_be_read",
        Q(opening_hours__isnull=True) | Q(opening_hours__regex=HOURS_PATTERN),
        _("Ces horaires ne suivent pas la syntaxe d’OpenStreetMap."),
    ),
    _check(
        "opening_hours_are_short",
        Q(opening_hours__isnull=True) | Q(LessThanOrEqual(Length("opening_hours"), LONGEST_HOURS)),
        _("Ces horaires sont trop longs."),
    ),
    _check(
        "phone_can_be_dialled",
        Q(phone__isnull=True) | Q(phone__regex=PHONE_PATTERN),
        _("Ce n’est pas un numéro : 04 66 00 00 00, 3949, ou avec son pays, +33 4 66 00 00 00."),
    ),
    _check(
        "siret_has_fourteen_digits",
        Q(siret__isnull=True) | Q(siret__regex=SIRET_PATTERN),
        _("Un SIRET a quatorze chiffres ; celui que personne ne connaît est laissé vide."),
    ),
    _check(
        "postcode_has_five_digits",
        Q(postcode__isnull=True) | Q(postcode__regex=r"^[0-9]{5}$"),
        _("Un code postal a cinq chiffres : 48000."),
    ),
    _check(
        "dates_can_be_read",
        in_calendar(*_DATES),
        _("Une date va de 1900 à 2200 ; celle que personne ne connaît est laissée vide."),
    ),
    _check("opening_is_rounded", rounded("opened_on", "opened_precision"), FIRST_OF_IT),
    _check("closing_is_rounded", rounded("closed_on", "closed_precision"), FIRST_OF_IT),
    _check("source_date_is_rounded", rounded("source_date", "source_date_precision"), FIRST_OF_IT),
    _check(
        "links_are_web_addresses",
        _all_of("{}__regex", _URLS, WEB_ADDRESS),
        _("Une adresse web commence par http:// ou https://, sans nom ni mot de passe."),
    ),
    _check(
        "amounts_are_not_negative",
        _all_of("{}__gte", _AMOUNTS, 0),
        _("Un nombre, un débit ou un prix n’est jamais négatif."),
    ),
    _check(
        "measured_speed_has_a_value",
        Q(speed_measured_on__isnull=True) | Q(download_mbps__isnull=False) | Q(upload_mbps__isnull=False),
        _("Une date de mesure va avec un débit."),
    ),
    _check(
        "merged_is_archived",
        Q(merged_into__isnull=True) | Q(status=Status.ARCHIVED),
        _("Cette fiche a été fusionnée avec une autre : annulez la fusion pour la publier."),
    ),
    _check(
        "merged_into_another",
        Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
        _("Une fiche ne se fusionne pas avec elle-même."),
    ),
    _check(
        "closes_after_it_opens",
        Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
        _("La fermeture ne peut pas précéder l’ouverture."),
    ),
    _check(
        "unknown_text_is_null",
        _all_of("{}__regex", _TEXTS, r"\S"),
        _("Un texte inconnu est laissé vide."),
    ),
    _check("name_is_not_blank", Q(name__regex=r"\S"), _("Un lieu a un nom.")),
]
