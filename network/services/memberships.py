"""What is done to the stays of places in networks, and how a place ends."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from network.models import Membership
from places.choices import Door
from places.models import Place
from places.services import Edit, create, edit, edit_place, signed
from places.services.places import Person

P = TypeVar("P", bound=Place)


def join(*, values: Mapping[str, Any], by: Person, door: Door) -> Membership:
    """Put a place in a network during a period, with the evidence for it. See `create` for what is raised."""
    return create(Membership, values=values, by=by, door=door)


def edit_membership(
    *,
    membership: Membership,
    changes: Mapping[str, Any],
    based_on: int | None = None,
    by: Person,
    door: Door,
) -> Edit[Membership]:
    """Correct a membership, and keep what others wrote in it since `based_on`. See `edit` for what is raised."""
    return edit(membership, changes=changes, based_on=based_on, by=by, door=door)


def leave(*, membership: Membership, on: date, by: Person, door: Door) -> Membership:
    """End a membership: `on` is the first day when the place is no longer in the network. What was before stays true.

    Raises:
        ValidationError: the membership begins on that day, or later.

    """
    start = membership.period.lower
    if start and start >= on:
        raise ValidationError(
            _("L’adhésion au réseau %(network)s commence le %(start)s : elle ne peut pas finir le %(end)s."),
            params={"network": membership.network, "start": localize(start), "end": localize(on)},
        )
    ended = DateRange(start, on, "[)" if start else "()")
    return edit(membership, changes={"period": ended}, by=by, door=door).row


def close(*, place: P, on: date, by: Person, door: Door) -> tuple[P, list[Membership]]:
    """Close a place for good: `on` is the first day when it is no longer there. Its memberships that last end with it.

    It stays published, and every date before stays as it was.

    Raises:
        ValidationError: it opened later, or one of its memberships begins on that day, or later.

    """
    with signed(by=by, door=door):
        closed = edit_place(place=place, changes={"closed_on": on}, by=by, door=door).row
        lasting = Membership.objects.lasting_beyond(on).filter(place=place.pk).select_related("network")
        return closed, [leave(membership=membership, on=on, by=by, door=door) for membership in lasting]
