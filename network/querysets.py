"""What can be asked of places and their networks at a date. A membership counts on a day its period contains."""

from collections.abc import Collection
from datetime import date
from typing import Self, TypeVar

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from network.choices import Overlap
from network.expressions import OverlapOf
from places.choices import Status
from places.querysets import PlaceQuerySet

P = TypeVar("P", bound=Model)


class NetworkedPlaceQuerySet(PlaceQuerySet[P]):
    """Places, with who works with them. `on` is a local date, today unless given."""

    def in_networks(self, networks: Collection[str], *, on: date | None = None, match_all: bool = False) -> Self:
        """Keep the places in any of these networks (slugs) at a date, or in all of them."""
        return self._members("network__slug", networks, on=on, match_all=match_all)

    def of_families(self, families: Collection[str], *, on: date | None = None, match_all: bool = False) -> Self:
        """Keep the places served by any of these families at a date, or by all of them."""
        return self._members("network__family", families, on=on, match_all=match_all)

    def overlapping(self, states: Collection[str], *, on: date | None = None) -> Self:
        """Keep the places in any of these states of overlap at a date."""
        return self.alias(overlap=OverlapOf(_memberships(on))).filter(overlap__in=list(states))

    def with_overlap(self, *, on: date | None = None) -> Self:
        """Annotate `overlap` at a date: "both", "mediation", "business_support" or "none"."""
        return self.annotate(overlap=OverlapOf(_memberships(on)))

    def with_networks(self, *, on: date | None = None) -> Self:
        """Annotate `network_slugs` at a date: the networks of the place, sorted."""
        members = _memberships(on).order_by("network__slug").values("network__slug")
        return self.annotate(network_slugs=ArraySubquery(members))

    def overlap_counts(self, *, on: date | None = None) -> dict[str, int]:
        """Count these places in each of the four states at a date, in one query. Evaluates."""
        counted = self.with_overlap(on=on).order_by().values_list("overlap").annotate(Count("pk"))
        return dict.fromkeys(Overlap.values, 0) | dict(counted)

    def _members(self, path: str, values: Collection[str], *, on: date | None, match_all: bool) -> Self:
        groups = [[value] for value in values] if match_all else [list(values)]
        return self.filter(*(Exists(_memberships(on, **{f"{path}__in": group})) for group in groups))


class NetworkQuerySet(QuerySet[P]):
    """Networks, with what they count."""

    def with_place_count(self, *, on: date | None = None) -> Self:
        """Annotate `place_count`: the published places in the network at a date."""
        counted = Q(
            memberships__period__contains=on or timezone.localdate(), memberships__place__status=Status.PUBLISHED
        )
        return self.annotate(place_count=Count("memberships", filter=counted))


def _memberships(on: date | None, **conditions: object) -> QuerySet[Model]:
    """Give the memberships of the outer place that count on a date."""
    memberships = apps.get_model("network", "Membership")._default_manager
    return memberships.filter(place=OuterRef("pk"), period__contains=on or timezone.localdate(), **conditions)
