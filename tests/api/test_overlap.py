"""Where the networks meet, over HTTP: the shape of the answers, their rule in words, and what they cost."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from api.overlap.opportunities import OpportunitiesSerializer
from api.overlap.serializers import (
    ChangesSerializer,
    CommuneStateSerializer,
    GroupStateSerializer,
    OverlapHeadSerializer,
    PlaceHistorySerializer,
    PlaceStateSerializer,
    SetsSerializer,
    TimelineSerializer,
)
from network.models import Membership, NetworkedPlace
from places.models import Commune
from tests.api.support import ANSWERS, Api, JSONObject
from tests.api.test_formats import check_shape
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place

MID_2019 = {"on": "2019-07-01"}
LEVELS = {
    "place": PlaceStateSerializer,
    "commune": CommuneStateSerializer,
    "epci": GroupStateSerializer,
    "territory": GroupStateSerializer,
}
DISTANCE = {"rule": "distance", "radius": "5000"}


def counts(answer: JSONObject) -> tuple[int, ...]:
    return tuple(answer["summary"][state]["count"] for state in ("both", "a", "b", "neither"))


@pytest.mark.parametrize("rule", [{}, DISTANCE], ids=["presence", "distance"])
@pytest.mark.parametrize("level", LEVELS)
def test_an_answer_has_the_shape_that_it_declares(api: Api, level: str, rule: JSONObject) -> None:
    rule = rule if level != "place" else {}
    answer = api.json("overlap", {"level": level} | rule | MID_2019)
    items = answer.pop("items")
    head = ["on", "level", "rule", "sides", "confirmed", "could_be", "territories"]
    head += ["sources", "summary", "without_population"]
    assert list(answer) == head
    assert set(answer) == set(OverlapHeadSerializer().fields)
    assert (answer["on"], answer["level"], answer["confirmed"]) == ("2019-07-01", level, False)
    assert set(answer["summary"]["both"]) == {"count", "population"}
    assert items
    for item in items:
        assert set(item) == set(LEVELS[level]().fields)
    if level == "place":
        assert all(part["population"] is None for part in answer["summary"].values())
    else:
        assert sum(part["population"] for part in answer["summary"].values()) == 76_486


@pytest.mark.parametrize(
    ("address", "shape"),
    [("timeline", TimelineSerializer), ("changes", ChangesSerializer), ("sets", SetsSerializer)],
)
def test_other_answers_have_the_shape_that_they_declare(api: Api, address: str, shape: Any) -> None:
    answer = api.json(f"overlap/{address}")
    assert set(answer) == set(shape().fields)
    fields = shape().fields["items"].child.fields
    for item in answer["items"]:
        assert set(item) <= set(fields)
        assert {name for name, field in fields.items() if field.required} <= set(item)


def test_opportunities_have_the_shape_that_they_declare(api: Api) -> None:
    answer = api.json("overlap/opportunities")
    assert set(answer) == set(OpportunitiesSerializer().fields)
    for name in ("pairs", "almost", "neither"):
        assert answer[name]
        check_shape(OpportunitiesSerializer().fields[name], answer[name])
        assert set(api.json("overlap/opportunities", {"what": name})) == set(answer) - {
            "pairs",
            "almost",
            "neither",
        } | {name}


def test_opportunities_that_are_cut_tell_how_many_there_are(api: Api) -> None:
    names = ("pairs", "almost", "neither")
    whole, cut = (api.json("overlap/opportunities", {"limit": limit}) for limit in ("500", "2"))
    assert whole["totals"] == cut["totals"] == {name: len(whole[name]) for name in names}
    assert (whole["limit"], cut["limit"]) == (500, 2)
    assert [len(cut[name]) for name in names] == [2, 2, 2]
    assert api.json("overlap/opportunities", {"what": "almost"})["totals"] == {"almost": whole["totals"]["almost"]}
    for name in names:
        rows = api.rows("overlap/opportunities", what=name, limit="2")
        assert [(row["total"], row["limit"]) for row in rows] == [(str(len(whole[name])), "2")] * 2
    Membership.objects.all().delete()
    nobody = api.json("overlap/opportunities")
    assert nobody["totals"] == {"pairs": 0, "almost": 0, "neither": Commune.objects.count()}
    assert (nobody["limit"], len(nobody["neither"])) == (50, 50)


def test_the_places_of_mid_2019_are_those_of_the_directory(api: Api) -> None:
    answer = api.json("overlap", MID_2019)
    both = {item["slug"] for item in answer["items"] if item["state"] == "both"}
    assert both == {row["slug"] for row in api.results("places", overlap="both", **MID_2019)}
    assert counts(answer)[:3] == (8, 2, 6)
    florac = next(item for item in answer["items"] if item["slug"] == "france-services-florac")
    assert (florac["a"], florac["b"]) == (["msap"], ["solozere"])
    assert (florac["unconfirmed"], florac["at_least_since"]) == ([], ["b"])


def test_any_two_sides_may_be_compared(api: Api) -> None:
    answer = api.json("overlap", {"a": ["msap", "chambres-consulaires"], "b": "solozere"} | MID_2019)
    assert answer["sides"]["a"]["asked"] == ["msap", "chambres-consulaires"]
    assert answer["sides"]["b"] == {"asked": ["solozere"], "label": "SoLozère", "networks": ["solozere"]}
    assert counts(answer)[0] == 8


@pytest.mark.parametrize("address", ANSWERS)
def test_an_answer_says_how_far_its_sources_go(api: Api, address: str) -> None:
    dated = {"overlap/changes": {"from": "2025-01-01", "to": "2026-11-23"}}.get(address, {"on": "2026-11-23"})
    asked = {} if address in {"overlap/timeline", "overlap/history"} else dated
    known = api.json(address, asked)["sources"]
    assert (known["until"], known["population_year"]) == ("2024-11-21", 2026)
    assert "21 novembre 2024" in known["text"].replace("\xa0", " ")
    assert known["is_continued"] is (True if asked else None)
    assert known["confirmed"] == (0 if asked else None)
    assert known["places"] == ((111 if address == "overlap/sets" else 63) if asked else None)


def test_a_day_that_the_sources_reach_is_no_continuation(api: Api) -> None:
    known = api.json("overlap", MID_2019)["sources"]
    assert (known["is_continued"], known["places"], known["confirmed"]) == (False, 16, 16)
    solozere = api.json("overlap", {"a": "msap", "b": "solozere", "on": "2026-11-23"})["sources"]
    assert (solozere["until"], solozere["is_continued"], solozere["places"]) == ("2023-07-01", True, 0)


@pytest.mark.parametrize("address", ANSWERS)
def test_an_answer_says_its_rule_in_the_language_asked_for(api: Api, address: str) -> None:
    text = api.json(address)["rule"]["text"]
    assert text.startswith(
        f"Un lieu est {'dans une combinaison' if address == 'overlap/sets' else 'd’un côté'} lorsqu’il est"
    )
    assert "24 mois" in text
    assert "n’est pas comptée" in api.json(address, {"confirmed": "true"})["rule"]["text"]
    answer = api.get(address, **{"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == "en"


def test_a_rule_of_distance_says_its_metres(api: Api) -> None:
    rule = api.json("overlap", {"level": "commune"} | DISTANCE)["rule"]
    assert (rule["name"], rule["radius"]) == ("distance", 5000)
    assert "5 km au plus" in " ".join(rule["text"].split()), "whichever space, no-break or not"
    assert api.json("overlap", {"level": "commune", "rule": "distance"})["rule"]["radius"] == 10_000


def test_a_map_layer_and_a_table_say_the_rule_too(api: Api) -> None:
    layer = api.json("overlap", {"level": "commune", "format": "geojson"} | MID_2019)
    assert (layer["type"], layer["on"], len(layer["features"])) == ("FeatureCollection", "2019-07-01", 152)
    assert layer["features"][0]["geometry"]["type"] == "MultiPolygon"
    assert layer["rule"]["text"]
    for level in LEVELS:
        features = api.json("overlap", {"level": level, "format": "geojson"})["features"]
        assert {feature["type"] for feature in features} == {"Feature"}
        rows = api.rows("overlap", level=level, **MID_2019)
        assert {row["on"] for row in rows} == {"2019-07-01"}
        assert all(row["rule_text"] for row in rows)


def test_a_place_has_the_same_identifier_in_every_layer(api: Api) -> None:
    def names(features: list[JSONObject]) -> dict[str, str]:
        return {feature["properties"]["slug"]: feature["id"] for feature in features}

    assert names(api.json("overlap", {"format": "geojson"})["features"]) == names(api.features("places"))


def test_a_group_without_a_name_has_no_identifier(api: Api) -> None:
    Commune.objects.filter(code="48095").update(intercommunality=None)
    features = api.json("overlap", {"level": "epci", "format": "geojson"})["features"]
    (nameless,) = [feature for feature in features if feature["properties"]["code"] is None]
    assert "id" not in nameless
    assert all(feature["id"] == feature["properties"]["code"] for feature in features if feature is not nameless)


def test_the_timeline_ends_on_the_counts_of_today(api: Api) -> None:
    for asked in ({"level": "place"}, {"level": "commune"}, {"level": "commune"} | DISTANCE):
        moments = api.json("overlap/timeline", asked)["items"]
        assert moments[-1]["summary"] == api.json("overlap", asked)["summary"]
        assert [moment["date"] for moment in moments] == sorted({moment["date"] for moment in moments})


def test_one_history_shows_every_date_and_every_radius(api: Api) -> None:
    asked = {"level": "commune", "rule": "distance"}
    courses = api.json("overlap/history", asked | {"radius": "30000"})["items"]

    def last(steps: list[list[Any]], day: str) -> Any:
        return next((value for since, value, _dated in reversed(steps) if since is None or since <= day), None)

    for day in ("2013-12-31", "2019-07-01", "2026-11-23"):
        for radius in (3_000, 5_479, 12_000):
            told = api.json("overlap", asked | {"radius": str(radius), "on": day})["items"]
            for commune, item in zip(courses, told, strict=True):
                near = [last(commune[name], day) for name in ("nearest_a", "nearest_b")]
                a, b = (metres is not None and metres <= radius for metres in near)
                # Of no day of 2013 does any source date a place of the one side: nobody knows where neither was.
                other = None if day < "2016-01-01" else "neither"
                state = {(True, True): "both", (True, False): "a", (False, True): "b"}.get((a, b), other)
                assert (commune["code"], state) == (item["code"], item["state"])


def test_one_history_tells_who_is_in_what_and_what_nobody_confirms_on_any_date(api: Api) -> None:
    places = api.json("overlap/history")["items"]
    for item in places:
        assert set(item) == set(PlaceHistorySerializer().fields)
    for day in ("2013-12-31", "2021-07-01", "2024-12-01", "2026-11-23"):
        told = {item["slug"]: item for item in api.json("overlap", {"on": day})["items"]}
        for place in places:
            there = [stay for stay in place["stays"] if (stay[1] or "") <= day < (stay[2] or "9")]
            item = told[place["slug"]]
            assert sorted(stay[0] for stay in there) == sorted(item["a"] + item["b"])
            for side in ("a", "b"):
                mine = [stay for stay in there if stay[0] in item[side] and not stay[5]]
                assert (side in item["could_be"]) == bool(item[side] and not mine)
                assert (side in item["unconfirmed"]) == bool(mine and not any(day < (stay[3] or "") for stay in mine))
                assert (side in item["at_least_since"]) == bool(mine and not any(stay[4] for stay in mine))


def test_a_commune_without_population_is_left_out_of_the_sums_and_told(api: Api) -> None:
    Commune.objects.filter(code="48095").update(population=None)
    answer = api.json("overlap", {"level": "territory"})
    assert answer["without_population"] == answer["items"][0]["without_population"] == 1
    assert sum(part["population"] for part in answer["summary"].values()) == 76_486 - 12_464


def test_what_populations_leave_out_is_told_beside_every_sum(api: Api) -> None:
    asked = {"level": "commune"}
    days = asked | {"from": "2013-01-01", "to": "2020-12-31"}
    assert api.json("overlap/timeline", asked)["before"]["without_population"] == 0
    assert api.json("overlap/changes", days)["summary"]["without_population"] == 0
    Commune.objects.filter(code="48095").update(population=None)
    assert api.json("overlap/timeline", asked)["before"]["without_population"] == 1
    counted = api.json("overlap/changes", days)
    assert {item["code"] for item in counted["items"]} >= {"48095"}
    assert counted["summary"]["without_population"] == 1
    assert counted["summary"]["both"]["first_seen"]["population"] > 0
    assert api.json("overlap/changes", days | {"level": "place"})["summary"]["without_population"] == 0


def test_a_population_that_nobody_knows_is_null_and_that_of_nothing_is_none(api: Api) -> None:
    asked: JSONObject = {"level": "commune", "a": "reseau-invente", "b": "autre-reseau"}
    make_network("Autre réseau")
    make_membership(make_place("Ici", town="Chanac"), make_network("Réseau inventé"), "2019-01-01")
    Commune.objects.filter(code="48039").update(population=None)
    unknown, nobody = {"count": 1, "population": None}, {"count": 0, "population": 0}
    for level in ("commune", "epci", "territory"):
        told = api.json("overlap", asked | {"level": level})
        assert (told["summary"]["a"], told["summary"]["both"]) == (unknown, nobody)
        assert told["summary"]["neither"]["population"] > 0
    changed = api.json("overlap/changes", asked | {"from": "2018-01-01", "to": "2020-01-01"})["summary"]
    assert (changed["a"]["first_seen"], changed["a"]["lost"]) == (unknown, nobody)
    assert api.json("overlap/timeline", asked)["items"][-1]["summary"]["a"] == unknown


@pytest.mark.parametrize("asked", [{}, {"level": "commune"}, {"level": "commune"} | DISTANCE])
@pytest.mark.parametrize("start", ["2019-07-01", "2021-11-28"])
def test_what_each_state_gained_and_lost_adds_up(api: Api, asked: JSONObject, start: str) -> None:
    end = "2026-11-28"
    told = api.json("overlap/changes", asked | {"from": start, "to": end})
    first, last = (api.json("overlap", asked | {"on": on})["summary"] for on in (start, end))
    for state in ("both", "a", "b", "neither"):
        flow = told["summary"][state]
        assert (flow["start"], flow["end"]) == (first[state], last[state])
        assert flow["start"]["count"] + moved(flow) == flow["end"]["count"]
        came = [item for item in told["items"] if item["to"] == state]
        assert flow["gained"]["count"] == sum(not item["first_seen"] for item in came)
        assert flow["first_seen"]["count"] == sum(bool(item["first_seen"]) for item in came)
        assert flow["lost"]["count"] == sum(item["from"] == state for item in told["items"])
    ways = {(way["from"], way["to"]): way["count"] for way in told["matrix"]}
    assert len(ways) == 16
    assert sum(count for (one, other), count in ways.items() if one != other) == len(told["items"])


def moved(flow: JSONObject) -> int:
    """What a state has more in the end than at the start."""
    count: int = flow["gained"]["count"] + flow["first_seen"]["count"] - flow["lost"]["count"]
    return count


@pytest.mark.parametrize("asked", [{}, {"level": "commune"}, {"level": "commune"} | DISTANCE])
def test_what_moved_on_each_day_of_the_timeline_adds_up(api: Api, asked: JSONObject) -> None:
    told = api.json("overlap/timeline", asked)
    last = told["before"]
    added = 0
    for item in told["items"]:
        for state, flow in item["moves"].items():
            if last[state]["count"] is not None and item["summary"][state]["count"] is not None:
                assert last[state]["count"] + moved(flow) == item["summary"][state]["count"]
                added += 1
        last = item["summary"]
    assert added > 100


def test_the_first_day_of_the_list_of_libraries_is_no_gain(api: Api) -> None:
    asked = {"level": "commune", "from": "2020-10-31", "to": "2020-11-01", "could_be": "true"}
    flow = api.json("overlap/changes", asked)["summary"]["a"]
    assert (flow["gained"]["count"], flow["lost"]["count"]) == (0, 0)
    assert flow["first_seen"]["count"] > 40


def test_what_ends_with_its_network_says_so(api: Api) -> None:
    asked = {"from": "2022-04-25", "to": "2022-04-26", "b": "solozere"}
    evidence = [row for item in api.json("overlap/changes", asked)["items"] for row in item["evidence"]]
    assert {(row["kind"], row["reason"]) for row in evidence} == {("left", "network_ended")}
    assert "2022-04-26 left (network_ended) solozere" in api.rows("overlap/changes", **asked)[0]["evidence"]
    events = [event for item in api.json("overlap/timeline")["items"] for event in item["events"]]
    assert sum(len(event["places"]) for event in events if event["reason"] == "network_ended") == 14


def test_an_itinerant_service_covers_the_communes_that_it_serves(api: Api) -> None:
    bus = make_place("Bus des Cévennes", is_itinerant=True, served_communes=["48001", "48002"])
    make_membership(bus, make_network("Réseau inventé"), "2019-01-01")
    for rule in ({}, DISTANCE):
        asked = {"level": "commune", "a": "reseau-invente", "b": "msap"} | rule | MID_2019
        items = api.json("overlap", asked)["items"]
        assert {item["code"] for item in items if item["state"] in {"a", "both"}} == {"48001", "48002"}


def test_a_served_commune_that_is_no_more_counts_nowhere(api: Api) -> None:
    there, gone = Commune.objects.filter(places=None).order_by("code")[:2]
    bus = make_place("Bus des Cévennes", is_itinerant=True, served_communes=[there.code, gone.code])
    make_membership(bus, make_network("Réseau inventé"), "2019-01-01")
    gone.delete()
    for rule in ({}, DISTANCE):
        asked = {"level": "commune", "a": "reseau-invente", "b": "msap"} | rule
        told = api.json("overlap/timeline", asked)
        assert told["items"][-1]["summary"] == api.json("overlap", asked)["summary"]
        assert told["items"][-1]["summary"]["a"]["count"] + told["items"][-1]["summary"]["both"]["count"] == 1


def test_a_closed_place_covers_nothing(api: Api) -> None:
    asked = {"level": "commune", "a": "solozere", "b": "msap"}
    before = counts(api.json("overlap", asked | MID_2019))
    NetworkedPlace.objects.filter(commune="48061").update(closed_on="2019-07-01")
    assert counts(api.json("overlap", asked | {"on": "2019-06-30"})) == before
    assert counts(api.json("overlap", asked | MID_2019))[0] == before[0] - 1


@pytest.mark.parametrize("source", ["Le journal de la commune", None])
def test_what_opens_or_closes_is_told_by_the_source_of_the_place(api: Api, source: str | None) -> None:
    life = {"opened_on": "2019-03-01", "closed_on": "2019-09-01"}
    place = make_place("La Filature", town="Chanac", source=source, **life)
    network = make_network("Réseau inventé")
    make_membership(place, network, "2019-01-01", "2020-01-01", source_url="https://example.org/liste")
    asked = {"level": "commune", "a": "reseau-invente", "b": "msap"}
    moments = api.json("overlap/timeline", asked)["items"]
    told = {event["kind"]: event for moment in moments for event in moment["events"] if event["day"] in life.values()}
    days = {"from": "2019-02-01", "to": "2019-03-01"}
    (opened,) = api.json("overlap/changes", asked | days)["items"]
    assert set(told) == {"opened", "closed"}
    for event in [*told.values(), *opened["evidence"]]:
        assert (event["evidence"], event["source"], event["source_url"]) == (None, source, None)
    (row,) = api.rows("overlap/changes", **asked | days)
    assert row["evidence"] == ": ".join(filter(None, ["2019-03-01 opened reseau-invente la-filature", source]))


def test_the_days_of_a_comparison_are_in_order(api: Api) -> None:
    (error,) = api.problem("overlap/changes", {"from": "2020-01-02", "to": "2020-01-01"})["errors"]
    assert error["parameter"] == "from"
    assert api.json("overlap/changes", {"from": "2020-01-01", "to": "2020-01-01"})["items"] == []


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("2025-03-01", "2024-03-01"),
        ("2024-03-01", "2023-03-01"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-28"),
        ("1900-06-01", "1900-01-01"),
        ("2200-12-31", "2199-12-31"),
    ],
)
def test_without_its_first_day_a_comparison_begins_a_year_before(api: Api, end: str, start: str) -> None:
    answer = api.json("overlap/changes", {"to": end})
    assert (answer["from"], answer["to"]) == (start, end)
    assert api.json("overlap/changes", {"from": start, "to": end}) == answer


LEVELLED = ["overlap", "overlap/timeline", "overlap/history", "overlap/changes"]


@pytest.mark.parametrize("address", LEVELLED)
def test_a_radius_needs_the_rule_of_distance(api: Api, address: str) -> None:
    (error,) = api.problem(address, {"level": "commune", "radius": "5000"})["errors"]
    assert (error["parameter"], error["allowed"]) == ("radius", "rule=distance")


def test_a_radius_says_how_near_the_places_of_a_pair_are_whatever_the_rule(api: Api) -> None:
    assert api.json("overlap/opportunities", {"radius": "200"})["pair_rule"]["radius"] == 200


@pytest.mark.parametrize("level", [{}, {"level": ""}, {"level": "place"}])
@pytest.mark.parametrize("address", LEVELLED)
def test_places_are_counted_without_a_rule_of_coverage(api: Api, address: str, level: JSONObject) -> None:
    errors = api.problem(address, level | DISTANCE)["errors"]
    assert [(error["parameter"], error["allowed"]) for error in errors] == [
        ("rule", "level=commune"),
        ("radius", "level=commune&rule=distance"),
    ]
    assert all("Les lieux se comptent sans règle" in error["detail"] for error in errors)
    for asked in ({"rule": "distance"}, {"radius": "5000"}):
        (error,) = api.problem(address, level | asked)["errors"]
        assert error["parameter"] in asked
    # A generated client sends what the schema says that it is without it.
    for asked in ({"rule": "presence"}, {"rule": "", "radius": ""}):
        assert api.get(address, level | asked).status_code == 200


def test_a_level_that_does_not_exist_is_the_only_fault(api: Api) -> None:
    (error,) = api.problem("overlap", {"level": "canton"} | DISTANCE)["errors"]
    assert error["parameter"] == "level"


@pytest.mark.parametrize("level", ["place", "commune"])
def test_the_whole_history_of_a_country_is_refused_in_words(api: Api, settings: Settings, level: str) -> None:
    settings.WHOLE_DIRECTORY = 151
    if level == "place":
        assert api.json("overlap/history")["items"]
        settings.WHOLE_DIRECTORY = 130
    (error,) = api.problem("overlap/history", {"level": level})["errors"]
    assert (error["parameter"], error["allowed"]) == ("level", "un annuaire de la taille d’une région, au plus")
    assert "une date à la fois" in error["detail"]
    assert api.json("overlap", {"level": level})["items"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("a", ["nope", "", "\x00"]),
        ("b", ["nope", "Mediation"]),
        ("level", ["canton"]),
        ("rule", ["nearby"]),
        ("radius", ["-1", "1.5", "50001", "nan", "1_000", "1.0", "٣"]),
        ("confirmed", ["yes"]),
        ("on", ["2019-02-30", "20190701", "2019-W27-1", "2019-7-1", "1899-12-31"]),
        ("limit", ["10"]),
    ],
)
def test_a_bad_value_is_refused_by_name(api: Api, name: str, values: list[str]) -> None:
    rule = {"rule": "distance"} if name == "radius" else {}
    rule |= {"level": "commune"} if name in {"rule", "radius"} else {}
    for value in values:
        (error,) = api.problem("overlap", rule | {name: value})["errors"]
        assert error["parameter"] == name
        assert error["allowed"]


def queries(api: Api, address: str, asked: JSONObject) -> list[str]:
    with statements() as captured:
        assert api.get(address, asked).status_code == 200
    return captured


# The version of the data, the networks, how far the sources go, and what is asked.
BUDGETS: list[tuple[str, JSONObject, int]] = [
    *[("overlap", {"level": level}, 5) for level in LEVELS],
    *[("overlap", {"level": level} | DISTANCE, 5) for level in LEVELS if level != "place"],
    ("overlap", {"a": "solozere", "format": "geojson"}, 6),
    ("overlap/timeline", {}, 7),
    ("overlap/timeline", {"level": "commune"} | DISTANCE, 7),
    ("overlap/history", {}, 8),
    ("overlap/history", {"level": "commune"} | DISTANCE, 8),
    ("overlap/changes", {"from": "2019-07-01"}, 8),
    ("overlap/changes", {"from": "2019-07-01", "level": "commune"}, 8),
    ("overlap/sets", {}, 5),
    ("overlap/opportunities", {}, 9),
]


def test_an_answer_costs_as_many_queries_for_few_places_as_for_many(api: Api) -> None:
    before = [queries(api, address, asked) for address, asked, _most in BUDGETS]
    network = make_network("Réseau inventé", "mediation")
    for number in range(25):
        make_membership(make_place(f"Lieu {number}", town="Chanac"), network, "2019-01-01")
    after = [queries(api, address, asked) for address, asked, _most in BUDGETS]
    for few, many, (_address, _asked, most) in zip(before, after, BUDGETS, strict=True):
        hold(few, many, habit=most)


def test_a_reader_needs_no_account_and_gets_no_cookie(client: Client) -> None:
    for address in ANSWERS:
        response = client.get(f"/api/v1/{address}/")
        assert response.status_code == 200
        assert not response.cookies
