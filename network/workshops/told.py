"""What a room proposed, as a file that can be checked: its rule, its position in the log, and a digest of all of it.

`manage.py recompute` counts it again, whether it was taken away as JSON, GeoJSON or CSV.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _

from network.choices import Airing
from network.models import Contribution, Workshop
from network.overlap.figures import Position, digest_of, json_in, last_position, read_checked
from places.models import Change

FORMAT = "croisee-workshop-1"
LICENCE = "Licence Ouverte 2.0"
COLUMNS = ("kind", "heading", "words", "theme", "place", "other", "network", "stops", "votes", "became", "if")
# What each row of a table bears to be checked by: a table has no room beside its rows.
_CHECKED = ("code", "position", "at", "digest")
_HEAD = [*COLUMNS, *_CHECKED]
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Told(NamedTuple):
    """What a file tells of a workshop: which, where the log stood, its counts, and each proposal, cell by cell."""

    code: str
    position: int
    at: str
    counts: dict[str, int]
    proposals: list[list[str]]


def rows_of(workshop: Workshop) -> list[Contribution]:
    """Read what the room was shown, the most voted first, each with its `count` of votes."""
    shown = workshop.contributions.filter(state=Airing.SHOWN).annotate(count=Count("votes"))
    return list(shown.select_related("place", "other", "taken_as").order_by("-count", "made_at", "pk"))


def record_of(row: Contribution) -> dict[str, Any]:
    """What a row says, under the names of the columns; not whose it is."""
    said = (row.kind, row.heading, row.words or "", row.theme, row.place_said, row.other_said, row.network_said)
    became = row.taken_as.state if row.taken_as else ""
    return dict(zip(COLUMNS, (*said, list(row.stops), vars(row)["count"], became, row.supposition), strict=True))


def told_of(workshop: Workshop, rows: list[Contribution]) -> dict[str, Any]:
    """Write what can be counted again, and all that is needed for that; the last member is the digest."""
    at = last_position()
    told = {
        "format": FORMAT,
        "code": workshop.code,
        "workshop": workshop.title,
        "day": workshop.day.isoformat() if workshop.day else None,
        "licence": LICENCE,
        "rule": _("Ce qui est montré à la salle ; une voix par personne et par proposition."),
        "position": at.number,
        "at": at.at,
        "counts": {"proposals": len(rows), "votes": sum(vars(row)["count"] for row in rows)},
        "contributions": [record_of(row) for row in rows],
    }
    return told | {"digest": digest_of(told)}


def table_of(workshop: Workshop, rows: list[Contribution]) -> list[list[str]]:
    """Write the same as a table, its head first; each row bears the digest of all of them."""
    at = last_position()
    cells = [[*cells_of(record_of(row)), workshop.code, str(at.number), at.at] for row in rows]
    digest = digest_of({"rows": cells})
    return [_HEAD, *([*row, digest] for row in cells)]


def cells_of(record: Mapping[str, Any]) -> list[str]:
    """Write what a row says as cells, none of which a spreadsheet takes for a formula."""
    return [_cell(record.get(name, "")) for name in COLUMNS]


def _cell(value: Any) -> str:  # noqa: ANN401  a text, a number or a list
    text = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def read_told(text: bytes) -> Told | None:
    """Read such a file, in whichever form it was taken away; None: it is none of them.

    Raises:
        ValidationError: it cannot be read, or it is not as it was written.

    """
    table = _table_in(text)
    if table:
        return _read_table(table)
    told = json_in(text)
    return _read_members(_without_shapes(told)) if told.get("format") == FORMAT else None


def told_now(workshop: Workshop) -> Told:
    """Tell what the room proposed as it is now."""
    rows = rows_of(workshop)
    return _told(workshop.code, last_position(), [cells_of(record_of(row)) for row in rows])


def _without_shapes(told: Mapping[str, Any]) -> dict[str, Any]:
    """Of GeoJSON, what its features tell beside where they are, as JSON tells it; JSON as it is."""
    if "features" not in told:
        return dict(told)
    features = told["features"] if isinstance(told["features"], list) else []
    kept = {name: value for name, value in told.items() if name not in {"type", "features"}}
    return kept | {"contributions": [one.get("properties") for one in features if isinstance(one, dict)]}


def _read_members(members: Mapping[str, Any]) -> Told:
    text = json.dumps(members).encode()
    told = read_checked(text, FORMAT, counts=dict, contributions=list, code=str, position=int, at=str)
    at = Position(told["position"], told["at"])
    proposals = [cells_of(row) for row in told["contributions"] if isinstance(row, dict)]
    return _told(told["code"], at, proposals)._replace(counts=told["counts"])


def _table_in(text: bytes) -> list[list[str]]:
    """Read a table that has our head, as it was written or as a spreadsheet writes it here; none of anything else."""
    try:
        written = text.decode("utf-8-sig")
        first = written.partition("\n")[0].strip()
        (mark,) = [mark for mark in (",", ";", "\t") if first.replace('"', "").split(mark) == _HEAD]
        return list(csv.reader(StringIO(written, newline=""), delimiter=mark))
    except (ValueError, csv.Error):
        return []


def _read_table(table: list[list[str]]) -> Told:
    rows = [row for row in table[1:] if row]
    if not rows:
        raise ValidationError(_("Ce tableau ne dit aucune proposition : il n’y a rien à recompter."))
    are_whole = all(len(row) == len(_HEAD) for row in rows)
    if not are_whole or {row[-1] for row in rows} != {digest_of({"rows": [row[:-1] for row in rows]})}:
        raise ValidationError(_("Ce fichier a été modifié : son empreinte n’est pas la sienne."))
    code, position, at = rows[0][len(COLUMNS) : -1]
    return _told(code, Position(_number(position), at), [row[: len(COLUMNS)] for row in rows])


def _number(cell: str) -> int:
    return int(cell) if cell.isascii() and cell.isdigit() else 0


def _told(code: str, at: Position, proposals: Iterable[list[str]]) -> Told:
    """Tell all but what became of it since: that goes on, and is no figure of the workshop."""
    became, votes = COLUMNS.index("became"), COLUMNS.index("votes")
    said = [[*row[:became], "", *row[became + 1 :]] for row in proposals]
    counts = {"proposals": len(said), "votes": sum(_number(row[votes]) for row in said)}
    return Told(code, at.number, at.at, counts, said)


def end_of(workshop: Workshop) -> Position | None:
    """Find where the log stood when a workshop ended; None while it goes on, or where nothing was known yet."""
    last = Change.objects.committed().filter(at__lte=workshop.closed_at).newest_first() if workshop.closed_at else ()
    found = next(iter(last[:1]), None)
    return Position(found.position or 0, found.at.isoformat()) if found else None
