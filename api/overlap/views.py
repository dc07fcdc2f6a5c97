"""`/overlap/`: where the networks meet, where they could, and since when."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.overlap.filters import OverlapQuestion
from api.overlap.records import Items, answer, summary
from api.overlap.serializers import OverlapCollectionSerializer, OverlapSerializer
from api.schema import answer_of
from api.views import SpatialReadViewSet
from network.models import NetworkedPlace
from network.overlap import states
from network.overlap.question import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING = NetworkedPlace.objects.none()


class OverlapViewSet(SpatialReadViewSet):
    """Which sides serve each place, or cover each commune, on a day."""

    queryset = NOTHING

    @extend_schema(
        **answer_of(
            _("Où deux côtés se croisent : lieux, communes, intercommunalités ou territoires, à une date"),
            OverlapSerializer,
            OverlapQuestion,
            collection=OverlapCollectionSerializer,
        )
    )
    def list(self, request: Request) -> Response:
        """Tell where two sides meet on a day."""
        question = OverlapQuestion.asked(request, self.queryset)
        crossing, level, on = question.crossing, question.counted, question.day
        as_features = self.wants_geojson(request)
        found: Sequence[states.PlaceState | states.CommuneState | states.GroupState]
        if level == Level.PLACE:
            found = states.places(crossing, on=on)
        elif level == Level.COMMUNE:
            found = states.communes(crossing, on=on, outlined=as_features)
        else:
            found = states.groups(crossing, level, on=on, outlined=as_features)
        summed = states.summarise(found)
        items = Items(crossing, as_features=as_features)
        head = {"summary": summary(summed, level), "without_population": summed.without_population}
        return Response(answer(crossing, level, [items.write(one) for one in found], on=on, **head))
