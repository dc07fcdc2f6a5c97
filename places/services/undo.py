"""Taking back what was done, field by field, and bringing back what was: each is itself a change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from places.choices import Door
from places.services.records import delete, edit, refused_in_words, signed
from places.services.versions import Values, seen_at, values_of, version_of

Event = Any  # django-pghistory makes the models of events while the program starts


@dataclass(slots=True)
class Undone:
    """What an undo put back, and what it left because someone has written there since: records, with their fields."""

    by: AbstractBaseUser | None
    door: Door
    put_back: list[tuple[Model, list[str]]] = field(default_factory=list)
    left: list[tuple[Model, list[str]]] = field(default_factory=list)

    def take_back(self, written: "_Written") -> None:
        """Take back what some events made of one record."""
        row = written.row
        if row is None:
            if written.before is not None and written.after.pgh_label == "delete":
                self.put_back.append((_bring_back(written.before), []))
        elif written.before is None:
            self._take_away(row, written.after)
        elif written.after.pgh_label != "delete":
            self._put_back(row, values_of(written.before), values_of(written.after))

    def _take_away(self, row: Model, after: Event) -> None:
        if version_of(row) != after.pgh_id:
            self.left.append((row, []))
            return
        delete(row, by=self.by, door=self.door)
        self.put_back.append((row, []))

    def _put_back(self, row: Model, before: Values, after: Values) -> None:
        standing = values_of(row)
        changed = [name for name in after if before[name] != after[name]]
        ours = {name: before[name] for name in changed if standing[name] == after[name]}
        theirs = [name for name in changed if name not in ours and standing[name] != before[name]]
        if ours:
            self.put_back.append((edit(row, changes=ours, by=self.by, door=self.door).row, [*ours]))
        if theirs:
            self.left.append((row, theirs))


@dataclass(frozen=True, slots=True)
class _Written:
    """What some events made of one record: the event before them, None if they created it; and the last of them."""

    before: Event | None
    after: Event

    @property
    def row(self) -> Model | None:
        """Find the record as it is now."""
        found: Model | None = self.after.pgh_tracked_model._base_manager.filter(pk=self.after.pgh_obj_id).first()
        return found


def undo(*, events: Iterable[Event], by: AbstractBaseUser | None, door: Door) -> Undone:
    """Take back what these events did, such as those of a `Change`; deletions too.

    An old value returns only where the one that the events wrote still stands: what someone wrote since is theirs. A
    record that the events created goes, unless someone has written in it since; one that they deleted comes back under
    its own key.

    Raises:
        ValidationError: what would come back can no longer be; said in words, and nothing is undone.

    """
    undone = Undone(by, door)
    with signed(by=by, door=door):
        for written in _written(events):
            undone.take_back(written)
    return undone


def restore(*, model: Any, key: Any, at: int, by: AbstractBaseUser | None, door: Door) -> Any:  # noqa: ANN401  a tracked model
    """Put a record back as it was at a version, whatever was written since; one that was deleted comes back.

    Raises:
        ValidationError: the log has no such version, or what was can no longer be.

    """
    with signed(by=by, door=door):
        row = model._base_manager.filter(pk=key).first()
        if row is not None:
            return edit(row, changes=seen_at(row, at), by=by, door=door).row
        event = model.pgh_event_model._default_manager.filter(pgh_obj_id=key, pgh_id=at).first()
        if event is None:
            raise ValidationError(_("L’historique n’a pas cette version."))
        return _bring_back(event)


def _written(events: Iterable[Event]) -> list[_Written]:
    """Tell what the events made of each record, the record that was written last before the others."""
    first: dict[tuple[Any, Any], Event] = {}
    last: dict[tuple[Any, Any], Event] = {}
    for event in sorted(events, key=lambda event: int(event.pgh_id)):
        record = event.pgh_tracked_model, event.pgh_obj_id
        first.setdefault(record, event)
        last.pop(record, None)
        last[record] = event
    return [_Written(_before(first[record]), after) for record, after in reversed(last.items())]


def _before(event: Event) -> Event | None:
    if event.pgh_label == "insert":
        return None
    earlier = type(event)._default_manager.filter(pgh_obj_id=event.pgh_obj_id, pgh_id__lt=event.pgh_id)
    return earlier.order_by("pgh_id").last()


def _bring_back(event: Event) -> Model:
    """Create a record again as an event holds it, under its own key."""
    model = event.pgh_tracked_model
    columns = [column for column in model._meta.concrete_fields if hasattr(event, column.attname)]
    row: Model = model(**{column.attname: getattr(event, column.attname) for column in columns})
    if hasattr(row, "updated_at"):
        row.updated_at = timezone.now()
    row.clean_fields()
    with refused_in_words(row):
        row.save_base(raw=True, force_insert=True)  # its dates are its own
    return row
