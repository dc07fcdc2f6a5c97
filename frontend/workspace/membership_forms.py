"""What someone says of the places of her network: that a source cites them, that one joined, that one left."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from network.models import Network
from network.services import Sighting
from places.choices import DatePrecision
from places.models import Place

_DAY: dict[str, Any] = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}


class _Sourced(forms.Form):
    """What shows it, asked once for all the places that it is about."""

    day = forms.DateField(label=_("Date de la source"), widget=forms.DateInput(**_DAY))
    evidence = forms.CharField(
        label=_("Ce qui le montre"), max_length=500, help_text=_("Liste des membres, convention, compte rendu…")
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("Qui l’a publié."))
    source_url = forms.CharField(
        label=_("Son adresse, si elle est en ligne"),
        max_length=2000,
        required=False,
        empty_value=None,
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    @property
    def shown(self) -> dict[str, Any]:
        """The columns of a membership that say so."""
        return {name: self.cleaned_data[name] for name in ("evidence", "source", "source_url")}


class SeenForm(_Sourced):
    """A source of some day cites the places that are ticked; the network may stand for their listings too."""

    stands = forms.BooleanField(
        label=_("Le réseau se porte aussi garant de ces fiches"),
        required=False,
        help_text=_("Telles que cette page les montre, aujourd’hui."),
    )

    @property
    def sighting(self) -> Sighting:
        """What the verb is told."""
        return Sighting(day=self.cleaned_data["day"], **self.shown)


class JoinForm(_Sourced):
    """A place joined the network; when, as far as it is known."""

    since = forms.DateField(
        label=_("Dans le réseau depuis le"),
        required=False,
        widget=forms.DateInput(**_DAY),
        help_text=_("Vide : personne ne le sait. Du mois, ou de l’année, n’importe quel jour convient : dites-le ici."),
    )
    start_precision = forms.TypedChoiceField(
        label=_("De cette date, on connaît"), choices=DatePrecision, coerce=DatePrecision, required=False
    )
    is_start_exact = forms.BooleanField(
        label=_("Il y est entré à cette date"), required=False, help_text=_("Décoché : « au moins depuis ».")
    )
    field_order = ("since", "start_precision", "is_start_exact", "day", "evidence", "source", "source_url")

    def clean(self) -> dict[str, Any]:
        """Refuse a source that speaks before the place was there, or after today; a month goes by its first day.

        Raises:
            ValidationError: the dates contradict each other; it stands beside the date of the source.

        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        precision = cleaned["start_precision"] = cleaned.get("start_precision") or DatePrecision.DAY
        if since := cleaned.get("since"):
            since = cleaned["since"] = precision.first_day(since)
        day = cleaned.get("day")
        if day and day > timezone.localdate():
            self.add_error("day", _("Cette date n’est pas encore arrivée."))
        elif day and since and day < since:
            self.add_error("day", _("Cette source est d’avant l’entrée du lieu dans le réseau."))
        return cleaned

    def membership(self, place: Place, network: Network) -> dict[str, Any]:
        """What the verb is told."""
        since = self.cleaned_data["since"]
        return {
            "place": Place(pk=place.pk),
            "network": network,
            "period": DateRange(since, None, "[)" if since else "()"),
            **{name: self.cleaned_data[name] for name in ("is_start_exact", "start_precision")},
            "last_seen_on": self.cleaned_data["day"],
            **self.shown,
        }


class LeaveForm(forms.Form):
    """The first day when a place is no longer in the network."""

    day = forms.DateField(label=_("Premier jour où il n’y est plus"), widget=forms.DateInput(**_DAY))
