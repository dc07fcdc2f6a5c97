"""On which day each section of a listing was last found right, by whom, and whether it still says the same.

The day of a listing (`verified_on`) is the one by which *all* of it was found right: it stands for each section,
wherever it comes from. A verification of some sections says more of these alone; once each has one, the listing's day
is the oldest of them.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from network.models import Verification
from places.choices import Section
from places.models import Place
from places.sections import COLUMNS

# What `day_of` says of each section of a row of `places_place`, as the text of a JSON object.
DAYS_BY_SECTION = f"""(
SELECT json_object_agg(section, greatest(places_place.verified_on, (
    SELECT max(day) FROM network_verification AS said JOIN places_placeevent AS seen ON seen.pgh_id = said.version
    WHERE said.place_id = places_place.id AND seen.pgh_obj_id = said.place_id AND section = ANY (said.sections)
)))::text FROM unnest(ARRAY{Section.values}) AS section)"""  # noqa: S608  our own names


class Dated(NamedTuple):
    """A section: its day, the verification that gave it if one did, and what was written in the section since."""

    section: Section
    day: date | None
    verification: Verification | None
    changed: list[str]


def said_of(place: Place) -> QuerySet[Verification]:
    """The verifications of this very listing: one that was merged into it brought those of other words."""
    log: Any = Place
    own = log.pgh_event_model.objects.filter(pgh_id=OuterRef("version"), pgh_obj=OuterRef("place"))
    return Verification.objects.filter(Exists(own), place=place.pk)


def day_of(section: Section, whole: date | None, said: Iterable[Verification]) -> date | None:
    """The day of a section, given that of all the listing and what was said of some sections."""
    return _last([whole, *(each.day for each in said if section in (each.sections or []))])


def day_of_all(whole: date | None, said: Collection[Verification]) -> date | None:
    """The day by which all of a listing was found right, given the one that it showed and what was said since."""
    since = _last([whole, *(each.day for each in said if each.sections is None)])
    days = [day for section in Section if (day := day_of(section, since, said))]
    return min(days) if len(days) == len(Section) else None


def dated_sections(place: Place) -> list[Dated]:
    """Tell the day of each section, in two queries whatever was said of the listing."""
    said = list(said_of(place).select_related("person").order_by("-day", "-pk"))
    days = {section: day_of(section, place.verified_on, said) for section in Section}
    found = {section: _giving(section, day, said) for section, day in days.items()}
    then = _as_seen(each for each in found.values() if each)
    return [
        Dated(section, days[section], each, _changed(place, then[each.version], COLUMNS[section]) if each else [])
        for section, each in found.items()
    ]


def _last(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def _giving(section: Section, day: date | None, said: Iterable[Verification]) -> Verification | None:
    return next((each for each in said if each.day == day and section in (each.sections or Section)), None)


def _as_seen(said: Iterable[Verification]) -> dict[int, Any]:
    """The listing as it was at the versions that were found right."""
    log: Any = Place
    found: dict[int, Any] = log.pgh_event_model.objects.in_bulk({each.version for each in said})
    return found


def _changed(place: Place, then: Any, columns: Iterable[str]) -> list[str]:  # noqa: ANN401  an event of the listing
    return [name for name in columns if getattr(then, name) != getattr(place, name)]
