"""What was done to a listing, and what of it someone may take back."""

from typing import Any

from django.db.models import QuerySet

from network.models import Membership, Network, Verification
from places.choices import Door
from places.models import Place
from places.services import undo
from places.services.places import Person
from places.services.undo import Undone

Log = Any  # the events of a model: an EventQuerySet


def logs_of(place: Place) -> tuple[Log, Log, Log]:
    """The events of a listing, of its memberships and of its verifications."""
    models: list[Any] = [Place, Membership, Verification]
    listing, membership, verification = (model.pgh_event_model.objects for model in models)
    return listing.filter(pgh_obj=place.pk), membership.filter(place=place.pk), verification.filter(place=place.pk)


def undo_in(*, place: Place, change: int, networks: QuerySet[Network], by: Person, door: Door) -> Undone | None:
    """Take back what a change did to this listing, and nothing of what it did elsewhere.

    Of memberships, those of these networks alone: the others are for who runs them. None when the change did nothing
    here that may be taken back, or created the listing.

    Raises:
        ValidationError: what would come back can no longer be; see `undo`.

    """
    listing, memberships, verifications = logs_of(place)
    theirs = (listing, memberships.filter(network__in=networks), verifications)
    events = [event for log in theirs for event in log.filter(pgh_change=change)]
    if not events or any(event.pgh_label == "insert" for event in listing.filter(pgh_change=change)):
        return None
    return undo(events=events, by=by, door=door)
