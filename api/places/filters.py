"""What may be asked of places: the filters of the directory, and those that machines alone need."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.filters import PagedQuestion, Question
from api.pagination import BY_DISTANCE, BY_ENTRY, BY_NAME, BY_UPDATE
from network.filters import DirectoryFilters
from network.models import Family
from places.filters import (
    BBoxFilter,
    DayFilter,
    KeysFilter,
    MomentFilter,
    NumberFilter,
    OneOfFilter,
)
from places.models import Commune, Intercommunality

HALF_THE_EARTH = 20_037_508

ON = DayFilter(
    max_length=10,
    help_text=gettext_lazy("Date à laquelle les réseaux sont lus ; aujourd’hui sans elle."),
    example="2019-07-01",
)
ORDERINGS = ["created_at", "-created_at", "name", "-name", "updated_at", "-updated_at", "distance"]


class PlaceAtQuestion(Question):
    """The parameters of `/places/{slug}/`."""

    on = ON


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
    radius = NumberFilter(
        help_text=gettext_lazy("Avec « near » : au plus à tant de mètres."),
        min_value=0,
        max_value=HALF_THE_EARTH,
        example=20000,
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
            "Tri : ordre d’entrée dans l’annuaire, nom, modification, ou distance avec « near » ; « - » l’inverse."
        ),
        example="name",
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
