"""What each change made of what anyone may read, read from the log: each record that it touched, whole.

A listing is told by the last change that touched it, and no more by those before: what was taken off it, a telephone
that was someone's own, is not told to who comes later. Who has applied all that there is holds the directory. Networks,
organisations and words are told as each change left them: a listing names none that was not told before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from api.changes.beside import BESIDE_PLACE, FACILITATIONS, ORGANISATIONS, TIES_OF_PLACE, Ties
from api.changes.cursor import Cursor
from api.places.serializers import ROW
from api.renderers import compact
from places.choices import Status
from places.models import Change
from places.work import WORK_COLUMNS

# An import touches a hundred thousand records in one change: an answer stops within it, and the next one goes on there.
MOST_RECORDS = 2000

_LAST = """
    SELECT event.*, event.pgh_label <> 'delete' AND {shown} AS shown
    FROM {log} AS event JOIN places_change AS change ON change.id = event.pgh_change_id
    WHERE event.pgh_obj_id = asked.key::{key} AND change.position <= asked.position
    ORDER BY event.pgh_id DESC LIMIT 1
"""
_BEFORE = """
    SELECT FROM {log} AS event JOIN places_change AS change ON change.id = event.pgh_change_id
    WHERE event.pgh_obj_id = asked.key::{key} AND change.position < asked.position
        AND event.pgh_label <> 'delete' AND {shown}
"""
# What is neither shown nor ever was is nobody's business: a draft. What is told later is not told now.
_RECORDS = """
SELECT asked.position, asked.key, now.{identity}::text, {moved_to},
    CASE WHEN now.shown THEN (SELECT row_to_json(record)::text FROM (SELECT {columns}) AS record) END
FROM unnest(%s::bigint[], %s::text[]) AS asked(position, key)
CROSS JOIN LATERAL ({now}) AS now
WHERE (now.shown OR EXISTS ({before})) AND NOT ({later})
"""  # now stands on the last event up to the change

_LATER = """EXISTS (
    SELECT FROM {log} AS event JOIN places_change AS change ON change.id = event.pgh_change_id
    WHERE event.pgh_obj_id = asked.key::{key} AND change.position > asked.position
)"""
# A tie that is moved away touches the record that it leaves.
_TIED_LATER = """EXISTS (
    SELECT FROM {ties} AS event JOIN places_change AS change ON change.id = event.pgh_change_id
    WHERE event.pgh_obj_id IN (SELECT pgh_obj_id FROM {ties} WHERE {owner} = asked.key::bigint)
        AND change.position > asked.position AND asked.key::bigint IN (event.{owner}, (
            SELECT {owner} FROM {ties} AS held WHERE held.pgh_obj_id = event.pgh_obj_id AND held.pgh_id < event.pgh_id
            ORDER BY held.pgh_id DESC LIMIT 1
        ))
)"""
_WORK = ", ".join(f"now.{name}" for name in WORK_COLUMNS)
# What is not a column of the event under its own name.
_WRITTEN = {
    "id": "now.uuid AS id",
    "commune": "now.commune_id AS commune",
    "longitude": "round(ST_X(now.point)::numeric, 6) AS longitude",
    "latitude": "round(ST_Y(now.point)::numeric, 6) AS latitude",
    "work": f"(SELECT row_to_json(work) FROM (SELECT {_WORK}) AS work) AS work",  # noqa: S608
}


_STAY = "SELECT {owner}::text FROM {ties} AS event WHERE pgh_change_id = page.id"
_LEFT = """
SELECT earlier.{owner}::text FROM {ties} AS event CROSS JOIN LATERAL (
    SELECT {owner} FROM {ties} AS held WHERE held.pgh_obj_id = event.pgh_obj_id AND held.pgh_id < event.pgh_id
    ORDER BY held.pgh_id DESC LIMIT 1
) AS earlier WHERE event.pgh_change_id = page.id"""


class Sort(NamedTuple):
    """A sort of record: which events touch it, and how it is written. Its place in `SORTS` is its rank in a change."""

    name: str
    log: str
    columns: str
    ties: Sequence[Ties] = ()
    key: str = "bigint"
    identity: str = "pgh_obj_id"
    shown: str = "true"
    moved_to: str = "NULL::text"
    is_told_once: bool = False

    def touching(self, rank: int) -> str:
        """Write the question which records of this sort the changes of a `page` touched."""
        own = f"SELECT pgh_obj_id::text FROM {self.log} AS event WHERE pgh_change_id = page.id"  # noqa: S608
        ties = [part.format(**each._asdict()) for each in self.ties for part in (_STAY, _LEFT)]
        parts = " UNION ".join([own, *ties])
        return f"SELECT position, {rank} AS rank, told.key FROM page CROSS JOIN LATERAL ({parts}) AS told(key)"  # noqa: S608

    def records(self) -> str:
        """Write the question how such records stood at positions."""
        last = {"log": self.log, "key": self.key, "shown": self.shown}
        ties = [_TIED_LATER.format(**each._asdict()) for each in self.ties]
        later = " OR ".join([_LATER.format(**last), *ties]) if self.is_told_once else "false"
        return _RECORDS.format(
            identity=self.identity,
            moved_to=self.moved_to,
            columns=self.columns,
            now=_LAST.format(**last),
            before=_BEFORE.format(**last),
            later=later,
        )


def _columns(*names: str) -> str:
    return ", ".join(f"now.{name}" for name in names)


def _word(name: str, log: str, columns: str) -> Sort:
    return Sort(name, log, columns, key="text", identity="slug")


# What others stand on comes first: whoever applies them in order meets no record that is not there yet.
SORTS = (
    _word("kind", "places_kindevent", _columns("slug", "label", "label_en", "standard_codes", "needs")),
    _word(
        "service",
        "places_serviceevent",
        f"{_columns('slug', 'label', 'label_en')}, now.group, {_columns('standard_label', 'needs')}",
    ),
    _word(
        "family",
        "network_familyevent",
        _columns("slug", "label", "label_en", "purpose", "purpose_en", "side", "services"),
    ),
    Sort("organisation", "network_organisationevent", f"now.pgh_obj_id AS id, {_columns('slug', 'name', 'website')}"),
    Sort(
        "network",
        "network_networkevent",
        f"now.pgh_obj_id AS id, {_columns('slug', 'name')}, now.family, "
        f"{_columns('shows_service', 'description', 'website', 'colour')}, "
        f"{_columns('started_on', 'started_precision', 'ended_on', 'ended_precision', 'is_end_exact')}, "
        f"{ORGANISATIONS}",
        ties=[FACILITATIONS],
    ),
    Sort(
        "place",
        "places_placeevent",
        f"{', '.join(_WRITTEN.get(name, f'now.{name}') for name in ROW)}, {BESIDE_PLACE}",
        ties=TIES_OF_PLACE,
        identity="uuid",
        shown=f"event.status = '{Status.PUBLISHED}'",
        moved_to="(SELECT uuid::text FROM places_place AS kept WHERE kept.id = now.merged_into_id)",
        is_told_once=True,
    ),
)
_ALL = " UNION ALL ".join(sort.touching(rank) for rank, sort in enumerate(SORTS))
_TOUCHED = f"""
WITH page AS MATERIALIZED (SELECT id, position FROM places_change WHERE position BETWEEN %s AND %s)
SELECT position, rank, key FROM ({_ALL}) AS touched
ORDER BY position, rank, key COLLATE "C" OFFSET %s LIMIT %s
"""  # noqa: S608

Touch = tuple[int, int, str]  # position, rank of the sort, key


@dataclass(frozen=True, slots=True)
class Told:
    """A change as it is told: what it made of each record, as JSON texts; `is_whole` unless the rest comes next."""

    position: int
    at: datetime
    door: str
    touches_land: bool
    cursor: Cursor
    items: list[str]
    is_whole: bool

    def write(self) -> str:
        """Write it as JSON."""
        head = {
            "cursor": str(self.cursor),
            "at": self.at.isoformat(),
            "door": self.door or None,
            "land": self.touches_land,
            "is_whole": self.is_whole,
        }
        return f'{compact(head)[:-1]},"items":[{",".join(self.items)}]}}'


@dataclass(frozen=True, slots=True)
class Page:
    """The changes after a cursor, the cursor after the last of them, and whether there are more already."""

    changes: list[Told]
    cursor: Cursor
    has_more: bool


def page_after(cursor: Cursor, *, limit: int, most_records: int = MOST_RECORDS) -> Page:
    """Tell what was committed after a cursor: at most `limit` changes, and `most_records` records in them all."""
    changes = list(_after(cursor)[: limit + 1])
    found, has_more = changes[:limit], len(changes) > limit
    if not found:
        return Page([], cursor, has_more=False)
    touches = _touches(found, cursor.within, most_records + 1)
    over = touches[most_records] if len(touches) > most_records else None
    if over is None:
        return _page(_told(found, touches, cursor), has_more=has_more)
    kept = touches[:most_records]
    is_split = kept[-1][0] == over[0]
    whole = [change for change in found if _position(change) < over[0] + is_split]
    return _page(_told(whole, kept, cursor, is_split=is_split), has_more=True)


def _page(told: Iterator[Told], *, has_more: bool) -> Page:
    changes = list(told)
    return Page(changes, changes[-1].cursor, has_more)


def is_behind(cursor: Cursor) -> bool:
    """Tell whether anything was committed after a cursor, or is left of the change in which it stands."""
    return bool(_after(cursor).exists())


def _after(cursor: Cursor) -> Any:  # noqa: ANN401  a queryset of changes
    return Change.objects.after(cursor.position - bool(cursor.within)).select_related("context")


def _position(change: Change) -> int:
    assert change.position is not None, "a change that was committed"
    return change.position


def _touches(changes: list[Change], skipped: int, most: int) -> list[Touch]:
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, [changes[0].position, changes[-1].position, skipped, most])
        touches: list[Touch] = cursor.fetchall()
        return touches


def _told(changes: list[Change], touches: list[Touch], since: Cursor, *, is_split: bool = False) -> Iterator[Told]:
    items, touched = _items(touches), defaultdict[int, list[Touch]](list)
    for touch in touches:
        touched[touch[0]].append(touch)
    for change in changes:
        position = _position(change)
        of_it, is_whole = touched[position], not (is_split and change is changes[-1])
        given = len(of_it) + (since.within if position == since.position else 0)
        cursor = Cursor(position) if is_whole else Cursor(position, given)
        shown = [items[touch] for touch in of_it if touch in items]
        yield Told(position, change.at, change.door, change.touches_land, cursor, shown, is_whole)


def _items(touches: Iterable[Touch]) -> dict[Touch, str]:
    """Write the records of these touches; those that nobody may read, before nor after, are left out."""
    asked = defaultdict[int, list[Touch]](list)
    for touch in touches:
        asked[touch[1]].append(touch)
    return {touch: text for rank, some in asked.items() for touch, text in _written(rank, some)}


def _written(rank: int, touches: list[Touch]) -> Iterator[tuple[Touch, str]]:
    sort = SORTS[rank]
    positions, keys = [touch[0] for touch in touches], [touch[2] for touch in touches]
    with connection.cursor() as cursor:
        cursor.execute(sort.records(), [positions, keys])
        for position, key, identity, moved_to, record in cursor.fetchall():
            known = {"sort": sort.name, "id": int(identity) if sort.identity == "pgh_obj_id" else identity}
            moved = {"moved_to": moved_to} if moved_to and record is None else {}
            yield (position, rank, key), f'{compact(known | moved)[:-1]},"record":{record or "null"}}}'
