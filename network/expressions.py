"""SQL expressions of networks."""

from django.db.models import Aggregate, Case, CharField, Func, IntegerField, Model, QuerySet, Subquery, Value, When

from network.choices import Family, Overlap

# One bit for each family, so that a single pass over a place's memberships tells its state.
_BITS = {Family.MEDIATION: 1, Family.BUSINESS_SUPPORT: 2}
_STATES = [Overlap.NONE, Overlap.MEDIATION, Overlap.BUSINESS_SUPPORT, Overlap.BOTH]


class _BitOr(Aggregate):
    function = "BIT_OR"
    output_field = IntegerField()


class OverlapOf(Func):
    """The state of overlap that a place's memberships give it: a subquery of those that count."""

    template = (
        f"(ARRAY[{', '.join(f'{chr(39)}{state}{chr(39)}' for state in _STATES)}])[1 + COALESCE(%(expressions)s, 0)]"
    )
    output_field = CharField()

    def __init__(self, memberships: QuerySet[Model]) -> None:
        family = Case(*(When(network__family=family, then=Value(bit)) for family, bit in _BITS.items()))
        bits = memberships.order_by().values("place").annotate(bits=_BitOr(family)).values("bits")
        super().__init__(Subquery(bits))
