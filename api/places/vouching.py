"""A program of a network says that it stands for a listing, and takes that back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.memberships.writing import network_of
from api.places.keeping import found, locked_at
from api.places.serializers import Fields, VouchedSerializer
from api.schema import CORRECTS, SLUG, VOUCH, WRITES, kept_by
from api.writing.bodies import read
from api.writing.views import PrivateViewSet, hers, person_of, seen_version, written
from network.models import Network
from network.rights import Action
from network.services import still_hers_to_unsay, unsay, vouch
from places.choices import Door


class VouchInputSerializer(Fields):
    """Which network stands for the listing."""

    network = serializers.SlugField()


class VouchMadeSerializer(VouchedSerializer):
    """What the network said; `id` is by what it is taken back."""

    id = serializers.IntegerField()


class VouchViewSet(PrivateViewSet):
    """What a network stands for."""

    @extend_schema(
        **kept_by(
            _("Dire qu’un réseau se porte garant d’une fiche"),
            (VouchInputSerializer, VouchMadeSerializer),
            CORRECTS,
            SLUG,
            good=201,
        )
    )
    def create(self, request: Request, slug: str) -> HttpResponse:
        """Note that a network stands for the listing, as it was read."""
        place, version = found(slug), seen_version(request)
        network = network_of(request, read(VouchInputSerializer, request.data)["network"])

        def write() -> Response:
            locked_at(request, place, version)
            (made,) = vouch(network=network, places=[place.pk], by=person_of(request), door=Door.API).made
            told = {"network": network.slug, "on": made.day, "version": made.version}
            return Response({"id": made.pk, **told}, status=201)

        return written(request, write)

    @extend_schema(**kept_by(_("Reprendre sa propre parole d’un réseau"), (None, None), WRITES, VOUCH, good=204))
    def destroy(self, request: Request, key: int) -> HttpResponse:
        """Take back what one said today for a network."""
        own = still_hers_to_unsay(person_of(request)).filter(
            network__in=Network.objects.filter(hers(request, Action.RUN))
        )
        said = get_object_or_404(own, pk=key)

        def write() -> Response:
            unsay(vouch=said, by=person_of(request), door=Door.API)
            return Response(status=204)

        return written(request, write)
