"""What search engines read of a place. The types below are those that are surely true of our kinds."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from frontend.metadata.structured_data import CONTEXT, Facts, known
from frontend.place.cards import Sheet
from frontend.place.structured_hours import facts_of_hours
from network.models import Membership, NetworkedPlace
from places.choices import Fee, Precision
from places.words import Dated

# A kind that is not here, such as one that was added later, is a business with a door: the most general type that has
# an address, hours and a telephone.
_TYPES = {
    "library": "Library",
    "public-service-point": "GovernmentOffice",
    "local-authority": "GovernmentOffice",
    "post-office": "PostOffice",
    "employment": "EmploymentAgency",
}
_ANY_TYPE = "LocalBusiness"
_FEES = {(Fee.FREE,): True, (Fee.PAID,): False}


def facts_of_place(sheet: Sheet, request: HttpRequest, *, at: datetime) -> Facts:
    """Tell a place: who, where, when it is open, and in which networks it is today."""
    place, page = sheet.place, request.build_absolute_uri(request.path)
    return known(
        {
            "@context": CONTEXT,
            "@type": _types(place.kinds),
            "@id": page,
            "mainEntityOfPage": page,
            "name": place.name,
            "description": place.description,
            "url": place.website or page,
            "sameAs": place.acceslibre_url,
            "telephone": place.phone,
            "email": place.email,
            "address": _address(place),
            "geo": _geo(place),
            "hasMap": _map_of(place),
            "containedInPlace": _containers(place),
            **facts_of_hours(place.schedule, at),
            # What a desk costs is another price.
            "isAccessibleForFree": None if sheet.is_for_work else _FEES.get(tuple(place.fees or ())),
            "foundingDate": place.opened_on and Dated(place.opened_on, place.opened_precision).iso,
            "dissolutionDate": place.closed_on and Dated(place.closed_on, place.closed_precision).iso,
            "memberOf": [_member_of(stay.membership, request) for stay in sheet.stays if stay.is_current],
        }
    )


def _types(kinds: Iterable[str]) -> str | list[str]:
    types = list(dict.fromkeys(_TYPES.get(kind, _ANY_TYPE) for kind in kinds))
    # Each of the others is a sort of business with a door.
    precise = [name for name in types if name != _ANY_TYPE] or [_ANY_TYPE]
    return precise[0] if len(precise) == 1 else precise


def _address(place: NetworkedPlace) -> Facts:
    return known(
        {
            "@type": "PostalAddress",
            "streetAddress": place.address,
            "postalCode": place.postcode,
            "addressLocality": place.commune.name,
        }
    )


def _geo(place: NetworkedPlace) -> Facts | None:
    # The point of a commune is not where the place is.
    if place.point is None or place.precision not in (Precision.EXACT, Precision.STREET):
        return None
    return {"@type": "GeoCoordinates", "latitude": round(place.point.y, 6), "longitude": round(place.point.x, 6)}


def _map_of(place: NetworkedPlace) -> str | None:
    address = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
    geo = _geo(place)
    return address.format(**geo) if geo else None


def _containers(place: NetworkedPlace) -> Facts:
    territory = {"@type": "AdministrativeArea", "name": place.commune.territory.name}
    return {"@type": "AdministrativeArea", "name": place.commune.name, "containedInPlace": territory}


def _member_of(membership: Membership, request: HttpRequest) -> Facts:
    network = membership.network
    page = request.build_absolute_uri(reverse("frontend:network", args=[network.slug]))
    return known({"@type": "Organization", "@id": page, "name": network.name, "url": network.website or page})
