"""What was mended and refused of a file, summed up once its lines are in the database: a page tells it at once."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count

from network.models import Import, ImportLine

_REPAIRS = """
SELECT name, count(*) FROM network_importline, jsonb_array_elements_text(repairs) AS name
WHERE batch_id = %s GROUP BY name ORDER BY count(*) DESC, name
"""
_CUTS = """
SELECT cut->>0, cut->>1, cut->>2, count(*), (array_agg(number ORDER BY number))[1:8]
FROM network_importline, jsonb_array_elements(cuts) AS cut WHERE batch_id = %s
GROUP BY cut->>0, cut->>1, cut->>2 ORDER BY count(*) DESC, cut->>2
"""
_MOST_VALUES = 20
Row = tuple[str, str, str, int, list[int]]


def outcomes_of(batch: Import) -> dict[str, Counter[str]]:
    """Tell how many lines of an import would do what, by what is decided of them, as it is kept with the import."""
    kept = batch.notes["outcomes"] if "outcomes" in batch.notes else counted(batch.pk)
    return {outcome: Counter(decisions) for outcome, decisions in kept.items() if sum(decisions.values())}


def counted(batch: int) -> dict[str, dict[str, int]]:
    """Count the lines of an import: by what they would do, then by what is decided of them. Evaluates."""
    found: dict[str, dict[str, int]] = {}
    lines = ImportLine.objects.filter(batch=batch).order_by().values_list("outcome", "decision")
    for outcome, decision, count in lines.annotate(count=Count("pk")):
        found.setdefault(outcome, {})[decision] = count
    return found


def summary(batch: int) -> dict[str, Any]:
    """Count what the lines would do, and the repairs by name; group the refusals by reason, column and value."""
    with connection.cursor() as cursor:
        cursor.execute(_REPAIRS, [batch])
        repairs = dict(cursor.fetchall())
        cursor.execute(_CUTS, [batch])
        return {"outcomes": counted(batch), "repairs": repairs, "cuts": _grouped(cursor.fetchall())}


def _grouped(rows: Iterable[Row]) -> list[Any]:
    found: dict[tuple[str, str], list[Any]] = {}
    for reason, column, text, count, lines in rows:
        found.setdefault((reason, column), []).append([text, count, lines])
    told = [
        [reason, column, sum(each[1] for each in values), values[:_MOST_VALUES]]
        for (reason, column), values in found.items()
    ]
    return sorted(told, key=lambda each: -each[2])
