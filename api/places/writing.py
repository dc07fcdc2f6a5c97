"""What may be written of a place: the members of its record, as they are read."""

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from rest_framework import serializers

from api.memberships.writing import MembershipInputSerializer
from api.places.serializers import Fields, PlaceSerializer, WorkSerializer
from api.problems import Refused
from api.writing.bodies import members, read
from places.choices import Precision
from places.dates import written_out
from places.models import Commune

# Its address, its past, and what only a verb of its own may say are not here.
# fmt: off
WRITABLE = [
    "name", "slug", "kinds", "services", "description", "siret", "address", "postcode", "commune", "longitude",
    "latitude", "precision", "is_itinerant", "served_communes", "opening_hours", "phone", "email", "website",
    "booking_url", "publics", "fees", "wheelchair", "acceslibre_url", "work", "opened_on",
    "opened_precision",
]
# fmt: on
_GATHERED = ("longitude", "latitude", "commune", "work", "memberships")


class CommuneKeySerializer(Fields):
    """A commune, by its INSEE code; its other members are read only."""

    code = serializers.CharField(max_length=5)


PlacePatchSerializer: type[Fields] = type(
    "PlacePatchSerializer",
    (Fields,),
    {
        "__doc__": "What changes in a place: members that are there are written, null says that it is not known.",
        **{name: members(PlaceSerializer)[name] for name in WRITABLE if name not in {"commune", "work"}},
        "commune": CommuneKeySerializer(required=False),
        "work": type("WorkPatchSerializer", (Fields,), {"__doc__": WorkSerializer.__doc__, **members(WorkSerializer)})(
            required=False
        ),
    },
)


def changes_in(body: object) -> dict[str, Any]:
    """Read the columns that a body changes.

    Raises:
        Refused: a member is not of this record, or of no such form, or goes with another.

    """
    return _columns(read(PlacePatchSerializer, body))


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in said.items() if name not in _GATHERED}
    return written_out(columns) | dict(said.get("work", {})) | _commune(said) | _point(said)


class NewPlaceSerializer(PlacePatchSerializer):  # type: ignore[valid-type,misc]  # made by `type` above
    """A place that the directory has not: its name and kinds, a commune or a point, and the networks that it is in."""

    name = serializers.CharField(max_length=200)
    kinds = serializers.ListField(child=serializers.SlugField(), min_length=1)
    memberships = MembershipInputSerializer(many=True, required=False)


def new_in(body: object) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Read the columns of a new place, and its stays.

    Raises:
        Refused: a member is missing, not of this record, or of no such form, or goes with another.

    """
    said = read(NewPlaceSerializer, body)
    return _columns(said), said.get("memberships", [])


def _commune(said: Mapping[str, Any]) -> dict[str, Any]:
    if "commune" not in said:
        return {}
    found = Commune.objects.filter(code=said["commune"]["code"]).first()
    if found is None:
        raise Refused([{"pointer": "#/commune/code", "detail": _("Cette commune n’est pas dans l’annuaire.")}])
    return {"commune": found}


def _point(said: Mapping[str, Any]) -> dict[str, Any]:
    given = [said[name] for name in ("longitude", "latitude") if name in said]
    if not given:
        return {}
    if len(given) == 1 or (given[0] is None) is not (given[1] is None):
        raise Refused([{"pointer": "#/longitude", "detail": _("Une longitude ne va pas sans sa latitude.")}])
    if given[0] is None:
        return {"point": None, "precision": Precision.UNKNOWN}
    return {"point": Point(given[0], given[1], srid=4326)}
