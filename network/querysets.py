"""What can be asked of places and their networks at a date. A membership counts on a day its period contains."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple, Self, TypeVar

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from psycopg.types.range import DateRange

from network.choices import SideName, State
from network.expressions import OverlapOf
from places.choices import Status
from places.expressions import EqualsAny, Fold
from places.querysets import AddressedQuerySet, PlaceQuerySet

P = TypeVar("P", bound=Model)

# "IS TRUE" keeps the planner from the index of the constraint on overlapping periods, ten times slower for one place.
_BELONGINGS = f"""
SELECT place_id, string_agg(network.slug, ',' ORDER BY network.slug),
    bit_or(CASE side {" ".join(f"WHEN '{side}' THEN {side.bit}" for side in SideName)} ELSE 0 END)
FROM network_membership JOIN network_network AS network ON network.id = network_id
JOIN network_family ON network_family.slug = family
WHERE place_id = ANY(%s::bigint[]) AND (period @> %s) IS TRUE
GROUP BY place_id
"""  # noqa: S608  our own bits


class NetworkedPlaceQuerySet(PlaceQuerySet[P]):
    """Places, with who works with them. `on` is a local date, today unless given."""

    def _about(self, word: str) -> Q:
        """Say that a word is about a place, or in the name of a network that it is in today."""
        networks = apps.get_model("network", "Network")._default_manager.annotate(folded=Fold("name"))
        named = networks.filter(folded__trigram_word_similar=Fold(Value(word)))
        # As arrays, which are computed once: where no network is named so, no membership is read.
        of_these = EqualsAny(F("network_id"), ArraySubquery(named.order_by().values("pk")))
        members = _all_memberships().on().filter(of_these).order_by().values("place_id")
        return super()._about(word) | Q(EqualsAny(F("pk"), ArraySubquery(members)))

    def in_networks(self, networks: Collection[str], *, on: date | None = None, match_all: bool = False) -> Self:
        """Keep the places in any of these networks (slugs) at a date, or in all of them."""
        return self._members("network__slug", networks, on=on, match_all=match_all)

    def of_families(self, families: Collection[str], *, on: date | None = None, match_all: bool = False) -> Self:
        """Keep the places served by any of these families at a date, or by all of them."""
        return self._members("network__family", families, on=on, match_all=match_all)

    def overlapping(self, states: Collection[str], *, on: date | None = None) -> Self:
        """Keep the places in any of these states of overlap at a date."""
        a, b = (Exists(_memberships(on).filter(_of_side(side))) for side in SideName)
        conditions = {
            State.BOTH: Q(a) & Q(b),
            State.A: Q(a) & ~Q(b),
            State.B: ~Q(a) & Q(b),
            State.NEITHER: ~Q(a) & ~Q(b),
        }
        return self.filter(reduce(or_, (conditions[State(state)] for state in states)))

    def with_overlap(self, *, on: date | None = None) -> Self:
        """Annotate `overlap` at a date: "both", "a", "b" or "neither"."""
        return self.annotate(overlap=OverlapOf(_memberships(on)))

    def with_membership(self, *, on: date | None = None) -> Self:
        """Annotate `is_member` at a date: whether any network, of whatever family, counts the place as its own."""
        return self.annotate(is_member=Exists(_memberships(on)))

    def overlap_counts(self, *, on: date | None = None) -> dict[str, int]:
        """Count these places in each of the four states at a date, in one query. Evaluates."""
        counted = self.with_overlap(on=on).order_by().values_list("overlap").annotate(Count("pk"))
        return dict.fromkeys(State.values, 0) | dict(counted)

    def _members(self, path: str, values: Collection[str], *, on: date | None, match_all: bool) -> Self:
        groups = [[value] for value in values] if match_all else [list(values)]
        return self.filter(*(Exists(_memberships(on, **{f"{path}__in": group})) for group in groups))


class Belonging(NamedTuple):
    """What the networks of a place at a date make of it."""

    networks: tuple[str, ...] = ()
    overlap: State = State.NEITHER


NO_NETWORK = Belonging()


class MembershipQuerySet(QuerySet[P]):
    """Memberships, at a date."""

    def on(self, day: date | None = None) -> Self:
        """Keep the memberships that count on a local date, today unless given."""
        return self.filter(period__contains=day or timezone.localdate())

    def lasting_beyond(self, day: date) -> Self:
        """Keep the memberships that count on a day, or on a later one."""
        return self.filter(period__overlap=DateRange(day, None))


def belongings(places: Collection[int], *, on: date | None = None) -> dict[int, Belonging]:
    """Tell what their networks at a date make of these places (primary keys), in one query written by hand.

    Every answer of the API asks this: composing it through the ORM takes longer than running it.
    """
    with connection.cursor() as cursor:
        keys = f"{{{','.join(map(str, places))}}}"
        cursor.execute(_BELONGINGS, (keys, on or timezone.localdate()))
        return {place: _belonging(slugs, bits) for place, slugs, bits in cursor.fetchall()}


@lru_cache(maxsize=4096)
def _belonging(slugs: str, bits: int) -> Belonging:
    # Many places share few combinations of networks.
    return Belonging(tuple(slugs.split(",")), State.of(bits))


class NetworkQuerySet(AddressedQuerySet[P]):
    """Networks, with what they count."""

    former_slugs = "network.FormerNetworkSlug"

    def with_place_count(self, *, on: date | None = None) -> Self:
        """Annotate `place_count`: the published places in the network at a date."""
        counted = Q(
            memberships__period__contains=on or timezone.localdate(), memberships__place__status=Status.PUBLISHED
        )
        return self.annotate(place_count=Count("memberships", filter=counted))


def _memberships(on: date | None, **conditions: object) -> QuerySet[Model]:
    """The memberships of the outer place that count on a date."""
    return _all_memberships().on(on).filter(place=OuterRef("pk"), **conditions)


def _of_side(side: SideName) -> EqualsAny:
    """Say that a membership is in a network of a side; these are few, and found once rather than joined to each."""
    networks = apps.get_model("network", "Network")._default_manager.filter(family__side=side)
    return EqualsAny(F("network_id"), ArraySubquery(networks.order_by().values("pk")))


def _all_memberships() -> "MembershipQuerySet[Model]":
    memberships = apps.get_model("network", "Membership")._default_manager.get_queryset()
    assert isinstance(memberships, MembershipQuerySet)
    return memberships
