"""SQL expressions of networks."""

from django.db.models import Aggregate, Case, CharField, Func, IntegerField, Model, QuerySet, Subquery, Value, When

from network.choices import SIDES, SideName, State

_STATES = ", ".join(f"'{State.of(bits)}'" for bits in range(1, SIDES + 1))


class _BitOr(Aggregate):
    function = "BIT_OR"
    output_field = IntegerField()


class OverlapOf(Func):
    """The state of overlap that a place's memberships give it: a subquery of those that count.

    Whoever is on neither side is in no state while a side is `silent`, in SQL.
    """

    template = (
        f"(ARRAY[CASE WHEN %(silent)s THEN NULL ELSE '{State.NEITHER}' END, {_STATES}])"
        "[1 + COALESCE(%(expressions)s, 0)]"
    )
    output_field = CharField()

    def __init__(self, memberships: QuerySet[Model], silent: str = "false") -> None:
        # One bit for each side, so that a single pass over a place's memberships tells its state.
        side = Case(*(When(network__family__side=side, then=Value(side.bit)) for side in SideName))
        bits = memberships.order_by().values("place").annotate(bits=_BitOr(side)).values("bits")
        super().__init__(Subquery(bits), silent=silent)
