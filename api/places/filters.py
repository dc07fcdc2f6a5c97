"""What may be asked of places: the filters of the directory, and those that machines alone need."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.filters import PagedQuestion, Question
from api.pagination import BY_DISTANCE, BY_ENTRY, BY_NAME, BY_UPDATE
from network.filters import DirectoryFilters
from network.models import Family, Network, NetworkedPlace
from network.querysets import NetworkedPlaceQuerySet
from places.filters import (
    BBoxFilter,
    DayFilter,
    KeyFilter,
    KeysFilter,
    MomentFilter,
    NumberFilter,
    OneOfFilter,
    centre,
)
from places.models import Commune, Intercommunality

ON = DayFilter(
    max_length=10,
    help_text=gettext_lazy("Date à laquelle les réseaux sont lus ; aujourd’hui sans elle."),
    example="2019-07-01",
)
_FROM = "near=longitude,latitude | near_commune=INSEE"
ORDERINGS = ["created_at", "-created_at", "name", "-name", "updated_at", "-updated_at", "distance"]


PROFILE = OneOfFilter(
    choices=["map", "gis"],
    help_text=gettext_lazy(
        "Du GeoJSON : « gis » donne toutes les colonnes, sans liste ni objet, pour QGIS et les tableurs ; « map » ce "
        "qu’une carte demande."
    ),
    example="gis",
    default="map",
)
VOUCHED_BY = KeyFilter(
    model=Network,
    key="slug",
    verb="vouched_by",
    takes={"on": "on"},
    max_length=80,
    help_text=gettext_lazy(
        "Réseau : les lieux dont il se porte garant parmi les siens, chacun tel qu’il l’a vu. Les autres paramètres "
        "lisent les fiches d’aujourd’hui."
    ),
    example="rhinocc",
)


class PlaceAtQuestion(Question):
    """The parameters of `/places/{slug}/`."""

    on = ON
    profile = PROFILE
    vouched_by = VOUCHED_BY


class PlaceQuestion(DirectoryFilters, PagedQuestion):
    """The parameters of `/places/`."""

    orders: ClassVar = {
        "created_at": BY_ENTRY,
        "name": BY_NAME,
        "updated_at": BY_UPDATE,
        "distance": BY_DISTANCE,
    }

    family = KeysFilter(
        model=Family,
        key="slug",
        verb="of_families",
        takes={"on": "on", "match_all": "match"},
        help_text=gettext_lazy("Famille de réseaux, à la date « on » ; se répète."),
        example=["mediation"],
    )
    on = ON
    profile = PROFILE
    vouched_by = VOUCHED_BY
    commune = KeysFilter(
        model=Commune,
        key="code",
        listed=False,
        verb="in_communes",
        help_text=gettext_lazy("Code INSEE de commune ; se répète."),
        example=["48095"],
    )
    epci = KeysFilter(
        model=Intercommunality,
        key="code",
        listed=False,
        verb="in_intercommunalities",
        help_text=gettext_lazy("SIREN d’intercommunalité ; se répète."),
        example=["200006930"],
    )
    bbox = BBoxFilter(
        verb="in_bbox",
        max_length=200,
        help_text=gettext_lazy("Rectangle ouest,sud,est,nord en degrés (WGS 84)."),
        example="3.3,44.4,3.7,44.7",
    )
    min_download = NumberFilter(
        "download_mbps",
        "gte",
        help_text=gettext_lazy("Débit descendant mesuré, au moins, en Mb/s."),
        min_value=0,
        max_value=1_000_000,
        example=30,
    )
    updated_since = MomentFilter(
        "updated_at",
        "gte",
        max_length=50,
        help_text=gettext_lazy("Modifié depuis cette date ou date-heure ISO 8601."),
        example="2026-01-01",
    )
    ordering = OneOfFilter(
        choices=ORDERINGS,
        help_text=gettext_lazy(
            "Tri : ordre d’entrée dans l’annuaire, nom, modification, ou distance avec « near » ou « near_commune » ; "
            "« - » l’inverse."
        ),
        example="name",
    )

    @property
    def usual_order(self) -> str:
        """Sort by distance from what is given to measure from, or a commune that no place speaks of; else by entry."""
        return "distance" if self.is_measured else super().usual_order

    @property
    def qs(self) -> NetworkedPlaceQuerySet[NetworkedPlace]:
        """The places that answer, measured from the commune that was named where no place speaks of it."""
        found: NetworkedPlaceQuerySet[NetworkedPlace] = super().qs
        around = found.reading.around
        return found.near(*around.point) if around and not centre(self.values) else found

    @property
    def is_measured(self) -> bool:
        """Whether places are measured from a point."""
        return bool(centre(self.values) or self.qs.reading.around)

    def _invalid(self) -> list[dict[str, Any]]:
        given = [name for name in ("near", "near_commune") if self.data.get(name, "").strip()]
        errors = super()._invalid()
        if len(given) > 1:
            detail = _("Un point ou une commune, pas les deux.")
            errors.append({"parameter": given[1], "detail": detail, "allowed": _FROM})
        return errors if given else [*errors, *self._without_centre()]

    def _without_centre(self) -> list[dict[str, Any]]:
        ordering = self.data.get("ordering", "")
        needing = {"radius": "radius" in self.data, "ordering": ordering.removeprefix("-") == "distance"}
        detail = _("Ce paramètre demande « near » ou « near_commune ».")
        return [{"parameter": name, "detail": detail, "allowed": _FROM} for name, needed in needing.items() if needed]
