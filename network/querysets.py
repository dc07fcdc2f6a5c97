"""What can be asked of places and their networks at a date.

To be *in* a network or a family is to have a membership whose period contains the day. To be *on a side* takes more:
that the membership shows a service of the family (`docs/adr/0024-what-makes-a-place-count.md`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple, Self, TypeVar

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone
from psycopg.types.range import DateRange

from network.choices import SideName, State
from network.expressions import OverlapOf
from places.choices import Status
from places.expressions import EqualsAny
from places.querysets import AddressedQuerySet, PlaceQuerySet

P = TypeVar("P", bound=Model)
_MOST_TEXTS = 4096

# What counts is written four times, each time for the speed of its readers, and a test holds them equal: here for SQL
# of our own, as `_SHOWN` and as `_counting_on` for the ORM, as `overlap.sql._shows` for all places at once, and as
# `Network.shows` for who has both at hand. Services are read only of a place in a network that shows none.
SHOWN = """(shows_service OR EXISTS (
    SELECT FROM places_place AS offering WHERE offering.id = {place} AND offering.services && network_family.services
))"""

# The networks of a place on a day, by their numbers, as a text that places in the same networks share: what one of them
# makes of a place is told once. One that shows no service of the place has a minus. Spoken of as an array of one, and
# with "IS TRUE", the planner keeps to `membership_of_place`: with the index of the constraint on overlapping periods a
# page takes three times as long.
_NETWORKED = f"""(SELECT array_agg(CASE
    WHEN network_id = ANY (ARRAY(SELECT id FROM network_network WHERE NOT shows_service)) AND NOT EXISTS (
        SELECT FROM network_network AS network JOIN network_family ON network_family.slug = family
        WHERE network.id = network_id AND {SHOWN.format(place="places_place.id")}
    ) THEN -network_id ELSE network_id END)::text
FROM network_membership WHERE place_id = ANY (ARRAY[places_place.id]) AND (period @> {{day}}) IS TRUE)"""  # noqa: S608
_NAMED = """
SELECT is_silent, network.id, network.slug, side FROM (SELECT {silent} AS is_silent) AS day
LEFT JOIN (network_network AS network JOIN network_family ON network_family.slug = family)
    ON network.id = ANY (%s::bigint[])
ORDER BY network.slug
"""

# The members of a network on a day, all but those that are not published, which are few: no row of a place is read.
_COUNTED = f"""(SELECT count(*) FROM network_membership
WHERE network_id = ANY (ARRAY[network_network.id]) AND (period @> {{day}}) IS TRUE
    AND place_id NOT IN (SELECT id FROM places_place WHERE status <> '{Status.PUBLISHED}'))"""  # noqa: S608

# A stay that counts on a side, whenever it does.
_COUNTING = """SELECT FROM network_membership AS stay JOIN network_network AS of_stay ON of_stay.id = stay.network_id
        JOIN network_family AS kind ON kind.slug = of_stay.family
        JOIN places_place AS there ON there.id = stay.place_id AND there.status = 'published'
        WHERE kind.side = network_family.side AND (of_stay.shows_service OR there.services && kind.services)"""


def silent_on(on: date | None) -> str:
    """Tell in SQL whether a side was there on a day, or may have been, of which no source dates anything yet.

    Whoever is on neither side then is not known to be: see `docs/adr/0025-first-seen.md`. Of a day that sources reach,
    the first stay that is looked at answers.
    """
    day = _day(on)
    return f"""EXISTS (
    SELECT FROM network_family JOIN network_network AS of_side ON family = network_family.slug
    WHERE side IS NOT NULL GROUP BY side
    HAVING (bool_or(started_on IS NULL) OR min(started_on) <= {day})
        AND NOT EXISTS ({_COUNTING} AND (lower_inf(stay.period) OR lower(stay.period) <= {day}))
        AND EXISTS ({_COUNTING})
)"""


def networked(on: date | None = None) -> RawSQL:
    """Tell the networks of each place on a day, as a text that `belongings` reads; NULL where it is in none."""
    return RawSQL(_NETWORKED.format(day=_day(on)), (), TextField())  # noqa: S611  our own names


def _day(on: date | None) -> str:
    return f"DATE '{(on or timezone.localdate()).isoformat()}'"


class NetworkedPlaceQuerySet(PlaceQuerySet[P]):
    """Places, with who works with them. `on` is a local date, today unless given."""

    def named_networks(self) -> list[tuple[int, str]]:
        """List the networks whose names a search reads."""
        return list(apps.get_model("network", "Network")._default_manager.order_by().values_list("pk", "name"))

    def belonging_to(self, networks: Collection[int]) -> Q:
        """Say that a place is in any of these networks (primary keys) today.

        Of EXISTS beside an OR, PostgreSQL would read all members first: a value it looks up for each place.
        """
        members = _memberships(None).filter(_of_any(networks)).order_by().values(is_member=Value(True))  # noqa: FBT003
        return Q(Subquery(members[:1], output_field=BooleanField()))

    def some_members(self, networks: Collection[int], *, most: int) -> list[int]:
        """List places (primary keys) that are in any of these networks today, so many at most. Evaluates."""
        members = _all_memberships().on(None).filter(_of_any(networks)).order_by()
        return list(members.values_list("place_id", flat=True)[:most])

    def in_networks(self, networks: Collection[str], *, on: date | None = None, match_all: bool = False) -> Self:
        """Keep the places in any of these networks (slugs) at a date, or in all of them."""
        return self._members("network__slug", networks, on=on, match_all=match_all)

    def vouched_by(self, network: str, *, on: date | None = None) -> Self:
        """Keep the members, at a date, that this network (slug) stands for; annotate the version, and the day.

        They are `vouched_version` and `vouched_on`: what the network said last.
        """
        said = apps.get_model("network", "Vouch")._default_manager.filter(network__slug=network, place=OuterRef("pk"))
        last = said.order_by("-pk")
        version, day = (Subquery(last.values(name)[:1]) for name in ("version", "day"))
        members = self.in_networks([network], on=on)
        return members.annotate(vouched_version=version, vouched_on=day).filter(vouched_version__isnull=False)

    def in_networks_of(self, networks: QuerySet[Any], *, on: date | None = None) -> Self:
        """Keep the places in any network that a question finds, at a date."""
        return self.filter(Exists(_memberships(on, network__in=networks)))

    def of_families(self, families: Collection[str], *, on: date | None = None, match_all: bool = False) -> Self:
        """Keep the places served by any of these families at a date, or by all of them."""
        return self._members("network__family", families, on=on, match_all=match_all)

    def overlapping(self, states: Collection[str], *, on: date | None = None) -> Self:
        """Keep the places in any of these states of overlap at a date; a state that nobody knows is none of them."""
        a, b = (Exists(_memberships(on).filter(_counting_on(side))) for side in SideName)
        silent = RawSQL(silent_on(on), (), BooleanField())  # noqa: S611  our own names
        conditions = {
            State.BOTH: Q(a) & Q(b),
            State.A: Q(a) & ~Q(b),
            State.B: ~Q(a) & Q(b),
            State.NEITHER: ~Q(a) & ~Q(b) & ~Q(silent),
        }
        return self.filter(reduce(or_, (conditions[State(state)] for state in states)))

    def with_overlap(self, *, on: date | None = None) -> Self:
        """Annotate `overlap` at a date: "both", "a", "b" or "neither"; None where nobody knows."""
        return self.annotate(overlap=OverlapOf(_memberships(on, _SHOWN), silent=silent_on(on)))

    def with_possible(self, *, on: date | None = None) -> Self:
        """Annotate `possible` at a date: its state if it counted wherever it could be too."""
        return self.annotate(possible=OverlapOf(_memberships(on)))

    def with_membership(self, *, on: date | None = None) -> Self:
        """Annotate `is_member` at a date: whether any network, of whatever family, counts the place as its own."""
        return self.annotate(is_member=Exists(_memberships(on)))

    def overlap_counts(self, *, on: date | None = None) -> dict[str, int]:
        """Count these places in each of the four states at a date, in one query. Evaluates."""
        counted = self.with_overlap(on=on).order_by().values_list("overlap").annotate(Count("pk"))
        return dict.fromkeys(State.values, 0) | {state: count for state, count in counted if state}

    def standing_counts(self, *, on: date | None = None) -> dict[tuple[State, State], int]:
        """Count these places by their state at a date and by what it could be, in two queries. Evaluates.

        They are counted by the networks that they are in, and what these make of a place is worked out once for each.
        """
        told = self.order_by().annotate(networked=networked(on)).values_list("networked").annotate(Count("pk"))
        rows = list(told)
        found, counts = belongings((text for text, _count in rows), on=on), Counter[tuple[State, State]]()
        for text, count in rows:
            belonging = found[text]
            if belonging.overlap:
                counts[belonging.overlap, belonging.possible] += count
        return dict(counts)

    def _members(self, path: str, values: Collection[str], *, on: date | None, match_all: bool) -> Self:
        groups = [[value] for value in values] if match_all else [list(values)]
        return self.filter(*(Exists(_memberships(on, **{f"{path}__in": group})) for group in groups))


class Belonging(NamedTuple):
    """What the networks of a place at a date make of it; `could_be`: on which sides nothing shows a service.

    Whoever is on neither side on a day of which a side is not known is in no state (None).
    """

    networks: tuple[str, ...]
    overlap: State | None
    could_be: tuple[SideName, ...]

    @property
    def possible(self) -> State:
        """Its state if it counted wherever it could be too."""
        sure = self.overlap.bits if self.overlap else 0
        return State.of(reduce(or_, (side.bit for side in self.could_be), sure))

    @classmethod
    def of(cls, networks: Iterable[str], *, sides: int, shown: int, is_silent: bool) -> "Belonging":
        """Make it of the sides of all its memberships, and of those that show a service, as bits."""
        could_be = tuple(side for side in SideName if sides & ~shown & side.bit)
        return cls(tuple(networks), State.of(shown) if shown or not is_silent else None, could_be)


class MembershipQuerySet(QuerySet[P]):
    """Memberships, at a date."""

    def on(self, day: date | None = None) -> Self:
        """Keep the memberships that count on a local date, today unless given."""
        return self.filter(period__contains=day or timezone.localdate())

    def during(self, first: date | None, last: date | None) -> Self:
        """Keep the memberships that count on a local day between these, both included; None is for ever."""
        return self.filter(period__overlap=DateRange(first, last, "[]"))

    def lasting_beyond(self, day: date) -> Self:
        """Keep the memberships that count on a day, or on a later one."""
        return self.filter(period__overlap=DateRange(day, None))


class Belongings(dict[str | None, Belonging]):
    """What each text of `networked` makes of a place, told once for each, while these networks are what they are."""

    def __init__(self, called: Sequence[tuple[bool, int, str, str | None]]) -> None:
        bits = {None: 0} | {side.value: side.bit for side in SideName}
        self.is_silent = called[0][0]
        self.called = {number: (rank, slug, bits[side]) for rank, (_said, number, slug, side) in enumerate(called)}

    def __missing__(self, text: str | None) -> Belonging:
        """Work out a text that is met for the first time, and forget all of them when they are too many."""
        if len(self) >= _MOST_TEXTS:
            self.clear()
        mine = sorted(
            (*self.called[abs(number)], number > 0) for number in _numbers(text) if abs(number) in self.called
        )
        sides = reduce(or_, (bit for _rank, _slug, bit, _is_shown in mine), 0)
        shown = reduce(or_, (bit for _rank, _slug, bit, is_shown in mine if is_shown), 0)
        slugs = (slug for _rank, slug, _bit, _is_shown in mine)
        told = self[text] = Belonging.of(slugs, sides=sides, shown=shown, is_silent=self.is_silent)
        return told


class _Held:
    """What was read of some networks (their numbers) at a version of the log; nothing yet."""

    last: tuple[Belongings, frozenset[int]] | None = None


@lru_cache(maxsize=8)
def _held(_database: str, _version: str, _day: date) -> _Held:
    return _Held()


def belongings(told: Iterable[str | None], *, on: date | None = None, version: str | None = None) -> Belongings:
    """Tell what each of these texts, which `networked` gave for a day, makes of a place; in one query at most.

    Who knows the `version` of the log that the texts were read with spares the query, where it was asked before.
    """
    texts = set(told)
    held = _held(connection.settings_dict["NAME"], version, on or timezone.localdate()) if version else _Held()
    found, known = held.last or (None, frozenset())
    if found is not None and texts <= found.keys():
        return found
    networks = known.union(abs(number) for text in texts for number in _numbers(text))
    if found is None or networks != known:
        found = _read(networks, on)
        held.last = found, networks
    return found


def _read(networks: Collection[int], on: date | None) -> Belongings:
    with connection.cursor() as cursor:
        cursor.execute(_NAMED.format(silent=silent_on(on)), (f"{{{','.join(map(str, networks))}}}",))
        return _belongings(tuple(cursor.fetchall()))


# What is told of these networks is told again while they are called what they were, whatever else changes.
_belongings = lru_cache(maxsize=8)(Belongings)


def _numbers(text: str | None) -> list[int]:
    return list(map(int, text[1:-1].split(","))) if text else []


def is_silent_on(on: date | None) -> bool:
    """Tell whether a side is silent on a day: whoever is on neither is then in no state. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {silent_on(on)}")
        return bool(cursor.fetchone()[0])


class NetworkQuerySet(AddressedQuerySet[P]):
    """Networks, with what they count."""

    former_slugs = "network.FormerNetworkSlug"

    def with_place_count(self, *, on: date | None = None) -> Self:
        """Annotate `place_count`: the published places in the network at a date."""
        counted = RawSQL(_COUNTED.format(day=_day(on)), (), IntegerField())  # noqa: S611  our own names
        return self.annotate(place_count=counted)


# What shows a service of the family: the network, or one that the outer place is known for.
_SHOWN = Q(network__shows_service=True) | Q(network__family__services__overlap=OuterRef("services"))


def _memberships(on: date | None, *shown: Q, **conditions: object) -> QuerySet[Model]:
    """The memberships of the outer place that contain a date."""
    return _all_memberships().on(on).filter(*shown, place=OuterRef("pk"), **conditions)


def _of_any(networks: Collection[int]) -> EqualsAny:
    return EqualsAny(F("network_id"), Value(list(networks)))


def _counting_on(side: SideName) -> Q:
    """Say that a membership counts on a side; its networks are few, and found once rather than joined to each.

    What the networks are is asked first, and of all alike: PostgreSQL then joins by it, and looks at services after.
    """
    networks = apps.get_model("network", "Network")._default_manager.filter(family__side=side).order_by()
    of_side, silent = (
        Q(EqualsAny(F("network_id"), ArraySubquery(found.values("pk"))))
        for found in (networks, networks.filter(shows_service=False))
    )
    offered = networks.filter(pk=OuterRef("network_id"), family__services__overlap=OuterRef(OuterRef("services")))
    return of_side & (~silent | Q(Exists(offered)))


def _all_memberships() -> "MembershipQuerySet[Model]":
    memberships = apps.get_model("network", "Membership")._default_manager.get_queryset()
    assert isinstance(memberships, MembershipQuerySet)
    return memberships
