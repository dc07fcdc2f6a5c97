"""SQL expressions that Django has no name for: metres on the globe, text without accents, a place ready to send."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, FloatField, Func, Model, OuterRef, Subquery, TextField, Value


def last_version(model: type[Model]) -> Subquery:
    """Tell with each row of a tracked model its version, the number of its last event: a form stands on what it shows.

    The maximum keeps PostgreSQL to the events of one row: see `EventQuerySet.last_ids`.
    """
    events = model.pgh_event_model._default_manager.filter(pgh_obj=OuterRef("pk"))  # type: ignore[attr-defined]
    return Subquery(events.last_ids().values("last"))


class Geography(Func):
    """A point of EPSG:4326 as a geography, so that lengths are metres. Indexed by `place_point_geography`."""

    function = "geography"


class Here(Func):
    """A longitude and a latitude, as a geography."""

    template = "geography(ST_SetSRID(ST_MakePoint(%(expressions)s), 4326))"

    def __init__(self, lon: float, lat: float) -> None:
        super().__init__(Value(float(lon)), Value(float(lat)))


class MetresBetween(Func):
    """Distance in metres on the sphere (within 0.3 % of the ellipsoid's); ordering by it walks the index."""

    template = "(%(expressions)s)"
    arg_joiner = " <-> "
    output_field = FloatField()

    def __init__(self, lon: float, lat: float) -> None:
        super().__init__(Geography(F("point")), Here(lon, lat))


class WithinMetres(Func):
    """Whether the point is within so many metres, on the same sphere as `MetresBetween`.

    Written as the two conditions that ST_DWithin stands for: of that PostgreSQL reckons with a handful of rows, however
    wide the radius, and so reads and sorts all of them instead of walking the index from the nearest.
    """

    template = "(%(expressions)s)"
    arg_joiner = " AND "
    output_field = BooleanField()

    def __init__(self, lon: float, lat: float, metres: float) -> None:
        circle = Func(Here(lon, lat), Value(float(metres)), function="_ST_Expand")
        nearer = _Compared(MetresBetween(lon, lat), Value(float(metres)), arg_joiner=" <= ")
        super().__init__(_Compared(Geography(F("point")), circle, arg_joiner=" && "), nearer)


class _Compared(Func):
    """What an operator says of two values."""

    template = "%(expressions)s"
    output_field = BooleanField()


class Fold(Func):
    """Lower case without accents, as PostgreSQL's `unaccent` sees them; made immutable by the first migration."""

    function = "fold"
    arity = 1
    output_field = TextField()


class EqualsAny(Func):
    """Whether a column equals one of an array's elements, in the form that lets PostgreSQL use the column's index."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class LikeAny(Func):
    """Whether a text is like one of an array's patterns."""

    template = "%(expressions)s)"
    arg_joiner = " LIKE ANY("
    output_field = BooleanField()


class PlaceSearch(Func):
    """The words of a place's own row that `matching` reads, weighted by where they stand, and the codes of its words.

    A migration keeps the names of its columns: this class never adds any of its own.
    """

    function = "place_search"
    output_field = SearchVectorField()


class CommuneSearch(Func):
    """The words of a commune's name."""

    function = "commune_search"
    output_field = SearchVectorField()


class CommuneKey(Func):
    """The words of a commune's name that count, in their order, without the marks of plurals: "saint chely apcher"."""

    function = "commune_key"
    output_field = TextField()


class SearchSlips(Func):
    """What is left of a word when one or two letters are taken away: words that are near share one of these."""

    function = "search_slips"


class Speaks(Func):
    """Whether a `search` has what a tsquery asks, written as PostgreSQL writes it."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, query: str, column: str = "search") -> None:
        super().__init__(F(column), Value(query))


class PlaceFeature(Func):
    """The part of a place's GeoJSON feature that its own row holds, as text without its closing braces.

    The rest (commune, overlap and networks at a date) is added by whoever reads it, who closes it with `}}`.
    Which columns is declared in `places.feature`; a migration keeps the names that it was made with.
    """

    function = "place_feature"
    output_field = TextField()


class PlaceFlat(Func):
    """The same of a flat feature, which holds all columns, as scalars."""

    function = "place_flat_feature"
    output_field = TextField()
