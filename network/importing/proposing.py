"""What a line would do: create a listing, change one field by field, or nothing."""

from typing import Any

from network.importing.comparing import compare
from network.importing.lines import Cut, Fate, Line
from network.importing.matching import Known, Matches, Standing
from network.importing.repairs import Refusal, Repair
from network.importing.words import Cousins
from network.models.imports import Decision, Outcome
from places.duplicates import Pair, Reasons

Columns = dict[str, Any]


def proposal(line: Line, matches: Matches) -> Columns:
    """Make the columns of an `ImportLine` of a line. Those of another land are counted, and hold nothing."""
    if line.fate is Fate.OUTSIDE:
        return {"number": line.number, "key": line.key, "outcome": Outcome.OUTSIDE}
    known = matches.known.get(line.key) if line.fate is Fate.READ else None
    if line.fate is not Fate.READ:
        found: Columns = {"outcome": Outcome.REFUSED}
    elif known and known.place in matches.quiet:
        found = {"place_id": known.place, "before": _before(known), "outcome": Outcome.SAME}
    elif known and known.place in matches.standing:
        found = of_listing(line, known, matches.standing[known.place or 0], matches.cousins)
    elif known and known.was_recorded:
        found = {"outcome": Outcome.LEFT, "before": _before(known)}
    elif pairs := matches.candidates.get(line.key):
        found = {"outcome": Outcome.SUSPECT, "candidates": [_candidate(pair, matches.reasons) for pair in pairs]}
    else:
        found = _new(line)
    said = {"values": line.values, "kinds": line.kinds, "repairs": line.repairs, "cuts": line.cuts}
    return {"number": line.number, "key": line.key, **said, **found}


def of_listing(line: Line, known: Known, standing: Standing, cousins: Cousins) -> Columns:
    """Tell what a line would change of a listing."""
    differences = compare(known.said, standing.values, line.values, cousins)
    found: Columns = {"place_id": known.place, "version": standing.version, "before": _before(known)}
    if not differences:
        return found | {"outcome": Outcome.SAME}
    if not standing.is_hers:
        line.cuts.append(Cut(Refusal.NOT_HERS.value, "", ""))
        return found | {"outcome": Outcome.LEFT}
    told = {name: difference._asdict() for name, difference in differences.items()}
    return found | {"outcome": Outcome.CHANGED, "decision": Decision.TAKE, "differences": told}


def _before(known: Known) -> Columns | None:
    return {"place": known.place, "said": known.said} if known.was_recorded else None


def _candidate(pair: Pair, words: Reasons) -> Columns:
    alike = pair.likeness
    return {"place": pair.other.key, "score": round(alike.score, 2), "reasons": alike.told(words)}


def _new(line: Line) -> Columns:
    if not line.values.get("kinds") and not line.kinds:
        line.cuts.append(Cut(Refusal.NO_KIND.value, "", line.values["name"]))
        return {"outcome": Outcome.REFUSED}
    if not line.values.get("kinds"):
        line.repairs.append(Repair.KIND_FROM_NAME if line.is_kind_from_name else Repair.KIND_BY_DEFAULT)
    return {"outcome": Outcome.NEW, "decision": Decision.TAKE}
