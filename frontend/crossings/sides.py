"""The two sides that a page compares: who may be chosen, and how each is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from network.choices import SideName, State
from network.models import Family
from network.overlap.question import Known, Side, state_labels

Sides = Mapping[SideName, Side]
# A name longer than this, or made of more, would drown the sentence that it stands in.
LONGEST, MOST = 60, 2


@dataclass(frozen=True, slots=True)
class SideNames:
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
    """A family that a side may be, whole, and its networks: the (slug, name, is ticked) of each.

    `is_usual`: the side is this family as long as nobody asks for others.
    """

    value: str
    label: str
    is_usual: bool
    is_ticked: bool
    networks: list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class SideTicks:
    """All that a side may be, and in words what it is."""

    name: str
    label: str
    families: list[FamilyTicks]
    said: SideNames


def canonical(names: Iterable[str], known: Known) -> tuple[str, ...]:
    """Put the names of a side in one order: families first, and no network whose whole family is named."""
    asked = set(names)
    families = [family.slug for family in known.families if family.slug in asked]
    networks = (one.slug for one in known.networks if one.slug in asked and one.family_id not in families)
    return (*families, *networks)


def ticks(sides: Sides, known: Known) -> list[SideTicks]:
    """What may be chosen for each side, and what is."""
    names = called(sides)
    return [
        SideTicks(
            name.value,
            str(name.label),
            [_ticks_of(family, name, side, known) for family in known.families],
            names[name],
        )
        for name, side in sides.items()
    ]


def called(sides: Sides) -> dict[SideName, SideNames]:
    """Name each side."""
    return {name: _called(side, name) for name, side in sides.items()}


def labels(sides: Sides) -> dict[State, str]:
    """Name the four states."""
    return state_labels({name: said.label for name, said in called(sides).items()})


def _ticks_of(family: Family, name: SideName, side: Side, known: Known) -> FamilyTicks:
    networks = [one for one in known.networks if one.family_id == family.slug]
    return FamilyTicks(
        family.slug,
        _("%(family)s, tous les réseaux") % {"family": family},
        family.side == name,
        family.slug in side.names,
        [(one.slug, one.name, one.slug in side.names) for one in networks],
    )


def _called(side: Side, name: SideName) -> SideNames:
    full = side.label or str(name.label)
    if len(side.names) <= MOST and len(full) <= LONGEST:
        return SideNames(side.inline or full, full, full)
    number = {"count": len(side.networks)}
    return SideNames(
        _in_sentence()[name] % number, _("%(side)s (%(count)s réseaux)") % (number | {"side": name.label}), full
    )


def _in_sentence() -> dict[SideName, str]:
    return {SideName.A: _("le côté A (%(count)s réseaux)"), SideName.B: _("le côté B (%(count)s réseaux)")}
