"""Filters by expression (OGC API – Features, Part 3): CQL2 as text, made into a condition of the rows.

`cql2` reads the text; what it makes is walked here, and nothing of it reaches SQL but as a value. What nobody knows is
neither equal nor different, as in SQL: `NOT (desks > 3)` keeps no place of which nobody counted the desks.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar

from cql2 import Expr
from django import forms
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.core.exceptions import ValidationError
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Expression,
    F,
    FloatField,
    Func,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.flat import DAY, MOMENT, NUMBER, WHOLE, YES, Column
from api.problems import bad_parameter

if TYPE_CHECKING:
    from django.db.models import Field

    from api.ogc.collections import Collection

    AnyField = type[Field[Any, Any]]

Node = Any
LANGUAGE, CRS84 = "cql2-text", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GEOMETRY = "geometry"
LONGEST = 2000
# Deeper than anyone writes, and far from where the reader would run out of room.
_DEEPEST = 30
_BETWEEN_QUOTES = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
_PLACE = re.compile(r"--> (\d+):(\d+)")
_COMPARED = {"=": "=", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_JOINED = {"and": " AND ", "or": " OR "}
# How many things each condition is about, where it is not two.
_OPERANDS = {"not": 1, "isNull": 1, "between": 3}
_FIELDS: "list[tuple[Any, AnyField]]" = [
    (WHOLE, FloatField),
    (NUMBER, FloatField),
    (YES, BooleanField),
    (DAY, DateField),
    (MOMENT, DateTimeField),
]
# Keys are texts in a feature, whatever they are in the database.
_CAST: dict[Any, str] = {TextField: "::text"}
Moments = tuple[date | datetime | None, date | datetime | None]


class ExpressionField(forms.CharField):
    """An expression, read but not yet asked of anything."""

    allowed = gettext_lazy("une expression CQL2, comme kinds LIKE '%coworking%' AND desks >= 4")

    def clean(self, value: Any) -> Node:  # noqa: ANN401
        """What was read.

        Raises:
            ValidationError: it is too long, too deep, or no expression; the sentence says where.

        """
        text = super().clean(value)
        return None if not text else _read(text)


def _read(text: str) -> Node:
    if len(text) > LONGEST or _depth(text) > _DEEPEST:
        raise ValidationError(_("Cette expression est trop longue ou trop imbriquée."))
    try:
        node: Node = Expr(text).to_json()
    except Exception as error:  # the reader has no class of its own for what it refuses
        raise ValidationError(_refused(error)) from error
    if not isinstance(node, Mapping | bool):
        raise ValidationError(_("Cette expression n’est ni vraie ni fausse."))
    return node


def _refused(error: Exception) -> str:
    found = _PLACE.search(str(error))
    if found is None:
        return _("Cette expression ne se lit pas.")
    return _("Cette expression ne se lit pas, au caractère %(column)s.") % {"column": found[2]}


def _depth(text: str) -> int:
    bare, depth, deepest = _BETWEEN_QUOTES.sub("", text), 0, 0
    for sign in bare:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest + bare.upper().count("NOT ") // 2


def kept(rows: QuerySet[Any], collection: "Collection", asked: Node) -> QuerySet[Any]:
    """Keep the rows of a collection for which an expression is true.

    Raises:
        BadParameter: it names no column that may be asked, or compares what cannot be.

    """
    try:
        return rows.filter(_Asking(collection, rows.model._meta.db_table).condition(asked))
    except ValidationError as refusal:
        raise bad_parameter(
            "filter", str(refusal.message), [column.name for column in queryables(collection)]
        ) from refusal


def queryables(collection: "Collection") -> list[Column]:
    """List the columns that may be asked: those that PostgreSQL computes."""
    return [column for column in collection.columns if column.sql]


class _Infix(Func):
    """Two expressions with a sign of SQL between them."""

    template = "(%(expressions)s)"
    output_field: ClassVar = BooleanField()

    def __init__(self, sign: str, *expressions: Expression) -> None:
        super().__init__(*expressions, arg_joiner=sign)


class _Not(Func):
    template = "(NOT %(expressions)s)"
    output_field: ClassVar = BooleanField()


class _IsNull(Func):
    template = "(%(expressions)s IS NULL)"
    output_field: ClassVar = BooleanField()


class _Meets(Func):
    function = "ST_Intersects"
    output_field: ClassVar = BooleanField()


class _Lower(Func):
    function = "LOWER"
    output_field: ClassVar = TextField()


class _Asking:
    """Walks an expression about the columns of one collection."""

    def __init__(self, collection: "Collection", table: str) -> None:
        self._columns = {column.name: column for column in queryables(collection)}
        self._geometry, self._table = collection.geometry_column, table

    def condition(self, node: Node) -> Expression:
        """Make a condition of a node.

        Raises:
            ValidationError: it is none.

        """
        if isinstance(node, bool):
            return Value(node, BooleanField())
        if isinstance(node, Mapping) and "property" in node:
            return self._flag(node["property"])
        ways: dict[str, Callable[[Sequence[Node]], Expression]] = {
            **{name: self._joining(sign) for name, sign in _JOINED.items()},
            **{name: self._comparing(sign) for name, sign in _COMPARED.items()},
            "not": lambda args: _Not(self.condition(args[0])),
            "isNull": lambda args: _IsNull(self._told(args[0])[0]),
            "like": self._like,
            "between": self._between,
            "in": self._among,
            "s_intersects": self._meets,
            **{name: self._in_time(name) for name in _IN_TIME},
        }
        name, args = (node.get("op"), node.get("args")) if isinstance(node, Mapping) else (None, None)
        if name not in ways or not isinstance(args, Sequence):
            raise ValidationError(_("« %(name)s » n’est pas une condition que l’on sache lire ici.") % {"name": name})
        if name not in _JOINED and len(args) != _OPERANDS.get(name, 2):
            raise ValidationError(_("« %(name)s » ne se lit pas avec ce nombre de valeurs.") % {"name": name})
        return ways[name](args)

    def _joining(self, sign: str) -> Callable[[Sequence[Node]], Expression]:
        return lambda args: _Infix(sign, *map(self.condition, args))

    def _comparing(self, sign: str) -> Callable[[Sequence[Node]], Expression]:
        def compared(args: Sequence[Node]) -> Expression:
            told, column, is_folded = self._told(args[0])
            return _Infix(f" {sign} ", told, _literal(args[1], column, is_folded=is_folded))

        return compared

    def _flag(self, name: str) -> Expression:
        column = self._column(name)
        if column.schema != YES:
            raise ValidationError(_("« %(name)s » n’est ni vrai ni faux.") % {"name": name})
        return _Infix("", self._expression(column))

    def _like(self, args: Sequence[Node]) -> Expression:
        told, column, is_folded = self._told(args[0])
        if _field(column) is not TextField:
            raise ValidationError(_("« %(name)s » n’est pas un texte.") % {"name": column.name})
        return _Infix(" LIKE ", told, _literal(args[1], column, is_folded=is_folded))

    def _between(self, args: Sequence[Node]) -> Expression:
        told, column, _is_folded = self._told(args[0])
        low, high = (_literal(arg, column) for arg in args[1:])
        return _Infix(" AND ", _Infix(" >= ", told, low), _Infix(" <= ", told, high))

    def _among(self, args: Sequence[Node]) -> Expression:
        told, column, is_folded = self._told(args[0])
        listed = args[1] if isinstance(args[1], list) else []
        values = [_literal(arg, column, is_folded=is_folded) for arg in listed] or [Value(None, _field(column)())]
        return _Infix(" OR ", *(_Infix(" = ", told, value) for value in values))

    def _meets(self, args: Sequence[Node]) -> Expression:
        names = [arg.get("property") for arg in args if isinstance(arg, Mapping)]
        shapes = [arg for arg in args if isinstance(arg, Mapping) and "property" not in arg]
        if GEOMETRY not in names or len(shapes) != 1:
            raise ValidationError(_("S_INTERSECTS veut « geometry » et une forme."))
        return _Meets(F(self._geometry), _shape(shapes[0]))

    def _in_time(self, name: str) -> Callable[[Sequence[Node]], Expression]:
        def told_in_time(args: Sequence[Node]) -> Expression:
            told, column, _is_folded = self._told(args[0])
            first, last = _moments(args[1], column)
            field = _field(column)()
            bounds = [(sign, bound) for sign, bound in _IN_TIME[name](first, last) if bound is not None]
            if not bounds:
                raise ValidationError(_("Cet intervalle est ouvert du côté que l’on compare."))
            return _Infix(" AND ", *(_Infix(sign, told, Value(bound, field)) for sign, bound in bounds))

        return told_in_time

    def _told(self, node: Node) -> tuple[Expression, Column, bool]:
        """Read what stands on the left: a column, or a column whatever its capitals."""
        if isinstance(node, Mapping) and node.get("op") == "casei" and len(node["args"]) == 1:
            told, column, _is_folded = self._told(node["args"][0])
            return _Lower(told), column, True
        if not isinstance(node, Mapping) or "property" not in node:
            raise ValidationError(_("À gauche d’une comparaison se tient le nom d’une colonne."))
        column = self._column(node["property"])
        return self._expression(column), column, False

    def _column(self, name: str) -> Column:
        if name not in self._columns:
            raise ValidationError(_("La colonne « %(name)s » n’existe pas, ou ne se demande pas.") % {"name": name})
        return self._columns[name]

    def _expression(self, column: Column) -> Expression:
        """Say a column as it is where it may have an index, else as the feature has it."""
        if re.fullmatch(r"[a-z_]+", column.sql):
            return _Infix("", F(column.sql))  # type: ignore[arg-type]  # F is an expression where it stands
        table = self._table
        sql = f"(SELECT ({column.sql}){_CAST.get(_field(column), '')} FROM (SELECT {table}.*) AS {table})"  # noqa: S608  our own names
        return RawSQL(sql, (), _field(column)())  # noqa: S611


def _after(_first: Any, last: Any) -> list[tuple[str, Any]]:  # noqa: ANN401  a date or a moment
    return [(" > ", last)]


_IN_TIME: dict[str, Callable[[Any, Any], list[tuple[str, Any]]]] = {
    "t_after": _after,
    "t_before": lambda first, _last: [(" < ", first)],
    "t_equals": lambda first, last: [(" >= ", first), (" <= ", last)],
    "t_intersects": lambda first, last: [(" >= ", first), (" <= ", last)],
    "t_during": lambda first, last: [(" > ", first), (" < ", last)],
}


def _field(column: Column) -> "AnyField":
    return next(map(itemgetter(1), filter(lambda one: one[0] == column.schema, _FIELDS)), TextField)


def _literal(node: Node, column: Column, *, is_folded: bool = False) -> Expression:
    """Read a value of the type of a column.

    Raises:
        ValidationError: it is of another, or not a value.

    """
    field = _field(column)
    if is_folded and isinstance(node, Mapping) and node.get("op") == "casei" and len(node["args"]) == 1:
        return _Lower(_literal(node["args"][0], column))
    if field in (DateField, DateTimeField):
        return Value(_moment(node, column), field())
    kinds = {TextField: str, FloatField: float, BooleanField: bool}
    if type(node) is not kinds[field]:
        raise ValidationError(_("Cette valeur n’est pas du type de « %(name)s ».") % {"name": column.name})
    if isinstance(node, str) and "\x00" in node:
        raise ValidationError(_("Cette valeur n’est pas du type de « %(name)s ».") % {"name": column.name})
    return Value(node, field())


def _moment(node: Node, column: Column) -> date | datetime:
    text = next(iter(node.values())) if isinstance(node, Mapping) and node.keys() & {"date", "timestamp"} else node
    return _parsed(text, column)


def _parsed(text: Any, column: Column) -> date | datetime:  # noqa: ANN401
    """Read a date for a column of dates, a moment for one of moments: a date is then its midnight, in UTC."""
    try:
        if _field(column) is DateField:
            return date.fromisoformat(text[:10])
        return datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00Z")
    except (TypeError, ValueError) as error:
        raise ValidationError(_("« %(name)s » se compare à une date.") % {"name": column.name}) from error


def _moments(node: Node, column: Column) -> Moments:
    """Read an instant, or an interval of which an end may be open."""
    if isinstance(node, Mapping) and "interval" in node:
        first, last = (None if end == ".." else _moment(end, column) for end in node["interval"])
        return first, last
    instant = _moment(node, column)
    return instant, instant


def _shape(node: Mapping[str, Any]) -> Expression:
    """Read a shape on Earth.

    Raises:
        ValidationError: it is none, or crosses itself.

    """
    try:
        shape = _box(node["bbox"]) if "bbox" in node else GEOSGeometry(json.dumps(node), srid=4326)
        is_good = shape.valid and not shape.empty and _is_on_earth(shape.extent)
    except (GEOSException, ValueError, TypeError, KeyError) as error:
        raise ValidationError(_("Cette forme ne se lit pas.")) from error
    if not is_good:
        raise ValidationError(_("Cette forme se croise elle-même, ou n’est pas sur Terre."))
    return RawSQL("ST_GeomFromEWKB(%s)", (bytes(shape.ewkb),))


def _box(numbers: Sequence[float]) -> GEOSGeometry:
    """Make the shape of four numbers, or of six of which the heights are left out; it may cross the antimeridian."""
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])  # noqa: PLR2004
    boxes = [(west, south, east, north)] if west <= east else [(west, south, 180, north), (-180, south, east, north)]
    rings = [[[[w, s], [e, s], [e, n], [w, n], [w, s]]] for w, s, e, n in boxes]
    return GEOSGeometry(json.dumps({"type": "MultiPolygon", "coordinates": rings}), srid=4326)


def _is_on_earth(extent: tuple[float, float, float, float]) -> bool:
    west, south, east, north = extent
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004
