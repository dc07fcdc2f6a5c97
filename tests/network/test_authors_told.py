"""The author of a suggestion is told what became of it, if she left an address: once, in her language."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import override

from network.choices import Reported, Review, Stage
from network.mail.sending import send_due
from network.models import Author, Mail, NetworkedPlace, Suggestion, User
from network.services import Said, Verdict, accept, accept_closing, accept_new, refuse, sort_out, suggest
from places.choices import Door, Precision
from places.services import version_of
from tests.factories import make_commune, make_place, make_user
from tests.network.post_office import PostOffice, opened

pytestmark = pytest.mark.django_db
HERS = "voisine@courriel.example"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PUBLIC_URL="https://annuaire.example") as office:
        yield office


@pytest.fixture
def pump() -> NetworkedPlace:
    return make_place("La Pompe", phone="+33466000000")


@pytest.fixture
def claire() -> User:
    return make_user("claire", first_name="Claire", last_name="Martin")


def said(pump: NetworkedPlace, tell: str = HERS, words: str = "Le numéro a changé") -> Suggestion:
    told = Said({"phone": "+33466111111"}, words, version_of(pump), tell)
    return suggest(kind=Reported.ERROR, place=pump, said=told, door=Door.PUBLIC)


def sent(office: PostOffice) -> tuple[str, str, str]:
    """The subject, the text and the HTML of the only mail that left."""
    send_due()
    (message,) = office.received
    text, html = (part.get_content() for part in message.iter_parts())
    assert message["To"] == HERS
    return str(message["Subject"]).strip(), re.sub(r"\s+", " ", text), html


def test_who_left_an_address_is_told_that_it_is_mended(office: PostOffice, pump: NetworkedPlace, claire: User) -> None:
    asked = said(pump)
    accept(suggestion=asked, steps=[({"phone": "+33466111111"}, asked.version)], by=claire, door=Door.WORKSPACE)
    subject, text, html = sent(office)
    assert subject == "C’est corrigé, merci · La Pompe"
    for body in (text, html):
        assert "La Pompe" in body
        assert "Le numéro a changé" in body
        assert "https://annuaire.example/lieux/la-pompe/" in body
        assert "Claire" not in body
        assert "claire" not in body


def test_who_is_refused_is_told_why(office: PostOffice, pump: NetworkedPlace, claire: User) -> None:
    refuse(
        suggestion=said(pump, words="<b>Fermé</b>"), reason="Il répond & <i>ouvre</i>.", by=claire, door=Door.WORKSPACE
    )
    subject, text, html = sent(office)
    assert subject == "Votre signalement n’a pas été retenu · La Pompe"
    assert "> Il répond & <i>ouvre</i>." in text
    assert "Il répond &amp; &lt;i&gt;ouvre&lt;/i&gt;." in html
    assert "<b>Fermé" not in html


def test_what_is_kept_in_part_is_said_to_be(office: PostOffice, pump: NetworkedPlace, claire: User) -> None:
    accept(suggestion=said(pump), steps=[], verdict=Verdict({"phone": "refused"}), by=claire, door=Door.WORKSPACE)
    assert sent(office)[0] == "C’est corrigé en partie, merci · La Pompe"


def test_she_is_told_in_the_language_that_she_wrote_in(office: PostOffice, pump: NetworkedPlace, claire: User) -> None:
    with override("en"):
        asked = said(pump)
    accept(suggestion=asked, steps=[], by=claire, door=Door.WORKSPACE)
    subject, text, html = sent(office)
    assert subject == "It is corrected, thank you · La Pompe"
    assert "https://annuaire.example/en/lieux/la-pompe/" in text
    assert '<html lang="en">' in html


def test_of_a_place_that_was_missing_and_of_one_that_is_gone(
    office: PostOffice, pump: NetworkedPlace, claire: User
) -> None:
    patch = {"name": "La Forge", "commune": make_commune().pk}
    new = suggest(kind=Reported.NEW, said=Said(patch, tell=HERS), door=Door.PUBLIC)
    values = {"name": "La Forge", "commune": make_commune(), "kinds": ["coworking"], "precision": Precision.UNKNOWN}
    accept_new(suggestion=new, values=values, by=claire, door=Door.WORKSPACE)
    gone = suggest(kind=Reported.CLOSED, place=pump, said=Said({}, tell=HERS), door=Door.PUBLIC)
    accept_closing(suggestion=gone, on=date(2026, 11, 1), by=claire, door=Door.WORKSPACE)
    send_due()
    subjects = [str(message["Subject"]).strip() for message in office.received]
    assert subjects == ["C’est corrigé, merci · La Forge", "C’est corrigé, merci · La Pompe"]
    first, _html = (part.get_content() for part in office.received[0].iter_parts())
    assert "/lieux/la-forge/" in first


def test_nothing_of_her_is_kept_once_she_is_told(office: PostOffice, pump: NetworkedPlace, claire: User) -> None:
    refuse(suggestion=said(pump), reason="Non.", by=claire, door=Door.WORKSPACE)
    assert not Author.objects.exists()
    send_due()
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{HERS}%"])
            assert cursor.fetchone() == (0,), table


def test_a_decision_that_is_not_made_tells_nobody(pump: NetworkedPlace, claire: User) -> None:
    asked = said(pump)
    refuse(suggestion=asked, reason="Non.", by=claire, door=Door.WORKSPACE)
    with pytest.raises(ValidationError):
        refuse(suggestion=asked, reason="Non plus.", by=claire, door=Door.WORKSPACE)
    assert Mail.objects.count() == 1


def test_spam_is_answered_by_nobody_and_what_was_no_spam_is_answered_after_all(
    pump: NetworkedPlace, claire: User
) -> None:
    asked = said(pump)
    sort_out(suggestion=asked, state=Review.SPAM, by=claire, door=Door.WORKSPACE)
    assert not Mail.objects.exists()
    sort_out(suggestion=asked, state=Review.WAITING, by=claire, door=Door.WORKSPACE)
    refuse(suggestion=asked, reason="Non.", by=claire, door=Door.WORKSPACE)
    assert Mail.objects.get().to == HERS


def test_two_who_say_the_same_are_both_told_and_one_who_says_it_twice_once(pump: NetworkedPlace, claire: User) -> None:
    asked = said(pump)
    assert said(pump) == said(pump, tell="autre@courriel.example") == asked
    accept(suggestion=asked, steps=[], by=claire, door=Door.WORKSPACE)
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["autre@courriel.example", HERS]


def test_who_left_no_address_gets_no_mail(pump: NetworkedPlace, claire: User) -> None:
    accept(suggestion=said(pump, tell=""), steps=[], by=claire, door=Door.WORKSPACE)
    assert not Mail.objects.exists()


def test_a_site_that_may_write_to_nobody_keeps_what_it_would_have_said(pump: NetworkedPlace, claire: User) -> None:
    with opened(MAIL_RECIPIENTS=[]) as office:
        refuse(suggestion=said(pump), reason="Non.", by=claire, door=Door.WORKSPACE)
        assert send_due() == 0
        assert office.received == []
        assert Mail.objects.get().state == Stage.HELD
