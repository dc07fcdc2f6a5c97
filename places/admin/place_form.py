"""What the admin adds to the forms: its own boxes, and a map that opens on the territory."""

from typing import Any, ClassVar

from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.gis.db.models import Extent
from django.contrib.gis.gdal import GDALException
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletAdminWidget

from places.choices import Need
from places.forms.place import PlaceForm, TagsChoice
from places.forms.records import RecordForm
from places.models import Commune


class TerritoryMap(LeafletAdminWidget):  # type: ignore[misc]  # django-leaflet is not typed
    """A map that opens on the communes of the directory, wherever they are."""

    def get_attrs(self, name: str, attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """The widget's attributes, its extent among them."""
        extent = Commune.objects.aggregate(extent=Extent("boundary"))["extent"]
        self.settings_overrides = {"SPATIAL_EXTENT": extent} if extent else {}
        attributes: dict[str, Any] = super().get_attrs(name, attrs)
        return attributes

    def deserialize(self, value: str) -> Any:  # noqa: ANN401  a geometry, or nothing
        """Read what the page sent; Django does not expect what GDAL cannot read where it shows a form again."""
        try:
            return super().deserialize(value)
        except GDALException:
            return None


class WordForm(RecordForm):
    """A kind or a service as the admin edits it."""

    needs = TagsChoice(label=_("Besoins"), choices=Need.choices, required=False)

    class Meta:
        fields = "__all__"

    def clean_needs(self) -> list[str]:
        """Take nothing ticked for no need: of a word, that is known."""
        return self.cleaned_data["needs"] or []


class AdminPlaceForm(PlaceForm):
    """A place as the admin edits it."""

    class Meta(PlaceForm.Meta):
        widgets: ClassVar = {
            "description": AdminTextareaWidget,
            "access_note": AdminTextareaWidget(attrs={"rows": 3}),
        }
