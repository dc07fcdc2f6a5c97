"""The filters of the directory, those that its pages and the API share: one declaration for each.

A new one is a line here, and one in `frontend/src/directory/filters.ts` for the browser that filters by itself.
"""

from collections.abc import Collection, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_filters.constants import EMPTY_VALUES

from network.choices import State
from network.models import Network
from network.overlap.question import Known
from places.choices import ServiceGroup, Wheelchair
from places.filters import (
    AnswersFilter,
    ChoicesFilter,
    ListFilter,
    MatchFilter,
    NearCommuneFilter,
    NearFilter,
    NeedFilter,
    OpenFilter,
    Options,
    RadiusFilter,
    Rows,
    TerritoriesFilter,
    TextFilter,
    UnknownFilter,
    WordsFilter,
    passing,
)
from places.form_fields import ChoicesField
from places.models import Kind, Service

HALF_THE_EARTH = 20_037_508


class NetworksFilter(ListFilter):
    """Networks at a date."""

    def options(self) -> Options:
        """List all of them by name, under their families."""
        found: Options = {}
        for network in Network.objects.select_related("family").order_by("family__position", "family", "name"):
            found.setdefault(str(network.family), {})[network.slug] = network.name
        return found


class OverlapFilter(ChoicesFilter):
    """States of overlap at a date. A page counts the places in each before it keeps those that are asked for."""

    def page_field(self, _values: Collection[str]) -> forms.Field:
        """Read the states."""
        return ChoicesField(State.values, required=False, label=self.label)

    def in_words(self, value: list[str], _labels: Mapping[str, str]) -> list[str]:
        """Name the states."""
        names = Known.read_families().state_labels
        return [names[State(state)] for state in value]


class DirectoryFilters(FilterSet):
    """What may be asked of the directory, by people and by machines, in the words of an address."""

    # First: what words mean is read among all places, as the browser does, and not among those that pass a filter.
    q = TextFilter(
        verb="matching",
        label=_("Nom, commune, service…"),
        help_text=_("Mots cherchés dans le nom, la présentation, l’adresse, la commune, les services et les réseaux."),
        example="mediatheque florac",
        max_length=100,
    )
    need = NeedFilter(
        label=_("Vous venez pour"),
        help_text=_(
            "Besoin auquel répond une typologie ou un service du lieu, selon le vocabulaire : « work » travailler, "
            "« help » se faire aider, « business » entreprendre, « procedures » démarches ; se répète, l’un ou l’autre."
        ),
    )
    territory = TerritoriesFilter(
        label=_("Territoires"),
        help_text=_("Code du territoire, comme « 48 » ; se répète."),
        example=["48"],
    )
    kind = WordsFilter(
        model=Kind,
        column="kinds",
        verb="of_kinds",
        takes={"match_all": "match"},
        label=_("Types de lieu"),
        help_text=_("Typologie ; se répète."),
        example=["coworking"],
    )
    service = WordsFilter(
        model=Service,
        column="services",
        group_by=("group", ServiceGroup),
        verb="offering",
        takes={"match_all": "match"},
        doubt=_("services"),
        label=_("Services"),
        help_text=_("Service ; se répète."),
        example=["meeting-room"],
    )
    network = NetworksFilter(
        model=Network,
        column="networks",
        verb="in_networks",
        takes={"on": "on", "match_all": "match"},
        label=_("Réseaux"),
        help_text=_("Réseau, à la date « on » ; se répète."),
        example=["france-services"],
    )
    match = MatchFilter(
        label=_("Seulement les lieux qui ont tout ce qui est coché"),
        help_text=_("« all » : kind, service, network et family demandent toutes leurs valeurs, et non l’une d’elles."),
    )
    near = NearFilter(
        max_length=100,
        label=_("Autour d’un point"),
        help_text=_("Longitude,latitude : ajoute « distance » en mètres, du plus proche au plus loin."),
        example="3.4961,44.5202",
    )
    near_commune = NearCommuneFilter(
        max_length=100,
        label=_("Autour d’une commune"),
        help_text=_(
            "Code INSEE d’une commune, d’où mesurer comme « near » depuis un point : sa mairie, ou à défaut un "
            "point de la commune. L’un ou l’autre."
        ),
        example="48095",
    )
    radius = RadiusFilter(
        label=_("Distance"),
        help_text=_("Avec « near » ou « near_commune » : au plus à tant de mètres, à vol d’oiseau."),
        min_value=0,
        max_value=HALF_THE_EARTH,
        example=20000,
    )
    overlap = OverlapFilter(
        choices=State.values,
        verb="overlapping",
        takes={"on": "on"},
        label=_("Croisement des réseaux"),
        help_text=_("Croisement à la date « on » : « a » et « b » sont les côtés par défaut des familles ; se répète."),
        example=["both"],
    )
    open = OpenFilter(
        verb="open_at",
        accepts_now=True,
        max_length=50,
        label=_("Ouvert maintenant"),
        phrase=_("ouverts maintenant"),
        help_text=_(
            "Ouvert à ce moment : « now » ou une date-heure ISO 8601, en heure locale si elle ne dit pas la "
            "sienne. Un lieu aux horaires inconnus n’est ni ouvert ni fermé."
        ),
        example="now",
    )
    wifi = AnswersFilter(
        "has_wifi",
        label=_("Wi-Fi"),
        phrase=_("avec Wi-Fi"),
        help_text=_("Internet sans fil ; se répète."),
        example=["yes"],
    )
    meeting_room = AnswersFilter(
        "meeting_rooms",
        shown_by="meeting-room",
        label=_("Salle de réunion"),
        doubt=_("salle de réunion"),
        phrase=_("avec salle de réunion"),
        help_text=_("Salle de réunion, par leur nombre ou par le service « meeting-room » ; se répète."),
        example=["yes"],
    )
    call_booth = AnswersFilter(
        "has_call_booth",
        label=_("Où téléphoner"),
        doubt=_("cabine pour téléphoner"),
        phrase=_("avec une cabine pour téléphoner"),
        help_text=_("Cabine d’appel ; se répète."),
        example=["yes"],
    )
    wheelchair = AnswersFilter(
        "wheelchair",
        answers=Wheelchair.values,
        label=_("Accès en fauteuil"),
        doubt=_("accès en fauteuil"),
        phrase=_("accessibles en fauteuil"),
        help_text=_("Accès en fauteuil ; se répète."),
        example=["yes"],
    )
    unknown = UnknownFilter(
        label=_("Seulement les lieux où ce n’est pas renseigné"),
        help_text=_(
            "« only » : à la place des lieux qui répondent, ceux dont rien ne dit qu’ils répondent ou non, parmi ceux "
            "qui répondent à tout le reste. Vaut pour service, open, wifi, meeting_room, call_booth et wheelchair."
        ),
    )

    def filter_queryset(self, queryset: Rows) -> Rows:
        """Ask each parameter that is given."""
        asked = self.form.cleaned_data
        given = [(self.filters[name], value) for name, value in asked.items() if value not in EMPTY_VALUES]
        return passing(queryset, given, asked)
