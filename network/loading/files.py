"""Reads a territory's folder into records, and checks what files can check alone: keys, types, references.

The shape of each file is described in `fixtures/README.md`. The vocabulary, shared by every territory, stands beside
the folder, in `vocabulary/`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import (
    GEOSException,
    GEOSGeometry,
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
)
from django.utils.dateparse import parse_date
from psycopg.types.range import DateRange

from network.loading.records import BadFile, Record, Spot, in_full, read_columns, refuse_unknown
from network.models import Family, Membership, Network, Organisation
from places.choices import Status
from places.models import Commune, FormerCommune, Intercommunality, Kind, Place, River, Service, Synonym, Territory
from places.models.vocabulary import Word

Entry = dict[str, Any]
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
        BadFile: a file is missing or wrong; the message names the file, the record and the field.

    """
    files = ((Kind, "kinds.json"), (Service, "services.json"), (Family, "families.json"))
    kinds, named, families = (_words(model, folder / name) for model, name in files)
    vocabulary = Vocabulary(kinds, named, families, _synonyms(folder / "synonyms.json"))
    services = _keys(vocabulary.services, "slug")
    for family in vocabulary.families:
        for word in family.values["services"]:
            _known(word, services, family.spot, "services")
    return vocabulary


def _words(model: type[Word], path: Path) -> list[Record]:
    """Read the words of a file, whose order is that of the screens."""
    found = [
        Record(spot, read_columns(model, entry, spot, given={"position": position}))
        for position, (spot, entry) in enumerate(_entries(path))
    ]
    return _distinct(found, "slug")


def _synonyms(path: Path) -> list[Record]:
    """Read what else things are called: a vocabulary may have none."""
    entries = _entries(path) if path.is_file() else ()
    return _distinct([Record(spot, read_columns(Synonym, entry, spot, given={})) for spot, entry in entries], "slug")


def read_territory(folder: Path) -> TerritoryFiles:
    """Read a territory's folder, and the vocabulary beside it.

    Raises:
        BadFile: a file is missing or wrong; the message names the file, the record and the field.

    """
    if not (folder / "territory.json").is_file():
        raise BadFile(f"{folder} is not a territory's folder: it has no territory.json")
    return _Reader(folder).read()


class _Reader:
    """Reads the files of one folder in the order of their references, so that each checks against those before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spot = Spot("territory.json", "territory")
        self.head = _object(_json(folder / "territory.json"), self.spot)
        self.sources = dict(self._read_sources(self.head.pop("sources", [])))

    def read(self) -> TerritoryFiles:
        territory = Record(self.spot, read_columns(Territory, self.head, self.spot, given={}))
        vocabulary = read_vocabulary(self.folder.parent / "vocabulary")
        self.kinds, self.services = _keys(vocabulary.kinds, "slug"), _keys(vocabulary.services, "slug")
        grouped = self._simple(Intercommunality, "intercommunalities.json", "code")
        self.groups = _keys(grouped, "code")
        communes = _distinct(list(self._communes(territory.values["code"])), "code")
        self.communes = _keys(communes, "code")
        self._refuse_empty(grouped, communes)
        former = self._former_communes()
        rivers = self._rivers(territory.values["code"])
        organisations = self._simple(Organisation, "organisations.json", "slug")
        self.organisations = _keys(organisations, "slug")
        self.families = _keys(vocabulary.families, "slug")
        networks = _distinct([self._network(s, e) for s, e in self._entries("networks.json")], "slug")
        self.networks = _keys(networks, "slug")
        both = [self._place(spot, entry) for spot, entry in self._entries("places.json")]
        places = _distinct(_distinct([place for place, _ in both], "slug"), "uuid")
        memberships = [membership for _, found in both for membership in found]
        return TerritoryFiles(
            vocabulary,
            territory,
            communes,
            former,
            grouped,
            rivers,
            organisations,
            networks,
            places,
            _apart(memberships),
        )

    def _entries(self, name: str) -> Iterator[tuple[Spot, Entry]]:
        return _entries(self.folder / name)

    def _simple(self, model: type[Organisation | Intercommunality], name: str, key: str) -> list[Record]:
        found = [Record(spot, read_columns(model, entry, spot, given={})) for spot, entry in self._entries(name)]
        return _distinct(found, key)

    def _read_sources(self, entries: list[Entry]) -> Iterator[tuple[str, Entry]]:
        for entry in entries:
            spot = Spot("territory.json", f"source {entry.get('slug', '?')}")
            refuse_unknown(entry, _SOURCE_KEYS | _OPTIONAL_SOURCE_KEYS, spot)
            for key in sorted(_SOURCE_KEYS - set(entry)):
                spot.refuse(key, "missing")
            yield entry["slug"], entry

    def _communes(self, territory: str) -> Iterator[Record]:
        for spot, entry, geometry in self._features("communes.geojson"):
            town_hall = _point(entry.pop("town_hall", None), spot, "town_hall")
            group = entry.pop("intercommunality", None)
            if group is not None:
                _known(group, self.groups, spot, "intercommunality")
            boundary = _boundary(geometry, spot)
            given = {"territory": territory, "intercommunality": group, "boundary": boundary, "town_hall": town_hall}
            yield Record(spot, read_columns(Commune, entry, spot, given=given))

    def _former_communes(self) -> list[Record]:
        """Read the communes that went into those of today: a folder may know of none."""
        if not (self.folder / "former_communes.json").exists():
            return []
        return _distinct([self._former_commune(*found) for found in self._entries("former_communes.json")], "name")

    def _former_commune(self, spot: Spot, entry: Entry) -> Record:
        commune = _known(entry.pop("commune", None), self.communes, spot, "commune")
        town_hall = _point(entry.pop("town_hall", None), spot, "town_hall")
        return Record(
            spot, read_columns(FormerCommune, entry, spot, given={"commune": commune, "town_hall": town_hall})
        )

    def _rivers(self, territory: str) -> list[Record]:
        """Read the rivers, which a folder may do without. Lines of one name are one river."""
        if not (self.folder / "rivers.geojson").exists():
            return []
        found: dict[str, Record] = {}
        for spot, entry, geometry in self._features("rivers.geojson"):
            course = _course(geometry, spot)
            values = read_columns(River, entry, spot, given={"territory": territory, "course": course})
            river = found.setdefault(values["name"], Record(spot, values))
            if river.values is not values:
                river.values["course"] = MultiLineString(*river.values["course"], *course, srid=4326)
        return list(found.values())

    def _features(self, name: str) -> Iterator[tuple[Spot, Entry, object]]:
        """Where each feature of a GeoJSON file stands, its properties and its geometry."""
        for feature in _object(_json(self.folder / name), Spot(name, "file")).get("features", []):
            entry = dict(feature.get("properties", {}))
            yield Spot(name, str(entry.get("name", "?"))), entry, feature.get("geometry")

    def _refuse_empty(self, grouped: list[Record], communes: list[Record]) -> None:
        used = {commune.values["intercommunality_id"] for commune in communes}
        for record in grouped:
            if record.values["code"] not in used:
                record.spot.refuse("code", "no commune of communes.geojson is in it")

    def _network(self, spot: Spot, entry: Entry) -> Record:
        slugs = entry.pop("organisations", [])
        for slug in slugs:
            _known(slug, self.organisations, spot, "organisations")
        given = {"family": _known(entry.pop("family", None), self.families, spot, "family")}
        return Record(spot, read_columns(Network, entry, spot, given=given), {"organisations": slugs})

    def _place(self, spot: Spot, entry: Entry) -> tuple[Record, list[Record]]:
        uuid = _uuid(entry.pop("id", None), spot)
        memberships = entry.pop("memberships", [])
        for merged in entry.pop("records", []):
            _known(merged.get("source"), self.sources, spot, "records")
        for word in entry.get("kinds", []):
            _known(word, self.kinds, spot, "kinds")
        for word in entry.get("services", []):
            _known(word, self.services, spot, "services")
        given = self._sourced(spot, entry) | {
            "commune": _known(entry.pop("commune", None), self.communes, spot, "commune")
        }
        given["point"] = _point(entry.pop("point", None), spot, "point")
        entry = {"status": Status.PUBLISHED.value} | entry
        place = Record(spot, {"uuid": uuid} | read_columns(Place, entry, spot, given=given))
        return place, [self._membership(uuid, spot, dict(found)) for found in memberships]

    def _membership(self, uuid: UUID, spot: Spot, entry: Entry) -> Record:
        network = _known(entry.pop("network", None), self.networks, spot, "memberships, network")
        spot = Spot(spot.file, f"{spot.record}, membership of {network}")
        source = self.sources[_known(entry.pop("source", None), self.sources, spot, "source")]
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
        source = self.sources[_known(entry.pop("source", None), self.sources, spot, "source")]
        for key, default in (("source_date", source.get("date")), ("licence", source["licence"])):
            if default:
                entry.setdefault(key, default)
        return {"source": source["title"]}


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadFile(f"{path.name} is missing from {path.parent}") from None
    except ValueError as error:
        raise BadFile(f"{path.name} is not JSON in UTF-8: {error}") from None


def _object(found: object, spot: Spot) -> Entry:
    if not isinstance(found, dict):
        spot.refuse("record", f"{str(found)[:60]} is not an object in braces")
    return dict(found)


def _entries(path: Path) -> Iterator[tuple[Spot, Entry]]:
    found = _json(path)
    if not isinstance(found, list):
        raise BadFile(f"{path.name} is not a list in square brackets")
    for number, entry in enumerate(found, start=1):
        entry_of = _object(entry, Spot(path.name, f"record {number}"))
        yield Spot(path.name, str(entry_of.get("slug") or entry_of.get("code") or f"record {number}")), entry_of


def _known(key: object, known: Iterable[object], spot: Spot, field: str) -> Any:  # noqa: ANN401  the key, as it came
    if key is None:
        spot.refuse(field, "missing")
    if key not in known:
        spot.refuse(field, f"{key!r} is in no record of the files")
    return key


def _keys(records: list[Record], key: str) -> set[Any]:
    return {record.values[key] for record in records}


def _distinct(records: list[Record], key: str) -> list[Record]:
    seen: set[Any] = set()
    for record in records:
        if record.values[key] in seen:
            record.spot.refuse(key, f"{record.values[key]} is there twice")
        seen.add(record.values[key])
    return records


def _apart(memberships: list[Record]) -> list[Record]:
    """Refuse two stays of a place in a network that overlap in time."""
    stays: dict[tuple[UUID, str], list[Record]] = {}
    for record in memberships:
        others = stays.setdefault((record.refers["place"], record.refers["network"]), [])
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


def _point(raw: object, spot: Spot, key: str) -> Point | None:
    if raw is None:
        return None
    match raw:
        case [int() | float() as lon, int() | float() as lat]:
            return Point(lon, lat, srid=4326)
        case _:
            return spot.refuse(key, f"{raw!r} is not [longitude, latitude]")


def _geometry(raw: object, spot: Spot) -> GEOSGeometry:
    try:
        return GEOSGeometry(json.dumps(raw), srid=4326)
    except (ValueError, GDALException, GEOSException) as error:
        spot.refuse("geometry", str(error))


def _boundary(raw: object, spot: Spot) -> MultiPolygon:
    found = _geometry(raw, spot)
    boundary = MultiPolygon(found, srid=4326) if isinstance(found, Polygon) else found
    if not isinstance(boundary, MultiPolygon) or not boundary.valid:
        spot.refuse("geometry", f"not a valid MultiPolygon: {found.valid_reason}")
    return boundary


def _course(raw: object, spot: Spot) -> MultiLineString:
    found = _geometry(raw, spot)
    course = MultiLineString(found, srid=4326) if isinstance(found, LineString) else found
    if not isinstance(course, MultiLineString) or not course.valid:
        spot.refuse("geometry", f"not a valid LineString: {found.valid_reason}")
    return course
