"""How many differences with a peer there are, and how many of them wait."""

from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from network.models import Finding
from network.models.peers import Found


class Tally(NamedTuple):
    """A sort of findings: how many there are, and how many wait for someone."""

    sort: Found
    found: int
    waiting: int


def counted(findings: QuerySet[Finding]) -> list[Tally]:
    """Count findings by sort, in the order in which they are gone through; those that were told apart are none.

    Evaluates.
    """
    told = findings.exclude(verdict="apart").order_by().values_list("sort")
    rows = told.annotate(found=Count("pk"), waiting=Count("pk", filter=Q(is_open=True)))
    counts = {sort: (found, waiting) for sort, found, waiting in rows}
    return [Tally(sort, *counts[sort]) for sort in Found if sort in counts]


def waiting_of(findings: QuerySet[Finding]) -> dict[int, int]:
    """Count the findings that wait, by peer (key). Evaluates, in one query."""
    return dict(findings.filter(is_open=True).order_by().values_list("source").annotate(Count("pk")))
