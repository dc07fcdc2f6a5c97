"""The changes that follow a cursor, at once or as soon as there are any."""

from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework.request import Request
from rest_framework.response import Response

from api.changes.filters import SinceQuestion
from api.changes.records import page_after
from api.changes.serializers import LogSerializer
from api.changes.waiting import wait_asked, wait_for_news
from api.places.records import Pages, with_photos_at
from api.problems import PROBLEM_JSON
from api.renderers import Item, JSONTextRenderer, compact
from api.schema import ProblemSerializer
from api.views import ReadViewSet
from places.models import Place

_WAIT = OpenApiParameter(
    "Prefer",
    {"type": "string", "example": "wait=25"},
    OpenApiParameter.HEADER,
    description=_(
        "« wait=25 » : s’il n’y a rien de nouveau, ne répondre que dès qu’il y en a, ou après 25 secondes (30 au "
        "plus). « Preference-Applied » dit si l’on a attendu ; sinon, redemander plus tard."
    ),
)


class LogViewSet(ReadViewSet):
    """What was changed in the directory, in order."""

    queryset = Place.objects.none()
    renderer_classes = [JSONTextRenderer]
    filename = _("changements")

    @extend_schema(
        summary=_("Ce qui a changé depuis, pour qui tient une copie"),
        description=_("Ce qui a changé depuis, pour qui tient une copie"),
        parameters=[*SinceQuestion.documented(), _WAIT],
        responses={
            (200, "application/json"): extend_schema_serializer(many=False)(LogSerializer)(),
            (400, PROBLEM_JSON): ProblemSerializer,
            (406, PROBLEM_JSON): ProblemSerializer,
        },
        auth=[],
    )
    def list(self, request: Request) -> Response:
        """Tell the changes after a cursor."""
        question, seconds = SinceQuestion.asked(request, self.queryset), wait_asked(request)
        has_waited = bool(seconds) and wait_for_news(question.cursor, seconds)
        page = page_after(question.cursor, limit=question.most)
        head = compact({"cursor": str(page.cursor), "has_more": page.has_more})
        body = f'{head[:-1]},"changes":[{",".join(change.write() for change in page.changes)}]}}'
        text = with_photos_at(Pages.of(request).site, body)
        response = Response(Item(text), headers={"Preference-Applied": f"wait={seconds}"} if has_waited else {})
        patch_vary_headers(response, ["Prefer"])
        return response
