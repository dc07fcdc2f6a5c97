"""Taking a page elsewhere: its QR code."""

from io import BytesIO

import pytest
import segno
from django.test import Client

from frontend.site.sharing import LONGEST_PATH

HOSTILE_PATHS = [
    "",
    "lieux/polen/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
    "/admin/",
    "/api/v1/places/",
    "/rien/",
    "/lieux/polen/\r\nSet-Cookie: a=b",
    "/lieux/polen/\x00",
    "/?q=" + "a" * LONGEST_PATH,
    "/?q=" + "a" * 10_000,
]


@pytest.mark.parametrize(
    "path", ["/", "/lieux/polen/", "/en/lieux/polen/", "/?overlap=both&map=9/44.5/3.5", "/?q=caf%C3%A9", "/?q=café"]
)
def test_a_code_leads_to_the_whole_address_of_a_page(client: Client, path: str) -> None:
    answer = client.get("/qr.svg", {"path": path})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert "public" in answer["Cache-Control"]
    expected = BytesIO()
    address = f"http://testserver{path}".replace("café", "caf%C3%A9")
    code = segno.make(address, error="m", micro=False)
    code.save(expected, kind="svg", border=4, light="#fff", omitsize=True)
    assert answer.content == expected.getvalue()


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_a_code_leads_nowhere_else(client: Client, path: str) -> None:
    answer = client.get("/qr.svg", {"path": path})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Le paramètre «\xa0path\xa0»" in answer.content.decode()


def test_a_code_needs_a_path_and_no_database(client: Client) -> None:
    assert client.get("/qr.svg").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_code_is_read_only(client: Client, method: str) -> None:
    assert getattr(client, method)("/qr.svg?path=/").status_code == 405
