"""What other programs take comes whole: they read one address, and take what comes for everything."""

import csv
import gzip
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.utils import timezone

from api import lists
from network.models import NetworkedPlace
from places.models import Commune
from tests.api.support import Api, JSONObject
from tests.api.test_formats import FORMATS, links
from tests.budget import forget

ORDERS: list[JSONObject] = [
    {},
    {"ordering": "-created_at"},
    {"ordering": "name"},
    {"ordering": "-name"},
    {"ordering": "-updated_at"},
    {"near": "3.4961,44.5202"},
]


@pytest.fixture
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read twenty rows at a time: the directory is some seven pieces."""
    monkeypatch.setattr(lists, "PIECE", 20)


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def slugs(response: Any) -> list[str]:
    """Read which places, or communes, an answer holds."""
    key = "code" if "communes" in response.request["PATH_INFO"] else "slug"
    text = body(response).decode()
    if "json" in response.headers["Content-Type"]:
        return [feature["properties"][key] for feature in json.loads(text)["features"]]
    return [row[key] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("form", ["geojson", "csv"])
def test_everything_comes_in_one_answer(api: Api, form: str) -> None:
    published = NetworkedPlace.objects.published().order_by("pk").values_list("slug", flat=True)
    assert len(published) > 135
    assert slugs(api.get("places", {"format": form})) == list(published)
    communes = Commune.objects.order_by("code").values_list("code", flat=True)
    assert slugs(api.get("communes", {"format": form})) == list(communes)


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize("asked", ORDERS, ids=str)
@pytest.mark.parametrize("form", ["geojson", "csv"])
def test_what_comes_in_pieces_is_what_comes_at_once(api: Api, form: str, asked: JSONObject) -> None:
    asked = {"format": form, "open": "2026-03-11T10:30"} | asked
    at_once = api.get("places", asked | {"limit": 5000})
    in_pieces = api.get("places", asked)
    assert isinstance(in_pieces, StreamingHttpResponse)
    assert body(in_pieces) == at_once.content
    assert in_pieces.headers["Content-Type"] == at_once.headers["Content-Type"] == FORMATS[form]
    assert in_pieces.headers["Content-Disposition"] == at_once.headers["Content-Disposition"]
    assert "Link" not in in_pieces.headers


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize("asked", ORDERS, ids=str)
def test_a_bound_is_said_and_leads_on_to_the_rest(api: Api, monkeypatch: pytest.MonkeyPatch, asked: JSONObject) -> None:
    asked = {"format": "csv"} | asked
    whole = slugs(api.get("places", asked))
    monkeypatch.setattr(lists, "MOST", 50)
    first = api.get("places", asked)
    assert first.headers["Croisee-Limit"] == "50"
    assert len(read := slugs(first)) == 50
    rest = api.get(links(first)["next"] + "&limit=5000")
    assert read + slugs(rest) == whole


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize("most", [20, 10_000])
def test_no_more_than_the_bound_is_no_part(api: Api, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(lists, "MOST", most)
    answer = api.get("places", {"format": "csv", "kind": "library"})
    assert ("Link" in answer.headers) == (len(api.slugs(kind="library")) > most)


@pytest.mark.usefixtures("_small_pieces")
def test_a_place_that_comes_or_goes_meanwhile_moves_no_other(api: Api) -> None:
    asked = {"format": "csv", "ordering": "name"}
    expected = slugs(api.get("places", asked))
    pieces = iter(api.get("places", asked).streaming_content)  # type: ignore[attr-defined]
    read = [next(pieces), next(pieces)]
    NetworkedPlace.objects.filter(slug__in=(expected[0], expected[-1])).update(status="draft")
    text = b"".join([*read, *pieces]).decode()
    assert [row["slug"] for row in csv.DictReader(io.StringIO(text))] == expected[:-1]


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize("form", ["geojson", "csv"])
def test_what_comes_in_pieces_may_be_compressed(api: Api, form: str) -> None:
    answer = api.get("places", {"format": form}, **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert slugs(api.get("places", {"format": form})) == _slugs_of(gzip.decompress(body(answer)), form)


def _slugs_of(text: bytes, form: str) -> list[str]:
    if form == "geojson":
        return [feature["properties"]["slug"] for feature in json.loads(text)["features"]]
    return [row["slug"] for row in csv.DictReader(io.StringIO(text.decode()))]


@pytest.mark.usefixtures("_small_pieces")
def test_each_piece_is_read_when_it_is_wanted(api: Api, django_assert_num_queries: Any) -> None:
    forget()
    # The first piece, where the bound falls, the version, the networks and the communes of the first piece.
    with django_assert_num_queries(5):
        pieces = iter(api.get("places", {"format": "geojson"}).streaming_content)  # type: ignore[attr-defined]
        next(pieces)
        next(pieces)
    with django_assert_num_queries(3):  # and the networks and communes that the first one had not
        next(pieces)


def test_json_comes_by_page_and_so_does_what_is_asked_by_page(api: Api) -> None:
    assert len(api.json("places")["results"]) == 100
    for form in ("geojson", "csv"):
        answer = api.get("places", {"format": form, "limit": 60})
        assert len(slugs(answer)) == 60
        assert "Croisee-Limit" not in answer.headers


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize("form", ["geojson", "csv", "xlsx"])
@pytest.mark.parametrize("address", ["places", "communes"])
def test_what_comes_in_pieces_is_not_sent_again_while_nothing_has_changed(
    api: Api, django_assert_num_queries: Any, form: str, address: str
) -> None:
    asked: JSONObject = {"format": form}
    answer = read(api, address, asked)
    held = answer.headers["ETag"]
    assert isinstance(answer, StreamingHttpResponse)
    assert held.startswith("W/")
    with django_assert_num_queries(1):  # the version alone is read
        again = api.get(address, asked, **{"If-None-Match": held})
    assert (again.status_code, again.headers["ETag"]) == (304, held)
    others = [asked | {"limit": 20}, *([asked | {"ordering": "-name"}] if address == "places" else [])]
    assert {read(api, address, other, **{"If-None-Match": held}).status_code for other in others} == {200}
    NetworkedPlace.objects.filter(slug="la-pompe").update(name="La Pompe !")
    assert read(api, address, asked, **{"If-None-Match": held}).status_code == 200


def read(api: Api, address: str, asked: JSONObject, **headers: str) -> Any:
    response = api.get(address, asked, **headers)
    body(response)  # the file of a workbook is closed when it has left
    return response


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize(
    ("address", "asked", "lasts"),
    [
        ("communes", {"format": "geojson"}, True),
        ("communes", {"format": "xlsx"}, False),
        ("places", {"format": "geojson"}, False),
        ("places", {"format": "csv", "open": "2026-03-11T10:30", "on": "2026-03-11"}, True),
    ],
)
def test_who_is_open_now_is_told_anew_each_minute(
    api: Api, monkeypatch: pytest.MonkeyPatch, address: str, asked: JSONObject, lasts: bool
) -> None:
    held = read(api, address, asked).headers["ETag"]
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert (read(api, address, asked).headers["ETag"] == held) == lasts
