"""Inviting: nobody gives what she has not, nothing is given twice, and only a button gives it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone
from psycopg.types.range import DateRange
from time_machine import TimeMachineFixture

from network.accounts.attempts import TooSoonError
from network.models import Invitation, Network, NetworkedPlace, Organisation, Post, Stewardship, User
from network.rights import Action, may
from network.services import Newcomer, Offer, accept_invitation, invite
from tests.factories import make_membership, make_network, make_organisation, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/invitations/"
NAMES = {"first_name": "Inès", "last_name": "Valette"}


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire", last_name="Mendras")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def organisation(claire: User) -> Organisation:
    return Organisation.objects.get()


@pytest.fixture
def place(claire: User) -> NetworkedPlace:
    place = make_place("La Pompe")
    make_membership(place, Network.objects.get(), "2020-01-01")
    return place


def ask(client: Client, gift: object, email: str = "Ines@example.org", **more: str) -> Any:
    return client.post(PAGE, {"email": email, "gift": str(gift), **more})


def letter() -> EmailMultiAlternatives:
    last = mail.outbox[-1]
    assert isinstance(last, EmailMultiAlternatives)
    return last


def link(language: str = "") -> str:
    """The address in the last letter, without the site's."""
    found = re.search(rf"http://testserver({language}/invitations/[\w-]+/)", str(letter().body))
    assert found
    return found[1]


def accept(address: str, client: Client | None = None) -> Any:
    return (client or Client()).post(address, NAMES)


# From the form to the right --------------------------------------------------------------------------


def test_a_colleague_is_invited_to_a_post_and_comes_in_by_a_button(
    client_of: ClientOf, claire: User, organisation: Organisation
) -> None:
    assert ask(client_of(claire), organisation.pk)["Location"] == PAGE
    hers = Client()
    page = hers.get(link()).content.decode()
    assert "Claire Mendras" in page
    assert organisation.name in page
    assert "France services" in page
    assert not User.objects.filter(email="ines@example.org").exists(), "looking gives nothing"
    assert accept(link(), hers)["Location"] == "/espace/"
    ines = User.objects.get(email="ines@example.org")
    assert (ines.get_full_name(), ines.has_usable_password()) == ("Inès Valette", False)
    assert (ines.is_staff, ines.is_superuser) == (False, False)
    assert may(Action.RUN, ines, Network.objects.get())
    assert "Bienvenue" in hers.get("/espace/").content.decode()


def test_a_place_is_entrusted_from_its_listing(client_of: ClientOf, claire: User, place: NetworkedPlace) -> None:
    hers = client_of(claire)
    assert f"{PAGE}?lieu=la-pompe" in hers.get("/espace/lieux/la-pompe/").content.decode()
    assert "La fiche « La Pompe »" in hers.get(f"{PAGE}?lieu=la-pompe").content.decode().replace("\xa0", " ")
    ask(hers, f"place-{place.pk}", lieu="la-pompe", until="2027-12-31")
    assert accept(link()).status_code == 302
    kept = Stewardship.objects.get()
    assert (kept.place.pk, kept.period) == (place.pk, DateRange(timezone.localdate(), date(2028, 1, 1)))
    assert may(Action.EDIT, kept.person, place)


def test_the_letter_speaks_both_languages_in_text_and_in_html(
    client_of: ClientOf, claire: User, organisation: Organisation
) -> None:
    claire.first_name = "<b>Claire</b>"
    claire.save()
    ask(client_of(claire), organisation.pk)
    text, (html, kind) = str(letter().body), letter().alternatives[0]
    assert letter().to == ["ines@example.org"]
    assert letter().subject == "Invitation à Croisée / Invitation to Croisée"
    assert kind == "text/html"
    for said in (text, str(html)):
        assert "vous invite à tenir à jour" in said
        assert "invites you to help keep" in said
        assert link() in said
        assert link("/en") in said
    assert "<b>Claire" not in str(html)
    assert Client().get(link("/en")).status_code == 200


def test_an_account_that_is_there_gains_the_right_and_signs_in_by_itself(
    client_of: ClientOf, claire: User, organisation: Organisation
) -> None:
    """The link is good for days: it must not open an account that someone may have had for years."""
    ines = make_user("ines", email="INES@example.org")
    ask(client_of(claire), organisation.pk)
    hers = Client()
    assert "Votre prénom" not in hers.get(link()).content.decode()
    hers.post(link())
    assert may(Action.RUN, ines, Network.objects.get())
    assert "_auth_user_id" not in hers.session
    assert User.objects.count() == 2


def test_what_is_accepted_in_someone_elses_browser_goes_to_the_address(
    client_of: ClientOf, claire: User, organisation: Organisation
) -> None:
    ask(client_of(claire), organisation.pk)
    other = make_user("autre")
    client = client_of(other)
    assert "Un autre compte est connecté" in client.get(link()).content.decode()
    accept(link(), client)
    assert not may(Action.RUN, other, Network.objects.get())
    assert client.session["_auth_user_id"] == str(other.pk)


# Once, in time, and as long as it may be given -------------------------------------------------------


def test_an_invitation_serves_once(client_of: ClientOf, claire: User, organisation: Organisation) -> None:
    ask(client_of(claire), organisation.pk)
    accept(link())
    again = accept(link())
    assert again.status_code == 410
    assert "déjà acceptée" in again.content.decode() or "ne vaut plus" in again.content.decode()
    assert Post.objects.filter(person__email="ines@example.org").count() == 1


@pytest.mark.parametrize(("days", "status"), [(13.9, 302), (14.1, 410)])
@pytest.mark.usefixtures("organisation")
def test_it_waits_fourteen_days(claire: User, time_machine: TimeMachineFixture, days: float, status: int) -> None:
    client = Client()
    client.force_login(claire)
    ask(client, Organisation.objects.get().pk)
    time_machine.move_to(timezone.now() + timedelta(days=days))
    assert accept(link()).status_code == status


def test_one_that_is_withdrawn_leads_to_nothing(client_of: ClientOf, claire: User, organisation: Organisation) -> None:
    hers = client_of(claire)
    ask(hers, organisation.pk)
    hers.post(f"{PAGE}{Invitation.objects.get().pk}/retirer/")
    assert accept(link()).status_code == 410
    assert "Retirée le" in hers.get(PAGE).content.decode()


def test_one_that_is_sent_again_has_another_link(client_of: ClientOf, claire: User, organisation: Organisation) -> None:
    hers = client_of(claire)
    ask(hers, organisation.pk)
    first = link()
    hers.post(f"{PAGE}{Invitation.objects.get().pk}/renvoyer/")
    assert first != link()
    assert accept(first).status_code == 404
    assert accept(link()).status_code == 302


def test_whoever_may_no_longer_give_it_gives_nothing(
    client_of: ClientOf, claire: User, organisation: Organisation
) -> None:
    ask(client_of(claire), organisation.pk)
    Post.objects.filter(person=claire).delete()
    assert accept(link()).status_code == 410
    assert not User.objects.filter(email="ines@example.org").exists()


@pytest.mark.parametrize("end", [{"is_active": False}, {}])
def test_nor_does_an_administrator_whose_account_is_closed_or_gone(
    client_of: ClientOf, administrator: User, end: dict[str, bool]
) -> None:
    ask(client_of(administrator), "site")
    make_user("autre-chef", is_superuser=True)  # one always stays
    User.objects.filter(pk=administrator.pk).update(**end) if end else administrator.delete()
    assert accept(link()).status_code == 410
    assert not User.objects.filter(email="ines@example.org").exists()


def test_a_closed_account_is_not_opened_by_an_invitation(
    client_of: ClientOf, claire: User, organisation: Organisation
) -> None:
    gone = make_user("ines", is_active=False)
    ask(client_of(claire), organisation.pk)
    assert accept(link()).status_code == 410
    gone.refresh_from_db()
    assert not gone.is_active
    assert not Post.objects.filter(person=gone).exists()


def test_a_post_lasts_no_longer_than_that_of_who_gives_it(
    client_of: ClientOf, claire: User, organisation: Organisation
) -> None:
    own = Post.objects.get(person=claire)
    Post.objects.filter(pk=own.pk).update(period=DateRange(date(2020, 1, 1), date(2027, 7, 1)))
    ask(client_of(claire), organisation.pk, until="2040-01-01")
    accept(link())
    assert Post.objects.get(person__email="ines@example.org").period.upper == date(2027, 7, 1)


def test_a_day_that_is_past_is_refused_in_words(client_of: ClientOf, claire: User, organisation: Organisation) -> None:
    page = ask(client_of(claire), organisation.pk, until="2026-11-01")
    assert "Cette date est passée." in page.content.decode()
    assert mail.outbox == []


# Nobody gives what she has not -----------------------------------------------------------------------


def test_nothing_else_can_be_chosen_than_what_is_hers_to_give(
    client_of: ClientOf, claire: User, place: NetworkedPlace
) -> None:
    foreign = make_organisation("Ailleurs")
    elsewhere = make_place("Loin")
    make_membership(elsewhere, make_network("SoLozère"), "2020-01-01")
    hers = client_of(claire)
    assert ask(hers, "").status_code == 200
    for gift in (foreign.pk, "site", f"place-{elsewhere.pk}", f"place-{place.pk}", "x"):
        assert ask(hers, gift).status_code == 404
    assert hers.get(f"{PAGE}?lieu=loin").status_code == 404
    assert ask(hers, f"place-{elsewhere.pk}", lieu="loin").status_code == 404
    assert ask(hers, f"place-{elsewhere.pk}", lieu="la-pompe").status_code == 404
    assert ask(hers, "site", lieu="la-pompe").status_code == 404
    assert mail.outbox == []
    assert not Invitation.objects.exists()


def test_the_verb_refuses_too(claire: User, organisation: Organisation) -> None:
    foreign = make_organisation("Ailleurs")
    for offer in (Offer("x@example.org"), Offer("x@example.org", foreign), Offer("x@example.org", place=make_place())):
        with pytest.raises(ValidationError, match="Vous ne pouvez pas donner cela"):
            invite(offer=offer, by=claire)


def test_a_steward_invites_nobody(client_of: ClientOf, claire: User, place: NetworkedPlace) -> None:
    _invitation, token = invite(offer=Offer("ines@example.org", place=place), by=claire)
    steward = accept_invitation(token=token, newcomer=Newcomer("Inès", "Valette"))
    assert client_of(steward).get(PAGE).status_code == 404
    assert client_of(steward).get(f"{PAGE}?lieu=la-pompe").status_code == 404
    assert "?lieu=" not in client_of(steward).get("/espace/lieux/la-pompe/").content.decode()


def test_someone_elses_invitations_are_not_hers(client_of: ClientOf, claire: User, organisation: Organisation) -> None:
    ask(client_of(claire), organisation.pk)
    colleague = make_user("collegue")
    make_post(colleague, Network.objects.get())
    hers = client_of(colleague)
    assert "ines@example.org" not in hers.get(PAGE).content.decode()
    for verb in ("retirer", "renvoyer"):
        assert hers.post(f"{PAGE}{Invitation.objects.get().pk}/{verb}/").status_code == 404
    assert accept(link()).status_code == 302


def test_an_administrator_gives_anything(client_of: ClientOf, administrator: User) -> None:
    organisation, place = make_organisation("Ailleurs"), make_place("Loin")
    hers = client_of(administrator)
    ask(hers, organisation.pk, "a@example.org")
    ask(hers, f"place-{place.pk}", "b@example.org", lieu="loin")
    ask(hers, "site", "c@example.org")
    assert len(mail.outbox) == 3
    accept(link())
    assert User.objects.get(email="c@example.org").is_superuser


def test_letters_to_people_who_did_not_ask_are_slowed_down(
    client_of: ClientOf, claire: User, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_soon(*_args: object) -> None:
        raise TooSoonError(90)

    monkeypatch.setattr("frontend.accounts.invitations.slow_down", too_soon)
    assert "90 secondes" in ask(client_of(claire), organisation.pk).content.decode().replace("\xa0", " ")
    assert mail.outbox == []


# What is kept ----------------------------------------------------------------------------------------


def test_the_token_is_in_the_letter_alone(client_of: ClientOf, claire: User, organisation: Organisation) -> None:
    ask(client_of(claire), organisation.pk)
    token = link().split("/")[2]
    assert len(token) == 43
    kept = Invitation.objects.values().get()
    assert token not in str(kept)


def test_those_that_nobody_answered_are_forgotten(claire: User, organisation: Organisation) -> None:
    old, _token = invite(offer=Offer("old@example.org", organisation), by=claire)
    Invitation.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=91))
    invite(offer=Offer("new@example.org", organisation), by=claire)
    assert [each.email for each in Invitation.objects.all()] == ["new@example.org"]


def test_the_log_says_who_gave_a_post(client_of: ClientOf, claire: User, organisation: Organisation) -> None:
    ask(client_of(claire), organisation.pk)
    accept(link())
    log: Any = Post.pgh_event_model  # type: ignore[attr-defined]
    assert log.objects.latest("pgh_id").pgh_context.metadata["user"] == claire.pk


def test_an_unknown_token_is_nothing(client: Client) -> None:
    assert client.get("/invitations/x/").status_code == 404
    assert client.post("/invitations/x/").status_code == 404
