"""A stay in a network, as it is written: the members of `memberships` in the detail of a place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from api.places.serializers import Fields, MembershipSerializer
from api.problems import Refused
from api.writing.bodies import members
from api.writing.views import hers
from network.models import Membership, Network
from network.rights import Action
from places.dates import written_out

_PERIOD = ("start", "end")
_DATES = {"start": "start_precision", "last_seen_on": "last_seen_precision"}
_SAID = {name: field for name, field in members(MembershipSerializer).items() if name not in {"id", "network"}}

MembershipPatchSerializer: type[Fields] = type(
    "MembershipPatchSerializer",
    (Fields,),
    {"__doc__": "What changes in a stay: members that are there are written.", **_SAID},
)


class MembershipInputSerializer(MembershipPatchSerializer):  # type: ignore[valid-type,misc]  # made by `type` above
    """A stay in a network, with what shows it."""

    network = serializers.SlugField()
    evidence = serializers.CharField()
    source = serializers.CharField()


def network_of(request: Request, slug: str) -> Network:
    """Find a network that whoever asks runs.

    Raises:
        Refused: there is no such network.
        PermissionDenied: it is not theirs.

    """
    network = Network.objects.at_slug(slug)
    if network is None:
        raise Refused([{"pointer": "#/network", "detail": _("Ce réseau n’est pas dans l’annuaire.")}])
    if not Network.objects.filter(hers(request, Action.RUN), pk=network.pk).exists():
        raise PermissionDenied(_("Vous n’animez pas ce réseau."))
    return network


def stay_in(request: Request, said: Mapping[str, Any]) -> dict[str, Any]:
    """Read the columns of a stay in a network that whoever asks runs.

    Raises:
        Refused: there is no such network.
        PermissionDenied: it is not theirs.

    """
    network, said = network_of(request, said["network"]), written_out(said, _DATES)
    columns = {name: value for name, value in said.items() if name not in {"network", *_PERIOD}}
    return columns | {"network": network, "period": _period(said.get("start"), said.get("end"))}


def changes_of(membership: Membership, said: Mapping[str, Any]) -> dict[str, Any]:
    """Read the columns that a body changes in a stay."""
    said = written_out(said, _DATES)
    columns = {name: value for name, value in said.items() if name not in _PERIOD}
    if {*_PERIOD}.isdisjoint(said):
        return columns
    known = membership.period
    return columns | {"period": _period(said.get("start", known.lower), said.get("end", known.upper))}


def _period(start: date | None, end: date | None) -> DateRange:
    if start and end and start >= end:
        raise ValidationError({"end": _("La fin de l’adhésion doit suivre son début.")})
    return DateRange(start, end, "[)" if start else "()")
