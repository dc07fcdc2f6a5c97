"""What was done to a listing, and what of it someone may take back."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from network.models import Membership, Network, Verification, Vouch
from network.services.verifications import undate
from places.choices import Door
from places.models import Change, Photo, Place
from places.services import signed, undo
from places.services.places import Person
from places.services.undo import Undone

_ITS_OWN: list[Any] = [Verification, Photo]
_OF_NETWORKS: list[Any] = [Membership, Vouch]
Log = Any  # the events of a model: an EventQuerySet


def logs_of(place: Place) -> tuple[Log, ...]:
    """The events of a listing and of those merged into it, and of all that hangs on it."""
    listing, *hanging = (model.pgh_event_model.objects for model in (Place, *_ITS_OWN, *_OF_NETWORKS))
    of_it = listing.filter(Q(pgh_obj=place.pk) | Q(merged_into=place.pk))
    return of_it, *(log.filter(place=place.pk) for log in hanging)


def undo_in(*, place: Place, change: int, networks: QuerySet[Network], by: Person, door: Door) -> Undone | None:
    """Take back what a change did to this listing, and nothing of what it did elsewhere; a merge, whole.

    Of memberships and of what networks stand for, those of these networks alone: the others are for who runs them. None
    when the change did nothing here that may be taken back, or created the listing.

    Raises:
        ValidationError: what would come back can no longer be; see `undo`.

    """
    listing, verifications, photos, *of_networks = logs_of(place)
    theirs = (listing, verifications, photos, *(log.filter(network__in=networks) for log in of_networks))
    events = [event for log in theirs for event in log.filter(pgh_change=change)]
    if not events or any(event.pgh_label == "insert" for event in listing.filter(pgh_change=change)):
        return None
    if _merges(place, change):
        events = Change.objects.get(pk=change).events()
        if not _are_all_of(networks, place, events):
            return None
    with signed(by=by, door=door):
        for verification in _sections_found_right(events):
            undate(verification=verification, by=by, door=door)
        return undo(events=events, by=by, door=door)


def _sections_found_right(events: Collection[Any]) -> QuerySet[Verification]:
    """The verifications of some sections that events made: others since may count on theirs."""
    made = [event for event in events if event.pgh_tracked_model is Verification and event.pgh_label == "insert"]
    return Verification.objects.exclude(sections=None).filter(pk__in=[event.pgh_obj_id for event in made])


def _merges(place: Place, change: int) -> bool:
    """Tell whether a change merged a listing into this one, or took that back."""
    model: Any = Place
    log = model.pgh_event_model.objects
    others = log.filter(pgh_change=change).exclude(pgh_obj=place.pk)
    before = others.order_by().with_before().values("before_id")
    return bool(others.filter(merged_into=place.pk) or log.filter(pgh_id__in=before, merged_into=place.pk))


def _are_all_of(networks: QuerySet[Network], place: Place, events: Collection[Any]) -> bool:
    """Tell whether these are all the networks that count a listing, or that a change wrote memberships of."""
    written = {event.network_id for event in events if event.pgh_tracked_model is Membership}
    counting = written.union(Membership.objects.filter(place=place.pk).values_list("network", flat=True))
    return networks.exists() and networks.filter(pk__in=counting).count() == len(counting)
