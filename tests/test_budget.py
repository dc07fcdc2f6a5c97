"""A budget of queries that fails says what was asked, and whether its number is a law or a habit."""

import pytest

from places.models import Kind
from tests.budget import hold, statements
from tests.factories import make_kind

pytestmark = pytest.mark.django_db


def test_a_query_for_each_row_breaks_a_law_and_is_shown() -> None:
    runs = []
    for slug in ("coworking", "library"):
        make_kind(slug)
        with statements() as asked:
            for kind in Kind.objects.values_list("slug", flat=True):
                Kind.objects.get(slug=kind)
        runs.append(asked)
    with pytest.raises(AssertionError, match=r"A law is broken: \[2, 3\](?s:.*)1 times more: SELECT .*places_kind"):
        hold(*runs)


def test_a_query_more_than_usual_breaks_a_habit_and_all_are_shown() -> None:
    with statements() as asked:
        list(Kind.objects.all())
        list(Kind.objects.all())
    hold(asked, asked, habit=2)
    with pytest.raises(AssertionError, match=r"A habit is broken: 2 queries(?s:.*)1\. SELECT(?s:.*)2\. SELECT"):
        hold(asked, habit=1)
