"""What the API is measured against: a view that does nothing, and the map's answer as it is usually written."""

from typing import Any, ClassVar

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from network.models import NetworkedPlace


class EmptyView(APIView):
    """The stack, and nothing else: middleware, negotiation, permissions, one small answer."""

    queryset = NetworkedPlace.objects.none()

    def get(self, _request: Request) -> Response:
        """Answer an empty object."""
        return Response({})


class OneView(APIView):
    """The stack, and the smallest question to the database."""

    queryset = NetworkedPlace.objects.none()

    def get(self, _request: Request) -> Response:
        """Answer what PostgreSQL says to `SELECT 1`."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return Response({"one": cursor.fetchone()[0]})


class PlainPlaceSerializer(GeoFeatureModelSerializer):  # type: ignore[misc]  # carries no types
    """The same feature as the API's, the usual way: one model instance at a time."""

    commune = serializers.SerializerMethodField()
    networks = serializers.SerializerMethodField()
    opening = serializers.SerializerMethodField()
    overlap = serializers.CharField()

    class Meta:
        model = NetworkedPlace
        geo_field = "point"
        id_field = "uuid"
        fields: ClassVar = (
            *("uuid", "slug", "name", "kinds", "services", "address", "postcode", "precision", "is_itinerant"),
            *("wheelchair", "opening_hours", "verified_on", "commune", "networks", "opening", "overlap"),
        )

    def get_commune(self, place: NetworkedPlace) -> dict[str, Any]:
        """The commune."""
        commune = place.commune
        return {"code": commune.code, "name": commune.name, "epci": commune.intercommunality_id}

    def get_networks(self, place: NetworkedPlace) -> list[str]:
        """The networks of today."""
        today = timezone.localdate()
        return sorted(m.network.slug for m in place.memberships.all() if today in m.period)

    def get_opening(self, place: NetworkedPlace) -> dict[str, Any]:
        """The state of now."""
        now = place.schedule.at(timezone.now())
        return {"state": now.state, "next_change": now.next_change}


class PlainPlaces(generics.ListAPIView[NetworkedPlace]):
    """A GeoFeatureModelSerializer view without a mistake: no N+1 query, no unused column of geometry."""

    serializer_class = PlainPlaceSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[NetworkedPlace]:
        """The places of the box, with what the serializer reads of them."""
        west, south, east, north = (float(number) for number in self.request.query_params["bbox"].split(","))
        places = NetworkedPlace.objects.published().in_bbox((west, south, east, north)).with_overlap()
        shown = places.defer("search", "feature", "flat_feature").select_related("commune").defer("commune__boundary")
        return shown.prefetch_related("memberships__network").order_by("pk")[:500]
