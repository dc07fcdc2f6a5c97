"""What browsers keep for when there is no network."""

import json
import re
from collections.abc import Callable
from typing import Any

import brotli
import psycopg
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from pytest_django import Settings

from frontend.offline import keeping
from network.models import Membership, Network
from places.choices import Status
from places.models import Kind, Place
from tests.bench.database import conninfo
from tests.factories import (
    make_both_families,
    make_commune,
    make_network,
    make_organisation,
    make_place,
    make_river,
    make_service,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _written_at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a pack as soon as something has changed, and before the answer."""
    monkeypatch.setattr(keeping, "_GOOD_FOR", -1)
    monkeypatch.setattr(keeping, "_start", keeping.write)
    cache.clear()


def everything(client: Client, language: str = "") -> dict[str, Any]:
    answer = client.get(f"{language}/hors-ligne.json")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


FORMS = {"/signaler/", "/proposer/"}
ABOUT = {"/contact/", "/mentions-legales/", "/accessibilite/", "/vie-privee/"}


def test_every_page_is_kept_as_it_is_read_with_a_network(client: Client) -> None:
    make_both_families(make_place("La Pompe"))
    pages = everything(client)["pages"]
    assert set(pages) == {
        "/",
        "/reseaux/",
        "/croisements/",
        "/croisements/reunion/",
        "/donnees/",
        *ABOUT,
        "/hors-ligne/",
        *FORMS,
        "/reseaux/france-services/",
        "/reseaux/solozere/",
        "/lieux/la-pompe/",
    }
    with override_settings(ALLOWED_HOSTS=["site.invalid"]):
        for path, html in pages.items():
            read = client.get(path, headers={"Host": "site.invalid"}, secure=True)
            assert without_moment(html) == without_moment(read.text), path


def without_moment(html: str) -> str:
    """Leave out the moment of writing, and the code that leads from paper to the page, which is not kept."""
    html = re.sub(r'data-at="[^"]*"|name="since" value="[^"]*"', "", html)
    return re.sub(r"\s+", " ", re.sub(r'<svg[^>]*class="qr".*?</svg>', "", html, flags=re.DOTALL))


def test_each_language_has_its_own_pages(client: Client) -> None:
    make_place("La Pompe")
    pages = everything(client, "/en")["pages"]
    assert {"/en/", "/en/lieux/la-pompe/"} <= set(pages)
    assert all('<html lang="en"' in html for html in pages.values())
    assert everything(client, "/en")["elsewhere"] == "/en/hors-ligne/"


def test_what_is_not_public_is_not_kept(client: Client) -> None:
    make_place("Brouillon", status=Status.DRAFT)
    assert "/lieux/brouillon/" not in everything(client)["pages"]


def test_a_page_is_written_for_nobody_in_particular(administrator_client: Client) -> None:
    make_place("La Pompe")
    assert everything(administrator_client)["pages"].keys() == everything(Client())["pages"].keys()
    assert "chef" not in json.dumps(everything(administrator_client))


@pytest.fixture
def administrator_client(client: Client, administrator: Any) -> Client:
    client.force_login(administrator)
    return client


def test_the_files_that_pages_need_are_named_and_styles_hold_their_images(client: Client) -> None:
    files = everything(client)["files"]
    for style in (path for path in files if path.endswith(".css") and "/frontend/" in path):
        text = client.get(style).getvalue().decode()
        for image in re.findall(r"""url\(\s*["']?([^"')\s]+)""", text):
            assert image.startswith(("data:", "#")) or image in files, (style, image)
    assert {"/static/frontend/site.js", "/static/frontend/home.js", "/static/frontend/site.css"} <= set(files)
    assert "/static/frontend/qr.js" in files, "a code is drawn without a network"
    assert {"/annuaire.json", "/fond-de-carte.geojson"} <= set(files)
    assert len(files) == len(set(files))


def test_a_directory_that_no_browser_could_hold_is_not_sent_to_be_kept(client: Client, settings: Settings) -> None:
    make_place("La Pompe")
    make_place("POLeN")
    settings.WHOLE_DIRECTORY = 1
    assert "/annuaire.json" not in everything(client)["files"]


def test_what_moves_the_picture_of_crossings_is_kept_unless_it_is_a_country(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_both_families(make_place("La Pompe"))
    found = everything(client)
    moving = [path for path in found["files"] if "/overlap/history/" in path or path == "/communes.geojson"]
    assert len(moving) == 4
    for path in moving:
        assert client.get(path).status_code == 200
        assert path.replace("&", "\\u0026") in found["pages"]["/croisements/"]
    monkeypatch.setattr(keeping, "MOST_COMMUNES", 0)
    make_place("POLeN")
    assert not set(moving) & set(everything(client)["files"])


def test_no_page_that_is_kept_has_a_nonce_which_is_good_for_one_answer_only(client: Client) -> None:
    make_both_families(make_place("La Pompe"))
    assert not [path for path, html in everything(client)["pages"].items() if "nonce=" in html]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_what_is_held_already_is_not_sent_again_until_something_changes(client: Client, encoding: str) -> None:
    make_place("La Pompe")
    accepting = {"Accept-Encoding": encoding}
    held = client.get("/hors-ligne.json", headers=accepting)["ETag"]
    asking = accepting | {"If-None-Match": held}
    assert client.get("/hors-ligne.json", headers=asking).status_code == 304
    Place.objects.update(phone="+33466000000")
    assert client.get("/hors-ligne.json", headers=asking).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda: make_river("Lot"),
        lambda: make_commune("Langogne"),
        lambda: Kind.objects.update(label="Coworking"),
        make_service,
        lambda: Network.objects.update(name="Réseau"),
        lambda: Membership.objects.update(evidence="Lettre"),
        make_organisation,
        lambda: Network.objects.get(slug="solozere").organisations.set([]),
    ],
    ids=["river", "commune", "kind", "service", "network", "membership", "organisation", "facilitation"],
)
def test_whatever_pages_say_is_seen_to_change(change: Callable[[], object]) -> None:
    make_both_families(make_place("La Pompe"))
    make_network().organisations.add(make_organisation("Coopérative"))
    held = keeping.version_of_pages()
    assert keeping.version_of_pages() == held
    change()
    assert keeping.version_of_pages() != held


def test_a_change_is_seen_in_a_country_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_place("La Pompe")
    monkeypatch.setattr(keeping, "MOST_PLACES", 0)
    with CaptureQueriesContext(connection) as queries:
        held = keeping.version_of_pages()
    assert len(queries) == 1
    make_place("POLeN")
    assert keeping.version_of_pages() != held


def test_pages_that_a_cache_made_room_of_are_written_again(client: Client) -> None:
    everything(client)
    cache.delete("copy:fr")
    assert client.get("/hors-ligne.json").status_code == 204
    assert everything(client)["pages"]


def test_brotli_is_sent_to_those_who_read_it(client: Client) -> None:
    answer = client.get("/hors-ligne.json", headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer["Vary"]
    assert "pages" in json.loads(brotli.decompress(answer.content))


def test_pages_are_not_written_again_for_every_change_of_a_busy_day(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_GOOD_FOR", 60)
    place = make_place("La Pompe")
    everything(client)
    Place.objects.filter(pk=place.pk).update(name="La Grande Pompe")
    assert "La Grande Pompe" not in everything(client)["pages"]["/"]
    monkeypatch.setattr(keeping, "_GOOD_FOR", -1)
    assert "La Grande Pompe" in everything(client)["pages"]["/"]


def test_no_request_waits_for_pages_to_be_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[keeping.Copy] = []
    monkeypatch.setattr(keeping, "_start", begun.append)
    assert client.get("/en/hors-ligne.json").status_code == 204
    keeping.write(keeping.Copy("en"))
    assert client.get("/en/hors-ligne.json").status_code == 200
    make_place("La Pompe")
    answer = client.get("/en/hors-ligne.json")
    assert (answer.status_code, answer["Retry-After"]) == (204, "10")
    assert begun == [keeping.Copy("en")] * 2


def test_a_place_that_is_gone_is_given_to_nobody_after_a_quiet_spell(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place("La Pompe")
    held = client.get("/hors-ligne.json")
    monkeypatch.setattr(keeping, "_start", lambda *_copies: None)
    place.delete()
    for headers in ({}, {"If-None-Match": held["ETag"]}):
        assert client.get("/hors-ligne.json", headers=headers).status_code == 204
    keeping.write(keeping.Copy("fr"))
    assert "/lieux/la-pompe/" not in everything(client)["pages"]


def test_one_copy_is_for_every_address_of_the_site(client: Client) -> None:
    make_both_families(make_place("La Pompe"))
    held = client.get("/hors-ligne.json")
    with override_settings(ALLOWED_HOSTS=["*"]):
        other = Client().get(
            "/hors-ligne.json", headers={"Host": "elsewhere.example:8123", "X-Forwarded-Proto": "https"}
        )
    assert other.content == held.content
    assert other["ETag"] == held["ETag"]
    assert not re.search(r"testserver|elsewhere\.example", held.text)


def test_one_process_writes_at_a_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[keeping.Copy] = []
    monkeypatch.setattr(keeping, "write", lambda copy, **_rest: written.append(copy))
    with psycopg.connect(conninfo(connection.settings_dict)) as other:
        other.execute(f"SELECT {keeping._LOCK}")
        keeping._write_alone(keeping.Copy("fr"))
        assert written == []
        other.execute(f"SELECT {keeping._UNLOCK}")
        keeping._write_alone(keeping.Copy("fr"))
    assert written == [keeping.Copy("fr")]


def test_a_place_costs_the_same_number_of_queries_whatever_their_number(client: Client) -> None:
    def queries_with(name: str) -> int:
        make_place(name)
        with CaptureQueriesContext(connection) as found:
            everything(client)
        return len(found)

    _first, two, three, four = [queries_with(name) for name in ("Un", "Deux", "Trois", "Quatre")]
    assert 0 < four - three == three - two


def test_beyond_a_number_of_places_the_pages_that_show_them_are_kept_when_visited(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Un", "Deux"):
        make_place(name)
    assert "chaque lieu" in client.get("/hors-ligne/").text
    monkeypatch.setattr(keeping, "MOST_PLACES", 1)
    assert set(everything(client)["pages"]) == {"/reseaux/", "/donnees/", "/hors-ligne/", *FORMS, *ABOUT}
    assert "que vous avez déjà ouverts" in client.get("/hors-ligne/").text


def test_the_worker_stands_at_the_root_and_is_always_asked_for_again(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get("/service-worker.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_page_says_when_it_was_written_and_where_the_worker_finds_the_others(client: Client) -> None:
    html = client.get("/en/reseaux/").text
    assert 'data-worker="/service-worker.js"' in html
    assert 'data-everything="/en/hors-ligne.json"' in html


@pytest.mark.parametrize(("load", "rests"), [(0.5, False), (1e6, True)])
def test_pages_are_written_without_a_rest_unless_others_wait_for_a_processor(
    monkeypatch: pytest.MonkeyPatch, load: float, *, rests: bool
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(keeping, "getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr(keeping, "sleep", slept.append)
    keeping.write(keeping.Copy("fr"), rest=2)
    assert bool(slept) == rests
