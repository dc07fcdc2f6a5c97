"""The page of a listing as it is edited: one form in sections, each closed on what it says today."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from frontend.workspace.dated import dated_in_words
from network.models import NetworkedPlace
from network.sections import Dated, dated_sections
from places.dates import PRECISION_OF
from places.forms.coordinates import CoordinatesField
from places.forms.hours import ToldHoursField
from places.forms.place import PlaceForm
from places.forms.records import number_in
from places.forms.web import WebField
from places.hours.words import hours_in_words
from places.log.words import Words
from places.models.vocabulary import kind_choices, service_choices, words_of_places
from places.sections import COLUMNS
from places.words import Dated as DatedDay

_ON_THE_WEB = ("website", "booking_url", "acceslibre_url")
_UNSAID = {"slug", "point", *PRECISION_OF.values()}
_SHOWN = 3  # values of a closed section


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its fields, what they say today in one line, and since when that is known to be right.

    Open when something in it is wrong.
    """

    slug: str
    title: str
    fields: list[BoundField]
    says: str
    dated: Dated

    @property
    def verified(self) -> str:
        """Say when it was last found right."""
        return dated_in_words(self.dated)

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to mend in it."""
        return any(field.errors for field in self.fields)


class ListingForm(PlaceForm):
    """A listing, as a facilitator edits it."""

    point = CoordinatesField(
        label=_("Coordonnées"),
        required=False,
        help_text=_("Latitude, longitude : collez-les d’une carte, ou placez le point sur celle-ci."),
    )

    class Meta(PlaceForm.Meta):
        fields = [name for names in COLUMNS.values() for name in names]  # type: ignore[assignment]
        field_classes = {"opening_hours": ToldHoursField, **dict.fromkeys(_ON_THE_WEB, WebField)}
        labels = {"opened_precision": _("De cette date, on connaît")}
        help_texts = {"opened_on": _("Du mois, ou de l’année, n’importe quel jour convient : dites-le ci-dessous.")}
        localized_fields = ("download_mbps", "upload_mbps", "day_price", "month_price")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "access_note": forms.Textarea(attrs={"rows": 2}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            **{name: forms.TextInput(attrs={"inputmode": "url"}) for name in _ON_THE_WEB},
            "opening_hours": forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
            "address": forms.TextInput(),
            "postcode": forms.TextInput(attrs={"inputmode": "numeric"}),
            "opened_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "speed_measured_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.words = words_of_places()
        for name, choices in (("kinds", kind_choices), ("services", service_choices)):
            field: Any = self.fields[name]
            field.choices = choices(self.words[name])

    def sections(self, place: NetworkedPlace) -> Iterator[Section]:
        """List the sections, each with what the listing says today: this form may hold something else."""
        words = Words()
        words.know(self.words)
        for dated in dated_sections(place):
            slug, names = dated.section, COLUMNS[dated.section]
            yield Section(slug, str(slug.label), [self[name] for name in names], _said(place, names, words), dated)


def moved_to(place: NetworkedPlace, sent: QueryDict) -> ListingForm | None:
    """Put what was typed on a listing that was merged meanwhile on the one that is kept, to be read again.

    What she did not touch says what the kept one says. None where the page was of this listing.
    """
    version = number_in(sent.get("version", ""))
    if not version or version == getattr(place, "last_version", None):
        return None
    log: Any = place
    seen = log.pgh_event_model.objects.filter(pgh_id=version, pgh_obj__merged_into=place.pk)
    if not (event := seen.first()):
        return None
    typed = ListingForm(sent, instance=NetworkedPlace.objects.get(pk=event.pgh_obj_id))
    return ListingForm(instance=place, initial={name: typed[name].data for name in typed.changed_data})


def _said(place: NetworkedPlace, names: list[str], words: Words) -> str:
    known = [name for name in names if getattr(place, name) not in (None, "", []) and name not in _UNSAID]
    told = [_value(place, name, words) for name in known[:_SHOWN]]
    return " · ".join(told + ["…"] * (len(known) > _SHOWN))


def _value(place: NetworkedPlace, name: str, words: Words) -> str:
    if name == "opening_hours" and (table := place.schedule.table):
        return hours_in_words(table.hours)
    if name == "opened_on" and place.opened_on:
        return _("ouvert %(since)s") % {"since": DatedDay(place.opened_on, place.opened_precision).since}
    column: Any = place._meta.get_field(name)
    said = words.of(column, column.value_from_object(place))
    is_bare = column.get_internal_type() in {"BooleanField", "PositiveSmallIntegerField", "DecimalField", "DateField"}
    return f"{column.verbose_name} : {said}" if is_bare else said
