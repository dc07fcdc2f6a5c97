"""Every filter, alone and with others, against a naive computation on the real Lozère."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from time_machine import TimeMachineFixture

from network.choices import State
from places.hours import Schedule
from places.models import Commune, Kind, Service
from tests.api.support import Api, Listed, great_circle
from tests.factories import FAMILIES, make_place, square
from tests.randomly import dealt

Keeps = Callable[[Listed], bool]
MID_2019 = date(2019, 7, 1)
PARIS = ZoneInfo("Europe/Paris")
MENDE = (3.4961, 44.5202)
BOX = (3.3, 44.4, 3.7, 44.7)


def expected(directory: list[Listed], *conditions: Keeps) -> list[str]:
    """List the published places that meet the conditions, in the order of entry."""
    return [
        place.slug for place in directory if place.status == "published" and all(keeps(place) for keeps in conditions)
    ]


def in_box(place: Listed) -> bool:
    west, south, east, north = BOX
    return (
        place.lon is not None and place.lat is not None and west <= place.lon <= east and (south <= place.lat <= north)
    )


def within(metres: float) -> Keeps:
    return lambda place: place.lon is not None and place.metres(*MENDE) <= metres


def of_kind(*kinds: str) -> Keeps:
    return lambda place: set(kinds) <= place.kinds


def offering(service: str) -> Keeps:
    return lambda place: service in place.services


def overlapping(state: str, day: date) -> Keeps:
    return lambda place: place.overlap(day) == state


def in_network(network: str, day: date) -> Keeps:
    return lambda place: network in place.networks(day)


def today() -> date:
    return timezone.localdate()


# Parameters, and what they keep. None of those that go together excludes another.
ALONE: list[tuple[dict[str, Any], Keeps]] = [
    ({"kind": "library"}, lambda p: "library" in p.kinds),
    ({"kind": ["library", "coworking"]}, lambda p: bool(p.kinds & {"library", "coworking"})),
    ({"service": "meeting-room"}, lambda p: "meeting-room" in p.services),
    ({"family": "mediation"}, lambda p: "mediation" in p.families(today())),
    ({"family": ["mediation", "business_support"]}, lambda p: bool(p.families(today()))),
    ({"network": "msap", "on": "2019-07-01"}, lambda p: "msap" in p.networks(MID_2019)),
    ({"network": "msap"}, lambda p: "msap" in p.networks(today())),
    (
        {"network": ["france-services", "solozere"]},
        lambda p: bool(p.networks(today()) & {"france-services", "solozere"}),
    ),
    ({"overlap": "both"}, lambda p: p.overlap(today()) == "both"),
    ({"overlap": ["both", "neither"], "on": "2019-07-01"}, lambda p: p.overlap(MID_2019) in {"both", "neither"}),
    ({"commune": "48095"}, lambda p: p.commune == "48095"),
    ({"commune": ["48095", "48061"]}, lambda p: p.commune in {"48095", "48061"}),
    ({"epci": "244800405"}, lambda p: p.epci == "244800405"),
    ({"bbox": "3.3,44.4,3.7,44.7"}, in_box),
    ({"near": "3.4961,44.5202", "radius": "12000", "ordering": "created_at"}, within(12_000)),
    ({"wheelchair": "yes"}, lambda p: p.wheelchair == "yes"),
    ({"wheelchair": ["yes", "limited"]}, lambda p: p.wheelchair in {"yes", "limited"}),
    ({"wheelchair": "unknown"}, lambda p: p.wheelchair is None),
    ({"wheelchair": ["unknown", "no"]}, lambda p: p.wheelchair in {None, "no"}),
    ({"min_download": "8"}, lambda p: p.download is not None and p.download >= 8),
    ({"min_download": "8.01"}, lambda p: p.download is not None and p.download >= 8.01),
    ({"min_download": "0"}, lambda p: p.download is not None),
    (
        {"open": "2026-03-11T10:30"},
        lambda p: Schedule(p.hours).at(datetime(2026, 3, 11, 10, 30, tzinfo=PARIS)).state == "open",
    ),
    ({"updated_since": "1999-01-01"}, lambda p: True),
    ({"updated_since": "2199-01-01"}, lambda p: False),
]


@pytest.mark.parametrize(("asked", "keeps"), ALONE, ids=[str(asked) for asked, _keeps in ALONE])
def test_a_filter_keeps_what_it_says(api: Api, directory: list[Listed], asked: dict[str, Any], keeps: Keeps) -> None:
    assert api.slugs(**asked) == expected(directory, keeps)


def test_filters_combine_two_by_two(api: Api, directory: list[Listed]) -> None:
    for (asked, keeps), (asked_too, keeps_too) in dealt([*combinations(ALONE, 2)], 0, 3):
        if not set(asked) & set(asked_too) and not {"on", "ordering"} & (set(asked) | set(asked_too)):
            slugs = api.slugs(**asked, **asked_too)
            assert slugs == expected(directory, keeps, keeps_too), (asked, asked_too)


def test_filters_combine_all_together(api: Api, directory: list[Listed]) -> None:
    asked = {
        "q": "mende",
        "family": "business_support",
        "match": "all",
        "on": "2019-07-01",
        "epci": "244800405",
        "bbox": "3.3,44.4,3.7,44.7",
        "near": "3.4961,44.5202",
        "radius": "30000",
        "wheelchair": "unknown",
        "updated_since": "2001-01-01",
        "ordering": "created_at",
    }
    known = [
        lambda p: "business_support" in p.families(MID_2019),
        lambda p: p.epci == "244800405" and p.wheelchair is None,
        in_box,
        within(30_000),
    ]
    in_mende = set(api.slugs(q="mende"))
    assert api.slugs(**asked) == [slug for slug in expected(directory, *known) if slug in in_mende]
    assert api.slugs(**asked)


def test_each_word_of_the_vocabulary_finds_its_places(api: Api, directory: list[Listed]) -> None:
    for kind in Kind.objects.values_list("slug", flat=True):
        assert api.slugs(kind=kind) == expected(directory, of_kind(kind))
    for service in Service.objects.values_list("slug", flat=True):
        assert api.slugs(service=service) == expected(directory, offering(service))


def test_match_all_asks_for_every_value(api: Api, directory: list[Listed]) -> None:
    kinds = {kind for place in directory if len(place.kinds) > 1 for kind in list(place.kinds)[:2]}
    assert kinds
    for pair in combinations(sorted(kinds), 2):
        wanted = expected(directory, of_kind(*pair))
        assert api.slugs(kind=list(pair), match="all") == wanted


@pytest.mark.parametrize("day", ["2011-01-01", "2016-06-01", "2019-07-01", "2022-04-26", None])
def test_match_all_of_networks_and_families_is_read_at_the_date(
    api: Api, directory: list[Listed], day: str | None
) -> None:
    on = date.fromisoformat(day) if day else today()
    asked = {"on": day} if day else {}
    families = list(FAMILIES)
    wanted = expected(directory, lambda p: p.families(on) == set(families))
    assert api.slugs(family=families, match="all", **asked) == wanted
    pair = ["solozere", "msap"]
    wanted = expected(directory, lambda p: set(pair) <= p.networks(on))
    assert api.slugs(network=pair, match="all", **asked) == wanted


@pytest.mark.parametrize(
    "day", ["2011-01-01", "2018-03-31", "2018-04-01", "2019-07-01", "2020-08-31", "2020-09-01", None]
)
def test_overlap_is_read_at_the_date(api: Api, directory: list[Listed], day: str | None) -> None:
    on = date.fromisoformat(day) if day else today()
    asked = {"on": day} if day else {}
    by_slug = {place.slug: place for place in directory}
    for row in api.results("places", **asked):
        place = by_slug[row["slug"]]
        # Of the first of these days no source speaks: nobody knows.
        state = None if day == "2011-01-01" else place.overlap(on)
        assert (row["overlap"], set(row["networks"])) == (state, place.networks(on))
        assert row["networks"] == sorted(row["networks"])
        assert row["could_be"] == place.could_be(on)
    for state in State.values:
        wanted = [] if day == "2011-01-01" else expected(directory, overlapping(state, on))
        assert api.slugs(overlap=state, **asked) == wanted


def test_the_directory_of_2019_and_of_today_differ(api: Api) -> None:
    assert api.slugs(overlap="both", on="2019-07-01")
    assert api.slugs(overlap="both")
    assert set(api.slugs(overlap="both", on="2019-07-01")) != set(api.slugs(overlap="both"))


def test_a_membership_counts_from_its_first_day_to_the_day_before_its_end(api: Api, directory: list[Listed]) -> None:
    ended = next(p for p in directory for m in p.members if m.network == "msap" and m.end == date(2020, 9, 1))
    assert ended.slug in api.slugs(network="msap", on="2020-08-31")
    assert ended.slug not in api.slugs(network="msap", on="2020-09-01")


# Where ---------------------------------------------------------------------------------------------


def test_near_comes_nearest_first_with_metres_that_are_right(api: Api, directory: list[Listed]) -> None:
    by_slug = {place.slug: place for place in directory}
    rows = api.results("places", near="3.4961,44.5202")
    assert [row["distance"] for row in rows] == sorted(row["distance"] for row in rows)
    assert {row["slug"] for row in rows} == set(expected(directory, lambda p: p.lon is not None))
    for row in rows:
        assert row["distance"] == pytest.approx(by_slug[row["slug"]].metres(*MENDE), rel=0.005, abs=0.5)
    features = api.features("places", near="3.4961,44.5202")
    assert [f["properties"]["distance"] for f in features] == [row["distance"] for row in rows]


def test_near_is_never_asked_furthest_first(api: Api) -> None:
    """Nothing could walk the index that way."""
    problem = api.problem("places", {"near": "3.4961,44.5202", "ordering": "-distance"})
    assert "distance" in problem["errors"][0]["allowed"]


@pytest.mark.parametrize("radius", ["0", "1", "999.5", "5000", "20037508"])
def test_radius_is_in_metres(api: Api, directory: list[Listed], radius: str) -> None:
    slugs = api.slugs(near="3.4961,44.5202", radius=radius)
    assert set(slugs) == set(expected(directory, within(float(radius))))


def test_a_radius_has_a_named_town_just_inside_and_just_outside(api: Api) -> None:
    """Florac is 22.4 km from Mende's town hall, as the crow flies."""
    metres = great_circle(3.4983, 44.5180, 3.5933, 44.3252)
    assert 22_000 < metres < 23_000
    make_place("Mairie de Florac", town="Florac Trois Rivières", point=Point(3.5933, 44.3252, srid=4326))
    assert "mairie-de-florac" in api.slugs(near="3.4983,44.5180", radius=str(metres * 1.005))
    assert "mairie-de-florac" not in api.slugs(near="3.4983,44.5180", radius=str(metres * 0.995))


def test_a_place_without_point_is_listed_but_is_nowhere(api: Api) -> None:
    assert "bus-sans-adresse" in api.slugs()
    assert "bus-sans-adresse" not in api.slugs(bbox="-180,-90,180,90")
    assert "bus-sans-adresse" not in api.slugs(near="3.4961,44.5202")
    (feature,) = [f for f in api.features("places") if f["properties"]["slug"] == "bus-sans-adresse"]
    assert feature["geometry"] is None


@pytest.fixture
def _fiji(directory: list[Listed]) -> None:
    """Put a place on each side of the antimeridian."""
    for code, lon in (("98799", 179.9), ("98798", -179.9)):
        boundary = square(lon, -17)
        Commune.objects.create(code=code, name=f"Île {code}", territory_id="48", boundary=boundary)
        make_place(f"Fidji {code}", commune_id=code, commune=Commune(code), point=Point(lon, -17, srid=4326))


@pytest.mark.usefixtures("_fiji")
@pytest.mark.parametrize(
    ("bbox", "found"),
    [
        ("179,-18,-179,-16", {"fidji-98799", "fidji-98798"}),
        ("179,-18,180,-16", {"fidji-98799"}),
        ("-180,-18,-179,-16", {"fidji-98798"}),
        ("179.95,-18,-179,-16", {"fidji-98798"}),
        ("180,-18,-180,-16", set()),
        ("179,-16,-179,-15", set()),
        # A map that repeats the world counts on beyond it.
        ("179,-18,181,-16", {"fidji-98799", "fidji-98798"}),
        ("-181,-18,-179,-16", {"fidji-98799", "fidji-98798"}),
        ("539,-18,539.95,-16", {"fidji-98799"}),
        ("-207,-18,207,-16", {"fidji-98799", "fidji-98798"}),
        ("-207,-18,179,-16", {"fidji-98799", "fidji-98798"}),
        ("-540,-18,-181,-16", {"fidji-98798"}),
        ("1e300,-18,-1e300,-16", set()),
    ],
)
def test_bbox_crosses_the_antimeridian(api: Api, bbox: str, found: set[str]) -> None:
    assert set(api.slugs(bbox=bbox)) == found


@pytest.mark.usefixtures("_fiji")
def test_near_means_the_same_in_every_world_of_a_map(api: Api) -> None:
    asked = [api.slugs(near=near, radius="20000") for near in ("179.95,-17", "-180.05,-17", "539.95,-17")]
    assert asked[0] == asked[1] == asked[2]
    assert set(asked[0]) == {"fidji-98799", "fidji-98798"}


@pytest.mark.usefixtures("_fiji")
def test_near_crosses_the_antimeridian(api: Api) -> None:
    rows = api.results("places", near="179.95,-17", radius="20000")
    assert [row["slug"] for row in rows] == ["fidji-98799", "fidji-98798"]
    assert rows[1]["distance"] == pytest.approx(great_circle(179.95, -17, -179.9, -17), rel=0.005)


# When ----------------------------------------------------------------------------------------------

MOMENTS = [
    "2026-03-11T10:30",  # an ordinary Wednesday
    "2026-03-11T12:45",
    "2026-03-15T10:30",  # a Sunday
    "2026-07-14T10:30",  # a public holiday, a Tuesday
    "2026-05-01T14:00",  # another, a Friday
    "2026-03-29T01:30:00+00:00",  # just after summer time began: 03:30 in Paris
    "2026-03-30T08:05:00+02:00",
    "2026-10-25T00:30:00Z",  # the first 02:30 of the two of that night
    "2026-10-26T08:05:00+01:00",
    "2026-03-11T09:30:00Z",
    "2026-03-11T23:30:00-10:00",
]


@pytest.mark.parametrize("text", MOMENTS)
def test_open_keeps_the_places_known_to_be_open(api: Api, directory: list[Listed], text: str) -> None:
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=PARIS)
    assert api.slugs(open=text) == expected(directory, lambda p: Schedule(p.hours).at(moment).state == "open")
    for row in api.results("places", open=text):
        assert row["opening"]["state"] == "open"


def test_a_local_time_and_the_same_with_its_offset_are_one(api: Api) -> None:
    summer = [
        api.results("places", open=at) for at in ("2026-07-15T10:30", "2026-07-15T08:30Z", "2026-07-15T10:30 02:00")
    ]
    winter = [
        api.results("places", open=at) for at in ("2026-01-14T10:30", "2026-01-14T09:30Z", "2026-01-14T10:30+01:00")
    ]
    assert summer[0]
    assert summer[0] == summer[1] == summer[2]
    assert winter[0]
    assert winter[0] == winter[1] == winter[2]


def test_a_public_holiday_closes_where_the_hours_say_so(api: Api) -> None:
    assert "bureau-adsl" in api.slugs(open="2026-07-15T10:00")
    assert "bureau-adsl" not in api.slugs(open="2026-07-14T10:00")
    assert "bureau-fibre" in api.slugs(open="2026-07-14T10:00")


def test_unknown_hours_are_neither_open_nor_closed(api: Api, directory: list[Listed]) -> None:
    unknown = set(expected(directory, lambda p: p.hours is None))
    assert unknown
    for row in api.results("places"):
        if row["slug"] in unknown:
            assert row["opening"] == {"state": "unknown", "next_change": None, "next_open": None, "remark": None}
    assert not unknown & set(api.slugs(open="now"))


def test_open_now_is_open_at_this_minute(api: Api, directory: list[Listed]) -> None:
    now = timezone.now()
    slugs = api.slugs(open="now")
    assert slugs == expected(directory, lambda p: Schedule(p.hours).at(now).state == "open")
    assert "bureau-fibre" in slugs


def test_next_change_is_in_local_time_with_its_offset(api: Api) -> None:
    def change(at: str) -> str:
        (row,) = [row for row in api.results("places", open=at) if row["slug"] == "bureau-adsl"]
        return str(row["opening"]["next_change"])

    assert change("2026-07-15T10:00") == "2026-07-15T18:00:00+02:00"
    assert change("2026-01-14T10:00") == "2026-01-14T18:00:00+01:00"


# Words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["mediatheque", "Médiathèque", "MÉDIATHÈQUE", "médiatèque", "mediateque"])
def test_words_need_no_accents_and_forgive_a_typo(api: Api, directory: list[Listed], words: str) -> None:
    named = set(expected(directory, lambda p: "diath" in p.name.lower()))
    assert named
    assert named <= set(api.slugs(q=words))


def test_words_look_into_commune_and_service(api: Api, directory: list[Listed]) -> None:
    assert set(expected(directory, lambda p: p.commune_name == "Langogne")) <= set(api.slugs(q="langogne"))
    assert set(expected(directory, lambda p: "meeting-room" in p.services)) <= set(api.slugs(q="réunion"))


def test_every_word_is_asked_for(api: Api) -> None:
    both = set(api.slugs(q="mediatheque florac"))
    assert both
    assert both <= set(api.slugs(q="mediatheque")) & set(api.slugs(q="florac"))


@pytest.mark.parametrize("words", ["zzzzqqqq", "%", "_", "' XOR 1=1 --", "\\", "**", "🦄", "()|&!:*"])
def test_words_that_mean_nothing_find_nothing(api: Api, words: str) -> None:
    assert api.slugs(q=words) == []


# Since and in order --------------------------------------------------------------------------------


def test_updated_since_keeps_what_changed_at_or_after_the_moment(
    api: Api, directory: list[Listed], time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2100-01-01T00:00:00Z")  # later than what the database loaded by its own clock
    changed = make_place("Modifié")
    since = changed.updated_at.isoformat()
    assert api.slugs(updated_since=since) == ["modifie"]
    assert api.slugs(updated_since=since.replace("+00:00", "Z")) == ["modifie"]


def test_rows_come_in_the_order_asked(api: Api, directory: list[Listed]) -> None:
    entered = expected(directory)
    assert api.slugs() == api.slugs(ordering="created_at") == entered
    assert api.slugs(ordering="-created_at") == entered[::-1]
    since = {place.slug: place.updated_at for place in directory}
    by_update = [since[slug] for slug in api.slugs(ordering="updated_at")]
    assert by_update == sorted(by_update)
    named = api.slugs(ordering="name")
    assert named == api.slugs(ordering="-name")[::-1]
    names = [row["name"] for row in api.results("places", ordering="name")]
    assert names.index("Bureau à demi accessible") < names.index("Bureau ADSL") < names.index("Bureau fibre")


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_limit_bounds_the_page(api: Api, limit: int) -> None:
    page = api.json("places", {"limit": limit})
    assert len(page["results"]) == limit
    assert page["next"]


# Communes and networks -----------------------------------------------------------------------------


def test_communes_are_found_by_name_and_by_intercommunality(api: Api) -> None:
    rows = api.results("communes")
    assert len(rows) == 152
    assert [row["code"] for row in rows] == sorted(row["code"] for row in rows)
    assert [r["code"] for r in api.results("communes", q="saint chely dapcher")] == ["48140"]
    grouped = [row["code"] for row in rows if row["epci"] == "244800405"]
    assert grouped
    assert [row["code"] for row in api.results("communes", epci="244800405")] == grouped


@pytest.mark.parametrize("day", ["2019-07-01", None])
def test_networks_count_their_published_places(api: Api, directory: list[Listed], day: str | None) -> None:
    on = date.fromisoformat(day) if day else today()
    rows = api.results("networks", **({"on": day} if day else {}))
    assert len(rows) == 13
    for row in rows:
        slug = row["slug"]
        assert row["place_count"] == len(expected(directory, in_network(slug, on)))
        assert api.json(f"networks/{slug}", {"on": day} if day else None) == row
    families = {row["slug"] for row in rows if row["family"] == "mediation"}
    assert {row["slug"] for row in api.results("networks", family="mediation")} == families


# Hidden --------------------------------------------------------------------------------------------


def test_drafts_and_archives_never_leak(api: Api, directory: list[Listed]) -> None:
    hidden = {place.slug for place in directory if place.status != "published"}
    assert len(hidden) == 3
    for asked in ({}, {"q": "mende"}, {"open": "now"}, {"near": "3.4961,44.5202"}, {"overlap": "both"}):
        assert not hidden & set(api.slugs(**asked))
        assert not hidden & {row["slug"] for row in api.rows("places", limit=5000, **asked)}
        assert not hidden & {f["properties"]["slug"] for f in api.features("places", **asked)}
    for slug in hidden:
        for form in ("json", "geojson", "csv"):
            api.problem(f"places/{slug}", {"format": form}, status=404)
    counts = {row["slug"]: row["place_count"] for row in api.results("networks")}
    assert counts["reseau-mediation"] == counts["reseau-business_support"] == 0
