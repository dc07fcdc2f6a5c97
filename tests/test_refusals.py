"""What a stranger sends is never a server error, at any address, and is refused in the manner of the place."""

import json
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from network.models import User
from tests.addresses import addresses
from tests.factories import (
    make_both_families,
    make_intercommunality,
    make_kind,
    make_organisation,
    make_place,
)
from tests.randomly import dealt, drawn

pytestmark = pytest.mark.django_db
ADMIN_FILTERS: dict[str, list[str]] = {
    "places/place": [
        *("status__exact", "kind", "wheelchair__exact", "commune__intercommunality__code__exact", "overlap", "network"),
        *("family", "q", "o", "p", "e", "_popup", "_to_field", "_facets", "_changelist_filters"),
    ],
    "places/commune": ["intercommunality__code__exact", "q"],
    "places/service": ["group__exact", "q"],
    "network/membership": [
        *("network__id__exact", "network__family__exact", "is_start_exact__exact", "q"),
        *("last_seen_on__year", "last_seen_on__month", "last_seen_on__day", "last_seen_on__gte"),
    ],
    "network/network": ["family__exact", "shows_service__exact", "organisations__id__exact", "q"],
    "network/user": ["is_staff__exact", "is_superuser__exact", "is_active__exact", "groups__id__exact", "q"],
    "auth/group": ["q"],
}
PAGES = ["q", "near", "open", "kind", "service", "network", "match", "overlap", "page", "path", "url", "format"]
PAGES += ["from", "on", "rule", "radius", "a", "b", "level", "confirmed", "maxwidth", "maxheight", "next"]
ODD = ["\x00", "nan", "inf", "1e400", "-1", "9" * 400, "9" * 22, "10000-01-01", "0000-00-00", "0001-01-01T00:00+23:59"]
ODD += ["٣", "½", "1_000", "🦄", "\u202e", "\ufffe", "'", '"', "%", "\\", "[" * 500, "http://[", "//℀", "x" * 3000]
TEXT = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.integers().map(str)
HEADERS: list[dict[str, str]] = [
    {"Host": "elsewhere.example"},
    {"Host": "a\x00b"},
    {"Accept": "x;q=nan,\xff/;;"},
    {"Accept": "application/xml"},
    {"Accept-Language": "x" * 4000},
    {"Accept-Language": "fr;q=nan,en;q=1e400,\x00"},
    {"Accept-Encoding": "br;q=x, gzip;q=, ,"},
    {"If-None-Match": '"' * 50 + "\xff"},
    {"If-None-Match": 'W/"x", *'},
    {"If-Modified-Since": "Mon, 99 Foo 0000 99:99:99 GMT"},
    {"Range": "bytes=9-1,x"},
    {"Cookie": "sessionid=\x00; csrftoken=\xff; django_language=xx; messages=zz"},
    {"Origin": "null\xff"},
    {"Referer": "http://[\xff"},
    {"X-Forwarded-Proto": "zz"},
    {"X-Forwarded-For": "zz, \xff"},
    {"Content-Length": "-1"},
    {"Content-Type": "multipart/form-data; boundary=\xff"},
]


@pytest.fixture
def holes() -> dict[str, str]:
    """Some of everything; the keys of the rows stand in the addresses of the admin."""
    place = make_place("La Pompe", services=["printing"])
    make_both_families(place)
    make_intercommunality("Gévaudan", "Marvejols")
    make_organisation()
    return {"object_id": str(place.pk)}


@pytest.fixture
def anyone() -> Client:
    """Nobody, to whom an error is an answer."""
    return Client(raise_request_exception=False)


@pytest.fixture
def chief(administrator: User) -> Client:
    """An administrator, to whom an error is an answer."""
    chief = Client(raise_request_exception=False)
    chief.force_login(administrator)
    return chief


@pytest.fixture
def visits(anyone: Client, chief: Client, holes: dict[str, str]) -> list[tuple[str, Client]]:
    """Every address, with who gets furthest there."""
    return [(address, chief if address.startswith("/admin/") else anyone) for address in addresses(holes)]


def check(response: Any, address: str) -> None:
    """Fail for a server error, and for an error of the API that is not a problem document."""
    # The format of an oEmbed that nobody makes is 501, says its standard.
    assert response.status_code < 500 or address == "/oembed", response
    if address.startswith("/api/") and response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert not response.content or json.loads(response.content)["status"] == response.status_code


def at_once(*odd: dict[str, str]) -> list[dict[str, str]]:
    """Put headers together as far as their names allow. A host stands alone: refused, nothing else is read."""
    sent: list[dict[str, str]] = []
    for one in odd:
        room = next(
            (held for held in sent if not (one.keys() | held.keys()) & {"Host"} and not one.keys() & held), None
        )
        if room is None:
            sent.append(dict(one))
        else:
            room.update(one)
    return sent


@pytest.mark.walk
def test_no_address_is_a_server_error_whatever_the_headers(visits: list[tuple[str, Client]]) -> None:
    for address, client in visits:
        for headers in at_once(*HEADERS):
            check(client.get(address, headers=headers), address)


@pytest.mark.walk
@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_no_header_alone_is_a_server_error(anyone: Client, chief: Client, headers: dict[str, str]) -> None:
    place = make_place("La Pompe")
    for address in ("/", f"/lieux/{place.slug}/", "/croisements/", "/annuaire.json", "/api/v1/places/", "/oembed"):
        check(anyone.get(address, headers=headers), address)
    check(chief.get("/admin/places/place/", headers=headers), "/admin/")


@pytest.mark.walk
def test_no_address_is_a_server_error_whatever_follows_it(visits: list[tuple[str, Client]]) -> None:
    # A path that nobody has is refused before any view: each address is tried with two.
    paths = cycle(["%00", "%00/", "%ff/", "%ED%A0%80/", "9" * 30 + "/", "a%0Ab/", "x" * 3000])
    for address, client in visits:
        for rest in ("?%00&%ff=%ff", *islice(paths, 2)):
            check(client.get(address + rest), address)


# Nothing on the site takes these: each address is tried with one of them, and with all in a long run.
SELDOM = ["put", "trace"]


@pytest.mark.walk
@pytest.mark.parametrize("method", ["post", *SELDOM, "patch", "delete", "options", "head"])
def test_no_address_is_a_server_error_whatever_the_method(visits: list[tuple[str, Client]], method: str) -> None:
    deep = "[" * 100_000
    for address, client in dealt(visits, SELDOM.index(method), len(SELDOM)) if method in SELDOM else visits:
        check(client.generic(method.upper(), address, deep, "application/json"), address)


def pages() -> list[str]:
    return [address for address in addresses() if not address.startswith(("/api/", "/admin/"))]


@pytest.mark.fuzz
@pytest.mark.parametrize("value", ["\x00", "http://[", "9" * 400], ids=["nothing", "no address", "long"])
def test_no_parameter_of_any_page_is_a_server_error(anyone: Client, value: str) -> None:
    for address in pages():
        check(anyone.get(f"{address}?{urlencode(dict.fromkeys(PAGES, value))}"), address)


@pytest.mark.fuzz
@drawn(200)
@given(
    address=st.deferred(lambda: st.sampled_from(pages())),
    asked=st.dictionaries(st.sampled_from(PAGES), TEXT, min_size=1, max_size=6),
)
def test_no_parameters_together_are_a_server_error(anyone: Client, address: str, asked: dict[str, str]) -> None:
    check(anyone.get(f"{address}?{urlencode(asked)}"), address)


@pytest.mark.fuzz
@pytest.mark.parametrize(("model", "name"), [(model, name) for model, names in ADMIN_FILTERS.items() for name in names])
@drawn(2)
@given(value=TEXT)
@example(value="\x00")
@example(value="9" * 22)
def test_no_filter_of_the_admin_is_a_server_error(chief: Client, model: str, name: str, value: str) -> None:
    check(chief.get(f"/admin/{model}/?{urlencode({name: value})}"), "/admin/")


def registered() -> list[tuple[str, Any]]:
    return [(f"{model._meta.app_label}/{model._meta.model_name}", admin) for model, admin in site._registry.items()]


@pytest.mark.walk
@pytest.mark.parametrize("model", [model for model, _admin in registered()])
def test_no_value_that_an_address_brings_to_a_form_is_a_server_error(chief: Client, model: str) -> None:
    make_place()
    admin = dict(registered())[model]
    names = [field.name for field in admin.model._meta.get_fields() if field.concrete]
    for value in ("\x00", "x"):
        check(chief.get(f"/admin/{model}/add/?{urlencode(dict.fromkeys(names, value))}"), "/admin/")


@pytest.mark.fuzz
@pytest.mark.parametrize("key", ["%00", "x", "9" * 30, "-1", "%ff", "_3A", "_00", "1_2F2"])
def test_no_key_of_the_admin_is_a_server_error(chief: Client, key: str) -> None:
    for model, _admin in registered():
        for path in ("", "change/", "history/", "delete/", "password/"):
            check(chief.get(f"/admin/{model}/{key}/{path}"), "/admin/")


def test_every_filter_of_the_admin_is_tried() -> None:
    for model, admin in registered():
        for known in admin.list_filter:
            field = known[0] if isinstance(known, tuple) else known
            name = field if isinstance(field, str) else field.parameter_name
            assert any(tried.startswith(str(name)) for tried in ADMIN_FILTERS.get(model, [])), (model, name)


# In the manner of the place ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/v1/places/", "/api/docs/", "/api/nowhere"])
def test_a_host_that_is_not_ours_is_told_to_a_program_in_a_problem_document(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Host": "elsewhere.example", "Accept-Language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(answer.content)["detail"] == "This request is too long, or malformed."


def test_a_write_where_nothing_is_gets_not_found_without_a_token() -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/nowhere", {"a": "b"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "words"), [("/", "Nous n’avons pas compris cette demande"), ("/en/", "We did not understand this request")]
)
def test_a_host_that_is_not_ours_is_told_to_a_person_in_a_page(client: Client, path: str, words: str) -> None:
    html = client.get(path, headers={"Host": "elsewhere.example"}).content.decode()
    assert words in html
    assert "elsewhere" not in html


@pytest.mark.parametrize("path", ["//elsewhere.example/", "/lieux/nulle-part/", "/en/lieux/nulle-part/"])
def test_a_page_that_is_not_there_says_no_address_in_full(client: Client, path: str) -> None:
    answer = client.get("/", PATH_INFO=path)  # the client itself would take two slashes for a host
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "<title>" in html
    assert "og:url" not in html
    assert "canonical" not in html
    assert "http://elsewhere" not in html
    assert '"//elsewhere' not in html


@pytest.mark.parametrize("path", ["/admin/nowhere", "/admin/nowhere/", "/admin/places/nowhere/", "/admin/x%00y/"])
def test_an_unknown_address_of_the_admin_is_not_found(chief: Client, path: str) -> None:
    answer = chief.get(path)
    assert answer.status_code == 404
    assert "Ici, rien ne se croise" in answer.content.decode()


def test_what_nobody_may_do_in_the_admin_is_refused_in_words(chief: Client) -> None:
    answer = chief.get("/admin/places/commune/add/")
    assert answer.status_code == 403
    assert "Ce compte n’a pas accès à cette page" in answer.content.decode()


# A second tab -------------------------------------------------------------------------------------------


class Tab:
    """A tab of a browser: what it sends is what the page that it shows would send."""

    def __init__(self, browser: Client, path: str) -> None:
        self.browser, self.path = browser, path
        self.token = str(browser.get(path).context["csrf_token"])

    def send(self, path: str | None = None, **fields: str) -> Any:
        sent = {"csrfmiddlewaretoken": self.token, **fields}
        return self.browser.post(path or self.path, sent)


@pytest.fixture
def browser(administrator: User) -> Client:
    administrator.set_password("croisée des chemins")
    administrator.save()
    return Client(enforce_csrf_checks=True)


def sign_in(browser: Client, path: str = "/admin/login/?next=/admin/places/kind/") -> Any:
    return Tab(browser, path).send(username="chef", password="croisée des chemins")


def test_a_form_of_another_session_is_refused_in_words_and_leads_back(browser: Client) -> None:
    kind = make_kind()
    sign_in(browser)
    tab = Tab(browser, f"/admin/places/kind/{kind.pk}/change/")
    Tab(browser, "/admin/").send("/admin/logout/")
    sign_in(browser)
    answer = tab.send(label="Changé", label_en="Changed", position="1")
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Cette page est restée ouverte trop longtemps" in html
    assert f'href="/admin/places/kind/{kind.pk}/change/"' in html


def test_a_form_of_a_session_that_is_over_leads_to_sign_in_and_back(browser: Client) -> None:
    sign_in(browser)
    path = f"/admin/places/kind/{make_kind().pk}/change/"
    tab = Tab(browser, path)
    browser.cookies.clear()
    answer = tab.send(label="Changé")
    assert answer.status_code == 403
    assert f'href="{path}"' in answer.content.decode()
    assert browser.get(path)["Location"] == f"/admin/login/?next={quote(path)}"


def test_a_second_tab_that_signs_in_too_late_is_led_where_it_was_going(browser: Client) -> None:
    path = "/admin/login/?next=/admin/places/kind/"
    tab = Tab(browser, path)
    sign_in(browser)
    answer = tab.send(username="chef", password="croisée des chemins")
    assert answer.status_code == 403
    assert 'href="/admin/places/kind/"' in answer.content.decode()


@pytest.mark.parametrize("wanted", ["//elsewhere.example/", "http://elsewhere.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(browser: Client, wanted: str) -> None:
    answer = browser.post(f"/admin/login/?{urlencode({'next': wanted})}", {"username": "chef"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert f'href="{reverse("admin:index")}"' in html
    assert f'href="{wanted}' not in html


def test_signing_out_twice_is_no_error(browser: Client) -> None:
    sign_in(browser)
    tab = Tab(browser, "/admin/")
    Tab(browser, "/admin/").send("/admin/logout/")
    answer = tab.send("/admin/logout/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/espace/lieux/la-pompe/fermer/", "Cette adresse ne s’ouvre pas"),
        ("/en/espace/lieux/la-pompe/fermer/", "This address does not open"),
    ],
)
def test_an_address_that_only_takes_forms_is_no_empty_page(chief: Client, path: str, words: str) -> None:
    make_place("La Pompe")
    answer = chief.get(path)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert words in answer.text
    assert 'espace/">' in answer.text


def test_a_program_is_told_in_a_problem_document_that_it_may_not_write_there(anyone: Client) -> None:
    answer = anyone.put("/api/v1/kinds/")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
