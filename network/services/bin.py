"""What was deleted, and comes back: a listing, a membership, a network, with what hung on it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from network.models import Membership, Network, NetworkedPlace, Stewardship, Verification, Vouch
from places.choices import Door
from places.models import Photo, Place
from places.services import undo
from places.services.places import Person
from places.services.undo import Undone

Event = Any  # django-pghistory makes the models of events while the program starts
Log = Any  # the events of a model: an EventQuerySet
_MOST = 100
# What goes with a listing, and comes back with it.
_TIED: list[Any] = [Membership, Vouch, Verification, Photo, Stewardship]
_OF_NETWORKS = (Membership, Vouch)


class Thrown(NamedTuple):
    """A record that was deleted: its last event, and those of what went with it and would come back."""

    event: Event
    tied: list[Event]

    @property
    def sort(self) -> type[Any]:
        """The model that it was of."""
        model: type[Any] = self.event.pgh_tracked_model
        return model


def thrown_away(networks: QuerySet[Network], *, whole: bool) -> list[Thrown]:
    """List what was deleted of these networks, the last first; with `whole`, all that was. Evaluates."""
    logs = (_places(networks, whole), _memberships(networks), _networks(whole))
    found = [event for log in logs for event in log.select_related("pgh_context").order_by("-pgh_id")[:_MOST]]
    last = sorted(found, key=lambda event: -int(event.pgh_id))[:_MOST]
    return list(_with_ties(last, networks))


def bring_back(*, thrown: Thrown, by: Person, door: Door) -> Undone:
    """Bring back what was deleted, under its own key, with what went with it.

    Raises:
        ValidationError: what was can no longer be; said in words.

    """
    return undo(events=[thrown.event, *thrown.tied], by=by, door=door)


def _deleted(model: Any) -> Log:  # noqa: ANN401  a tracked model
    """The deletions after which nothing came back."""
    log = model.pgh_event_model.objects
    later = log.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id"))
    return log.filter(~Exists(later), pgh_label="delete")


def _places(networks: QuerySet[Network], whole: bool) -> Log:  # noqa: FBT001
    deleted = _deleted(Place)
    model: Any = Membership
    counted = model.pgh_event_model.objects.filter(place=OuterRef("pgh_obj"), network__in=networks)
    return deleted if whole else deleted.filter(Exists(counted))


def _memberships(networks: QuerySet[Network]) -> Log:
    """Those of which the place is there. What a merge united is not gone, and comes back with its undoing."""
    there = NetworkedPlace.objects.published().filter(pk=OuterRef("place"))
    model: Any = Place
    merges = model.pgh_event_model.objects.filter(pgh_change=OuterRef("pgh_change"), merged_into__isnull=False)
    return _deleted(Membership).filter(Exists(there), ~Exists(merges), network__in=networks)


def _networks(whole: bool) -> Log:  # noqa: FBT001
    return _deleted(Network) if whole else _deleted(Network).none()


def _with_ties(events: Sequence[Event], networks: QuerySet[Network]) -> Iterator[Thrown]:
    """Tell what went with each listing, in its own change: of memberships, those of these networks."""
    places = [event for event in events if event.pgh_tracked_model is Place]
    together = Q(place__in=[e.pgh_obj_id for e in places], pgh_change__in=[e.pgh_change_id for e in places])
    tied: list[Event] = []
    for model in _TIED if places else []:
        log = model.pgh_event_model.objects.filter(together, pgh_label="delete")
        tied += log.filter(network__in=networks) if model in _OF_NETWORKS else log
    for event in events:
        own = [each for each in tied if (each.place_id, each.pgh_change_id) == (event.pgh_obj_id, event.pgh_change_id)]
        yield Thrown(event, own if event in places else [])
