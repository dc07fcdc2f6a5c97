"""The two sides that a page compares: who may be chosen, and how each is called."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.choices import SideName, State
from network.models import Family
from network.overlap.question import Known, Side, state_labels

Sides = Mapping[SideName, Side]
# What a reader calls the two sides before they are anything.
CALLED = {SideName.A: gettext_lazy("Premier côté"), SideName.B: gettext_lazy("Second côté")}
# A side longer than this, or made of more, would drown the sentence that it stands in: its first few then tell it.
LONGEST, MOST, FEW = 80, 3, 2


@dataclass(frozen=True, slots=True)
class SideNames:
    """How a side is called: what a sentence says that a commune has, the head of a column, and both of them in full."""

    a_place: str
    label: str
    full: str
    a_place_in_full: str

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
            str(CALLED[name]),
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
    full = side.label or str(CALLED[name])
    labels, parts = full.split(" + "), list(_parts(side)) or [_("du %(network)s") % {"network": CALLED[name]}]
    is_short = len(parts) <= MOST and len(full) <= LONGEST
    first = len(parts) if is_short else FEW
    others = {"count": len(parts) - first}
    label = full if is_short else _("%(names)s et %(count)s autres") % (others | {"names": ", ".join(labels[:first])})
    told = parts if is_short else [*parts[:first], _("de %(count)s autres") % others]
    return SideNames(_a_place(told), label, full, _a_place(parts))


def _a_place(parts: Sequence[str]) -> str:
    """Say what a commune has of a side: "un lieu de culture ou du réseau des bibliothèques"."""
    *before, last = parts
    of = _("%(parts)s ou %(last)s") % {"parts": ", ".join(before), "last": last} if before else last
    return _("un lieu %(of)s") % {"of": of}


def _parts(side: Side) -> Iterator[str]:
    """Say of what each part of a side is, with its article."""
    for family in side.families:
        yield _of_family(str(family))
    for network in side.networks:
        if network.slug in side.names:
            is_told = network.name.casefold().startswith("réseau")
            yield (_("du %(network)s") if is_told else _("du réseau %(network)s")) % {"network": network.name}


def _of_family(label: str) -> str:
    """A family is a common noun within a sentence, save where it is written in capitals."""
    noun = label if label[1:2].isupper() else f"{label[0].lower()}{label[1:]}"
    is_elided = unicodedata.normalize("NFD", noun)[0].lower() in "aeiouhœ"
    return (_("d’%(family)s") if is_elided else _("de %(family)s")) % {"family": noun}
