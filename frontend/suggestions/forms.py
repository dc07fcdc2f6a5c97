"""What one fills in, in under a minute: a mistake in a listing, or a place that is missing."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.site.days import WholeDayField
from frontend.suggestions.guard import Guarded, address_asked
from frontend.suggestions.questions import TOLD_WITH, box_of, unknown_of
from frontend.suggestions.speed import said_of_a_measure
from frontend.suggestions.with_photo import WithPhoto
from network.choices import Reported
from network.models.suggestion import LONGEST_WORDS, SUGGESTED
from network.services import Said
from places.choices import Precision, Wheelchair
from places.forms.commune import CommuneField
from places.forms.coordinates import CoordinatesField
from places.forms.records import RecordForm
from places.forms.web import WebField
from places.hours.spoken import understand
from places.models import Commune, Kind, Place
from places.models.vocabulary import choices_of

_LONGEST = 500  # characters of one field
# How a point was put: by someone who stood there, or by a finger on a map of a whole département.
_HERE, _ON_THE_MAP = "here", "map"
# Beyond this many communes, a list of them weighs more than it helps.
MOST_LISTED = 1000


class HoursField(forms.CharField):
    """Hours as people say them: what can be read is written in the one way, the rest is kept for who reviews it."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        widget = forms.Textarea(
            attrs={"rows": 2, "placeholder": gettext_lazy("mardi et jeudi 9 h-12 h, fermé en août")}
        )
        super().__init__(required=False, max_length=_LONGEST, widget=widget, **options)

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        """What is stored."""
        text = super().clean(value)
        try:
            return understand(text) if text else text
        except ValidationError:
            return text


def _words(label: Any, rows: int = 3) -> forms.CharField:  # noqa: ANN401  a lazy text
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=gettext_lazy("Ni nom, ni numéro d’une personne."),
    )


class ReportForm(Guarded, WithPhoto, RecordForm):
    """A mistake in a listing. Only what was touched is said, against the version that the page showed.

    A page kept by a browser knows no version: there, an empty box says nothing.
    """

    words = _words(gettext_lazy("Qu’est-ce qui ne va pas ?"))
    is_closed = forms.BooleanField(label=gettext_lazy("Ce lieu a fermé pour de bon"), required=False)
    hours = HoursField(label=gettext_lazy("Les horaires, en vos mots"))
    website = WebField(label=gettext_lazy("site web"), required=False, max_length=_LONGEST)
    point = CoordinatesField(required=False, widget=forms.HiddenInput)
    measured = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    tell = address_asked()

    class Meta:
        model = Place
        fields = [name for name in SUGGESTED if name != "opening_hours"]
        widgets = {
            "address": forms.TextInput(attrs={"maxlength": _LONGEST}),
            "postcode": forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5}),
            "download_mbps": forms.NumberInput(attrs={"inputmode": "decimal", "min": 0}),
        }
        field_classes = {"speed_measured_on": WholeDayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["download_mbps"].validators.append(MinValueValidator(0))
        wheelchair: Any = self.fields["wheelchair"]
        wheelchair.choices = [("", _("je ne sais pas")), *Wheelchair.choices]
        # A page that was kept shows no name, and does not ask for one.
        self.fields["name"].required = not self.is_bound or bool(self._number("version"))
        has_wifi: Any = self.fields["has_wifi"]
        has_wifi.widget.choices = [("unknown", _("je ne sais pas")), ("true", _("oui")), ("false", _("non"))]

    def _stand_on(self, version: int) -> None:
        super()._stand_on(version)
        # Nobody is asked to type again because a page was old.
        self.too_old = None

    def _post_clean(self) -> None:
        super()._post_clean()
        if not (self.errors or self._says_something()):
            self.add_error(None, _("Dites au moins une chose : en vos mots, en corrigeant un champ, ou par une photo."))

    def _says_something(self) -> bool:
        return bool(self.kind == Reported.CLOSED or self.has_photo or self.said.patch or self.said.words)

    @property
    def kind(self) -> Reported:
        """What is said: that something is wrong, or that the place is gone."""
        return Reported.CLOSED if self.cleaned_data.get("is_closed") else Reported.ERROR

    @property
    def said(self) -> Said:
        """What is proposed, in words and field by field; of a place that is gone, nothing else."""
        patch = {} if self.kind == Reported.CLOSED else self._patch()
        how = said_of_a_measure(self.cleaned_data["measured"], patch.get("download_mbps"))
        words = "\n\n".join(filter(None, [self.cleaned_data["words"], how]))
        return Said(patch, words or None, self._number("version"))

    def _patch(self) -> dict[str, Any]:
        unasked = {*TOLD_WITH} - {*self.data}
        touched = {*self.changed_data} & {*SUGGESTED} - unasked
        values = self._values(touched) | {"opening_hours": self.cleaned_data["hours"]}
        may_empty = {*values} - {"opening_hours", "name", "point"} if self._number("version") else set()
        if values.get("point"):
            values["point"] = self.fields["point"].prepare_value(values["point"])
        told = {name: None if value == "" else value for name, value in values.items()}
        if told.get("download_mbps") and not told.get("speed_measured_on"):
            told["speed_measured_on"] = timezone.localdate()
        return {name: value for name, value in told.items() if value is not None or name in may_empty}

    @property
    def point_was(self) -> str:
        """Where the listing that was read has its point, as the box says it; "" where it has none."""
        return str(self.fields["point"].prepare_value(self.initial.get("point")) or "")

    def questions(self) -> Iterator[tuple[Any, BoundField]]:
        """What nobody knows, as questions."""
        for question in unknown_of(self.instance):
            yield question.asked, self[question.box]

    def known(self) -> list[BoundField]:
        """What the listing says, to be corrected."""
        asked = {question.column for question in unknown_of(self.instance)}
        told = [name for name in SUGGESTED if name != "point" and TOLD_WITH.get(name, name) not in asked]
        return [self[box_of(name)] for name in told]


class ProposeForm(Guarded, WithPhoto, forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A place that is missing: its name, and its commune or the point where one stands."""

    commune = CommuneField(label=gettext_lazy("Commune"), required=False)
    point = CoordinatesField(required=False, widget=forms.HiddenInput)
    placed = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[("", ""), (_HERE, _HERE), (_ON_THE_MAP, _ON_THE_MAP)]
    )
    kind_of_place = forms.ChoiceField(
        label=gettext_lazy("Quelle sorte de lieu ?"),
        required=False,
        choices=lambda: [("", _("je ne sais pas")), *choices_of(Kind)],
    )
    words = _words(gettext_lazy("Ce qu’on y trouve, et où vous l’avez lu ou vu"))
    hours = HoursField(label=gettext_lazy("Les horaires, en vos mots"))
    website = WebField(label=gettext_lazy("site web"), required=False, max_length=_LONGEST)
    tell = address_asked()

    class Meta:
        model = Place
        fields = ["name", "commune", "address", "phone", "website"]
        widgets = {"address": forms.TextInput(attrs={"maxlength": _LONGEST})}

    kind = Reported.NEW

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["commune"].widget.attrs |= {"list": "communes", "autocomplete": "off"}

    def communes(self) -> list[str]:
        """The names to choose from, where they are few enough to be sent."""
        names = list(Commune.objects.order_by("name").values_list("name", flat=True)[: MOST_LISTED + 1])
        return names if len(names) <= MOST_LISTED else []

    def clean(self) -> dict[str, Any]:
        """Find the commune by its name, or from the point where one stands."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not told.get("commune") and told.get("point"):
            told["commune"] = Commune.objects.covering(told["point"]).first()
        if not told.get("commune"):
            self.instance.commune_id = ""  # said here, and not once more by the model
            if "commune" not in self.errors:
                self.add_error("commune", _("Dans quelle commune de cet annuaire est-ce ?"))
        return told

    @property
    def said(self) -> Said:
        """What the listing would say."""
        told = self.cleaned_data
        patch = {name: told[name] for name in self.Meta.fields if told.get(name)}
        patch["commune"] = told["commune"].pk
        if told.get("point"):
            patch["point"] = self.fields["point"].prepare_value(told["point"])
            patch["precision"] = Precision.COMMUNE if told["placed"] == _ON_THE_MAP else Precision.STREET
        if told.get("kind_of_place"):
            patch["kinds"] = [told["kind_of_place"]]
        if told.get("hours"):
            patch["opening_hours"] = told["hours"]
        return Said(patch, told["words"] or None)
