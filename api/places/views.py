"""`/places/`: the directory, place by place."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.flat import FLAT
from api.geopackage.renderer import GeoPackageRenderer
from api.lists import Rows, listed
from api.places import records
from api.places.filters import PlaceAtQuestion, PlaceQuestion
from api.places.icalendar import ICalendarRenderer
from api.places.inclusion import ServicesRenderer, StructuresRenderer
from api.places.keeping import Keeping
from api.places.national import NationalJSONRenderer, NationalRenderer
from api.places.serializers import PlaceDetailSerializer, PlaceFeatureSerializer, PlaceSerializer
from api.places.vcard import VCardRenderer
from api.places.vouched import SAID, Row, as_seen
from api.renderers import GeoJSONRenderer, Item
from api.schema import Key, also_in, item_of, list_of
from api.understood import ENVELOPE
from api.views import SpatialReadViewSet
from network.models import NetworkedPlace
from places.moved import moved

# The formats that places have besides those of every map layer.
ALSO = (
    NationalRenderer,
    NationalJSONRenderer,
    StructuresRenderer,
    ServicesRenderer,
    VCardRenderer,
    GeoPackageRenderer,
)
# Those of one place alone: a year of each would be long to tell of many.
ALONE = (*ALSO, ICalendarRenderer)
KEY = Key("slug", gettext_lazy("Identifiant du lieu."), "la-pompe")


def _feature(request: Request, asked: Mapping[str, Any]) -> records.Shape | None:
    """Tell which feature is asked for, that of a map or the flat one; None where a record is."""
    if isinstance(request.accepted_renderer, GeoPackageRenderer):
        return FLAT
    if not isinstance(request.accepted_renderer, GeoJSONRenderer):
        return None
    return FLAT if asked.get("profile") == "gis" else records.FEATURE


class PlaceViewSet(Keeping, SpatialReadViewSet):
    """Published places."""

    queryset = NetworkedPlace.objects.published()
    filename = _("lieux")
    renderer_classes = [*SpatialReadViewSet.renderer_classes, *ALONE]
    http_method_names = [*SpatialReadViewSet.http_method_names, "post", "patch", "delete"]

    def get_renderers(self) -> list[BaseRenderer]:
        """Make those of a list, or of one place."""
        made = super().get_renderers()
        return made if self.action != "list" else [one for one in made if not isinstance(one, ICalendarRenderer)]

    @extend_schema(
        **also_in(
            list_of(
                _("Les lieux qui répondent à la question, page à page"),
                PlaceSerializer,
                PlaceQuestion,
                feature=PlaceFeatureSerializer,
                envelope=ENVELOPE,
            ),
            *ALSO,
        ),
    )
    def list(self, request: Request) -> HttpResponseBase:
        """List the places that answer the question."""
        question = PlaceQuestion.asked(request, self.queryset)
        asked = question.values
        shape = _feature(request, asked) or records.RECORD
        distance = F("distance") if question.is_measured else records.NOTHING
        on, at, pages = asked.get("on"), asked.get("open") or timezone.now(), records.Pages.of(request)
        places = shape.asked(question.qs, on=on, metres=distance)
        network = asked.get("vouched_by")

        def write(found: Rows) -> list[str]:
            rows: Sequence[Row] = [row[1:] for row in found]
            return shape.write(as_seen(rows, shape, network) if network else rows, on=on, at=at, pages=pages)

        columns = (*records.HEAD, *shape.columns, *(SAID if network else ()))
        until = (on or timezone.localdate(), at.replace(second=0, microsecond=0))
        return listed(request, question.pager, places, columns, write, reading=question.qs.reading, until=until)

    @extend_schema(
        **also_in(
            item_of(
                _("Un lieu, avec tous ses réseaux, passés et présents"),
                PlaceDetailSerializer,
                PlaceAtQuestion,
                KEY,
                feature=PlaceFeatureSerializer,
            ),
            *ALONE,
        ),
    )
    def retrieve(self, request: Request, slug: str) -> HttpResponseBase:
        """One place, with all its memberships, past and present."""
        asked = PlaceAtQuestion.asked(request, self.queryset).values
        feature = _feature(request, asked)
        shape = feature or records.DETAIL
        place = self._asked(slug, asked, shape)
        if place is None:
            return moved(request, self.queryset, slug)
        on, at, pages = asked.get("on"), timezone.now(), records.Pages.of(request)
        if feature:
            return Response(Item(*shape.write([place], on=on, at=at, pages=pages)))
        text = records.write_detail(place, on=on, at=at, pages=pages)
        # A table of it is another representation, and is tagged by what it says; nobody writes on what was seen before.
        is_written_on = request.accepted_renderer.format == "json" and not asked.get("vouched_by")
        return Response(Item(text), headers={"ETag": records.etag_of(text)} if is_written_on else None)

    def _asked(self, slug: str, asked: Mapping[str, Any], shape: records.Shape) -> Row | None:
        """The row of a place, as it is or as a network saw it; None where nothing has this address today.

        Raises:
            NotFound: the network does not stand for it.

        """
        network, on = asked.get("vouched_by"), asked.get("on")
        if shape is records.DETAIL and not network:
            return records.DETAIL_AT.first(slug)
        found = NetworkedPlace.objects.published().filter(slug=slug)
        seen = shape.asked(found.vouched_by(network, on=on) if network else found, on=on)
        row: Row | None = seen.values_list("pk", *records.HEAD, *shape.columns, *(SAID if network else ())).first()
        if network and row is None and found.exists():
            raise NotFound(_("Ce réseau ne se porte pas garant de ce lieu."))
        return as_seen([row], shape, network)[0] if network and row else row
