"""`/places/`: the directory, place by place."""

from django.db.models import F
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.lists import listed
from api.places import records
from api.places.filters import PlaceAtQuestion, PlaceQuestion
from api.places.keeping import Keeping
from api.places.serializers import PlaceDetailSerializer, PlaceFeatureSerializer, PlaceSerializer
from api.renderers import Item
from api.schema import Key, item_of, list_of
from api.understood import ENVELOPE
from api.views import SpatialReadViewSet
from network.models import NetworkedPlace
from places.moved import moved

KEY = Key("slug", gettext_lazy("Identifiant du lieu."), "la-pompe")


class PlaceViewSet(Keeping, SpatialReadViewSet):
    """Published places."""

    queryset = NetworkedPlace.objects.published()
    filename = _("lieux")
    http_method_names = [*SpatialReadViewSet.http_method_names, "post", "patch", "delete"]

    @extend_schema(
        **list_of(
            _("Les lieux qui répondent à la question, page à page"),
            PlaceSerializer,
            PlaceQuestion,
            feature=PlaceFeatureSerializer,
            envelope=ENVELOPE,
        ),
    )
    def list(self, request: Request) -> HttpResponseBase:
        """List the places that answer the question."""
        question = PlaceQuestion.asked(request, self.queryset)
        asked = question.values
        shape = records.FEATURE if self.wants_geojson(request) else records.RECORD
        distance = F("distance") if question.is_measured else records.NO_DISTANCE
        places = question.qs.annotate(**shape.annotations, metres=distance)
        on, at, pages = asked.get("on"), asked.get("open") or timezone.now(), records.Pages.of(request)
        return listed(
            request,
            question.pager,
            places,
            (*records.HEAD, *shape.columns),
            lambda rows: shape.write([row[1:] for row in rows], on=on, at=at, pages=pages),
            reading=question.qs.reading,
        )

    @extend_schema(
        **item_of(
            _("Un lieu, avec tous ses réseaux, passés et présents"),
            PlaceDetailSerializer,
            PlaceAtQuestion,
            KEY,
            feature=PlaceFeatureSerializer,
        ),
    )
    def retrieve(self, request: Request, slug: str) -> HttpResponseBase:
        """One place, with all its memberships, past and present."""
        asked = PlaceAtQuestion.asked(request, self.queryset).values
        as_feature = self.wants_geojson(request)
        place = (records.FEATURE_AT if as_feature else records.DETAIL_AT).first(slug)
        if place is None:
            return moved(request, self.queryset, slug)
        on, at, pages = asked.get("on"), timezone.now(), records.Pages.of(request)
        if as_feature:
            return Response(Item(*records.FEATURE.write([place], on=on, at=at, pages=pages)))
        text = records.write_detail(place, on=on, at=at, pages=pages)
        # A table of it is another representation, and is tagged by what it says.
        is_json = request.accepted_renderer.format == "json"
        return Response(Item(text), headers={"ETag": records.etag_of(text)} if is_json else None)
