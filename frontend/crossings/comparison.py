"""What changed between two days, in words, with the evidence of each change."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.crossings import beyond
from frontend.crossings.ledger import Line, Named, Unknown, ends_in_words, ledger, sum_in_words
from frontend.crossings.ledger import texts as ledger_texts
from frontend.crossings.story import doubt_of, sentences
from network.choices import SideName, State
from network.overlap.changes import Change, Changes, Evidence, Kind, changes
from network.overlap.history import events_of
from network.overlap.matrix import Matrix
from network.overlap.question import Crossing, Level
from network.overlap.states import PlaceState
from places.words import Dated, day_in_words


@dataclass(frozen=True, slots=True)
class Proof:
    """What happened to a place in a network on a day, in words, and who says so."""

    when: str
    words: str
    place: str
    doubt: str
    evidence: str | None
    source: str | None
    source_url: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A place (of a commune) or a commune (of so many people) that changed, and why."""

    unit: str
    name: str
    where: str | None
    population: int | None
    proofs: list[Proof]


@dataclass(frozen=True, slots=True)
class Passage:
    """Those that went from one state to another, and what that is: a gain, first seen, a loss, another side."""

    kind: str
    kind_in_words: str
    before: Named
    after: Named
    changed: list[Changed]


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the communes, or of the places: of each state, and who went from which state to which."""

    lines: list[Line]
    passages: list[Passage]

    @property
    def changed(self) -> list[Changed]:
        """Those that changed."""
        return [one for passage in self.passages for one in passage.changed]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two days, what is told of them in one sentence, and what became of the communes and of the places."""

    start: date
    end: date
    sentence: str
    communes: Compared
    places: Compared
    endings: list[str]

    @property
    def has_changes(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.communes.passages or self.places.passages)


@dataclass(frozen=True, slots=True)
class Names:
    """What places, by slug, networks, by slug, and states are called on this page; and which states are unknown."""

    places: Mapping[str, str]
    networks: Mapping[str, str]
    states: Mapping[State, Named]
    unknown: Unknown


def compare(crossing: Crossing, start: date, end: date, names: Names, *, of: State) -> Comparison:
    """Tell what changed from one day to a later one; the sentence is of one state.

    Eight queries, one more where something was lost, and for the names of places beyond the border; none when the days
    are the same.
    """
    if start == end:
        nothing = _compared(Changes([], Matrix()), names)
        return Comparison(start, end, texts()["compared_same"], nothing, nothing, [])
    communes, places = (changes(crossing, level, start=start, end=end) for level in (Level.COMMUNE, Level.PLACE))
    sentence = in_words((start, end), communes, places, names.states[of], names.unknown)
    covering = (row.place for change in communes.items for row in change.evidence)
    named = {slug: name for slug, (name, _commune) in beyond.named(covering, names.places).items()}
    names = replace(names, places={**names.places, **named})
    lost = {row[1:] for change in (*communes.items, *places.items) for row in _ends_of_lost(change, crossing)}
    endings = _endings(lost, names, _ended(crossing, start, end)) if lost else []
    return Comparison(start, end, sentence, _compared(communes, names), _compared(places, names), endings)


Ended = Counter[tuple[str, str]]


def _endings(lost: Iterable[tuple[Any, ...]], names: Names, ended: Ended) -> list[str]:
    """Say why what was lost was: the end of a network is no closure, and silence is neither.

    Of all that `ended`, some lost nothing, for the place stays on that side by another network: so many.
    """
    ways = Counter((one.reason or one.kind, one.network) for one in (Evidence("", *rest) for rest in lost))
    return [
        _ending(way, names.networks.get(network, network), count, ended[way, network] - count)
        for (way, network), count in sorted(ways.items(), key=lambda one: (-one[1], one[0]))
    ]


def _ending(way: str, network: str, count: int, others: int) -> str:
    said = sentences(count)[way] % {"network": network, "count": count}
    return _with_others(others) % {"said": said, "count": others} if others > 0 else said


def _with_others(count: int) -> str:
    return ngettext(
        "%(said)s (%(count)s autre n’a rien fait perdre)", "%(said)s (%(count)s autres n’ont rien fait perdre)", count
    )


def _endings_with_holes() -> dict[str, str]:
    forms = (("one", 1), ("other", 2))
    holes = {"said": "{said}", "network": "{network}", "count": "{count}"}
    return {
        **{f"ending_{way}_{form}": sentences(count)[way] % holes for form, count in forms for way in ENDINGS},
        **{f"ending_others_{form}": _with_others(count) % holes for form, count in forms},
    }


def _ended(crossing: Crossing, start: date, end: date) -> Ended:
    """Count the memberships that ended after a day, until another, by why and of which network."""
    ended = Ended()
    for event in events_of(crossing, Level.PLACE):
        if start < event.day <= end and event.kind in ENDS:
            ended[event.reason or event.kind, event.network] += len(event.places)
    return ended


ENDS = frozenset({"left", "closed", "unseen"})
# Those that the stays of places tell by themselves.
ENDINGS = ("left", "network_ended", "unseen")


def _ends_of_lost(change: Change, crossing: Crossing) -> list[Evidence]:
    """What ended in the networks of the sides that were lost."""
    sides = ((SideName.A, crossing.a), (SideName.B, crossing.b))
    lost = [side for name, side in sides if name.bit & change.before.bits & ~change.after.bits]
    networks = {network.slug for side in lost for network in side.networks}
    return [row for row in change.evidence if row.kind in ENDS and row.network in networks]


def _compared(found: Changes, names: Names) -> Compared:
    return Compared(ledger(found.matrix, names.states, names.unknown), _passages(found.items, names))


def blank(states: Mapping[State, Named]) -> Comparison:
    """A comparison that says nothing, for the browser to fill in."""
    nothing = Named(State.NEITHER, "")
    passage = Passage(Kind.GAINED, "", nothing, nothing, [Changed("", "", None, None, [])])
    compared = Compared(ledger(Matrix(), states, Unknown()), [passage])
    return Comparison(date.min, date.max, "", compared, compared, [""])


def in_words(days: tuple[date, date], communes: Changes, places: Changes, named: Named, unknown: Unknown) -> str:
    """Say in one sentence what became of a state: how many it had, gained, lost, and has, where that is known."""
    has_moved = bool(communes.items or places.items)
    form = _form_of(named.value, unknown) or ("compared" if has_moved else "compared_none")
    return texts()[form].format(
        start=day_in_words(days[0]),
        end=day_in_words(days[1]),
        state=named.label,
        communes=sum_in_words(communes.matrix, named.value, "communes"),
        places=sum_in_words(places.matrix, named.value, "places"),
        **ends_in_words(communes.matrix, places.matrix, named.value),
    )


def _form_of(state: State, unknown: Unknown) -> str:
    """Tell which sentence says that a state is unknown on one of the days, or on both; "" where it is on neither."""
    if state in unknown.end:
        return "compared_unknown"
    return "compared_since_unknown" if state in unknown.start else ""


def texts() -> dict[str, str]:
    """The sentences of a comparison by key, with their holes, for the server and the browser alike."""
    return {
        "compared": _("Entre le {start} et le {end}, « {state} » : {communes} ; {places}."),
        "compared_since_unknown": _(
            "On ne sait pas ce qu’il y avait au {start} : aucune somme n’en part. Au {end}, « {state} » : "
            "{communes_end} ; {places_end}."
        ),
        "compared_unknown": _("On ne sait pas ce qu’il y avait entre le {start} et le {end} : rien ne se compare."),
        "compared_none": _("Entre le {start} et le {end} : rien n’a changé."),
        "compared_same": _("Les deux dates sont les mêmes : il n’y a rien à comparer."),
        "no_evidence": _("La raison, ici, demande une connexion."),
        "at_least": doubt_of("joined", is_exact=False),
        "at_latest": doubt_of("left", is_exact=False),
        **{f"reason_{way}": said % {"place": "{place}", "network": "{network}"} for way, said in _reasons().items()},
        **_endings_with_holes(),
        "to": _("Date d’arrivée"),
        "both_then_one": _("{count} commune a les deux"),
        "both_then_other": _("{count} communes ont les deux"),
        "kind_gained": _("En plus"),
        "kind_first_seen": _("Vu pour la première fois"),
        "kind_lost": _("En moins"),
        "kind_changed_side": _("Autre côté"),
        **ledger_texts(),
    }


def _passages(found: Iterable[Change], names: Names) -> list[Passage]:
    """Put together those that went the same way: gained, first seen, lost; within, as the screen has states."""
    order, said = list(names.states), texts()

    def way(change: Change) -> tuple[int, int, int]:
        before, after = change.states
        return KINDS.index(_kind(change)), order.index(after), order.index(before)

    return [
        Passage(
            KINDS[kind],
            said[f"kind_{KINDS[kind]}"],
            names.states[order[before]],
            names.states[order[after]],
            sorted((_changed(change, names) for change in together), key=lambda one: one.name),
        )
        for (kind, after, before), together in groupby(sorted(found, key=way), way)
    ]


# A gain or another side of which only the first day of a source tells is neither.
FIRST_SEEN = "first_seen"
KINDS = (Kind.GAINED.value, FIRST_SEEN, Kind.LOST.value, Kind.CHANGED_SIDE.value)


def _kind(change: Change) -> str:
    return FIRST_SEEN if change.first_seen else change.kind.value


def _changed(change: Change, names: Names) -> Changed:
    one, proofs = change.after, list(_proofs(change.evidence, names))
    if isinstance(one, PlaceState):
        return Changed(one.slug, one.name, one.commune_name, None, proofs)
    return Changed(one.code, one.name, None, one.population, proofs)


def _reasons() -> dict[str, str]:
    """Say what happened to a place in a network."""
    return {
        "joined": _("%(place)s entre dans le réseau %(network)s"),
        "first_seen": _("%(place)s : vu pour la première fois dans le réseau %(network)s"),
        "left": _("%(place)s quitte le réseau %(network)s"),
        "network_ended": _("%(place)s : fin du réseau %(network)s"),
        "opened": _("%(place)s ouvre (%(network)s)"),
        "closed": _("%(place)s ferme (%(network)s)"),
        "unseen": _("%(place)s : plus rien ne confirme le réseau %(network)s"),
    }


def _proofs(rows: Iterable[Evidence], names: Names) -> Iterator[Proof]:
    said = _reasons()
    for row in rows:
        called = {
            "place": names.places.get(row.place, row.place),
            "network": names.networks.get(row.network, row.network),
        }
        is_seen = row.kind == "joined" and not row.is_exact
        words = said["first_seen" if is_seen else row.reason or row.kind] % called
        when, doubt = Dated(row.day, row.precision).words, doubt_of(row.kind, is_exact=row.is_exact)
        yield Proof(when, words, row.place, doubt, row.evidence, row.source, row.source_url)
