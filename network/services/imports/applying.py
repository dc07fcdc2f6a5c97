"""What was decided is written: all of it in one change, or nothing; and taken back in another."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from network.importing.comparing import columns_of, precision_of
from network.importing.repairs import Refusal
from network.models import Import, ImportFile, ImportLine, Membership, SourceRecord, User
from network.models.imports import Decision, Outcome, Stage
from network.rights import Action, allowed
from network.services.imports.counting import count_again
from network.services.memberships import Sighting, join, leave, see
from places.choices import Door, Status
from places.dates import written_out
from places.log.change import Change
from places.models import Place
from places.services import (
    Conflict,
    Undone,
    create_place,
    edit_place,
    free_slug,
    signed,
    tell_apart,
    undo,
)
from places.services.places import Person

_AT_ONCE = 1000
_MOST_NAMED = 20
_CREATED = [Outcome.NEW, Outcome.LEFT, Outcome.SUSPECT]


class _LineRefused(Exception):  # noqa: N818  reads as a sentence where it is raised
    """A line cannot be written, after all."""

    def __init__(self, line: ImportLine, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


def apply_import(*, batch: Import, by: User | None) -> Import:
    """Write what was decided of an import, as one change. What the database refuses stops all of it, and is told."""
    try:
        with transaction.atomic(), signed(by=by, door=Door.IMPORT):
            locked = Import.objects.select_for_update().get(pk=batch.pk)
            if locked.stage not in (Stage.PREVIEW, Stage.APPLYING):
                return locked
            _Applying(locked, by).write()
            locked.stage, locked.settled_at, locked.said = Stage.APPLIED, timezone.now(), None
            locked.change = _current_change()
            locked.save()
            ImportFile.objects.filter(batch=locked).delete()
            return locked
    except _LineRefused as refused:
        _send_back(batch, refused)
        batch.refresh_from_db()
        return batch


def reach_of(*, batch: Import, hers: Q) -> list[str]:
    """List the listings (slugs) that an import would change beyond those that are someone's."""
    changed = batch.lines.filter(outcome=Outcome.CHANGED, decision=Decision.TAKE).values("place")
    beyond = Place.objects.filter(pk__in=changed).exclude(pk__in=Place.objects.filter(hers).values("pk"))
    return [] if batch.joins else list(beyond.order_by("slug").values_list("slug", flat=True)[:_MOST_NAMED])


def _send_back(batch: Import, refused: _LineRefused) -> None:
    """Have an import read over again by a person: a line of it was refused, and nothing was written."""
    line = refused.line
    line.cuts = [*line.cuts, [Refusal.DATABASE.value, "", refused.sentence]]
    line.outcome, line.decision = Outcome.REFUSED, Decision.LEAVE
    with transaction.atomic():
        line.save(update_fields=["cuts", "outcome", "decision"])
        count_again(refused.line.batch)
    said = _(
        "Rien n’a été écrit. La ligne %(number)d (%(name)s) n’est pas acceptée : %(why)s Elle est laissée de côté ; "
        "relisez, puis appliquez."
    )
    told = {"number": line.number, "name": line.values.get("name", ""), "why": refused.sentence}
    Import.objects.filter(pk=batch.pk).update(stage=Stage.PREVIEW, said=said % told)


def _current_change() -> int | None:
    """The change that this transaction is making; none where it wrote nothing that is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM places_change WHERE position IS NULL AND id = current_change()")
        found = cursor.fetchone()
    return int(found[0]) if found else None


class _Applying:
    """Writes the lines of an import."""

    def __init__(self, batch: Import, by: User | None) -> None:
        self._batch, self._by = batch, by
        self._here: dict[str, Any] = {"by": by, "door": Door.IMPORT}

    def write(self) -> None:
        """Write every line.

        Raises:
            _LineRefused: one cannot be.

        """
        silent = [Outcome.REFUSED, Outcome.OUTSIDE]
        records: list[SourceRecord] = []
        for line in self._batch.lines.exclude(outcome__in=silent).iterator(_AT_ONCE):
            place = self._written(line)
            if not _is_said(line):
                continue
            records.append(self._record(line, place))
            if len(records) >= _AT_ONCE:
                keep_records(records)
                records = []
        keep_records(records)
        self._join()

    def _record(self, line: ImportLine, place: int | None) -> SourceRecord:
        return SourceRecord(
            source_id=self._batch.source_id, key=line.key, place_id=place, said=line.values, batch=self._batch
        )

    def _written(self, line: ImportLine) -> int | None:
        """Write a line, and tell the key of its listing."""
        try:
            if line.decision == Decision.TAKE and line.outcome in _CREATED and line.place_id is None:
                return self._create(line)
            if line.decision == Decision.TAKE and line.outcome == Outcome.CHANGED:
                self._edit(line)
            if line.decision == Decision.END and line.outcome == Outcome.VANISHED:
                self._end(line)
        except ValidationError as error:
            raise _LineRefused(line, " ".join(error.messages)) from error
        except Conflict as error:
            sentence = _("quelqu’un vient de changer cette fiche. Faites relire le fichier.")
            raise _LineRefused(line, sentence) from error
        return line.place_id

    def _create(self, line: ImportLine) -> int:
        said = listing_said(self._batch, line.key, line.values, line.kinds)
        made = create_place(values=said, **self._here)
        for candidate in line.candidates:
            if other := Place.objects.filter(pk=candidate["place"]).first():
                tell_apart(one=made, other=other, **self._here)
        line.place = made
        line.save(update_fields=["place"])
        return made.pk

    def _edit(self, line: ImportLine) -> None:
        if not self._may_edit(line):
            raise ValidationError(Refusal.NOT_HERS.label)
        taken = {name: each["now"] for name, each in line.differences.items() if each["take"]}
        if not taken:
            return
        changes = columns_of(taken)
        if "point" in taken:
            changes["precision"] = precision_of(line.values)
        place = Place(pk=line.place_id)
        edit_place(place=place, changes=changes, based_on=line.version, **self._here)

    def _may_edit(self, line: ImportLine) -> bool:
        """Tell whether whoever applies may correct a listing: someone else may have had the file read."""
        if self._by is None or self._batch.joins:
            return True
        return Place.objects.filter(allowed(Action.EDIT, self._by), pk=line.place_id or 0).exists()

    def _end(self, line: ImportLine) -> None:
        stays = Membership.objects.on(self._batch.day).filter(
            place=line.place_id, network=self._batch.source.network_id
        )
        for stay in stays.select_related("network"):
            leave(membership=stay, on=self._batch.day, **self._here)
        SourceRecord.objects.filter(source=self._batch.source_id, key=line.key).delete()

    def _join(self) -> None:
        """Put the places of the file in the network of the source, the file being the evidence."""
        network, day = self._batch.source.network, self._batch.day
        if not self._batch.joins or network is None:
            return
        named = SourceRecord.objects.filter(source=self._batch.source_id, batch=self._batch, place__isnull=False)
        places = set(named.filter(place__status=Status.PUBLISHED).values_list("place_id", flat=True))
        stays = list(Membership.objects.on(day).filter(network=network, place__in=places).select_related("place"))
        evidence, source = cited_in(self._batch), self._batch.source.name
        unseen = [stay for stay in stays if stay.last_seen_on is None or stay.last_seen_on < day]
        see(memberships=unseen, sighting=Sighting(day, source, evidence), **self._here)
        for place in sorted(places - {stay.place_id for stay in stays}):
            join_by_file(self._batch, place, by=self._by)


def cited_in(batch: Import) -> str:
    """Say what shows that a place is in the network of a source."""
    return _("Cité dans le fichier « %(file)s »") % {"file": batch.file_name}


def join_by_file(batch: Import, place: int, *, by: User | None) -> None:
    """Put a place in the network of a source from the day of a file, which is the evidence."""
    day, source = batch.day, batch.source
    values = {"place": Place(pk=place), "period": DateRange(day, None, "[)"), "last_seen_on": day}
    said = {"network": source.network, "evidence": cited_in(batch), "source": source.name}
    join(values=values | said, by=by, door=Door.IMPORT)


def listing_said(batch: Import, key: str, values: Mapping[str, Any], kinds: list[str]) -> dict[str, Any]:
    """Write what a source says of a place as a new listing: `kinds` where it says none."""
    return {
        **columns_of(values),
        "kinds": values.get("kinds") or kinds,
        "slug": free_slug(values["name"]),
        "precision": precision_of(values),
        "status": Status.PUBLISHED,
        "source": batch.source.name,
        "source_id": key if not key.startswith("~") else None,
        **written_out({"source_date": values.get("source_date") or batch.day}),
        "licence": batch.source.licence,
    }


def _is_said(line: ImportLine) -> bool:
    """Tell whether what a line says is noted as said: what waits for someone, or repeats another line, is not."""
    if line.outcome == Outcome.SAME:
        return line.place_id is not None
    return line.outcome != Outcome.VANISHED and (line.outcome, line.decision) != (Outcome.SUSPECT, Decision.LEAVE)


def keep_records(records: Iterable[SourceRecord]) -> None:
    """Note what a source says of its places, in place of what it said before."""
    SourceRecord.objects.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["place", "said", "batch"],
    )


def take_back_import(*, batch: Import, by: Person) -> Undone:
    """Take back all that an import wrote, as one change: what someone wrote since stays.

    Raises:
        ValidationError: what would come back can no longer be; or the import is not applied.

    """
    with transaction.atomic(), signed(by=by, door=Door.IMPORT):
        locked = Import.objects.select_for_update().get(pk=batch.pk)
        if locked.stage != Stage.APPLIED:
            raise ValidationError(_("Cet import n’est pas appliqué."))
        change = Change.objects.filter(pk=locked.change).first() if locked.change else None
        undone = undo(events=change.events() if change else [], by=by, door=Door.IMPORT)
        _forget(locked)
        locked.stage = Stage.UNDONE
        locked.save(update_fields=["stage"])
    return undone


def _forget(batch: Import) -> None:
    """Have the source say what it said before this import."""
    own = batch.lines.exclude(outcome__in=[Outcome.REFUSED, Outcome.OUTSIDE])
    fresh = own.filter(before__isnull=True).values("key")
    SourceRecord.objects.filter(source=batch.source_id, batch=batch, key__in=fresh).delete()
    known: list[tuple[str, Any]] = list(own.filter(before__isnull=False).values_list("key", "before"))
    there = set(Place.objects.filter(pk__in=[before["place"] for _key, before in known]).values_list("pk", flat=True))
    keep_records(
        SourceRecord(
            source_id=batch.source_id,
            key=key,
            place_id=before["place"] if before["place"] in there else None,
            said=before["said"],
        )
        for key, before in known
    )
