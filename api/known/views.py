"""`/known/POSITION/places/`: the directory as it was known at a position of the log."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api.known.filters import KnownQuestion
from api.known.records import commit_by, known_at
from api.known.serializers import KnownPlaceFeatureSerializer, KnownPlaceSerializer
from api.problems import PROBLEM_JSON
from api.renderers import Collection
from api.schema import Key, ProblemSerializer, list_of
from api.views import SpatialReadViewSet
from places.models import Place

_POSITION = re.compile("[1-9][0-9]{0,17}")
KEY = Key("position", gettext_lazy("Rang dans le journal."), "1")
ENVELOPE = {
    "position": serializers.IntegerField(help_text=gettext_lazy("Le rang du dernier changement jusque-là.")),
    "at": serializers.DateTimeField(allow_null=True, help_text=gettext_lazy("Quand il a été enregistré.")),
}


def _operation() -> dict[str, Any]:
    says = gettext_lazy("L’annuaire tel qu’on le connaissait à un rang du journal")
    operation = list_of(
        says, KnownPlaceSerializer, KnownQuestion, feature=KnownPlaceFeatureSerializer, envelope=ENVELOPE
    )
    operation["parameters"].insert(0, KEY.documented())
    operation["responses"][404, PROBLEM_JSON] = ProblemSerializer
    return operation


class KnownViewSet(SpatialReadViewSet):
    """The places that were published at a position of the log."""

    queryset = Place.objects.none()
    filename = gettext_lazy("connu")

    @extend_schema(**_operation())
    def list(self, request: Request, position: str) -> Response:
        """List the places as they were known.

        Raises:
            NotFound: the log has no such position.

        """
        question = KnownQuestion.asked(request, self.queryset)
        commit = commit_by(int(position)) if _POSITION.fullmatch(position) else None
        if commit is None:
            raise NotFound(_("Le journal ne va pas jusque-là."))
        known = known_at(
            commit.position, after=question.start, most=question.most, as_features=self.wants_geojson(request)
        )
        url = request.build_absolute_uri()
        following = None if known.last is None else replace_query_param(url, "after", known.last)
        links = {"Link": f'<{following}>; rel="next"'} if following else {}
        return Response(Collection(known.rows, following, None, commit._asdict()), headers=links)
