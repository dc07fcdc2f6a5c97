"""Addresses of the interface. Programs ask for them without a last slash; with one they are the same."""

from typing import Any

from django.urls import re_path

from api.ogc import views
from api.problems import not_found

app_name = "ogc"
LIST: dict[str, Any] = {"get": "list"}
ITEM: dict[str, Any] = {"get": "retrieve"}
_ONE = r"^ogc/collections/(?P<name>[^/]+)"

urlpatterns = [
    re_path(r"^ogc/?$", views.LandingViewSet.as_view(LIST), name="landing"),
    re_path(r"^ogc/conformance/?$", views.ConformanceViewSet.as_view(LIST), name="conformance"),
    re_path(r"^ogc/api/?$", views.ApiViewSet.as_view(LIST), name="api"),
    re_path(r"^ogc/collections/?$", views.CollectionsViewSet.as_view(LIST), name="collections"),
    re_path(rf"{_ONE}/?$", views.CollectionsViewSet.as_view(ITEM), name="collection"),
    re_path(rf"{_ONE}/items/?$", views.ItemsViewSet.as_view(LIST), name="items"),
    re_path(rf"{_ONE}/items/(?P<key>[^/]+)/?$", views.ItemsViewSet.as_view(ITEM), name="item"),
    re_path(rf"{_ONE}/queryables/?$", views.QueryablesViewSet.as_view(ITEM), name="queryables"),
    re_path(rf"{_ONE}/schema/?$", views.SchemaViewSet.as_view(ITEM), name="schema"),
    re_path(r"^ogc/(?P<address>(?s:.*))$", not_found),
]
