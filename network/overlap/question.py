"""What is asked of the overlap: two sides, a rule of coverage, and whether what nobody confirms counts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from network.choices import SideName, State
from network.models import Family, Network
from places.words import kilometres_in_words

# A membership that no source has cited for longer than this is unconfirmed.
CONFIRMED_FOR_MONTHS = 24
DEFAULT_RADIUS = 10_000
MAX_RADIUS = 50_000


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
    families: tuple[Family, ...]
    networks: tuple[Network, ...]

    @property
    def label(self) -> str:
        """Name the side in the language of the reader."""
        labels = {one.slug: one.name for one in self.networks} | {one.slug: str(one) for one in self.families}
        return " + ".join(labels.get(name, name) for name in self.names)

    @property
    def inline(self) -> str:
        """Name the side within a sentence: a family is a common noun there, and stands before the networks."""
        return f"{self.label[0].lower()}{self.label[1:]}" if self.families else self.label

    @property
    def keys(self) -> list[int]:
        """The primary keys of the networks."""
        return [network.pk for network in self.networks]

    @property
    def silent(self) -> tuple[Network, ...]:
        """The networks to belong to which does not show, by itself, a service of their family."""
        return tuple(network for network in self.networks if not network.shows_service)


@dataclass(frozen=True, slots=True)
class Known:
    """The families and the networks that a side may be made of."""

    families: tuple[Family, ...]
    networks: tuple[Network, ...] = ()

    @classmethod
    def read(cls) -> "Known":
        """Read all of them, in two queries."""
        networks = Network.objects.select_related("family").order_by("family_id", "name")
        return cls(tuple(Family.objects.all()), tuple(networks))

    @classmethod
    def read_families(cls) -> "Known":
        """Read what is needed to name the sides, in one query."""
        return cls(tuple(Family.objects.all()))

    def usual(self, side: SideName) -> tuple[str, ...]:
        """Name the families that are on a side as long as nobody asks for others."""
        return tuple(family.slug for family in self.families if family.side == side)

    def side(self, names: Iterable[str]) -> Side:
        """Make a side of families and networks; a name that is of neither says itself."""
        asked = tuple(names)
        families = tuple(family for family in self.families if family.slug in asked)
        networks = tuple(one for one in self.networks if one.slug in asked or one.family_id in asked)
        return Side(asked, families, networks)

    @property
    def usual_sides(self) -> dict[SideName, Side]:
        """Make both sides as long as nobody asks for others."""
        return {side: self.side(self.usual(side)) for side in SideName}

    @property
    def state_labels(self) -> dict[State, str]:
        """Name the four states as long as nobody asks for other sides."""
        return state_labels({name: side.label for name, side in self.usual_sides.items()})


def state_labels(sides: Mapping[SideName, str]) -> dict[State, str]:
    """Name the four states by the labels of the sides; a side without one keeps its letter."""
    alone = {State(side): _("%(side)s seulement") % {"side": label} for side, label in sides.items() if label}
    return {state: alone.get(state) or str(state.label) for state in State}


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
            "Une commune est couverte par un côté lorsqu’un lieu ouvert de ce côté s’y trouve, ou est "
            "à %(distance)s au plus, à vol d’oiseau, de sa mairie (à défaut, d’un point de la commune) ; "
            "un service itinérant couvre les communes qu’il dessert."
        ) % {"distance": kilometres_in_words(self.radius)}


class Added(NamedTuple):
    """Memberships that are supposed, and no fact: of a place (its key), or of one more in a commune (a key below 0)."""

    place: int
    commune: str | None
    networks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two sides looked at under a rule. `confirmed` leaves out the memberships that are unconfirmed on the day.

    `could_be` counts the places too of which nothing shows a service: neither their network nor what is known of them.
    `added` is supposed beside the facts; `position` is that of the log at which these are taken as they were known.
    `territories` are the codes of those whose places and communes are counted; none: all of them.
    """

    a: Side
    b: Side
    rule: Rule = Rule()
    confirmed: bool = False
    could_be: bool = False
    added: tuple[Added, ...] = ()
    position: int | None = None
    territories: tuple[str, ...] = ()

    @classmethod
    def asked(  # noqa: PLR0913  one name for each thing that may be asked
        cls,
        a: Collection[str] | None = None,
        b: Collection[str] | None = None,
        *,
        rule: Rule | None = None,
        confirmed: bool = False,
        could_be: bool = False,
        territories: Iterable[str] = (),
    ) -> "Crossing":
        """Find the networks of both sides, in two queries; None asks for the families that are usually on a side."""
        known = Known.read()
        on_a, on_b = known.usual(SideName.A) if a is None else a, known.usual(SideName.B) if b is None else b
        facts = cls(known.side(on_a), known.side(on_b), rule or Rule(), confirmed, could_be)
        return replace(facts, territories=tuple(territories))

    @classmethod
    def usual(cls, known: Known, territories: Iterable[str] = ()) -> "Crossing":
        """The sides as long as nobody asks for others, of families and networks that have been read."""
        sides = known.usual_sides
        return cls(sides[SideName.A], sides[SideName.B], territories=tuple(territories))

    @property
    def silent(self) -> list[tuple[Family, list[Network]]]:
        """The networks of either side to belong to which shows no service by itself, family by family."""
        found: dict[Family, list[Network]] = {}
        for network in dict.fromkeys((*self.a.silent, *self.b.silent)):
            found.setdefault(network.family, []).append(network)
        return list(found.items())

    @property
    def parameters(self) -> dict[str, Any]:
        """What the statements of `sql` call for."""
        silent = dict[str, Any]()
        for number, (family, networks) in enumerate(self.silent):
            silent |= {f"silent_{number}": [one.pk for one in networks], f"showing_{number}": family.services}
        sides = {"a": self.a.keys, "b": self.b.keys}
        return sides | silent | self._instead | {"radius": self.rule.radius, "months": CONFIRMED_FOR_MONTHS}

    @property
    def _instead(self) -> dict[str, Any]:
        """What `network.overlap.instead` calls for."""
        more = [one for one in self.added if one.commune]
        stays = [(one.place, network) for one in self.added for network in one.networks]
        return {
            "position": self.position,
            "territories": list(self.territories),
            "more_places": [one.place for one in more],
            "more_communes": [one.commune for one in more],
            "member_places": [place for place, _network in stays],
            "member_networks": [network for _place, network in stays],
        }

    def text(self, level: Level) -> str:
        """Say in words what counts at a level."""
        membership = _("Un lieu est d’un côté lorsqu’il est, ce jour-là, membre d’un réseau de ce côté.")
        shown = [self.shown_in_words] if self.silent else []
        seen = (
            _("Une adhésion qu’aucune source n’a citée depuis plus de 24 mois n’est pas comptée.")
            if self.confirmed
            else _("Une adhésion qu’aucune source n’a citée depuis plus de 24 mois est comptée, et signalée.")
        )
        coverage = [] if level == Level.PLACE else [self.rule.text]
        return " ".join([membership, *shown, *coverage, seen])

    @property
    def shown_in_words(self) -> str:
        """Say what becomes of the places whose network alone shows no service."""
        networks = ", ".join(network.name for _family, networks in self.silent for network in networks)
        if self.could_be:
            said = _(
                "Tous les lieux de ces réseaux sont comptés, même ceux dont on ne connaît aucun service : %(networks)s."
            )
        else:
            said = _(
                "Être membre de ces réseaux ne suffit pas : %(networks)s. Leurs lieux ne comptent que si l’on y "
                "connaît un service de la famille ; comme les services ne sont pas datés, celui que l’on connaît vaut "
                "pour toute la durée de l’adhésion."
            )
        return said % {"networks": networks}


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

    def include(self, other: "Sum") -> None:
        """Add all of another sum."""
        self.add(other.count, other.population, other.unknown)

    def less(self, other: "Sum") -> "Sum":
        """Take another sum away."""
        return Sum(self.count - other.count, self.population - other.population, self.unknown - other.unknown)


class Summary(dict[State, Sum]):
    """The sum of each of the four states."""

    def __init__(self) -> None:
        super().__init__({state: Sum() for state in State})

    def add(self, state: State, count: int = 1, population: int | None = None, unknown: int = 0) -> None:
        """Add things in a state; `unknown` of them have no known population."""
        self[state].add(count, population, unknown)

    def copied(self) -> "Summary":
        """A copy that does not move with this one."""
        copy = Summary()
        for state, part in self.items():
            copy.add(state, part.count, part.population, part.unknown)
        return copy

    @property
    def without_population(self) -> int:
        """Count the communes that the populations leave out, since nobody knows how many people live there."""
        return sum(found.unknown for found in self.values())
