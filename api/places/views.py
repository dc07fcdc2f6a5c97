"""`/places/`: the directory, place by place."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.places import records
from api.places.filters import PlaceAtQuestion, PlaceQuestion
from api.places.serializers import PlaceDetailSerializer, PlaceFeatureSerializer, PlaceSerializer
from api.renderers import Collection, Item
from api.schema import item_of, list_of
from api.views import SpatialReadViewSet
from network.models import NetworkedPlace


class PlaceViewSet(SpatialReadViewSet):
    """Published places."""

    queryset = NetworkedPlace.objects.published()

    @extend_schema(**list_of(PlaceSerializer, PlaceQuestion, feature=PlaceFeatureSerializer))
    def list(self, request: Request) -> Response:
        """List the places that answer the question, a page at a time."""
        question = PlaceQuestion.asked(request, self.queryset)
        asked = question.values
        shape = records.FEATURE if self.wants_geojson(request) else records.RECORD
        columns = (*shape.columns, "distance") if asked.get("near") else shape.columns
        page = question.pager.page(shape.of(question.qs, on=asked.get("on")), columns, request)
        openings = records.Openings(asked.get("open") or timezone.now())
        rows = [shape.complete(row[2:], openings) for row in page.rows]
        return Response(Collection(rows, page.next, page.previous), headers=page.links)

    @extend_schema(**item_of(PlaceDetailSerializer, PlaceAtQuestion, feature=PlaceFeatureSerializer))
    def retrieve(self, request: Request, slug: str) -> Response:
        """Give one place, with all its memberships, past and present."""
        question = PlaceAtQuestion.asked(request, self.queryset.filter(slug=slug))
        shape = records.FEATURE if self.wants_geojson(request) else records.DETAIL
        row = shape.of(question.qs, on=question.values.get("on")).values_list(*shape.columns).first()
        if row is None:
            raise Http404
        return Response(Item(shape.complete(row, records.Openings(timezone.now()))))
