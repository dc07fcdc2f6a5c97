"""A file at an address is fetched within bounds: never from inside, never for long, never more than can be read."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from network.importing import fetching
from network.importing.fetching import Unfetched, fetch, status_of


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path:
            case "/lieux%20d.csv?a=1":
                self.answer(200, b"nom,ville\n")
            case "/moved":
                self.answer(302, b"", Location="/lieux%20d.csv?a=1")
            case "/inside":
                self.answer(302, b"", Location="http://10.0.0.1/lieux.csv")
            case "/endless":
                self.answer(302, b"", Location="/endless")
            case "/large":
                self.answer(200, b"x" * 3000)
            case _:
                self.answer(404, b"")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site of the web: this machine, taken for outside under one name alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    port, resolve, judge = server.server_address[1], socket.getaddrinfo, fetching._is_inside

    def known(host: str, *rest: Any, **more: Any) -> Any:
        return resolve("127.0.0.1" if host == "mednum.example" else host, *rest, **more)

    monkeypatch.setattr(fetching, "_PORTS", {"http": port, "https": 443})
    monkeypatch.setattr(socket, "getaddrinfo", known)
    monkeypatch.setattr(fetching, "_is_inside", lambda address: address != "127.0.0.1" and judge(address))
    yield "http://mednum.example"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_file_is_fetched_under_its_name(there: str) -> None:
    assert fetch(f"{there}/lieux%20d.csv?a=1") == ("lieux d.csv", b"nom,ville\n")
    assert fetch(f"{there}/moved").content == b"nom,ville\n"


@pytest.mark.parametrize(
    ("path", "sentence"), [("/inside", "public"), ("/endless", "sans fin"), ("/nowhere", r"erreur \(404\)")]
)
def test_what_gives_no_file_says_why(there: str, path: str, sentence: str) -> None:
    with pytest.raises(Unfetched, match=sentence):
        fetch(f"{there}{path}")


def test_what_is_too_long_or_too_slow_is_left(there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unfetched, match="temps"):
        fetch(f"{there}/large", patience=0)
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    with pytest.raises(Unfetched, match="trop lourd"):
        fetch(f"{there}/large")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://224.0.0.1/",
    ],
)
def test_nothing_inside_is_reached(url: str) -> None:
    with pytest.raises(Unfetched, match=r"web public|Personne"):
        fetch(url)


@pytest.mark.parametrize(
    "url",
    ["", "lieux.csv", "file:///etc/passwd", "ftp://mednum.fr/x", "http://a:b@mednum.fr/", "http://x:abc/", "http://"],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(Unfetched, match="adresse web"):
        fetch(url)


def test_an_address_has_no_port_of_its_own() -> None:
    with pytest.raises(Unfetched, match="port"):
        fetch("http://mednum.fr:8000/")


@pytest.mark.parametrize(("path", "status"), [("/moved", 200), ("/large", 200), ("/nowhere", 404)])
def test_a_site_is_asked_whether_it_is_there(there: str, path: str, status: int) -> None:
    assert status_of(f"{there}{path}") == status


@pytest.mark.parametrize("path", ["/inside", "/endless"])
def test_what_leads_inside_or_nowhere_is_no_answer(there: str, path: str) -> None:
    with pytest.raises(Unfetched):
        status_of(f"{there}{path}")
