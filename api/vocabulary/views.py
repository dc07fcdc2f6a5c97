"""`/kinds/`, `/services/`, `/families/`: the words that describe places and networks, in the order of the screen."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import Question
from api.schema import list_of
from api.views import ReadViewSet, whole_list
from api.vocabulary.serializers import FamilySerializer, KindSerializer, ServiceSerializer
from network.models import Family
from places.models import Kind, Service


class KindViewSet(ReadViewSet):
    """What a place can be."""

    queryset = Kind.objects.all()
    filename = _("typologies")

    @extend_schema(**list_of(_("Les typologies de lieux"), KindSerializer, Question))
    def list(self, request: Request) -> Response:
        """List the kinds, all of them."""
        return whole_list(KindSerializer(Question.asked(request, self.queryset).qs, many=True).data)


class ServiceViewSet(ReadViewSet):
    """What a place can offer."""

    queryset = Service.objects.all()
    filename = _("services")

    @extend_schema(**list_of(_("Les services que rend un lieu, par groupe"), ServiceSerializer, Question))
    def list(self, request: Request) -> Response:
        """List the services, all of them."""
        return whole_list(ServiceSerializer(Question.asked(request, self.queryset).qs, many=True).data)


class FamilyViewSet(ReadViewSet):
    """What a network can be for."""

    queryset = Family.objects.all()
    filename = _("familles")

    @extend_schema(**list_of(_("Les familles de réseaux, et leur côté par défaut"), FamilySerializer, Question))
    def list(self, request: Request) -> Response:
        """List the families, all of them."""
        return whole_list(FamilySerializer(Question.asked(request, self.queryset).qs, many=True).data)
