"""A place, as those who keep the directory write it: created, corrected, deleted."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.memberships.writing import stay_in
from api.places import records
from api.places.serializers import PlaceDetailSerializer
from api.places.writing import NewPlaceSerializer, PlacePatchSerializer, changes_in, new_in
from api.problems import Overtaken
from api.schema import CORRECTS, SLUG, WRITES, kept_by
from api.writing.views import WritingMixin, demand, demand_proof, person_of, seen_version, written
from network.models import NetworkedPlace
from network.rights import Action
from network.services import join
from places.choices import Door, Status
from places.duplicates import Typed, alike
from places.models import Place
from places.services import create_place, delete_place, edit_place, free_slug, version_of

# Of listings like one that is created, those that are named.
_MOST_ALIKE = 6


class Keeping(WritingMixin):
    """The methods of a place that write."""

    @extend_schema(
        **kept_by(
            _("Créer un lieu, dans un réseau au moins"), (NewPlaceSerializer, PlaceDetailSerializer), WRITES, good=201
        )
    )
    def create(self, request: Request) -> HttpResponse:
        """Create a place and put it in networks, in one change. Without a network, only an administrator may.

        `Link` names the listings that may be of the same place (`rel="related"`): see before it stands twice.
        """
        values, stays = new_in(request.data)

        def write() -> Response:
            by = person_of(request)
            networks = [stay_in(request, stay) for stay in stays]
            if not networks and not (by.is_superuser and request.auth is None):
                raise PermissionDenied(str(_("Mettez ce lieu dans un réseau que vous animez : « memberships ».")))
            named = {"slug": free_slug(str(values["name"])), "status": Status.PUBLISHED} | values
            place = create_place(values=named, by=by, door=Door.API)
            for stay in networks:
                join(values=stay | {"place": place}, by=by, door=Door.API)
            return _answer(request, place, status=201, more=_look_alikes(request, place))

        return written(request, write)

    @extend_schema(**kept_by(_("Corriger un lieu"), (PlacePatchSerializer, PlaceDetailSerializer), CORRECTS, SLUG))
    def partial_update(self, request: Request, slug: str) -> HttpResponse:
        """Write the members that are given, on the version that was seen."""
        place = found(slug)
        demand(request, Action.EDIT, place)
        version, changes = seen_version(request), changes_in(request.data)

        def write() -> Response:
            locked = locked_at(request, place, version)
            edit_place(place=locked, changes=changes, by=person_of(request), door=Door.API)
            return _answer(request, place)

        return written(request, write)

    @extend_schema(
        **kept_by(_("Supprimer un lieu qui n’aurait pas dû être là"), (None, None), CORRECTS, SLUG, good=204)
    )
    def destroy(self, request: Request, slug: str) -> HttpResponse:
        """Delete a place with its memberships: for administrators alone. One that closes is closed instead."""
        place = found(slug)
        demand(request, Action.DELETE, place)
        demand_proof(request)
        version = seen_version(request)

        def write() -> Response:
            locked = locked_at(request, place, version)
            delete_place(place=locked, by=person_of(request), door=Door.API)
            return Response(status=204)

        return written(request, write)


def found(slug: str) -> NetworkedPlace:
    """Find a published place, under this address or one that it had: a write is not sent on.

    Raises:
        Http404: there is none.

    """
    place = NetworkedPlace.objects.published().at_slug(slug)
    if place is None:
        raise Http404
    return place


def locked_at(request: Request, place: NetworkedPlace, version: int | None) -> Place:
    """Lock a place at the version that was seen.

    Raises:
        Overtaken: someone has written it since.
        Http404: it is gone.

    """
    locked = Place.objects.select_for_update(no_key=True).filter(pk=place.pk).first()
    if locked is None:
        raise Http404
    if version is not None and version_of(locked) != version:
        record, etag = detail(request, locked)
        raise Overtaken(record, etag)
    return locked


def detail(request: Request, place: Place) -> tuple[dict[str, Any], str]:
    """The record of a place as it stands, and its `ETag`."""
    row = records.DETAIL_AT.first(place.slug)
    assert row is not None, "a place that is published"
    text = records.write_detail(row, on=None, at=timezone.now(), pages=records.Pages.of(request))
    return json.loads(text), records.etag_of(text)


def _look_alikes(request: Request, place: Place) -> dict[str, str]:
    """Link to the listings that may be of the same place: it is created all the same, and a person decides."""
    typed = Typed.of(place.name, place.kinds, place.commune, place.address, place.phone, place.point, place.siret)
    keys = [int(pair.other.key or 0) for pair in alike(typed) if pair.other.key != place.pk][:_MOST_ALIKE]
    slugs = Place.objects.filter(pk__in=keys).order_by("pk").values_list("slug", flat=True)
    links = [request.build_absolute_uri(reverse("api:place-detail", args=[slug])) for slug in slugs]
    return {"Link": ", ".join(f'<{link}>; rel="related"' for link in links)} if links else {}


def _answer(request: Request, place: Place, status: int = 200, more: Mapping[str, str] | None = None) -> Response:
    current = Place.objects.get(pk=place.pk)
    record, etag = detail(request, current)
    where = request.build_absolute_uri(reverse("api:place-detail", args=[current.slug]))
    return Response(record, status=status, headers={"ETag": etag, "Location": where, **(more or {})})
