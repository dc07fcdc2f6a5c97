"""`/networks/`: who works together, and how many they are at a date."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.networks.filters import NetworkAtQuestion, NetworkQuestion
from api.networks.serializers import NetworkSerializer
from api.schema import Key, item_of, list_of
from api.views import ReadViewSet, whole_item, whole_list
from network.models import Network
from places.moved import moved

KEY = Key("slug", gettext_lazy("Identifiant du réseau."), "france-services")


class NetworkViewSet(ReadViewSet):
    """Networks, of every family."""

    queryset = Network.objects.prefetch_related("organisations")
    filename = _("reseaux")

    @extend_schema(
        **list_of(_("Les réseaux, et combien de lieux y sont à une date"), NetworkSerializer, NetworkQuestion),
    )
    def list(self, request: Request) -> Response:
        """List the networks, a few dozen at most: there is one page."""
        question = NetworkQuestion.asked(request, self.queryset)
        networks = question.qs.with_place_count(on=question.values.get("on"))
        return whole_list(NetworkSerializer(networks, many=True).data)

    @extend_schema(**item_of(_("Un réseau"), NetworkSerializer, NetworkAtQuestion, KEY))
    def retrieve(self, request: Request, slug: str) -> HttpResponseBase:
        """One network."""
        question = NetworkAtQuestion.asked(request, self.queryset)
        networks = question.qs.with_place_count(on=question.values.get("on"))
        network = networks.filter(slug=slug).first()
        return whole_item(NetworkSerializer(network).data) if network else moved(request, networks, slug)
