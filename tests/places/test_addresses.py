"""Addresses: a file of BAN or BANO is loaded whole, and what someone types is found in it, however she types it."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from network.models import User
from places.addresses import propose, read_addresses
from places.models import Address
from tests.budget import hold, statements
from tests.factories import make_commune, make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
COLUMNS = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
)


def of_ban(number: str, suffix: str, street: str, town: str = "48000;48095;Mende", at: str = "3.501;44.519") -> str:
    """A line as the national base writes it."""
    after = "entrée;;;X;X;commune;commune;1;48095000AC0012|48095000AC0013"
    return f"48095_0550_00012;48095_0550;{number};{suffix};{street};{town};;;739820.1;6380402.2;{at};{after}"


BAN = "\n".join(
    [
        COLUMNS,
        of_ban("12", "", "Rue du Pont Notre-Dame"),
        of_ban("14", "", "Rue du Pont Notre-Dame", at="3.502;44.520"),
        of_ban("12", "bis", "Rue du Pont Notre-Dame", at="3.503;44.521"),
        of_ban("3", "", "Rue Basse", at="3.504;44.522"),
        of_ban("3", "", "Rue Basse", "48300;48080;Langogne", "3.85;44.72"),
        of_ban("1", "", "Rue sans point", at=";"),
        of_ban("1", "", "Rue d’ailleurs", "75001;75056;Paris", "2.3;48.8"),
        "",
    ]
)


def feature(number: str, street: str, city: str, postcode: str, at: tuple[float, float] | None) -> str:
    """A line as OpenAddresses writes it."""
    said = {"hash": "0a", "number": number, "street": street, "unit": "", "city": city, "postcode": postcode}
    return json.dumps({"type": "Feature", "properties": said, "geometry": at and {"type": "Point", "coordinates": at}})


OPEN_ADDRESSES = "\n".join(
    [
        feature("12", "Rue du Pont Notre-Dame", "Mende", "48000", (3.501, 44.519)),
        feature("14bis", "Rue Basse", "MENDE", "48000", (3.502, 44.52)),
        feature("1", "Rue d’ailleurs", "Paris", "75001", (2.3, 48.8)),
        feature("1", "Rue sans point", "Mende", "48000", None),
        "not json",
    ]
)
BANO = """48095A001-12,12,Rue du Pont Notre-Dame,48000,Mende,CAD,44.519,3.501
48095A001-14bis,14bis,Rue du Pont Notre-Dame,48000,Mende,OSM,44.520,3.502
48095A001-x,,La Vignette,48000,Mende,OSM,44.53,3.51
"""


@pytest.fixture
def mende(tmp_path: Path) -> Callable[[str], None]:
    make_commune("Mende"), make_commune("Langogne")

    def load(text: str) -> None:
        file = tmp_path / "adresses.csv"
        file.write_text(text, encoding="utf-8")
        call_command("load_addresses", file)

    return load


@pytest.fixture
def _loaded(mende: Callable[[str], None]) -> None:
    mende(BAN)


def said(text: str, code: str | None = None) -> list[tuple[str, str, str]]:
    commune = make_commune("Langogne") if code == "48080" else make_commune("Mende") if code else None
    return [(each.address, each.commune, each.precision) for each in propose(text, commune)]


@pytest.mark.parametrize(("text", "count"), [(BAN, 5), (BANO, 3), (OPEN_ADDRESSES, 2)])
def test_a_file_replaces_what_was_there_and_what_is_elsewhere_or_nowhere_is_left(
    mende: Callable[[str], None], text: str, count: int
) -> None:
    for _time in range(2):
        mende(text)
    assert Address.objects.count() == count


def test_a_compressed_file_is_read_alike(tmp_path: Path) -> None:
    plain, packed = tmp_path / "plain.csv", tmp_path / "packed"
    plain.write_text(BAN, encoding="utf-8-sig")
    packed.write_bytes(gzip.compress(BAN.encode()))
    assert list(read_addresses(plain)) == list(read_addresses(packed))


@pytest.mark.parametrize(
    "content", [b"", b"a;b\n1;2\n", b"\xff\xfe\x00", b"\x1f\x8bnot gzip", BAN.partition("\n")[0].encode()]
)
def test_a_file_that_is_none_leaves_what_was_there(
    mende: Callable[[str], None], tmp_path: Path, content: bytes
) -> None:
    mende(BAN)
    file = tmp_path / "x"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("load_addresses", file)
    with pytest.raises(CommandError):
        call_command("load_addresses", tmp_path / "nowhere")
    assert Address.objects.count() == 5


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("12 rue du pont notre dame", ("12 Rue du Pont Notre-Dame", "Mende", "exact")),
        ("12, RUE DU PONT NOTRE-DAME", ("12 Rue du Pont Notre-Dame", "Mende", "exact")),
        ("12bis pont notre dame", ("12 bis Rue du Pont Notre-Dame", "Mende", "exact")),
        ("99 rue du pont notre dame", ("99 Rue du Pont Notre-Dame", "Mende", "street")),
        ("rue du pont notre-dame", ("Rue du Pont Notre-Dame", "Mende", "street")),
        ("3 rue bass", ("3 Rue Basse", "Langogne", "exact")),
    ],
)
def test_an_address_is_found_however_it_is_typed(typed: str, first: tuple[str, str, str]) -> None:
    assert said(typed)[0] == first


def test_of_streets_that_are_called_alike_one_that_has_the_number_comes_first(mende: Callable[[str], None]) -> None:
    mende(BAN.replace("3;;Rue Basse;48300", "4;;Rue Basse;48300"))
    assert said("3 rue basse") == [("3 Rue Basse", "Mende", "exact"), ("3 Rue Basse", "Langogne", "street")]


def test_one_address_stands_for_each_street_of_a_commune_in_whatever_order_they_come(
    mende: Callable[[str], None],
) -> None:
    mende(BAN)
    stand = Address.objects.filter(is_first=True).values_list("street", "commune_id", "number")
    assert sorted(stand) == [
        ("Rue Basse", "48080", 3),
        ("Rue Basse", "48095", 3),
        ("Rue du Pont Notre-Dame", "48095", 12),
    ]


def test_a_hamlet_has_no_number_whatever_the_national_base_gives_it(mende: Callable[[str], None]) -> None:
    mende("\n".join([COLUMNS, of_ban("99999", "", "La Vignette"), ""]))
    assert Address.objects.get().number is None


def test_a_line_that_never_ends_is_said_and_leaves_what_was_there(mende: Callable[[str], None]) -> None:
    mende(BAN)
    with pytest.raises(CommandError, match="cannot be read"):
        # Longer than any reader of files lets a cell be, whichever set that bound last in this process.
        mende("\n".join([COLUMNS, of_ban("1", "", '"Rue' + "x" * 1_100_000), ""]))
    assert Address.objects.count() == 5


@pytest.mark.usefixtures("_loaded")
def test_the_nearest_number_gives_the_point_of_a_street() -> None:
    (found,) = propose("99 rue du pont notre dame", None)
    assert (found.lat, found.lon) == (44.520, 3.502)


@pytest.mark.usefixtures("_loaded")
def test_a_commune_that_is_known_keeps_out_the_others() -> None:
    assert said("3 rue basse", "48095") == [("3 Rue Basse", "Mende", "exact")]
    assert said("3 rue basse", "48080") == [("3 Rue Basse", "Langogne", "exact")]
    assert {commune for _address, commune, _precision in said("3 rue basse")} == {"Mende", "Langogne"}


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("typed", ["", "12", "12 ab", "zzyzx du nord", "%", "'; --", "9" * 300, "12 " + "x" * 5000])
def test_nothing_is_proposed_of_what_is_no_street(typed: str) -> None:
    assert propose(typed, None) == []


@pytest.mark.usefixtures("_loaded")
def test_the_workspace_is_told_what_to_write_and_one_question_is_asked(
    client_of: Callable[[User | None], Client],
) -> None:
    claire = make_user("claire-m")
    make_post(claire, make_network())
    make_membership(make_place(), make_network(), "2020-01-01")
    client = client_of(claire)
    with statements() as asked:
        answer = client.get("/espace/adresses/", {"q": "12 rue du pont notre dame", "commune": "48095"})
    assert answer.json()["found"] == [
        {
            "address": "12 Rue du Pont Notre-Dame",
            "postcode": "48000",
            "commune": "Mende",
            "point": "44.519000, 3.501000",
            "precision": "exact",
            "says": "12 Rue du Pont Notre-Dame, 48000 Mende",
            "how": "à l’adresse",
        }
    ]
    hold(asked, habit=5)
    assert "no-store" in answer["Cache-Control"]
    for commune in ("nulle part", "\x00", "x" * 500):
        assert client.get("/espace/adresses/", {"q": "3 rue basse\x00", "commune": commune}).status_code == 200
