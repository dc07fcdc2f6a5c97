"""What can be asked of places and their networks at a date. A membership counts on a day its period contains."""

from collections.abc import Collection
from datetime import date
from typing import Self, TypeVar

from django.apps import apps
from django.db.models import Case, CharField, Count, Exists, Model, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from network.choices import Family, Overlap
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
        mediation, business = (Exists(_memberships("network__family", [family], on)) for family in Family)
        conditions = {
            Overlap.BOTH: Q(mediation) & Q(business),
            Overlap.MEDIATION: Q(mediation) & ~Q(business),
            Overlap.BUSINESS_SUPPORT: ~Q(mediation) & Q(business),
            Overlap.NONE: ~Q(mediation) & ~Q(business),
        }
        wanted = Q(pk__in=[])
        for state in states:
            wanted |= conditions[Overlap(state)]
        return self.filter(wanted)

    def with_overlap(self, *, on: date | None = None) -> Self:
        """Annotate `overlap` at a date: "both", "mediation", "business_support" or "none"."""
        mediation, business = (Exists(_memberships("network__family", [family], on)) for family in Family)
        return self.annotate(
            overlap=Case(
                When(Q(mediation) & Q(business), then=Value(Overlap.BOTH)),
                When(mediation, then=Value(Overlap.MEDIATION)),
                When(business, then=Value(Overlap.BUSINESS_SUPPORT)),
                default=Value(Overlap.NONE),
                output_field=CharField(),
            )
        )

    def overlap_counts(self, *, on: date | None = None) -> dict[str, int]:
        """Count these places in each of the four states at a date, in one query. Evaluates."""
        counted = self.with_overlap(on=on).order_by().values_list("overlap").annotate(Count("pk"))
        return dict.fromkeys(Overlap.values, 0) | dict(counted)

    def _members(self, path: str, values: Collection[str], *, on: date | None, match_all: bool) -> Self:
        groups = [[value] for value in values] if match_all else [list(values)]
        return self.filter(*(Exists(_memberships(path, group, on)) for group in groups))


def _memberships(path: str, values: Collection[str], on: date | None) -> QuerySet[Model]:
    """Give the memberships of the outer place that count on a date, and whose `path` is one of `values`."""
    memberships = apps.get_model("network", "Membership")._default_manager
    return memberships.filter(
        place=OuterRef("pk"), period__contains=on or timezone.localdate(), **{f"{path}__in": values}
    )
