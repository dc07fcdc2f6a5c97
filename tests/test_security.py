"""What the site tells browsers to refuse, to whom it shows what, and how little one request may take."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin import site
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.caution import EncodingMiddleware
from network.models import User
from tests.addresses import addresses
from tests.factories import make_both_families, make_organisation, make_place, make_user

ClientOf = Callable[[User | None], Client]
SIGNED_IN = ["stranger", "facilitator", "administrator"]


def policy(client: Client, path: str) -> dict[str, list[str]]:
    header = client.get(path)["Content-Security-Policy"]
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/lieux/la-pompe/", "/nowhere/", "/admin/login/"])
def test_a_page_loads_nothing_that_is_not_ours_but_the_chosen_tiles(client: Client, path: str) -> None:
    make_place("La Pompe")
    told = policy(client, path)
    assert told["default-src"] == told["script-src"] == ["'self'"]
    assert told["object-src"] == ["'none'"]
    # The screen of a workshop frames the map; nothing frames the rest.
    assert told["frame-ancestors"] == (["'self'"] if path == "/" else ["'none'"])
    assert told["img-src"] == ["'self'", "data:", "https://data.geopf.fr", "https://tile.openstreetmap.org"]
    assert "style-src" not in told


def test_the_manual_of_the_api_may_style_itself_and_runs_our_scripts_alone(client: Client) -> None:
    told = policy(client, "/api/docs/")
    assert told["style-src"] == ["'self'", "'unsafe-inline'"]
    assert told["script-src"] == ["'self'"]


@pytest.mark.django_db
def test_a_page_says_the_usual_words_of_caution(client: Client) -> None:
    answer = client.get("/reseaux/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


# What is for one person alone -------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("role", SIGNED_IN)
@pytest.mark.parametrize("path", ["/", "/en/reseaux/", "/lieux/nulle-part/", "/admin/", "/embed/"])
def test_what_someone_signed_in_sees_is_kept_by_nobody(
    request: pytest.FixtureRequest, client_of: ClientOf, role: str, path: str
) -> None:
    answer = client_of(request.getfixturevalue(role)).get(path)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.django_db
def test_the_answer_that_signs_someone_in_is_kept_by_nobody(client: Client, administrator: User) -> None:
    administrator.set_password("pluie tambour ficelle")
    administrator.save()
    answer = client.post("/admin/login/", {"username": "chef", "password": "pluie tambour ficelle"})
    assert settings.SESSION_COOKIE_NAME in answer.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/annuaire.json", "/fond-de-carte.geojson", "/api/v1/overlap/history/"])
def test_what_is_the_same_for_everyone_may_be_kept(
    client: Client, client_of: ClientOf, administrator: User, path: str
) -> None:
    make_both_families(make_place())
    for answer in (client.get(path), client_of(administrator).get(path)):
        assert "public" in answer["Cache-Control"]
    assert "no-store" not in client.get("/").get("Cache-Control", "")


@pytest.mark.walk
@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anonymous", *SIGNED_IN])
def test_no_address_breaks_or_tells_what_is_not_for_this_person(
    request: pytest.FixtureRequest, client_of: ClientOf, role: str
) -> None:
    make_user("secret-name", is_staff=True)
    make_both_families(make_place("La Pompe"))
    draft = make_place("Brouillon secret", slug="secret-draft", status="draft", phone="+33466999999")
    make_both_families(draft)
    client = client_of(None if role == "anonymous" else request.getfixturevalue(role))
    client.raise_request_exception = False
    hidden = {"administrator": []}.get(role, ["secret-", "Brouillon", "66999999"])
    hidden.append("argon2")
    slugs = ("la-pompe", "secret-draft")
    for address in {one for slug in slugs for one in addresses({"slug": slug, "object_id": str(draft.pk)})}:
        answer = client.get(address)
        body = answer.getvalue().decode(errors="replace")
        assert answer.status_code < 500 or address == "/oembed", address
        for slug in slugs:
            if slug in address:
                body = body.replace(address, "")  # an address that is not there says what it was
                body = body.replace(slug, "") if address.strip("/").endswith(slug) else body
        assert [word for word in hidden if word in body] == [], address


# What one request may take ----------------------------------------------------------------------------


INLINES = [("places/place", "memberships"), ("network/organisation", "posts")]


def test_every_form_that_holds_others_is_tried() -> None:
    holding = {
        f"{model._meta.app_label}/{model._meta.model_name}" for model, one in site._registry.items() if one.inlines
    }
    assert holding == {model for model, _inline in INLINES}


@pytest.mark.django_db
@pytest.mark.parametrize("known", ["0", "1", "999999"])
@pytest.mark.parametrize("page", ["add", "{row.pk}/change"])
@pytest.mark.parametrize("holding", INLINES, ids=str)
def test_a_form_that_says_it_holds_a_million_records_is_read_to_a_hundred(
    client_of: ClientOf, administrator: User, holding: tuple[str, str], page: str, known: str
) -> None:
    model, inline = holding
    row = make_place() if model == "places/place" else make_organisation()
    sent = {"name": "", f"{inline}-TOTAL_FORMS": "999999", f"{inline}-INITIAL_FORMS": known}
    answer = client_of(administrator).post(f"/admin/{model}/{page.format(row=row)}/", sent)
    assert answer.status_code == 200
    (held,) = answer.context["inline_admin_formsets"]
    assert len(held.formset.forms) == 100


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "kind"), [("/admin/login/", "text/html"), ("/api/nowhere", "application/problem")])
def test_too_much_in_one_form_is_refused(client: Client, path: str, kind: str) -> None:
    many = "&".join(f"a{number}=" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    long = "a=" + "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for body in (many, long):
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {400, 404}
        assert answer["Content-Type"].startswith(kind)


@pytest.mark.parametrize(
    ("accepted", "left"),
    [
        ("gzip, deflate, br", "gzip, deflate, br"),
        ("br;q=0, gzip", " gzip"),
        ("br; q=0.000,gzip;q=0.1", "gzip;q=0.1"),
        ("br;q=0", ""),
        ("br;q=0.5", "br;q=0.5"),
    ],
)
def test_a_coding_that_is_refused_is_not_used(accepted: str, left: str) -> None:
    answer = EncodingMiddleware(lambda request: HttpResponse(request.headers["Accept-Encoding"]))(
        RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    )
    assert isinstance(answer, HttpResponse)
    assert answer.content.decode() == left


@pytest.mark.django_db
def test_a_page_comes_plain_to_who_refuses_gzip(client: Client) -> None:
    assert client.get("/", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": "gzip;q=0"})


def test_what_is_served_as_files_holds_no_stamp(tmp_path: Path) -> None:
    script = """
        VENV=none; . bin/lib/common.sh; . bin/lib/site.sh
        collect() { mkdir -p "$STATIC_ROOT"; echo x >"$STATIC_ROOT/file.css"; echo collected; }
        MANAGE=(collect); quietly() { shift; "$@"; }
        STATIC_ROOT=$1/static need_static; STATIC_ROOT=$1/static need_static
        rm -r "$1/static"; STATIC_ROOT=$1/static need_static
    """
    told = subprocess.run(
        ["bash", "-euc", script, "bash", tmp_path], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["collected", "collected"]
    assert [path.name for path in (tmp_path / "static").iterdir()] == ["file.css"]
