"""What stays of a workshop: what the room proposed, with its votes and what became of it, to read and to take away."""

import csv
from collections import Counter
from collections.abc import Callable
from io import StringIO
from typing import Any, NamedTuple

from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.workshop.aired import Drawn, drawn, points_of
from frontend.workshop.room import line_of
from network.choices import Contributed, Phase
from network.models import Contribution, Workshop
from network.models.workshop import CODE_LENGTH
from network.workshops.territories import territories_of
from network.workshops.told import record_of, rows_of, table_of, told_of

FORMS = (("csv", "CSV"), ("json", "JSON"), ("geojson", "GeoJSON"))


class Part(NamedTuple):
    """One sort of what the room proposed: each line with its votes, the most voted first; and what became of it."""

    title: str
    lines: list[tuple[str, int, str]]


class Kept(NamedTuple):
    """What stays: by sort, on the land, and in figures; nobody is counted once people have been forgotten."""

    parts: list[Part]
    drawn: list[Drawn]
    proposals: int
    votes: int
    people: int


def kept_of(workshop: Workshop) -> Kept:
    """Read what the room proposed and was shown."""
    rows = rows_of(workshop)
    votes = sum(vars(row)["count"] for row in rows)
    return Kept(_parts(rows), drawn(rows, territories_of(workshop)), len(rows), votes, workshop.participants.count())


def _parts(rows: list[Contribution]) -> list[Part]:
    told = [row for row in rows if not row.supposition]
    found = {kind: [row for row in told if row.kind == kind] for kind in Contributed}
    supposed = [Part(_("Et si… ?"), _lines([row for row in rows if row.supposition]))]
    return [part for part in supposed if part.lines] + [
        Part(str(kind.label), _cloud(said) if kind == Contributed.WORD else _lines(said))
        for kind, said in found.items()
        if said
    ]


def _lines(rows: list[Contribution]) -> list[tuple[str, int, str]]:
    return [(line_of(row), vars(row)["count"], _became(row)) for row in rows]


def _cloud(rows: list[Contribution]) -> list[tuple[str, int, str]]:
    """All words in one line, each with how often it was said, as the cloud of the screen counts them."""
    words = Counter(row.heading.lower() for row in rows).most_common()
    return [(", ".join(f"{word}\u00a0×\u00a0{count}" if count > 1 else word for word, count in words), 0, "")]


def _became(row: Contribution) -> str:
    """Where the suggestion stands that it was taken over as; "" for one that was not."""
    return row.taken_as.get_state_display() if row.taken_as else ""


@require_safe
def taken_away(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Write what the room proposed as `csv`, `json` or `geojson`, without whose it is.

    Raises:
        Http404: there is no such workshop, or it is being prepared, or no such form.

    """
    public = Workshop.objects.filter(phase__in=[Phase.OPEN, Phase.CLOSED])
    kept = get_object_or_404(public, code=code.upper()[:CODE_LENGTH])
    write = _WRITES.get(form)
    if write is None:
        raise Http404
    answer = write(kept, rows_of(kept))
    answer["Content-Disposition"] = f'attachment; filename="croisee-{kept.code.lower()}.{form}"'
    return answer


def _as_json(workshop: Workshop, rows: list[Contribution]) -> HttpResponse:
    return JsonResponse(told_of(workshop, rows))


def _as_csv(workshop: Workshop, rows: list[Contribution]) -> HttpResponse:
    text = StringIO()
    csv.writer(text).writerows(table_of(workshop, rows))
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def _as_geojson(workshop: Workshop, rows: list[Contribution]) -> HttpResponse:
    features = [
        {"type": "Feature", "geometry": _geometry(points), "properties": record_of(row)}
        for row, points in zip(rows, points_of(rows, territories_of(workshop)), strict=True)
    ]
    said = {name: value for name, value in told_of(workshop, rows).items() if name != "contributions"}
    return JsonResponse(
        {"type": "FeatureCollection", **said, "features": features}, content_type="application/geo+json"
    )


def _geometry(points: list[Point]) -> dict[str, Any] | None:
    """Nothing, a point, or the way from one to the next."""
    if not points:
        return None
    where = [[round(point.x, 6), round(point.y, 6)] for point in points]
    return (
        {"type": "LineString", "coordinates": where} if len(where) > 1 else {"type": "Point", "coordinates": where[0]}
    )


_WRITES: dict[str, Callable[[Workshop, list[Contribution]], HttpResponse]] = {
    "csv": _as_csv,
    "json": _as_json,
    "geojson": _as_geojson,
}
