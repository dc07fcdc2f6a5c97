"""`/places/`: the directory, place by place."""

from django.db.models import F, FloatField, Value
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.places import records
from api.places.filters import PlaceAtQuestion, PlaceQuestion
from api.places.serializers import MembershipSerializer, PlaceDetailSerializer, PlaceFeatureSerializer, PlaceSerializer
from api.renderers import Collection, Item, compact
from api.schema import item_of, list_of
from api.views import SpatialReadViewSet
from network.models import Membership, NetworkedPlace

NO_DISTANCE = Value(None, output_field=FloatField())


class PlaceViewSet(SpatialReadViewSet):
    """Published places."""

    queryset = NetworkedPlace.objects.published()

    @extend_schema(**list_of(PlaceSerializer, PlaceQuestion, feature=PlaceFeatureSerializer))
    def list(self, request: Request) -> Response:
        """List the places that answer the question, a page at a time."""
        question = PlaceQuestion.asked(request, self.queryset)
        asked = question.values
        shape = self._shape(request)
        distance = F("distance") if asked.get("near") else NO_DISTANCE
        places = question.qs.annotate(**shape.annotations, metres=distance)
        page = question.pager.page(places, ("opening_hours", "metres", *shape.columns), request)
        rows = shape.write([row[1:] for row in page.rows], on=asked.get("on"), at=asked.get("open") or timezone.now())
        return Response(Collection(rows, page.next, page.previous), headers=page.links)

    @extend_schema(**item_of(PlaceDetailSerializer, PlaceAtQuestion, feature=PlaceFeatureSerializer))
    def retrieve(self, request: Request, slug: str) -> Response:
        """Give one place, with all its memberships, past and present."""
        question = PlaceAtQuestion.asked(request, self.queryset.filter(slug=slug))
        on = question.values.get("on")
        shape = self._shape(request)
        places = question.qs.annotate(**shape.annotations, metres=NO_DISTANCE)
        place = get_object_or_404(places.values_list("pk", "opening_hours", "metres", *shape.columns))
        (row,) = shape.write([place], on=on, at=timezone.now())
        if not self.wants_geojson(request):
            row = f'{row[:-1]},"memberships":{self._memberships(place[0])}}}'
        return Response(Item(row))

    def _shape(self, request: Request) -> records.Shape:
        return records.FEATURE if self.wants_geojson(request) else records.RECORD

    def _memberships(self, place: int) -> str:
        memberships = Membership.objects.filter(place=place).select_related("network")
        return compact(MembershipSerializer(memberships, many=True).data)
