"""What a facilitator fills in: boxes to tick instead of slugs to type, and a map that opens on the territory."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.gis.db.models import Extent
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletAdminWidget

from places.admin.record_forms import RecordForm
from places.choices import Audience, Fee, Need, Precision, Wheelchair
from places.models import Commune, Kind, Place, Service
from places.models.vocabulary import choices_of


class TerritoryMap(LeafletAdminWidget):  # type: ignore[misc]  # django-leaflet is not typed
    """A map that opens on the communes of the directory, wherever they are."""

    def get_attrs(self, name: str, attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """The widget's attributes, its extent among them."""
        extent = Commune.objects.aggregate(extent=Extent("boundary"))["extent"]
        self.settings_overrides = {"SPATIAL_EXTENT": extent} if extent else {}
        attributes: dict[str, Any] = super().get_attrs(name, attrs)
        return attributes


class TagsChoice(forms.TypedMultipleChoiceField):
    """Boxes to tick. None ticked is unknown, and stored so."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(coerce=str, empty_value=None, **kwargs)


class WordForm(RecordForm):
    """A kind or a service as the admin edits it."""

    needs = TagsChoice(label=_("Besoins"), choices=Need.choices, required=False)

    class Meta:
        fields = "__all__"

    def clean_needs(self) -> list[str]:
        """Take nothing ticked for no need: of a word, that is known."""
        return self.cleaned_data["needs"] or []


class PlaceForm(RecordForm):
    """A place as the admin edits it."""

    kinds = TagsChoice(
        label=_("Typologies"),
        choices=lambda: choices_of(Kind),
        help_text=_("Toutes celles qui conviennent : un lieu hybride en a plusieurs."),
    )
    services = TagsChoice(
        label=_("Services"),
        choices=lambda: choices_of(Service),
        required=False,
        help_text=_("Rien de coché : services inconnus."),
    )
    publics = TagsChoice(
        label=_("Publics accueillis en particulier"),
        choices=Audience.choices,
        required=False,
        help_text=_("Rien de coché : inconnus."),
    )
    fees = TagsChoice(label=_("Tarifs"), choices=Fee.choices, required=False, help_text=_("Rien de coché : inconnus."))

    class Meta:
        model = Place
        fields = "__all__"
        widgets: ClassVar = {
            "description": AdminTextareaWidget,
            "access_note": AdminTextareaWidget(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        wheelchair = self.fields.get("wheelchair")
        if isinstance(wheelchair, forms.ChoiceField):
            wheelchair.choices = [("", _("inconnu")), *Wheelchair.choices]

    def clean_served_communes(self) -> list[str] | None:
        """Take an empty list for unknown, as everywhere."""
        return self.cleaned_data["served_communes"] or None

    def clean(self) -> dict[str, Any]:
        """Forget the precision of a point that is not there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "point" in cleaned and not cleaned["point"] and cleaned.get("precision") != Precision.UNKNOWN:
            cleaned["precision"] = Precision.UNKNOWN
            self.changed_data.append("precision")  # by this form, if not by the person
        return cleaned
