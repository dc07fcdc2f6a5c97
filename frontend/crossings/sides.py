"""The two sides that a page compares: who may be chosen, and how each is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.choices import Family, Overlap
from network.models import Network
from network.overlap.question import Side

DEFAULTS = {"a": (Family.MEDIATION.value,), "b": (Family.BUSINESS_SUPPORT.value,)}
LABELS = {"a": gettext_lazy("Côté A"), "b": gettext_lazy("Côté B")}
# The state of the map that each side has alone, whose hatch it wears.
HATCHES = {"a": Overlap.MEDIATION, "b": Overlap.BUSINESS_SUPPORT}
# A name longer than this, or made of more, would drown the sentence that it stands in.
LONGEST, MOST = 60, 2


@dataclass(frozen=True, slots=True)
class Called:
    """How a side is called: within a sentence, at the head of a column, and in full."""

    inline: str
    label: str
    full: str

    @property
    def is_short(self) -> bool:
        """Tell whether the name within a sentence leaves the networks unsaid."""
        return self.label != self.full


@dataclass(frozen=True, slots=True)
class FamilyTicks:
    """A family that a side may be, whole, and its networks: the (slug, name, is ticked) of each."""

    value: str
    label: str
    is_ticked: bool
    networks: list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class SideTicks:
    """All that a side may be, and in words what it is. `hatch` is the state whose hatch it wears."""

    name: str
    label: str
    hatch: Overlap
    families: list[FamilyTicks]
    said: Called


def canonical(names: Iterable[str], networks: Iterable[Network]) -> tuple[str, ...]:
    """Put the names of a side in one order: families first, and no network whose whole family is named."""
    asked = set(names)
    families = [family for family in Family.values if family in asked]
    return (*families, *(known.slug for known in networks if known.slug in asked and known.family not in families))


def ticks(sides: Mapping[str, Side], networks: Iterable[Network]) -> list[SideTicks]:
    """Give what may be chosen for each side, and what is."""
    known, names = list(networks), called(sides)
    return [
        SideTicks(name, str(LABELS[name]), HATCHES[name], _families(side, known), names[name])
        for name, side in sides.items()
    ]


def called(sides: Mapping[str, Side]) -> dict[str, Called]:
    """Name each side."""
    return {name: _called(side, str(LABELS[name]), _in_sentence()[name]) for name, side in sides.items()}


def labels(sides: Mapping[str, Side]) -> dict[Overlap, str]:
    """Name the four states. The two families keep the names that the whole directory gives them."""
    if all(side.names == DEFAULTS[name] for name, side in sides.items()):
        return {state: str(state.label) for state in Overlap}
    names = called(sides)
    alone = _("%(side)s seulement")
    return {
        Overlap.BOTH: str(Overlap.BOTH.label),
        HATCHES["a"]: alone % {"side": names["a"].label},
        HATCHES["b"]: alone % {"side": names["b"].label},
        Overlap.NONE: _("Aucun des deux"),
    }


def _families(side: Side, networks: list[Network]) -> list[FamilyTicks]:
    whole = {
        Family.MEDIATION: _("Toute la médiation numérique"),
        Family.BUSINESS_SUPPORT: _("Tout l’appui aux entreprises"),
    }
    return [
        FamilyTicks(
            family.value,
            whole[family],
            family in side.names,
            [(known.slug, known.name, known.slug in side.names) for known in networks if known.family == family],
        )
        for family in Family
    ]


def _called(side: Side, letter: str, in_sentence: str) -> Called:
    full = side.label
    if len(side.names) <= MOST and len(full) <= LONGEST:
        is_family = side.names[0] in Family.values
        return Called(f"{full[0].lower()}{full[1:]}" if is_family else full, full, full)
    number = {"count": len(side.networks)}
    return Called(in_sentence % number, _("%(side)s (%(count)s réseaux)") % (number | {"side": letter}), full)


def _in_sentence() -> dict[str, str]:
    return {"a": _("le côté A (%(count)s réseaux)"), "b": _("le côté B (%(count)s réseaux)")}
