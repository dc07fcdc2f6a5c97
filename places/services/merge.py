"""Two people wrote on the same record: what of it can stand together. Pure: it reads nothing and writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of one writer's changes, given what stands now. Each is keyed by the name of a field."""

    to_write: dict[str, Any]
    """What this writer alone changed."""
    disputed: dict[str, Any]
    """What both changed, to different values: this writer's."""
    meanwhile: dict[str, Any]
    """What others alone changed, as it stands."""


def merge(*, seen: Mapping[str, Any], standing: Mapping[str, Any], wanted: Mapping[str, Any]) -> Merge:
    """Merge by field: `seen` is the record as the writer saw it, `standing` as it is, `wanted` what the writer says.

    A field that the writer says again as it was seen is no change of theirs. What both changed alike is no dispute.
    """
    ours = {name: value for name, value in wanted.items() if value != seen.get(name)}
    theirs = {name: value for name, value in standing.items() if name in seen and value != seen[name]}
    return Merge(
        to_write={name: value for name, value in ours.items() if name not in theirs},
        disputed={name: value for name, value in ours.items() if name in theirs and value != theirs[name]},
        meanwhile={name: value for name, value in theirs.items() if name not in ours or ours[name] == value},
    )
