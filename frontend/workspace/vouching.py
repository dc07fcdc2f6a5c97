"""A network stands for the listings of its members: for one, for those that are ticked, for those that a list cites."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.place.vouched import vouched_in_words
from frontend.workspace.doors import person_of
from network.models import Membership, Network, NetworkedPlace
from network.services import still_hers_to_unsay, vouch
from network.vouches import vouches_of, with_vouches
from places.choices import Door
from places.services import versions_of

_SEEN = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")


class Standing(NamedTuple):
    """What a network said of the listing of a member, whether it still says that, and what may be taken back."""

    words: str
    is_fresh: bool
    made: int | None


def stand_for(request: HttpRequest, run: Network, stays: Iterable[Membership]) -> None:
    """Have a network stand for the listings of these members as its page showed them, and say so."""
    places = [stay.place_id for stay in stays]
    seen = {int(key): int(version) for key, version in _SEEN.findall(request.POST.get("seen", ""))}
    done = vouch(network=run, places=places, seen=seen, by=person_of(request), door=Door.WORKSPACE)
    if count := len(done.made):
        said = ngettext(
            "Le réseau se porte garant de %(count)d fiche.", "Le réseau se porte garant de %(count)d fiches.", count
        )
        messages.success(request, said % {"count": count})
    if done.unread:
        names = ", ".join(str(place) for place in done.unread)
        messages.warning(
            request, _("Changé pendant que vous lisiez, à relire d’abord : %(places)s.") % {"places": names}
        )


def standings(request: HttpRequest, run: Network, stays: Sequence[Membership]) -> dict[int, Standing]:
    """Tell what a network said of each of these members, by the key of its stay, in two queries."""
    keys = [stay.place_id for stay in stays]
    places: Any = with_vouches(NetworkedPlace.objects.filter(pk__in=keys))
    told = dict(places.values_list("pk", "vouched"))
    own = still_hers_to_unsay(person_of(request)).filter(network=run, place__in=keys).order_by("pk")
    mine = dict(own.values_list("place", "pk"))
    return {stay.pk: _standing(told[stay.place_id], run, mine.get(stay.place_id)) for stay in stays}


def _standing(text: str, run: Network, made: int | None) -> Standing:
    said = vouches_of(text).get(run.slug)
    if said is None:
        return Standing(_("fiche pas encore vue par le réseau"), is_fresh=False, made=None)
    return Standing(_("fiche %(seen)s") % {"seen": vouched_in_words(said)}, is_fresh=not said.changed, made=made)


def versions_shown(stays: Sequence[Membership]) -> str:
    """The versions of the listings that a page shows, as it sends them back."""
    return " ".join(f"{key}.{version}" for key, version in versions_of([stay.place for stay in stays]).items())
