"""The files that others may take: of everything, or of what was asked of the directory."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.home.question import Asked
from network.models import NetworkedPlace
from network.querysets import NetworkedPlaceQuerySet
from places import inclusion, national
from places.models import Commune

MEDIA_TYPES = {
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "CSV": "text/csv",
    "GeoJSON": "application/geo+json",
    "JSON": "application/json",
    "GeoPackage": "application/geopackage+sqlite3",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take: its words, its address, and the name it gets on the reader's disk."""

    title: str
    form: str
    use: str
    url: str
    filename: str
    lacks: str = ""
    rows: int = 0
    """How many rows it has; 0 where nobody counted."""
    is_of_communes: bool = False
    conforms_to: str = ""
    """The address of the standard that it follows, if any."""

    @property
    def media_type(self) -> str:
        """How programs call its form."""
        return MEDIA_TYPES[self.form]


class Kept:
    """The places that the filters of an address keep, counted in one query."""

    def __init__(self, asked: Asked) -> None:
        self.query = "" if asked.is_everything else asked.query
        self._asked = asked

    @cached_property
    def _counts(self) -> dict[str, int]:
        # Counted by key alone: what a search annotates would group the rows.
        found = NetworkedPlace.objects.filter(pk__in=self._found().order_by().values("pk"))
        lacking = {column: Count("pk", filter=lacks) for column, lacks in national.REQUIRED.items()}
        return found.aggregate(all=Count("pk"), **lacking)

    def _found(self) -> NetworkedPlaceQuerySet[NetworkedPlace]:
        found = self._asked.places(timezone.localtime())
        return found.overlapping(self._asked.states) if self._asked.states else found

    @property
    def count(self) -> int:
        """How many there are."""
        return self._counts["all"]

    def lacking(self) -> str:
        """Say what the national standard demands and nobody told, and of how many places; nothing where all is known.

        What a file leaves empty is said beside it: who reads the file alone would take it for a mistake.
        """
        names = {"pivot": _("SIRET ou RNA"), "adresse": _("adresse"), "code_postal": _("code postal")}
        told = [_counted(names[column], self._counts[column]) for column in names if self._counts[column]]
        said = _("Le standard demande ce que nous ne savons pas de tous les lieux, et qui y est vide : %(list)s.")
        return said % {"list": ", ".join(told)} if told else ""

    def downloads(self) -> list[Download]:
        """List the files of these places; of everything, those of the communes too; none that would be empty."""
        if self.query and not self.count:
            return []
        return [*self._of_places(), *self._national(), *self._inclusion(), *([] if self.query else _of_communes())]

    def _of_places(self) -> Iterator[Download]:
        places = _("Lieux")
        yield self._file(places, "XLSX", _("pour un tableur"), "xlsx", "lieux.xlsx")
        yield self._file(places, "CSV", _("pour R, pandas, une base de données"), "csv", "lieux.csv")
        yield self._file(places, "GeoJSON", _("pour une carte"), "geojson", "lieux.geojson")
        both = _("Lieux et communes")
        yield self._file(both, "GeoPackage", _("pour QGIS : deux couches et leurs styles"), "gpkg", "croisee.gpkg")
        yield self._file(places, "JSON", _("pour un programme"), "json&limit=5000", "lieux.json")

    def _national(self) -> Iterator[Download]:
        title, lacks = _("Lieux au standard national"), self.lacking()
        use = _("pour la cartographie nationale de la médiation numérique et data.gouv.fr, en version %(version)s")
        said = use % {"version": national.VERSION}
        csv, json = "lieux-schema-national.csv", "lieux-schema-national.json"
        yield self._file(title, "CSV", said, "national", csv, lacks=lacks, conforms_to=national.SCHEMA)
        told = _("les mêmes 32 colonnes, pour un programme")
        yield self._file(title, "JSON", told, "national-json", json, conforms_to=national.SCHEMA)

    def _inclusion(self) -> Iterator[Download]:
        structures, services = _("Structures pour data·inclusion"), _("Services pour data·inclusion")
        use = _("le schéma de data·inclusion, version %(version)s") % {"version": inclusion.VERSION}
        lacks = _(
            "Les modalités d’accès et les réseaux qu’il ne connaît pas n’y sont pas ; la présentation d’un service dit "
            "seulement quoi et où."
        )
        first, second = "data-inclusion-structures.json", "data-inclusion-services.json"
        yield self._file(structures, "JSON", use, "data-inclusion", first, conforms_to=inclusion.SCHEMA)
        told = {"lacks": lacks, "conforms_to": inclusion.SCHEMA}
        yield self._file(services, "JSON", use, "data-inclusion-services", second, **told)

    def _file(self, title: str, form: str, use: str, asked: str, name: str, **told: str) -> Download:
        url = f"{reverse('api:place-list')}?{self.query}format={asked}"
        return Download(title, form, use, url, name, rows=self.count, **told)  # type: ignore[arg-type]


def _of_communes() -> Iterator[Download]:
    outlined = f"{reverse('api:commune-list')}?format=geojson"
    by_commune = f"{reverse('api:overlap')}?level=commune&format=xlsx"
    told: Any = {"rows": Commune.objects.count(), "is_of_communes": True}
    yield Download(_("Communes"), "GeoJSON", _("avec leurs contours"), outlined, "communes.geojson", **told)
    crossings = _("Croisements par commune")
    yield Download(crossings, "XLSX", _("ce qui couvre chacune aujourd’hui"), by_commune, "croisements.xlsx", **told)


def _counted(what: str, count: int) -> str:
    return ngettext("%(what)s (%(n)d lieu)", "%(what)s (%(n)d lieux)", count) % {"what": what, "n": count}
