"""Odd questions on the crossings, counted again by hand: any two sides, days far off, what changed, and who could meet.

As in `test_recount`, nothing of the site's own reckoning is used.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from django.test import Client

from tests.randomly import dealt
from tests.test_recount import (
    Published,
    Record,
    _covers,
    _holds,
    _metres,
    _shown,
    _state,
    _summary,
    _told,
    _unknown,
    published,
)

__all__ = ["published"]

pytestmark = [pytest.mark.django_db, pytest.mark.twin, pytest.mark.usefixtures("lozere")]

PRESENCE, HERE, NEAR, FAR = (
    {"rule": "presence"},
    *({"rule": "distance", "radius": radius} for radius in (0, 1_000, 50_000)),
)
# Before any of it, before the first network, and long after the last source.
ODD = [date(1900, 1, 1), date(2006, 12, 31), date(2200, 12, 31)]
SIDES = [
    (["business_support"], ["mediation"]),
    (["france-services"], ["solozere"]),
    (["bibliotheques"], ["chambres-consulaires"]),
    (["mediation"], ["france-services"]),
    (["msap", "solozere"], ["bibliotheques", "msap"]),
]


class Asked(NamedTuple):
    """What each side is made of, and who counts."""

    published: Published
    a: list[str]
    b: list[str]
    could_be: bool = False

    @property
    def query(self) -> Record:
        return {"a": self.a, "b": self.b} | ({"could_be": "true"} if self.could_be else {})

    def sides_of(self, network: Record) -> set[str]:
        names = {network["slug"], network["family"]}
        return {side for side, named in (("a", self.a), ("b", self.b)) if names & set(named)}

    def stays(self, place: Record) -> Iterable[tuple[Record, set[str]]]:
        """The memberships of a place that count on some side, and on which."""
        counting = self.published.counting(place, could_be=self.could_be)
        return ((one, sides) for one in counting if (sides := self.sides_of(one["network"])))

    def standing(self, place: Record, on: date) -> set[str]:
        return {side for one, sides in self.stays(place) if _holds(one["start"], one["end"], on) for side in sides}

    def unknown(self, on: date) -> set[str]:
        """The states of which nothing is known on a day."""
        of_sides = [
            (network["started_on"], self.sides_of({"slug": slug, "family": network["family"]}))
            for slug, network in self.published.networks.items()
        ]
        stays = [one for place in self.published.places for one in self.stays(place)]
        began = {side: [day for day, sides in of_sides if side in sides] for side in ("a", "b")}
        starts = {side: [one["start"] for one, sides in stays if side in sides] for side in ("a", "b")}
        return _unknown(began, starts, on)

    def reach(self, rule: Record) -> dict[str, list[Record]]:
        """The places that may cover each commune, whatever the day."""
        return {
            commune["code"]: [place for place in self.published.places if _covers(place, commune, rule)]
            for commune in self.published.communes
        }

    def covered(self, places: list[Record], on: date) -> set[str]:
        alive = (place for place in places if _holds(place["opened_on"], place["closed_on"], on))
        return {side for place in alive for side in self.standing(place, on)}

    def days(self) -> set[date]:
        """Every day on which something begins or ends, and the day before it."""
        texts = [
            text
            for place in self.published.places
            for text in (
                place["opened_on"],
                place["closed_on"],
                *(one[end] for one in place["memberships"] for end in ("start", "end")),
            )
            if text
        ]
        days = {date.fromisoformat(text) for text in texts}
        return days | {day - timedelta(days=1) for day in days}


@pytest.mark.parametrize("rule", [PRESENCE, HERE, NEAR, FAR], ids=str)
def test_any_two_sides_can_be_counted_again_on_odd_days(client: Client, published: Published, rule: Record) -> None:
    days = [*ODD, date(2019, 7, 1), date(2022, 4, 26), date(2022, 4, 25)]
    for hand, (a, b) in enumerate(SIDES):
        asked = Asked(published, a, b)
        reach = asked.reach(rule)
        for on in dealt(days, hand, 3):
            counted = {code: _state(asked.covered(places, on)) for code, places in reach.items()}
            told = _told(client, "commune", on, **rule, **asked.query)
            unknown = asked.unknown(on)
            assert {item["code"]: item["state"] for item in told["items"]} == _shown(counted, unknown), (a, b, on)
            assert told["summary"] == _summary(published.communes, counted, unknown), (a, b, on)


def test_sides_that_are_swapped_swap_the_states(client: Client) -> None:
    swapped = {"a": ["business_support"], "b": ["mediation"]}
    for rule in (PRESENCE, HERE, NEAR, FAR):
        one = _told(client, "commune", date(2019, 7, 1), **rule)["summary"]
        other = _told(client, "commune", date(2019, 7, 1), **rule, **swapped)["summary"]
        assert other == {"both": one["both"], "a": one["b"], "b": one["a"], "neither": one["neither"]}


def test_every_day_on_which_something_turns_can_be_counted_again(client: Client, published: Published) -> None:
    asked = Asked(published, ["mediation"], ["business_support"])
    reach = asked.reach(PRESENCE)
    turned = Counter[date]()
    for day in sorted(asked.days()):
        counted = Counter(_state(asked.covered(places, day)) for places in reach.values())
        told = _told(client, "commune", day)["summary"]
        unknown = asked.unknown(day)
        assert {state for state, part in told.items() if part["count"] is None} == unknown, day
        known = {state: count for state, count in counted.items() if state not in unknown}
        assert {state: part["count"] for state, part in told.items() if part["count"]} == known, day
        turned[day] += 1
    assert len(turned) > 60


@pytest.mark.parametrize("could_be", [False, True])
def test_what_only_could_be_is_what_the_two_countings_differ_by(
    client: Client, published: Published, could_be: bool
) -> None:
    ways = [Asked(published, ["mediation"], ["business_support"], could_be=way) for way in (False, True)]
    for rule in (PRESENCE, NEAR):
        reach = ways[0].reach(rule)
        for on in (date(2020, 10, 31), date(2020, 11, 1), date(2026, 11, 23)):
            some, every = ({code: way.covered(places, on) for code, places in reach.items()} for way in ways)
            told = _told(client, "commune", on, could_be=could_be, **rule)
            counted = {code: sorted(every[code] - some[code]) for code in reach}
            assert {item["code"]: item["could_be"] for item in told["items"]} == counted, on


SPANS = [
    (date(2019, 7, 1), date(2026, 11, 28)),
    (date(2021, 12, 31), date(2022, 4, 26)),
    (date(2020, 10, 31), date(2020, 11, 1)),
    (date(2015, 12, 31), date(2016, 1, 1)),
    (date(1900, 1, 1), date(2200, 12, 31)),
]


@pytest.mark.parametrize("could_be", [False, True])
@pytest.mark.parametrize("rule", [PRESENCE, NEAR], ids=str)
def test_what_changed_can_be_counted_again(client: Client, published: Published, rule: Record, could_be: bool) -> None:
    asked = Asked(published, ["mediation"], ["business_support"], could_be=could_be)
    reach = asked.reach(rule)
    days = sorted(asked.days())
    for start, end in SPANS:
        query: Any = {"from": start.isoformat(), "to": end.isoformat(), "level": "commune"} | rule | asked.query
        told: Any = client.get("/api/v1/overlap/changes/", query).json()
        ways, seen = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for places in reach.values():
            before, after = asked.covered(places, start), asked.covered(places, end)
            way = _state(before), _state(after)
            ways[way] += 1
            seen[way] += any(_is_first_seen(asked, places, side, days, end) for side in after - before)
        matrix = {(cell["from"], cell["to"]): cell for cell in told["matrix"]}
        assert {way: cell["count"] for way, cell in matrix.items() if cell["count"]} == ways, (start, end)
        firsts = {way: cell["first_seen"]["count"] for way, cell in matrix.items()}
        assert {way: count for way, count in firsts.items() if count} == +seen, (start, end)
        unknown = {part: asked.unknown(day) for part, day in (("start", start), ("end", end))}
        for state, sums in told["summary"].items():
            assert all(
                (sums[part]["count"] is None) == (state in hidden)
                for part, hidden in unknown.items()
                if state != "without_population"
            )
            if state not in {"without_population", *unknown["start"]}:
                parts = [sums[part]["count"] for part in ("start", "gained", "first_seen", "lost", "end")]
                assert parts[0] + parts[1] + parts[2] - parts[3] == parts[4], state


def _is_first_seen(asked: Asked, places: list[Record], side: str, days: list[date], end: date) -> bool:
    """Tell whether a side that has come by a day last came by stays alone that are known "at least since" it."""
    came = max(
        day
        for day in days
        if day <= end
        and side in asked.covered(places, day)
        and side not in asked.covered(places, day - timedelta(days=1))
    )
    bringing = [
        one["is_start_exact"] or place["opened_on"] == came.isoformat() != one["start"]
        for place in places
        for one, sides in asked.stays(place)
        if side in sides
        and _holds(one["start"], one["end"], came)
        and _holds(place["opened_on"], place["closed_on"], came)
        and came.isoformat() in (one["start"], place["opened_on"])
    ]
    return not any(bringing)


@pytest.mark.parametrize("radius", [0, 1_000, 10_000])
def test_who_could_meet_can_be_counted_again(client: Client, published: Published, radius: int) -> None:
    asked = Asked(published, ["mediation"], ["business_support"])
    for on in (date(2006, 12, 31), date(2019, 7, 1), date(2026, 11, 28)):
        alive = [
            place
            for place in published.places
            if place["longitude"] is not None and _holds(place["opened_on"], place["closed_on"], on)
        ]
        standing = {place["slug"]: asked.standing(place, on) for place in alive}
        on_a, on_b = ([place for place in alive if side in standing[place["slug"]]] for side in ("a", "b"))
        counted = {
            frozenset((one["slug"], other["slug"]))
            for one in on_a
            for other in on_b
            if one is not other and _metres(one, other) <= radius and not _joined(one, on) & _joined(other, on)
        }
        query: Any = {"on": on.isoformat(), "what": "pairs", "limit": 500, "radius": radius}
        told: Any = client.get("/api/v1/overlap/opportunities/", query).json()
        assert {frozenset((pair["a"]["slug"], pair["b"]["slug"])) for pair in told["pairs"]} == counted, on
        assert told["totals"]["pairs"] == len(counted)


def _joined(place: Record, on: date) -> set[str]:
    return {one["network"]["slug"] for one in place["memberships"] if _holds(one["start"], one["end"], on)}
