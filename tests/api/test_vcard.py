"""A place in an address book: one card, whole lines, and nothing that nobody knows."""

from network.models import NetworkedPlace
from tests.api.support import Api
from tests.factories import make_place


def lines(api: Api, slug: str) -> list[str]:
    """The lines of a card, unfolded."""
    answer = api.get(f"places/{slug}", {"format": "vcf"})
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def test_a_card_says_what_is_known(api: Api) -> None:
    place = make_place(
        "Le Café; la Grange, à Mende",
        address="1 rue Basse",
        postcode="48000",
        phone="0466000000",
        email="accueil@example.org",
        website="https://example.org/",
        description="Première ligne.\nSeconde, " + "très longue " * 20,
    )
    told = lines(api, place.slug)
    assert told[:3] == ["BEGIN:VCARD", "VERSION:3.0", f"UID:urn:uuid:{place.uuid}"]
    assert "FN:Le Café\\; la Grange\\, à Mende" in told
    assert "ADR;TYPE=WORK:;;1 rue Basse;Mende;;48000;France" in told
    assert "TEL;TYPE=WORK,VOICE:+33466000000" in told
    assert "EMAIL;TYPE=INTERNET:accueil@example.org" in told
    assert "GEO:44.518;3.4983" in told
    (note,) = (line for line in told if line.startswith("NOTE:"))
    assert note.startswith("NOTE:Première ligne.\\nSeconde\\, très longue")
    assert note.endswith(f"\\nhttp://testserver/lieux/{place.slug}/")
    assert told[-2:] == ["END:VCARD", ""]


def test_what_nobody_knows_has_no_line(api: Api) -> None:
    make_place("Sans rien", precision="commune")
    told = "\n".join(lines(api, "sans-rien"))
    assert not any(f"\n{name}" in told for name in ("TEL", "EMAIL", "GEO"))
    assert "ADR;TYPE=WORK:;;;Mende;;;France" in told
    assert "URL:http://testserver/lieux/sans-rien/" in told


def test_a_list_is_an_address_book(api: Api) -> None:
    text = api.get("places", {"format": "vcf"}).content.decode()
    assert text.count("BEGIN:VCARD") == text.count("END:VCARD") == NetworkedPlace.objects.published().count()
