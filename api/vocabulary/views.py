"""`/kinds/` and `/services/`: the words that describe places, in the order in which screens list them."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import Question
from api.schema import list_of
from api.views import ReadViewSet, whole_list
from api.vocabulary.serializers import KindSerializer, ServiceSerializer
from places.models import Kind, Service


class KindViewSet(ReadViewSet):
    """What a place can be."""

    queryset = Kind.objects.all()

    @extend_schema(**list_of(KindSerializer, Question))
    def list(self, request: Request) -> Response:
        """List the kinds, all of them."""
        return whole_list(KindSerializer(Question.asked(request, self.queryset).qs, many=True).data)


class ServiceViewSet(ReadViewSet):
    """What a place can offer."""

    queryset = Service.objects.all()

    @extend_schema(**list_of(ServiceSerializer, Question))
    def list(self, request: Request) -> Response:
        """List the services, all of them."""
        return whole_list(ServiceSerializer(Question.asked(request, self.queryset).qs, many=True).data)
