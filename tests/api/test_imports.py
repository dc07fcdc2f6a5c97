"""Files of partners, by programs: what the page of a network does, by the same verbs and rights."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api.imports import views
from network.accounts.attempts import Pace
from network.importing.fetching import Fetched, Unfetched
from network.models import Import, Network, NetworkedPlace, User
from places.models import Place
from tests.api.program import Program, pointers, secret_of
from tests.api.support import V1, JSONObject, problem_of
from tests.factories import make_membership, make_network, make_place, make_post, make_user

HEAD = ["id", "nom", "typologie", "adresse", "commune", "telephone"]
FORGE = ["1", "La Forge", "FABLAB", "2 rue Basse", "Mende", "466000001"]
CAFE = ["2", "Le Café", "Bistrot", "", "Mende", "au bar"]


def table(*rows: list[str], head: list[str] = HEAD) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue()


def send(program: Program, content: str = table(FORGE, CAFE), key: str | None = None, **said: str) -> Any:
    """Send a file as a form does."""
    file = SimpleUploadedFile("lieux.csv", content.encode())
    form = {"network": "france-services", "source": "Mednum", "day": "2026-11-01", "file": file} | said
    return program.client.post(f"{V1}/imports/", form, headers={"Idempotency-Key": key} if key else {})


def sent(program: Program, *rows: list[str], **said: str) -> JSONObject:
    answer = send(program, table(*rows), **said)
    assert answer.status_code == 201, answer.content
    found: JSONObject = answer.json()
    return found


def lines_of(program: Program, batch: JSONObject, query: str = "") -> list[JSONObject]:
    answer = program.get(f"imports/{batch['id']}/lines/{query}")
    assert answer.status_code == 200, answer.content
    found: list[JSONObject] = answer.json()["results"]
    return found


def counts(batch: JSONObject) -> dict[str, int]:
    return {each["outcome"]: each["count"] for each in batch["outcomes"]}


def test_a_file_is_sent_read_over_applied_and_taken_back(program: Program) -> None:
    batch = sent(program, FORGE, CAFE)
    assert (batch["stage"], batch["lines_read"], counts(batch)) == ("preview", 2, {"new": 1, "refused": 1})
    assert {each["heading"]: each["target"] for each in batch["columns"]}["telephone"] == "phone"
    assert {each["name"]: each["count"] for each in batch["repairs"]} == {"phone_zero": 1}
    (bar,) = [each for each in batch["refusals"] if each["name"] == "no_phone"]
    assert (bar["column"], bar["values"]) == ("telephone", [{"text": "au bar", "count": 1, "lines": [3]}])
    forge, cafe = lines_of(program, batch)
    assert (forge["number"], forge["decision"], forge["values"]["phone"]) == (2, "take", "+33466000001")
    assert [each["name"] for each in cafe["refusals"]] == ["no_word", "no_phone", "no_kind"]
    assert not Place.objects.filter(name="La Forge").exists()
    applied = program.post(f"imports/{batch['id']}/application/").json()
    assert applied["stage"] == "applied"
    assert Place.objects.get(name="La Forge").source == "Mednum"
    assert program.post(f"imports/{batch['id']}/undo/").json() == {"stage": "undone", "left": []}
    assert not Place.objects.filter(name="La Forge").exists()


def test_the_same_file_twice_changes_nothing(program: Program) -> None:
    program.post(f"imports/{sent(program, FORGE)['id']}/application/")
    again = sent(program, FORGE)
    assert counts(again) == {"same": 1}
    log: Any = Place
    events = log.pgh_event_model.objects.count()
    assert program.post(f"imports/{again['id']}/application/").json()["stage"] == "applied"
    assert log.pgh_event_model.objects.count() == events


def test_one_says_how_it_is_read_and_it_is_read_again(program: Program) -> None:
    batch = sent(program, FORGE, CAFE)
    said = {
        "columns": {"telephone": None},
        "kinds": ["third-place"],
        "words": [{"column": "typologie", "word": "Bistrot", "means": ["coworking"]}],
    }
    read = program.patch(f"imports/{batch['id']}/", said).json()
    assert (counts(read), read["kinds"]) == ({"new": 2}, ["third-place"])
    assert [line["values"]["kinds"] for line in lines_of(program, batch)][1] == ["coworking"]
    assert "phone" not in lines_of(program, batch)[0]["values"]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"columns": {"nope": "name"}}, "#/columns"),
        ({"columns": {"nom": "nope"}}, "#/columns/nom"),
        ({"columns": {"nom": None}}, "#/columns"),
        ({"kinds": ["nope"]}, "#/kinds"),
        ({"words": [{"column": "typologie", "word": "Bistrot", "means": ["nope"]}]}, "#/words"),
        ({"colums": {}}, "#/colums"),
    ],
)
def test_what_cannot_be_is_refused_with_its_member(program: Program, said: JSONObject, where: str) -> None:
    batch = sent(program, FORGE)
    assert pointers(program.patch(f"imports/{batch['id']}/", said)) == [where]


def test_lines_are_decided_one_by_one_field_by_field_and_all_together(program: Program) -> None:
    program.post(f"imports/{sent(program, FORGE, joins='true')['id']}/application/")
    newer = [*FORGE[:3], "9 rue Haute", "Mende", "466000009"]
    batch = sent(program, newer, ["3", "L’Usine", "FABLAB", "", "Langogne", ""])
    changed, usine = lines_of(program, batch)
    assert (changed["outcome"], set(changed["differences"])) == ("changed", {"address", "phone"})
    where = f"imports/{batch['id']}/decisions/"
    assert program.post(where, {"line": changed["id"], "take": ["phone"]}).json() == {"lines": 1}
    assert program.post(where, {"outcome": "new", "decision": "leave"}).json() == {"lines": 1}
    assert [line["decision"] for line in lines_of(program, batch)] == ["take", "leave"]
    assert pointers(program.post(where, {"line": usine["id"], "decision": "end"})) == ["#"]
    assert pointers(program.post(where, {"line": usine["id"]})) == ["#/decision"]
    assert (
        pointers(program.post(where, {})) == pointers(program.post(where, {"line": 1, "outcome": "new"})) == ["#/line"]
    )
    problem_of(program.post(where, {"line": 1, "decision": "take"}), 404)
    program.post(f"imports/{batch['id']}/application/")
    forge = Place.objects.get(name="La Forge")
    assert (forge.address, forge.phone) == ("2 rue Basse", "+33466000009")
    assert not Place.objects.filter(name="L’Usine").exists()


def test_what_may_be_there_already_is_said_to_be_that_listing(program: Program) -> None:
    here = make_place("Forge de Mende", address="2 rue Basse", kinds=["fablab"], phone="+33466000001")
    make_membership(here, Network.objects.get(slug="france-services"), "2020-01-01")
    batch = sent(program, ["1", "Forge de Mende", "FABLAB", "2 rue Basse", "Mende", "466000001"])
    (line,) = lines_of(program, batch, "?outcome=suspect")
    assert [each["place"] for each in line["candidates"]] == [here.slug]
    where = f"imports/{batch['id']}/decisions/"
    problem_of(program.post(where, {"line": line["id"], "place": "ailleurs"}), 422)
    assert program.post(where, {"line": line["id"], "place": here.slug}).json() == {"lines": 1}
    (known,) = lines_of(program, batch)
    assert (known["outcome"], known["place"]) == ("same", here.slug)


def test_lines_come_page_by_page_and_by_what_they_would_do(program: Program) -> None:
    batch = sent(program, *([str(n), f"Lieu {n}", "FABLAB", f"{n} rue Basse", "Mende", ""] for n in range(5)))
    address, seen = f"imports/{batch['id']}/lines/?limit=2", []
    after = ""
    while True:
        page = program.get(f"{address}{after}").json()
        seen += [line["number"] for line in page["results"]]
        if page["after"] is None:
            break
        after = f"&after={page['after']}"
    assert seen == [2, 3, 4, 5, 6]
    assert lines_of(program, batch, "?outcome=changed") == []
    problem_of(program.get(f"{address}&colour=blue"), 400)


def test_a_file_sent_twice_under_its_key_is_received_once(program: Program) -> None:
    first, second = (send(program, key="k1") for _time in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Import.objects.count() == 1
    problem_of(send(program, table(FORGE), key="k1"), 422)


def test_a_file_may_be_at_an_address(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "fetch", lambda _url: Fetched("lieux.csv", table(FORGE).encode()))
    said = {"network": "france-services", "source": "En ligne", "url": "https://example.org/lieux.csv"}
    first = program.post("imports/", said | {"is_nightly": True})
    assert (first.status_code, counts(first.json())) == (201, {"new": 1})
    assert Import.objects.get().source.is_nightly
    again = program.post("imports/", said)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])

    def refused(_url: str) -> Fetched:
        raise Unfetched("Cette adresse n’est pas sur le web public.")

    monkeypatch.setattr(views, "fetch", refused)
    assert pointers(program.post("imports/", said)) == ["#/url"]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"network": "nope"}, "#/network"),
        ({"day": "2027-01-01"}, "#/day"),
        ({"day": "hier"}, "#/day"),
        ({"colour": "blue"}, "#/colour"),
        ({"url": "https://example.org/"}, "#/file"),
    ],
)
def test_what_is_no_file_of_hers_is_refused_with_its_member(program: Program, said: dict[str, str], where: str) -> None:
    assert pointers(send(program, **said)) == [where]


@pytest.mark.parametrize("content", ["", "nom\n", "%PDF-1.7", "PK\x03\x04junk", "\x00\x00\x00"])
def test_a_file_that_cannot_be_read_says_why(program: Program, content: str) -> None:
    problem_of(send(program, content), 422)
    assert not Import.objects.exists()


def test_what_is_too_large_is_refused_before_it_is_read(program: Program) -> None:
    answer = program.client.post(
        f"{V1}/imports/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2**30)
    )
    problem_of(answer, 413)


def test_a_token_sends_for_its_networks_alone_and_changes_no_listing_beyond(
    person: User, program: Program, place: NetworkedPlace
) -> None:
    other = make_network("SoLozère")
    make_post(person, other)
    narrow = Program(secret_of(person, other))
    problem_of(send(narrow), 403)
    batch = sent(program, FORGE)
    problem_of(narrow.get(f"imports/{batch['id']}/"), 404)
    assert narrow.get("imports/").json() == {"results": []}
    # She could change it by hand, in her other network: this token may not.
    Place.objects.filter(pk=place.pk).update(source="solozere--mednum", source_id="1", phone=None)
    beyond = sent(narrow, ["1", place.name, "", "", "Mende", "466000001"], network="solozere")
    assert counts(beyond) == {"changed": 1}
    answer = narrow.post(f"imports/{beyond['id']}/application/")
    problem_of(answer, 403)
    assert place.slug in answer.json()["detail"]
    assert program.post(f"imports/{beyond['id']}/application/").json()["stage"] == "applied"


def test_nobody_sees_the_files_of_others(program: Program) -> None:
    batch = sent(program, FORGE)
    stranger = Program(secret_of(make_user("inconnue")))
    for what in ("", "lines/"):
        problem_of(stranger.get(f"imports/{batch['id']}/{what}"), 404)
    for what in ("decisions/", "application/", "undo/"):
        problem_of(stranger.post(f"imports/{batch['id']}/{what}", {} if what == "decisions/" else None), 404)
    problem_of(stranger.delete(f"imports/{batch['id']}/"), 404)
    problem_of(send(stranger), 403)
    problem_of(Program(None).get("imports/"), 401)


def test_a_file_is_forgotten_unless_it_is_applied(program: Program) -> None:
    batch = sent(program, FORGE)
    assert [each["id"] for each in program.get("imports/?stage=preview").json()["results"]] == [batch["id"]]
    assert program.delete(f"imports/{batch['id']}/").status_code == 204
    batch = sent(program, FORGE)
    program.post(f"imports/{batch['id']}/application/")
    problem_of(program.delete(f"imports/{batch['id']}/"), 422)
    assert pointers(program.post(f"imports/{batch['id']}/application/")) == ["#"]


def test_a_program_that_sends_file_upon_file_is_slowed_down(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first wait is the longest: however busy the machine is, the second file comes before its end.
    monkeypatch.setattr(views, "PACE", Pace(free=-20, longest=300, memory=3600))
    assert [send(program).status_code for _time in range(2)] == [201, 429]
