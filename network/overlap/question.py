"""What is asked of the overlap: two sides, a rule of coverage, and whether what nobody confirms counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from network.choices import Family
from network.models import Network

# A membership that no source has cited for longer than this is unconfirmed.
CONFIRMED_FOR_MONTHS = 24
DEFAULT_RADIUS = 10_000
MAX_RADIUS = 50_000


class State(TextChoices):
    """Which sides serve a place, or cover a commune, on a day."""

    BOTH = "both"
    A_ONLY = "a_only"
    B_ONLY = "b_only"
    NEITHER = "neither"

    @classmethod
    def of(cls, sides: int) -> "State":
        """Give the state that two bits say: 1 for side A, 2 for side B."""
        return (cls.NEITHER, cls.A_ONLY, cls.B_ONLY, cls.BOTH)[sides & 3]


class Level(TextChoices):
    """What is counted: places, or communes, one by one or summed."""

    PLACE = "place"
    COMMUNE = "commune"
    EPCI = "epci"
    TERRITORY = "territory"


class RuleName(TextChoices):
    """When a commune is covered by a side."""

    PRESENCE = "presence"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Side:
    """The networks on one side: those named by their slug, and those of a family named."""

    names: tuple[str, ...]
    networks: tuple[Network, ...]

    @classmethod
    def named(cls, names: Collection[str], among: Iterable[Network]) -> "Side":
        """Make a side of families and network slugs; a name that is no family is a network."""
        chosen = tuple(network for network in among if network.slug in names or network.family in names)
        return cls(tuple(names), chosen)

    @property
    def label(self) -> str:
        """Name the side in the language of the reader."""
        labels = {network.slug: network.name for network in self.networks} | dict(Family.choices)
        return " + ".join(str(labels.get(name, name)) for name in self.names)

    @property
    def keys(self) -> list[int]:
        """Give the primary keys of the networks."""
        return [network.pk for network in self.networks]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a commune comes to be covered by a side. `radius` is in metres, and None under presence."""

    name: RuleName = RuleName.PRESENCE
    radius: int | None = None

    @classmethod
    def distance(cls, radius: int = DEFAULT_RADIUS) -> "Rule":
        """Make the rule of distance."""
        return cls(RuleName.DISTANCE, radius)

    @property
    def text(self) -> str:
        """Say the rule in one sentence."""
        if self.radius is None:
            return _(
                "Une commune est couverte par un côté lorsqu’un lieu ouvert de ce côté s’y trouve ; "
                "un service itinérant couvre les communes qu’il dessert."
            )
        return _(
            "Une commune est couverte par un côté lorsqu’un lieu ouvert de ce côté est à %(metres)s m au plus, "
            "à vol d’oiseau, de sa mairie ou, à défaut de la connaître, d’un point de sa surface ; "
            "un service itinérant couvre les communes qu’il dessert."
        ) % {"metres": number_format(self.radius, force_grouping=True)}


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two sides looked at under a rule. `confirmed` leaves out the memberships that are unconfirmed on the day."""

    a: Side
    b: Side
    rule: Rule = Rule()
    confirmed: bool = False

    @classmethod
    def asked(
        cls,
        a: Collection[str] = (Family.MEDIATION,),
        b: Collection[str] = (Family.BUSINESS_SUPPORT,),
        *,
        rule: Rule | None = None,
        confirmed: bool = False,
    ) -> "Crossing":
        """Find the networks of both sides, in one query."""
        networks = list(Network.objects.order_by("family", "name"))
        return cls(Side.named(a, networks), Side.named(b, networks), rule or Rule(), confirmed)

    @property
    def parameters(self) -> dict[str, Any]:
        """Give what the statements of `sql` call for."""
        return {"a": self.a.keys, "b": self.b.keys, "radius": self.rule.radius, "months": CONFIRMED_FOR_MONTHS}

    def text(self, level: Level) -> str:
        """Say in words what counts at a level."""
        membership = _("Un lieu est d’un côté lorsqu’il est, ce jour-là, membre d’un réseau de ce côté.")
        seen = (
            _("Une adhésion que nulle source n’a citée depuis plus de 24 mois n’est pas comptée.")
            if self.confirmed
            else _("Une adhésion que nulle source n’a citée depuis plus de 24 mois est comptée, et signalée.")
        )
        coverage = [] if level == Level.PLACE else [self.rule.text]
        return " ".join([membership, *coverage, seen])


@dataclass(slots=True)
class Sum:
    """Things in one state: how many, and how many people live there where that is known."""

    count: int = 0
    population: int = 0
    unknown: int = 0

    def add(self, count: int, population: int | None, unknown: int) -> None:
        """Add things; `unknown` of them have no known population."""
        self.count += count
        self.population += population or 0
        self.unknown += unknown


class Summary(dict[State, Sum]):
    """The sum of each of the four states."""

    def __init__(self) -> None:
        super().__init__({state: Sum() for state in State})

    def add(self, state: State, count: int = 1, population: int | None = None, unknown: int = 0) -> None:
        """Add things in a state; `unknown` of them have no known population."""
        self[state].add(count, population, unknown)

    def copied(self) -> "Summary":
        """Give a copy that does not move with this one."""
        copy = Summary()
        for state, part in self.items():
            copy.add(state, part.count, part.population, part.unknown)
        return copy

    @property
    def without_population(self) -> int:
        """Count the communes that the populations leave out, since nobody knows how many people live there."""
        return sum(found.unknown for found in self.values())
