"""Reads a territory's folder into records, and checks what files can check alone: keys, types, references.

The shape of each file is described in `fixtures/README.md`. The vocabulary, shared by every territory, stands beside
the folder, in `vocabulary/`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import MultiLineString
from django.utils.dateparse import parse_date
from psycopg.types.range import DateRange

from network.loading.documents import Entry, features, head
from network.loading.reader import Reader, keys
from network.loading.records import BadFile, Record, Spot, in_full, read_columns, refuse_unknown
from network.loading.shapes import read_boundary, read_course, read_point, refuse_outside
from network.models import Family, Membership, Network, Organisation
from places.choices import Status
from places.models import Commune, FormerCommune, Intercommunality, Kind, Place, River, Service, Synonym, Territory
from places.models.vocabulary import Word

_SOURCE_KEYS = {"slug", "title", "producer", "licence"}
_OPTIONAL_SOURCE_KEYS = {"date", "url"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that describe places and networks, in the order in which screens list them."""

    kinds: list[Record]
    services: list[Record]
    families: list[Record]
    synonyms: list[Record]


@dataclass(frozen=True, slots=True)
class TerritoryFiles:
    """All that a territory's folder says, checked."""

    vocabulary: Vocabulary
    territory: Record
    communes: list[Record]
    former_communes: list[Record]
    intercommunalities: list[Record]
    rivers: list[Record]
    organisations: list[Record]
    networks: list[Record]
    places: list[Record]
    memberships: list[Record]


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read the kinds, the services and the families of networks.

    Raises:
        BadFile: a file is missing or wrong; it tells of each record and field that is.

    """
    reader = _VocabularyReader(folder)
    vocabulary = reader.read()
    reader.problems.settle()
    return vocabulary


def read_territory(folder: Path) -> TerritoryFiles:
    """Read a territory's folder, and the vocabulary beside it.

    Raises:
        BadFile: a file is missing or wrong; it tells of each record and field that is.

    """
    if not (folder / "territory.json").is_file():
        raise BadFile(f"{folder} is not a territory's folder: it has no territory.json")
    vocabulary = _VocabularyReader(folder.parent / "vocabulary")
    reader = _TerritoryReader(folder, vocabulary)
    files = reader.read()
    reader.problems.settle()
    return files


class _VocabularyReader(Reader):
    """Reads the words."""

    def read(self) -> Vocabulary:
        kinds, services, families = (
            self._words(model, name)
            for model, name in ((Kind, "kinds.json"), (Service, "services.json"), (Family, "families.json"))
        )
        for family in families:
            with self.problems.gathered():
                self.known_all(family.values["services"], keys(services, "slug"), family.spot, "services")
        # Nothing need be called anything else.
        synonyms = self.simple(Synonym, "synonyms.json", "slug") if self.has("synonyms.json") else []
        return Vocabulary(kinds, services, families, synonyms)

    def _words(self, model: type[Word], name: str) -> list[Record]:
        """Read the words of a file, whose order is that of the screens."""
        found = self.simple(model, name, "slug", given={"position": 0})
        for position, record in enumerate(found):
            record.values["position"] = position
        return found


class _TerritoryReader(Reader):
    """Reads the files of a territory in the order of their references: each is checked against those before."""

    def __init__(self, folder: Path, vocabulary: _VocabularyReader) -> None:
        super().__init__(folder)
        self.words, self.spot = vocabulary, Spot("territory.json", "territory")
        # What is wrong with words is told with the rest.
        self.problems, self.broken = vocabulary.problems, vocabulary.broken
        self.head = head(folder / "territory.json", self.spot)
        self.sources = dict(self._read_sources(self.head.pop("sources", [])))

    def read(self) -> TerritoryFiles:
        code, territory = str(self.head.get("code")), Record(self.spot, {})
        with self.problems.gathered():
            territory = Record(self.spot, read_columns(Territory, self.head, self.spot, given={}))
        vocabulary = self.words.read()
        self.kinds, self.services = keys(vocabulary.kinds, "slug"), keys(vocabulary.services, "slug")
        grouped = self.simple(Intercommunality, "intercommunalities.json", "code")
        self.groups = keys(grouped, "code")
        communes = self._communes(code)
        former, rivers = self._former_communes(), self._rivers(code)
        self._refuse_empty(grouped, communes)
        organisations = self.simple(Organisation, "organisations.json", "slug")
        self.organisations, self.families = keys(organisations, "slug"), keys(vocabulary.families, "slug")
        networks = self.distinct(list(self.each(self._network, self.entries("networks.json"))), "slug")
        self.networks = keys(networks, "slug")
        both = list(self.each(self._place, self.entries("places.json")))
        places = self.distinct(self.distinct([place for place, _ in both], "slug"), "uuid")
        memberships = self._apart([membership for _, found in both for membership in found])
        return TerritoryFiles(
            vocabulary, territory, communes, former, grouped, rivers, organisations, networks, places, memberships
        )

    def _read_sources(self, found: list[Entry]) -> Iterator[tuple[str, Entry]]:
        for entry in found:
            spot = Spot("territory.json", f"source {entry.get('slug', '?')}")
            with self.problems.gathered():
                refuse_unknown(entry, _SOURCE_KEYS | _OPTIONAL_SOURCE_KEYS, spot)
            for key in sorted(_SOURCE_KEYS - set(entry)):
                with self.problems.gathered():
                    spot.refuse(key, "missing")
            yield str(entry.get("slug")), dict.fromkeys(_SOURCE_KEYS) | entry

    def _communes(self, territory: str) -> list[Record]:
        def read(spot: Spot, entry: Entry, geometry: object) -> Record:
            town_hall = read_point(entry.pop("town_hall", None), spot, "town_hall")
            group = entry.pop("intercommunality", None)
            if group is not None:
                self.known(group, self.groups, spot, "intercommunality")
            boundary = read_boundary(geometry, spot)
            refuse_outside(town_hall, boundary, spot, "town_hall")
            given = {"territory": territory, "intercommunality": group, "boundary": boundary, "town_hall": town_hall}
            return Record(spot, read_columns(Commune, entry, spot, given=given))

        found = self.distinct(list(self.each(read, features(self.folder / "communes.geojson"))), "code")
        self.communes = {record.values["code"]: record.values["boundary"] for record in found}
        return found

    def _former_communes(self) -> list[Record]:
        """Read the communes that went into those of today: a folder may know of none."""
        if not self.has("former_communes.json"):
            return []
        return self.distinct(list(self.each(self._former_commune, self.entries("former_communes.json"))), "name")

    def _former_commune(self, spot: Spot, entry: Entry) -> Record:
        commune = self.known(entry.pop("commune", None), self.communes, spot, "commune")
        town_hall = read_point(entry.pop("town_hall", None), spot, "town_hall")
        if commune in self.communes:
            refuse_outside(town_hall, self.communes[commune], spot, "town_hall")
        given = {"commune": commune, "town_hall": town_hall}
        return Record(spot, read_columns(FormerCommune, entry, spot, given=given))

    def _rivers(self, territory: str) -> list[Record]:
        """Read the rivers, which a folder may do without. Lines of one name are one river."""
        if not self.has("rivers.geojson"):
            return []

        def read(spot: Spot, entry: Entry, geometry: object) -> Record:
            given = {"territory": territory, "course": read_course(geometry, spot)}
            return Record(spot, read_columns(River, entry, spot, given=given))

        found: dict[str, Record] = {}
        for record in self.each(read, features(self.folder / "rivers.geojson")):
            river = found.setdefault(record.values["name"], record)
            if river is not record:
                both = (*river.values["course"], *record.values["course"])
                river.values["course"] = MultiLineString(*both, srid=4326)
        return list(found.values())

    def _refuse_empty(self, grouped: list[Record], communes: list[Record]) -> None:
        used = {commune.values["intercommunality_id"] for commune in communes}
        for record in grouped:
            with self.problems.gathered():
                if record.values["code"] not in used and not self.broken:
                    record.spot.refuse("code", "no commune of communes.geojson is in it")

    def _network(self, spot: Spot, entry: Entry) -> Record:
        slugs = entry.pop("organisations", [])
        self.known_all(slugs, self.organisations, spot, "organisations")
        given = {"family": self.known(entry.pop("family", None), self.families, spot, "family")}
        return Record(spot, read_columns(Network, entry, spot, given=given), {"organisations": slugs})

    def _place(self, spot: Spot, entry: Entry) -> tuple[Record, list[Record]]:
        uuid = _uuid(entry.pop("id", None), spot)
        memberships = entry.pop("memberships", [])
        self.known_all([one.get("source") for one in entry.pop("records", [])], self.sources, spot, "records")
        self.known_all(entry.get("kinds", []), self.kinds, spot, "kinds")
        self.known_all(entry.get("services", []), self.services, spot, "services")
        given = self._sourced(spot, entry) | {
            "commune": self.known(entry.pop("commune", None), self.communes, spot, "commune")
        }
        given["point"] = read_point(entry.pop("point", None), spot, "point")
        entry = {"status": Status.PUBLISHED.value} | entry
        place = Record(spot, {"uuid": uuid} | read_columns(Place, entry, spot, given=given))
        told = ((spot, uuid, dict(found)) for found in memberships)
        return place, list(self.each(self._membership, told))

    def _membership(self, spot: Spot, uuid: UUID, entry: Entry) -> Record:
        network = self.known(entry.pop("network", None), self.networks, spot, "memberships, network")
        spot = Spot(spot.file, f"{spot.record}, membership of {network}", spot.line)
        source = self.sources[self.known(entry.pop("source", None), self.sources, spot, "source")]
        entry = in_full(entry, ("start_precision",))
        start, end = (_date(entry.pop(key, None), key, spot) for key in ("start", "end"))
        if start and end and start >= end:
            spot.refuse("end", f"{end} is not after the start, {start}")
        given = {"source": source["title"], "source_url": source.get("url")}
        given |= {"period": DateRange(start, end, "[)" if start else "()"), "place": None, "network": None}
        entry = {"licence": source["licence"]} | entry
        values = read_columns(Membership, entry, spot, given=given)
        return Record(spot, values, {"place": uuid, "network": network})

    def _sourced(self, spot: Spot, entry: Entry) -> dict[str, Any]:
        source = self.sources[self.known(entry.pop("source", None), self.sources, spot, "source")]
        for key, default in (("source_date", source.get("date")), ("licence", source["licence"])):
            if default:
                entry.setdefault(key, default)
        return {"source": source["title"]}

    def _apart(self, memberships: list[Record]) -> list[Record]:
        """Refuse two stays of a place in a network that overlap in time."""
        stays: dict[tuple[UUID, str], list[Record]] = {}
        for record in memberships:
            others = stays.setdefault((record.refers["place"], record.refers["network"]), [])
            with self.problems.gathered():
                if any(overlap(record.values["period"], other.values["period"]) for other in others):
                    record.spot.refuse("start", "the place is in this network twice at once")
            others.append(record)
        return memberships


def overlap(one: DateRange, other: DateRange) -> bool:
    """Tell whether two periods [start, end) share a day."""
    starts_in_time = one.upper is None or other.lower is None or other.lower < one.upper
    return starts_in_time and (other.upper is None or one.lower is None or one.lower < other.upper)


def _date(raw: object, key: str, spot: Spot) -> Any:  # noqa: ANN401  a date or None
    if raw is None:
        return None
    try:
        found = parse_date(raw) if isinstance(raw, str) else None
    except ValueError:
        found = None
    return found or spot.refuse(key, f"{raw!r} is not a date, such as 2026-11-23")


def _uuid(raw: object, spot: Spot) -> UUID:
    try:
        return UUID(str(raw))
    except ValueError:
        spot.refuse("id", f"{raw!r} is not a UUID")
