"""What a room said, as screens, the queue and telephones read it: several times a second, and by the hundred."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from network.models import Contribution, Vote

# Of what a contribution names, what is told with it: a place alone has sixty columns.
_NAMED = ("participant", "place", "other", "network")
_TOLD = (
    "participant__pseudonym",
    "participant__is_put_aside",
    "place__slug",
    "place__point",
    "other__slug",
    "other__point",
    "network__slug",
)


def with_votes(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Count the votes of each, as `count`; of those alone that are read, however many there are."""
    votes = Vote.objects.filter(contribution=OuterRef("pk")).order_by().values("contribution")
    return contributions.annotate(count=Coalesce(Subquery(votes.annotate(count=Count("pk")).values("count")), 0))


def with_named(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Read with each whose it is, and what it names."""
    own = (field.name for field in Contribution._meta.concrete_fields)
    return contributions.select_related(*_NAMED).only(*own, *_TOLD)
