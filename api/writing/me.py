"""Who a request comes from, and what it may write."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import Question
from api.places.serializers import Fields
from api.schema import READS, kept_by
from api.writing.views import PrivateViewSet, hers, person_of
from network.models import Network, Token
from network.rights import Action


class TokenSerializer(Fields):
    """The token that was shown."""

    name = serializers.CharField()
    expires_on = serializers.DateField()


class MeSerializer(Fields):
    """Who asks, with what token if any, and the networks whose places they may write."""

    username = serializers.CharField()
    token = TokenSerializer(allow_null=True)
    networks = serializers.ListField(child=serializers.SlugField())


class MeViewSet(PrivateViewSet):
    """Whoever asks."""

    @extend_schema(**kept_by(_("Qui je suis, et ce que je peux écrire"), (None, MeSerializer), READS))
    def retrieve(self, request: Request) -> HttpResponse:
        """Tell a program that it is known, and what it may write."""
        Question.asked(request, Network.objects.none())
        networks = Network.objects.filter(hers(request, Action.RUN)).order_by("slug").values_list("slug", flat=True)
        return Response(
            {"username": person_of(request).get_username(), "token": _token(request), "networks": [*networks]}
        )


def _token(request: Request) -> dict[str, Any] | None:
    token = request.auth
    return {"name": token.name, "expires_on": token.expires_on} if isinstance(token, Token) else None
