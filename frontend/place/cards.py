"""What a list or a page says of a place: the row, with everything that is computed or looked up put into words."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple, cast

from django.db.models import BooleanField, ExpressionWrapper, F, Prefetch, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from frontend.place.freshness import doubt_in_words, doubt_of
from frontend.place.missing import missing_of
from frontend.place.vouched import vouched_in_words
from frontend.site.words import (
    Day,
    Now,
    distance_in_words,
    now_in_words,
    period_in_words,
    rules_in_words,
    week_in_words,
)
from network.choices import SideName, State
from network.models import Membership, NetworkedPlace
from network.models.reminder import silent
from network.overlap.question import Known, Side
from network.overlap.sources import Sources
from network.querysets import NetworkedPlaceQuerySet
from network.sections import DAYS_BY_SECTION
from network.vouches import Vouched, vouches_of, with_vouches
from places.choices import Audience, DatePrecision, Fee, Need, Precision, Section, ServiceGroup, Status
from places.models import Kind, Place, Service
from places.photos import PHOTOS, ShownPhoto, shown_photos


class Standing(NamedTuple):
    """On which sides a place is, on which it only could be, whether a network counts it, and how far it is doubted.

    `is_known`: sources date what there is on each side; else whoever is on neither is not known to be.
    """

    state: State
    could_be: tuple[SideName, ...]
    is_member: bool
    doubt: int | None
    is_known: bool

    @classmethod
    def of(cls, place: NetworkedPlace) -> "Standing":
        """Read what `with_standing` annotated."""
        told: Any = place
        state, possible = State(told.overlap or State.NEITHER), State(told.possible)
        could_be = tuple(side for side in SideName if possible.bits & ~state.bits & side.bit)
        doubt = doubt_of(told.seen_on, is_silent=told.is_silent, today=localdate())
        return cls(state, could_be, told.is_member, doubt, is_known=told.overlap is not None)

    @property
    def looks(self) -> str:
        """How its drawing says that it only could be, and that nobody has found the listing right for long."""
        faded = [] if self.doubt is None else ["faded"]
        return " ".join([*(f"maybe-{side}" for side in self.could_be), *faded])


def with_standing(places: NetworkedPlaceQuerySet[NetworkedPlace]) -> NetworkedPlaceQuerySet[NetworkedPlace]:
    """Annotate what a `Standing` is made of, today."""
    told = places.with_overlap().with_possible().with_membership()
    doubted: Any = told.annotate(seen_on=F("verified_on"), is_silent=ExpressionWrapper(silent(), BooleanField()))
    return cast("NetworkedPlaceQuerySet[NetworkedPlace]", doubted)


@dataclass(frozen=True, slots=True)
class Card:
    """A place as the list shows it. `overlap` is the state, `label` its words."""

    slug: str
    name: str
    commune: str
    kinds: list[str]
    overlap: str
    label: str
    now: Now
    distance: str | None = None
    looks: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A membership as a page tells it."""

    membership: Membership
    period: str
    is_current: bool
    is_shown: bool = True
    vouched: str = ""
    """That the network stands for the listing today; empty where it does not."""

    @property
    def state(self) -> State:
        """The state that it gives the place: none where it shows no service of its family."""
        return self.membership.network.family.state if self.is_shown else State.NEITHER

    @property
    def looks(self) -> str:
        """How its drawing says that the place only could be of its side."""
        side = self.membership.network.family.side
        return f"maybe-{side}" if side and not self.is_shown else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A place as its own page shows it. None where nothing is known. `head` is what it says first of the state."""

    place: NetworkedPlace
    overlap: str
    looks: str
    label: str
    head: str
    kinds: list[str]
    services: list[tuple[str, list[str]]]
    publics: list[str] | None
    fees: list[str] | None
    is_for_work: bool
    missing: list[str]
    now: Now
    week: list[Day]
    rules: list[str]
    stays: list[Stay]
    doubt: str
    sources: str
    """How far the sources go of what is said of the state today; empty where nothing is."""
    photos: list[ShownPhoto]
    sections: list[tuple[str, date]]
    """Those that were found right later than all of the listing, each with its day."""


@dataclass(frozen=True, slots=True)
class Words:
    """What kinds (by slug) and states, in the order of the screen, are called in the directory."""

    kinds: Mapping[str, str]
    states: Mapping[State, str]
    both: str
    neither: str
    outside: str
    perhaps: Mapping[SideName, str]

    def of_place(self, standing: Standing) -> str:
        """Say the state of one place: "neither" is of a count, and of one place only what is not known of it."""
        told = self.neither if standing.is_member else self.outside
        unknown = told if standing.is_known else undated_words()
        sure = unknown if standing.state == State.NEITHER else self.states[standing.state]
        possible = [self.perhaps[side] for side in standing.could_be]
        doubt = [] if standing.doubt is None else [doubt_in_words(standing.doubt)]
        return " · ".join([*(possible if possible and standing.state == State.NEITHER else [sure, *possible]), *doubt])

    @classmethod
    def of(cls, kinds: Mapping[str, str], known: Known) -> "Words":
        """Name the sides as the families that are usually on them."""
        labels = known.state_labels
        states = {state: labels[state] for state in (State.A, State.B, State.BOTH, State.NEITHER)}
        names = {name.value: side.inline or str(name.label) for name, side in known.usual_sides.items()}
        both, neither = capfirst(_("%(a)s et %(b)s") % names), _("Ni %(a)s, ni %(b)s connus") % names
        return cls(kinds, states, both, neither, _("Hors des réseaux suivis"), perhaps(known.usual_sides))


def undated_words() -> str:
    """Say the state of a place on a day of which no source dates anything yet."""
    return _("Réseaux pas encore connus")


def perhaps(sides: Mapping[SideName, Side]) -> dict[SideName, str]:
    """Name each side as that of a place which only could be there."""
    return {name: _("%(side)s, peut-être") % {"side": side.label} for name, side in sides.items()}


def read_words() -> Words:
    """Read the words of every kind and of the sides, in two queries."""
    return Words.of({kind.slug: str(kind) for kind in Kind.objects.all()}, Known.read_families())


# What the list's template is filled with by the browser, which knows the places that the page has not.
BLANK = Card("", "", "", [], State.NEITHER.value, "", Now("unknown", ""), "")


def cards(
    places: NetworkedPlaceQuerySet[NetworkedPlace],
    words: Words,
    *,
    at: datetime,
    then: datetime | None = None,
) -> list[Card]:
    """List these places, in their order, in one query; what is open now, or at another moment (`then`)."""
    return cards_of(_listed(places), words, at=at, then=then)


def cards_of(
    listed: Iterable[NetworkedPlace], words: Words, *, at: datetime, then: datetime | None = None
) -> list[Card]:
    """Make cards of places that were read for it."""
    return [_card(place, words, at, then) for place in listed]


def members_of(network: str, *, on: date) -> NetworkedPlaceQuerySet[NetworkedPlace]:
    """The published places in a network (slug) on a day, by commune then name, as cards are made of."""
    members = NetworkedPlace.objects.published().in_networks([network], on=on)
    return _listed(members.order_by("commune__name", "name", "pk"))


# What a stay is told by, of its network.
_OF_NETWORK = ("shows_service", "ended_on", "ended_precision", "is_end_exact")


def past_members(network: str, *, on: date) -> QuerySet[Membership]:
    """The memberships of a network (slug) that ended before a date, by commune then name of the place."""
    ended = Membership.objects.filter(
        network__slug=network, place__status=Status.PUBLISHED, period__endswith__lte=on
    ).select_related("place__commune", "network__family")
    whole_stay = [field.name for field in Membership._meta.concrete_fields]
    of_place = [
        f"place__{name}" for name in ("slug", "name", "services", "closed_on", "closed_precision", "commune__name")
    ]
    of_network = [f"network__{name}" for name in (*_OF_NETWORK, "family__side", "family__services")]
    found = ended.only(*whole_stay, *of_place, *of_network)
    return found.order_by("place__commune__name", "place__name", "period", "pk")


def stays_of(memberships: Iterable[Membership], *, on: date) -> list[Stay]:
    """Tell memberships as pages do, on a day."""
    return [_stay_of(membership.place, membership, on) for membership in memberships]


def sheet(slug: str, words: Words, *, at: datetime) -> Sheet:
    """Tell all that is known of a published place, in a number of queries that does not depend on it.

    Raises:
        Http404: there is no such published place.

    """
    memberships = Membership.objects.select_related("network__family").order_by("period")
    sections, photos = (RawSQL(sql, (), output_field=TextField()) for sql in (DAYS_BY_SECTION, PHOTOS))  # noqa: S611
    found = with_vouches(with_standing(NetworkedPlace.objects.published())).with_need(Need.WORK)
    memberships_too = (
        found.annotate(sections=sections, shown_photos=photos)
        .select_related("commune__territory")
        .prefetch_related(Prefetch("memberships", memberships))
    )
    place = get_object_or_404(memberships_too, slug=slug)
    today, standing = at.date(), Standing.of(place)
    sure = standing._replace(doubt=None)  # which is said by itself
    vouches = vouches_of(place.vouched)  # type: ignore[attr-defined]  # annotated by `with_vouches`
    stays = [
        _stay_of(place, membership, today, vouches.get(membership.network.slug))
        for membership in place.memberships.all()
    ]
    works: bool = place.meets_need  # type: ignore[attr-defined]  # annotated by `with_need`
    return Sheet(
        place=place,
        overlap=standing.state.value,
        looks=standing.looks,
        label=words.both if standing.state == State.BOTH else words.of_place(sure),
        head=_head(sure, words),
        kinds=[words.kinds[slug] for slug in place.kinds],
        services=_grouped(_offered(place.services)),
        publics=_labels(Audience, place.publics),
        fees=_labels(Fee, place.fees),
        is_for_work=works,
        missing=missing_of(place, works=works),
        now=now_in_words(place.schedule, at),
        week=week_in_words(place.schedule, at),
        rules=rules_in_words(place.schedule, at),
        stays=sorted(stays, key=lambda stay: not stay.is_current),
        doubt="" if standing.doubt is None else capfirst(doubt_in_words(standing.doubt)),
        sources=_how_far(stays, today),
        sections=_since(place),
        photos=shown_photos(place.shown_photos),  # type: ignore[attr-defined]  # annotated
    )


def _since(place: Any) -> list[tuple[str, date]]:  # noqa: ANN401  `sections` is annotated
    days = ((name, date.fromisoformat(day)) for name, day in json.loads(place.sections).items() if day)
    return [(str(Section(name).label), day) for name, day in days if day > (place.verified_on or date.min)]


def _how_far(stays: list[Stay], today: date) -> str:
    """Say how far the sources go of the memberships that give a place its state today."""
    counting = [stay.membership for stay in stays if stay.is_current and stay.state != State.NEITHER]
    told = [(one.last_seen_on, one.last_seen_precision) for one in counting]
    told += [(one.period.lower, one.start_precision) for one in counting]
    days = [(day, -list(DatePrecision.values).index(known), known) for day, known in told if day and day <= today]
    until, _rank, known = max(days, default=(None, 0, DatePrecision.DAY.value))
    return Sources(today, until, None, None, until_precision=known).until_in_words if counting else ""


def _listed(places: NetworkedPlaceQuerySet[NetworkedPlace]) -> NetworkedPlaceQuerySet[NetworkedPlace]:
    fields = ("slug", "name", "kinds", "opening_hours", "opened_on", "closed_on", "precision", "commune__name")
    return with_standing(places).select_related("commune").only(*fields)


def _head(standing: Standing, words: Words) -> str:
    if standing.state == State.BOTH:
        return _("%(both)s se croisent ici") % {"both": words.both}
    return words.of_place(standing)


def _card(place: NetworkedPlace, words: Words, at: datetime, then: datetime | None = None) -> Card:
    standing, metres = Standing.of(place), getattr(place, "distance", None)
    return Card(
        slug=place.slug,
        name=place.name,
        commune=place.commune.name,
        kinds=[words.kinds[slug] for slug in place.kinds],
        overlap=standing.state.value,
        looks=standing.looks,
        label=words.of_place(standing),
        now=now_in_words(place.schedule, at, then=then),
        distance=None if metres is None else distance_in_words(metres, is_rough=Precision.is_rough(place.precision)),
    )


def _offered(slugs: list[str] | None) -> list[Service]:
    """The services of these slugs, group by group in the order of the groups."""
    order = list(ServiceGroup.values)
    return sorted(Service.objects.filter(slug__in=slugs or []), key=lambda service: order.index(service.group))


def _grouped(offered: list[Service]) -> list[tuple[str, list[str]]]:
    return [
        (str(ServiceGroup(group).label), [str(service) for service in services])
        for group, services in groupby(offered, key=lambda service: service.group)
    ]


def _labels(words: type[Audience] | type[Fee], values: list[str] | None) -> list[str] | None:
    return None if values is None else [str(words(value).label) for value in values]


def _stay_of(place: Place, membership: Membership, today: date, vouched: Vouched | None = None) -> Stay:
    """Tell a stay, whether it shows a service of the family of its network, and what this one said of the place."""
    is_current, is_shown = today in membership.period, membership.network.shows(place.services)
    words = vouched_in_words(vouched) if vouched and is_current else ""
    return Stay(membership, period_in_words(membership), is_current=is_current, is_shown=is_shown, vouched=words)
