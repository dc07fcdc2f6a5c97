"""What may be asked of a collection: how much, from where, in which rectangle, when."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.filters import PagedQuestion, Question
from api.flat import FLAT
from api.ogc.expressions import CRS84, LANGUAGE, ExpressionField
from api.overlap.filters import TERRITORY_SAYS, CrossingQuestion
from api.pagination import BY_CODE, BY_ENTRY, MAX_LIMIT, Pager
from places.filters import Asked, KeysFilter, OneOfFilter, Parameter, Rows
from places.form_fields import FIRST_YEAR, LAST_YEAR, BBoxField, DayField, MomentField, WholeField
from places.models import Territory
from places.querysets import boxed

DEFAULT_LIMIT = 100
FORM = ("f",)


class LimitField(WholeField):
    """How many features: one at least; more than the most that we give is that most (Part 1, requirement 22)."""

    def clean(self, value: Any) -> int | None:  # noqa: ANN401
        """The number.

        Raises:
            ValidationError: not a whole number, or less than one.

        """
        limit = super().clean(value)
        return None if limit is None else min(int(limit), MAX_LIMIT)


class LimitFilter(Parameter):
    """How many features a page holds."""

    field_class = LimitField


class BoxField(BBoxField):
    """Four numbers, or six of which the heights are left out: nothing here has one."""

    def clean(self, value: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401
        """The four numbers.

        Raises:
            ValidationError: neither four nor six numbers on Earth.

        """
        parts = value.split(",") if isinstance(value, str) else []
        return super().clean(",".join([*parts[:2], *parts[3:5]]) if len(parts) == 6 else value)  # noqa: PLR2004


class BoxFilter(Parameter):
    """A rectangle: what has no geometry is in none."""

    field_class = BoxField

    def __init__(self, column: str, **said: Any) -> None:  # noqa: ANN401
        self.column = column
        super().__init__(example="3.2,44.3,3.8,44.8", max_length=200, **said)

    def ask(self, rows: Rows, value: Any, asked: Asked, *, or_unknown: bool = False) -> Rows:  # noqa: ANN401
        """Keep what its bounds meet."""
        return rows.filter(boxed(self.column, value))


class Days(NamedTuple):
    """An interval of local days, both included; None is open."""

    first: date | None
    last: date | None

    @property
    def read_on(self) -> date:
        """The day of which networks and states are told: the last of the interval, today where it is open."""
        return self.last or max(localdate(), self.first or localdate())


class DaysField(forms.CharField):
    """An instant or an interval (RFC 3339): "2019-07-01", "2019-01-01/2019-12-31", "../2020-01-01T00:00:00Z"."""

    allowed = gettext_lazy("une date, une date-heure ou un intervalle : AAAA-MM-JJ, AAAA-MM-JJ/.., ../AAAA-MM-JJ")

    def clean(self, value: Any) -> Days | None:  # noqa: ANN401
        """The days.

        Raises:
            ValidationError: not an interval, open on both sides, or its end is before its beginning.

        """
        if not (text := super().clean(value)):
            return None
        first, slash, last = text.partition("/")
        if not slash:
            return Days(_day(text), _day(text))
        days = Days(_day(first, _is_before_all), _day(last, _is_after_all))
        if {first, last} <= _OPEN or (days.first and days.last and days.first > days.last):
            raise ValidationError(_("Ce n’est pas un intervalle."))
        return days


_OPEN = {"", ".."}
# As QGIS closes an interval that has one end: in the year 0, or 9999.
_YEAR = re.compile(r"(\d{4})-\d{2}-\d{2}(?:T[\d:.]+Z?)?")


def _year(text: str) -> int | None:
    return int(found[1]) if (found := _YEAR.fullmatch(text)) else None


def _is_before_all(text: str) -> bool:
    return (year := _year(text)) is not None and year < FIRST_YEAR


def _is_after_all(text: str) -> bool:
    return (year := _year(text)) is not None and year > LAST_YEAR


def _day(text: str, is_beyond: Callable[[str], bool] | None = None) -> date | None:
    """Read one end of an interval, None where it is open; a moment is of its local day."""
    if is_beyond and (text in _OPEN or is_beyond(text)):
        return None
    if "T" not in text:
        found: date | None = DayField().clean(text)
        return found
    moment: datetime | None = MomentField().clean(text)
    return localtime(moment).date() if moment else None


class DaysFilter(Parameter):
    """When: a verb of the rows, or nothing where the days only say of when a state is."""

    field_class = DaysField

    def ask(self, rows: Rows, value: Days, asked: Asked, *, or_unknown: bool = False) -> Rows:
        """Ask the verb for what is there on one of these days."""
        found: Rows = getattr(rows, self.verb)(*value) if self.verb else rows
        return found


def _limit() -> LimitFilter:
    return LimitFilter(
        help_text=gettext_lazy("Nombre d’objets par page ; au-delà du plus grand permis, c’est lui."),
        min_value=1,
        example=20,
        default=DEFAULT_LIMIT,
    )


def _days(verb: str | None = None) -> DaysFilter:
    told = gettext_lazy("Date ou intervalle (RFC 3339) : ce qui existe alors, et les réseaux tels qu’ils étaient.")
    return DaysFilter(verb=verb, help_text=told, max_length=80, example="2019-07-01")


def _box(column: str) -> BoxFilter:
    told = gettext_lazy("Rectangle : ouest,sud,est,nord en degrés (WGS 84).")
    return BoxFilter(column, help_text=told)


class OGCQuestion(Question):
    """The parameters of every address: none but the form of the answer."""

    outside = FORM


class ExpressionFilter(Parameter):
    """An expression: what it asks depends on the collection (`expressions.kept`)."""

    field_class = ExpressionField


# Two of their names are no names of Python's.
_Filtered: type[PagedQuestion] = type(
    "_Filtered",
    (PagedQuestion,),
    {
        "orders": {},
        "outside": FORM,
        "filter": ExpressionFilter(
            help_text=gettext_lazy("Expression CQL2 sur les colonnes de « queryables »."),
            example="kinds LIKE '%coworking%'",
        ),
        "filter-lang": OneOfFilter(
            choices=[LANGUAGE], example=LANGUAGE, help_text=gettext_lazy("Langage de l’expression.")
        ),
        "filter-crs": OneOfFilter(
            choices=[CRS84], example=CRS84, help_text=gettext_lazy("Système de coordonnées de l’expression.")
        ),
    },
)


class ItemsQuestion(_Filtered):  # type: ignore[misc,valid-type]  # made by `type` above
    """The parameters of the items of a collection."""

    orders: ClassVar = {"pk": BY_ENTRY}

    limit = _limit()
    datetime = _days()

    @property
    def days(self) -> Days:
        """When: open on both sides where nothing is asked."""
        return self.values.get("datetime") or Days(None, None)

    @property
    def pager(self) -> Pager:
        """How to cut the answer into pages, of the usual length where none is asked."""
        return Pager.asked(self.values | {"limit": self.values.get("limit") or DEFAULT_LIMIT}, self.orders, "pk")


class PlaceItemsQuestion(ItemsQuestion):
    """The parameters of places."""

    bbox = _box("point")
    datetime = _days("existing")

    @property
    def networks_on(self) -> date | None:
        """The day of which networks are told, as the states of communes are; None is today."""
        return None if self.days == (None, None) else self.days.read_on

    @property
    def qs(self) -> QuerySet[Any]:
        """The places that answer, with all that their rows need."""
        return FLAT.asked(super().qs, on=self.networks_on)


class MembershipItemsQuestion(ItemsQuestion):
    """The parameters of memberships."""

    bbox = _box("place__point")
    datetime = _days("during")


class AreaItemsQuestion(ItemsQuestion):
    """The parameters of communes and of intercommunalities, whose state is told of a day."""

    orders: ClassVar = {"pk": BY_CODE}
    bbox = _box("boundary")


class CrossingItemsQuestion(AreaItemsQuestion, CrossingQuestion):
    """The parameters of the crossings: two sides and a rule, on the last day of `datetime`."""

    territory = KeysFilter("territory", "in", model=Territory, key="code", help_text=TERRITORY_SAYS, example=["48"])
