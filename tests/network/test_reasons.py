"""Why a commune changed: the table of cases that the browser, which knows no evidence, reads too."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from network.overlap.changes import changes
from network.overlap.question import Crossing, Level, Rule
from tests.factories import TOWNS, make_commune, make_membership, make_network, make_place

pytestmark = pytest.mark.django_db
TABLE = json.loads((Path(__file__).parents[1] / "cases" / "reasons.json").read_text(encoding="utf-8"))
FAMILIES = {"a": "mediation", "b": "business_support"}


def test_the_towns_are_where_the_table_says() -> None:
    for name, (code, longitude, latitude) in TABLE["towns"].items():
        commune = make_commune(name)
        commune.refresh_from_db()
        assert (commune.code, *commune.lon_lat) == pytest.approx((code, longitude, latitude), abs=1e-6)
        assert TOWNS[name][0] == code


def make_case(case: dict[str, Any]) -> None:
    codes = {name: make_commune(name).code for name in TABLE["towns"]}
    for one in case["places"]:
        serves = one["serves"] and [codes[name] for name in one["serves"]]
        place = make_place(one["slug"], one["town"], is_itinerant=bool(serves), served_communes=serves)
        for side, start, end, is_exact in one["stays"]:
            make_membership(place, make_network(side, FAMILIES[side]), start, end, is_start_exact=is_exact)


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["says"] for case in TABLE["cases"]])
def test_what_turned_a_commune_is_told(case: dict[str, Any]) -> None:
    make_case(case)
    rule = Rule() if case["radius"] is None else Rule.distance(case["radius"])
    start, end = (date.fromisoformat(case[name]) for name in ("from", "to"))
    found, _matrix = changes(Crossing.asked(rule=rule), Level.COMMUNE, start=start, end=end)
    (mende,) = (one for one in found if getattr(one.after, "code", "") == "48095")
    told = [
        f"{row.day} {'first_seen' if row.is_exact is False else row.reason or row.kind} {row.network} {row.place}"
        for row in mende.evidence
    ]
    assert told == case["reasons"]
