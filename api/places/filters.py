"""What may be asked of places, in the words that pages and exports use too."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.fields import BBoxField, ChoicesField, DayField, KeysField, LonLatField, MomentField
from api.filters import PagedQuestion, Parameter, Question, choice, number, text
from api.pagination import BY_DISTANCE, BY_ENTRY, BY_NAME, BY_UPDATE
from network.choices import Family, Overlap
from network.models import Network
from places.choices import Wheelchair
from places.models import Commune, Intercommunality, Kind, Service

HALF_THE_EARTH = 20_037_508
UNKNOWN = "unknown"


def _match_all(asked: dict[str, Any]) -> bool:
    return asked.get("match") == "all"


ON = Parameter(
    DayField(
        required=False,
        max_length=10,
        help_text=gettext_lazy("Date à laquelle les réseaux sont lus ; aujourd’hui sans elle."),
    ),
    example="2019-07-01",
    format="date",
)
ORDERINGS = ["created_at", "-created_at", "name", "-name", "updated_at", "-updated_at", "distance"]


class PlaceAtQuestion(Question):
    """The parameters of `/places/{slug}/`."""

    on = ON


class PlaceQuestion(PagedQuestion):
    """The parameters of `/places/`."""

    orders: ClassVar = {
        "created_at": BY_ENTRY,
        "name": BY_NAME,
        "updated_at": BY_UPDATE,
        "distance": BY_DISTANCE,
    }

    q = Parameter(
        text(
            gettext_lazy(
                "Mots cherchés dans le nom, la présentation, l’adresse, la commune, les services et les réseaux."
            ),
            max_length=100,
        ),
        lambda places, words, _asked: places.matching(words),
        example="mediatheque florac",
        maxLength=100,
    )
    kind = Parameter(
        KeysField(Kind, "slug", required=False, help_text=gettext_lazy("Typologie ; se répète.")),
        lambda places, kinds, asked: places.of_kinds(kinds, match_all=_match_all(asked)),
        example=["coworking"],
    )
    service = Parameter(
        KeysField(Service, "slug", required=False, help_text=gettext_lazy("Service ; se répète.")),
        lambda places, services, asked: places.offering(services, match_all=_match_all(asked)),
        example=["meeting-room"],
    )
    network = Parameter(
        KeysField(Network, "slug", required=False, help_text=gettext_lazy("Réseau, à la date « on » ; se répète.")),
        lambda places, slugs, asked: places.in_networks(slugs, on=asked.get("on"), match_all=_match_all(asked)),
        example=["france-services"],
    )
    family = Parameter(
        ChoicesField(
            Family.values,
            required=False,
            help_text=gettext_lazy("Famille de réseaux, à la date « on » ; se répète."),
        ),
        lambda places, families, asked: places.of_families(families, on=asked.get("on"), match_all=_match_all(asked)),
        example=["mediation"],
        enum=Family.values,
    )
    match = Parameter(
        choice(
            gettext_lazy("« all » : kind, service, network et family demandent toutes leurs valeurs, et non l’une."),
            ["any", "all"],
        ),
        example="all",
        enum=["any", "all"],
        default="any",
    )
    overlap = Parameter(
        ChoicesField(
            Overlap.values,
            required=False,
            help_text=gettext_lazy("Croisement des familles, à la date « on » ; se répète."),
        ),
        lambda places, states, asked: places.overlapping(states, on=asked.get("on")),
        example=["both"],
        enum=Overlap.values,
    )
    on = ON
    commune = Parameter(
        KeysField(
            Commune, "code", listed=False, required=False, help_text=gettext_lazy("Code INSEE de commune ; se répète.")
        ),
        lambda places, codes, _asked: places.in_communes(codes),
        example=["48095"],
    )
    epci = Parameter(
        KeysField(
            Intercommunality,
            "code",
            listed=False,
            required=False,
            help_text=gettext_lazy("SIREN d’intercommunalité ; se répète."),
        ),
        lambda places, codes, _asked: places.in_intercommunalities(codes),
        example=["200006930"],
    )
    bbox = Parameter(
        BBoxField(
            required=False,
            max_length=200,
            help_text=gettext_lazy("Rectangle ouest,sud,est,nord en degrés (WGS 84)."),
        ),
        lambda places, box, _asked: places.in_bbox(box),
        example="3.3,44.4,3.7,44.7",
    )
    near = Parameter(
        LonLatField(
            required=False,
            max_length=100,
            help_text=gettext_lazy("Longitude,latitude : ajoute « distance » en mètres, du plus proche au plus loin."),
        ),
        lambda places, point, asked: places.near(*point, radius=asked.get("radius")),
        example="3.4961,44.5202",
    )
    radius = Parameter(
        number(gettext_lazy("Avec « near » : au plus à tant de mètres."), low=0, high=HALF_THE_EARTH),
        example=20000,
        type="number",
        minimum=0,
        maximum=HALF_THE_EARTH,
    )
    open = Parameter(
        MomentField(
            accepts_now=True,
            required=False,
            max_length=50,
            help_text=gettext_lazy(
                "Ouvert à ce moment : « now » ou une date-heure ISO 8601, en heure locale si elle ne dit pas la "
                "sienne. Un lieu aux horaires inconnus n’est ni ouvert ni fermé."
            ),
        ),
        lambda places, moment, _asked: places.open_at(moment),
        example="now",
    )
    wheelchair = Parameter(
        ChoicesField(
            [*Wheelchair.values, UNKNOWN],
            required=False,
            help_text=gettext_lazy("Accès en fauteuil ; se répète."),
        ),
        lambda places, answers, _asked: places.accessible(
            [answer for answer in answers if answer != UNKNOWN], or_unknown=UNKNOWN in answers
        ),
        example=["yes"],
        enum=[*Wheelchair.values, UNKNOWN],
    )
    min_download = Parameter(
        number(gettext_lazy("Débit descendant mesuré, au moins, en Mb/s."), low=0, high=1_000_000),
        lambda places, mbps, _asked: places.filter(download_mbps__gte=mbps),
        example=30,
        type="number",
        minimum=0,
    )
    updated_since = Parameter(
        MomentField(
            required=False, max_length=50, help_text=gettext_lazy("Modifié depuis cette date ou date-heure ISO 8601.")
        ),
        lambda places, moment, _asked: places.filter(updated_at__gte=moment),
        example="2026-01-01",
    )
    ordering = Parameter(
        choice(
            gettext_lazy(
                "Tri : ordre d’entrée dans l’annuaire, nom, modification, ou distance avec « near » ; « - » l’inverse."
            ),
            ORDERINGS,
        ),
        example="name",
        enum=ORDERINGS,
    )

    @property
    def usual_order(self) -> str:
        """Sort by distance when a point is given, by entry otherwise."""
        return "distance" if self.values.get("near") else super().usual_order

    def _invalid(self) -> list[dict[str, Any]]:
        errors = super()._invalid()
        ordering = self.data.get("ordering", "")
        needing = {"radius": "radius" in self.data, "ordering": ordering.removeprefix("-") == "distance"}
        return errors + [
            {"parameter": name, "detail": _("Ce paramètre demande « near »."), "allowed": "near=longitude,latitude"}
            for name, needed in needing.items()
            if needed and not self.data.get("near", "").strip()
        ]
