"""Saying that listings are right, and who has which of them in hand meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import How
from network.models import Claim, NetworkedPlace, User, Verification
from network.querysets import NetworkedPlaceQuerySet
from network.sections import day_of_all, said_of
from places.choices import Door, Section
from places.models import Place
from places.services import delete, edit_place, signed
from places.services.places import Person

# Long enough to be put on hold by a switchboard; short enough that a closed laptop keeps nobody waiting for the card.
IN_HAND = timedelta(minutes=20)
# What she passes over comes back another day.
PASSED = timedelta(hours=12)
# How many cards that others took in the same second are tried before one says that there is none.
_TRIES = 20

# In one order, so that two who take the same pair at once do not wait for each other.
_CLAIM = """
INSERT INTO network_claim AS claim (place_id, person_id, until, is_passed)
SELECT place, %s, %s, FALSE FROM unnest(%s::bigint[]) AS place ORDER BY place
ON CONFLICT (place_id) WHERE NOT is_passed DO UPDATE SET person_id = excluded.person_id, until = excluded.until
WHERE claim.until <= %s OR claim.person_id = excluded.person_id
RETURNING id
"""


class Finding(NamedTuple):
    """What someone says of listings that she found right: on which local day, today unless given, how, and a note.

    `sections` are those that she looked at, all of the listing unless given.
    """

    day: date | None = None
    how: How | None = None
    note: str | None = None
    sections: Collection[str] | None = None


TODAY = Finding()


def verify(
    *,
    places: Collection[int],
    finding: Finding = TODAY,
    seen: Mapping[int, int] | None = None,
    by: Person,
    door: Door,
) -> list[Verification]:
    """Note that someone found these listings (keys) right.

    `seen` are the versions that she read, by key: without them she stands on the listings as they are. The listings
    do not count as changed, and nobody's form grows stale by it. One whose sections were all found right shows the
    oldest of their days.

    Raises:
        ValidationError: the day has not come yet; or a listing was changed since she read it (code "stale").

    """
    day = finding.day or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError({"verified_on": _("Cette date n’est pas encore arrivée.")})
    with signed(by=by, door=door):
        chosen = Place.objects.filter(pk__in=list(places)).order_by("pk").select_for_update(no_key=True)
        versions = _versions(list(chosen.values_list("pk", flat=True)))
        if any(versions.get(key, version) != version for key, version in (seen or {}).items()):
            raise ValidationError(_("Cette fiche a changé pendant que vous la vérifiiez : relisez-la."), code="stale")
        sections = _in_order(finding.sections)
        said = {"day": day, "how": finding.how, "note": finding.note, "sections": sections, "person": by}
        written = Verification.objects.bulk_create(
            [Verification(place_id=key, version=version, **said) for key, version in versions.items()]
        )
        _date(Place.objects.filter(pk__in=versions), None if sections else day)
        return written


def _in_order(sections: Collection[str] | None) -> list[str] | None:
    """These sections, each once; None for all of them."""
    asked = [section.value for section in Section if section in (sections or Section)]
    return None if len(asked) == len(Section) else asked


def _date(places: QuerySet[Place], day: date | None) -> None:
    """Have listings show the day by which all of them was found right: this one, or what their sections make."""
    if day:
        places.update(verified_on=Greatest("verified_on", Value(day)))
        return
    for place in places:
        made = day_of_all(place.verified_on, said_of(place).exclude(sections=None))
        places.filter(pk=place.pk).update(verified_on=made)


def still_hers(person: User) -> QuerySet[Verification]:
    """The verifications that a person may take back: her own, of today. What is older others have relied on."""
    return Verification.objects.filter(person=person, day=timezone.localdate())


def is_still_hers(verification: Verification, person: User) -> bool:
    """Tell it of one that was read already."""
    return verification.person_id == person.pk and verification.day == timezone.localdate()


def take_back(*, verification: Verification, by: Person, door: Door) -> Place:
    """Take back a verification: the listing shows the day that it would show without, unless someone dated it since.

    Raises:
        ValidationError: the log no longer has the version that was found right.

    """
    with signed(by=by, door=door):
        place = undate(verification=verification, by=by, door=door)
        delete(verification, by=by, door=door)
        return place


def undate(*, verification: Verification, by: Person, door: Door) -> Place:
    """Have a listing show the day that it would show without a verification, unless someone dated it since.

    Raises:
        ValidationError: the log no longer has the version that was found right.

    """
    place, day = verification.place, _day_before(verification)
    some = set(said_of(place).exclude(sections=None))
    said = {verification, *some, *place.verifications.filter(sections=None, pk__gt=verification.pk)}
    without = day_of_all(day, said - {verification})
    if place.verified_on != day_of_all(day, said) or place.verified_on == without:
        return place
    return edit_place(place=place, changes={"verified_on": without}, by=by, door=door).row


def _day_before(verification: Verification) -> date | None:
    """The day that the version that was found right showed: of this listing, or of one that was merged into it.

    Raises:
        ValidationError: the log no longer has that version.

    """
    of_it = Place.objects.filter(Q(pk=verification.place_id) | Q(merged_into=verification.place_id))
    log: Any = Place
    event = log.pgh_event_model.objects.filter(pgh_id=verification.version, pgh_obj__in=of_it.values("pk")).first()
    if event is None:
        raise ValidationError(_("Cette page est trop ancienne : rechargez-la, puis reprenez vos changements."))
    day: date | None = event.verified_on
    return day


def claim_next(*, places: NetworkedPlaceQuerySet[NetworkedPlace], by: User) -> NetworkedPlace | None:
    """Give a person the first of these places that nobody else has in hand and that she has not passed over.

    The one that she has in hand already comes first: loading a page again changes nothing.
    """
    now = timezone.now()
    mine = Claim.objects.filter(person=by, until__gt=now)
    taken = Claim.objects.filter(until__gt=now, is_passed=False).exclude(person=by)
    free = places.exclude(pk__in=taken.values("place")).exclude(pk__in=mine.filter(is_passed=True).values("place"))
    in_hand = Exists(mine.filter(place=OuterRef("pk"), is_passed=False))
    for place in free.alias(in_hand=in_hand).order_by("-in_hand", *places.query.order_by)[:_TRIES]:
        if _claim([place.pk], by, now + IN_HAND):
            return place
    return None


def claim_pair(*, pairs: Sequence[tuple[int, int]], by: User) -> int | None:
    """Give a person the first of these pairs of listings of which nobody else has either in hand: tell its rank.

    Both are in her hand then, so that nobody gets one of them with a third.
    """
    now, keys = timezone.now(), {key for pair in pairs for key in pair}
    taken = Claim.objects.filter(place__in=keys, until__gt=now, is_passed=False).exclude(person=by)
    held = set(taken.values_list("place", flat=True))
    free = (rank for rank, pair in enumerate(pairs) if not held.intersection(pair))
    return next((rank for rank in islice(free, _TRIES) if _claim_both(pairs[rank], by, now + IN_HAND)), None)


def release_pair(*, pair: tuple[int, int], by: User) -> None:
    """Put both listings of a pair down: others may look at them."""
    Claim.objects.filter(place__in=pair, person=by, is_passed=False).delete()


def _claim_both(pair: tuple[int, int], by: User, until: datetime) -> bool:
    """Take both, or neither."""
    taken = _claim(pair, by, until)
    if taken == 1:
        release_pair(pair=pair, by=by)
    return taken == len(pair)


def hold_card(*, place: Place, by: User) -> bool:
    """Take a listing in hand, unless someone else has it; tell whether it is in hers."""
    return bool(_claim([place.pk], by, timezone.now() + IN_HAND))


def pass_over(*, place: Place, by: User) -> None:
    """Put a card aside for a while: others may have it at once."""
    Claim.objects.filter(place=place.pk, person=by, is_passed=False).delete()
    until = timezone.now() + PASSED
    Claim.objects.update_or_create(place=Place(pk=place.pk), person=by, is_passed=True, defaults={"until": until})


def _claim(places: Collection[int], by: User, until: datetime) -> int:
    """Take those of these listings that nobody else has in hand; tell how many that is."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [by.pk, until, [*places], timezone.now()])
        return len(cursor.fetchall())


def _versions(places: Collection[int]) -> dict[int, int]:
    """Tell the last event of each of these listings."""
    events: Any = Place
    last = dict(events.pgh_event_model.objects.of(*places).last_ids().values_list("pgh_obj", "last"))
    return {key: last.get(key, 0) for key in places}
