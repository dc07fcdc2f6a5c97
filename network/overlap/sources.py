"""How far the sources of an answer go: a number of today that was read years ago says so."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.choices import SIDES, SideName, State
from network.overlap.question import Crossing, Level
from network.overlap.rows import read
from network.overlap.sql import NEVER, first_day, served, stay
from network.overlap.undated import Silence, silences_of, unknown_without
from places.choices import DatePrecision
from places.words import Dated, day_in_words

# A source speaks of a membership on the day it cites it, and no source is newer than what was last written down: the
# end of a label, planned for a year to come, was read somewhere before.
_DAYS = """CROSS JOIN LATERAL (VALUES
    (last_seen_on, last_seen_precision), (lower(period), membership.start_precision), (upper(period), 'day')
) AS dated (day, known)"""
# The newest day, and how much of it is known at best: "day" comes before "month", and that before "year".
_LAST = "max(ARRAY[day::text, CASE known WHEN 'day' THEN '3' WHEN 'month' THEN '2' ELSE '1' END])"
_WAS_READ = "day <= COALESCE((SELECT at::date FROM places_change ORDER BY id DESC LIMIT 1), CURRENT_DATE)"
_NEWEST = f"""(
    SELECT {_LAST} FROM (SELECT id FROM stay WHERE sides > 0) AS counting
    JOIN network_membership AS membership USING (id) {_DAYS}
    WHERE day IS NOT NULL AND {_WAS_READ}
)"""  # noqa: S608
_NEWEST_OF_EACH = f"""SELECT network_id, {_LAST} FROM network_membership AS membership
JOIN places_place AS place ON place.id = place_id AND status = 'published' {_DAYS}
WHERE day IS NOT NULL AND {_WAS_READ} GROUP BY network_id"""  # noqa: S608

# The first day of each side. Where it has none in a territory of several, it is the end of days: nobody wrote down yet
# what is there.
_NONE_YET = f"CASE WHEN %(territories)s::varchar[] <> '{{}}' THEN {NEVER} END"
_SINCE = ", ".join(
    f"(SELECT {first_day(side, none=_NONE_YET)} FROM stay WHERE NOT isempty(days))"  # noqa: S608
    for side in SideName
)
_POPULATION_YEAR = """(
    SELECT CASE WHEN min(population_year) = max(population_year) AND count(*) = count(population_year)
        THEN max(population_year) END FROM places_territory
)"""


class Sources(NamedTuple):
    """What is known of an answer on a day: until when, and of the places that count, how many somebody confirmed.

    `until` is the newest date on which a source speaks of a membership of either side; None: none has a date. Of one
    that is known to the month or the year it is the first day (`until_precision`), and goes on to its end. A place
    is confirmed when, on each side that it is on, a membership is. An answer that is of no day (`on` is None) counts
    none. `population_year` is that of the publication of the populations, which are the same on every day; None: nobody
    knows, or there are several.

    `silences` are the sides of which nothing is known at first, and when: to count then would make zero of unknown.
    """

    on: date | None
    until: date | None
    places: int | None
    confirmed: int | None
    population_year: int | None = None
    silences: Mapping[SideName, Silence] = MappingProxyType({})
    until_precision: str = DatePrecision.DAY

    def unknown_on(self, day: date) -> frozenset[State]:
        """Tell of which states nobody knows how many there were on a day."""
        return unknown_without(self._silent_on(day))

    def _silent_on(self, day: date) -> dict[SideName, Silence]:
        return {side: silence for side, silence in self.silences.items() if silence.holds(day)}

    @property
    def unknown(self) -> frozenset[State]:
        """The states that are unknown on the day of the answer; none where it is of no day."""
        return frozenset() if self.on is None else self.unknown_on(self.on)

    @property
    def is_continued(self) -> bool:
        """Tell whether no source speaks of the day any more: what was known is carried forward to it."""
        if self.on is None or self.until is None:
            return self.on is not None
        return Dated(self.until, self.until_precision).is_before(self.on)

    @property
    def reach(self) -> str:
        """Say until when they go: "jusqu’au 21 novembre 2024", "jusqu’en janvier 2024"; nothing where none is dated."""
        if self.until is None:
            return ""
        known = Dated(self.until, self.until_precision)
        return texts()["until_day" if known.is_day else "until_rough"].format(date=known.words)

    def in_words(self) -> str:
        """Say it in one sentence, and in one more of each side that no source dates yet."""
        reach = [] if self.unknown == set(State) else [self._said(self.confirmed if self.places else None)]
        return " ".join([*reach, *self.undated_in_words])

    @property
    def undated_in_words(self) -> list[str]:
        """Say of each side of which nothing is known that day from when on something is."""
        silent = [] if self.on is None else self._silent_on(self.on).values()
        return [_undated(silence) for silence in silent]

    @property
    def until_in_words(self) -> str:
        """Say how far they go alone, where what is counted stands apart."""
        return self._said(None)

    @property
    def in_short(self) -> str:
        """Say it in a phrase, for a place where a sentence has no room."""
        if self.until is None:
            return texts()["sources_unknown"]
        said = _("Sources {until}, prolongées ensuite") if self.is_continued else _("Sources {until}")
        return said.format(until=self.reach)

    def _said(self, confirmed: int | None) -> str:
        if self.until is None:
            return texts()["sources_unknown"]
        said = _sentence(confirmed, is_continued=self.is_continued)
        return said.format(until=self.reach, confirmed=self.confirmed, places=self.places)

    @property
    def population_in_words(self) -> str:
        """Say of which year the populations are; nothing when nobody knows."""
        if self.population_year is None:
            return ""
        return _("Habitants : population publiée en {year}, à toutes les dates.").format(year=self.population_year)


def _undated(silence: Silence) -> str:
    if silence.until is None:
        return untold_text(silence.label)
    return undated_text(silence.label).format(day=day_in_words(silence.until))


def undated_text(label: str) -> str:
    """Say that nothing is known of a side before a day, which is a hole."""
    return _("{side} : aucune source ne date rien avant le {day}.").format(side=_plain(label), day="{day}")


def untold_text(label: str) -> str:
    """Say that nothing is known of a side, on any day."""
    return _("{side} : aucune source n’en dit rien ici.").format(side=_plain(label))


def _plain(label: str) -> str:
    return label.replace("{", "").replace("}", "")


def texts() -> dict[str, str]:
    """The sentences by key, with their holes, for the server and the browser alike."""
    forms = {"none": None, "one": 1, "other": 2}
    return {
        "sources_unknown": _("Aucune source datée n’en parle."),
        "until_day": _("jusqu’au {date}"),
        "until_rough": _("jusqu’en {date}"),
        **{f"sources_within_{form}": _sentence(count, is_continued=False) for form, count in forms.items()},
        **{f"sources_beyond_{form}": _sentence(count, is_continued=True) for form, count in forms.items()},
    }


def _sentence(confirmed: int | None, *, is_continued: bool) -> str:
    if confirmed is not None:
        return _beyond(confirmed) if is_continued else _within(confirmed)
    if is_continued:
        return _("D’après des sources allant {until}, prolongées ensuite.")
    return _("D’après des sources allant {until}.")


def _beyond(confirmed: int) -> str:
    return ngettext(
        "D’après des sources allant {until}, prolongées ensuite ; {confirmed} lieu sur {places} confirmé "
        "depuis moins de 24 mois.",
        "D’après des sources allant {until}, prolongées ensuite ; {confirmed} lieux sur {places} "
        "confirmés depuis moins de 24 mois.",
        confirmed,
    )


def _within(confirmed: int) -> str:
    # Of a day that the sources reach, "depuis moins de 24 mois" would be heard of today.
    return ngettext(
        "D’après des sources allant {until} ; {confirmed} lieu sur {places} alors confirmé depuis moins de 24 mois.",
        "D’après des sources allant {until} ; {confirmed} lieux sur {places} alors confirmés depuis moins de 24 mois.",
        confirmed,
    )


def sources(crossing: Crossing, *, on: date | None = None) -> Sources:
    """Tell how far the sources of an answer go, on a day or on none. One query."""
    if on is None:
        told = f"NULL::date, {_NEWEST}, NULL::int, NULL::int, {_POPULATION_YEAR}, {_SINCE}"
        statement = f"WITH {stay(crossing, Level.PLACE)} SELECT {told}"
    else:
        statement = f"""WITH {stay(crossing, Level.PLACE)}, {served(crossing, Level.PLACE)}
SELECT %(on)s::date, {_NEWEST}, count(*), count(*) FILTER (WHERE bits & {SIDES} & ~(bits >> 2) = 0),
    {_POPULATION_YEAR}, {_SINCE}
FROM served WHERE bits & {SIDES} > 0"""  # noqa: S608
    (row,) = read(_Found, statement, crossing.parameters | {"on": on})
    silences = silences_of(crossing, row.since_a, row.since_b)
    until, precision = _last(row.until)
    return Sources(row.on, until, *row[2:5], silences, precision)


_PRECISIONS = {"3": DatePrecision.DAY, "2": DatePrecision.MONTH, "1": DatePrecision.YEAR}


def _last(found: list[str] | None) -> tuple[date | None, str]:
    """Read the newest day, and how much of it is known."""
    return (date.fromisoformat(found[0]), _PRECISIONS[found[1]]) if found else (None, DatePrecision.DAY)


class _Found(NamedTuple):
    on: date | None
    until: list[str] | None
    places: int | None
    confirmed: int | None
    population_year: int | None
    since_a: date | None
    since_b: date | None


def of_each_network(*, on: date) -> dict[int, Sources]:
    """Tell how far the sources of each network go that has a dated membership, by its primary key. One query."""
    rows = read(_Newest, _NEWEST_OF_EACH, {})
    dated = {row.network: _last(row.until) for row in rows}
    return {key: Sources(on, until, None, None, until_precision=known) for key, (until, known) in dated.items()}


class _Newest(NamedTuple):
    network: int
    until: list[str] | None
