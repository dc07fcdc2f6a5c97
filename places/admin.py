"""The admin of places, words and land. Places are registered by `network`, which adds what places know nothing of."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Model, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletGeoAdmin

from places.choices import Door, Precision, Status
from places.expressions import Fold
from places.fields import OptionalTextField
from places.forms import PlaceForm, TerritoryMap
from places.log.admin import ChangeAdmin
from places.log.history import history_of
from places.models import Change, Commune, Intercommunality, Kind, Place, Service, Territory
from places.querysets import PlaceQuerySet
from places.record_admin import RecordAdmin, signatory
from places.services import signed, verify
from places.undo_admin import UndoAdmin
from places.work import WORK_FIELDSET

_NUMBER = re.compile("[0-9]{1,18}")  # one of the log's
admin.site.register(Change, ChangeAdmin)


class ShortTexts:
    """Gives one line to a text that may be unknown, unless it is a description."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401
        """Choose the widget."""
        if isinstance(db_field, OptionalTextField) and db_field.name not in {"description", "access_note"}:
            kwargs.setdefault("widget", AdminTextInputWidget)
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class LoggedAdmin(ShortTexts, UndoAdmin, RecordAdmin):
    """An admin whose history is the one log."""

    object_history_template = "admin/changes_history.html"

    def logs(self, object_id: str) -> list[QuerySet[Any]]:
        """The logs of events that make the history of an object: its own, and what hangs on it."""
        model: Any = self.model
        return [model.pgh_event_model.objects.filter(pgh_obj_id=object_id)]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Tell who changed what, when and by which door; Django's own log is left aside."""
        before = request.GET.get("before", "")
        older_than = int(before) if _NUMBER.fullmatch(before) else None
        # Read only once Django has found that this person may see it.
        history = SimpleLazyObject(lambda: history_of(*self.logs(object_id), before=older_than))
        context = {"history": history, "may_undo": self.has_change_permission(request)}
        return super().history_view(request, object_id, {**(extra_context or {}), **context})

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:  # noqa: ANN401
        """Leave it to the triggers."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:  # noqa: ANN401
        """Leave it to the triggers."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:  # noqa: ANN401
        """Leave it to the triggers."""


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

    form = PlaceForm
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
    actions = ["verify_today"]
    save_on_top = True

    class Media:
        css = {"all": ["places/admin.css"]}

    fieldsets = [
        (
            _("Le lieu"),
            {
                "fields": ["name", "slug", "status", "kinds", "services", "description"],
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
        (_("Quand"), {"fields": ["opening_hours", "opened_on", "closed_on"]}),
        (_("Contact"), {"fields": ["phone", "email", "website", "booking_url"]}),
        (_("Pour y travailler"), {"fields": WORK_FIELDSET}),
        (_("Pour qui"), {"fields": ["publics", "fees", "wheelchair", "acceslibre_url"]}),
        (
            _("Source et vérification"),
            {
                "fields": [
                    "verified_on",
                    ("source", "source_id"),
                    ("source_date", "licence"),
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

    @admin.action(description=_("Vérifié aujourd’hui"), permissions=["change"])
    def verify_today(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Note that someone has checked these listings today."""
        chosen = queryset.order_by().values_list("pk", flat=True)
        with signed(by=signatory(request), door=Door.ADMIN):
            count = verify(places=list(chosen), by=signatory(request), door=Door.ADMIN)
            written = Change.objects.filter(position=None).first()  # this one: it is not committed yet
        said = ngettext("%d fiche vérifiée aujourd’hui.", "%d fiches vérifiées aujourd’hui.", count) % count
        if written:
            address = reverse("admin:places_place_undo", args=[written.pk])
            said = format_html('{} <a href="{}">{}</a>', said, address, gettext("Annuler…"))
        self.message_user(request, said, messages.SUCCESS)


class WordAdmin(LoggedAdmin):
    """A word: its slug is for ever, and it stays as long as anything uses it."""

    list_display = ["label", "label_en", "slug", "position"]
    search_fields = ["label", "slug"]
    column = ""

    def get_readonly_fields(self, _request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Freeze the slug once it exists."""
        return ["slug"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse to delete a word in use: the database would."""
        return not (obj and self.is_used(obj)) and super().has_delete_permission(request, obj)

    def is_used(self, word: Model) -> bool:
        """Tell whether some place has the word."""
        return Place.objects.filter(**{f"{self.column}__contains": [word.pk]}).exists()


@admin.register(Kind)
class KindAdmin(WordAdmin):
    """The kinds of places."""

    column = "kinds"


@admin.register(Service)
class ServiceAdmin(WordAdmin):
    """The services that places offer."""

    column = "services"
    list_filter = ["group"]


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

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Show the boundary to those for whom Django draws a map, and not as a text of coordinates."""
        fields = [field.name for field in self.model._meta.concrete_fields]
        return [name for name in fields if name != "boundary" or self.has_change_permission(request, obj)]

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
