"""What the map is sent of a place, as the real Lozère has it stored."""

import json
from datetime import date

import pytest

from places.expressions import PlaceFeature, PlaceFlat
from places.feature import COLUMNS, FEATURE, FLAT_COLUMNS
from places.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]


def test_every_stored_feature_is_what_the_function_gives_now() -> None:
    assert Place.objects.exists()
    assert not Place.objects.exclude(feature=PlaceFeature(*COLUMNS)).exists()
    assert not Place.objects.exclude(flat_feature=PlaceFlat(*FLAT_COLUMNS)).exists()


def test_a_stored_feature_holds_the_declared_columns_of_its_row_and_nothing_else() -> None:
    for feature, uuid, point, *values in Place.objects.values_list("feature", "uuid", "point", *FEATURE):
        read = json.loads(f"{feature}}}}}")
        row = dict(zip(FEATURE, values, strict=True))
        row |= {name: value.isoformat() for name, value in row.items() if isinstance(value, date)}
        assert (read["id"], read["properties"]) == (str(uuid), row)
        assert (read["geometry"] and read["geometry"]["coordinates"]) == (point and [round(n, 6) for n in point])
