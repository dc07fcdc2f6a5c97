"""Anyone reports a mistake or proposes a place: no account, no cookie, nothing lost, and spam put apart."""

import re
from datetime import date
from gzip import compress
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from frontend.suggestions import speed
from frontend.suggestions.guard import FASTEST, PACE, written_now
from network.choices import Review
from network.models import Attempts, Author, NetworkedPlace, Suggestion, User
from network.services import refuse
from places.choices import Door
from places.services import edit, version_of
from tests.factories import make_commune, make_kind, make_place, make_user

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


@pytest.fixture
def pump() -> NetworkedPlace:
    return make_place("La Pompe", phone="+33466000000", address="1 rue Haute", wheelchair="yes", has_wifi=True)


@pytest.fixture(autouse=True)
def _later(time_machine: TimeMachineFixture) -> None:
    """Let whoever fills in a form take their time, unless a test is about it."""
    global token  # noqa: PLW0603  the token of a form that was opened a minute ago
    token = written_now()
    time_machine.shift(60)


token = ""


def shown(client: Client, address: str = "/signaler/?lieu=la-pompe") -> dict[str, Any]:
    """What a browser would send of the page as it is, nothing touched."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def report(client: Client, headers: dict[str, str] | None = None, /, **sent: Any) -> Any:
    filled = shown(client) | {"place": "la-pompe", "since": token} | sent
    filled = {name: value for name, value in filled.items() if value is not None}
    return client.post("/signaler/", filled, headers=HERE if headers is None else headers)


def propose(client: Client, **sent: Any) -> Any:
    return client.post("/proposer/", {"since": token} | sent, headers=HERE)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


# Reporting --------------------------------------------------------------------------------------------


def test_what_nobody_knows_is_the_question(client: Client, pump: NetworkedPlace) -> None:
    page = words(client.get("/lieux/la-pompe/"))
    assert 'href="/signaler/?lieu=la-pompe">Signaler une erreur' in page
    assert 'href="/signaler/?lieu=la-pompe#id_hours">Connaissez-vous les horaires ?' in page
    text = words(client.get("/signaler/?lieu=la-pompe"))
    assert "La Pompe, Mende" in text
    asked, known = text.split("Corriger ce que dit la fiche")
    assert "Connaissez-vous les horaires ?" in asked
    assert "Connaissez-vous le téléphone ?" not in asked
    assert 'value="04 66 00 00 00"' in known


def test_only_what_was_touched_is_proposed_on_the_version_that_was_read(client: Client, pump: NetworkedPlace) -> None:
    read = version_of(pump)
    filled = shown(client)
    edit(pump, changes={"phone": "+33466999999"}, by=None, door=Door.CONSOLE)
    answer = report(client, **filled | {"email": "a@example.org", "hours": "le mardi, surtout"})
    made = Suggestion.objects.get()
    assert answer["Location"] == f"/signalements/{made.uuid}/"
    assert made.patch == {"email": "a@example.org", "opening_hours": "le mardi, surtout"}
    assert (made.version, made.state, made.door, made.words) == (read, Review.WAITING, "public", None)


def test_hours_that_can_be_read_are_written_in_the_one_way(client: Client, pump: NetworkedPlace) -> None:
    for typed in ("mo-fr 9:00-12:00", "du lundi au vendredi 9h-12h"):
        report(client, hours=typed)
        assert Suggestion.objects.latest("pk").patch == {"opening_hours": "Mo-Fr 09:00-12:00"}
    assert Suggestion.objects.count() == 1, "it is the same thing, said in two ways"


def test_values_are_read_as_people_write_them(client: Client, pump: NetworkedPlace) -> None:
    report(client, phone="04.66.11 11 11", website="www.example.org", has_wifi="false", wheelchair="limited")
    said = {"phone": "+33466111111", "website": "https://www.example.org", "has_wifi": False, "wheelchair": "limited"}
    assert Suggestion.objects.get().patch == said


def test_what_is_not_there_any_more_is_proposed_to_be_unknown(client: Client, pump: NetworkedPlace) -> None:
    report(client, phone="")
    assert Suggestion.objects.get().patch == {"phone": None}


def test_a_page_that_a_browser_kept_says_only_what_was_typed_in_it(client: Client, pump: NetworkedPlace) -> None:
    """It knows no listing: its boxes are empty, which says nothing of what the listing has."""
    client.post("/signaler/", {"place": "la-pompe", "since": token, "email": "a@b.fr", "version": ""}, headers=HERE)
    made = Suggestion.objects.get()
    assert (made.patch, made.version) == ({"email": "a@b.fr"}, version_of(pump))


def test_a_point_that_is_wrong_is_shown_and_one_that_nobody_moved_is_not_proposed(
    client: Client, pump: NetworkedPlace
) -> None:
    assert pump.point
    page = words(client.get("/signaler/?lieu=la-pompe"))
    assert f'data-was="{pump.point.y:.6f}, {pump.point.x:.6f}"' in page
    report(client, words="Derrière la mairie", point="44.520000, 3.500000")
    assert Suggestion.objects.get().patch == {"point": "44.520000, 3.500000"}
    report(client, words="Autre chose")
    report(client, words="D’une page qui fut gardée", version=None, point=None)
    assert not [made.patch for made in Suggestion.objects.exclude(words="Derrière la mairie") if made.patch]
    assert "Ces coordonnées ne se lisent pas" in words(report(client, point="là-bas"))


def test_a_place_may_be_gone(client: Client, pump: NetworkedPlace) -> None:
    report(client, is_closed="on", words="Volet baissé depuis l’été")
    made = Suggestion.objects.get()
    assert (made.kind, made.words, made.patch) == ("closed", "Volet baissé depuis l’été", {})


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phone", "douze", "04 66 00 00 00"),
        ("email", "annuaire", "adresse e-mail valide"),
        ("website", "http://", "URL|adresse web"),
        ("name", "", "obligatoire"),
        ("words", "x" * 2001, "2000"),
        ("hours", "x" * 501, "500"),
        ("postcode", "48", "cinq chiffres"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, pump: NetworkedPlace, field: str, value: str, said: str
) -> None:
    answer = report(client, **{"address": "2 <b>rue</b> Basse", field: value})
    text = words(answer)
    assert answer.status_code == 422
    assert re.search(rf'<span class="wrong"[^>]*>[^<]*({said})', text)
    assert "Tout ce que vous avez écrit est là." in text
    assert 'value="2 &lt;b&gt;rue&lt;/b&gt; Basse"' in text
    assert not Suggestion.objects.exists()


def test_a_form_that_says_nothing_asks_for_one_thing(client: Client, pump: NetworkedPlace) -> None:
    assert "Dites au moins une chose" in words(report(client))


def test_a_listing_that_is_not_there_or_not_public_has_no_form(client: Client) -> None:
    make_place("Brouillon", status="draft")
    for slug in ("nulle-part", "brouillon", "%00"):
        assert client.get(f"/signaler/?lieu={slug}").status_code == 404
    assert client.post("/signaler/", {"words": "?"}, headers=HERE).status_code == 404


def test_a_listing_that_was_renamed_meanwhile_is_found(client: Client, pump: NetworkedPlace) -> None:
    edit(pump, changes={"slug": "la-grande-pompe"}, by=None, door=Door.CONSOLE)
    client.post("/signaler/", {"place": "la-pompe", "since": token, "words": "Faux"}, headers=HERE)
    assert Suggestion.objects.get().place_id == pump.pk


# Proposing --------------------------------------------------------------------------------------------


def test_a_name_and_a_commune_are_enough(client: Client) -> None:
    make_commune("Saint-Chély-d'Apcher"), make_kind()
    answer = propose(client, name="La Forge", commune="saint chely d apcher", kind_of_place="coworking")
    assert answer.status_code == 302
    made = Suggestion.objects.get()
    assert (made.kind, made.place, made.subject) == ("new", None, "La Forge")
    assert made.patch == {"name": "La Forge", "commune": "48140", "kinds": ["coworking"]}


def test_who_stands_there_need_not_name_the_commune(client: Client) -> None:
    make_commune("Mende")
    propose(client, name="La Forge", point="44.518000, 3.498300")
    told = {"name": "La Forge", "commune": "48095", "point": "44.518000, 3.498300"}
    assert Suggestion.objects.get().patch == told | {"precision": "street"}


def test_a_point_put_by_a_finger_says_no_more_than_the_commune(client: Client) -> None:
    make_commune("Mende")
    propose(client, name="La Forge", point="44.518000, 3.498300", placed="map")
    assert Suggestion.objects.get().patch["precision"] == "commune"
    assert propose(client, name="La Forge", point="44.518, 3.498", placed="exact").status_code == 422


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"commune": "Paris"}, "ne s’appelle ainsi"),
        ({"commune": ""}, "Dans quelle commune"),
        ({"point": "0, 0"}, "Dans quelle commune"),
    ],
)
def test_a_commune_that_is_not_found_is_asked_again(client: Client, sent: dict[str, str], said: str) -> None:
    make_commune("Mende")
    answer = propose(client, name="La Forge", **sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="La Forge"' in words(answer)


# What happens next ------------------------------------------------------------------------------------


def test_the_page_that_thanks_says_what_happens_next_then_what_happened(client: Client, pump: NetworkedPlace) -> None:
    page = report(client, words="<script>alert(1)</script>")["Location"]
    answer = client.get(page)
    assert "Merci, c’est reçu" in words(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "<script>alert" not in words(answer)
    refuse(suggestion=Suggestion.objects.get(), reason="Il <b>répond</b>.", by=make_user(), door=Door.WORKSPACE)
    text = words(client.get(page))
    assert "n’a pas été retenu" in text
    assert "Il &lt;b&gt;répond&lt;/b&gt;." in text
    assert "claire" not in text
    assert client.get("/signalements/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_who_leaves_an_address_is_told_that_a_message_will_come(client: Client, pump: NetworkedPlace) -> None:
    page = report(client, words="Faux", tell="voisine@courriel.example")["Location"]
    assert Author.objects.get().email == "voisine@courriel.example"
    text = words(client.get(page))
    assert "Un message vous dira" in text
    assert "voisine@" not in text
    assert propose(client, name="La Forge", commune="Mende", tell="voisine").status_code == 422


# Guards -----------------------------------------------------------------------------------------------


def test_visitors_have_no_cookie_and_pages_of_places_are_as_cacheable_as_before(
    client: Client, pump: NetworkedPlace
) -> None:
    for address in ("/signaler/?lieu=la-pompe", "/proposer/", "/lieux/la-pompe/"):
        answer = client.get(address)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert "Cache-Control" not in answer
    assert not report(client, words="Faux").cookies
    assert client.get("/lieux/la-pompe/")["ETag"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://example.org"},
    ],
)
def test_another_site_cannot_have_its_visitors_send(
    client: Client, pump: NetworkedPlace, headers: dict[str, str]
) -> None:
    assert report(client, headers, words="Faux").status_code == 403
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("headers", "sent", "doubts"),
    [
        (HERE, {}, []),
        ({"Sec-Fetch-Site": "same-origin"}, {}, []),
        ({"Origin": "http://testserver"}, {}, []),
        ({}, {}, ["origin"]),
        (HERE, {"suite": "Bob"}, ["trap"]),
        (HERE, {"words": "Lu sur https://example.org/horaires"}, []),
        (HERE, {"words": "http://a.example http://b.example"}, ["links"]),
        ({}, {"suite": "Bob"}, ["origin", "trap"]),
    ],
)
def test_what_is_doubtful_is_put_apart_and_its_author_sees_no_difference(
    client: Client, pump: NetworkedPlace, headers: dict[str, str], sent: dict[str, str], doubts: list[str]
) -> None:
    answer = report(client, headers, **{"words": "Faux"} | sent)
    made = Suggestion.objects.get()
    assert made.doubts == doubts
    assert made.state == (Review.APART if doubts else Review.WAITING)
    assert "Merci, c’est reçu" in words(client.get(answer["Location"]))


def test_what_comes_too_fast_is_sent_by_a_second_press(
    client: Client, pump: NetworkedPlace, time_machine: TimeMachineFixture
) -> None:
    for early in (written_now(), "", "forged:token", "1:x"):
        answer = report(client, since=early, words="Faux")
        assert answer.status_code == 422
        assert "envoyez encore une fois" in words(answer)
        assert "Faux</textarea>" in words(answer)
    again = answer.context["form"].token
    time_machine.shift(FASTEST)
    assert report(client, since=again, words="Faux").status_code == 302


def test_many_from_one_address_are_slowed_down_and_none_is_lost(client: Client, pump: NetworkedPlace) -> None:
    assert report(client, words="Faux").status_code == 302
    Attempts.objects.update(level=PACE.free + 9)
    answer = report(client, words="La dernière")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert "La dernière</textarea>" in words(answer)
    assert "Rien n’est perdu." in words(answer)
    assert not Suggestion.objects.filter(words="La dernière").exists()
    assert "127.0.0.1" not in str(list(Attempts.objects.values()))


def test_the_trap_is_seen_by_no_person_and_filled_by_no_browser(client: Client, pump: NetworkedPlace) -> None:
    (trap,) = re.findall(r'<p class="trap"[^>]*>.*?</p>', words(client.get("/proposer/")))
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert not re.search(r'(name|id)="(name|email|phone|url|address|username|company)"', trap)


def test_who_is_signed_in_suggests_as_anyone(client: Client, pump: NetworkedPlace) -> None:
    user: User = make_user("chef", is_superuser=True)
    client.force_login(user)
    report(client, phone="04 66 11 11 11")
    pump.refresh_from_db()
    assert pump.phone == "+33466000000"
    assert Suggestion.objects.get().state == Review.WAITING


def test_each_page_is_in_english_too(client: Client, pump: NetworkedPlace) -> None:
    assert "Do you know its opening hours?" in words(client.get("/en/signaler/?lieu=la-pompe"))
    assert "Suggest a place" in words(client.get("/en/proposer/"))


# A speed ----------------------------------------------------------------------------------------------


def test_a_speed_that_nobody_knows_is_asked_and_a_measure_says_how_and_when(
    client: Client, pump: NetworkedPlace
) -> None:
    assert "Débit mesuré ?" in words(client.get("/signaler/?lieu=la-pompe"))
    report(client, download_mbps="19.7", measured="12300000 5000")
    made = Suggestion.objects.get()
    assert made.patch == {"download_mbps": "19.7", "speed_measured_on": "2026-11-23"}
    said = (made.words or "").replace("\u00a0", " ")
    assert said == "Débit mesuré par le navigateur, de notre serveur à cet appareil : 12,3 Mo en 5,0 s."


@pytest.mark.parametrize("measured", ["", "12300000 5000", "x", "1 0", "99999999999999 1", "12300000 0"])
def test_a_speed_that_was_typed_is_not_said_to_be_measured(client: Client, pump: NetworkedPlace, measured: str) -> None:
    report(client, download_mbps="300", measured=measured)
    made = Suggestion.objects.get()
    assert (made.patch["download_mbps"], made.words) == ("300", None)


def test_a_speed_that_is_known_is_corrected_with_its_day(client: Client, pump: NetworkedPlace) -> None:
    day = date(2025, 3, 1)
    known = {"download_mbps": 20, "speed_measured_on": day}
    edit(pump, changes=known, by=None, door=Door.CONSOLE)
    page = client.get("/signaler/?lieu=la-pompe")
    assert "Débit mesuré ?" not in words(page)
    sent = {"download_mbps": "42.5", "speed_measured_on": "2026-11-01"}
    report(client, version=str(page.context["form"]["version"].value()), name="La Pompe", **sent)
    patch = Suggestion.objects.get().patch
    assert (patch["download_mbps"], patch["speed_measured_on"]) == ("42.5", "2026-11-01")


def test_a_day_that_was_not_asked_is_not_forgotten(client: Client, pump: NetworkedPlace) -> None:
    edit(pump, changes={"upload_mbps": 5, "speed_measured_on": date(2025, 3, 1)}, by=None, door=Door.CONSOLE)
    report(
        client, version=str(version_of(pump)), name="La Pompe", words="L’entrée est derrière", speed_measured_on=None
    )
    assert Suggestion.objects.get().patch == {}


def test_no_speed_is_less_than_nothing(client: Client, pump: NetworkedPlace) -> None:
    assert report(client, download_mbps="-3").status_code == 422


def test_what_is_timed_is_bounded_kept_by_nobody_and_slowed_down(client: Client) -> None:
    answer = client.get("/debit.bin", headers={"Accept-Encoding": "gzip"})
    assert (len(answer.content), answer["Content-Type"]) == (speed.SAMPLE, "application/octet-stream")
    assert "no-store" in answer["Cache-Control"]
    assert len(compress(answer.content)) > speed.SAMPLE * 0.99
    Attempts.objects.update(level=speed.PACE.free + 5)
    assert client.get("/debit.bin").status_code == 429
