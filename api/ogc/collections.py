"""The collections: what is in each, of which columns, and how its features are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.flat import DAY, FLAT, NUMBER, PLACE, TEXT, WEB, WHOLE, YES, Column, feature, more_of, page_of
from api.ogc.filters import (
    AreaItemsQuestion,
    CrossingItemsQuestion,
    ItemsQuestion,
    MembershipItemsQuestion,
    PlaceItemsQuestion,
)
from api.overlap.records import rule_at, rule_columns, source_columns, sources, state_of
from api.places import records
from api.places.records import Pages
from api.renderers import compact
from network.choices import SIDES, SideName, State
from network.models import Membership, NetworkedPlace
from network.overlap import states
from network.overlap.question import Crossing, Known, Level
from network.overlap.sources import Sources
from network.overlap.sources import sources as read_sources
from places.choices import Status
from places.flat import decimal, joined
from places.log.version import version
from places.models import Commune, Intercommunality

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Collection:
    """A collection of features. `write` makes the text of each row, which begins with its key and primary key."""

    name: str
    title: "StrPromise"
    says: "StrPromise"
    geometry: str
    columns: Sequence[Column]
    question: type[ItemsQuestion]
    rows: Callable[[], QuerySet[Any]]
    selected: Sequence[str]
    write: Callable[[Rows, ItemsQuestion, Pages], list[str]]
    # The column that names a feature in its address.
    key: str = "pk"
    # Whether counting all that answers costs next to nothing.
    is_small: bool = False

    @property
    def geometry_column(self) -> str:
        """Name the column of the rows that holds the geometry, as `bbox` asks it."""
        return str(self.question.base_filters["bbox"].column)

    @property
    def schema(self) -> dict[str, Any]:
        """Tell the type of each property."""
        return {column.name: column.schema for column in self.columns}


# Places ---------------------------------------------------------------------------------------------------------------


def _places() -> QuerySet[Any]:
    return NetworkedPlace.objects.published()


def _write_places(rows: Rows, question: ItemsQuestion, pages: Pages) -> list[str]:
    assert isinstance(question, PlaceItemsQuestion)
    return FLAT.write([row[1:] for row in rows], on=question.networks_on, at=timezone.now(), pages=pages)


# Memberships ----------------------------------------------------------------------------------------------------------

_PLACE = "(SELECT {} FROM places_place WHERE id = network_membership.place_id)"
_NETWORK = "(SELECT {} FROM network_network WHERE id = network_membership.network_id)"
_MEMBERSHIP = [
    Column("place_id", _PLACE.format("uuid"), TEXT),
    Column("place_name", _PLACE.format("name"), TEXT),
    Column("commune_code", _PLACE.format("commune_id"), TEXT),
    Column("network", _NETWORK.format("slug"), TEXT),
    Column("network_name", _NETWORK.format("name"), TEXT),
    Column("family", _NETWORK.format("family"), TEXT),
    Column("start", "lower(period)", DAY),
    Column("start_precision", "start_precision", TEXT),
    Column("end", "upper(period)", DAY),
    Column("is_start_exact", "is_start_exact", YES),
    Column("last_seen_on", "last_seen_on", DAY),
    Column("last_seen_precision", "last_seen_precision", TEXT),
    Column("evidence", "evidence", TEXT),
    Column("source", "source", TEXT),
    Column("source_url", "source_url", WEB),
    Column("licence", "licence", TEXT),
    Column("url", "", WEB),
]


def _memberships() -> QuerySet[Any]:
    point = _PLACE.format("ST_AsGeoJSON(point, 6)")
    written = feature("network_membership", _MEMBERSHIP, key="id", geometry=point)
    return Membership.objects.filter(place__status=Status.PUBLISHED).annotate(written=written)


def _write_memberships(rows: Rows, _question: ItemsQuestion, pages: Pages) -> list[str]:
    return [f"{more_of(text)}{page_of(pages, slug)}" for _key, _pk, text, slug in rows]


# Communes and intercommunalities --------------------------------------------------------------------------------------

_OUTLINE = "ST_AsGeoJSON(ST_ForcePolygonCCW(boundary), 6)"
_CREDIT = "(SELECT credit FROM places_territory WHERE code = {})"
_COMMUNE = [
    Column("code", "code", TEXT),
    Column("name", "name", TEXT),
    Column("epci_code", "intercommunality_id", TEXT),
    Column("epci_name", "(SELECT name FROM places_intercommunality WHERE code = intercommunality_id)", TEXT),
    Column("territory", "territory_id", TEXT),
    Column("postcodes", joined("postcodes"), TEXT),
    Column("population", decimal("population"), NUMBER),
    Column("source", f"coalesce(source, {_CREDIT.format('territory_id')})", TEXT),
]
_STATE = [Column("on", "", DAY), Column("state", "", TEXT), Column("could_be", "", TEXT), Column("url", "", WEB)]
_RULE = [
    *(Column(f"side_{side.value}", "", TEXT) for side in SideName),
    Column("rule_name", "", TEXT),
    Column("rule_radius", "", NUMBER),
    Column("rule_text", "", TEXT),
    Column("sources_until", "", DAY),
    Column("sources_text", "", TEXT),
]
_COUNTED = [Column(f"{state.value}_{what}", "", NUMBER) for state in State for what in ("count", "population")]
_EPCI = [
    Column("code", "code", TEXT),
    Column("name", "name", TEXT),
    Column(
        "communes",
        "(SELECT count(*) FROM places_commune WHERE intercommunality_id = places_intercommunality.code)",
        WHOLE,
    ),
    Column("source", "(SELECT string_agg(credit, ' ; ' ORDER BY code) FROM places_territory)", TEXT),
]


def _communes() -> QuerySet[Any]:
    return Commune.objects.annotate(
        written=feature("places_commune", _COMMUNE, key="code", geometry=_OUTLINE),
    )


def _epci() -> QuerySet[Any]:
    return Intercommunality.objects.annotate(
        written=feature("places_intercommunality", _EPCI, key="code", geometry=_OUTLINE)
    )


@lru_cache(maxsize=8)
def _bits(_version: str, crossing: Crossing, on: date) -> Mapping[str, int]:
    """Tell what covers each commune on a day; the pages of one question ask it once, while nothing changes."""
    return {one.code: one.bits for one in states.communes(crossing, on=on)}


@lru_cache(maxsize=8)
def _sums(_version: str, crossing: Crossing, on: date) -> Mapping[str | None, states.GroupState]:
    return {one.code: one for one in states.groups(crossing, Level.EPCI, on=on)}


def _usual() -> Crossing:
    return Crossing.usual(Known.read())


@lru_cache(maxsize=8)
def _sources(_version: str, crossing: Crossing, on: date) -> Sources:
    return read_sources(crossing, on=on)


def _unknown(crossing: Crossing, on: date) -> frozenset[State]:
    """Tell the states that nobody knows on a day: they are null, and not zero."""
    return _sources(version(), crossing, on).unknown


def _state(bits: int, unknown: frozenset[State]) -> dict[str, Any]:
    could_be = states.could_be(bits)
    sides = "|".join(side.value for side in SideName if could_be & side.bit)
    return {"state": state_of(bits & SIDES, unknown), "could_be": sides}


def _closed(text: str, told: Mapping[str, Any]) -> str:
    """Add properties to a feature, and close it."""
    return f"{more_of(text)},{compact(told)[1:-1]}}}}}"


def _write_communes(rows: Rows, question: ItemsQuestion, pages: Pages) -> list[str]:
    crossing = _usual()
    return _covered(rows, crossing, question.days.read_on, pages, {})


def _covered(rows: Rows, crossing: Crossing, on: date, pages: Pages, said: Mapping[str, Any]) -> list[str]:
    bits, around = _bits(version(), crossing, on), f"{pages.site}{reverse('frontend:home')}?near_commune="
    day, unknown = {"on": on.isoformat()}, _unknown(crossing, on)
    return [
        _closed(text, day | _state(bits.get(code, 0), unknown) | dict(said) | {"url": f"{around}{code}"})
        for _key, code, text in rows
    ]


def _write_crossings(rows: Rows, question: ItemsQuestion, pages: Pages) -> list[str]:
    assert isinstance(question, CrossingItemsQuestion)
    crossing, on = question.crossing, question.days.read_on
    sides = {f"side_{side.value}": "|".join(getattr(crossing, side.value).names) for side in SideName}
    known = source_columns(sources(_sources(version(), crossing, on)))
    rule = rule_columns(rule_at(crossing, Level.COMMUNE))
    radius = None if rule["rule_radius"] is None else float(rule["rule_radius"])
    said = sides | rule | {"rule_radius": radius} | known
    return _covered(rows, crossing, on, pages, said)


def _write_epci(rows: Rows, question: ItemsQuestion, pages: Pages) -> list[str]:
    on = question.days.read_on
    crossing = _usual()
    sums, unknown = _sums(version(), crossing, on), _unknown(crossing, on)
    page = f"{pages.site}{reverse('frontend:crossings')}?on={on.isoformat()}"
    return [
        _closed(text, {"on": on.isoformat()} | _counted(sums.get(code), unknown) | {"url": page})
        for _key, code, text in rows
    ]


def _counted(group: states.GroupState | None, unknown: frozenset[State]) -> dict[str, float | None]:
    """Count the communes of each state and the people in them; null where nobody knows how many they are."""
    told: dict[str, float | None] = {}
    for state in State:
        part = group.summary[state] if group and state not in unknown else None
        is_known = part is not None and (part.count == 0 or part.unknown < part.count)
        told[f"{state.value}_count"] = float(part.count) if part else None
        told[f"{state.value}_population"] = float(part.population) if part and is_known else None
    return told


COLLECTIONS = {
    one.name: one
    for one in (
        Collection(
            "places",
            _("Lieux"),
            _("Les lieux publiés : où ils sont, ce qu’ils offrent, leurs réseaux à une date."),
            "Point",
            PLACE,
            PlaceItemsQuestion,
            _places,
            (*records.HEAD, *FLAT.columns),
            _write_places,
            key="uuid",
        ),
        Collection(
            "communes",
            _("Communes"),
            _("Les communes, et ce qui couvre chacune un jour : les deux côtés, l’un d’eux, ou aucun."),
            "MultiPolygon",
            [*_COMMUNE, *_STATE],
            AreaItemsQuestion,
            _communes,
            ("written",),
            _write_communes,
            is_small=True,
        ),
        Collection(
            "intercommunalities",
            _("Intercommunalités"),
            _("Les intercommunalités, et combien de leurs communes sont dans chaque état un jour."),
            "MultiPolygon",
            [*_EPCI, _STATE[0], *_COUNTED, _STATE[-1]],
            AreaItemsQuestion,
            _epci,
            ("written",),
            _write_epci,
            is_small=True,
        ),
        Collection(
            "crossings",
            _("Croisements"),
            _("Où deux côtés choisis se croisent, commune par commune, à une date et selon une règle."),
            "MultiPolygon",
            [*_COMMUNE, *_STATE[:-1], *_RULE, _STATE[-1]],
            CrossingItemsQuestion,
            _communes,
            ("written",),
            _write_crossings,
            is_small=True,
        ),
        Collection(
            "memberships",
            _("Adhésions"),
            _("Quel lieu a été dans quel réseau, de quand à quand, et ce qui le montre."),
            "Point",
            _MEMBERSHIP,
            MembershipItemsQuestion,
            _memberships,
            ("written", "place__slug"),
            _write_memberships,
        ),
    )
}
