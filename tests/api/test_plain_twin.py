"""A page of places is, byte for byte, what a plain serializer makes of the same rows: one instance at a time."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client
from django.utils.timezone import localdate, localtime
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from api.places.serializers import ROW
from network.models import NetworkedPlace
from network.querysets import is_silent_on
from places.feature import FEATURE
from places.work import WORK_COLUMNS
from tests.api.support import JSONObject, Listed
from tests.factories import make_membership, make_network, make_place
from tests.randomly import drawn

HOST = "http://testserver"
FORMS = {
    "feature": {"format": "geojson"},
    "flat": {"format": "geojson", "profile": "gis"},
    "record": {"format": "json"},
}
# Rows that the territory may have none of: letters that JSON escapes, or that are wide; lists and numbers not known.
ODD = 'Chez « Zoé » \\ "l’Atelier" \t\x7f\u2028 ☕ 🦉'
Say = Callable[[NetworkedPlace], JSONObject]


@pytest.fixture(autouse=True)
def _odd_places() -> None:
    stays = [make_network(name, "mediation", shows_service=False) for name in ("Veille", "Appui")]
    odd = make_place(ODD, description=f"{ODD}\n\r\n", services=[], opening_hours='24/7 "sur \\ rendez-vous"')
    silent = make_place("Sans rien", point=None, services=None, kinds=["library"])
    later = make_place("À venir", opened_on=date(2031, 2, 1), opening_hours="Mo-Fr 09:00-12:00; SH off", desks=12)
    make_place("Fini", closed_on=date(2024, 5, 31), day_price=Decimal("12.50"))
    for place, network in ((odd, stays[0]), (odd, stays[1]), (silent, stays[1]), (later, stays[0])):
        make_membership(place, network, "2019-01-01")


def written(value: Any) -> str:
    """Write JSON as PostgreSQL does: a number as it is held, no space, no letter escaped that need not be."""
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{written(name)}:{written(each)}' for name, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(written, value))}]"
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).isoformat()
        return written(moment.replace("+00:00", "").rstrip("0").rstrip(".") + "+00:00" if "." in moment else moment)
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(str(value) if isinstance(value, date | UUID) else value, ensure_ascii=False)


def short(number: float) -> Decimal:
    """Round as GeoJSON is, without zeros at the end."""
    return Decimal(f"{number:.6f}".rstrip("0").rstrip("."))


class Plain:
    """What is said of a place on a day and at a moment, made of its instance and of its memberships."""

    def __init__(self, on: date, at: datetime) -> None:
        self.on, self.at, self.is_silent = on, at, is_silent_on(on)

    def belonging(self, place: NetworkedPlace) -> JSONObject:
        """Count its memberships one by one."""
        stays = [stay for stay in place.memberships.all() if self.on in stay.period]
        offered = set(place.services or [])
        sides = {stay.network.family.side for stay in stays} - {None}
        shown = {
            stay.network.family.side
            for stay in stays
            if stay.network.shows_service or offered & set(stay.network.family.services)
        } - {None}
        none = None if self.is_silent else "neither"
        return {
            "overlap": "both" if len(shown) > 1 else next(iter(shown), none),
            "could_be": sorted(sides - shown),
            "networks": sorted(stay.network.slug for stay in stays),
        }

    def opening(self, place: NetworkedPlace) -> JSONObject:
        """Evaluate its own hours."""
        told = place.schedule.at(self.at)
        changes = {"next_change": told.next_change, "next_open": told.next_open}
        local = {name: moment and localtime(moment).isoformat() for name, moment in changes.items()}
        return {"state": str(told.state), **local, "remark": told.remark}

    def feature(self, place: NetworkedPlace) -> JSONObject:
        """Say what a map asks for."""
        commune = {"commune": _commune(place)}
        own = {name: getattr(place, name) for name in FEATURE}
        return _placed(place, own | commune | self.belonging(place) | {"opening": self.opening(place)})

    def record(self, place: NetworkedPlace) -> JSONObject:
        """Say all of it."""
        made = {
            "id": place.uuid,
            "commune": _commune(place),
            "longitude": place.point and Decimal(f"{place.point.x:.6f}"),
            "latitude": place.point and Decimal(f"{place.point.y:.6f}"),
            "work": {name: getattr(place, name) for name in WORK_COLUMNS},
        }
        own = {name: made[name] if name in made else getattr(place, name) for name in ROW}
        return own | self.belonging(place) | {"opening": self.opening(place)}

    def flat(self, place: NetworkedPlace) -> JSONObject:
        """Say all of it in scalars."""
        names = [name for name in ROW if name not in ("id", "commune", "longitude", "latitude")]
        columns = [column for name in names for column in (WORK_COLUMNS if name == "work" else [name])]
        commune = place.commune
        of_commune = {
            "commune_code": commune.pk,
            "commune_name": commune.name,
            "epci_code": commune.intercommunality_id,
        }
        told = self.belonging(place) | {"opening": self.opening(place)["state"]}
        return _placed(place, {name: _scalar(getattr(place, name)) for name in columns} | of_commune | _scalars(told))


def _commune(place: NetworkedPlace) -> JSONObject:
    commune = place.commune
    return {"code": commune.pk, "name": commune.name, "epci": commune.intercommunality_id}


def _placed(place: NetworkedPlace, properties: JSONObject) -> JSONObject:
    point = place.point and {"type": "Point", "coordinates": [short(place.point.x), short(place.point.y)]}
    return {"type": "Feature", "id": str(place.uuid), "geometry": point, "properties": properties}


def _scalar(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return Decimal(f"{value}.0")
    return "|".join(value) if isinstance(value, list) else value


def _scalars(told: JSONObject) -> JSONObject:
    return {name: _scalar(value) for name, value in told.items()}


def _said(form: str, plain: Plain, place: NetworkedPlace, told: JSONObject) -> str:
    """Write a row, with its address; how far it is has been measured by PostgreSQL alone."""
    row = getattr(plain, form)(place)
    properties = row.get("properties", row)
    properties["url"] = f"{HOST}/lieux/{place.slug}/"
    if "distance" in told:
        properties["distance"] = Decimal(f"{told['distance']:.1f}")
    return written(row)


days = st.dates(date(2008, 1, 1), date(2032, 1, 1))
moments = st.datetimes(*map(datetime.fromisoformat, ("2024-01-01", "2032-01-01")), timezones=st.just(UTC))
corners = st.tuples(st.floats(2.9, 3.9), st.floats(44.1, 44.9), st.floats(0.01, 1), st.floats(0.01, 1))
filters = st.fixed_dictionaries(
    {},
    optional={
        "bbox": corners.map(lambda box: f"{box[0]},{box[1]},{box[0] + box[2]},{box[1] + box[3]}"),
        "on": days.map(str),
        "open": moments.map(lambda moment: moment.isoformat(timespec="minutes")),
        "kind": st.lists(st.sampled_from(["coworking", "library", "fablab"]), min_size=1, unique=True),
        "service": st.sampled_from(["printing", "meeting-room"]),
        "overlap": st.lists(st.sampled_from(["both", "a", "b", "neither"]), min_size=1, unique=True),
        "network": st.sampled_from(["france-services", "veille"]),
        "q": st.sampled_from(["mende", "atelier", "zoe", "mediatheque"]),
        "near": st.sampled_from(["3.4961,44.5202", "3.2,44.9"]),
        "wheelchair": st.sampled_from(["yes", "unknown"]),
        "commune": st.sampled_from(["48095", "48061"]),
        "limit": st.integers(1, 300),
    },
)
languages = st.sampled_from(["fr", "en", "de;q=0.5, en;q=0.1"])


@given(asked=filters, form=st.sampled_from(list(FORMS)), now=moments, language=languages)
@drawn(24)
def test_a_page_of_rest_is_what_a_plain_serializer_writes(
    asked: JSONObject, form: str, now: datetime, language: str
) -> None:
    with travel(now, tick=False):
        answer = _asked("/api/v1/places/", asked | FORMS[form], language)
        on = date.fromisoformat(asked["on"]) if "on" in asked else localdate()
        at = datetime.fromisoformat(asked["open"]) if "open" in asked else now
        rows = json.loads(answer)["results" if form == "record" else "features"]
        _is_plain(answer, form, rows, Plain(on, at))


@given(asked=filters, now=moments, days=st.tuples(days, st.integers(0, 3000)), language=languages)
@drawn(12)
def test_a_page_of_items_is_what_a_plain_serializer_writes(
    asked: JSONObject, now: datetime, days: tuple[date, int], language: str
) -> None:
    known = {name: value for name, value in asked.items() if name in ("bbox", "limit")}
    last = days[0] + timedelta(days=days[1])
    when = {"datetime": f"{days[0]}/{last}"} if "on" in asked else {}
    with travel(now, tick=False):
        answer = _asked("/ogc/collections/places/items", known | when, language)
        _is_plain(answer, "flat", json.loads(answer)["features"], Plain(last if when else localdate(), now))


@given(box=corners)
@drawn(12)
def test_a_rectangle_holds_what_lies_in_it(box: tuple[float, ...], directory: list[Listed]) -> None:
    west, south, east, north = box[0], box[1], box[0] + box[2], box[1] + box[3]
    inside = {
        one.slug
        for one in directory
        if one.status == "published"
        and one.lon is not None
        and one.lat is not None
        and west <= one.lon <= east
        and south <= one.lat <= north
    }
    answer = _asked("/api/v1/places/", {"bbox": f"{west},{south},{east},{north}", "limit": 5000}, "fr")
    known = {one.slug for one in directory}
    assert {row["slug"] for row in json.loads(answer)["results"]} & known == inside


def _asked(path: str, asked: JSONObject, language: str) -> str:
    address = f"{path}?{urlencode(asked, doseq=True)}"
    answer = Client().get(address, headers={"Accept-Language": language})
    body = answer.getvalue()
    assert answer.status_code == 200, body
    return body.decode()


def _is_plain(answer: str, form: str, rows: list[JSONObject], plain: Plain) -> None:
    slugs = [row.get("properties", row)["slug"] for row in rows]
    found = NetworkedPlace.objects.filter(slug__in=slugs).select_related("commune")
    places = {place.slug: place for place in found.prefetch_related("memberships__network__family")}
    told = [_said(form, plain, places[slug], row.get("properties", row)) for slug, row in zip(slugs, rows, strict=True)]
    assert f"[{','.join(told)}]" in answer if told else "[]" in answer
