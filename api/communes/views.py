"""`/communes/`: the land, commune by commune, with its outlines in GeoJSON."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.communes.filters import CommuneQuestion
from api.communes.serializers import CommuneFeatureSerializer, CommuneSerializer
from api.expressions import JSONRow, JSONText, feature_row
from api.filters import Question
from api.renderers import Collection, Item
from api.schema import item_of, list_of
from api.views import SpatialReadViewSet
from places.models import Commune

_PROPERTIES = {
    "code": "code",
    "name": "name",
    "epci": "intercommunality_id",
    "epci_name": "intercommunality__name",
    "territory": "territory_id",
    "postcodes": "postcodes",
    "population": "population",
}
RECORD = JSONRow(**_PROPERTIES)
FEATURE = feature_row(identifier="code", geometry="boundary", properties=RECORD)


class CommuneViewSet(SpatialReadViewSet):
    """Communes, in the order of their codes."""

    queryset = Commune.objects.all()

    @extend_schema(**list_of(CommuneSerializer, CommuneQuestion, feature=CommuneFeatureSerializer))
    def list(self, request: Request) -> Response:
        """List the communes, a page at a time."""
        question = CommuneQuestion.asked(request, self.queryset)
        communes = question.qs.annotate(written=self._written(request))
        page = question.pager.page(communes, ["written"], request)
        rows = [written for _key, _pk, written in page.rows]
        return Response(Collection(rows, page.next, page.previous), headers=page.links)

    @extend_schema(**item_of(CommuneSerializer, Question, feature=CommuneFeatureSerializer))
    def retrieve(self, request: Request, code: str) -> Response:
        """Give one commune, by its code."""
        communes = Question.asked(request, self.queryset.filter(code=code)).qs
        written = communes.annotate(written=self._written(request)).values_list("written", flat=True).first()
        if written is None:
            raise Http404
        return Response(Item(written))

    def _written(self, request: Request) -> JSONText:
        return JSONText(FEATURE if self.wants_geojson(request) else RECORD)
