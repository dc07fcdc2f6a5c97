"""What changed between two days, in words, with the evidence of each change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from frontend.templatetags.croisee import grouped
from network.choices import State
from network.overlap.changes import Change, Evidence, Kind, changes
from network.overlap.question import Crossing, Level
from network.overlap.states import PlaceState
from places.words import day_in_words


@dataclass(frozen=True, slots=True)
class Proof:
    """What happened to a place in a network on a day, in words, and who says so."""

    day: date
    words: str
    place: str
    is_at_least: bool
    evidence: str | None
    source: str | None
    source_url: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A place (of a commune) or a commune (of so many people) that changed, and why.

    `is_at_least`: each membership that brought it here is known as "at least since", so that it may be older.
    """

    unit: str
    name: str
    where: str | None
    population: int | None
    is_at_least: bool
    proofs: list[Proof]


@dataclass(frozen=True, slots=True)
class Named:
    """A state as the directory names it, and as this page calls it."""

    value: State
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Those that went from one state to another, and what that is: a gain, a loss, another side."""

    kind: Kind
    kind_in_words: str
    before: Named
    after: Named
    changed: list[Changed]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two days, what is told of them in one sentence, and what went from which state to which."""

    start: date
    end: date
    sentence: str
    communes: list[Passage]
    places: list[Passage]

    @property
    def count_of_communes(self) -> int:
        """Count the communes that changed."""
        return sum(len(passage.changed) for passage in self.communes)

    @property
    def count_of_places(self) -> int:
        """Count the places that changed."""
        return sum(len(passage.changed) for passage in self.places)

    @property
    def at_least(self) -> int:
        """Count the places whose change may be older than the first day."""
        return sum(one.is_at_least for passage in self.places for one in passage.changed)


@dataclass(frozen=True, slots=True)
class Names:
    """What places, by slug, networks, by slug, and states are called on this page."""

    places: Mapping[str, str]
    networks: Mapping[str, str]
    states: Mapping[State, Named]


def compare(crossing: Crossing, start: date, end: date, names: Names) -> Comparison:
    """Tell what changed from one day to a later one. Six queries, none when the days are the same."""
    if start == end:
        return Comparison(start, end, texts()["compared_same"], [], [])
    communes, places = (changes(crossing, level, start=start, end=end) for level in (Level.COMMUNE, Level.PLACE))
    sentence = in_words(start, end, {"communes": communes, "places": places})
    return Comparison(start, end, sentence, _passages(communes, names), _passages(places, names))


def blank() -> Comparison:
    """A comparison that says nothing, for the browser to fill in."""
    nothing = Named(State.NEITHER, "")
    passage = Passage(Kind.GAINED, "", nothing, nothing, [Changed("", "", None, None, is_at_least=False, proofs=[])])
    return Comparison(date.min, date.max, "", [passage], [passage])


def in_words(start: date, end: date, found: Mapping[str, Iterable[Change]]) -> str:
    """Say in one sentence how many changed, and how; `found` has the changes of "communes" and "places"."""
    said, parts = texts(), []
    for what, changed in found.items():
        kinds = [change.kind for change in changed]
        for kind in Kind:
            if count := kinds.count(kind):
                form = "one" if count == 1 else "other"
                parts.append(said[f"{what}_{kind.value}_{form}"].format(count=grouped(count)))
    form = "compared" if parts else "compared_none"
    return said[form].format(start=day_in_words(start), end=day_in_words(end), changes=", ".join(parts))


def texts() -> dict[str, str]:
    """The sentences of a comparison by key, with their holes, for the server and the browser alike."""
    return {
        "compared": _("Entre le {start} et le {end} : {changes}."),
        "compared_none": _("Entre le {start} et le {end} : rien n’a changé."),
        "compared_same": _("Les deux dates sont les mêmes : il n’y a rien à comparer."),
        "no_evidence": _("La preuve n’a pas pu être chargée : elle demande une connexion."),
        "to": _("Date d’arrivée"),
        "both_then_one": _("{count} commune a les deux"),
        "both_then_other": _("{count} communes ont les deux"),
        "kind_gained": _("Gain"),
        "kind_lost": _("Perte"),
        "kind_changed_side": _("Autre côté"),
        "communes_gained_one": _("{count} commune gagnée"),
        "communes_gained_other": _("{count} communes gagnées"),
        "communes_lost_one": _("{count} commune perdue"),
        "communes_lost_other": _("{count} communes perdues"),
        "communes_changed_side_one": _("{count} commune passée d’un côté à l’autre"),
        "communes_changed_side_other": _("{count} communes passées d’un côté à l’autre"),
        "places_gained_one": _("{count} lieu gagné"),
        "places_gained_other": _("{count} lieux gagnés"),
        "places_lost_one": _("{count} lieu perdu"),
        "places_lost_other": _("{count} lieux perdus"),
        "places_changed_side_one": _("{count} lieu passé d’un côté à l’autre"),
        "places_changed_side_other": _("{count} lieux passés d’un côté à l’autre"),
    }


def _passages(found: Iterable[Change], names: Names) -> list[Passage]:
    """Put together those that went the same way: gained first, then lost; within, in the order of the screen."""
    kinds, order, said = list(Kind), list(names.states), texts()

    def way(change: Change) -> tuple[int, int, int]:
        before, after = change.states
        return kinds.index(change.kind), order.index(after), order.index(before)

    return [
        Passage(
            kinds[kind],
            said[f"kind_{kinds[kind].value}"],
            names.states[order[before]],
            names.states[order[after]],
            sorted((_changed(change, names) for change in together), key=lambda one: one.name),
        )
        for (kind, after, before), together in groupby(sorted(found, key=way), way)
    ]


def _changed(change: Change, names: Names) -> Changed:
    one, joined = change.after, [row.is_exact for row in change.evidence if row.kind == "joined"]
    is_at_least = change.kind != Kind.LOST and bool(joined) and not any(joined)
    proofs = list(_proofs(change.evidence, names))
    if isinstance(one, PlaceState):
        return Changed(one.slug, one.name, one.commune_name, None, is_at_least, proofs)
    return Changed(one.code, one.name, None, one.population, is_at_least, proofs)


def _proofs(rows: Iterable[Evidence], names: Names) -> Iterator[Proof]:
    said = {
        "joined": _("%(place)s entre dans %(network)s"),
        "left": _("%(place)s sort de %(network)s"),
        "opened": _("%(place)s ouvre (%(network)s)"),
        "closed": _("%(place)s ferme (%(network)s)"),
        "unseen": _("%(place)s n’est plus confirmé dans %(network)s"),
    }
    for row in rows:
        called = {
            "place": names.places.get(row.place, row.place),
            "network": names.networks.get(row.network, row.network),
        }
        is_at_least = row.is_exact is False
        words = said[row.kind] % called
        yield Proof(row.day, words, row.place, is_at_least, row.evidence, row.source, row.source_url)
