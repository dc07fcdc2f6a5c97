"""What programs write: by the same verbs and rights as the workspace, on the version that was seen, once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from api.writing import views
from network.accounts.attempts import Pace
from network.models import Membership, Network, NetworkedPlace, Receipt, Token, User
from network.services import issue, revoke
from network.services.tokens import PREFIX
from places.models import Place
from tests.api.program import PATCH, YEAR, Program, pointer, pointers, secret_of, sent, stay
from tests.api.support import V1, problem_of
from tests.factories import make_membership, make_network, make_place, make_post, make_user

# A token


def test_a_token_opens_what_its_owner_may_and_is_stored_as_a_hash(program: Program, person: User) -> None:
    secret = secret_of(person)
    assert secret.startswith(PREFIX)
    assert not Token.objects.filter(digest__contains=secret.removeprefix(PREFIX)).exists()
    told = program.get("me/").json()
    assert told["networks"] == ["france-services"]
    assert told["token"]["name"] == "Tableur"


@pytest.mark.parametrize("end", ["revoked", "expired", "closed", "unknown"])
def test_a_token_that_ended_opens_nothing(person: User, place: NetworkedPlace, end: str) -> None:
    token, secret = issue(person=person, name="Vieux", networks=None, lasts=YEAR)
    if end == "revoked":
        revoke(token)
    elif end == "expired":
        Token.objects.update(expires_on=timezone.localdate())
    elif end == "closed":
        User.objects.update(is_active=False)
    else:
        secret += "x"
    answer = Program(secret).patch(f"places/{place.slug}/", {"phone": "0466000000"})
    problem_of(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_of_one_network_writes_there_alone(person: User, place: NetworkedPlace) -> None:
    other = make_network("SoLozère")
    make_post(person, other)
    elsewhere = make_place("Ailleurs", "Langogne")
    make_membership(elsewhere, other, "2020-01-01")
    program = Program(secret_of(person, other))
    assert program.get("me/").json()["networks"] == ["solozere"]
    answer = program.patch("places/ailleurs/", {"phone": "0466000001"})
    assert answer.status_code == 200, answer.content
    problem_of(program.patch(f"places/{place.slug}/", {"phone": "0466000001"}), 403)


def test_a_token_whose_network_is_gone_opens_nothing_more(person: User, place: NetworkedPlace) -> None:
    token, secret = issue(person=person, name="Étroit", networks=[], lasts=YEAR)
    assert token.networks == []
    problem_of(Program(secret).patch(f"places/{place.slug}/", {"phone": "0466000001"}), 403)


def test_an_administrators_token_of_one_network_is_no_administrator(place: NetworkedPlace) -> None:
    chief = make_user("chef", is_superuser=True)
    other = make_network("SoLozère")
    program = Program(secret_of(chief, other))
    problem_of(program.patch(f"places/{place.slug}/", {"phone": "0466000001"}), 403)
    problem_of(program.delete(f"places/{place.slug}/"), 403)
    problem_of(program.post("places/", {"name": "Seul", "kinds": ["coworking"], "commune": {"code": "48095"}}), 403)


def test_a_date_is_known_to_the_day_unless_it_says_otherwise(program: Program, place: NetworkedPlace) -> None:
    address = f"places/{place.slug}/"
    for body, known in (({"opened_precision": "year"}, "year"), ({}, "day")):
        written = program.patch(address, {"opened_on": "2018-01-01", **body}, If_Match="*").json()
        assert (written["opened_on"], written["opened_precision"]) == ("2018-01-01", known)


@pytest.mark.parametrize(("told", "known"), [("2018", ("2018-01-01", "year")), ("2018-03", ("2018-03-01", "month"))])
def test_a_date_that_stops_at_its_month_or_its_year_says_so_itself(
    program: Program, place: NetworkedPlace, told: str, known: tuple[str, str]
) -> None:
    written = program.patch(f"places/{place.slug}/", {"opened_on": told}, If_Match="*").json()
    assert (written["opened_on"], written["opened_precision"]) == known
    (stay,) = Membership.objects.filter(place=place.pk)
    address = f"memberships/{stay.pk}/"
    written = program.patch(address, {"start": told, "last_seen_on": told}, If_Match="*").json()
    assert (written["start"], written["start_precision"]) == known
    assert (written["last_seen_on"], written["last_seen_precision"]) == known
    written = program.patch(address, {"last_seen_on": "2026-03-12"}, If_Match="*").json()
    assert (written["last_seen_on"], written["last_seen_precision"]) == ("2026-03-12", "day")
    problem_of(program.patch(f"places/{place.slug}/", {"opened_on": "2018-13"}, If_Match="*"), 422)


def test_no_token_lasts_for_ever(person: User) -> None:
    token, _secret = issue(person=person, name="Long", networks=None, lasts=timedelta(days=9999))
    assert token.expires_on <= timezone.localdate() + timedelta(days=366)


def test_reading_asks_for_no_token_and_minds_none(place: NetworkedPlace) -> None:
    assert Program("croisee_faux").get(f"places/{place.slug}/").status_code == 200
    problem_of(Program("croisee_faux").get("me/"), 401)


# A session


def test_a_session_writes_with_the_token_of_its_page_alone(person: User, place: NetworkedPlace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    address = f"{V1}/places/{place.slug}/"
    given: Any = {"data": "{}", "content_type": PATCH, "headers": {"If-Match": "*"}}
    problem_of(client.patch(address, **given), 403)
    client.get("/espace/")
    client.get(f"/espace/lieux/{place.slug}/")
    given["headers"] |= {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert client.patch(address, **given).status_code == 200


# A merge patch


def test_only_what_is_said_is_written_and_null_forgets(program: Program, place: NetworkedPlace) -> None:
    said = {
        "phone": "04 66 49 36 65",
        "opening_hours": "Mo-Fr 09:00-12:00",
        "work": {"has_wifi": True, "day_price": 12.5},
        "commune": {"code": "48095"},
        "longitude": 3.5,
        "latitude": 44.52,
    }
    answer = program.patch(f"places/{place.slug}/", said)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["phone"], told["work"]["has_wifi"], told["work"]["day_price"]) == ("+33466493665", True, 12.5)
    assert (told["longitude"], told["latitude"]) == (3.5, 44.52)
    assert program.patch(f"places/{place.slug}/", {"phone": None}).json()["phone"] is None
    assert sent(place).opening_hours == "Mo-Fr 09:00-12:00"


def test_what_was_written_is_in_the_log_by_its_author_and_her_program(program: Program, place: NetworkedPlace) -> None:
    program.patch(f"places/{place.slug}/", {"phone": "0466000000"})
    events: Any = Place
    context = events.pgh_event_model.objects.order_by("pgh_id").last().pgh_context.metadata
    token = Token.objects.get()
    assert context == {"user": token.person_id, "door": "api", "token": str(token.pk)}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"closed_on": "2026-01-01"}, "#/closed_on"),
        ({"verified_on": "2026-01-01"}, "#/verified_on"),
        ({"status": "draft"}, "#/status"),
        ({"id": "x"}, "#/id"),
        ({"networks": []}, "#/networks"),
        ({"a/b~c": 1}, "#/a~1b~0c"),
        ({"work": {"coffee": True}}, pointer("work", "coffee")),
        ({"work": {"desks": "many"}}, pointer("work", "desks")),
        ({"work": {"desks": -1}}, "#/desks"),
        ({"phone": "abc"}, "#/phone"),
        ({"phone": "a\u0000b"}, "#/phone"),
        ({"description": "\ud800"}, "#/description"),
        ({"email": "nobody"}, "#/email"),
        ({"website": "javascript:alert(1)"}, "#/website"),
        ({"opening_hours": "Feb 30 10:00-12:00"}, "#/opening_hours"),
        ({"kinds": ["sorcery"]}, "#/kinds"),
        ({"kinds": []}, "#/kinds"),
        ({"name": ""}, "#/name"),
        ({"name": None}, "#/name"),
        ({"name": "x" * 201}, "#/name"),
        ({"slug": "Été"}, "#/slug"),
        ({"longitude": 3.5}, "#/longitude"),
        ({"longitude": "nan", "latitude": "nan"}, "#/longitude"),
        ({"longitude": 2.35, "latitude": 48.85}, "#/point"),
        ({"commune": {"code": "99999"}}, "#/commune/code"),
        ({"commune": None}, "#/commune"),
        ({"opened_on": "0024-01-01"}, "#/opened_on"),
        ([], "#"),
        ("a", "#"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_its_name(
    program: Program, place: NetworkedPlace, body: object, pointer: str
) -> None:
    before = Place.objects.filter(pk=place.pk).values().get()
    assert pointer in pointers(program.patch(f"places/{place.slug}/", json.dumps(body)))
    assert Place.objects.filter(pk=place.pk).values().get() == before


@pytest.mark.parametrize("body", ["{", "NaN", '{"name": Infinity}', "\xff"], ids=repr)
def test_what_is_no_json_is_refused(program: Program, place: NetworkedPlace, body: str) -> None:
    problem_of(program.patch(f"places/{place.slug}/", body), 400)


def test_a_body_that_is_too_large_or_of_another_kind_is_refused(program: Program, place: NetworkedPlace) -> None:
    problem_of(program.patch(f"places/{place.slug}/", json.dumps({"description": "x" * 3_000_000})), 400)
    answer = program.client.patch(
        f"{V1}/places/{place.slug}/", "phone=1", content_type="text/plain", headers={"If-Match": "*"}
    )
    problem_of(answer, 415)


# The version that was seen


def test_the_tag_of_a_detail_is_what_a_change_stands_on(program: Program, place: NetworkedPlace) -> None:
    address = f"places/{place.slug}/"
    tag = program.get(address).headers["ETag"]
    first = program.patch(address, {"phone": "0466000000"}, tag)
    assert first.status_code == 200
    second = program.patch(address, {"phone": "0466000009"}, tag)
    problem = problem_of(second, 412)
    assert problem["current"]["phone"] == "+33466000000"
    assert second.headers["ETag"] == first.headers["ETag"] == program.get(address).headers["ETag"]
    assert program.patch(address, {"phone": "0466000009"}, second.headers["ETag"]).status_code == 200


def test_a_tag_that_was_compressed_or_read_an_hour_ago_is_good_while_nothing_was_written(
    program: Program, place: NetworkedPlace, time_machine: Any
) -> None:
    address = f"places/{place.slug}/"
    Place.objects.filter(pk=place.pk).update(opening_hours="Mo-Su 09:00-10:30")
    weak = program.get(address, **{"Accept-Encoding": "gzip"}).headers["ETag"]
    assert weak.startswith("W/")
    time_machine.shift(3600)
    assert program.get(address).headers["ETag"] != weak
    assert program.patch(address, {"phone": "0466000000"}, weak).status_code == 200


@pytest.mark.parametrize("match", [None, "", "abc", '"abc"', '"1", "2"'])
def test_a_change_that_stands_on_nothing_is_refused(program: Program, place: NetworkedPlace, match: str | None) -> None:
    problem_of(program.patch(f"places/{place.slug}/", {"phone": "0466000000"}, match), 428)
    assert sent(place).phone is None


# Once


def test_a_request_sent_twice_is_done_once(program: Program, network: Network) -> None:
    body = {"name": "Neuf", "kinds": ["coworking"], "commune": {"code": "48095"}, "memberships": [stay(network)]}
    first, second = (program.post("places/", body, Idempotency_Key="abc") for _time in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert (second.headers["Location"], second.headers["Idempotency-Replayed"]) == (first.headers["Location"], "true")
    assert Place.objects.filter(name="Neuf").count() == 1
    problem_of(program.post("places/", body | {"name": "Autre"}, Idempotency_Key="abc"), 422)


def test_a_request_that_failed_may_be_mended_under_its_key(program: Program, place: NetworkedPlace) -> None:
    address = f"places/{place.slug}/"
    problem_of(program.patch(address, {"phone": "abc"}, Idempotency_Key="k"), 422)
    assert not Receipt.objects.exists()
    assert program.patch(address, {"phone": "0466000000"}, Idempotency_Key="k").status_code == 200


def test_a_key_is_its_owners_and_is_forgotten_after_a_day(
    program: Program, place: NetworkedPlace, network: Network, time_machine: Any
) -> None:
    colleague = make_user("paul")
    make_post(colleague, network)
    address = f"places/{place.slug}/"
    assert program.patch(address, {"phone": "0466000000"}, Idempotency_Key="k").status_code == 200
    other = Program(secret_of(colleague)).patch(address, {"phone": "0466000001"}, Idempotency_Key="k")
    assert "Idempotency-Replayed" not in other.headers
    time_machine.shift(timedelta(days=1, minutes=1))
    assert program.patch(address, {"phone": "0466000002"}, Idempotency_Key="k").status_code == 200
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 201])
def test_a_key_that_is_none_is_refused(program: Program, place: NetworkedPlace, key: str) -> None:
    problem_of(program.patch(f"places/{place.slug}/", {}, Idempotency_Key=key), 400)


def test_who_writes_without_a_pause_is_slowed_down(
    program: Program, place: NetworkedPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PACE", Pace(free=2, longest=60, memory=600))
    answers = [program.patch(f"places/{place.slug}/", {}) for _time in range(5)]
    assert [answer.status_code for answer in answers][:3] == [200, 200, 200]
    problem_of(answers[-1], 429)
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert program.get("me/").status_code == 200


# New places, stays


def test_a_place_is_created_in_a_network(program: Program, network: Network) -> None:
    body = {"name": "Neuf", "kinds": ["coworking"], "longitude": 3.4983, "latitude": 44.518, "precision": "exact"}
    answer = program.post("places/", body | {"memberships": [stay(network, is_start_exact=True)]})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["slug"], told["commune"]["code"], told["networks"]) == ("neuf", "48095", ["france-services"])
    assert answer.headers["Location"].endswith("/api/v1/places/neuf/")
    assert Client().get(answer.headers["Location"]).status_code == 200


def test_a_place_that_may_be_there_already_is_created_and_the_other_named(program: Program, network: Network) -> None:
    make_place("Médiathèque de Mende", address="1 place Urbain V")
    body = {"name": "Médiathèque de Mende", "kinds": ["library"], "commune": {"code": "48095"}}
    answer = program.post("places/", body | {"memberships": [stay(network)]})
    assert answer.status_code == 201, answer.content
    assert answer.headers["Link"].endswith('/api/v1/places/mediatheque-de-mende/>; rel="related"')


@pytest.mark.parametrize("members", [None, [], [stay("solozere")], [stay("nulle-part")]], ids=str)
def test_a_place_without_a_network_of_hers_is_not_created(program: Program, members: Any) -> None:
    make_network("SoLozère")
    body = {"name": "Neuf", "kinds": ["coworking"], "commune": {"code": "48095"}}
    answer = program.post("places/", body if members is None else body | {"memberships": members})
    assert answer.status_code in {403, 422}
    assert not Place.objects.filter(name="Neuf").exists()


def test_a_stay_begins_is_corrected_ends_and_is_erased(program: Program, network: Network) -> None:
    elsewhere = make_place("Ailleurs", "Langogne")
    made = program.post("places/ailleurs/memberships/", stay(network))
    assert made.status_code == 201, made.content
    address = f"memberships/{made.json()['id']}/"
    assert program.get(address).json() == made.json()
    ended = program.patch(address, {"end": "2026-06-30"}, made.headers["ETag"])
    assert (ended.json()["start"], ended.json()["end"]) == ("2026-01-01", "2026-06-30")
    problem_of(program.patch(address, {"evidence": "Autre"}, made.headers["ETag"]), 412)
    assert pointers(program.patch(address, {"end": "2025-01-01"})) == ["#/end"]
    problem_of(program.delete(address, made.headers["ETag"]), 412)
    assert program.delete(address, ended.headers["ETag"]).status_code == 204
    assert not Membership.objects.filter(place=elsewhere).exists()
    problem_of(program.get(address), 404)


def test_a_stay_at_the_same_time_is_refused(program: Program, place: NetworkedPlace, network: Network) -> None:
    assert pointers(program.post(f"places/{place.slug}/memberships/", stay(network))) == ["#"]


def test_a_stay_in_anothers_network_is_not_hers(program: Program, place: NetworkedPlace) -> None:
    other = make_membership(place, make_network("SoLozère"), "2020-01-01")
    problem_of(program.patch(f"memberships/{other.pk}/", {"evidence": "X"}), 403)
    problem_of(program.delete(f"memberships/{other.pk}/"), 403)
    problem_of(program.post(f"places/{place.slug}/memberships/", stay("solozere")), 403)
