"""What we would have another directory correct, as a file under its own headings."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from frontend.peers.doors import findings_of, peer_of
from frontend.workspace.doors import for_keepers
from network.models import Finding
from network.models.imports import Stage
from network.peers.corrections import Corrections
from network.services.imports.peers import standing_of_all
from places.models import Place

_AT_ONCE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@for_keepers
def corrections(request: HttpRequest, key: int, form: str) -> HttpResponse:
    """Write the rows that we know better than they, as CSV or JSON.

    Raises:
        Http404: there is no such peer, or it is not hers; nothing was compared yet; or no file of this form.

    """
    source = peer_of(request, key)
    batch = source.imports.filter(stage=Stage.COMPARED).first()
    if batch is None or form not in _WRITTEN:
        raise Http404

    def address(place: Place) -> str:
        return request.build_absolute_uri(reverse("frontend:place", args=[place.slug]))

    writer = Corrections(batch, address)
    decided = findings_of(request, source).exclude(decided_at=None).select_related("place")
    write, kind = _WRITTEN[form]
    answer = HttpResponse(write(writer.columns, writer.rows(_with_ours(decided))), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="corrections-{source.slug}.{form}"'
    return answer


def _with_ours(found: Any) -> Iterator[tuple[Finding, dict[str, Any]]]:  # noqa: ANN401  a queryset
    listed = list(found)
    for start in range(0, len(listed), _AT_ONCE):
        chunk = listed[start : start + _AT_ONCE]
        standing = standing_of_all({each.place_id for each in chunk if each.place_id})
        yield from ((each, standing.get(each.place_id or 0, {})) for each in chunk)


def _as_csv(columns: list[str], rows: Iterator[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(_plain, columns))
    writer.writerows([_plain(row.get(name)) for name in columns] for row in rows)
    return out.getvalue()


def _plain(value: Any) -> Any:  # noqa: ANN401  a cell
    """Write a cell so that no spreadsheet takes it for a formula; a telephone is none."""
    is_formula = isinstance(value, str) and value.startswith(_FORMULA) and not value[1:].isdigit()
    return f"'{value}" if is_formula else value


def _as_json(_columns: list[str], rows: Iterator[dict[str, Any]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


_WRITTEN = {
    "csv": (_as_csv, "text/csv; charset=utf-8"),
    "json": (_as_json, "application/json; charset=utf-8"),
}
