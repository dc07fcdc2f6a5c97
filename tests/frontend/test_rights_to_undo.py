"""Who may take a change back, by `docs/rights.md`: each change is committed, so nothing here stays open around it."""

import pytest

from tests.frontend.test_rights_table import COMMITTED, ROLES, assert_as_told, scene


@pytest.mark.walk
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", COMMITTED)
def test_each_may_take_back_what_the_table_says(action: str, role: str) -> None:
    assert_as_told(action, role, scene(role))
