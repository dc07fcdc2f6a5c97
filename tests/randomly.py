"""How much tests try of what is endless: little and the same in each run, or much and anew where one has the time."""

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

Value = TypeVar("Value")


def is_long() -> bool:
    """Tell whether this is a long run, which tries all that there is to try."""
    return settings.get_current_profile_name() == "long"


def dealt(values: Sequence[Value], hand: int, hands: int) -> Sequence[Value]:
    """Deal values out between those that take them, the first being hand 0; in a long run each takes them all."""
    return values if is_long() else values[hand % hands :: hands]


def drawn(examples: int, **more: Any) -> settings:
    """Have Hypothesis draw so many examples; fifty times as many in a long run.

    What a fixture made stays from one example to the next: who writes undoes it.
    """
    return settings(
        max_examples=examples * (50 if is_long() else 1),
        derandomize=not is_long(),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )
