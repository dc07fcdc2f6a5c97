"""`/territories/`: the perimeters that were loaded, such as départements, by name."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import Question
from api.schema import Key, item_of, list_of
from api.territories.serializers import TerritorySerializer
from api.views import ReadViewSet, whole_item, whole_list
from places.models import Territory

KEY = Key("code", _("Code du territoire."), "48")


class TerritoryViewSet(ReadViewSet):
    """Territories, by name: what `territory` may ask of places and communes."""

    # Django forgets the usual order where rows are counted.
    queryset = Territory.objects.with_communes().with_place_count().order_by("name", "code")
    filename = _("territoires")

    @extend_schema(
        **list_of(_("Les territoires de l’annuaire, et combien de lieux y sont"), TerritorySerializer, Question)
    )
    def list(self, request: Request) -> Response:
        """List the territories, a hundred at most: there is one page."""
        return whole_list(TerritorySerializer(Question.asked(request, self.queryset).qs, many=True).data)

    @extend_schema(**item_of(_("Un territoire"), TerritorySerializer, Question, KEY))
    def retrieve(self, request: Request, code: str) -> Response:
        """One territory, by its code."""
        territory = Question.asked(request, self.queryset).qs.filter(code=code).first()
        if territory is None:
            raise Http404
        return whole_item(TerritorySerializer(territory).data)
