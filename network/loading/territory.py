"""The loading of a territory's files: one change, whatever number of rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.gis.db.models import Union
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from network.loading.files import TerritoryFiles, Vocabulary, read_territory
from network.loading.links import store_facilitations, store_memberships
from network.loading.log import loaded_before
from network.loading.records import BadFile, Record
from network.loading.store import Tally, store_all, store_plain, store_whole
from network.models import Family, Network, Organisation
from network.services import note_absences
from network.workshops.files import read_file
from network.workshops.making import keep_story
from places.choices import Door, Status
from places.models import (
    Commune,
    FormerCommune,
    FormerPlaceSlug,
    Intercommunality,
    Kind,
    Place,
    River,
    Service,
    Synonym,
    Territory,
)
from places.services import signed
from places.services.outlines import draw_outline


def load_territory(*, folder: Path, is_trial: bool = False) -> list[Tally]:
    """Load a territory's files in one transaction, keep every edit made since, and tell what was done.

    Loading twice changes nothing. A field edited since the last loading is kept; a place, a network or a membership
    deleted since is not created again. A trial tells the same, and stores nothing.

    Raises:
        BadFile: a file is missing or wrong; it tells of each record and field that is. Nothing is stored.

    """
    files = read_territory(folder)
    try:
        with transaction.atomic():
            told = _store(files, folder)
            # What waits for the end of the transaction would be told too late, or in a trial never.
            connection.check_constraints()
            transaction.set_rollback(is_trial)
            return told
    except IntegrityError as error:
        raise BadFile(f"The database refuses a record of {folder}: {error}") from error


def _store(files: TerritoryFiles, folder: Path) -> list[Tally]:
    with signed(by=None, door=Door.LOADING, territory=files.territory.values["code"]):
        code = files.territory.values["code"]
        told = [
            *store_vocabulary(vocabulary=files.vocabulary, territory=code),
            *_store_land(files),
            *_store_life(files),
        ]
        told += _store_story(folder / "workshop.json")
        BadFile.unless_none(problem for tally in told for problem in tally.problems.found)
    return told


def _store_story(path: Path) -> list[Tally]:
    """Keep the story that the territory tells to a room, if it has one: whoever prepares a workshop may copy it."""
    if not path.is_file():
        return []
    try:
        story = read_file(path.read_bytes())
        is_new = keep_story(title=story.title, words=story.words, scenes=story.scenes)
    except ValidationError as refusal:
        raise BadFile(f"{path}: {' '.join(refusal.messages)}") from refusal
    count = len(story.scenes)
    return [Tally("scenes", updated=count) if is_new else Tally("scenes", unchanged=count)]


def store_vocabulary(*, vocabulary: Vocabulary, territory: str = "") -> list[Tally]:
    """Store the words that places and networks are described with. A missing word comes back: they need it."""
    kinds, services, families, synonyms = _tallies(territory, "kinds", "services", "families", "synonyms")
    store_all(Kind, vocabulary.kinds, kinds, key="slug", comes_back=True)
    store_all(Service, vocabulary.services, services, key="slug", comes_back=True)
    store_all(Family, vocabulary.families, families, key="slug", comes_back=True)
    store_all(Synonym, vocabulary.synonyms, synonyms, key="slug")
    return [kinds, services, families, synonyms]


def _tallies(territory: str, *kinds: str) -> list[Tally]:
    return [Tally(kind, territory) for kind in kinds]


def _store_land(files: TerritoryFiles) -> list[Tally]:
    territory, communes, grouped = Tally("territory"), Tally("communes"), Tally("intercommunalities")
    store_plain(Territory, [files.territory], territory)
    # The foreign key to the intercommunality waits for the end of the transaction: its boundary comes from these.
    store_plain(Commune, files.communes, communes)
    draw_outline(territory=files.territory.values["code"])
    named = _named_once(files.intercommunalities, files.territory.values["code"])
    store_plain(Intercommunality, _with_boundaries(named), grouped)
    former, rivers = Tally("former communes"), Tally("rivers")
    store_whole(
        FormerCommune.objects.filter(commune__territory=files.territory.values["code"]),
        files.former_communes,
        former,
        key="name",
    )
    store_whole(River.objects.filter(territory=files.territory.values["code"]), files.rivers, rivers, key="name")
    return [territory, communes, former, grouped, rivers]


def _named_once(records: list[Record], territory: str) -> list[Record]:
    """Keep the name of a group that several territories share as the first of them by code says it."""
    shared = Commune.objects.filter(intercommunality__in=[r.values["code"] for r in records], territory__lt=territory)
    names = dict(shared.order_by().values_list("intercommunality", "intercommunality__name"))
    for record in records:
        record.values["name"] = names.get(record.values["code"], record.values["name"])
    return records


def _with_boundaries(records: list[Record]) -> list[Record]:
    """Give each intercommunality the union of its communes, those of other territories included."""
    communes = Commune.objects.order_by().values_list("intercommunality_id")
    unions = dict(communes.filter(intercommunality__in=[r.values["code"] for r in records]).annotate(Union("boundary")))
    for record in records:
        union = unions[record.values["code"]]
        record.values["boundary"] = MultiPolygon(union, srid=4326) if isinstance(union, Polygon) else union
    return records


def _apart(records: list[Record], tally: Tally) -> list[Record]:
    """Give a place whose address is or was that of another, maybe of another territory, the one with its commune."""
    wanted = {record.values["slug"]: record for record in records}
    holders = dict(FormerPlaceSlug.objects.filter(slug__in=wanted).values_list("slug", "record"))
    holders |= dict(Place.objects.filter(slug__in=wanted).values_list("slug", "pk"))
    uuids = dict(Place.objects.filter(pk__in=holders.values()).values_list("pk", "uuid"))
    names = dict(Commune.objects.filter(pk__in={r.values["commune_id"] for r in records}).values_list("pk", "name"))
    for slug, holder in holders.items():
        record, uuid = wanted[slug], uuids.get(holder)
        if uuid is None or uuid == record.values["uuid"]:
            continue
        record.values["slug"] = slugify(f"{slug}-{names[record.values['commune_id']]}")
        told = f"its address is {record.values['slug']}, for another place, {uuid}, has this one"
        tally.warnings.append(f"{record.spot.file}, {record.spot.record}, slug: {told}")
    return records


def _store_life(files: TerritoryFiles) -> list[Tally]:
    code = files.territory.values["code"]
    tallies = _tallies(code, "organisations", "networks", "facilitations", "places", "memberships")
    organisations = store_all(Organisation, files.organisations, tallies[0], key="slug")
    networks = store_all(Network, files.networks, tallies[1], key="slug")
    store_facilitations(files.networks, networks, organisations, tallies[2])
    places = store_all(Place, _apart(files.places, tallies[3]), tallies[3], key="uuid")
    _note_left_out(code, places, tallies[3])
    store_memberships(files.memberships, places, networks, tallies[4])
    return tallies


def _note_left_out(code: str, told: Mapping[Any, Place], tally: Tally) -> None:
    """Leave alone the living places that the files told once and tell no more: they wait in a queue for a person."""
    before = [loaded.pk for loaded in loaded_before(Place, ["uuid"]).values() if loaded.is_of(code)]
    lives = Q(closed_on=None) | Q(closed_on__gt=timezone.localdate())
    here = Place.objects.filter(lives, pk__in=before, commune__territory=code).exclude(status=Status.ARCHIVED)
    gone = dict(here.exclude(pk__in=[place.pk for place in told.values()]).order_by("slug").values_list("pk", "slug"))
    note_absences(territory=code, places=gone)
    tally.left_out = len(gone)
    tally.warnings += [f"places.json: no longer there, and left as it is: {slug}" for slug in gone.values()]
