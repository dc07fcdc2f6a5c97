"""Addresses of the API. Versions live side by side; a page learns an address from `reverse`."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api import addresses
from api.changes.views import LogViewSet
from api.communes.views import CommuneViewSet
from api.imports.views import ImportViewSet
from api.known.views import KnownViewSet
from api.memberships.views import MembershipViewSet
from api.networks.views import NetworkViewSet
from api.overlap.views import (
    ChangesViewSet,
    HistoryViewSet,
    OpportunitiesViewSet,
    OverlapViewSet,
    SetsViewSet,
    TimelineViewSet,
)
from api.places.acts import PlaceActs
from api.places.views import PlaceViewSet
from api.places.vouching import VouchViewSet
from api.suggestions.views import SuggestionViewSet
from api.territories.views import TerritoryViewSet
from api.vocabulary.views import FamilyViewSet, KindViewSet, ServiceViewSet
from api.writing.me import MeViewSet

app_name = "api"

# Swagger UI writes styles in the page; its scripts obey the site's policy.
manual = csp_update({"style-src": [SELF, UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(
        url_name="api:schema",
        template_name="api/manual.html",
        template_name_js="api/manual.js",
        http_method_names=["get", "head"],
    )
)

LIST: dict[str, Any] = {"get": "list"}
ITEM: dict[str, Any] = {"get": "retrieve"}
KEPT = {"patch": "partial_update", "delete": "destroy"}

v1 = [
    path("", addresses.IndexView.as_view(LIST), name="index"),
    path("places/", PlaceViewSet.as_view(LIST | {"post": "create"}), name="place-list"),
    path("places/<slug:slug>/", PlaceViewSet.as_view(ITEM | KEPT), name="place-detail"),
    path("places/<slug:slug>/verifications/", PlaceActs.as_view({"post": "verify"}), name="place-verifications"),
    path("places/<slug:slug>/memberships/", MembershipViewSet.as_view({"post": "create"}), name="place-memberships"),
    path("places/<slug:slug>/closure/", PlaceActs.as_view({"post": "close"}), name="place-closure"),
    path("places/<slug:slug>/history/", PlaceActs.as_view({"get": "history"}), name="place-history"),
    path("places/<slug:slug>/history/<int:change>/undo/", PlaceActs.as_view({"post": "undo"}), name="place-undo"),
    path("places/<slug:slug>/vouches/", VouchViewSet.as_view({"post": "create"}), name="place-vouches"),
    path("vouches/<int:key>/", VouchViewSet.as_view({"delete": "destroy"}), name="vouch-detail"),
    path("verifications/<int:key>/", PlaceActs.as_view({"delete": "take_back"}), name="verification-detail"),
    path("memberships/<int:key>/", MembershipViewSet.as_view(ITEM | KEPT), name="membership-detail"),
    path("suggestions/", SuggestionViewSet.as_view(LIST | {"post": "create"}), name="suggestion-list"),
    path("suggestions/<uuid:uuid>/", SuggestionViewSet.as_view(ITEM), name="suggestion-detail"),
    path(
        "suggestions/<uuid:uuid>/acceptance/",
        SuggestionViewSet.as_view({"post": "accept"}),
        name="suggestion-acceptance",
    ),
    path("suggestions/<uuid:uuid>/refusal/", SuggestionViewSet.as_view({"post": "refuse"}), name="suggestion-refusal"),
    path("imports/", ImportViewSet.as_view(LIST | {"post": "create"}), name="import-list"),
    path("imports/<int:key>/", ImportViewSet.as_view(ITEM | KEPT), name="import-detail"),
    path("imports/<int:key>/lines/", ImportViewSet.as_view({"get": "lines"}), name="import-lines"),
    path("imports/<int:key>/decisions/", ImportViewSet.as_view({"post": "decide"}), name="import-decisions"),
    path("imports/<int:key>/application/", ImportViewSet.as_view({"post": "apply"}), name="import-application"),
    path("imports/<int:key>/undo/", ImportViewSet.as_view({"post": "undo"}), name="import-undo"),
    path("me/", MeViewSet.as_view(ITEM), name="me"),
    path("kinds/", KindViewSet.as_view(LIST), name="kind-list"),
    path("services/", ServiceViewSet.as_view(LIST), name="service-list"),
    path("families/", FamilyViewSet.as_view(LIST), name="family-list"),
    path("networks/", NetworkViewSet.as_view(LIST), name="network-list"),
    path("networks/<slug:slug>/", NetworkViewSet.as_view(ITEM), name="network-detail"),
    path("communes/", CommuneViewSet.as_view(LIST), name="commune-list"),
    path("communes/<slug:code>/", CommuneViewSet.as_view(ITEM), name="commune-detail"),
    path("territories/", TerritoryViewSet.as_view(LIST), name="territory-list"),
    path("territories/<slug:code>/", TerritoryViewSet.as_view(ITEM), name="territory-detail"),
    path("overlap/", OverlapViewSet.as_view(LIST), name="overlap"),
    path("overlap/timeline/", TimelineViewSet.as_view(LIST), name="overlap-timeline"),
    path("overlap/history/", HistoryViewSet.as_view(LIST), name="overlap-history"),
    path("overlap/changes/", ChangesViewSet.as_view(LIST), name="overlap-changes"),
    path("overlap/sets/", SetsViewSet.as_view(LIST), name="overlap-sets"),
    path("overlap/opportunities/", OpportunitiesViewSet.as_view(LIST), name="overlap-opportunities"),
    path("known/<slug:position>/places/", KnownViewSet.as_view(LIST), name="known"),
    path("changes/", LogViewSet.as_view(LIST), name="changes"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
]

urlpatterns = [
    path("v1/", include(v1)),
    path("docs/", manual, name="docs"),
    # Any other address, line feeds included, which `<path:>` would leave to the site's own page.
    re_path(r"^(?P<address>(?s:.*))$", addresses.elsewhere),
]
