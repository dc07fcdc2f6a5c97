"""The addresses of the interface, from the landing page to one feature."""

import json
from typing import Any, ClassVar

from django.contrib.gis.db.models import Extent
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.ogc import description
from api.ogc.answers import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    SCHEMA,
    ByLetter,
    FactsRenderer,
    Features,
    FeaturesRenderer,
    JSONObject,
    Links,
    OpenAPIRenderer,
    PageRenderer,
    SchemaRenderer,
    Told,
)
from api.ogc.collections import COLLECTIONS, Collection
from api.ogc.expressions import CRS84, kept, queryables
from api.ogc.filters import ItemsQuestion, OGCQuestion
from api.pagination import Page
from api.places.records import Pages
from api.views import ReadViewSet
from places.models import Commune, Place, Territory

CONFORMS_TO = [
    f"http://www.opengis.net/spec/{name}"
    for name in (
        "ogcapi-features-1/1.0/conf/core",
        "ogcapi-features-1/1.0/conf/geojson",
        "ogcapi-features-1/1.0/conf/html",
        "ogcapi-features-1/1.0/conf/oas30",
        "ogcapi-features-3/1.0/conf/queryables",
        "ogcapi-features-3/1.0/conf/filter",
        "ogcapi-features-3/1.0/conf/features-filter",
        "cql2/1.0/conf/cql2-text",
        "cql2/1.0/conf/basic-cql2",
        "cql2/1.0/conf/advanced-comparison-operators",
        "cql2/1.0/conf/case-insensitive-comparison",
        "cql2/1.0/conf/basic-spatial-functions",
    )
]
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
# So many values of a feature say which it is, beside its name.
_SHOWN = 4
_TELLING = ("commune_name", "network_name", "start", "end", "code", "state", "population", "kinds", "networks")


class OGCViewSet(ReadViewSet):
    """What every address of the interface does the same way."""

    content_negotiation_class = ByLetter
    renderer_classes = [FactsRenderer, PageRenderer]
    queryset: ClassVar[QuerySet[Any]] = Place.objects.none()
    filename = "ogc"

    def told(self, request: Request, page: str, facts: JSONObject, **more: object) -> Response:
        """Answer with facts; the page shows them too."""
        return Response(Told(facts, page, {"facts": facts, **_about(), **more}))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        """Show the answer: nothing here is a file to keep."""
        final = super().finalize_response(request, response, *args, **kwargs)
        del final.headers["Content-Disposition"]
        return final


def _about() -> dict[str, str]:
    territories = list(Territory.objects.all())
    return {"territory_name": ", ".join(one.name for one in territories)}


class LandingViewSet(OGCViewSet):
    """Where a program begins."""

    @extend_schema(exclude=True)
    def list(self, request: Request) -> Response:
        """Lead to everything else."""
        OGCQuestion.asked(request, self.queryset)
        links, title = Links(request), _("Croisée, OGC API – Features")
        facts = {
            "title": title,
            "description": _(
                "Les lieux, leurs réseaux et où ceux-ci se croisent, pour QGIS et les autres logiciels de cartographie."
            ),
            "links": [
                *links.itself([JSON, HTML], title),
                links.link("service-desc", OPENAPI, _("Description OpenAPI 3.0"), "api"),
                {**links.link("service-doc", HTML, _("Documentation"), "api"), "href": f"{links.to('api')}?f=html"},
                links.link("conformance", JSON, _("Ce à quoi cette interface se conforme"), "conformance"),
                links.link("data", JSON, _("Les collections"), "collections"),
            ],
        }
        shown = {"collections": list(COLLECTIONS.values()), "address": links.to("landing")}
        return self.told(request, "api/ogc/landing.html", facts, **shown)


class ConformanceViewSet(OGCViewSet):
    """What the interface does of the standard."""

    @extend_schema(exclude=True)
    def list(self, request: Request) -> Response:
        """List the classes."""
        OGCQuestion.asked(request, self.queryset)
        facts = {"conformsTo": CONFORMS_TO, "links": Links(request).itself([JSON, HTML], _("Conformité"))}
        return self.told(request, "api/ogc/conformance.html", facts)


class CollectionsViewSet(OGCViewSet):
    """The collections."""

    @extend_schema(exclude=True)
    def list(self, request: Request) -> Response:
        """Describe all of them."""
        OGCQuestion.asked(request, self.queryset)
        links, box = Links(request), _extent()
        facts = {
            "links": links.itself([JSON, HTML], _("Les collections")),
            "collections": [_described(one, links, box) for one in COLLECTIONS.values()],
        }
        return self.told(request, "api/ogc/collections.html", facts, collections=list(COLLECTIONS.values()))

    @extend_schema(exclude=True)
    def retrieve(self, request: Request, name: str) -> Response:
        """Describe one."""
        OGCQuestion.asked(request, self.queryset)
        collection, links = _found(name), Links(request)
        facts = _described(collection, links, _extent())
        facts["links"] = [*links.itself([JSON, HTML], collection.title), *facts["links"]]
        return self.told(request, "api/ogc/collection.html", facts, collection=collection)


def _found(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise Http404
    return COLLECTIONS[name]


def _extent() -> list[float] | None:
    """The bounds of the land: west, south, east, north; None where there is none."""
    box = Commune.objects.aggregate(box=Extent("boundary"))["box"]
    return box and [round(number, 6) for number in box]


def _described(collection: Collection, links: Links, box: list[float] | None) -> JSONObject:
    name, title = collection.name, collection.title
    extent = {"spatial": {"bbox": [box], "crs": CRS84}} if box else {}
    return {
        "id": name,
        "title": str(title),
        "description": str(collection.says),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": extent | {"temporal": {"interval": [[None, None]]}},
        "links": [
            links.link("items", GEOJSON, title, "items", name),
            {**links.link("items", HTML, title, "items", name), "href": f"{links.to('items', name)}?f=html"},
            links.link("http://www.opengis.net/def/rel/ogc/1.0/schema", SCHEMA, _("Les colonnes"), "schema", name),
            links.link("describedby", SCHEMA, _("Les colonnes"), "schema", name),
            links.link(QUERYABLES, SCHEMA, _("Les colonnes que l’on peut demander"), "queryables", name),
        ],
    }


class SchemaViewSet(OGCViewSet):
    """The columns of a collection and their types, the same in every answer."""

    renderer_classes = [SchemaRenderer, PageRenderer]

    @extend_schema(exclude=True)
    def retrieve(self, request: Request, name: str) -> Response:
        """Tell them as JSON Schema."""
        OGCQuestion.asked(request, self.queryset)
        collection = _found(name)
        facts = description.schema_of(collection, Links(request))
        return self.told(request, "api/ogc/schema.html", facts, collection=collection, columns=collection.columns)


class QueryablesViewSet(OGCViewSet):
    """The columns of a collection that an expression may ask."""

    renderer_classes = [SchemaRenderer, PageRenderer]

    @extend_schema(exclude=True)
    def retrieve(self, request: Request, name: str) -> Response:
        """Tell them as JSON Schema."""
        OGCQuestion.asked(request, self.queryset)
        collection = _found(name)
        facts, columns = description.queryables_of(collection, Links(request)), queryables(collection)
        return self.told(request, "api/ogc/queryables.html", facts, collection=collection, columns=columns)


class ItemsViewSet(OGCViewSet):
    """The features of a collection."""

    renderer_classes = [FeaturesRenderer, PageRenderer]

    @extend_schema(exclude=True)
    def list(self, request: Request, name: str) -> Response:
        """Read a page of them."""
        collection = _found(name)
        question = collection.question.asked(request, collection.rows())
        assert isinstance(question, ItemsQuestion)
        expression = question.values.get("filter")
        asked = question.qs if expression is None else kept(question.qs, collection, expression)
        page = question.pager.page(asked, collection.selected, request)
        rows = collection.write(page.rows, question, Pages.of(request))
        head = self._head(collection, asked, page, request)
        if not isinstance(request.accepted_renderer, PageRenderer):
            return Response(Features(head, rows, "api/ogc/items.html", {}))
        return Response(Features(head, rows, "api/ogc/items.html", _shown(collection, page, rows)))

    def _head(self, collection: Collection, asked: QuerySet[Any], page: Page, request: Request) -> JSONObject:
        links = Links(request)
        around = {"next": page.next, "prev": page.previous}
        led = [*links.itself([GEOJSON, HTML], collection.title), *_leading(around, request)]
        led.append(links.link("collection", JSON, collection.title, "collection", collection.name))
        matched = {"numberMatched": asked.count()} if collection.is_small else {}
        return {"type": "FeatureCollection", "links": led} | matched | {"numberReturned": len(page.rows)}

    @extend_schema(exclude=True)
    def retrieve(self, request: Request, name: str, key: str) -> Response:
        """Read one of them."""
        collection = _found(name)
        OGCQuestion.asked(request, self.queryset)
        question = collection.question(
            QueryDict(), collection.rows().filter(**_named(collection, key)), request=request
        )
        found = list(question.qs.values_list("pk", "pk", *collection.selected)[:1])
        if not found:
            raise Http404
        (text,) = collection.write(found, question, Pages.of(request))
        links = Links(request)
        led = [*links.itself([GEOJSON, HTML], collection.title)]
        led.append(links.link("collection", JSON, collection.title, "collection", name))
        facts = json.loads(text) | {"links": led}
        return self.told(request, "api/ogc/item.html", facts, collection=collection)


def _leading(around: dict[str, str | None], request: Request) -> list[JSONObject]:
    media = request.accepted_renderer.media_type
    return [{"href": href, "rel": rel, "type": media} for rel, href in around.items() if href]


def _named(collection: Collection, key: str) -> dict[str, Any]:
    """Ask for a feature by what its address says.

    Raises:
        Http404: no feature of this collection can be called so.

    """
    told: Any = collection.rows().model._meta
    field = told.pk if collection.key == "pk" else told.get_field(collection.key)
    try:
        return {collection.key: field.to_python(_held(key))}
    except ValidationError as error:
        raise Http404 from error


def _held(key: str) -> str:
    """Refuse what PostgreSQL cannot hold.

    Raises:
        ValidationError: there is a NUL in it.

    """
    ProhibitNullCharactersValidator()(key)
    return key


def _shown(collection: Collection, page: Page, rows: list[str]) -> dict[str, Any]:
    """What the page of items needs: for each its identifier, its name, and a few values that say which it is."""
    features = [json.loads(row) for row in rows]
    around = {"next": page.next, "previous": page.previous}
    return {"collection": collection, "features": [_in_short(one) for one in features], **around, **_about()}


def _in_short(feature: JSONObject) -> tuple[str, str, str]:
    told = feature["properties"]
    name = told.get("name") or told.get("place_name") or feature["id"]
    known = [str(told[key]) for key in _TELLING if told.get(key) not in (None, "")]
    return feature["id"], name, " · ".join(known[:_SHOWN])


class ApiViewSet(OGCViewSet):
    """The description of the interface."""

    renderer_classes = [OpenAPIRenderer, PageRenderer]

    @extend_schema(exclude=True)
    def list(self, request: Request) -> Response:
        """Describe it as OpenAPI 3.0."""
        OGCQuestion.asked(request, self.queryset)
        facts = description.openapi(Links(request))
        answer = self.told(request, "api/ogc/api.html", facts, collections=description.parameters())
        if isinstance(request.accepted_renderer, OpenAPIRenderer):
            answer.content_type = OPENAPI
        return answer
