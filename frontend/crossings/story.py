"""The dated story: what happened to the networks day by day, in words, with the evidence of each fact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from network.choices import State
from network.overlap.history import Event, Moment
from network.overlap.question import Summary


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source says happened: the places (slug, name) it is about, why we say so, and where it is written."""

    places: list[tuple[str, str]]
    evidence: str | None
    source: str | None
    source_url: str | None
    is_at_least: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to a network on a day, in words, and the facts that say it."""

    words: str
    is_of_network: bool
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A day on which something changes: what happened, how many communes are both from then on, and how many more."""

    day: date
    happenings: list[Happening]
    both: int
    gained: int

    @property
    def moved(self) -> str:
        """Write how many communes more are both than before, or fewer: "+2", "−3"; nothing when as many."""
        return f"{self.gained:+d}".replace("-", "−") if self.gained else ""


@dataclass(frozen=True, slots=True)
class Year:
    """The days of a year on which something changes."""

    number: int
    chapters: list[Chapter]


def story(before: Summary, moments: list[Moment], networks: Mapping[str, str], places: Mapping[str, str]) -> list[Year]:
    """Tell the moments year by year; networks and places are named by their slugs."""
    told = _chapters(before, moments, networks, places)
    return [Year(year, list(chapters)) for year, chapters in groupby(told, lambda chapter: chapter.day.year)]


def _chapters(
    before: Summary, moments: list[Moment], networks: Mapping[str, str], places: Mapping[str, str]
) -> Iterator[Chapter]:
    known = before[State.BOTH].count
    for moment in moments:
        both = moment.summary[State.BOTH].count
        events = sorted(moment.events, key=_of_one_happening)
        happenings = [
            _happening(kind, networks.get(network, network), list(found), places)
            for (_kept, kind, network), found in groupby(events, _of_one_happening)
        ]
        yield Chapter(moment.day, happenings, both, both - known)
        known = both


def _of_one_happening(event: Event) -> tuple[bool, str, str]:
    # The beginning or the end of a network is told before what its places do that day.
    return not event.kind.startswith("network_"), event.kind, event.network


def _happening(kind: str, network: str, events: list[Event], places: Mapping[str, str]) -> Happening:
    facts = [_fact(event, places) for event in events]
    number = len({slug for event in events for slug in event.places})
    values = {"network": network, "count": number}
    return Happening(_sentence(kind, number) % values, kind.startswith("network_"), facts)


def _fact(event: Event, places: Mapping[str, str]) -> Fact:
    named = [(slug, places.get(slug, slug)) for slug in event.places]
    return Fact(named, event.evidence, event.source, event.source_url, event.is_exact is False)


def _sentence(kind: str, number: int) -> str:
    if kind == "network_started":
        return _("%(network)s : début du réseau")
    if kind == "network_ended":
        return _("%(network)s : fin du réseau")
    one, many = _sentences()[kind]
    return one if number == 1 else many


def _sentences() -> dict[str, tuple[str, str]]:
    return {
        "joined": (_("%(network)s : %(count)s lieu entre"), _("%(network)s : %(count)s lieux entrent")),
        "left": (_("%(network)s : %(count)s lieu sort"), _("%(network)s : %(count)s lieux sortent")),
        "opened": (_("%(network)s : %(count)s lieu ouvre"), _("%(network)s : %(count)s lieux ouvrent")),
        "closed": (_("%(network)s : %(count)s lieu ferme"), _("%(network)s : %(count)s lieux ferment")),
        "unseen": (
            _("%(network)s : %(count)s lieu n’est plus confirmé"),
            _("%(network)s : %(count)s lieux ne sont plus confirmés"),
        ),
    }
