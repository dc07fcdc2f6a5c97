"""Hours in a form for people: shown as they are said, where their words lead back to them."""

from typing import Any

from places.fields import SpokenHoursField
from places.hours.spoken import told


class ToldHoursField(SpokenHoursField):
    """Opening hours, in words where words say them all."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Say what is stored in words; leave what was typed as it is."""
        return told(value) if isinstance(value, str) else value
