"""The admin of places. `network` registers it, and adds what places know nothing of."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletGeoAdmin

from places.admin.logged import LoggedAdmin
from places.admin.place_form import AdminPlaceForm, TerritoryMap
from places.choices import Precision, Status
from places.models import Kind, Place
from places.querysets import PlaceQuerySet
from places.work import WORK_FIELDSET


class KindFilter(admin.SimpleListFilter):
    """Places of a kind."""

    title = _("typologie")
    parameter_name = "kind"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401
        """List the kinds."""
        return [(kind.slug, str(kind)) for kind in Kind.objects.all()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the places of the chosen kind."""
        return queryset.filter(kinds__contains=[self.value()]) if self.value() else queryset


class PlaceAdmin(LeafletGeoAdmin, LoggedAdmin):  # type: ignore[misc]  # django-leaflet is not typed
    """The listings, as those who keep them true see them."""

    form = AdminPlaceForm
    widget = TerritoryMap
    list_display = ["name", "commune", "kinds_in_words", "verified_on", "status"]
    list_select_related = ["commune"]
    list_filter = ["status", KindFilter, ("commune__intercommunality", admin.RelatedOnlyFieldListFilter), "wheelchair"]
    list_per_page = 50
    ordering = ["name"]
    search_fields = ["name"]
    search_help_text = _("Nom, commune, adresse, typologie ou service ; les accents ne comptent pas.")
    autocomplete_fields = ["commune"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["uuid", "created_at", "updated_at"]
    save_on_top = True

    fieldsets = [
        (
            _("Le lieu"),
            {
                "fields": ["name", "slug", "status", "kinds", "services", "description", "siret"],
                "description": _("Ce que l’on ne sait pas reste vide : l’annuaire dira « non renseigné »."),
            },
        ),
        (
            _("Où"),
            {
                "fields": ["address", "postcode", "point", "precision", "commune", "is_itinerant", "served_communes"],
                "description": _(
                    "Placez le point sur la carte ; la commune se trouve toute seule. Sans point, indiquez la commune."
                ),
            },
        ),
        (
            _("Quand"),
            {
                "fields": [
                    "opening_hours",
                    ("opened_on", "opened_precision"),
                    ("closed_on", "closed_precision"),
                ]
            },
        ),
        (_("Contact"), {"fields": ["phone", "email", "website", "booking_url"]}),
        (_("Pour y travailler"), {"fields": WORK_FIELDSET}),
        (_("Pour qui"), {"fields": ["publics", "fees", "wheelchair", "acceslibre_url"]}),
        (
            _("Source et vérification"),
            {
                "fields": [
                    "verified_on",
                    ("source", "source_id"),
                    ("source_date", "source_date_precision"),
                    "licence",
                    "uuid",
                    ("created_at", "updated_at"),
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """List places; the labels of their kinds are read once for the page."""
        self.kind_labels = {kind.slug: str(kind) for kind in Kind.objects.all()}
        return PlaceQuerySet(Place).order_by(*self.get_ordering(request))

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search as everyone does: `matching`."""
        return (queryset.matching(search_term) if isinstance(queryset, PlaceQuerySet) else queryset), False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start a listing as most will be: published, at a point that is exact."""
        start = {"status": Status.PUBLISHED, "precision": Precision.EXACT}
        return start | super().get_changeform_initial_data(request)

    @admin.display(description=_("typologies"))
    def kinds_in_words(self, place: Place) -> str:
        """Name the kinds."""
        return ", ".join(self.kind_labels.get(slug, slug) for slug in place.kinds)
