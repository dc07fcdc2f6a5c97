"""An import and its lines, as programs read them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from network.importing.mapping import Plan
from network.importing.repairs import Note, Refusal, Repair
from network.importing.summary import outcomes_of
from network.models import Import, ImportLine
from network.models.imports import Decision, Outcome, Stage
from places.models import Place

_FOUND, _REFUSED = {**dict(Note.choices), **dict(Repair.choices)}, dict(Refusal.choices)
Record = dict[str, Any]


def brief(batch: Import) -> Record:
    """Tell of a file in a list."""
    network = batch.source.network
    assert network is not None, "only those of a network are listed"
    return {
        "id": batch.pk,
        "network": network.slug,
        "source": batch.source.name,
        "file_name": batch.file_name,
        "day": batch.day,
        "stage": batch.stage,
        "received_at": batch.created_at,
    }


def record(batch: Import) -> Record:
    """Tell how far a file has come, and what was found of it."""
    notes, plan = batch.notes, Plan.of(batch.plan)
    is_read = batch.stage not in (Stage.MAPPING, Stage.READING)
    return {
        **brief(batch),
        "said": batch.said,
        "sheet": batch.sheet,
        "sheets": notes.get("sheets", []),
        "columns": [_column(heading, plan, notes.get("sample", {})) for heading in batch.columns],
        "kinds": plan.kinds,
        "joins": batch.joins,
        "lines_read": batch.lines_read,
        "outcomes": _outcomes(batch) if is_read else [],
        "found": counted(notes.get("file", {})),
        "repairs": counted(notes.get("repairs", {})) if is_read else [],
        "refusals": [_refusal(*each) for each in notes.get("cuts", [])] if is_read else [],
        "change": batch.change,
        "settled_at": batch.settled_at,
    }


def _column(heading: str, plan: Plan, sample: Mapping[str, list[str]]) -> Record:
    return {"heading": heading, "target": plan.columns.get(heading) or None, "sample": sample.get(heading, [])}


def _outcomes(batch: Import) -> list[Record]:
    found = outcomes_of(batch)
    return [
        {"outcome": outcome.value, "label": outcome.label, "count": counts.total(), "taken": _taken(counts)}
        for outcome in Outcome
        if (counts := found.get(outcome))
    ]


def _taken(counts: Mapping[str, int]) -> int:
    return sum(count for decision, count in counts.items() if decision != Decision.LEAVE)


def counted(counts: Mapping[str, int]) -> list[Record]:
    """Tell each thing that was found or mended, in words too."""
    return [{"name": name, "label": str(_FOUND.get(name, name)), "count": count} for name, count in counts.items()]


def _refusal(name: str, column: str, count: int, values: Sequence[Any]) -> Record:
    said = [{"text": text, "count": many, "lines": lines} for text, many, lines in values]
    return {**_reason(name, column), "count": count, "values": said}


def _reason(name: str, column: str) -> Record:
    return {"name": name, "label": str(_REFUSED.get(name, name)), "column": column or None}


def lines(batch: Iterable[ImportLine]) -> list[Record]:
    """Tell what lines say, and what they would do. Evaluates, in two queries."""
    these = list(batch)
    keys = {line.place_id for line in these} | {each["place"] for line in these for each in line.candidates}
    named = Place.objects.in_bulk([key for key in keys if key])
    return [_line(line, named) for line in these]


def _line(line: ImportLine, named: Mapping[int, Place]) -> Record:
    place = named.get(line.place_id or 0)
    mended = {name: line.repairs.count(name) for name in dict.fromkeys(line.repairs)}
    return {
        "id": line.pk,
        "number": line.number or None,
        "key": line.key,
        "outcome": line.outcome,
        "decision": line.decision,
        "place": place.slug if place else None,
        "values": line.values | ({"kinds": line.kinds} if line.kinds and not line.values.get("kinds") else {}),
        "differences": line.differences,
        "candidates": [_candidate(each, named[each["place"]]) for each in line.candidates if each["place"] in named],
        "repairs": counted(mended),
        "refusals": [{**_reason(name, column), "text": text} for name, column, text in line.cuts],
    }


def _candidate(said: Mapping[str, Any], place: Place) -> Record:
    return {"place": place.slug, "name": place.name, "score": said["score"], "reasons": said["reasons"]}
