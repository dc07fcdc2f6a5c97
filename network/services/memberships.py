"""What is done to the stays of places in networks, and how a place ends."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from network.models import Membership
from places.choices import DatePrecision, Door
from places.models import Place
from places.services import Edit, create, edit, edit_place, signed
from places.services.places import Person
from places.words import Dated, day_in_words

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


class Sighting(NamedTuple):
    """What a list, a convention or a page shows of memberships: the day of the source, what it is, what it shows."""

    day: date
    source: str
    evidence: str
    source_url: str | None = None
    precision: str = DatePrecision.DAY  # how much of the day is known; of a month or a year, it is the first


def see(*, memberships: Collection[Membership], sighting: Sighting, by: Person, door: Door) -> list[Membership]:
    """Note that a source cites the places of these memberships, in one change; a newer sighting is not put back.

    Raises:
        ValidationError: the source is of a day that has not come; or of before a membership begins, or after it ends.

    """
    if sighting.day > timezone.localdate():
        raise ValidationError(_("Cette date n’est pas encore arrivée."))
    said = {"source": sighting.source, "evidence": sighting.evidence, "source_url": sighting.source_url}
    with signed(by=by, door=door):
        dated = Dated(sighting.day, sighting.precision)
        return [_seen(membership, dated, said, by, door) for membership in memberships]


def seen_on(day: date, precision: str = DatePrecision.DAY) -> dict[str, Any]:
    """The columns that say on which day a source cites a membership."""
    return {"last_seen_on": day, "last_seen_precision": precision}


def _seen(membership: Membership, seen: Dated, said: Mapping[str, Any], by: Person, door: Door) -> Membership:
    first, end = membership.period.lower, membership.period.upper
    if (first and seen.is_before(first)) or (end and seen.day >= end):
        told = {"place": membership.place, "day": seen.when}
        raise ValidationError(_("%(place)s n’est pas dans ce réseau %(day)s."), params=told)
    if membership.last_seen_on and not _is_news(seen, membership):
        return membership
    return edit(membership, changes={**seen_on(*seen), **said}, by=by, door=door).row


def _is_news(seen: Dated, membership: Membership) -> bool:
    """Tell whether a source is of later than, or of the same day as, the last that is known; less precise, of later."""
    last = Dated(membership.last_seen_on or date.min, membership.last_seen_precision)
    return seen.day > last.day or (seen.day == last.day and len(seen.iso) >= len(last.iso))


def leave(*, membership: Membership, on: date, by: Person, door: Door) -> Membership:
    """End a membership: `on` is the first day when the place is no longer in the network. What was before stays true.

    Raises:
        ValidationError: the membership begins on that day, or later.

    """
    start = membership.period.lower
    if start and start >= on:
        raise ValidationError(
            _("L’adhésion au réseau %(network)s commence le %(start)s : elle ne peut pas finir le %(end)s."),
            params={"network": membership.network, "start": day_in_words(start), "end": day_in_words(on)},
        )
    ended = DateRange(start, on, "[)" if start else "()")
    return edit(membership, changes={"period": ended}, by=by, door=door).row


def close(
    *, place: P, on: date, precision: str = DatePrecision.DAY, by: Person, door: Door
) -> tuple[P, list[Membership]]:
    """Close a place for good: `on` is the first day when it is no longer there. Its memberships that last end with it.

    Of a closing that is known to the month, or the year, it is the first of it (`precision`). It stays published, and
    every date before stays as it was.

    Raises:
        ValidationError: it opened later, or one of its memberships begins on that day, or later.

    """
    closed = {"closed_on": on, "closed_precision": precision}
    with signed(by=by, door=door):
        row = edit_place(place=place, changes=closed, by=by, door=door).row
        lasting = Membership.objects.lasting_beyond(on).filter(place=place.pk).select_related("network")
        return row, [leave(membership=membership, on=on, by=by, door=door) for membership in lasting]
