"""What a facilitator fills in about a place: boxes to tick instead of slugs to type."""

from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from places.choices import Audience, DatePrecision, Fee, Precision, Wheelchair
from places.dates import PRECISION_OF
from places.forms.records import RecordForm
from places.models import Kind, Place, Service
from places.models.vocabulary import choices_of


class TagsChoice(forms.TypedMultipleChoiceField):
    """Boxes to tick. None ticked is unknown, and stored so."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(coerce=str, empty_value=None, **kwargs)


class PlaceForm(RecordForm):
    """A place, as whoever keeps its listing edits it."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        for precision in PRECISION_OF.values():
            if precision in self.fields:
                self.fields[precision].required = False
        wheelchair = self.fields.get("wheelchair")
        if isinstance(wheelchair, forms.ChoiceField):
            wheelchair.choices = [("", _("inconnu")), *Wheelchair.choices]

    def clean_served_communes(self) -> list[str] | None:
        """Take an empty list for unknown, as everywhere."""
        return self.cleaned_data["served_communes"] or None

    def clean_point(self) -> Point | None:
        """Leave the height of a point aside: a place is on the map."""
        point: Point | None = self.cleaned_data["point"]
        return Point(point.x, point.y, srid=point.srid) if point and point.hasz else point

    def clean(self) -> dict[str, Any]:
        """Forget the precision of a point that is not there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "point" in cleaned and not cleaned["point"] and cleaned.get("precision") != Precision.UNKNOWN:
            cleaned["precision"] = Precision.UNKNOWN
            self.changed_data.append("precision")  # by this form, if not by the person
        for day, precision in PRECISION_OF.items():
            if precision in self.fields and day not in self.errors:
                self._round(cleaned, day, precision)
        return cleaned

    def _round(self, cleaned: dict[str, Any], day: str, precision: str) -> None:
        """Go back to the first day of what is known of a date; of one that nobody knows there is nothing to say."""
        said = cleaned.get(precision) or self.initial.get(precision)
        known = DatePrecision(said) if said and cleaned[day] else DatePrecision.DAY
        written = {day: cleaned[day] and known.first_day(cleaned[day]), precision: known.value}
        changed = [name for name in written if self.fields[name].has_changed(self.initial.get(name), written[name])]
        self.changed_data[:] = [name for name in self.changed_data if name not in written] + changed
        cleaned |= written
