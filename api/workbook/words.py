"""What the API says in slugs, in the words of screens."""

from collections.abc import Mapping
from typing import Any

from api.renderers import compact
from network.choices import SideName
from network.models import Family, Network
from network.overlap.question import Known, state_labels
from places.choices import Audience, Fee, Precision, Wheelchair
from places.models import Kind, Service

Labels = Mapping[str, str]


class Words:
    """The label of each slug, by the columns that hold it; the vocabulary is read once for a workbook."""

    def __init__(self) -> None:
        states: Labels = {state.value: label for state, label in Known.read_families().state_labels.items()}
        sides: Labels = {side.value: str(side.label) for side in SideName}
        names: Labels = dict(Network.objects.values_list("slug", "name"))
        families: Labels = {family.slug: str(family) for family in Family.objects.all()}
        asked = {**names, **families}
        self.labels: dict[str, Labels] = {
            "kinds": {kind.slug: str(kind) for kind in Kind.objects.all()},
            "services": {service.slug: str(service) for service in Service.objects.all()},
            "networks": names,
            "overlap": states,
            **dict.fromkeys(("a", "b", "side_a", "side_b", "among"), asked),
            **dict.fromkeys(("could_be", "unconfirmed", "at_least_since", "first_seen"), sides),
            "precision": _choices(Precision),
            "publics": _choices(Audience),
            "fees": _choices(Fee),
            "wheelchair": _choices(Wheelchair),
        }

    def name_sides(self, said: Mapping[str, Any]) -> None:
        """Call the states by the sides that an answer compares, where it does."""
        if "side_a" in said:
            sides = {side: self.of(f"side_{side.value}", said[f"side_{side.value}"].split(";")) for side in SideName}
            states: Labels = {state.value: label for state, label in state_labels(sides).items()}
            self.labels |= dict.fromkeys(("state", "state_before", "state_after"), states)

    def of(self, column: str, value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
        """Say a value, or each of a list; what has no label is said as it is."""
        labels = self.labels.get(column, {})
        if isinstance(value, list):
            return ", ".join(labels.get(one, one) if isinstance(one, str) else compact(one) for one in value)
        return labels.get(value, value) if isinstance(value, str) else value


def _choices(choices: Any) -> Labels:  # noqa: ANN401  a class of choices
    return {str(value): str(label) for value, label in choices.choices}
