"""What is in view of a directory that no browser could hold: the places where they are few, else how many are where."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypedDict, cast

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db.models import Aggregate, Avg, CharField, Count, F, FloatField, Func, IntegerField, Max, Min
from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from frontend.home.amounts import Count as Number
from frontend.home.amounts import Places, amounts_of, share_of, told_amounts
from frontend.home.directory import Listed, listed
from frontend.home.pages import page_of
from frontend.home.question import Asked
from frontend.home.unsaid import unsaid_counts
from frontend.place.hours import Calendar, calendar
from frontend.site.kept import same_for_all
from network.choices import SideName, State
from network.querysets import Belonging, belongings, networked
from places.form_fields import BBoxField
from places.models import Commune
from places.search.said import reading_in_words

# So many places are told one by one, and the browser gathers those that hide each other.
FEW = 300
# How many cards of more are told at once.
CARDS = 50
# A cell of the grid is a quarter of a tile of 256 pixels wide, in which one marker has room.
_CELLS_IN_A_TILE = 4
_CLOSEST = 22
_SHORT = 5


class ByState(TypedDict):
    """How many places are in each state."""

    a: int
    b: int
    both: int
    neither: int


class Crowd(TypedDict):
    """How many places are about one point, in each state; `count` has the undated too.

    `box` is what they are within: south, west, north, east. `isAlone`: all of them are in the commune that is named,
    which nobody knows of those that are reckoned (`isReckoned`).
    """

    at: tuple[float, float]
    box: tuple[float, float, float, float]
    count: int
    counts: ByState
    couldBe: list[SideName]
    commune: str
    isAlone: bool
    isReckoned: bool


class Numbers(TypedDict):
    """How many places are in view, in each state, and of how many nobody can tell whether they answer.

    `isReckoned`: nobody counted, these are estimates. `isRefusedByHours`: only "open now" leaves none.
    """

    total: int
    counts: ByState
    couldBe: int
    untold: int
    toConfirm: int
    isReckoned: bool
    isRanked: bool
    isRefusedByHours: bool


class InView(Calendar, Numbers):
    """What is in view: the places, in the order of the list, all of them or (with `next`) the first of them.

    `crowds` are null where the places are all told. Where nothing is in view, `nearest` is the latitude and longitude
    of what there is elsewhere, if there is any.
    """

    places: list[Listed]
    crowds: list[Crowd] | None
    next: str
    understood: list[str]
    centre: tuple[float, float] | None
    nearest: tuple[float, float] | None


class View(NamedTuple):
    """A part of the map, at a zoom."""

    box: tuple[float, float, float, float]
    zoom: int

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "View":
        """Read it from an address.

        Raises:
            ValueError: there is none.

        """
        try:
            box = BBoxField(required=True).clean(query.get("box"))
        except ValidationError as error:
            raise ValueError from error
        zoom = int(query.get("zoom", ""))
        if box is None or not 0 <= zoom <= _CLOSEST:
            raise ValueError(zoom)
        return cls(box, zoom)

    @property
    def centre(self) -> Point:
        """The point in the middle, as far as that is between its sides."""
        west, south, east, north = self.box
        return Point((west + east) / 2, (south + north) / 2, srid=4326)


@same_for_all()
@require_safe
@cache_control(public=True, no_cache=True)
def in_view(request: HttpRequest) -> HttpResponseBase:
    """Tell what is in view (`box`: west,south,east,north; `zoom`) of what the filters of `/` ask, from `page` on.

    400 for no view. What is told never grows with the directory.
    """
    try:
        view = View.read(request.GET.dict())
    except ValueError:
        return HttpResponseBadRequest()
    told = _told(Asked(request.GET), view, request.GET.get("page", ""))
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _told(asked: Asked, view: View, page: str) -> InView:
    at = timezone.localtime()
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    everywhere = asked.places(at)
    found = everywhere.in_bbox(view.box)
    share = share_of(found)
    groups = [] if page else _groups(found.sampled(share), view)
    amounts = amounts_of(found, is_country=True) if page else told_amounts(_by_state(groups), share)
    total = amounts.of(asked.states)
    are_few = not total.is_reckoned and total.number <= FEW and not page
    cut = page_of(found, asked, amounts, page, size=FEW if are_few else CARDS)
    untold, to_confirm = unsaid_counts(asked, at, is_country=True, within=view.box)
    point = asked.point_of(found)
    return {
        **calendar(today),
        "places": listed(cut.rows, today, is_in_order=True),
        "crowds": None if are_few or page else _crowds(groups, asked.states, share),
        "next": cut.next,
        "total": total.number if cut.total is None else cut.total,
        "counts": cast("ByState", {state: count.number for state, count in amounts.counts.items()}),
        "couldBe": amounts.could_be.number,
        "untold": untold.number,
        "toConfirm": to_confirm.number,
        "isReckoned": total.is_reckoned and cut.total is None,
        "understood": reading_in_words(found.reading),
        "centre": point and (point[1], point[0]),
        "isRanked": bool(found.reading.terms),
        "isRefusedByHours": not total.number and asked.is_refused_by_hours(at, within=view.box),
        "nearest": None if total.number else _nearest(asked.of_states(everywhere), view),
    }


class _Group(NamedTuple):
    """Places in one cell that are in the same networks."""

    cell: tuple[int, int]
    belonging: Belonging
    number: int
    row: Mapping[str, Any]


class _Mode(Aggregate):
    """What most rows say."""

    function = "MODE"
    template = "mode() WITHIN GROUP (ORDER BY %(expressions)s)"


def _groups(found: Places, view: View) -> list[_Group]:
    """Count places by cell and by the networks that they are in, in two queries."""
    lon, lat = (Func(F("point"), function=name, output_field=FloatField()) for name in ("ST_X", "ST_Y"))
    cells = _CELLS_IN_A_TILE * 2**view.zoom
    rows = list(
        found.order_by()
        .annotate(
            x=Func(lon, template=f"floor((%(expressions)s + 180) / 360 * {cells})::int", output_field=IntegerField()),
            y=Func(lat, template=_ROW.format(cells=cells), output_field=IntegerField()),
            networked=networked(),
        )
        .values("x", "y", "networked")
        .annotate(
            number=Count("pk"),
            lon=Avg(lon),
            lat=Avg(lat),
            west=Min(lon),
            south=Min(lat),
            east=Max(lon),
            north=Max(lat),
            commune=_Mode("commune_id", output_field=CharField()),
            first=Min("commune_id"),
            last=Max("commune_id"),
        )
    )
    told = belongings(row["networked"] for row in rows)
    return [_Group((row["x"], row["y"]), told[row["networked"]], row["number"], row) for row in rows]


# Rows are counted from the north, as those of tiles are; within the latitudes that the projection knows.
_ROW = "floor((1 - asinh(tan(radians(greatest(-85.05, least(85.05, %(expressions)s))))) / pi()) / 2 * {cells})::int"


def _by_state(groups: Iterable[_Group]) -> Counter[tuple[State, State]]:
    counts: Counter[tuple[State, State]] = Counter()
    for group in groups:
        if group.belonging.overlap:
            counts[group.belonging.overlap, group.belonging.possible] += group.number
    return counts


def _crowds(groups: Iterable[_Group], states: list[str], share: float) -> list[Crowd]:
    """Put the groups of each cell together, without the states that are not asked."""
    cells: dict[tuple[int, int], list[_Group]] = {}
    for group in groups:
        if not states or group.belonging.overlap in states:
            cells.setdefault(group.cell, []).append(group)
    codes = {_most(cell).row["commune"] for cell in cells.values()}
    names = dict(Commune.objects.filter(code__in=codes).values_list("code", "name"))
    return [_crowd(cell, names, share) for cell in cells.values()]


def _most(cell: list[_Group]) -> _Group:
    return max(cell, key=lambda group: group.number)


def _crowd(cell: list[_Group], names: Mapping[str, str], share: float) -> Crowd:
    rows = [group.row for group in cell]
    drawn = sum(group.number for group in cell)
    lat, lon = (sum(row[name] * row["number"] for row in rows) / drawn for name in ("lat", "lon"))
    first, last = min(row["first"] for row in rows), max(row["last"] for row in rows)
    by_state = Counter[State | None]()
    for group in cell:
        by_state[group.belonging.overlap] += group.number
    sides = {side for group in cell for side in group.belonging.could_be}
    corners = (
        min(row["south"] for row in rows),
        min(row["west"] for row in rows),
        max(row["north"] for row in rows),
        max(row["east"] for row in rows),
    )
    return {
        "at": (round(lat, _SHORT), round(lon, _SHORT)),
        "box": corners,
        "count": _whole(drawn, share),
        "counts": cast("ByState", {state.value: _whole(by_state[state], share) for state in State}),
        "couldBe": [side for side in SideName if side in sides],
        "commune": names[_most(cell).row["commune"]],
        "isAlone": first == last and share >= 1,
        "isReckoned": share < 1,
    }


def _whole(count: int, share: float) -> int:
    return Number.of_share(count, share).number


def _nearest(rows: Places, view: View) -> tuple[float, float] | None:
    """Find the place that is nearest to a view that has none; among few, not by walking through all the others."""
    if not rows.is_beyond(CARDS * CARDS):
        rows = rows.filter(pk__in=list(rows.order_by().values_list("pk", flat=True)))
    near: Any = rows.near(view.centre.x, view.centre.y)  # which annotates how far each is
    found = near.order_by("distance").values_list("point", flat=True).first()
    return (round(found.y, _SHORT), round(found.x, _SHORT)) if found else None
