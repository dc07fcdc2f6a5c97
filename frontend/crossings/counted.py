"""The four states as a page counts them, and as it draws them in one bar."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from network.choices import State
from network.overlap.question import Sum, Summary
from network.overlap.states import GroupState


@dataclass(frozen=True, slots=True)
class CountedState:
    """A state on a day, and its name: how many communes, of how many people, and how many places; None: unknown."""

    state: State
    label: str
    communes: Sum | None
    places: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the bar of inhabitants, in hundredths of its length, written as SVG does."""

    state: State
    start: str
    length: str


def counted(
    summary: Summary, by_place: Summary, names: Mapping[State, str], unknown: Collection[State]
) -> list[CountedState]:
    """Count each state of communes and of places, but for those of which nobody knows."""
    numbers = {state: None if state in unknown else (summary[state], by_place[state].count) for state in State}
    return [CountedState(state, names[state], *(found or (None, None))) for state, found in numbers.items()]


def bands(summary: Summary, unknown: Collection[State] = ()) -> list[Band]:
    """Share a bar between the states, by inhabitants; unknown ones are empty, and all where nobody is known to live."""
    everyone = sum(part.population for part in summary.values())
    found, start = [], 0.0
    for state in State:
        length = 100 * summary[state].population / everyone if everyone and state not in unknown else 0
        found.append(Band(state, f"{start:.2f}", f"{length:.2f}"))
        start += length
    return found


def parts_of(summary: Summary, unknown: Collection[State]) -> list[Sum | None]:
    """The sum of each state; None for those of which nobody knows."""
    return [None if state in unknown else summary[state] for state in State]


def by_name(groups: Iterable[GroupState], unknown: Collection[State]) -> list[tuple[GroupState, list[Sum | None]]]:
    """Each group with its four states, as one looks for a name; the communes of no group come last."""
    named = sorted(groups, key=lambda group: (group.name is None, (group.name or "").casefold()))
    return [(group, parts_of(group.summary, unknown)) for group in named]
