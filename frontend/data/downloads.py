"""The files that others may take: of everything, or of what was asked of the directory."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.home.question import Asked
from network.models import NetworkedPlace
from network.querysets import NetworkedPlaceQuerySet
from places import national

MEDIA_TYPES = {
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "CSV": "text/csv",
    "GeoJSON": "application/geo+json",
    "JSON": "application/json",
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
        return [*self._of_places(), *self._national(), *([] if self.query else _of_communes())]

    def _of_places(self) -> Iterator[Download]:
        places = _("Lieux")
        yield Download(places, "XLSX", _("pour un tableur"), self._address("xlsx"), "lieux.xlsx")
        yield Download(places, "CSV", _("pour R, pandas, une base de données"), self._address("csv"), "lieux.csv")
        yield Download(places, "GeoJSON", _("pour une carte"), self._address("geojson"), "lieux.geojson")
        yield Download(places, "JSON", _("pour un programme"), self._address("json&limit=5000"), "lieux.json")

    def _national(self) -> Iterator[Download]:
        title, lacks = _("Lieux au standard national"), self.lacking()
        use = _("pour la cartographie nationale de la médiation numérique et data.gouv.fr, en version %(version)s")
        said = use % {"version": national.VERSION}
        yield Download(title, "CSV", said, self._address("national"), "lieux-schema-national.csv", lacks)
        told = _("les mêmes 32 colonnes, pour un programme")
        yield Download(title, "JSON", told, self._address("national-json"), "lieux-schema-national.json")

    def _address(self, form: str) -> str:
        return f"{reverse('api:place-list')}?{self.query}format={form}"


def _of_communes() -> Iterator[Download]:
    outlined = f"{reverse('api:commune-list')}?format=geojson"
    by_commune = f"{reverse('api:overlap')}?level=commune&format=xlsx"
    yield Download(_("Communes"), "GeoJSON", _("avec leurs contours"), outlined, "communes.geojson")
    crossings = _("Croisements par commune")
    yield Download(crossings, "XLSX", _("ce qui couvre chacune aujourd’hui"), by_commune, "croisements.xlsx")


def _counted(what: str, count: int) -> str:
    return ngettext("%(what)s (%(n)d lieu)", "%(what)s (%(n)d lieux)", count) % {"what": what, "n": count}
