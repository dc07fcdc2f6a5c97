"""Why places came into a search, or left it: what the log says was done to each since."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.mail.letters import absolute
from network.models import Membership, NetworkedPlace
from places.choices import Status
from places.models import Place

Log = Any  # the events of a model: django-pghistory makes them while the program starts


@dataclass(frozen=True, slots=True)
class Turn:
    """A place that came or left: its name, what happened, and its page where there is one."""

    name: str
    said: str
    address: str = ""


def turns_of(came: Collection[int], left: Collection[int], *, since: int) -> list[Turn]:
    """Tell, of places (keys), why they came into a search and why they left it, after a position of the log."""
    known = NetworkedPlace.objects.filter(pk__in={*came, *left}).select_related("commune").in_bulk()
    tied = _ties_since({*came, *left}, since)
    seen = _published_before(came, since)
    arrived = [_arrival(known[key], tied.get(key, {}), is_new=key not in seen) for key in came if key in known]
    gone = [_leaving(known.get(key), key, tied.get(key, {})) for key in left]
    return [*sorted(arrived, key=_by_name), *sorted(filter(None, gone), key=_by_name)]


def _by_name(turn: Turn) -> str:
    return turn.name.casefold()


def _arrival(place: Any, tied: dict[str, bool], *, is_new: bool) -> Turn:  # noqa: ANN401
    joined = [name for name, is_member in tied.items() if is_member]
    if is_new:
        why = _("nouveau dans l’annuaire")
    elif joined:
        why = _("a rejoint %(networks)s") % {"networks": ", ".join(joined)}
    else:
        why = _("correspond maintenant : sa fiche a été corrigée")
    return Turn(place.name, f"{place.commune.name} · {why}", _page(place))


def _leaving(place: Any, key: int, tied: dict[str, bool]) -> Turn | None:  # noqa: ANN401
    if place is None or place.status != Status.PUBLISHED:
        name = place.name if place else _last_name(key)
        return Turn(name, _("n’est plus dans l’annuaire")) if name else None
    parted = [name for name, is_member in tied.items() if not is_member]
    if place.closed_on and place.closed_on <= timezone.localdate():
        why = _("a fermé")
    elif parted:
        why = _("n’est plus dans %(networks)s") % {"networks": ", ".join(parted)}
    else:
        why = _("ne correspond plus à cette recherche")
    return Turn(place.name, f"{place.commune.name} · {why}", _page(place))


def _page(place: Any) -> str:  # noqa: ANN401
    return absolute(reverse("frontend:place", args=[place.slug]))


def _published_before(places: Collection[int], since: int) -> set[int]:
    """Which of these places were in the directory before."""
    log: Log = Place
    events = log.pgh_event_model.objects.filter(pgh_obj__in=places, status=Status.PUBLISHED)
    return set(events.filter(pgh_change__position__lte=since).values_list("pgh_obj_id", flat=True))


def _ties_since(places: Collection[int], since: int) -> dict[int, dict[str, bool]]:
    """Of each place, the networks in which something was written of it since, and whether it is in them today."""
    log: Log = Membership
    events = log.pgh_event_model.objects.filter(place__in=places, pgh_change__position__gt=since)
    told: dict[int, dict[str, bool]] = {}
    today = Membership.objects.filter(place__in=places, period__contains=timezone.localdate())
    members = set(today.values_list("place_id", "network_id"))
    for place, network, name in events.values_list("place_id", "network_id", "network__name").order_by("network__name"):
        told.setdefault(place, {})[name] = (place, network) in members
    return told


def _last_name(key: int) -> str:
    log: Log = Place
    last = log.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("-pgh_id").values_list("name", flat=True).first()
    return last or ""
