"""The dated story: what happened to the networks day by day, in words, with the evidence of each fact."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.choices import State
from network.overlap.history import Event, Moment
from places.choices import DatePrecision
from places.words import Dated

# Facts that name more places than that are told a year at a time: of a large département they were two megabytes.
MOST_NAMES = 500
# Of one thing that happened, no more are written on a page.
MOST_FACTS = 200


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source says happened: the places (slug, name) it is about, why we say so, and where it is written.

    `doubt` says in words that it may have been so before. So many places are left out as `others` tells.
    """

    places: list[tuple[str, str]]
    evidence: str | None
    source: str | None
    source_url: str | None
    doubt: str
    others: int = 0


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to a network on a day, in words, and the facts that say it; `others` are so many left out.

    `is_seen`: nothing happened, for all that anybody knows; a source has its first day.
    """

    words: str
    is_seen: bool
    facts: list[Fact]
    others: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A day on which something changes: what happened, and how many communes are both from then on (None: unknown).

    Of a day that all that happened knows to the month alone, `when` is that month.

    So many were gained that day, merely first seen, and lost.
    """

    day: date
    when: Dated
    happenings: list[Happening]
    both: int | None
    gained: int
    first_seen: int
    lost: int

    @property
    def moved(self) -> str:
        """Write how many communes were gained and lost: "+2 −3"; nothing when none was."""
        return " ".join(f"{sign}{count}" for sign, count in (("+", self.gained), ("−", self.lost)) if count)

    @property
    def is_seen(self) -> bool:
        """Tell whether the day is but the first of a source."""
        return all(one.is_seen for one in self.happenings)


@dataclass(frozen=True, slots=True)
class Year:
    """The days of a year on which something changes; the facts are left out where it is not told whole."""

    number: int
    chapters: list[Chapter]
    is_whole: bool = True

    @property
    def names(self) -> int:
        """How many places its facts name."""
        return sum(len(fact.places) for chapter in self.chapters for one in chapter.happenings for fact in one.facts)


def story(
    moments: list[Moment],
    networks: Mapping[str, str],
    places: Mapping[str, str],
    unknown_on: Callable[[date], Collection[State]],
) -> list[Year]:
    """Tell the moments year by year; networks and places are named by their slugs, and unknown states by their day."""
    told = [_chapter(moment, networks, places, is_known=State.BOTH not in unknown_on(moment.day)) for moment in moments]
    return [Year(year, list(chapters)) for year, chapters in groupby(told, lambda chapter: chapter.day.year)]


def of_page(years: list[Year], asked: int | None) -> list[Year]:
    """Leave out the facts of the years that are not asked for, where together they would be too long for a page."""
    if sum(year.names for year in years) <= MOST_NAMES:
        return years
    return [shortened(year) if year.number == asked else _without_facts(year) for year in years]


def shortened(year: Year) -> Year:
    """Tell of a day no more facts, and of a fact no more places, than one reads; say how many are left out."""
    return _with_each(
        year, lambda one: replace(one, facts=_some(one.facts), others=max(0, len(one.facts) - MOST_FACTS))
    )


def _without_facts(year: Year) -> Year:
    return replace(_with_each(year, lambda one: replace(one, facts=[])), is_whole=False)


def _with_each(year: Year, told: Callable[[Happening], Happening]) -> Year:
    chapters = [replace(chapter, happenings=[told(one) for one in chapter.happenings]) for chapter in year.chapters]
    return replace(year, chapters=chapters)


def _some(facts: list[Fact]) -> list[Fact]:
    cut = (
        replace(fact, places=fact.places[:MOST_FACTS], others=max(0, len(fact.places) - MOST_FACTS)) for fact in facts
    )
    return list(cut)[:MOST_FACTS]


def _chapter(moment: Moment, networks: Mapping[str, str], places: Mapping[str, str], *, is_known: bool) -> Chapter:
    events = sorted(moment.events, key=_of_one_happening)
    when = Dated(moment.day, _shared_precision(events))
    happenings = [
        _happening(networks.get(network, network), list(found), places, when)
        for (_rank, _way, network), found in groupby(events, _of_one_happening)
    ]
    counts = (part(State.BOTH).count for part in (moment.turned.gained, moment.turned.first_seen, moment.turned.lost))
    return Chapter(moment.day, when, happenings, moment.summary[State.BOTH].count if is_known else None, *counts)


def _of_one_happening(event: Event) -> tuple[bool, str, str]:
    # The beginning or the end of a network is told before what its places do that day.
    way = _way(event)
    return not way.startswith("network_"), way, event.network


def _way(event: Event) -> str:
    """Tell what happened: what ends with its network is the end of the network, and what is first seen is no entry."""
    if event.kind == "joined" and not event.is_exact:
        return "first_seen"
    return event.reason or event.kind


def _shared_precision(events: Collection[Event]) -> str:
    """Tell how much is known of a day by all that happened on it: the day itself, unless nothing is known to it."""
    found = {event.precision for event in events} - {DatePrecision.YEAR.value}
    if DatePrecision.DAY in found or not events:
        return DatePrecision.DAY
    return DatePrecision.MONTH if found else DatePrecision.YEAR


def _happening(network: str, events: list[Event], places: Mapping[str, str], when: Dated) -> Happening:
    """Say what happened to a network; where less is known of its day than of that of the chapter, how much is."""
    way, facts = _way(events[0]), [_fact(event, places) for event in events]
    number = len({slug for event in events for slug in event.places})
    said = _sentence(way, number) % {"network": network, "count": number}
    known = Dated(when.day, _shared_precision(events))
    words = said if known.words == when.words else _("%(said)s (%(when)s)") % {"said": said, "when": known.when}
    return Happening(words, way == "first_seen", facts)


def _fact(event: Event, places: Mapping[str, str]) -> Fact:
    named = [(slug, places.get(slug, slug)) for slug in event.places]
    return Fact(named, event.evidence, event.source, event.source_url, doubt_of(event.kind, is_exact=event.is_exact))


def doubt_of(kind: str, *, is_exact: bool | None) -> str:
    """Say that what began may have begun before, that what ended may have ended before; nothing of what is exact."""
    if is_exact is not False:
        return ""
    return _("(au moins depuis cette date)") if kind == "joined" else _("(au plus tard à cette date)")


def _sentence(way: str, number: int) -> str:
    if way == "network_started":
        return _("%(network)s : début du réseau")
    if way == "network_ended" and not number:
        return _("%(network)s : fin du réseau")
    return sentences(number)[way]


def sentences(number: int) -> dict[str, str]:
    """What happened to so many places of a network: each reason why a membership begins or ends has its own words."""
    return {
        "first_seen": ngettext(
            "%(network)s : %(count)s lieu vu pour la première fois",
            "%(network)s : %(count)s lieux vus pour la première fois",
            number,
        ),
        "joined": ngettext("%(network)s : %(count)s lieu entre", "%(network)s : %(count)s lieux entrent", number),
        "network_ended": ngettext(
            "fin du réseau %(network)s : %(count)s adhésion", "fin du réseau %(network)s : %(count)s adhésions", number
        ),
        "left": ngettext(
            "%(count)s lieu quitte le réseau %(network)s", "%(count)s lieux quittent le réseau %(network)s", number
        ),
        "opened": ngettext("%(network)s : %(count)s lieu ouvre", "%(network)s : %(count)s lieux ouvrent", number),
        "closed": ngettext("%(network)s : %(count)s lieu ferme", "%(network)s : %(count)s lieux ferment", number),
        "unseen": ngettext(
            "%(network)s : %(count)s lieu n’est plus confirmé",
            "%(network)s : %(count)s lieux ne sont plus confirmés",
            number,
        ),
    }
