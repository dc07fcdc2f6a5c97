"""What a room proposed, as a file that can be checked: its rule, its position in the log, and a digest of all of it.

`manage.py recompute` counts it again.
"""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from network.choices import Airing
from network.models import Contribution, Workshop
from network.overlap.figures import Position, digest_of, last_position, read_checked
from places.models import Change

FORMAT = "croisee-workshop-1"
LICENCE = "Licence Ouverte 2.0"
COLUMNS = ("kind", "heading", "words", "theme", "place", "other", "network", "stops", "votes", "became", "if")


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


def read_told(text: bytes) -> dict[str, Any]:
    """Read such a file.

    Raises:
        ValidationError: it is something else, or it is not as it was written.

    """
    return read_checked(text, FORMAT, counts=dict, contributions=list, code=str, position=int, at=str)


def end_of(workshop: Workshop) -> Position | None:
    """Find where the log stood when a workshop ended; None while it goes on, or where nothing was known yet."""
    last = Change.objects.committed().filter(at__lte=workshop.closed_at).newest_first() if workshop.closed_at else ()
    found = next(iter(last[:1]), None)
    return Position(found.position or 0, found.at.isoformat()) if found else None
