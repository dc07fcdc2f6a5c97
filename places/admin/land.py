"""The admin of the land, which is looked at and not edited."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext
from leaflet.admin import LeafletGeoAdmin

from places.admin.place_form import TerritoryMap
from places.expressions import Fold
from places.models import Commune, Intercommunality, Territory


class LandAdmin(LeafletGeoAdmin):  # type: ignore[misc]  # django-leaflet is not typed
    """Land is loaded from official files: it is looked at here, not edited."""

    widget = TerritoryMap
    modifiable = False

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Leave it to `load_territory`."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Leave it to the files."""
        return False

    def get_readonly_fields(self, _request: HttpRequest, _obj: Model | None = None) -> list[str]:
        """Freeze all but the boundary, so that it is drawn on a map."""
        return [field.name for field in self.model._meta.concrete_fields if field.name != "boundary"]

    def get_fields(self, _request: HttpRequest, _obj: Model | None = None) -> list[str]:
        """Show every column, the boundary in its place among them."""
        return [field.name for field in self.model._meta.concrete_fields]

    def save_model(self, request: HttpRequest, _obj: Model, _form: Any, _change: bool) -> None:  # noqa: ANN401, FBT001
        """Change nothing, and say so."""
        messages.warning(request, gettext("Les contours viennent des fichiers du territoire : rien n’a été changé."))


@admin.register(Commune)
class CommuneAdmin(LandAdmin):
    """The communes, found by name, code or postcode."""

    list_display = ["name", "code", "intercommunality", "population"]
    list_select_related = ["intercommunality"]
    list_filter = ["intercommunality"]
    search_fields = ["name"]
    ordering = ["name"]

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a commune without its accents."""
        term = search_term.strip()
        if not term:
            return queryset, False
        named = queryset.alias(folded=Fold("name"))
        found = Q(folded__contains=Fold(Value(term))) | Q(code__startswith=term) | Q(postcodes__contains=[term])
        return named.filter(found), False


@admin.register(Intercommunality)
class IntercommunalityAdmin(LandAdmin):
    """The intercommunalities."""

    list_display = ["name", "code"]


@admin.register(Territory)
class TerritoryAdmin(LandAdmin):
    """The territories."""

    list_display = ["name", "code"]
