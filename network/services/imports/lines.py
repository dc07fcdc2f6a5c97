"""Lines of a file become lines of the database, which say what each would do."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from network.importing.land import Land
from network.importing.lines import Fate, LineReader, placed
from network.importing.mapping import Plan
from network.importing.matching import Matcher
from network.importing.proposing import Columns, proposal
from network.importing.reading import Cells
from network.importing.words import vocabulary
from network.models import Import
from network.models.imports import Decision, Outcome

_PLAIN = ("number", "key", "outcome", "decision", "place_id", "version")
_JSON = ("values", "kinds", "before", "differences", "candidates", "repairs", "cuts")
_QUOTED = ", ".join(f'"{name}"' for name in ("batch_id", *_PLAIN, *_JSON))
_COPY = f"COPY network_importline ({_QUOTED}) FROM STDIN"
_ABSENT = {"decision": Decision.LEAVE.value} | dict.fromkeys(("values", "differences"), "{}")
_ABSENT |= dict.fromkeys(("kinds", "candidates", "repairs", "cuts"), "[]")
_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Staging:
    """Reads lines of a file, finds the listings that they are of, and writes what each would do."""

    def __init__(self, batch: Import, columns: Sequence[str]) -> None:
        self._batch, self._land = batch, Land()
        self._reader = LineReader(Plan.of(batch.plan), columns, vocabulary(), self._land, timezone.localdate())
        self._matcher = Matcher(batch.source, batch.person, joins=batch.joins)

    def stage(self, cells: Sequence[Cells]) -> None:
        """Write what some lines would do."""
        lines = [line for line in map(self._reader.read, cells) if line.key or line.cuts]
        placed(lines, self._land)
        matches = self._matcher.match([line for line in lines if line.fate is Fate.READ])
        _write(self._batch.pk, [proposal(line, matches) for line in lines])


def _write(batch: int, rows: Sequence[Columns]) -> None:
    """Write lines as PostgreSQL copies them: making a row of the model of each took longer than reading it."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            plain = [row[name] if name in row else _ABSENT.get(name) for name in _PLAIN]
            texts = [_write_json(said) if (said := row.get(name)) else _ABSENT.get(name) for name in _JSON]
            copy.write_row((batch, *plain, *texts))


# A key that stands twice: the line that says the same is read once, one that says anything else is refused. What is new
# in a table has no statistics: nothing here is joined but by its primary key, so that no plan is quadratic.
_REPEATED = """
WITH named AS (
    SELECT id, row_number() OVER one AS nth, first_value(id) OVER one AS first FROM network_importline
    WHERE batch_id = %(batch)s AND outcome NOT IN ('refused', 'outside', 'vanished')
    WINDOW one AS (PARTITION BY key ORDER BY number, id)
), twice AS MATERIALIZED (
    SELECT again.id, again."values" = head."values" AS is_same
    FROM (SELECT id, first FROM named WHERE nth > 1) AS found
        JOIN network_importline AS again USING (id) JOIN network_importline AS head ON head.id = found.first
)
UPDATE network_importline AS line SET outcome = CASE WHEN is_same THEN 'same' ELSE 'refused' END, decision = 'leave',
    place_id = NULL, version = NULL, before = NULL, differences = '{}', candidates = '[]',
    repairs = CASE WHEN is_same THEN repairs || '["repeated"]' ELSE repairs END,
    cuts = CASE WHEN is_same THEN cuts ELSE cuts || jsonb_build_array(jsonb_build_array('same_key', '', key)) END
FROM twice WHERE line.id = twice.id
"""
# What the source named before, and this file does not.
_VANISHED = """
INSERT INTO network_importline (
    batch_id, number, key, outcome, decision, place_id, "values", before, kinds, differences, candidates, repairs, cuts
)
SELECT %(batch)s, 0, record.key, %(vanished)s, %(leave)s, record.place_id, record.said,
    jsonb_build_object('place', record.place_id, 'said', record.said), '[]', '{}', '[]', '[]', '[]'
FROM (
    SELECT key FROM network_sourcerecord WHERE source_id = %(source)s
    EXCEPT SELECT key FROM network_importline WHERE batch_id = %(batch)s
) AS gone JOIN network_sourcerecord AS record ON record.source_id = %(source)s AND record.key = gone.key
    JOIN places_place AS place ON place.id = record.place_id
WHERE place.status = 'published'
ORDER BY record.id
"""


def settle_lines(batch: Import) -> None:
    """Say of all lines together what none says by itself: which repeat another, and which places are gone."""
    given: dict[str, Any] = {
        "batch": batch.pk,
        "source": batch.source_id,
        "vanished": Outcome.VANISHED,
        "leave": Decision.LEAVE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REPEATED, given)
        cursor.execute(_VANISHED, given)
