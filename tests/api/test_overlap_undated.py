"""A day that no source reaches back to: what nobody knows is null, and never zero."""

import pytest

from tests.api.support import Api, JSONObject
from tests.api.test_ogc import items
from tests.api.test_overlap import DISTANCE

UNKNOWN = {"count": None, "population": None}


@pytest.mark.parametrize("rule", [{}, DISTANCE])
def test_what_no_source_dates_is_null_and_not_zero(api: Api, rule: JSONObject) -> None:
    asked = {"level": "commune", "on": "2011-10-31"} | rule
    told = api.json("overlap", asked)
    assert told["sources"]["undated"] == {
        "a": {"since": None, "until": "2016-01-01"},
        "b": {"since": None, "until": "2013-12-31"},
    }
    assert told["summary"] == dict.fromkeys(("both", "a", "b", "neither"), UNKNOWN)
    assert {item["state"] for item in told["items"]} == {None}
    assert {row["state"] for row in api.rows("overlap", **asked)} == {""}
    assert told["sources"]["text"].startswith("Médiation numérique\xa0: aucune source ne date rien avant le 1er")
    groups = api.json("overlap", asked | {"level": "epci"})["items"]
    assert all(group[state] == UNKNOWN for group in groups for state in ("both", "a", "b", "neither"))
    early = api.json("overlap", asked | {"on": "2013-12-31"})["summary"]
    assert early["b"]["count"] > 0
    assert [early[state] for state in ("both", "a", "neither")] == [UNKNOWN] * 3
    assert api.json("overlap", asked | {"on": "2016-01-01"})["summary"]["neither"]["count"] > 0


def test_a_timeline_and_changes_count_nothing_of_a_day_that_is_not_known(api: Api) -> None:
    timeline = api.json("overlap/timeline", {"level": "commune"})
    assert all(timeline["before"][state] == UNKNOWN for state in ("both", "a", "b", "neither"))
    both = {item["date"]: item["summary"]["both"]["count"] for item in timeline["items"]}
    assert (both["2011-10-01"], both["2013-12-31"], both["2016-01-01"]) == (None, None, 6)
    asked = {"level": "commune", "from": "2011-10-31"}
    flow = api.json("overlap/changes", asked | {"to": "2019-07-01"})["summary"]["both"]
    assert flow["start"] == UNKNOWN
    assert (flow["end"]["count"], flow["gained"]["count"] + flow["first_seen"]["count"]) == (9, 9)
    assert api.json("overlap/changes", asked | {"to": "2014-01-01"})["summary"]["both"]["end"] == UNKNOWN


def test_nobody_lacks_a_side_of_which_nothing_is_known(api: Api) -> None:
    told = api.json("overlap/opportunities", {"on": "2014-01-01"})
    assert (told["almost"], told["neither"], told["pairs"]) == ([], [], [])
    assert told["totals"] == {"pairs": 0, "almost": None, "neither": None}


def test_layers_of_a_day_that_is_not_known_say_nothing_of_it() -> None:
    assert {one["properties"]["state"] for one in items("communes", datetime="2011-10-31", limit=5000)} == {None}
    counted = [one["properties"] for one in items("intercommunalities", datetime="2014-01-01", limit=5000)]
    assert {(one["both_count"], one["neither_count"], one["neither_population"]) for one in counted} == {(None,) * 3}
    assert sum(one["b_count"] for one in counted) > 0


def test_a_place_is_in_no_state_on_a_day_of_which_nothing_is_known(api: Api) -> None:
    early = {"on": "2011-10-31", "limit": 500}
    assert {place["overlap"] for place in api.results("places", **early)} == {None}
    assert {row["overlap"] for row in api.rows("places", **early)} == {""}
    layer = api.json("places", early | {"format": "geojson"})["features"]
    assert {one["properties"]["overlap"] for one in layer} == {None}
    assert {one["properties"]["overlap"] for one in items("places", datetime="2011-10-31", limit=500)} == {None}
    for state in ("both", "a", "b", "neither"):
        assert api.results("places", **early, overlap=state) == []


def test_what_one_side_has_alone_is_known_while_the_other_is_silent(api: Api) -> None:
    told = [place["overlap"] for place in api.results("places", on="2014-01-01", limit=500)]
    assert set(told) == {"b", None}
    known = api.results("places", on="2014-01-01", limit=500, overlap=["b", "neither"])
    assert len(known) == told.count("b") == 7
    assert {place["overlap"] for place in api.results("places", on="2016-01-01", limit=500)} >= {"a", "b", "neither"}


def test_a_commune_that_nothing_covers_says_where_a_place_could_be(api: Api) -> None:
    asked = {"what": "neither", "on": "2026-11-23", "limit": 500}
    told = api.json("overlap/opportunities", asked)
    doubtful = {one["code"] for one in told["neither"] if one["could_be"]}
    communes = api.json("overlap", {"level": "commune", "on": "2026-11-23"})["items"]
    assert doubtful == {one["code"] for one in communes if one["state"] == "neither" and one["could_be"]}
    assert len(told["neither"]) == told["totals"]["neither"] > len(doubtful) > 0
    counted = api.json("overlap/opportunities", asked | {"could_be": "true"})["neither"]
    assert {one["code"] for one in counted} == {one["code"] for one in told["neither"]} - doubtful
    assert all(one["could_be"] == [] for one in counted)
