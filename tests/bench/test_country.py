"""The made-up country of the benchmarks holds by the rules that the real one obeys."""

import pytest
from django.db import connection
from django.test import Client

from network.models import Membership, NetworkedPlace
from places.hours import validate_hours
from places.models import Commune, Place
from tests.bench.country import build as country
from tests.bench.questions import FEATURES, viewports
from tests.factories import make_place

pytestmark = pytest.mark.django_db
COUNT = 400


@pytest.fixture(autouse=True)
def _small_country(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a country of 12 communes; and do not vacuum, which no transaction may."""
    monkeypatch.setattr(country, "_LAND", {"west": -5.0, "south": 42.0, "width": 0.4, "height": 0.3})
    monkeypatch.setattr(country, "_tidy", lambda: None)


def make_up(count: int = COUNT, seed: int = 1) -> None:
    country.build(count=count, seed=seed)


def rows() -> list[tuple[object, ...]]:
    columns = ("uuid", "slug", "name", "kinds", "services", "point", "opening_hours", "updated_at", "commune")
    return list(Place.objects.order_by("pk").values_list(*columns))


def test_the_same_seed_gives_the_same_places_and_another_gives_others() -> None:
    make_up()
    first = rows()
    make_up()
    assert rows() == first
    make_up(seed=2)
    assert rows() != first
    assert Place.objects.count() == COUNT


def test_made_up_rows_obey_the_checks_that_were_set_aside() -> None:
    make_up()
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
        unproven = cursor.fetchall()
        assert unproven
        for table, name in unproven:
            cursor.execute(f'ALTER TABLE {table} VALIDATE CONSTRAINT "{name}"')
        # The triggers too: nothing moves, and each row is looked at.
        cursor.execute(
            "UPDATE places_place SET point = point, kinds = kinds, services = services, commune_id = commune_id"
        )


def test_no_index_and_no_constraint_is_lost() -> None:
    question = """
        SELECT conname FROM pg_constraint WHERE conrelid::regclass::text IN ('places_place', 'network_membership')
        UNION ALL SELECT indexname FROM pg_indexes WHERE tablename IN ('places_place', 'network_membership')
        UNION ALL SELECT tgname FROM pg_trigger WHERE tgenabled = 'O' AND NOT tgisinternal ORDER BY 1"""

    def named() -> list[tuple[str]]:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return list(cursor.fetchall())

    before = named()
    make_up()
    assert named() == before


def test_what_is_made_up_looks_like_a_directory() -> None:
    make_up()
    assert Commune.objects.count() == 12
    assert 1.3 < Membership.objects.count() / COUNT < 1.7
    assert all(NetworkedPlace.objects.overlap_counts().values()), "the four states are there"
    for column in ("services", "opening_hours", "point", "wheelchair", "has_wifi"):
        assert Place.objects.filter(**{f"{column}__isnull": True}).exists(), f"{column} is sometimes unknown"
    for hours in Place.objects.exclude(opening_hours=None).values_list("opening_hours", flat=True).distinct():
        validate_hours(hours or "")


def test_a_database_that_holds_real_places_is_refused() -> None:
    make_place()
    with pytest.raises(country.RealData, match="holds a real territory"):
        make_up()
    assert Place.objects.get().name == "POLeN"


def test_a_country_has_a_place() -> None:
    with pytest.raises(ValueError, match="At least one"):
        make_up(count=0)


def test_viewports_hold_what_they_can_of_a_small_country(client: Client) -> None:
    make_up()
    shown = Place.objects.filter(status="published", point__isnull=False).count()
    assert shown < FEATURES
    for path in viewports(shown, 2):
        assert len(client.get(path).json()["features"]) == shown
