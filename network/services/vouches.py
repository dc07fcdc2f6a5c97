"""A network stands for what the listings of its members say."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from network.models import Network, NetworkedPlace, User, Vouch
from places.choices import Door
from places.models import Place
from places.services import delete, signed, versions_of
from places.services.places import Person


class Vouching(NamedTuple):
    """What a network stands for, and the listings that it does not: written since they were read."""

    made: list[Vouch]
    unread: list[NetworkedPlace]


def vouch(
    *, network: Network, places: Collection[int], seen: Mapping[int, int] | None = None, by: Person, door: Door
) -> Vouching:
    """Note that a network stands for the listings (keys) of these members as they are today.

    `seen` are the versions that were read, by key: without them, whoever says it stands on the listings as they are.

    Raises:
        ValidationError: one of them is not in the network today.

    """
    with signed(by=by, door=door):
        members = NetworkedPlace.objects.in_networks([network.slug]).filter(pk__in=[*places])
        chosen = list(members.order_by("pk").select_for_update(no_key=True))
        if len(chosen) < len({*places}):
            raise ValidationError(_("Un réseau ne se porte garant que de ses lieux d’aujourd’hui."))
        versions = versions_of(chosen)
        unread = [place for place in chosen if (seen or {}).get(place.pk, versions[place.pk]) != versions[place.pk]]
        said = {"network": network, "day": timezone.localdate(), "person": by}
        rows = [
            Vouch(place=Place(pk=place.pk), version=versions[place.pk], **said)
            for place in chosen
            if place not in unread
        ]
        return Vouching(Vouch.objects.bulk_create(rows), unread)


def still_hers_to_unsay(person: User) -> QuerySet[Vouch]:
    """What a person said for her networks and may take back: her own words, of today."""
    return Vouch.objects.filter(person=person, day=timezone.localdate())


def unsay(*, vouch: Vouch, by: Person, door: Door) -> None:
    """Take it back: what the network said before stands again."""
    delete(vouch, by=by, door=door)
