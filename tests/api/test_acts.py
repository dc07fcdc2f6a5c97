"""What programs do beside records: verify, close, tell the past and take it back, suggest and decide."""

import pytest
from django.test import Client
from django.utils import timezone

from network.models import NetworkedPlace, Suggestion, User, Verification
from places.models import Place
from tests.api.program import Program, pointers, secret_of, sent, stay
from tests.api.support import problem_of
from tests.factories import make_membership, make_network, make_place, make_post, make_user

# Acts


def test_a_listing_is_found_right_as_it_was_read_and_that_is_taken_back(
    program: Program, place: NetworkedPlace
) -> None:
    address = f"places/{place.slug}/verifications/"
    tag = program.get(f"places/{place.slug}/").headers["ETag"]
    said = {"how": "phone", "note": "Mme Durand"}
    made = program.post(address, said, If_Match=tag)
    assert made.status_code == 201, made.content
    assert sent(place).verified_on == timezone.localdate()
    problem_of(program.post(address, said, If_Match=tag), 412)
    assert pointers(program.post(address, {"how": "telepathy"}, If_Match="*")) == ["#/how"]
    assert pointers(program.post(address, {"day": "2027-01-01"}, If_Match="*")) == ["#/verified_on"]
    own = f"verifications/{made.json()['id']}/"
    Verification.objects.update(day="2026-11-22")
    problem_of(program.delete(own), 404)
    Verification.objects.update(day="2026-11-23")
    assert program.delete(own).status_code == 204
    assert not Verification.objects.exists()


def test_some_sections_are_found_right_and_the_record_tells_the_day_of_each(
    program: Program, place: NetworkedPlace
) -> None:
    address = f"places/{place.slug}/verifications/"
    made = program.post(address, {"sections": ["reach", "when"], "day": "2026-11-01"}, If_Match="*").json()
    assert made["sections"] == ["when", "reach"], "in the order of a visit"
    record = program.get(f"places/{place.slug}/").json()
    nothing = dict.fromkeys(("identity", "where", "work", "access"))
    assert record["sections_verified_on"] == nothing | {"when": "2026-11-01", "reach": "2026-11-01"}
    assert record["verified_on"] is None
    assert pointers(program.post(address, {"sections": []}, If_Match="*")) == ["#/sections"]
    assert pointers(program.post(address, {"sections": ["roof"]}, If_Match="*")) == ["#/sections/0"]
    assert program.post(address, {"day": "2026-11-10"}, If_Match="*").json()["sections"] is None
    assert {*program.get(f"places/{place.slug}/").json()["sections_verified_on"].values()} == {"2026-11-10"}


def test_a_place_closes_in_a_year_which_is_written_by_its_first_day(program: Program, place: NetworkedPlace) -> None:
    address = f"places/{place.slug}/closure/"
    problem_of(program.post(address, {"on": "2026-05-01", "precision": "year"}, If_Match="*"), 422)
    closed = program.post(address, {"on": "2026-01-01", "precision": "year"}, If_Match="*").json()
    assert (closed["closed_on"], closed["closed_precision"]) == ("2026-01-01", "year")


def test_a_place_closes_and_its_stays_with_it(program: Program, place: NetworkedPlace) -> None:
    address = f"places/{place.slug}/closure/"
    assert pointers(program.post(address, {}, If_Match="*")) == ["#/on"]
    closed = program.post(address, {"on": "2026-11-01"}, If_Match="*")
    assert closed.json()["closed_on"] == closed.json()["memberships"][0]["end"] == "2026-11-01"


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_and_taken_back(client: Client) -> None:
    network = make_network("France services", "mediation")
    user = make_user("claire")
    make_post(user, network)
    place = make_place("La Forge")
    make_membership(place, network, "2020-01-01")
    program = Program(secret_of(user))
    program.patch("places/la-forge/", {"phone": "0466000000"})
    told = program.get("places/la-forge/history/").json()
    entry = told["results"][0]
    assert entry["parts"][0]["differences"] == [
        {"field": "Téléphone", "before": "—", "after": "04\xa066\xa000\xa000\xa000"}
    ]
    done = program.post(f"places/la-forge/history/{entry['change']}/undo/")
    assert done.json() == {"put_back": ["phone"], "left": []}
    assert sent(place).phone is None
    problem_of(program.post("places/la-forge/history/999999999999999999/undo/"), 404)
    problem_of(program.get("places/la-forge/history/?before=x"), 400)


def test_an_administrator_alone_deletes(program: Program, place: NetworkedPlace, administrator: User) -> None:
    problem_of(program.delete(f"places/{place.slug}/"), 403)
    chief = Program(secret_of(administrator))
    tag = chief.get(f"places/{place.slug}/").headers["ETag"]
    Place.objects.filter(pk=place.pk).update(phone="+33466000000")
    problem_of(chief.delete(f"places/{place.slug}/", tag), 412)
    assert chief.delete(f"places/{place.slug}/").status_code == 204
    assert not Place.objects.filter(pk=place.pk).exists()


# Suggestions


def test_anyone_with_an_account_suggests_and_a_facilitator_decides(program: Program, place: NetworkedPlace) -> None:
    stranger = Program(secret_of(make_user("passant")))
    said = {"kind": "error", "place": place.slug, "changes": {"phone": "04 66 00 00 00", "work": {"has_wifi": True}}}
    made = stranger.post("suggestions/", said)
    assert made.status_code == 201, made.content
    address = f"suggestions/{made.json()['uuid']}/"
    problem_of(stranger.get(address), 404)
    problem_of(stranger.post(f"{address}acceptance/", {}), 404)
    assert [each["uuid"] for each in program.get("suggestions/").json()["results"]] == [made.json()["uuid"]]
    kept = program.post(f"{address}acceptance/", {"take": ["phone"]})
    assert kept.json()["state"] == "partly", kept.content
    assert kept.json()["decisions"] == {"phone": "accepted", "has_wifi": "refused"}
    assert (sent(place).phone, sent(place).has_wifi) == ("+33466000000", None)
    assert pointers(program.post(f"{address}refusal/", {"reason": "Trop tard"})) == ["#"]


def test_a_program_suggests_a_point_and_one_without_its_precision_is_that_of_a_street(
    program: Program, place: NetworkedPlace
) -> None:
    said = {"kind": "error", "place": place.slug, "changes": {"latitude": 44.52, "longitude": 3.5}}
    made = program.post("suggestions/", said).json()
    assert made["changes"] == {"point": "44.52, 3.5"}
    assert program.post(f"suggestions/{made['uuid']}/acceptance/", {}).json()["state"] == "accepted"
    place.refresh_from_db()
    assert place.point
    assert (place.point.y, place.point.x, place.precision) == (44.52, 3.5, "street")


def test_a_suggestion_is_refused_with_a_reason(program: Program, place: NetworkedPlace) -> None:
    made = program.post("suggestions/", {"kind": "error", "place": place.slug, "words": "Le numéro est faux."})
    address = f"suggestions/{made.json()['uuid']}/refusal/"
    assert pointers(program.post(address, {})) == ["#/reason"]
    assert program.post(address, {"reason": "Il répond."}).json()["state"] == "refused"


def test_a_closing_and_a_place_that_is_missing_are_accepted(program: Program, place: NetworkedPlace) -> None:
    gone = program.post("suggestions/", {"kind": "closed", "place": place.slug}).json()["uuid"]
    assert pointers(program.post(f"suggestions/{gone}/acceptance/", {})) == ["#/on"]
    assert program.post(f"suggestions/{gone}/acceptance/", {"on": "2026-11-01"}).json()["state"] == "accepted"
    body = {"name": "Neuf", "commune": {"code": "48095"}, "longitude": 3.5, "latitude": 44.52}
    missing = program.post("suggestions/", {"kind": "new", "changes": body}).json()["uuid"]
    accepted = program.post(f"suggestions/{missing}/acceptance/", {"changes": body | {"kinds": ["coworking"]}})
    assert accepted.json()["place"] == "neuf", accepted.content
    assert accepted.json()["changes"] == {"name": "Neuf", "commune": "48095", "point": "44.52, 3.5"}


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "error"},
        {"kind": "new", "place": "la-forge"},
        {"kind": "error", "place": "la-forge"},
        {"kind": "error", "place": "la-forge", "changes": {"slug": "ailleurs"}},
        {"kind": "rumour", "place": "la-forge"},
        {"kind": "new", "changes": {"name": "Sans commune"}},
        {
            "kind": "new",
            "changes": {"name": "En réseau", "commune": {"code": "48095"}, "memberships": [stay("france-services")]},
        },
    ],
    ids=str,
)
def test_a_suggestion_that_says_nothing_is_refused(program: Program, place: NetworkedPlace, body: object) -> None:
    assert pointers(program.post("suggestions/", body))
    assert not Suggestion.objects.exists()


def test_what_is_not_published_cannot_be_written(program: Program, place: NetworkedPlace) -> None:
    Place.objects.filter(pk=place.pk).update(status="draft")
    for answer in (
        program.patch(f"places/{place.slug}/", {}),
        program.get(f"places/{place.slug}/history/"),
        program.post(f"places/{place.slug}/closure/", {"on": "2026-11-01"}, If_Match="*"),
    ):
        problem_of(answer, 404)


def test_what_is_written_and_who_is_told_are_kept_by_nobody(program: Program, place: NetworkedPlace) -> None:
    kept = [program.get("me/"), program.patch(f"places/{place.slug}/", {}), program.get("suggestions/")]
    assert {answer.headers["Cache-Control"] for answer in kept} == {"private, no-store"}
    assert "public" in program.get(f"places/{place.slug}/").headers["Cache-Control"]
