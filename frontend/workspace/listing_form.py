"""The page of a listing as it is edited: one form in sections, each closed on what it says today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from frontend.site.days import ToldDayField, WholeDayField
from frontend.workspace.dated import dated_in_words
from network.models import NetworkedPlace
from network.sections import Dated, dated_sections
from places.choices import DatePrecision
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
_UNASKED = set(PRECISION_OF.values())
_UNSAID = {"slug", "point", *_UNASKED}
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


class _Unasked(forms.CharField):
    """What is said with another field: nobody is asked, and nobody changes it."""

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401  Django's own signature
        """Say no: what it is said with says so."""
        return False


class ListingForm(PlaceForm):
    """A listing, as a facilitator edits it."""

    point = CoordinatesField(
        label=_("Coordonnées"),
        required=False,
        help_text=_("Latitude, longitude : collez-les d’une carte, ou placez le point sur celle-ci."),
    )

    opened_on = ToldDayField(label=_("Ouvert depuis"), required=False)
    opened_precision = _Unasked(required=False)

    class Meta(PlaceForm.Meta):
        fields = [name for names in COLUMNS.values() for name in names]  # type: ignore[assignment]
        field_classes = {
            "opening_hours": ToldHoursField,
            "speed_measured_on": WholeDayField,
            **dict.fromkeys(_ON_THE_WEB, WebField),
        }
        localized_fields = ("download_mbps", "upload_mbps", "day_price", "month_price")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "access_note": forms.Textarea(attrs={"rows": 2}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            **{name: forms.TextInput(attrs={"inputmode": "url"}) for name in _ON_THE_WEB},
            "opening_hours": forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
            "address": forms.TextInput(),
            "postcode": forms.TextInput(attrs={"inputmode": "numeric"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.words = words_of_places()
        for name, choices in (("kinds", kind_choices), ("services", service_choices)):
            field: Any = self.fields[name]
            field.choices = choices(self.words[name])
        if isinstance(opened := self.initial.get("opened_on"), date):
            self.initial["opened_on"] = DatedDay(opened, self.initial["opened_precision"])

    def _round(self, cleaned: dict[str, Any], day: str, precision: str) -> None:
        """Take apart what was said in words of a date: its first day, and how much of it is known."""
        told: DatedDay | None = cleaned[day]
        self.changed_data.extend([precision] if day in self.changed_data else [])
        cleaned |= {day: told and told.day, precision: str(told.precision if told else DatePrecision.DAY)}

    def _answer(self, name: str) -> str | None:
        """Keep how much is known of a date beside the date."""
        of_it = next((day for day, precision in PRECISION_OF.items() if precision == name), name)
        return super()._answer(of_it) or super()._answer(name)

    def sections(self, place: NetworkedPlace) -> Iterator[Section]:
        """List the sections, each with what the listing says today: this form may hold something else."""
        words = Words()
        words.know(self.words)
        for dated in dated_sections(place):
            slug, names = dated.section, COLUMNS[dated.section]
            yield Section(
                slug,
                str(slug.label),
                [self[name] for name in names if name not in _UNASKED],
                _said(place, names, words),
                dated,
            )


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
