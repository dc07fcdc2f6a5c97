"""What can be asked of places, as verbs that chain: `Place.objects.published().in_bbox(box).offering(services)`.

Every verb returns a queryset and none sorts, save `near`, which says so. Slugs are those of the vocabulary.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Self, TypeVar
from uuid import UUID

from django.apps import apps
from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Point, Polygon
from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import slug_re
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Left
from django.utils.timezone import localdate

from places.choices import ROUGH_BY, Precision, Status
from places.expressions import EqualsAny, Fold, MetresBetween, WithinMetres, last_version
from places.hours import Schedule, State
from places.hours.holidays import departments_by_zone
from places.search.lexicon import DatabaseLexicon
from places.search.reading import read
from places.search.terms import MAX_WORDS, NOTHING_ASKED, Term

P = TypeVar("P", bound=Model)
BBox = tuple[float, float, float, float]
UNKNOWN = "unknown"
_AS_BOOLEAN = {"yes": True, "no": False}

# The distinct expressions in use, by skipping along their index: as fast on a million places as on a hundred.
_DISTINCT_HOURS = """
WITH RECURSIVE used(hours) AS (
    (SELECT opening_hours FROM places_place WHERE opening_hours IS NOT NULL ORDER BY opening_hours LIMIT 1)
    UNION ALL
    SELECT (SELECT opening_hours FROM places_place WHERE opening_hours > used.hours ORDER BY opening_hours LIMIT 1)
    FROM used WHERE used.hours IS NOT NULL
)
SELECT hours FROM used WHERE hours IS NOT NULL
"""

_ROWS_ABOUT = "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass"


class AddressedQuerySet(QuerySet[P]):
    """Records that have an address of their own, and may have had others: see `FormerSlug`."""

    former_slugs = ""

    def formerly_at(self, slug: str) -> Self:
        """Keep the record that had this address before it was renamed: one at most."""
        return self.filter(pk__in=apps.get_model(self.former_slugs)._default_manager.filter(slug=slug).values("record"))

    def at_slug(self, slug: str) -> P | None:
        """Find the record of this address, or the one that had it. Evaluates: the second question is seldom asked."""
        return self.filter(slug=slug).first() or self.formerly_at(slug).first()

    def renamed(self, slugs: Iterable[str]) -> dict[str, str]:
        """Tell the slug of today for each of these that is a former one. Evaluates, if one may be a slug at all."""
        texts = [slug for slug in slugs if slug_re.match(slug)]
        if not texts:
            return {}
        former = apps.get_model(self.former_slugs)._default_manager.filter(slug__in=texts)
        today = self.order_by().filter(pk=OuterRef("record")).values("slug")
        return dict(former.annotate(today=Subquery(today)).exclude(today=None).values_list("slug", "today"))


class PlaceQuerySet(AddressedQuerySet[P]):
    """Places, asked for in the words of the field."""

    # What was understood of the question that these places answer.
    reading = NOTHING_ASKED
    former_slugs = "places.FormerPlaceSlug"

    def with_version(self) -> Self:
        """Tell with each its version, as `last_version`: a form stands on what it shows."""
        return self.annotate(last_version=last_version(self.model))

    def formerly_at(self, slug: str) -> Self:
        """Keep the place that had this address before it was renamed, or whose `uuid` it is: that never changes.

        Or the one into which the place of this address was merged.
        """
        try:
            asked = Q(uuid=UUID(slug))
        except ValueError:
            former = apps.get_model(self.former_slugs)._default_manager.filter(slug=slug)
            asked = Q(slug=slug) | Q(pk__in=former.values("record"))
        merged = self.model._base_manager.filter(asked, merged_into__isnull=False)
        return self.filter(asked | Q(pk__in=merged.values("merged_into")))

    def published(self) -> Self:
        """Keep what everyone may see."""
        return self.filter(status=Status.PUBLISHED)

    def is_beyond(self, most: int) -> bool:
        """Tell whether there are more places than so many, reading no more than that. Evaluates."""
        return self.order_by().values("pk")[: most + 1].count() > most

    def sampled(self, share: float) -> Self:
        """Keep a share of the places, drawn by their UUIDs, which tell nothing of them and have an index.

        The same share keeps the same places, so that what is reckoned from it does not flicker.
        """
        return self if share >= 1 else self.filter(uuid__lt=UUID(int=int(share * 2**128)))

    def rows_about(self) -> int:
        """Tell about how many rows the table has, as PostgreSQL last counted them; 0 where it never did. Evaluates."""
        with connection.cursor() as cursor:
            cursor.execute(_ROWS_ABOUT, [self.model._meta.db_table])
            (rows,) = cursor.fetchone()
        return max(0, int(rows))

    def in_bbox(self, box: BBox) -> Self:
        """Keep the places inside (west, south, east, north), WGS 84 degrees; west > east crosses the antimeridian."""
        return self.filter(boxed("point", box))

    def existing(self, first: date | None, last: date | None) -> Self:
        """Keep the places that are open, or may be, on a local day between these, both included; None is for ever.

        What nobody knows the opening or the closing of is there.
        """
        opened = Q(opened_on=None) | Q(opened_on__lte=last) if last else Q()
        closed = Q(closed_on=None) | Q(closed_on__gt=first) if first else Q()
        return self.filter(opened, closed)

    def near(self, lon: float, lat: float, *, radius: float | None = None) -> Self:
        """Annotate `distance` in metres from a point, and keep what lies within `radius` metres of it."""
        measured = self.filter(point__isnull=False).with_distance(lon, lat)
        return measured if radius is None else measured.within(radius, lon, lat)

    def within(self, metres: float, lon: float, lat: float) -> Self:
        """Keep what lies within so many metres of a point, those included; a place without a point is near nothing."""
        return self.filter(WithinMetres(lon, lat, metres))

    def with_distance(self, lon: float, lat: float) -> Self:
        """Annotate `distance` in metres from a point; NULL for a place that nobody has put on the map."""
        return self.annotate(distance=MetresBetween(lon, lat))

    def with_rank(self, *, on: date | None = None) -> Self:
        """Annotate `rank`, by which a list begins with what one can act upon, whatever the place is.

        0: its hours are known; 1: one can call or write; 2: neither; 3: it had closed for good by a local date.
        """
        closed = When(closed_on__lte=on or localdate(), then=3)
        told, reached = When(opening_hours__isnull=False, then=0), Q(phone__isnull=False) | Q(email__isnull=False)
        return self.annotate(rank=Case(closed, told, When(reached, then=1), default=2))

    def with_reach(self, lon: float, lat: float) -> Self:
        """Annotate `reach`, the metres by which places are sorted around a point; NULL without a point.

        A place known by its commune alone counts as `ROUGH_BY` metres further than the point that stands for it: it
        does not come before one whose address is known to be as near.
        """
        rough = Case(When(precision__in=Precision.precise(), then=0.0), default=float(ROUGH_BY))
        return self.with_distance(lon, lat).annotate(reach=F("distance") + rough)

    def among_nearest(self, count: int, lon: float, lat: float) -> Self:
        """Keep at least the `count` places that come first by `reach` from a point, and few more. Evaluates.

        An index tells how far the last of the nearest is; one that is rough may stand for a place as far again.
        """
        nearest = self.near(lon, lat).order_by("distance").values_list("distance", flat=True)
        last = nearest[count - 1 : count].first()
        return self if last is None else self.within(last + ROUGH_BY, lon, lat)

    def of_kinds(self, kinds: Collection[str], *, match_all: bool = False) -> Self:
        """Keep the places of any of these kinds, or of all of them."""
        return self.filter(**{f"kinds__{'contains' if match_all else 'overlap'}": list(kinds)})

    def offering(self, services: Collection[str], *, match_all: bool = False, or_unknown: bool = False) -> Self:
        """Keep the places known to offer any of these services, or all of them; or those that have told none."""
        offered = Q(**{f"services__{'contains' if match_all else 'overlap'}": list(services)})
        return self.filter(offered | Q(services__isnull=True) if or_unknown else offered)

    def for_needs(self, needs: Collection[str]) -> Self:
        """Keep the places of which a kind or a service answers any of these needs, as the vocabulary says."""
        return self.filter(_meets(needs))

    def with_need(self, need: str) -> Self:
        """Annotate `meets_need`: whether a kind or a service of the place answers a need."""
        return self.annotate(meets_need=Case(When(_meets([need]), then=True), default=False))

    def in_communes(self, codes: Collection[str]) -> Self:
        """Keep the places of these communes (INSEE codes)."""
        return self.filter(commune__in=list(codes))

    def in_intercommunalities(self, codes: Collection[str]) -> Self:
        """Keep the places of the communes of these intercommunalities (SIREN)."""
        return self.filter(commune__intercommunality__in=list(codes))

    def in_territories(self, codes: Collection[str]) -> Self:
        """Keep the places of these territories."""
        return self.filter(commune__territory__in=list(codes))

    def answering(self, column: str, answers: Collection[str], *, service: str | None = None) -> Self:
        """Keep the places where what is known of a column is one of these: its own answers, "yes", "no", "unknown".

        A number says yes or no too. A place that offers the `service` says yes by that, whatever the column holds.
        """
        said = reduce(or_, (self._saying(column, answer) for answer in answers))
        if service is None:
            return self.filter(said)
        offered = Q(services__contains=[service])
        return self.filter(said | offered if "yes" in answers else said & ~offered)

    def _saying(self, column: str, answer: str) -> Q:
        if answer == UNKNOWN:
            return Q(**{f"{column}__isnull": True})
        field = self.model._meta.get_field(column)
        if isinstance(field, BooleanField):
            return Q(**{column: _AS_BOOLEAN[answer]})
        if isinstance(field, IntegerField):
            return Q(**{f"{column}__gt": 0}) if _AS_BOOLEAN[answer] else Q(**{column: 0})
        return Q(**{column: answer})

    def matching(self, text: str) -> Self:
        """Keep the places that answer a question, and know what was understood of it (`reading`). Evaluates.

        Words are read in the name, the kinds and services (in both languages), the commune, the networks and the text
        of a place: whole, in the plural or by their beginning, and with a slip only where no place has them as they
        are. What cannot be found is left out: see `docs/adr/0029-search.md`. A commune that no place speaks of is where
        to look `around`.
        """
        lexicon = DatabaseLexicon(self)
        reading = read(text, lexicon)
        found = self.none() if reading.is_vain else self
        if reading.terms:
            found = self._answering(reading.terms, lexicon)
        found.reading = reading
        return found

    def _answering(self, terms: Sequence[Term], lexicon: DatabaseLexicon) -> Self:
        """Keep the places that answer, by their keys where they are few: whatever is asked next then starts from these.

        PostgreSQL guesses too many rows for most words, and would walk all places by key or by distance.
        """
        keys = lexicon.answering(terms)
        if keys is None:
            return self.filter(lexicon.asks(terms)).alias(relevance=Value(0))
        return self.filter(EqualsAny(F("pk"), Value(keys))).alias(relevance=lexicon.relevance(terms))

    def by_relevance(self) -> list[str]:
        """Name what sorts these places by how near to their names stands what was asked; nothing without a question."""
        return ["relevance"] if self.reading.terms else []

    def named_networks(self) -> list[tuple[int, str]]:
        """List the networks whose names are read; places know of none."""
        return []

    def some_members(self, networks: Collection[int], *, most: int) -> list[int]:
        """List places of networks; places know of none."""
        return []

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's own, which hands on what a queryset knows
        clone.reading = self.reading
        return clone

    def open_at(self, moment: datetime, *, or_unknown: bool = False) -> Self:
        """Keep the places known to be open at an aware moment, or those of which nobody can tell.

        Unknown hours are neither open nor closed. A place that closed for good is not open, whatever its hours say.

        Reads once which expressions are in use, and evaluates each of those in Python; those that speak of school
        holidays once for each zone of schools.
        """
        states = [State.OPEN, State.UNKNOWN] if or_unknown else [State.OPEN]
        found = self._in_states_at(states, moment)
        return self._alive_on(localdate(moment)).filter(found | Q(opening_hours__isnull=True) if or_unknown else found)

    def to_confirm_at(self, moment: datetime) -> Self:
        """Keep the places that told their hours, which leave a doubt at an aware moment: a holiday, an appointment."""
        return self._alive_on(localdate(moment)).filter(self._in_states_at([State.UNKNOWN], moment))

    def _alive_on(self, day: date) -> Self:
        begun = Q(opened_on__isnull=True) | Q(opened_on__lte=day)
        return self.alias(department=Left("commune_id", 2)).filter(
            begun, Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        )

    def _in_states_at(self, states: Collection[State], moment: datetime) -> Q:
        """Say that the hours of a place of a `department` are in one of these states."""
        used = _hours_in_use()
        found = Q(opening_hours__in=_those_in(states, used, moment, None))
        zoned = [hours for hours in used if "SH" in hours]
        return found | _by_zone(states, zoned, moment) if zoned else found


def _hours_in_use() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_DISTINCT_HOURS)
        return [hours for (hours,) in cursor.fetchall()]


def unreadable_hours() -> list[str]:
    """List the hours that some place has and nobody can read: a former version let them in. Evaluates."""
    return [hours for hours in _hours_in_use() if Schedule(hours).table is None]


def _those_in(states: Collection[State], used: Iterable[str], moment: datetime, commune: str | None) -> list[str]:
    return [hours for hours in used if Schedule(hours, commune=commune).at(moment).state in states]


def _by_zone(states: Collection[State], used: list[str], moment: datetime) -> Q:
    """Say that a place has hours that are in these states in the zone of the schools of its `department`."""
    found = Q()
    for departments in departments_by_zone().values():
        told = _those_in(states, used, moment, departments[0])
        found |= Q(opening_hours__in=told, department__in=departments)
    return found


class CommuneQuerySet(QuerySet[P]):
    """Communes, by name or by what they cover."""

    def named(self, text: str) -> Self:
        """Keep the communes of which every word of `text` is near a word of the name; accents and case do not count."""
        found = self.alias(folded=Fold("name"))
        for word in text.split()[:MAX_WORDS]:
            found = found.filter(folded__trigram_word_similar=Fold(Value(word)))
        return found

    def covering(self, point: Point) -> Self:
        """Keep the communes whose boundary covers a point."""
        return self.filter(boundary__covers=point)


class TerritoryQuerySet(QuerySet[P]):
    """Territories, with what they hold."""

    def with_communes(self) -> Self:
        """Annotate `commune_count`, and `extent`: (west, south, east, north), None where no commune is drawn."""
        return self.annotate(commune_count=Count("communes"), extent=Extent("communes__boundary"))

    def with_place_count(self) -> Self:
        """Annotate `place_count`: the published places in their communes."""
        places = apps.get_model("places", "Place")._default_manager.filter(status=Status.PUBLISHED)
        held = places.filter(commune__territory=OuterRef("pk")).order_by().values("commune__territory")
        return self.annotate(place_count=Coalesce(held.annotate(count=Count("*")).values("count"), 0))


def boxed(column: str, box: BBox) -> Q:
    """Say that the bounds of a column meet a box, which crosses the antimeridian where its west is beyond its east."""
    west, south, east, north = box
    if west <= east:
        return Q(**{f"{column}__bboverlaps": _rectangle(box)})
    return Q(**{f"{column}__bboverlaps": _rectangle((west, south, 180.0, north))}) | Q(
        **{f"{column}__bboverlaps": _rectangle((-180.0, south, east, north))}
    )


def _rectangle(box: BBox) -> Polygon:
    polygon = Polygon.from_bbox(box)
    polygon.srid = 4326
    return polygon


def _meets(needs: Collection[str]) -> Q:
    kinds, services = (_answering_words(model, needs) for model in ("Kind", "Service"))
    return Q(kinds__overlap=kinds) | Q(services__overlap=services)


def _answering_words(model: str, needs: Collection[str]) -> ArraySubquery:
    """The words that answer any of these needs, as an array that PostgreSQL computes once."""
    words = apps.get_model("places", model)._default_manager.filter(needs__overlap=list(needs))
    return ArraySubquery(words.order_by().values("pk"))
