"""What a proxy in front may keep: what the site says is for all, for a second; never what anyone has for herself."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection
from time import sleep
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.front import COOKIES, WROTE, FrontMiddleware
from network.models import User
from tests.factories import make_both_families, make_place
from tests.served.conftest import PATIENCE, TRYING, Site, free_port, served, url_of_tests

NGINX = settings.BASE_DIR / "docker" / "nginx"
ROOMS = ("api", "config", "frontend", "network", "places")
FRONT = "X-Accel-Expires"
ClientOf = Callable[[User | None], Client]
FOR_ALL = [
    "/",
    "/lieux/la-pompe/",
    "/en/lieux/la-pompe/",
    "/annuaire.json",
    "/api/v1/places/",
    "/api/v1/places/la-pompe/",
]


@pytest.fixture
def pompe(db: None) -> None:
    make_both_families(make_place("La Pompe"))


@pytest.mark.parametrize("path", FOR_ALL)
def test_what_is_for_all_is_lent_for_a_second(client: Client, pompe: None, path: str) -> None:
    assert [client.get(path)[FRONT] for _time in range(2)] == ["1", "1"]


@pytest.mark.parametrize(
    "how",
    [
        *({"cookies": {name: "x"}} for name in COOKIES),
        {"headers": {"Authorization": "Bearer nobody"}},
        {"headers": {"Origin": "https://example.org"}},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", FOR_ALL)
def test_what_is_for_one_is_not(client: Client, pompe: None, path: str, how: dict[str, dict[str, str]]) -> None:
    client.get(path)  # even where it was written for all before
    for name, value in how.get("cookies", {}).items():
        client.cookies[name] = value
    assert FRONT not in client.get(path, headers=how.get("headers"))


@pytest.mark.parametrize("role", ["stranger", "facilitator", "administrator"])
def test_nothing_that_someone_signed_in_is_told_is_lent(
    request: pytest.FixtureRequest, pompe: None, client_of: ClientOf, role: str
) -> None:
    hers = client_of(request.getfixturevalue(role))
    for path in [*FOR_ALL, "/espace/", "/admin/", "/healthz", "/lieux/nulle-part/"]:
        assert FRONT not in hers.get(path), path


def test_one_place_alone_says_what_is_lent() -> None:
    sources = [path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")]
    assert [path.name for path in sources if FRONT in path.read_text()] == ["front.py"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Set-Cookie": "x"},
        {"Cache-Control": "private"},
        {"Cache-Control": "no-store"},
        {"Vary": "Accept, Cookie"},
        {"Vary": "Prefer"},
        {"Vary": "*"},
        {"status": "404"},
    ],
    ids=str,
)
def test_an_answer_that_is_not_the_same_for_all_is_not_lent(headers: dict[str, str]) -> None:
    def view(_request: Any) -> HttpResponse:
        response = HttpResponse(status=int(headers.get("status", 200)))
        for name, value in headers.items():
            if name == "Set-Cookie":
                response.set_cookie("csrftoken", value)
            else:
                response[name] = value
        return response

    request = RequestFactory().get("/api/v1/places/", headers={"Host": "localhost"})
    assert FRONT not in FrontMiddleware(view)(request)
    assert FRONT in FrontMiddleware(lambda _request: HttpResponse())(request)


def test_nginx_leaves_alone_whom_the_site_does() -> None:
    told = (NGINX / "nginx.conf").read_text()
    found = re.search(r'map "([^"]+)" \$kept {\s+"" micro;\s+default off;', told)
    assert found
    named = set(re.findall(r"\$(\w+)", found[1]))
    assert named >= {f"cookie_{name}" for name in COOKIES} | {"http_authorization", "http_origin"}
    assert WROTE in COOKIES


# With nginx itself ------------------------------------------------------------------------------------


class Front(Site):
    """nginx as `docker/nginx` has it, before a site."""

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[str, bytes]:
        wire = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        wire.request(method, path, headers={"Host": "127.0.0.1"} | named)
        answer = wire.getresponse()
        body = answer.read()
        wire.close()
        assert (answer.status, answer.getheader(FRONT)) == (200, None), body
        return answer.getheader("X-Cache", "NONE"), body


@pytest.fixture
def front(transactional_db: None, tmp_path: Path) -> Iterator[Front]:
    make_both_families(make_place("La Pompe"))
    front = Front(free_port())
    with served(url_of_tests(), **TRYING) as site:
        (tmp_path / "web.conf").write_text(f"server 127.0.0.1:{site.port};")
        (tmp_path / "listen.conf").write_text(f"listen 127.0.0.1:{front.port};")
        told = (NGINX / "nginx.conf").read_text().replace("include proxy.conf", f"include {NGINX / 'proxy.conf'}")
        told = told.replace("/tmp/front", str(tmp_path)).replace("/var/cache/front", str(tmp_path / "files"))
        (tmp_path / "nginx.conf").write_text(told.replace("127.0.0.1:8081", f"127.0.0.1:{free_port()}"))
        # Started by root, it would become somebody who may not write here.
        alone = "user root; daemon off;" if os.getuid() == 0 else "daemon off;"
        program = ["nginx", "-c", str(tmp_path / "nginx.conf"), "-g", alone]
        with subprocess.Popen(program, stderr=subprocess.DEVNULL) as nginx:
            wait_for(front)
            yield front
            nginx.terminate()


def wait_for(front: Front) -> None:
    for _attempt in range(PATIENCE * 10):
        try:
            create_connection(("127.0.0.1", front.port), PATIENCE).close()
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError("nginx did not start.")


@pytest.mark.skipif(not shutil.which("nginx"), reason="needs nginx")
def test_nginx_gives_what_is_for_all_to_all_and_to_who_has_a_session_her_own(front: Front) -> None:
    path = "/lieux/la-pompe/"
    asked = [front.ask(path) for _time in range(20)]
    assert {body.count(b"La Pompe") > 0 for _cache, body in asked} == {True}
    assert asked[0][0] == "MISS"
    assert "HIT" in {cache for cache, _body in asked}
    for name in COOKIES:
        assert {front.ask(path, Cookie=f"{name}=x")[0] for _time in range(3)} == {"NONE"}
    assert front.ask(path, Authorization="Bearer x")[0] == "NONE"
    assert front.ask(path, Cache_Control="no-cache")[0] == "BYPASS"
    assert front.ask("/connexion/")[0] == "MISS" == front.ask("/connexion/")[0]
    assert front.ask("/healthz")[0] == "MISS" == front.ask("/healthz")[0]
