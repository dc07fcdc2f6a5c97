"""Stores what ties records together: who facilitates a network, and which place is in it when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from network.loading.files import overlap
from network.loading.log import Loaded, loaded_before
from network.loading.records import Record
from network.loading.store import Tally, add, differing, settle, untouched
from network.models import Membership, Network, Organisation
from network.models.network import Facilitation
from network.services import entrust, relieve
from places.choices import Door
from places.models import Place
from places.services import delete

if TYPE_CHECKING:
    from psycopg.types.range import DateRange

Pair = tuple[Any, Any]
Match = tuple[Record | None, Loaded | None]


def store_facilitations(
    records: list[Record], networks: Mapping[str, Network], organisations: Mapping[str, Organisation], tally: Tally
) -> None:
    """Tie networks to the organisations that run them; a tie cut or made by someone since stays so.

    Each territory adds its own to a network that several share, and takes off only those that it gave.
    """
    log = loaded_before(Facilitation, ["network_id", "organisation_id"])
    ours = {(loaded.values["network_id"], loaded.values["organisation_id"]): loaded for loaded in log.values()}
    here = {network.pk for network in networks.values()}
    standing = set(Facilitation.objects.filter(network__in=here).values_list("network_id", "organisation_id"))
    wanted = {
        (networks[record.values["slug"]].pk, organisations[slug].pk)
        for record in records
        for slug in record.refers["organisations"]
        if record.values["slug"] in networks and slug in organisations
    }
    cut = {pair for pair, loaded in ours.items() if loaded.is_deleted and not loaded.is_withdrawn}
    given = {pair for pair, loaded in ours.items() if loaded.is_of(tally.territory)}
    new, gone = wanted - standing - cut, (standing - wanted) & given
    for network in networks.values():
        entrust(network=network, organisations=_of(network, new), by=None, door=Door.LOADING)
        relieve(network=network, organisations=_of(network, gone), by=None, door=Door.LOADING)
    tally.created, tally.withdrawn = len(new), len(gone)
    tally.unchanged, tally.left_deleted = len(wanted & standing), len(wanted & cut - standing)


def _of(network: Network, pairs: set[Pair]) -> list[Any]:
    return sorted(organisation for owner, organisation in pairs if owner == network.pk)


def store_memberships(
    records: list[Record], places: Mapping[Any, Place], networks: Mapping[str, Network], tally: Tally
) -> None:
    """Store the stays of these places. One that the files no longer tell and nobody edited is removed.

    Raises:
        BadFile: the model refuses a record.

    """
    stays = _Stays(places, tally)
    told: dict[Pair, list[Record]] = defaultdict(list)
    for record in records:
        place, network = places.get(record.refers["place"]), networks.get(record.refers["network"])
        if place is None or network is None:
            tally.left_deleted += 1  # with its place, or its network
            continue
        record.values.update(place_id=place.pk, network_id=network.pk)
        told[place.pk, network.pk].append(record)
    matches = [match for pair in {**told, **stays.ours} for match in _match(told[pair], stays.ours.get(pair, []))]
    # What is withdrawn makes room first.
    for match in sorted(matches, key=lambda match: match[0] is not None):
        stays.settle(*match)


class _Stays:
    """The memberships of some places: those in the directory, and those that an earlier loading created."""

    def __init__(self, places: Mapping[Any, Place], tally: Tally) -> None:
        self.tally = tally
        pks = {place.pk for place in places.values()}
        self.standing = {row.pk: row for row in Membership.objects.filter(place__in=pks)}
        self.ours: dict[Pair, list[Loaded]] = defaultdict(list)
        columns = [column.attname for column in Membership._meta.concrete_fields if not column.primary_key]
        for loaded in loaded_before(Membership, columns).values():
            if loaded.values["place_id"] in pks:
                self.ours[loaded.values["place_id"], loaded.values["network_id"]].append(loaded)

    def settle(self, record: Record | None, loaded: Loaded | None) -> None:
        row = self.standing.get(loaded.pk) if loaded else None
        if record is None:
            self._withdraw(row, loaded)
        elif row is None and (loaded is None or loaded.is_withdrawn):
            self._add(record)
        elif row is not None and self._clashes(row.pk, record, untouched(row, differing(row, record.values), loaded)):
            self.tally.kept += 1
        else:
            settle(Membership, row, record, loaded, self.tally)

    def _withdraw(self, row: Membership | None, loaded: Loaded | None) -> None:
        if row is None or loaded is None:
            return
        if all(getattr(row, name) == value for name, value in loaded.values.items()):
            self.tally.withdrawn += 1
            del self.standing[row.pk]
            delete(row, by=None, door=Door.LOADING)
        else:
            self.tally.kept += 1

    def _add(self, record: Record) -> None:
        if self._clashes(None, record, record.values):
            self.tally.kept += 1  # someone has told this stay already, in their own words
        elif row := add(Membership, record, self.tally):
            self.standing[row.pk] = row

    def _clashes(self, pk: int | None, record: Record, values: dict[str, Any]) -> bool:
        period: DateRange | None = values.get("period")
        pair = record.values["place_id"], record.values["network_id"]
        others = (row for row in self.standing.values() if row.pk != pk and (row.place_id, row.network_id) == pair)
        return period is not None and any(overlap(period, other.period) for other in others)


def _match(records: Iterable[Record], loaded: Iterable[Loaded]) -> list[Match]:
    """Pair the stays that the files tell with those told before: by their start, then in order."""
    before = list(loaded)
    matches: list[Match] = []
    rest = []
    for record in records:
        start = record.values["period"].lower
        found = next((stay for stay in before if stay.values["period"].lower == start), None)
        if found:
            before.remove(found)
            matches.append((record, found))
        else:
            rest.append(record)
    matches += zip(rest, before, strict=False)
    matches += [(record, None) for record in rest[len(before) :]]
    return matches + [(None, stay) for stay in before[len(rest) :]]
