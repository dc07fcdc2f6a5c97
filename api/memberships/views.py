"""Stays in networks, as those who run a network write them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.memberships.writing import MembershipInputSerializer, MembershipPatchSerializer, changes_of, stay_in
from api.places.keeping import found
from api.places.serializers import MembershipSerializer
from api.problems import Overtaken
from api.schema import CORRECTS, MEMBERSHIP, READS, SLUG, WRITES, kept_by
from api.writing.bodies import read
from api.writing.views import PrivateViewSet, hers, person_of, seen_version, written
from network.models import Membership, Network
from network.rights import Action
from network.services import edit_membership, join
from places.choices import Door
from places.services import delete, version_of


class MembershipViewSet(PrivateViewSet):
    """The stays of places in networks, one by one."""

    @extend_schema(
        **kept_by(
            _("Mettre un lieu dans un réseau"),
            (MembershipInputSerializer, MembershipSerializer),
            WRITES,
            SLUG,
            good=201,
        )
    )
    def create(self, request: Request, slug: str) -> HttpResponse:
        """Put a place in a network of theirs."""
        place, said = found(slug), read(MembershipInputSerializer, request.data)

        def write() -> Response:
            stay = stay_in(request, said) | {"place": place}
            return _answer(join(values=stay, by=person_of(request), door=Door.API), status=201)

        return written(request, write)

    @extend_schema(**kept_by(_("Une adhésion"), (None, MembershipSerializer), READS, MEMBERSHIP))
    def retrieve(self, request: Request, key: int) -> HttpResponse:
        """One stay in a network of theirs, under the tag on which a change stands."""
        return _answer(_own(request, key))

    @extend_schema(
        **kept_by(
            _("Corriger une adhésion, ou y mettre fin (« end »)"),
            (MembershipPatchSerializer, MembershipSerializer),
            CORRECTS,
            MEMBERSHIP,
        )
    )
    def partial_update(self, request: Request, key: int) -> HttpResponse:
        """Write the members that are given, on the version that was seen."""
        membership, version = _own(request, key), seen_version(request)
        said = read(MembershipPatchSerializer, request.data)

        def write() -> Response:
            locked = _locked(membership, version)
            changes = changes_of(locked, said)
            return _answer(
                edit_membership(membership=locked, changes=changes, by=person_of(request), door=Door.API).row
            )

        return written(request, write)

    @extend_schema(**kept_by(_("Effacer une adhésion saisie par erreur"), (None, None), CORRECTS, MEMBERSHIP, good=204))
    def destroy(self, request: Request, key: int) -> HttpResponse:
        """Delete a stay that never was; one that ends gets its `end` instead."""
        membership, version = _own(request, key), seen_version(request)

        def write() -> Response:
            delete(_locked(membership, version), by=person_of(request), door=Door.API)
            return Response(status=204)

        return written(request, write)


def _own(request: Request, key: int) -> Membership:
    """Find a stay in a network of theirs.

    Raises:
        PermissionDenied: it is in another.
        Http404: there is none, or its place is not published.

    """
    stays = Membership.objects.filter(place__status="published").select_related("network")
    membership = stays.filter(pk=key).first()
    if membership is None:
        raise Http404
    if not Network.objects.filter(hers(request, Action.RUN), pk=membership.network_id).exists():
        raise PermissionDenied(gettext("Vous n’animez pas ce réseau."))
    return membership


def _locked(membership: Membership, version: int | None) -> Membership:
    """Lock a stay at the version that was seen.

    Raises:
        Overtaken: someone has written it since.
        Http404: it is gone.

    """
    stays = Membership.objects.select_for_update(no_key=True, of=("self",)).select_related("network")
    locked = stays.filter(pk=membership.pk).first()
    if locked is None:
        raise Http404
    if version is not None and version_of(locked) != version:
        raise Overtaken(_record(locked), _etag(locked))
    return locked


def _answer(membership: Membership, status: int = 200) -> Response:
    return Response(_record(membership), status=status, headers={"ETag": _etag(membership)})


def _etag(membership: Membership) -> str:
    return f'"{version_of(membership)}"'


# The columns of a stay that stand before its end, and after it.
_BEGUN, _SAID = (
    ("start_precision",),
    (*("is_start_exact", "last_seen_on", "last_seen_precision", "evidence", "source", "source_url", "licence"),),
)


def _record(membership: Membership) -> dict[str, Any]:
    """The stay as the detail of its place has it."""
    network, period = membership.network, membership.period
    said = {"slug": network.slug, "name": network.name, "family": network.family_id}
    begun, told = ({name: getattr(membership, name) for name in names} for names in (_BEGUN, _SAID))
    return {"id": membership.pk, "network": said, "start": period.lower, **begun, "end": period.upper, **told}
