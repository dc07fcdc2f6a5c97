"""A partner's file, from its arrival to what comes of it: proposed, decided, applied in one change, taken back."""

from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from network.importing.mapping import Plan
from network.models import Import, ImportLine, ImportSource, Membership, Network, SourceRecord
from network.models.imports import Decision, Outcome, Stage
from network.services.imports import (
    NewFile,
    apply_import,
    ask_for,
    decide,
    decide_all,
    decide_field,
    read_import,
    receive,
    source_for,
    staging,
    take_back_import,
    work_on_imports,
)
from places.choices import Door, Precision
from places.models import Change, FormerCommune, NotSame, Place
from places.services import delete, edit_place
from tests.factories import (
    make_commune,
    make_kind,
    make_membership,
    make_network,
    make_place,
    make_post,
    make_service,
    make_user,
    point_in,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
HEAD = "id;nom;typologie;adresse;code_postal;commune;latitude;longitude;telephone;horaires"
FORGE = "1;La Forge;Tiers-lieu;2 rue Basse;48000;Mende;44,5180;3,4983;466000001;mardi et jeudi 9h-12h"
POLEN = "2;POLeN;coworking;Rue Haute;48000;Mende;44.52;3.50;04 66 00 00 02;"


@pytest.fixture(autouse=True)
def _words() -> None:
    make_kind("third-place", "Tiers-lieu")
    make_kind("coworking")
    make_kind("library", "Bibliothèque")
    make_service("printing")
    make_commune("Mende")


def sent(*lines: str, head: str = HEAD, name: str = "lieux.csv") -> NewFile:
    return NewFile(name, "\n".join([head, *lines]).encode(), DAY)


def read(*lines: str, network: Network | None = None, by: Any = None, **options: Any) -> Import:
    """Receive a file, and read it by what was detected."""
    source = source_for(name="La Mednum", network=network)
    batch = receive(source=source, file=sent(*lines, **{k: v for k, v in options.items() if k == "head"}), by=by)
    plan = Plan.of(batch.plan)
    plan.kinds = options.get("kinds", plan.kinds)
    ask_for(batch=batch, plan=plan, joins=options.get("joins", False))
    return read_import(batch=batch)


def outcomes(batch: Import) -> dict[str, int]:
    return dict(Counter(batch.lines.values_list("outcome", flat=True)))


def taken(*lines: str, **options: Any) -> Import:
    return apply_import(batch=read(*lines, **options), by=options.get("by"))


@pytest.mark.django_db(transaction=True)
def test_a_file_creates_what_the_directory_does_not_have_in_one_change() -> None:
    applied = taken(FORGE, POLEN)
    assert applied.stage == Stage.APPLIED
    forge = Place.objects.get(name="La Forge")
    assert (forge.kinds, forge.phone, forge.opening_hours) == (["third-place"], "+33466000001", "Tu,Th 09:00-12:00")
    assert (forge.commune_id, forge.precision, forge.source, forge.source_id) == (
        "48095",
        Precision.STREET,
        "La Mednum",
        "1",
    )
    assert Place.objects.count() == 2
    change = Change.objects.get(pk=applied.change or 0)
    assert (change.door, len(change.events())) == (Door.IMPORT, 2)


def test_what_was_mended_is_named_and_counted() -> None:
    batch = read(FORGE)
    (line,) = batch.lines.all()
    assert set(line.repairs) == {"decimal_comma", "phone_zero", "hours_spoken"}
    assert Counter(line.repairs)["decimal_comma"] == 2


def test_a_date_in_a_file_is_known_as_far_as_it_says() -> None:
    head, lines = f"{HEAD};date d'ouverture;date_maj", [(FORGE, "2018", "03/2026"), (POLEN, "mars 2019", "12/03/2026")]
    taken(*(f"{line};{opened};{day}" for line, opened, day in lines), head=head)
    known = {
        place.name: (str(place.opened_on), place.opened_precision, str(place.source_date), place.source_date_precision)
        for place in Place.objects.all()
    }
    assert known == {
        "La Forge": ("2018-01-01", "year", "2026-03-01", "month"),
        "POLeN": ("2019-03-01", "month", "2026-03-12", "day"),
    }
    finer = read(f"{FORGE};5 mai 2018;", f"{POLEN};mars 2019;", head=head)
    (line,) = finer.lines.filter(outcome=Outcome.CHANGED)
    assert line.differences["opened_on"]["here"] == "2018"
    apply_import(batch=finer, by=None)
    forge = Place.objects.get(name="La Forge")
    assert (str(forge.opened_on), forge.opened_precision) == ("2018-05-05", "day")


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_changes_nothing() -> None:
    taken(FORGE, POLEN)
    changes = Change.objects.count()
    again = read(FORGE, POLEN)
    assert outcomes(again) == {"same": 2}
    assert apply_import(batch=again, by=None).change is None
    assert Change.objects.count() == changes


def test_a_newer_file_proposes_only_what_the_source_says_anew() -> None:
    taken(FORGE, POLEN)
    batch = read(FORGE.replace("466000001", "466000009"), POLEN)
    assert outcomes(batch) == {"changed": 1, "same": 1}
    (line,) = batch.lines.filter(outcome=Outcome.CHANGED)
    assert line.differences == {
        "phone": {"before": "+33466000001", "here": "+33466000001", "now": "+33466000009", "take": True}
    }
    apply_import(batch=batch, by=None)
    assert Place.objects.get(name="La Forge").phone == "+33466000009"


def test_a_correction_is_kept_and_not_disputed_again() -> None:
    """The base is what the source said, not what was written: else an edit that won is disputed at each import."""
    taken(FORGE)
    forge = Place.objects.get(name="La Forge")
    edit_place(place=forge, changes={"phone": "+33466000007"}, by=None, door=Door.WORKSPACE)
    assert outcomes(read(FORGE)) == {"same": 1}
    batch = read(FORGE.replace("466000001", "466000009"))
    (line,) = batch.lines.all()
    assert line.differences["phone"]["take"] is False
    apply_import(batch=batch, by=None)
    assert Place.objects.get(name="La Forge").phone == "+33466000007"
    assert outcomes(read(FORGE.replace("466000001", "466000009"))) == {"same": 1}


def test_a_field_may_be_taken_in_spite_of_a_correction() -> None:
    taken(FORGE)
    edit_place(
        place=Place.objects.get(name="La Forge"), changes={"phone": "+33466000007"}, by=None, door=Door.WORKSPACE
    )
    batch = read(FORGE.replace("466000001", "466000009"))
    decide_field(line=batch.lines.get(), taken=["phone"])
    apply_import(batch=batch, by=None)
    assert Place.objects.get(name="La Forge").phone == "+33466000009"


def test_a_source_that_says_nothing_takes_nothing_away() -> None:
    taken(FORGE)
    assert outcomes(read(FORGE.replace("466000001", "Non renseigné"))) == {"same": 1}


def test_words_that_someone_added_here_stay() -> None:
    head = "id;nom;typologie;commune"
    taken("1;La Forge;Tiers-lieu;Mende", head=head)
    forge = Place.objects.get(name="La Forge")
    edit_place(place=forge, changes={"kinds": ["third-place", "library"]}, by=None, door=Door.WORKSPACE)
    batch = read("1;La Forge;coworking;Mende", head=head)
    (line,) = batch.lines.all()
    assert line.differences["kinds"]["now"] == ["library", "coworking"]


def test_what_looks_like_a_listing_waits_for_someone() -> None:
    make_place("La Forge", address="2 rue Basse", kinds=["third-place"], phone="+33466000001")
    batch = read(FORGE)
    (line,) = batch.lines.all()
    assert (line.outcome, line.decision) == (Outcome.SUSPECT, Decision.LEAVE)
    apply_import(batch=batch, by=None)
    assert Place.objects.count() == 1
    assert not SourceRecord.objects.exists()


def test_a_suspected_line_is_the_listing_or_is_another() -> None:
    here = make_place("La Forge", address="2 rue Basse", kinds=["third-place"], phone="+33466000001")
    batch = read(FORGE)
    same = decide(line=batch.lines.get(), decision=Decision.TAKE, same_as=here.pk)
    assert (same.outcome, [*same.differences]) == (Outcome.CHANGED, ["postcode", "opening_hours"])
    apply_import(batch=batch, by=None)
    here.refresh_from_db()
    assert (here.opening_hours, SourceRecord.objects.get().place_id) == ("Tu,Th 09:00-12:00", here.pk)


def test_a_suspected_line_that_is_another_place_is_told_apart_for_good() -> None:
    make_place("La Forge", address="2 rue Basse", kinds=["third-place"], phone="+33466000001")
    batch = read(FORGE)
    decide_all(batch=batch, outcome=Outcome.SUSPECT, decision=Decision.TAKE)
    apply_import(batch=batch, by=None)
    assert (Place.objects.count(), NotSame.objects.count()) == (2, 1)


def test_a_listing_loaded_from_this_source_is_known_by_its_identifier() -> None:
    make_place("Ancien nom", source="la-mednum", source_id="1", kinds=["third-place"])
    batch = read(FORGE)
    (line,) = batch.lines.all()
    assert line.outcome == Outcome.CHANGED
    assert line.differences["name"]["take"] is False
    assert line.differences["phone"]["take"] is True


def test_what_is_refused_says_why_with_its_line_and_column() -> None:
    batch = read("1;;Tiers-lieu;;;Mende;;;;", "2;La Forge;;;;Nulle-Part;;;;", "3;Le Café;;;;Mende;95;3;;")
    cuts = {line.number: line.cuts for line in batch.lines.all()}
    assert cuts == {
        2: [["no_name", "", ""]],
        3: [["commune_unknown", "commune", "Nulle-Part"]],
        4: [["nowhere", "latitude", "95.0, 3.0"], ["no_kind", "", "Le Café"]],
    }
    assert outcomes(batch) == {"refused": 3}


def test_a_cell_that_is_refused_leaves_the_rest_of_its_line() -> None:
    batch = read(FORGE.replace("466000001", "au bar"))
    (line,) = batch.lines.all()
    assert (line.outcome, line.cuts) == (Outcome.NEW, [["no_phone", "telephone", "au bar"]])


def test_another_land_is_no_mistake() -> None:
    batch = read("1;Le Relai;Tiers-lieu;;11000;Berriac;43.2;2.4;;", FORGE.replace("1;", "2;", 1))
    assert outcomes(batch) == {"outside": 1, "new": 1}


def test_a_former_commune_is_the_one_of_today() -> None:
    FormerCommune.objects.create(code="48111", name="Le Vieux Mende", commune=make_commune("Mende"))
    by_code = read("1;La Forge;Tiers-lieu;48111", head="id;nom;typologie;code_insee")
    by_name = read("1;La Forge;Tiers-lieu;Le-Vieux-Mende", head="id;nom;typologie;commune")
    for batch in (by_code, by_name):
        (line,) = batch.lines.all()
        assert (line.values["commune"], line.repairs) == ("48095", ["former_commune"])


def test_a_point_that_is_not_in_its_commune_is_refused_and_alone_it_finds_one() -> None:
    make_commune("Langogne")
    batch = read("1;La Forge;Tiers-lieu;;;Mende;44.7263;3.8549;;", "2;Le Café;Tiers-lieu;;;;44.7263;3.8549;;")
    first, second = batch.lines.all()
    assert ("point" in first.values, first.cuts[0][0]) == (False, "point_elsewhere")
    assert (second.values["commune"], second.repairs) == ("48080", ["commune_by_point"])


def test_one_identifier_is_one_place() -> None:
    batch = read(FORGE, FORGE, FORGE.replace("La Forge", "Le Café"))
    assert [line.outcome for line in batch.lines.all()] == ["new", "same", "refused"]
    assert apply_import(batch=batch, by=None).stage == Stage.APPLIED
    assert SourceRecord.objects.get().said["name"] == "La Forge"


def test_without_identifiers_the_name_the_commune_and_the_address_make_one() -> None:
    head = "nom;typologie;adresse;commune"
    taken("La Forge;Tiers-lieu;2 rue Basse;Mende", head=head)
    assert Place.objects.get().source_id is None
    assert outcomes(read("LA FORGE;Tiers-lieu;2, Rue Basse;MENDE", head=head)) == {"same": 1}


def test_a_kind_is_read_in_the_name_or_given_to_the_whole_file() -> None:
    head = "id;nom;commune"
    batch = read("1;Bibliothèque;Mende", "2;La Forge;Mende", head=head, kinds=["third-place"])
    first, second = batch.lines.all()
    assert (first.values["name"], first.kinds, first.repairs) == (
        "Bibliothèque, Mende",
        ["library"],
        ["name_completed", "kind_from_name"],
    )
    assert (second.kinds, second.repairs) == (["third-place"], ["kind_by_default"])


def test_the_mapping_of_a_source_is_that_of_its_last_file() -> None:
    source = source_for(name="La Mednum", network=None)
    batch = receive(source=source, file=sent("Forge;Mende", head="Truc;Ville"), by=None)
    ask_for(batch=batch, plan=Plan({"Truc": "name", "Ville": "commune"}, ["third-place"]), joins=False)
    source.refresh_from_db()
    again = receive(source=source, file=sent("Forge;Mende", head="Ville;Truc"), by=None)
    assert again.plan["columns"] == {"Ville": "commune", "Truc": "name"}
    assert again.plan["kinds"] == ["third-place"]


@pytest.mark.django_db(transaction=True)
def test_an_import_is_taken_back_and_what_was_written_since_stays() -> None:
    applied = taken(FORGE, POLEN)
    edit_place(place=Place.objects.get(name="POLeN"), changes={"phone": "3949"}, by=None, door=Door.WORKSPACE)
    undone = take_back_import(batch=applied, by=None)
    assert [str(row) for row, _fields in undone.left] == ["POLeN"]
    assert [place.name for place in Place.objects.all()] == ["POLeN"]
    assert not SourceRecord.objects.exists()
    with pytest.raises(ValidationError, match="pas appliqué"):
        take_back_import(batch=applied, by=None)


@pytest.mark.django_db(transaction=True)
def test_taking_back_a_newer_file_leaves_what_the_source_said_before() -> None:
    taken(FORGE)
    newer = taken(FORGE.replace("466000001", "466000009"))
    take_back_import(batch=newer, by=None)
    assert Place.objects.get().phone == "+33466000001"
    assert SourceRecord.objects.get().said["phone"] == "+33466000001"
    assert outcomes(read(FORGE.replace("466000001", "466000009"))) == {"changed": 1}


def test_places_join_the_network_of_the_source_with_the_file_as_evidence() -> None:
    network = make_network("SoLozère")
    here = make_place("POLeN", source="solozere--la-mednum", source_id="2")
    make_membership(here, network, "2020-01-01")
    taken(FORGE, POLEN, network=network, joins=True)
    stays = {stay.place.name: stay for stay in Membership.objects.select_related("place")}
    assert stays["La Forge"].period.lower == DAY
    assert "lieux.csv" in stays["La Forge"].evidence
    assert stays["POLeN"].last_seen_on == DAY
    assert stays["POLeN"].period.lower == date(2020, 1, 1)


def test_what_vanished_is_listed_and_leaves_only_if_asked() -> None:
    network = make_network("SoLozère")
    taken(FORGE, POLEN, network=network, joins=True)
    batch = read(FORGE, network=network)
    assert outcomes(batch) == {"same": 1, "vanished": 1}
    apply_import(batch=batch, by=None)
    assert Membership.objects.filter(period__endswith=None).count() == 2
    later = read(FORGE, network=network)
    later.day = date(2026, 11, 20)
    later.save()
    decide(line=later.lines.get(outcome=Outcome.VANISHED), decision=Decision.END)
    apply_import(batch=later, by=None)
    assert Membership.objects.get(place__name="POLeN").period.upper == date(2026, 11, 20)
    assert outcomes(read(FORGE, network=network)) == {"same": 1}


def test_nobody_corrects_by_a_file_what_she_may_not_correct_by_hand() -> None:
    claire = make_user()
    network = make_network("SoLozère")
    make_post(claire, network)
    make_place("La Forge", kinds=["third-place"], source="solozere--la-mednum", source_id="1")
    batch = read(FORGE, network=network, by=claire)
    (line,) = batch.lines.all()
    assert (line.outcome, line.cuts) == (Outcome.LEFT, [["not_hers", "", ""]])
    with pytest.raises(ValidationError):
        decide(line=line, decision=Decision.TAKE)
    assert outcomes(read(FORGE, network=network, by=claire, joins=True)) == {"changed": 1}


def test_whoever_applies_does_so_by_her_own_rights() -> None:
    claire, network = make_user(), make_network("SoLozère")
    make_post(claire, network)
    here = make_place("La Forge", kinds=["third-place"], source="solozere--la-mednum", source_id="1")
    stay = make_membership(here, network)
    batch = read(FORGE, network=network, by=claire)
    assert outcomes(batch) == {"changed": 1}
    delete(stay, by=None, door=Door.CONSOLE)
    assert apply_import(batch=batch, by=claire).stage == Stage.PREVIEW
    here.refresh_from_db()
    assert here.phone is None


def test_what_the_database_refuses_stops_all_of_it_and_says_which_line() -> None:
    batch = read(FORGE, POLEN)
    ImportLine.objects.filter(number=3).update(values={"name": "POLeN", "kinds": ["nope"], "commune": "48095"})
    back = apply_import(batch=batch, by=None)
    assert (back.stage, Place.objects.count()) == (Stage.PREVIEW, 0)
    assert "ligne 3" in (back.said or "")
    assert apply_import(batch=back, by=None).stage == Stage.APPLIED
    assert [place.name for place in Place.objects.all()] == ["La Forge"]


def test_a_listing_that_changed_since_it_was_read_is_not_overwritten() -> None:
    taken(FORGE)
    batch = read(FORGE.replace("466000001", "466000009"))
    edit_place(place=Place.objects.get(), changes={"phone": "3949"}, by=None, door=Door.WORKSPACE)
    assert apply_import(batch=batch, by=None).stage == Stage.PREVIEW
    assert Place.objects.get().phone == "3949"


def test_a_worker_that_is_killed_goes_on_from_the_last_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "_AT_ONCE", 2)
    lines = [f"{number};Lieu {number};Tiers-lieu;;;Mende;;;;" for number in range(5)]
    source = source_for(name="La Mednum", network=None)
    batch = receive(source=source, file=sent(*lines, lines[0]), by=None)
    ask_for(batch=batch, plan=Plan.of(batch.plan), joins=False)

    def killed(read: int) -> None:
        if read == 4:
            raise SystemExit

    with pytest.raises(SystemExit):
        read_import(batch=batch, progress=killed)
    assert work_on_imports() == 1
    batch.refresh_from_db()
    assert (batch.stage, batch.lines_read) == (Stage.PREVIEW, 6)
    assert outcomes(batch) == {"new": 5, "same": 1}


def test_a_damaged_file_ends_with_a_sentence() -> None:
    source = source_for(name="La Mednum", network=None)
    with pytest.raises(ValidationError, match="vide"):
        receive(source=source, file=NewFile("x.csv", b"", DAY), by=None)
    with pytest.raises(ValidationError, match="aucune ligne"):
        receive(source=source, file=sent(), by=None)
    late = receive(source=source, file=sent(*[FORGE] * 300, '"' + "x" * 1_100_000), by=None)
    ask_for(batch=late, plan=Plan.of(late.plan), joins=False)
    assert read_import(batch=late).stage == Stage.FAILED
    assert "guillemet" in (late.said or "")


def command(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_places", str(file), "--source", "La Mednum", "--day", "2026-11-23", *options, stdout=out)
    return out.getvalue()


def test_the_command_tells_what_a_file_would_do_and_does_it_if_asked(tmp_path: Path) -> None:
    file = tmp_path / "lieux.csv"
    file.write_bytes(sent(FORGE, "2;Le Café;Bistrot;;;Mende;;;;").content)
    told = command(file)
    assert "nom → name" in told
    assert "créé: 1" in told
    assert "téléphone sans son zéro: 1" in told
    assert "mot que l’annuaire n’a pas (typologie): 1\n      'Bistrot': 3" in told
    assert (Place.objects.count(), Import.objects.count()) == (0, 0)
    assert "Applied" in command(file, "--apply", "--kind", "third-place")
    assert Place.objects.count() == 2


@pytest.mark.parametrize("options", [["--network", "nope"], ["--column", "nope=name"], ["--column", "nom=nope"]])
def test_the_command_refuses_what_is_not_there(tmp_path: Path, options: list[str]) -> None:
    file = tmp_path / "lieux.csv"
    file.write_bytes(sent(FORGE).content)
    with pytest.raises(CommandError, match="nope"):
        command(file, *options)
    with pytest.raises(CommandError):
        command(tmp_path / "absent.csv")


def test_a_source_is_one_for_each_network() -> None:
    one = source_for(name="Liste", network=make_network("SoLozère"))
    assert source_for(name="Liste", network=make_network("SoLozère")) == one
    assert source_for(name="Liste", network=None) != one
    assert ImportSource.objects.count() == 2


def test_points_are_compared_as_people_see_them() -> None:
    taken(FORGE)
    near = point_in("Mende", east=0.00001)
    edit_place(place=Place.objects.get(), changes={"point": near}, by=None, door=Door.WORKSPACE)
    assert outcomes(read(FORGE.replace("44,5180", "44,51801"))) == {"same": 1}
