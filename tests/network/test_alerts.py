"""Whoever follows a search is told what enters it and what leaves it, once a day at most, and nothing else."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override
from time_machine import TimeMachineFixture

from network.choices import Stream
from network.mail import alerts as letters
from network.mail.sending import send_due
from network.mail.worker import speak_of_searches
from network.models import Alert, Mail, OptOut
from network.models.reminder import stand_in
from network.searches import Search, kept
from network.services import close, opt_in, opt_out, queue_mail
from network.services.alerts import confirm_alert, forget_unconfirmed
from places.choices import Door, Status
from places.models import Place
from places.services import delete, edit
from tests.factories import make_commune, make_kind, make_membership, make_network, make_place, point_in
from tests.network.post_office import PostOffice, opened

pytestmark = pytest.mark.django_db
# What was written since is read in the log: each write is a commit.
committing = pytest.mark.django_db(transaction=True)
HERE: Any = {"by": None, "door": Door.CONSOLE}
NEAR_MENDE = "kind=coworking&near_commune=48095&radius=20000"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PUBLIC_URL="https://annuaire.example") as office:
        yield office


def follow(query: str = NEAR_MENDE, address: str = "lea@example.org", language: str = "fr") -> Alert:
    make_commune()
    make_kind()
    alert = Alert.objects.create(address=address, query=query, language=language)
    confirm_alert(alert)
    alert.refresh_from_db()
    return alert


def tomorrow(time_machine: TimeMachineFixture, days: int = 1) -> None:
    time_machine.shift(timedelta(days=days))


def text_of(mail: Mail) -> str:
    return re.sub(r"\s+", " ", mail.text)


def told(time_machine: TimeMachineFixture) -> str:
    """What the letter of the next day says; nothing where there is none."""
    known = set(Mail.objects.values_list("pk", flat=True))
    tomorrow(time_machine)
    letters.tell_alerts()
    return " ".join(text_of(mail) for mail in Mail.objects.exclude(pk__in=known))


# What is news


@committing
def test_a_coworking_that_opens_nearby_is_told_once(time_machine: TimeMachineFixture) -> None:
    make_place("La Pompe", "Chanac")
    follow()
    assert told(time_machine) == "", "what was there when one began is no news"
    make_place("Télécentre", "Langogne")
    assert told(time_machine) == "", "40 km away"
    make_place("La Forge")
    said = told(time_machine)
    assert "ESPACE DE COWORKING · À MOINS DE 20 KM DE MENDE" in said
    assert "La Forge Mende · nouveau dans l’annuaire" in said
    assert "La Pompe" not in said
    assert told(time_machine) == ""


@committing
def test_what_joins_a_network_and_what_leaves_it_is_told(time_machine: TimeMachineFixture) -> None:
    place, network = make_place("La Forge"), make_network()
    follow("network=solozere")
    stay = make_membership(place, network, "2020-01-01")
    assert "La Forge Mende · a rejoint SoLozère" in told(time_machine)
    delete(stay, **HERE)
    assert "La Forge Mende · n’est plus dans SoLozère" in told(time_machine)


@committing
def test_what_is_corrected_into_a_search_and_out_of_it_is_told(time_machine: TimeMachineFixture) -> None:
    place = make_place("La Forge", has_wifi=None)
    follow("wifi=yes")
    edit(Place.objects.get(pk=place.pk), changes={"has_wifi": True}, **HERE)
    assert "sa fiche a été corrigée" in told(time_machine)
    edit(Place.objects.get(pk=place.pk), changes={"name": "La Grande Forge"}, **HERE)
    assert told(time_machine) == "", "it answered before, and still does"
    edit(Place.objects.get(pk=place.pk), changes={"has_wifi": False}, **HERE)
    assert "La Grande Forge Mende · ne correspond plus" in told(time_machine)


@committing
def test_what_closes_and_what_is_gone_is_told_by_its_name(time_machine: TimeMachineFixture) -> None:
    closing, going, hidden = make_place("La Forge"), make_place("La Pompe"), make_place("Le Fil")
    follow("")
    close(place=Place.objects.get(pk=closing.pk), on=date(2026, 11, 24), **HERE)
    delete(Place.objects.get(pk=going.pk), **HERE)
    edit(Place.objects.get(pk=hidden.pk), changes={"status": Status.ARCHIVED}, **HERE)
    said = told(time_machine)
    assert "La Forge Mende · a fermé" in said
    assert "La Pompe n’est plus dans l’annuaire" in said
    assert "Le Fil n’est plus dans l’annuaire" in said


@committing
def test_the_overlap_is_a_search_like_another(time_machine: TimeMachineFixture) -> None:
    place = make_place("La Forge")
    make_membership(place, make_network(), "2020-01-01")
    follow("overlap=both")
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    assert "a rejoint France services" in told(time_machine)


def test_a_draft_is_nobodys_business(time_machine: TimeMachineFixture) -> None:
    follow("")
    make_place("La Forge", status=Status.DRAFT)
    assert told(time_machine) == ""


# One letter


def test_an_address_has_one_letter_a_day_for_all_its_searches(time_machine: TimeMachineFixture) -> None:
    for query in (NEAR_MENDE, "q=forge"):
        follow(query)
    follow(NEAR_MENDE, "max@example.org", "en")
    make_place("La Forge")
    tomorrow(time_machine)
    assert letters.tell_alerts() == 2
    assert letters.tell_alerts() == 0
    make_place("La Forge bis")
    assert letters.tell_alerts() == 0, "not before tomorrow"
    french, english = Mail.objects.order_by("-to")[::-1]
    assert text_of(french).count("La Forge Mende") == 2
    assert "new in the directory" in text_of(english)
    assert "La Forge bis" in told(time_machine)


def test_a_letter_that_could_not_be_written_is_written_the_next_time(
    monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    follow()
    follow(address="max@example.org")
    make_place("La Forge")
    tomorrow(time_machine)
    write = queue_mail

    def fails(**said: Any) -> Any:
        if said["to"] == "lea@example.org":
            raise RuntimeError
        return write(**said)

    monkeypatch.setattr(letters, "queue_mail", fails)
    assert letters.tell_alerts() == 1, "who fails holds nobody back"
    monkeypatch.undo()
    assert letters.tell_alerts() == 1
    assert Mail.objects.count() == 2


def test_of_many_places_some_are_named_and_the_rest_counted(time_machine: TimeMachineFixture) -> None:
    follow("")
    for number in range(11):
        make_place(f"Lieu {number}")
    said = told(time_machine)
    assert "Et 3 autres." in said


def test_a_search_that_names_what_is_gone_is_said_once_and_stopped(time_machine: TimeMachineFixture) -> None:
    network = make_network()
    follow("network=solozere")
    delete(network, **HERE)
    assert "nomme quelque chose que l’annuaire n’a plus" in told(time_machine)
    assert not Alert.objects.exists()


@committing
def test_a_network_that_is_renamed_is_followed_on(time_machine: TimeMachineFixture) -> None:
    place, network = make_place("La Forge"), make_network()
    follow("network=solozere")
    edit(network, changes={"slug": "sololozere"}, **HERE)
    make_membership(place, network, "2020-01-01")
    assert "a rejoint" in told(time_machine)


def test_it_leaves_from_the_worker_in_the_hours_of_offices(
    office: PostOffice, time_machine: TimeMachineFixture
) -> None:
    follow()
    make_place("La Forge")
    time_machine.move_to("2026-11-24T03:00:00+01:00")
    speak_of_searches()
    assert not Mail.objects.exists()
    time_machine.move_to("2026-11-24T09:00:00+01:00")
    speak_of_searches()
    send_due()
    (message,) = office.received
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip().startswith("<https://annuaire.example/alertes/toutes/")
    html = message.get_body(("html",))
    assert html
    assert "https://annuaire.example/lieux/la-forge/" in html.get_content()


def test_cron_may_do_it(time_machine: TimeMachineFixture, capsys: pytest.CaptureFixture[str]) -> None:
    follow()
    make_place("La Forge")
    tomorrow(time_machine)
    call_command("send_alerts")
    assert capsys.readouterr().out == "1 written\n"


# What is kept


def test_what_nobody_confirmed_is_forgotten_after_a_week(time_machine: TimeMachineFixture) -> None:
    Alert.objects.create(address="lea@example.org", query="", language="fr")
    confirmed = follow(address="max@example.org")
    tomorrow(time_machine, 6)
    assert forget_unconfirmed() == 0
    tomorrow(time_machine, 2)
    assert forget_unconfirmed() == 1
    assert list(Alert.objects.all()) == [confirmed]


def test_nothing_but_the_address_the_search_and_the_language_is_kept() -> None:
    names = {field.name for field in Alert._meta.get_fields()}
    assert names == {
        *("id", "address", "query", "language"),
        *("asked_at", "confirmed_at", "known", "position", "looked_on"),
    }


def test_an_hour_is_no_part_of_what_is_followed() -> None:
    assert kept("open=now&kind=coworking") == "kind=coworking"


def test_what_is_asked_freely_is_found_in_words() -> None:
    make_place("La Forge")
    search = Search.read(f"q=forge&{NEAR_MENDE}")
    with override("fr"):
        said = [re.sub(r"\s", " ", each) for each in search.in_words()]
        assert said == ["« forge »", "Espace de coworking", "à moins de 20 km de Mende"]
        assert search.in_words(but=["q"])[0] == "Espace de coworking"


def test_a_point_is_a_search_too() -> None:
    lon, lat = point_in("Mende")
    place = make_place("La Forge")
    assert Search.read(f"near={lon},{lat}&radius=1000").places() == [place.pk]


# Asking


def ask(client: Client, address: str = "lea@example.org", query: str = NEAR_MENDE, **more: str) -> Any:
    page = client.get("/alertes/?" + query).content.decode()
    (since,) = re.findall(r'name="since" value="([^"]+)"', page)
    return client.post("/alertes/", {"address": address, "query": query, "since": since, "suite": "", **more})


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontend.suggestions.guard.FASTEST", 0)


@pytest.mark.usefixtures("calm")
def test_one_is_asked_to_confirm_and_only_then_told(client: Client, time_machine: TimeMachineFixture) -> None:
    make_place("La Pompe")
    answer = ask(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/alertes/demandee/")
    (mail,) = Mail.objects.all()
    assert (mail.to, mail.stream) == ("lea@example.org", Stream.ALERT)
    make_place("La Forge")
    assert told(time_machine) == "", "nothing before she has said yes"
    (link,) = set(re.findall(r"(/alertes/[^/\s]+/)", mail.text))
    assert "Oui, me prévenir" in client.get(link).content.decode()
    assert Alert.objects.get().confirmed_at is None, "a link that is opened does nothing: scanners follow links"
    page = client.post(link, {"yes": "1"}).content.decode()
    assert "Vous suivez cette recherche" in page
    make_place("Le Fil")
    assert "Le Fil" in told(time_machine)
    client.post(link, {"no": "1"})
    assert not Alert.objects.exists()
    assert client.get(link).status_code == 410


@pytest.mark.usefixtures("calm")
def test_what_a_stranger_types_is_not_carried_to_whom_he_likes(client: Client) -> None:
    make_place("La Pompe")
    ask(client, query="q=achetez+sur+spam.example")
    (mail,) = Mail.objects.all()
    assert "spam.example" not in mail.text + mail.html + mail.subject


@pytest.mark.usefixtures("calm")
def test_an_address_is_asked_three_times_a_day_whatever_is_asked_for(client: Client) -> None:
    make_place("La Pompe")
    answers = {ask(client, query=f"q=mot{number}").headers["Location"] for number in range(9)}
    answers |= {ask(client, " LEA@example.org ", query="q=encore").headers["Location"]}
    assert answers == {"/alertes/demandee/"}, "and nobody is told"
    assert Mail.objects.count() == 3


@pytest.mark.usefixtures("calm")
def test_an_address_that_never_answers_is_left_alone(client: Client, time_machine: TimeMachineFixture) -> None:
    make_place("La Pompe")
    for day in range(4):
        for number in range(3):
            ask(client, query=f"q=mot{day}{number}")
        tomorrow(time_machine)
    assert Mail.objects.count() == 5


@pytest.mark.usefixtures("calm")
def test_who_wants_no_such_letters_has_none(client: Client) -> None:
    make_place("La Pompe")
    ask(client)
    (mail,) = Mail.objects.all()
    link = mail.headers["List-Unsubscribe"].strip("<>").partition("testserver")[2] or mail.headers["List-Unsubscribe"]
    path = re.search(r"/courriels/[^>]+", link)
    assert path
    client.post(path[0], {"List-Unsubscribe": "One-Click"})
    assert OptOut.objects.get().address == stand_in("lea@example.org")
    assert ask(client, query="q=autre").headers["Location"] == "/alertes/demandee/"
    assert Mail.objects.count() == 1
    opt_in(address=stand_in("lea@example.org"), stream=Stream.ALERT)
    ask(client, query="q=autre")
    assert Mail.objects.count() == 2


@pytest.mark.usefixtures("calm")
def test_nothing_tells_whether_an_address_is_known(client: Client) -> None:
    make_place("La Pompe")
    follow()
    opt_out(address=stand_in("max@example.org"), stream=Stream.ALERT)
    answers = [ask(client, address) for address in ("lea@example.org", "max@example.org", "new@example.org")]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert [mail.to for mail in Mail.objects.all()] == ["new@example.org"]


@pytest.mark.usefixtures("calm")
def test_a_trap_that_is_filled_in_writes_to_nobody(client: Client) -> None:
    make_place("La Pompe")
    assert ask(client, suite="x").status_code == 302
    assert not Alert.objects.exists()


@pytest.mark.usefixtures("calm")
def test_when_everyone_asks_at_once_one_is_told_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_place("La Pompe")
    monkeypatch.setattr("network.services.alerts.MOST_AN_HOUR", 2)
    for number in range(2):
        ask(client, f"lea{number}@example.org")
    answer = ask(client, "lea9@example.org")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")


def test_too_fast_or_from_nowhere_is_asked_again(client: Client) -> None:
    make_place("La Pompe")
    assert ask(client).status_code == 422
    assert ask(client, since="forged").status_code == 422
    elsewhere = client.post("/alertes/", {"address": "a@example.org"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("address", ["", "lea", "lea@", "a b@example.org", "x" * 400 + "@example.org"])
def test_what_is_no_address_is_asked_again(client: Client, address: str) -> None:
    make_place("La Pompe")
    assert ask(client, address).status_code == 422


def test_a_search_says_what_is_kept_of_it(client: Client) -> None:
    make_place("La Pompe")
    page = client.get("/alertes/", {"near_commune": "mende", "radius": "20000", "open": "now", "kind": "x"}).content
    said = re.sub(r"\s+", " ", page.decode())
    assert "à moins de 20 km de Mende" in said
    assert "laissé de côté" in said
    assert "1 lieu" in said


def test_a_mail_reader_leaves_in_one_press(client: Client, time_machine: TimeMachineFixture) -> None:
    follow()
    follow("q=forge")
    follow(address="max@example.org")
    make_place("La Forge")
    tomorrow(time_machine)
    letters.tell_alerts()
    mail = Mail.objects.get(to="lea@example.org")
    found = re.search(r"/alertes/toutes/[^>]+", mail.headers["List-Unsubscribe"])
    assert found
    assert client.get(found[0]).status_code == 200
    assert Alert.objects.count() == 3
    assert client.post(found[0], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [alert.address for alert in Alert.objects.all()] == ["max@example.org"]


@pytest.mark.parametrize("path", ["/alertes/x/", "/alertes/toutes/x/"])
def test_a_link_that_somebody_made_up_opens_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, {"yes": "1"}).status_code == 404


def test_the_link_of_one_alert_is_not_that_of_all(client: Client) -> None:
    alert = follow()
    token = letters.way_to(alert).rstrip("/").rpartition("/")[2]
    assert client.post(f"/alertes/toutes/{token}/").status_code == 404
