"""Places as a GeoPackage: those that were asked, and the communes with what covers each today."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.gis.db.models import Extent as ExtentOf
from django.contrib.gis.db.models.functions import AsWKB
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.geopackage.container import Extent, Feature, GeoPackage, Layer, wkb_of
from api.ogc.collections import COLLECTIONS, Collection
from api.places.records import Pages
from api.renderers import texts_of
from network.overlap.question import Known


class GeoPackageRenderer(BaseRenderer):
    """One file: places and communes, each with its style."""

    media_type = "application/geopackage+sqlite3"
    format = "gpkg"
    charset = None
    render_style = "binary"

    def render(self, data: Any, _media: str | None = None, context: Mapping[str, Any] | None = None) -> bytes:  # noqa: ANN401
        """Write the body of an answer that is not long."""
        assert context is not None, "DRF gives a renderer the request"
        return b"".join(self.stream([texts_of(data)], context["request"]))

    def stream(self, pieces: Iterable[list[str]], request: Request) -> Iterator[bytes]:
        """Write the places that come in pieces, as flat features; the file leaves when it is whole."""
        package = GeoPackage(timezone.now().replace(hour=0, minute=0, second=0, microsecond=0))
        places = [_place(json.loads(text)) for piece in pieces for text in piece]
        positions = [one[1] for one in places if one[1]]
        package.write(_layer(COLLECTIONS["places"]), (feature for feature, _position in places), _around(positions))
        communes = COLLECTIONS["communes"]
        package.write(_layer(communes), _communes(communes, request), _bounds(communes))
        yield package.whole()


def _place(told: Mapping[str, Any]) -> tuple[Feature, list[float] | None]:
    position = told["geometry"] and told["geometry"]["coordinates"]
    return Feature(told["id"], position and wkb_of(position), told["properties"]), position


def _around(positions: list[list[float]]) -> Extent | None:
    if not positions:
        return None
    eastings, northings = zip(*positions, strict=True)
    return min(eastings), min(northings), max(eastings), max(northings)


def _communes(collection: Collection, request: Request) -> Iterator[Feature]:
    found = collection.rows().order_by("pk").annotate(wkb=AsWKB("boundary"))
    question: Any = collection.question(QueryDict(), found, request=request)
    rows = list(question.qs.values_list("pk", "pk", *collection.selected, "wkb"))
    texts = collection.write([row[:-1] for row in rows], question, Pages.of(request))
    for text, row in zip(texts, rows, strict=True):
        told = json.loads(text)
        yield Feature(told["id"], bytes(row[-1]), told["properties"])


def _bounds(collection: Collection) -> Extent | None:
    found: Extent | None = collection.rows().aggregate(bounds=ExtentOf("boundary"))["bounds"]
    return found


def _layer(collection: Collection) -> Layer:
    labels = Known.read().state_labels
    style = render_to_string(
        f"api/geopackage/{collection.name}.qml", {"labels": {s.value: n for s, n in labels.items()}}
    )
    told = str(collection.title), str(collection.says)
    return Layer(collection.name, *told, collection.geometry, collection.columns, style)
