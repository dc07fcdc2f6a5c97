"""Every page of those who keep the directory, and of those who help them: axe finds nothing, and nothing spills."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from frontend.urls import workspace
from network.accounts.sealing import seal
from network.choices import Answer, Reported, Stream
from network.importing.mapping import Plan
from network.mail.alerts import way_to as way_to_alert
from network.mail.links import leaving, way_to
from network.models import (
    Alert,
    Import,
    ImportSource,
    Invitation,
    Network,
    Post,
    Reminder,
    Stewardship,
    Suggestion,
    Token,
    User,
    Webhook,
)
from network.models.reminder import stand_in
from network.rights import Action, allowed
from network.services import Offer, Said, invite, issue, suggest
from network.services.alerts import ask_for_alert
from network.services.imports import NewFile, ask_for, drop_import, read_import, receive, source_for
from network.services.imports.peers import compare_with_peer
from network.services.webhooks import ping
from network.webhooks.signing import new_secret
from places.choices import Door
from places.models import Place
from places.services import create, delete, version_of
from tests.browser.axe import violations
from tests.browser.conftest import LAPTOP, OpenPage, elsewhere
from tests.browser.test_workspace import sign_in
from tests.factories import period

SLUG, SMALL = "france-services-florac", {"width": 320, "height": 640}
HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}
# What each address that shows a page is called; the others are pressed, or answer what is no page.
SHOWN = {
    "home": "/espace/",
    "queue": "/espace/jamais-verifiees/",
    "duplicates": "/espace/doublons/",
    "bin": "/espace/corbeille/",
    "edit": f"/espace/lieux/{SLUG}/",
    "history": f"/espace/lieux/{SLUG}/historique/",
    "photos": f"/espace/lieux/{SLUG}/photos/",
    "network": "/espace/reseaux/france-services/",
    "new-place": "/espace/reseaux/france-services/nouveau/",
    "imports": "/espace/reseaux/france-services/fichiers/",
    "peers": "/espace/pairs/",
    "people": "/espace/personnes/",
    "suggestions": "/espace/suggestions/",
    "account": "/espace/compte/",
    "invitations": "/espace/invitations/",
    "tokens": "/espace/jetons/",
    "webhooks": "/espace/appels/",
}
MADE = ["peer", "finding", "import", "suggestion", "merge", "webhook"]
OF_ADMINISTRATORS = ["administrators", "opening-code"]
PRESSED = """
addresses sign-out take-back bring-back doubt-again hours close undo presence remove-photo first-photo move-photo
say-of-photo seen vouched unsaid joined left read-again decide-import teach-import apply-import take-back-import
drop-import end-stay language new-key remove-key end-session end-others withdraw send-again revoke suggested-photo
ask-again decide-together read-peer-again corrections tell-webhook rotate-webhook send-again-webhook
"""
# They have tests of their own: tests/browser/test_workshop.py.
OF_WORKSHOPS = """
workshops workshop desk show suppose moderation decide carried-room move-workshop delete-workshop arrange-scenes
copy-scenes workshop-file new-scene scene delete-scene new-workshop
"""


def test_no_page_is_forgotten_here() -> None:
    names = {str(pattern.name) for pattern in workspace[0]}
    assert names == {*SHOWN, *MADE, *OF_ADMINISTRATORS, *PRESSED.split(), *OF_WORKSHOPS.split()}


@pytest.fixture
def pages(site: str) -> Iterator[dict[str, str]]:
    """The pages of someone who runs a network and keeps a listing, with something on each of them."""
    found: dict[str, str] = dict(SHOWN)
    elsewhere(lambda: found.update(_written()))
    yield found
    elsewhere(_cleared)


def _written() -> dict[str, str]:
    claire = User.objects.create_user("claire", "claire@example.org", "pluie tambour ficelle", first_name="Claire")
    place, network = Place.objects.get(slug=SLUG), Network.objects.get(slug="france-services")
    organisation = network.organisations.order_by("pk")[0]
    create(Post, values={"person": claire, "organisation": organisation, "period": period("2020-01-01")}, **HERE)
    create(Stewardship, values={"person": claire, "place": place, "period": period("2020-01-01")}, **HERE)
    reminder = Reminder.objects.create(place=place, address=stand_in(claire.email), asked_on="2026-11-01")
    issue(person=claire, name="Tableur", networks=[network], lasts=timedelta(days=30))
    _made, invited = invite(offer=Offer("ines@example.org", organisation), by=claire)
    whole = Place.objects.filter(allowed(Action.MERGE, claire), status="published").order_by("name")[:2]
    merged = f"/espace/lieux/{whole[0].slug}/fusionner/?avec={whole[1].slug}"
    links = {"merge": merged} | {
        str(answer): urlsplit(way_to(reminder, answer)).path for answer in (Answer.RIGHT, Answer.GONE)
    }
    links |= {"leave": urlsplit(leaving("x", Stream.REMINDER)).path, "invited": f"/invitations/{invited}/"}
    links |= _compared(network)
    links |= {"import": f"/espace/fichiers/{_imported(network)}/", "webhook": _called(network, claire), **_followed()}
    return {**links, **OPEN, **_suggested(place)}


def _called(network: Network, person: User) -> str:
    secret = seal(new_secret())
    row = Webhook.objects.create(network=network, person=person, name="Site", url="https://example.org/", secret=secret)
    ping(webhook=row)
    return f"/espace/appels/{row.pk}/"


def _followed() -> dict[str, str]:
    alert = ask_for_alert(address="ines@example.org", query="q=fablab", language="fr")
    assert alert
    return {"alert": urlsplit(way_to_alert(alert)).path}


OPEN = {"report": f"/signaler/?lieu={SLUG}", "propose": "/proposer/", "password": "/connexion/mot-de-passe/"}
OPEN |= {"follow": "/alertes/?q=fablab", "asked": "/alertes/demandee/"}


def _suggested(place: Place) -> dict[str, str]:
    said = Said({"phone": "+33466000000", "has_wifi": True}, "Le numéro a changé", version_of(place))
    error = suggest(kind=Reported.ERROR, place=place, said=said, door=Door.PUBLIC)
    point = {"point": "44.518000, 3.498300", "precision": "commune"}
    missing = Said({"name": "La Forge", "commune": "48095", **point})
    new = suggest(kind=Reported.NEW, place=None, said=missing, door=Door.PUBLIC)
    return {
        "suggestion": f"/espace/suggestions/{error.pk}/",
        "missing": f"/espace/suggestions/{new.pk}/",
        "followed": f"/signalements/{new.uuid}/",
    }


def _imported(network: Network) -> int:
    file = NewFile("liste.csv", b"nom,commune\nLa Forge,Mende\nLa Pompe,Mende\nSans lieu,\n", date(2026, 11, 1))
    batch = receive(source=source_for(name="Liste", network=network), file=file, by=None)
    ask_for(batch=batch, plan=Plan.of(batch.plan), joins=False)
    read_import(batch=batch)
    return batch.pk


def _compared(network: Network) -> dict[str, str]:
    """The pages of another directory: a row that may be one of ours comes first."""
    rows = "id,nom,typologie,commune\n1,France services de Florac,RFS,Florac Trois Rivières\n2,La Forge,RFS,Mende\n"
    source = source_for(name="Liste nationale", network=network, is_peer=True)
    batch = receive(source=source, file=NewFile("liste.csv", rows.encode(), date(2026, 11, 1)), by=None)
    ask_for(batch=batch, plan=Plan.of(batch.plan), joins=False)
    compare_with_peer(batch=read_import(batch=batch))
    page = f"/espace/pairs/{source.pk}/"
    return {"peer": page, "finding": f"{page}ecart/", "theirs": f"{page}ecart/?sorte=theirs"}


def _cleared() -> None:
    ImportSource.objects.filter(is_peer=True).delete()
    Suggestion.objects.all().delete()
    Alert.objects.all().delete()
    for batch in Import.objects.all():
        drop_import(batch=batch)
    Invitation.objects.all().delete()
    Token.objects.all().delete()
    Reminder.objects.all().delete()
    person = User.objects.get(username="claire")
    for model in (Post, Stewardship):
        for given in model._default_manager.filter(person=person):
            delete(given, **HERE)
    person.delete()


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details:not([hidden])').forEach(part => { part.open = true; })")


@pytest.mark.parametrize(("viewport", "prefix"), [(SMALL, ""), (LAPTOP, "/en")], ids=["small", "laptop-en"])
def test_axe_finds_nothing_to_say_and_nothing_spills(
    open_page: OpenPage, pages: dict[str, str], viewport: dict[str, int], prefix: str
) -> None:
    page = open_page(f"{prefix}/connexion/", viewport=viewport)
    faults = violations(page)
    page.goto("/espace/")
    sign_in(page)
    for name, address in pages.items():
        answer = page.goto(f"{prefix}{address}")
        assert answer
        assert answer.ok, name
        _unfold(page)
        expect(page.locator("h1")).to_be_visible()
        faults += [f"{name}: {fault}" for fault in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{name} spills")
    assert faults == []
