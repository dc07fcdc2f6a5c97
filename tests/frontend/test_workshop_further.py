"""What a room said, further: at which address, in which queue, with what can be counted again; and what it weighs."""

import csv
import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command
from django.test import Client

from frontend.workshop import room_addresses
from network.accounts.attempts import Pace
from network.choices import Phase
from network.models import Contribution, Network, Suggestion, Workshop
from network.overlap.figures import digest_of
from network.workshops import making
from places.models import Address, Commune
from tests.factories import make_contribution, make_place, make_workshop
from tests.frontend.test_workshop_room import HER, STATIC, decide, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(network: Network) -> Workshop:
    make_place("La Pompe")
    make_place("POLeN")
    made = make_workshop("Itinéraires croisés", network)
    making.move_to(made, phase=Phase.OPEN)
    return made


@pytest.mark.parametrize(
    "said",
    [
        ("3 rue basse, mende", "3 Rue Basse, Mende", {"address": "3 Rue Basse", "commune": "48095"}),
        ("3 rue basse, 48000 Mende", "3 Rue Basse, Mende", {"address": "3 Rue Basse", "commune": "48095"}),
        ("Lieu-dit Rieu, Mende", "Lieu-dit Rieu, Mende", {"address": "Lieu-dit Rieu", "commune": "48095"}),
        ("48000 Mende", "48000 Mende", {"commune": "48095"}),
        ("3 rue basse, Nulle Part", "3 rue basse, Nulle Part", {}),
    ],
)
def test_a_place_is_said_by_its_address(
    phone: Client, workshop: Workshop, hers: Client, said: tuple[str, str, dict[str, str]]
) -> None:
    typed, kept, patch = said
    mende = Commune.objects.get(name="Mende")
    Address.objects.create(number=3, street="Rue Basse", commune=mende, point=Point(3.504, 44.522), is_first=True)
    send(phone, workshop, "place", place_said=typed)
    one = Contribution.objects.get()
    assert one.place_said == kept
    decide(hers, one, "accept")
    (aired,) = phone.get(f"/ecran/{workshop.code}.json").json()["room"]["aired"]
    assert len(aired["way"]) == bool(patch)
    decide(hers, one, "take")
    assert Suggestion.objects.get().patch == {"name": "La Forge"} | patch


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("3 rue ba", ["3 Rue Basse, Mende"]),
        ("5 rue basse, mende", ["5 Rue Basse, Mende"]),
        ("3 rue basse, nulle part", ["3 Rue Basse, Mende"]),
        ("Mende", []),
        ("", []),
        ("3 rue zzzzzz", []),
        ("3\x00", []),
    ],
)
def test_addresses_are_offered_as_one_types(phone: Client, workshop: Workshop, typed: str, found: list[str]) -> None:
    mende = Commune.objects.get(name="Mende")
    Address.objects.create(number=3, street="Rue Basse", commune=mende, point=Point(3.504, 44.522), is_first=True)
    asked = f"/a/{workshop.code}/adresses.json"
    assert phone.get(asked, {"q": typed}).json() == {"found": found}
    making.move_to(workshop, phase=Phase.PREPARED)
    assert phone.get(asked, {"q": typed}).status_code == 404


def test_addresses_have_a_pace_that_a_room_does_not_reach(
    phone: Client, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    Address.objects.create(
        number=3, street="Rue Basse", commune=Commune.objects.get(name="Mende"), point=Point(3.5, 44.5), is_first=True
    )
    asked = f"/a/{workshop.code}/adresses.json"
    assert room_addresses.PACE.free >= 300 * 10
    monkeypatch.setattr(room_addresses, "PACE", Pace(free=2, longest=30, memory=600))
    for _question in range(3):
        assert phone.get(asked, {"q": "3 rue ba"}).json() == {"found": ["3 Rue Basse, Mende"]}
    refused = phone.get(asked, {"q": "3 rue ba"})
    assert (refused.status_code, refused.json(), refused["Retry-After"]) == (429, {"found": []}, "1")
    # It holds nothing else back.
    send(phone, workshop, "partnership")
    assert Contribution.objects.count() == 1


def test_a_trade_says_where_it_stands(phone: Client, workshop: Workshop) -> None:
    told = send(phone, workshop, "trade", heading="Médiatrice", words="").json()["own"]
    assert told[0]["line"] == "Médiatrice · La Pompe, Mende (cherché ici)"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("partnership", {"place_said": "La Pompe", "other_said": "la pompe "}),
        ("partnership", {"place_said": "La Pompe", "other_said": "La Pompe, Mende"}),
        ("partnership", {"place_said": "Nulle part", "other_said": "nulle part"}),
        ("itinerary", {"stops": "La Pompe\nla pompe"}),
        ("itinerary", {"stops": "L’Épi\nL’EPI"}),
    ],
)
def test_one_place_is_no_pair_and_no_way(phone: Client, workshop: Workshop, kind: str, said: dict[str, str]) -> None:
    refused = send(phone, workshop, kind, **said)
    assert refused.status_code == 422
    assert not Contribution.objects.exists()


def test_a_room_is_read_first_unless_one_decides_otherwise(hers: Client, workshop: Workshop) -> None:
    assert workshop.network
    form = hers.get(f"/espace/reseaux/{workshop.network.slug}/atelier/").context["form"]
    assert form["holds_all"].value() is True


def test_all_that_waits_is_read_where_it_is_asked_for(workshop: Workshop, hers: Client) -> None:
    for number in range(32):
        make_contribution(workshop, heading=f"mot {number}")
    queue = f"/espace/ateliers/{workshop.pk}/salle/"
    assert hers.get(queue).text.count('class="heard-one ') == 30
    assert "Voir les 32 contributions à relire" in " ".join(hers.get(queue).text.replace("\xa0", " ").split())
    whole = hers.get(f"{queue}?all").text
    assert whole.count('class="heard-one ') == 32
    assert "Voir les 32" not in whole


def test_what_stays_can_be_counted_again(phone: Client, workshop: Workshop, hers: Client, tmp_path: Path) -> None:
    send(phone, workshop, "partnership")
    decide(hers, Contribution.objects.get(), "accept")
    assert "tel qu’on le connaissait" not in Client().get(f"/ateliers/{workshop.code}/").text
    answer = Client().get(f"/ateliers/{workshop.code}.json")
    told, file = answer.json(), tmp_path / "room.json"
    assert (told["counts"], told["digest"]) == ({"proposals": 1, "votes": 0}, digest_of(told))
    assert Client().get(f"/ateliers/{workshop.code}.geojson").json()["digest"] == told["digest"]
    file.write_text(answer.text)
    call_command("recompute", str(file), stdout=(said := StringIO()))
    assert "These figures hold." in said.getvalue()
    # What becomes of a proposal goes on after the workshop, and changes nothing of what was proposed.
    rows = [row | {"became": "accepted"} for row in told["contributions"]]
    later = {name: value for name, value in told.items() if name != "digest"} | {"contributions": rows}
    file.write_text(json.dumps(later | {"digest": digest_of(later)}))
    call_command("recompute", str(file), stdout=StringIO())
    file.write_text(answer.text)
    ballot = {"do": "vote", "me": HER, "contribution": Contribution.objects.get().pk, "for": "1"}
    phone.post(f"/a/{workshop.code}/", ballot)
    with pytest.raises(CommandError, match="do not hold"):
        call_command("recompute", str(file), stdout=StringIO())
    file.write_text(answer.text.replace("permanences", "vacances"))
    with pytest.raises(CommandError, match="empreinte"):
        call_command("recompute", str(file), stdout=StringIO())
    other = told | {"code": "ZZZZZZ"}
    file.write_text(json.dumps(other | {"digest": digest_of(other)}))
    with pytest.raises(CommandError, match="no such workshop"):
        call_command("recompute", str(file), stdout=StringIO())


@pytest.mark.parametrize("form", ["csv", "geojson", "json"])
def test_whatever_form_is_taken_away_is_counted_again(
    phone: Client, workshop: Workshop, hers: Client, tmp_path: Path, form: str
) -> None:
    send(phone, workshop, "partnership", words="=une forge | un four ; à deux, et « plus »")
    send(phone, workshop, "itinerary", me=HER, stops="La Pompe\nPOLeN", words="")
    for one in Contribution.objects.all():
        decide(hers, one, "accept")
    file = tmp_path / f"atelier.{form}"
    file.write_bytes(Client().get(f"/ateliers/{workshop.code}.{form}").content)
    assert recount(file) == "These figures hold."
    altered = tmp_path / f"autre.{form}"
    altered.write_bytes(file.read_bytes().replace(b"une forge", b"une gare"))
    assert "empreinte" in recount(altered)
    decide(hers, Contribution.objects.earliest("pk"), "refuse")
    assert recount(file) == "These figures do not hold."


def test_a_table_holds_after_a_spreadsheet_wrote_it_its_own_way(
    phone: Client, workshop: Workshop, hers: Client, tmp_path: Path
) -> None:
    send(phone, workshop, "idea", words="Deux mots, puis un autre.")
    decide(hers, Contribution.objects.get(), "accept")
    rows = list(csv.reader(StringIO(Client().get(f"/ateliers/{workshop.code}.csv").text.removeprefix("\ufeff"))))
    file = tmp_path / "atelier.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    assert recount(file) == "These figures hold."
    file.write_text("\n".join(";".join(row[:-1]) for row in rows))
    assert "JSON" in recount(file)
    file.write_text(";".join(rows[0]))
    assert "rien à recompter" in recount(file)


def recount(file: Path) -> str:
    """Tell what the command ends with."""
    try:
        call_command("recompute", str(file), stdout=(said := StringIO()))
    except CommandError as refusal:
        return str(refusal)
    return said.getvalue().splitlines()[-1]


@pytest.mark.usefixtures("lozere")
def test_a_telephone_in_lozere_is_sent_thirty_kilobytes_at_most(phone: Client) -> None:
    workshop = make_workshop("Itinéraires croisés", Network.objects.earliest("pk"))
    making.move_to(workshop, phase=Phase.OPEN)
    told = [phone.get(path).content for path in (f"/a/{workshop.code}/", f"/a/{workshop.code}.json")]
    files = [(STATIC / f"room.{kind}").read_bytes() for kind in ("css", "js")]
    assert b"La Pompe" in told[0]
    assert sum(len(gzip.compress(part)) for part in (*told, *files)) <= 30_000
