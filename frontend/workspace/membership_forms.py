"""What someone says of the places of her network: that a source cites them, that one joined, that one left."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from frontend.site.days import ToldDayField, WholeDayField
from network.models import Network
from network.services import Sighting
from places.models import Place
from places.words import Dated


class _Sourced(forms.Form):
    """What shows it, asked once for all the places that it is about."""

    day = ToldDayField(label=_("Date de la source"))
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

    @property
    def dated(self) -> Dated:
        """When the source speaks, as far as it is known."""
        told: Dated = self.cleaned_data["day"]
        return told


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
        return Sighting(**self.dated._asdict(), **self.shown)


class JoinForm(_Sourced):
    """A place joined the network; when, as far as it is known."""

    since = ToldDayField(
        label=_("Dans le réseau depuis"),
        required=False,
        help_text=_("Par exemple : 12 mars 2026, mars 2026 ou 2026. Vide : personne ne le sait."),
    )
    is_start_exact = forms.BooleanField(
        label=_("Il y est entré à cette date"), required=False, help_text=_("Décoché : « au moins depuis ».")
    )
    field_order = ("since", "is_start_exact", "day", "evidence", "source", "source_url")

    def clean(self) -> dict[str, Any]:
        """Refuse a source that speaks before the place was there, or after today.

        Raises:
            ValidationError: the dates contradict each other; it stands beside the date of the source.

        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, said = cleaned.get("since"), cleaned.get("day")
        if said and said.day > timezone.localdate():
            self.add_error("day", _("Cette date n’est pas encore arrivée."))
        elif said and since and said.is_before(since.day):
            self.add_error("day", _("Cette source est d’avant l’entrée du lieu dans le réseau."))
        return cleaned

    def membership(self, place: Place, network: Network) -> dict[str, Any]:
        """What the verb is told."""
        since: Dated | None = self.cleaned_data["since"]
        return {
            "place": Place(pk=place.pk),
            "network": network,
            "period": DateRange(since.day, None, "[)") if since else DateRange(None, None, "()"),
            "is_start_exact": self.cleaned_data["is_start_exact"],
            **({"start_precision": since.precision} if since else {}),
            "last_seen_on": self.dated.day,
            "last_seen_precision": self.dated.precision,
            **self.shown,
        }


class LeaveForm(forms.Form):
    """The first day when a place is no longer in the network."""

    day = WholeDayField(label=_("Premier jour où il n’y est plus"))
