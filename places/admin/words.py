"""The admin of the vocabulary."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from places.admin.logged import LoggedAdmin
from places.admin.place_form import WordForm
from places.forms.records import RecordForm
from places.models import Kind, Place, Service, Synonym


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

    form = WordForm
    column = "kinds"


@admin.register(Synonym)
class SynonymAdmin(LoggedAdmin):
    """What else things are called, for whoever searches."""

    form = RecordForm
    list_display = ["__str__", "slug"]
    search_fields = ["expressions"]

    def get_readonly_fields(self, _request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Freeze the identifier once it exists."""
        return ["slug"] if obj else []


@admin.register(Service)
class ServiceAdmin(WordAdmin):
    """The services that places offer."""

    form = WordForm
    column = "services"
    list_filter = ["group"]
