"""Two listings of one place become one: what each knew is kept, and the address of the other leads to it for ever."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from network.models import Membership, NetworkedPlace, Stewardship, Verification
from places.choices import DatePrecision, Door, Status
from places.models import NotSame, Photo, Place
from places.services import delete, edit, edit_place, signed, tell_apart
from places.services.photos import MOST
from places.services.places import Person
from places.services.records import refuse_unseen

Model = Any  # of stays: rows with a place and a period
United = Callable[[DateRange, list[Any]], dict[str, Any]]
# The stays of two listings in one network, or under one steward, where they meet in time: those of the kept one first.
_STAYS = """
SELECT united, array_agg(stay.id ORDER BY stay.place_id <> %(kept)s, lower(stay.period) NULLS FIRST, stay.id)
FROM (
    SELECT {of}, unnest(range_agg(period)) AS united FROM {table}
    WHERE place_id IN (%(kept)s, %(other)s) GROUP BY {of}
) AS days JOIN {table} AS stay USING ({of})
WHERE stay.place_id IN (%(kept)s, %(other)s) AND stay.period <@ united
GROUP BY {of}, united
HAVING bool_or(stay.place_id = %(other)s)
"""


class Choice(NamedTuple):
    """What someone who compared two listings chose: the columns in which the other is right, and the versions seen."""

    take: Collection[str] = ()
    kept_version: int | None = None
    other_version: int | None = None


NOTHING_TAKEN = Choice()


def merge_places(
    *, kept: Place, other: Place, choice: Choice = NOTHING_TAKEN, by: Person, door: Door
) -> NetworkedPlace:
    """Merge a listing into another of the same place, in one change that is undone in one.

    Where the other is not taken, the kept one stays as it is. Every stay in a network goes on, united where both had
    one. Verifications and suggestions follow. Without versions, whoever merges stands on the listings as they are.

    Raises:
        Conflict: one of them was changed since the versions that were compared.
        ValidationError: one of them is not published, or a value cannot be; said in words.

    """
    with signed(by=by, door=door):
        for place, version in ((kept, choice.kept_version), (other, choice.other_version)):
            if version is not None:
                refuse_unseen(place, version)
        kept, other = (NetworkedPlace.objects.select_for_update().get(pk=place.pk) for place in (kept, other))
        _refuse_unpublished(kept, other)
        moving = _Moving(kept, other, by, door)
        moving.memberships()
        moving.stewardships()
        moving.verifications()
        moving.photos()
        moving.distinctions()
        changes = {name: getattr(other, name) for name in choice.take}
        written = edit_place(place=kept, changes=changes, by=by, door=door).row
        moving.address()
        return written


def _refuse_unpublished(kept: Place, other: Place) -> None:
    if kept == other:
        raise ValidationError(_("Une fiche ne se fusionne pas avec elle-même."))
    for place in (kept, other):
        if place.status != Status.PUBLISHED:
            raise ValidationError(_("« %(place)s » n’est pas publiée."), params={"place": place})


class _Moving(NamedTuple):
    """What goes from a listing to the one that is kept, each under its own key."""

    kept: NetworkedPlace
    other: NetworkedPlace
    by: Person
    door: Door

    def memberships(self) -> None:
        """Take over the stays in networks; those of one network that meet become one, which says what each showed."""
        self._stays(Membership, "network_id", _united)

    def stewardships(self) -> None:
        """Take over who answers for the other."""
        self._stays(Stewardship, "person_id", lambda days, _stays: {"period": days})

    def _stays(self, model: Model, of: str, united: United) -> None:
        with connection.cursor() as cursor:
            sql = _STAYS.format(table=model._meta.db_table, of=of)
            cursor.execute(sql, {"kept": self.kept.pk, "other": self.other.pk})
            groups = cursor.fetchall()
        for days, keys in groups:
            rows = model.objects.select_for_update().in_bulk(keys)
            first, *rest = (rows[key] for key in keys)
            for stay in rest:  # before the first spreads over their days
                delete(stay, by=self.by, door=self.door)
            said = united(days, [first, *rest]) if rest else {}
            edit(first, changes={"place": Place(pk=self.kept.pk), **said}, by=self.by, door=self.door)

    def verifications(self) -> None:
        """Take over who found the listing right, and when."""
        for verification in Verification.objects.filter(place=self.other.pk):
            edit(verification, changes={"place": Place(pk=self.kept.pk)}, by=self.by, door=self.door)

    def photos(self) -> None:
        """Take over the photos that the kept one has not, after its own."""
        own = Photo.objects.filter(place=self.kept.pk).values_list("file", flat=True)
        for photo in Photo.objects.filter(place=self.other.pk).exclude(file__in=list(own)):
            edit(
                photo, changes={"place": Place(pk=self.kept.pk), "rank": photo.rank + MOST}, by=self.by, door=self.door
            )

    def distinctions(self) -> None:
        """What was no double of the other is none of the kept one either."""
        for said in NotSame.objects.of(self.other):
            beyond = said.first if said.second_id == self.other.pk else said.second
            delete(said, by=self.by, door=self.door)
            if beyond.pk != self.kept.pk:
                tell_apart(one=self.kept, other=beyond, by=self.by, door=self.door)

    def address(self) -> None:
        """Send the addresses of the other, and of what was merged into it, to the kept one: never by way of another."""
        into = {"merged_into": Place(pk=self.kept.pk)}
        for place in Place.objects.filter(merged_into=self.other.pk):
            edit_place(place=place, changes=into, by=self.by, door=self.door)
        archived = {"status": Status.ARCHIVED, **into}
        edit_place(place=self.other, changes=archived, by=self.by, door=self.door)


def _united(days: DateRange, stays: list[Membership]) -> dict[str, Any]:
    """What one stay says for several: the newest evidence first, and none is lost."""
    newest, *older = sorted(stays, key=lambda stay: _last_sign(stay) or date.min, reverse=True)
    said = [
        newest.evidence,
        *(f"{stay.evidence} ({stay.source})" for stay in older if stay.evidence != newest.evidence),
    ]
    began = [stay for stay in stays if stay.period.lower == days.lower]
    return {
        "period": days,
        "is_start_exact": any(stay.is_start_exact for stay in began),
        "start_precision": _finest(stay.start_precision for stay in began),
        **_seen(stays),
        "evidence": "\n".join(said),
        **{name: getattr(newest, name) for name in ("source", "source_url", "licence")},
    }


def _seen(stays: Iterable[Membership]) -> dict[str, Any]:
    """The newest day on which any was seen, as far as it is known."""
    signs = [(sign, stay) for stay in stays if (sign := _last_sign(stay))]
    newest = max((sign for sign, _stay in signs), default=None)
    last = [stay.last_seen_precision for sign, stay in signs if sign == newest == stay.last_seen_on]
    first = [stay.start_precision for sign, stay in signs if sign == newest == stay.period.lower]
    return {"last_seen_on": newest, "last_seen_precision": _finest([*last, *first])}


def _finest(precisions: Iterable[str]) -> str:
    """Tell how much of a day is known where each knows so much of it."""
    return min(precisions, key=list(DatePrecision.values).index, default=DatePrecision.DAY)


def _last_sign(stay: Membership) -> date | None:
    """The newest day on which a stay is known to last: where it begins is one."""
    return max(filter(None, (stay.last_seen_on, stay.period.lower)), default=None)
