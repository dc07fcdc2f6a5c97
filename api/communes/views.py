"""`/communes/`: the land, commune by commune, with its outlines in GeoJSON."""

from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.communes.filters import CommuneQuestion
from api.communes.serializers import CommuneFeatureSerializer, CommuneSerializer
from api.filters import Question
from api.lists import listed
from api.renderers import Item
from api.schema import Key, item_of, list_of
from api.views import SpatialReadViewSet
from places.models import Commune

KEY = Key("code", gettext_lazy("Code INSEE de la commune."), "48095")
_PROPERTIES = """
SELECT code, name, intercommunality_id AS epci,
    (SELECT name FROM places_intercommunality WHERE code = places_commune.intercommunality_id) AS epci_name,
    territory_id AS territory, postcodes, population,
    round(ST_X(reference::geometry)::numeric, 6) AS longitude, round(ST_Y(reference::geometry)::numeric, 6) AS latitude,
    town_hall IS NOT NULL AS is_town_hall
"""
RECORD = RawSQL(f"(SELECT row_to_json(record)::text FROM ({_PROPERTIES}) AS record)", (), TextField())  # noqa: S608, S611
FEATURE = RawSQL(  # noqa: S611
    f"""(SELECT row_to_json(feature)::text FROM (SELECT
        'Feature' AS type, code AS id, ST_AsGeoJSON(ST_ForcePolygonCCW(boundary), 6)::json AS geometry,
        (SELECT row_to_json(properties) FROM ({_PROPERTIES}) AS properties) AS properties
    ) AS feature)""",  # noqa: S608
    (),
    TextField(),
)


class CommuneViewSet(SpatialReadViewSet):
    """Communes, in the order of their codes."""

    queryset = Commune.objects.all()
    filename = _("communes")

    @extend_schema(
        **list_of(
            _("Les communes, avec leurs contours en GeoJSON"),
            CommuneSerializer,
            CommuneQuestion,
            feature=CommuneFeatureSerializer,
        ),
    )
    def list(self, request: Request) -> HttpResponseBase:
        """List the communes."""
        question = CommuneQuestion.asked(request, self.queryset)
        communes = question.qs.annotate(written=self._written(request))
        return listed(request, question.pager, communes, ["written"], lambda rows: [row[2] for row in rows])

    @extend_schema(
        **item_of(_("Une commune"), CommuneSerializer, Question, KEY, feature=CommuneFeatureSerializer),
    )
    def retrieve(self, request: Request, code: str) -> Response:
        """One commune, by its code."""
        communes = Question.asked(request, self.queryset.filter(code=code)).qs
        written = communes.annotate(written=self._written(request)).values_list("written", flat=True).first()
        if written is None:
            raise Http404
        return Response(Item(written))

    def _written(self, request: Request) -> RawSQL:
        return FEATURE if self.wants_geojson(request) else RECORD
