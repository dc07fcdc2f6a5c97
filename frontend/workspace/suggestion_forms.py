"""What a facilitator keeps of a suggestion: field by field, edited or not; a new listing; a day; a reason."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frontend.site.days import WholeDayField
from frontend.site.words import distance_in_words
from network.models import NetworkedPlace, Suggestion
from network.models.suggestion import LONGEST_REASON, SUGGESTED
from network.services.suggestions import ACCEPTED, EDITED, REFUSED
from places.choices import Precision
from places.forms.coordinates import CoordinatesField, read_point
from places.forms.place import TagsChoice
from places.forms.records import RecordForm
from places.hours.words import hours_in_words
from places.log.words import Words
from places.models import Kind, Place
from places.models.vocabulary import choices_of
from places.phones import said
from places.services import version_of

_WIDGETS = {
    "opening_hours": forms.Textarea(attrs={"rows": 2}),
    "address": forms.TextInput(),
    "postcode": forms.TextInput(attrs={"inputmode": "numeric"}),
    "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    "website": forms.TextInput(attrs={"inputmode": "url"}),
}


class ChangesForm(RecordForm):
    """The fields that she takes of a suggestion, on the version of the listing that its author read."""

    point = CoordinatesField(label=_("Coordonnées"), help_text=_("Latitude, longitude. Le point se déplace aussi."))

    class Meta:
        model = Place
        fields = SUGGESTED
        widgets = _WIDGETS
        field_classes = {"speed_measured_on": WholeDayField}

    def __init__(self, *args: Any, only: Collection[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for name in {*SUGGESTED} - {*only}:
            del self.fields[name]


class NewListingForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The listing of a place that was missing, as its author told it and as she completes it."""

    kinds = TagsChoice(label=_("Typologies"), choices=lambda: choices_of(Kind))
    point = CoordinatesField(
        label=_("Coordonnées"),
        required=False,
        help_text=_("Latitude, longitude. Vide : le point du bourg, dit comme tel."),
    )

    class Meta:
        model = Place
        fields = ["name", "kinds", "commune", "address", "postcode", "point"]
        fields += ["opening_hours", "phone", "email", "website"]
        widgets = _WIDGETS

    def values(self) -> dict[str, Any]:
        """What the listing says: around a point of its own, or that of its commune.

        A point that its author put by a finger is no more precise than that, until whoever reviews it moves it.
        """
        told = self.cleaned_data
        if told["point"]:
            is_theirs = "point" not in self.changed_data
            return told | {"precision": self.initial.get("precision") if is_theirs else Precision.STREET}
        commune = told["commune"]
        return told | {"point": commune.town_hall or commune.reference, "precision": Precision.COMMUNE}


class ReasonForm(forms.Form):
    """Why a suggestion is refused: its author may read it."""

    reason = forms.CharField(
        label=_("Raison, que l’auteur pourra lire"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Dites pourquoi : la personne qui a écrit le lira.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A field as the page shows it: what the listing says today, what is proposed, the box to edit it, her tick."""

    name: str
    label: str
    today: str
    proposed: str
    box: BoundField
    is_taken: bool
    errors: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(slots=True)
class Changes:
    """The changes that a suggestion proposes to a listing, and what she has said of them so far."""

    suggestion: Suggestion
    sent: Any = None  # what the browser sent, None at first
    form: ChangesForm | None = None

    def place(self) -> NetworkedPlace:
        """The listing as it stands: a form that was read has written into its own."""
        return NetworkedPlace.objects.get(pk=self.suggestion.place_id or 0)

    @property
    def names(self) -> list[str]:
        """The fields proposed, in the order of the page."""
        return [name for name in SUGGESTED if name in self.suggestion.patch]

    @property
    def taken(self) -> list[str]:
        """The fields that she ticked: all of them at first."""
        return self.names if self.sent is None else [name for name in self.names if name in self.sent.getlist("take")]

    def bound(self) -> ChangesForm:
        """Read what she takes; the version is the author's, whatever the browser says.

        What was said of a listing that was merged since stands on the one that was kept, as it is.
        """
        data = self.sent.copy()
        data["version"] = str(version_of(self.place()) if self.suggestion.said_of_id else self.suggestion.version)
        self.form = ChangesForm(data, instance=self.place(), only=self.taken)
        return self.form

    def decisions(self) -> dict[str, str]:
        """Say what becomes of each field."""
        assert self.form is not None
        return {name: self._decision(self.form, name) for name in self.names}

    def _decision(self, form: ChangesForm, name: str) -> str:
        if name not in form.fields:
            return REFUSED
        is_edited = form.fields[name].has_changed(self.suggestion.patch[name], form[name].value())
        return EDITED if is_edited else ACCEPTED

    def rows(self) -> Iterator[Row]:
        """Show each field: as she typed it, or as it is proposed."""
        place = self.place()
        typed = {name: self.sent.get(name) for name in self.names} if self.sent is not None else {}
        shown = ChangesForm(instance=self.place(), only=self.names, initial=self.suggestion.patch | typed)
        words = Words()
        for name in self.names:
            column: Any = place._meta.get_field(name)
            yield Row(
                name=name,
                label=capfirst(str(column.verbose_name)),
                today=_today(place, name, words),
                proposed=_in_words(column, _stored(column, self.suggestion.patch[name]), words),
                box=shown[name],
                is_taken=name in self.taken,
                errors=[str(error) for error in self.form.errors.get(name, [])] if self.form else [],
                note=_how_far(place, self.suggestion.patch[name]) if name == "point" else "",
            )


def _today(place: NetworkedPlace, name: str, words: Words) -> str:
    if name == "opening_hours" and (table := place.schedule.table):
        return hours_in_words(table.hours)
    column: Any = place._meta.get_field(name)
    value = column.value_from_object(place)
    return "" if value in (None, "", []) else _in_words(column, value, words)


def _how_far(place: NetworkedPlace, shown: str) -> str:
    """Say how far a point that was shown is from that of the listing; nothing, where either is unknown."""
    found = read_point(shown)
    if not (found and place.point):
        return ""
    lat, lon = found
    metres: float = NetworkedPlace.objects.with_distance(lon, lat).get(pk=place.pk).distance  # type: ignore[attr-defined]
    return distance_in_words(metres, is_rough=False)


def _stored(column: Any, value: Any) -> Any:  # noqa: ANN401  a column, and what JSON holds of it
    """Give a number or a day back its type; what people said in words stays so."""
    return column.to_python(value) if column.get_internal_type() in {"DecimalField", "DateField"} else value


def _in_words(column: Any, value: Any, words: Words) -> str:  # noqa: ANN401  a column, and what it holds
    return said(value) if value and column.name == "phone" else words.of(column, value)
