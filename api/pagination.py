"""Pages by key, not by number: a cursor that neither skips nor repeats a row while others come and go.

A page starts after the last row of the one before, in the order asked for, then by order of entry. Nothing is counted.
"""

import json
import math
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from api.problems import bad_parameter

DEFAULT_LIMIT = 100
MAX_LIMIT = 5000
# How many rows an answer holds that comes whole, which it says.
MOST = 20_000
# A name of 200 characters, four bytes each, and what is written around it, in base 64.
MAX_CURSOR_LENGTH = 2000
M = TypeVar("M", bound=Model)


def _text(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    value.encode()  # JSON can write half a character, which nothing else can: a UnicodeEncodeError is a ValueError
    return value


def _moment(value: Any) -> datetime:  # noqa: ANN401
    if (moment := parse_datetime(value)) is None or moment.tzinfo is None:
        raise ValueError(value)
    return moment.astimezone(UTC)  # PostgreSQL reads no offset of 16 hours or more


def _metres(value: Any) -> float:  # noqa: ANN401
    if not isinstance(value, float) or not math.isfinite(value):
        raise ValueError(value)
    return value


def _number(value: Any) -> int:  # noqa: ANN401
    if type(value) is not int:
        raise TypeError(value)
    return value


class Order(NamedTuple):
    """A column that rows may be sorted by, and how to read its value back from a cursor.

    An index that gives the nearest first cannot break ties nor be walked back: `by_index_alone` says so.
    """

    column: str
    read: Callable[[Any], Any]
    by_index_alone: bool = False
    read_pk: Callable[[Any], Any] = _number


BY_ENTRY = Order("pk", _number)
BY_CODE = Order("pk", _text, read_pk=_text)
BY_NAME = Order("name", _text)
BY_UPDATE = Order("updated_at", _moment)
BY_DISTANCE = Order("distance", _metres, by_index_alone=True)


class Cursor(NamedTuple):
    """Where a page ended: after (or before) the row with this key in this ordering."""

    ordering: str
    key: Any
    pk: int | str
    backward: bool

    def encode(self) -> str:
        """Write the cursor for an address; its form is nobody's business."""
        text = json.dumps(list(self), default=str, ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Read a cursor back.

        Raises:
            BadParameter: this is not a cursor of ours.

        """
        try:
            ordering, key, pk, backward = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            return cls(_text(ordering), key, pk, bool(backward))
        except (ValueError, TypeError, RecursionError):
            raise bad_parameter("cursor", _("Ce curseur ne vient pas d’ici."), CURSOR_ALLOWED) from None


CURSOR_ALLOWED = "next, previous"


@dataclass(frozen=True)
class Page:
    """One page of rows, each a tuple that begins with its key and its primary key, and the addresses around it."""

    rows: Sequence[tuple[Any, ...]]
    next: str | None
    previous: str | None

    @property
    def links(self) -> dict[str, str]:
        """The `Link` header (RFC 8288), for bodies that cannot carry addresses."""
        around = {"next": self.next, "prev": self.previous}
        links = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in around.items() if url)
        return {"Link": links} if links else {}


@dataclass(frozen=True)
class Pager:
    """How to cut a sorted queryset into pages."""

    order: Order
    descending: bool
    ordering: str
    limit: int
    cursor: Cursor | None
    # Whether the reader spoke of pages: said how long one is, or where it starts.
    is_asked: bool = True

    @classmethod
    def asked(cls, asked: dict[str, Any], orders: dict[str, Order], default: str) -> "Pager":
        """Read `ordering`, `limit` and `cursor` as validated.

        Raises:
            BadParameter: the cursor belongs to another ordering, or to no page of ours.

        """
        ordering = asked.get("ordering") or default
        order = orders[ordering.removeprefix("-")]
        cursor = Cursor.decode(asked["cursor"]) if asked.get("cursor") else None
        if cursor:
            cursor = _checked(cursor, order, ordering)
        limit = asked.get("limit")
        return cls(order, ordering.startswith("-"), ordering, limit or DEFAULT_LIMIT, cursor, bool(limit or cursor))

    def page(self, rows: QuerySet[M], columns: Sequence[str], request: Request) -> Page:
        """Read one page of these columns, in one query."""
        found = self._found(self._sorted(rows).values_list(self.order.column, "pk", *columns))
        more = len(found) > self.limit
        found = found[: self.limit]
        if self._backward:
            found.reverse()
        has_previous = bool(self.cursor) and (more or not self._backward) and not self.order.by_index_alone
        return Page(
            found,
            self._link(request, found, -1, exists=more or self._backward),
            self._link(request, found, 0, exists=has_previous),
        )

    def pieces(self, rows: QuerySet[M], columns: Sequence[str], *, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Read all the rows, `size` of them at a time: each piece is one query, made when it is wanted."""
        pager: Pager | None = replace(self, limit=size)
        while pager:
            found = pager._found(pager._sorted(rows).values_list(self.order.column, "pk", *columns))
            piece = found[:size]
            yield piece
            pager = replace(pager, cursor=self._after(piece[-1])) if len(found) > size else None

    def last_of(self, rows: QuerySet[M], most: int) -> Cursor | None:
        """Find where the first `most` rows end; None when there are no more than these."""
        found = list(self._sorted(rows).values_list(self.order.column, "pk")[most - 1 : most + 1])
        return self._after(found[0]) if len(found) > 1 else None

    def up_to(self, rows: QuerySet[M], end: Cursor) -> QuerySet[M]:
        """Keep the rows up to the one where a page ends, that one included."""
        side = "gt" if self.descending else "lt"
        return rows.filter(self._beyond(end, side) | Q(pk=end.pk))

    def links_after(self, request: Request, end: Cursor | None) -> dict[str, str]:
        """Write the `Link` header of an answer that ends there; none when it is whole."""
        url = end and str(replace_query_param(request.build_absolute_uri(), "cursor", end.encode()))
        return Page([], url, None).links

    def _after(self, row: tuple[Any, ...]) -> Cursor:
        return Cursor(self.ordering, row[0], row[1], backward=False)

    def _found(self, rows: QuerySet[Any]) -> list[tuple[Any, ...]]:
        """Read a page and one row more, to know whether there is a next page."""
        if not self.order.by_index_alone:
            return list(rows[: self.limit + 1])
        # Ties are read whole, so that breaking them here is the same on every page.
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} FETCH FIRST %s ROWS WITH TIES", (*params, self.limit + 1))
            return sorted(cursor.fetchall(), key=itemgetter(0, 1))

    @property
    def _backward(self) -> bool:
        return bool(self.cursor and self.cursor.backward)

    def _sorted(self, rows: QuerySet[M]) -> QuerySet[M]:
        down = self.descending != self._backward
        column = self.order.column
        if self.cursor:
            rows = rows.filter(self._beyond(self.cursor, "lt" if down else "gt"))
        by_entry = "-pk" if down else "pk"
        if self.order.by_index_alone:
            return rows.order_by(column)
        if column == "pk":
            return rows.order_by(by_entry)
        return rows.order_by(F(column).desc() if down else F(column).asc(), by_entry)

    def _beyond(self, cursor: Cursor, side: str) -> Q:
        beyond_pk = Q(**{f"pk__{side}": cursor.pk})
        column = self.order.column
        if column == "pk":
            return beyond_pk
        # The first condition alone lets PostgreSQL start in the right place of the index.
        return Q(**{f"{column}__{side}e": cursor.key}) & (Q(**{f"{column}__{side}": cursor.key}) | beyond_pk)

    def _link(self, request: Request, rows: list[tuple[Any, ...]], index: int, *, exists: bool) -> str | None:
        if not exists:
            return None
        url = request.build_absolute_uri()
        if not rows:
            return str(remove_query_param(url, "cursor"))
        key, pk = rows[index][:2]
        cursor = Cursor(self.ordering, key, pk, backward=index == 0)
        return str(replace_query_param(url, "cursor", cursor.encode()))


def _checked(cursor: Cursor, order: Order, ordering: str) -> Cursor:
    try:
        read = cursor._replace(key=order.read(cursor.key), pk=order.read_pk(cursor.pk))
    except (ValueError, TypeError, OverflowError):
        read = None
    if read is None or cursor.ordering != ordering:
        raise bad_parameter("cursor", _("Ce curseur est celui d’un autre tri."), CURSOR_ALLOWED)
    return read
