"""Another directory beside ours: what differs is found in both directions, decided once, taken by the verbs."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from time_machine import TimeMachineFixture

from network.importing.fetching import Fetched
from network.mail.worker import read_files_again
from network.models import Finding, Import, ImportSource, Membership, SourceRecord
from network.models.imports import Stage
from network.models.peers import Found, Verdict
from network.services.imports import fetching, work_on_imports
from network.services.imports.peers import decide_alike, judge, judge_fields, reopen
from places.choices import Door, Precision
from places.models import Place
from places.services import edit_place
from tests.factories import (
    make_commune,
    make_kind,
    make_membership,
    make_network,
    make_place,
    make_service,
    make_user,
    point_in,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
HEAD = "id;nom;typologie;adresse;code_postal;commune;telephone;site_web;services;date_maj"
FORGE = "1;La Forge;Tiers-lieu;2 rue Basse;48000;Mende;0466000001;;Imprimer;2026-10-01"
POLEN = "2;POLeN;Tiers-lieu;Rue Haute;48000;Mende;0466000002;https://polen.example/;;2026-10-02"


@pytest.fixture(autouse=True)
def _words() -> None:
    make_kind("third-place", "Tiers-lieu", standard_codes=["TIERS_LIEUX"])
    make_kind("library", "Bibliothèque", standard_codes=["BIB"])
    make_service("printing", "Imprimer", standard_label="Accès internet et matériel informatique")
    make_service("desks-shared", "Bureaux partagés")
    make_commune("Mende")


@pytest.fixture
def compare(tmp_path: Path) -> Callable[..., ImportSource]:
    """Compare a file of these lines, and give the peer."""

    def compared(*lines: str, head: str = HEAD, **options: Any) -> ImportSource:
        file = tmp_path / "liste.csv"
        file.write_text("\n".join([head, *lines]), encoding="utf-8")
        told = {"day": DAY} | options
        call_command("reconcile", str(file), peer="Liste nationale", stdout=StringIO(), **told)
        return ImportSource.objects.get()

    return compared


def forge(**given: Any) -> Place:
    said = {"address": "2 rue Basse", "postcode": "48000", "kinds": ["third-place"], "precision": Precision.STREET}
    return make_place("La Forge", **said | given)


def sorts() -> dict[str, str]:
    """What waits, by its sort: whose name."""
    waiting = Finding.objects.filter(is_open=True).select_related("place")
    return {each.sort: each.theirs.get("name") or (each.place.name if each.place else "") for each in waiting}


def the(sort: Found) -> Finding:
    return Finding.objects.get(sort=sort)


def paired() -> Finding:
    """Say that the row that looks like La Forge is it."""
    found = judge(finding=the(Found.UNSURE), verdict=Verdict.SAME, by=None)
    assert found
    return found


def test_what_each_side_has_alone_and_what_may_be_the_same_is_told(compare: Callable[..., ImportSource]) -> None:
    forge()
    make_place("L’Atelier", kinds=["third-place"])
    make_place("Médiathèque", kinds=["library"])
    source = compare(FORGE, POLEN)
    assert sorts() == {"unsure": "La Forge", "theirs": "POLeN", "ours": "L’Atelier"}
    assert the(Found.THEIRS).told_on == date(2026, 10, 2)
    batch = source.imports.get()
    assert (batch.stage, batch.lines.count(), hasattr(batch, "file")) == (Stage.COMPARED, 0, False)
    assert Place.objects.count() == 3, "nothing is written"


def test_of_the_same_place_each_field_is_told_that_one_of_the_two_does_not_say_alike(
    compare: Callable[..., ImportSource],
) -> None:
    place = forge(phone="+33466999999", website="https://forge.example", services=["desks-shared"])
    compare(FORGE)
    found = paired()
    said = {name: (each["theirs"], each["ours"]) for name, each in found.differences.items()}
    assert said == {
        "phone": ("+33466000001", "+33466999999"),
        "website": (None, "https://forge.example"),
        "services": (["printing"], ["desks-shared"]),
    }
    assert SourceRecord.objects.get().place_id == place.pk


def test_nobody_is_told_of_what_their_file_has_no_column_for_nor_of_how_a_site_is_written(
    compare: Callable[..., ImportSource],
) -> None:
    forge(website="http://www.forge.example/", desks=4, phone="+33466000001")
    compare("1;La Forge;48000;Mende;https://forge.example;2 rue Basse", head="id;nom;code_postal;commune;site;adresse")
    assert judge(finding=the(Found.UNSURE), verdict=Verdict.SAME, by=None) is None
    assert not Finding.objects.filter(is_open=True).exists()


def test_what_is_taken_is_written_in_their_name_and_what_we_know_better_is_kept_for_them(
    compare: Callable[..., ImportSource],
) -> None:
    place, claire = forge(phone="+33466999999", website="https://forge.example"), make_user()
    compare(FORGE)
    found = paired()
    said = {"phone": Verdict.THEIRS, "website": Verdict.OURS, "services": Verdict.THEIRS}
    assert judge_fields(finding=found, verdicts=said, by=claire) is None
    place.refresh_from_db()
    assert (place.phone, place.services) == ("+33466000001", ["printing"])
    log: Any = Place
    signed = log.pgh_event_model.objects.filter(pgh_obj_id=place.pk).latest("pgh_id").pgh_context.metadata
    assert (signed["door"], signed["peer"], signed["peer_day"]) == ("import", "Liste nationale", "2026-10-01")
    kept = the(Found.DIFFERENT)
    assert {name: each["verdict"] for name, each in kept.differences.items()} == {"website": "ours"}
    assert (kept.is_open, kept.decided_by) == (False, claire)


def test_of_words_both_sides_may_be_right_and_a_word_that_they_have_none_for_is_never_lost(
    compare: Callable[..., ImportSource],
) -> None:
    make_service("scanning", "Numériser", standard_label="Compréhension du monde numérique")
    place = forge(services=["desks-shared", "scanning"], phone="+33466000001")
    compare(FORGE)
    found = paired()
    assert judge_fields(finding=found, verdicts={"services": Verdict.BOTH}, by=None) is None
    place.refresh_from_db()
    assert set(place.services) == {"desks-shared", "scanning", "printing"}
    assert the(Found.DIFFERENT).differences["services"]["verdict"] == "ours", "they lack one of them"
    reopen(finding=the(Found.DIFFERENT), by=None)
    judge_fields(finding=the(Found.DIFFERENT), verdicts={"services": Verdict.THEIRS}, by=None)
    place.refresh_from_db()
    assert set(place.services) == {"desks-shared", "printing"}


def test_nothing_is_asked_twice_until_one_side_says_something_else(compare: Callable[..., ImportSource]) -> None:
    place = forge(phone="+33466999999", services=["printing"])
    make_place("L’Atelier", kinds=["third-place"])
    compare(FORGE, POLEN)
    judge_fields(finding=paired(), verdicts={"phone": Verdict.OURS}, by=None)
    judge(finding=the(Found.THEIRS), verdict=Verdict.LEAVE, by=None)
    judge(finding=the(Found.OURS), verdict=Verdict.OURS, by=None)
    compare(FORGE, POLEN)
    assert sorts() == {}
    compare(FORGE.replace("0466000001", "0466000003"), POLEN.replace("Rue Haute", "Rue Neuve"))
    assert sorts() == {"different": "La Forge", "theirs": "POLeN"}
    judge_fields(finding=the(Found.DIFFERENT), verdicts={"phone": Verdict.LEAVE}, by=None)
    edit_place(place=place, changes={"phone": "+33466111111"}, by=None, door=Door.CONSOLE)
    compare(FORGE.replace("0466000001", "0466000003"), POLEN.replace("Rue Haute", "Rue Neuve"))
    assert "different" in sorts()


def test_what_was_told_apart_stays_so_and_is_then_theirs_alone(compare: Callable[..., ImportSource]) -> None:
    forge(phone="+33466000001")
    compare(FORGE)
    alone = judge(finding=the(Found.UNSURE), verdict=Verdict.APART, by=None)
    assert alone
    assert alone.sort == Found.THEIRS
    for _night in range(2):
        compare(FORGE)
        assert sorts() == {"theirs": "La Forge", "ours": "La Forge"}
    reopen(finding=the(Found.UNSURE), by=None)
    assert sorts() == {"unsure": "La Forge", "ours": "La Forge"}


def test_two_of_their_rows_that_are_one_of_our_places_are_a_duplicate_there(
    compare: Callable[..., ImportSource],
) -> None:
    forge(phone="+33466000001", services=["printing"])
    compare(FORGE)
    assert judge(finding=the(Found.UNSURE), verdict=Verdict.SAME, by=None) is None
    compare(FORGE, FORGE.replace("1;La Forge", "9;La forge"))
    twice = the(Found.TWICE)
    assert (twice.key, twice.others) == ("9", ["1"])
    judge(finding=twice, verdict=Verdict.OURS, by=None)
    compare(FORGE, FORGE.replace("1;La Forge", "9;La forge"))
    assert sorts() == {}


def test_what_they_alone_have_is_taken_with_one_press(compare: Callable[..., ImportSource]) -> None:
    network = make_network("SoLozère")
    compare(POLEN, network=network.slug, joins=True)
    judge(finding=the(Found.THEIRS), verdict=Verdict.THEIRS, by=None)
    place = Place.objects.get()
    assert (place.name, place.source, place.source_id) == ("POLeN", "Liste nationale", "2")
    assert (place.source_date, place.status) == (date(2026, 10, 2), "published")
    assert Membership.objects.get().network == network
    compare(POLEN, network=network.slug)
    assert sorts() == {}


def test_what_nobody_says_the_kind_of_is_asked_first(compare: Callable[..., ImportSource]) -> None:
    compare(POLEN.replace("Tiers-lieu", ""))
    alone = the(Found.THEIRS)
    with pytest.raises(ValidationError, match="ce qu’est ce lieu"):
        judge(finding=alone, verdict=Verdict.THEIRS, by=None)
    judge(finding=alone, verdict=Verdict.THEIRS, kinds=["third-place"], by=None)
    assert Place.objects.get().kinds == ["third-place"]


def test_a_listing_that_someone_wrote_meanwhile_is_not_made_twice(compare: Callable[..., ImportSource]) -> None:
    compare(POLEN)
    make_place("POLeN", address="Rue Haute", phone="+33466000002")
    with pytest.raises(ValidationError, match="écrite depuis"):
        judge(finding=the(Found.THEIRS), verdict=Verdict.THEIRS, by=None)
    compare(POLEN)
    assert sorts() == {"unsure": "POLeN"}


def test_two_people_do_not_decide_the_same_twice(compare: Callable[..., ImportSource]) -> None:
    compare(POLEN)
    alone = the(Found.THEIRS)
    judge(finding=alone, verdict=Verdict.LEAVE, by=None)
    with pytest.raises(ValidationError, match="déjà décidé"):
        judge(finding=alone, verdict=Verdict.THEIRS, by=None)
    with pytest.raises(ValidationError, match="déjà décidé"):
        judge_fields(finding=alone, verdicts={}, by=None)


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.APART, Verdict.BOTH])
def test_what_makes_no_sense_of_a_finding_is_refused(compare: Callable[..., ImportSource], verdict: Verdict) -> None:
    compare(POLEN)
    with pytest.raises(ValidationError, match="ne se décide pas"):
        judge(finding=the(Found.THEIRS), verdict=verdict, by=None)
    with pytest.raises(ValidationError, match="un par un"):
        decide_alike(findings=Finding.objects.all(), sort=Found.THEIRS, verdict=verdict, by=None)


def test_what_they_say_of_a_place_that_is_no_more_is_that_it_is_no_more(compare: Callable[..., ImportSource]) -> None:
    forge(closed_on=date(2026, 1, 1), phone="+33466000001")
    compare(FORGE)
    assert list(paired().differences) == ["closed_on"]
    assert judge_fields(finding=the(Found.DIFFERENT), verdicts={"closed_on": Verdict.OURS}, by=None) is None


def test_a_listing_that_changed_since_it_was_looked_at_is_not_written_over(
    compare: Callable[..., ImportSource],
) -> None:
    place = forge(phone="+33466999999")
    compare(FORGE)
    found = paired()
    log: Any = Place
    seen = log.pgh_event_model.objects.filter(pgh_obj_id=place.pk).latest("pgh_id").pgh_id
    edit_place(place=Place(pk=place.pk), changes={"phone": "+33466555555"}, by=make_user(), door=Door.WORKSPACE)
    with pytest.raises(ValidationError, match="vient de changer"):
        judge_fields(finding=found, verdicts={"phone": Verdict.THEIRS}, based_on=seen, by=None)


def test_a_network_is_compared_by_its_members_alone(compare: Callable[..., ImportSource]) -> None:
    network = make_network("SoLozère")
    make_membership(forge(), network, "2020-01-01")
    make_place("Médiathèque", kinds=["library"])
    compare(POLEN, network=network.slug)
    assert sorts() == {"theirs": "POLeN", "ours": "La Forge"}
    assert decide_alike(findings=Finding.objects.all(), sort=Found.OURS, verdict=Verdict.OURS, by=None) == 1
    assert sorts() == {"theirs": "POLeN"}


def test_their_blanks_are_filled_all_at_once(compare: Callable[..., ImportSource]) -> None:
    forge(phone="+33466999999", website="https://forge.example")
    compare(FORGE)
    paired()
    assert decide_alike(findings=Finding.objects.all(), sort=Found.DIFFERENT, verdict=Verdict.OURS, by=None) == 1
    said = the(Found.DIFFERENT)
    assert (said.differences["website"]["verdict"], said.differences["phone"]["verdict"]) == ("ours", None)


def test_a_point_some_steps_away_is_the_same_and_that_of_a_commune_is_none(
    compare: Callable[..., ImportSource],
) -> None:
    near, away = point_in("Mende"), point_in("Mende", east=0.005)
    head = "id;nom;typologie;commune;latitude;longitude"
    place = make_place("La Forge", kinds=["third-place"], point=near, precision=Precision.EXACT)
    compare(f"1;La Forge;Tiers-lieu;Mende;{near.y + 0.0003};{near.x}", head=head)
    assert judge(finding=the(Found.UNSURE), verdict=Verdict.SAME, by=None) is None
    compare(f"1;La Forge;Tiers-lieu;Mende;{away.y};{away.x}", head=head)
    assert list(the(Found.DIFFERENT).differences) == ["point"]
    Place.objects.filter(pk=place.pk).update(precision=Precision.COMMUNE)
    compare(f"1;La Forge;Tiers-lieu;Mende;{away.y};{away.x}", head=head)
    assert the(Found.DIFFERENT).differences["point"]["ours"] is None


def test_an_address_is_compared_again_each_night_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    def fetch(_url: str, **_patience: float) -> Fetched:
        return Fetched("liste.csv", f"{HEAD}\n{POLEN}\n".encode())

    monkeypatch.setattr("network.management.commands.reconcile.fetch", fetch)
    monkeypatch.setattr(fetching, "fetch", fetch)
    url = "https://peer.example/liste.csv"
    call_command("reconcile", url, peer="Liste nationale", nightly=True, stdout=StringIO())
    time_machine.move_to("2026-11-25T02:00:00+01:00")
    read_files_again()
    work_on_imports()
    batch = Import.objects.get()
    assert (batch.stage, batch.day, batch.person) == (Stage.COMPARED, date(2026, 11, 25), None)
    assert sorts() == {"theirs": "POLeN"}
    assert not Place.objects.exists()


def test_the_command_says_what_it_found(tmp_path: Path) -> None:
    file, out = tmp_path / "liste.csv", StringIO()
    file.write_text(f"{HEAD}\n{POLEN}\n{POLEN.replace('2;', '3;').replace('48000;Mende', '75001;Paris')}\n")
    call_command("reconcile", str(file), peer="Liste nationale", day=DAY, stdout=out)
    assert "2 lines, 1 of this land" in out.getvalue()
    assert "Chez eux seulement: 1 (1 to decide)".casefold() in out.getvalue().casefold()
    for options, sentence in (
        ({"network": "nope"}, "no network"),
        ({"nightly": True}, "needs an address"),
        ({"column": ["x=name"]}, "no column"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("reconcile", str(file), peer="Liste nationale", day=DAY, stdout=out, **options)
    with pytest.raises(CommandError, match="of what day"):
        call_command("reconcile", str(file), peer="Liste nationale", stdout=out)
    with pytest.raises(CommandError, match="No such file"):
        call_command("reconcile", str(tmp_path / "absent.csv"), peer="Liste nationale", day=DAY, stdout=out)
