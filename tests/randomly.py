"""How much tests draw at random: little and the same in each run, or much and anew where one has the time."""

from typing import Any

from hypothesis import HealthCheck, settings


def drawn(examples: int, **more: Any) -> settings:
    """Have Hypothesis draw so many examples; fifty times as many in a long run.

    What a fixture made stays from one example to the next: who writes undoes it.
    """
    is_long = settings.get_current_profile_name() == "long"
    return settings(
        max_examples=examples * (50 if is_long else 1),
        derandomize=not is_long,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )
