"""What each person may do in the workspace is what `docs/rights.md` says: every cell of its table is tried."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoDbBlocker
from time_machine import travel

from frontend.urls import workspace
from network.choices import Reported, Review, Stream
from network.mail.links import leaving
from network.models import (
    Invitation,
    Membership,
    Network,
    NetworkedPlace,
    Stewardship,
    Suggestion,
    Token,
    User,
    Verification,
)
from network.models.reminder import stand_in
from network.rights import Action, may
from network.services import Offer, Said, entrust, invite, issue, suggest, verify
from places.choices import Door
from places.models import Place
from places.services import edit, version_of
from tests import databases
from tests.factories import (
    make_contribution,
    make_membership,
    make_network,
    make_organisation,
    make_place,
    make_post,
    make_steward,
    make_user,
    make_workshop,
)
from tests.frontend.scene_of_rights import INVITATIONS, NETWORK, QUEUE, STAY, Answer, Scene, last_change

pytestmark = pytest.mark.django_db
ROLES = [
    "anonymous",
    "stranger",
    "steward of another place",
    "steward",
    "of another network",
    "facilitator",
    "administrator",
]

# Each action of the table, as it is done.
ACTIONS: dict[str, Callable[[Scene], Answer]] = {
    "read the directory": lambda scene: scene.client.get("/"),
    "open the link of a reminder": lambda scene: scene.client.get(scene.reminded()),
    "answer a reminder by its link": lambda scene: scene.client.post(
        scene.reminded(), {"version": version_of(scene.place)}
    ),
    "stop mails by the link of one": lambda scene: scene.client.post(
        urlsplit(leaving(stand_in("x@example.org"), Stream.REMINDER)).path
    ),
    "open a link that somebody made up": lambda scene: scene.client.get("/rappels/x/"),
    "open the workspace": lambda scene: scene.client.get("/espace/"),
    "open a queue": lambda scene: scene.client.get(QUEUE),
    "say that a listing is right": lambda scene: scene.say(),
    "pass a card over": lambda scene: scene.say(**{"pass": ""}),
    "correct a listing": lambda scene: scene.correct(),
    "ask where an address is": lambda scene: scene.client.get("/espace/adresses/", {"q": "12 rue du Pont"}),
    "ask what hours mean": lambda scene: scene.client.post("/espace/horaires/", {"text": "lundi 9h-12h"}),
    "say that one has it open, and see who has": lambda scene: scene.client.post("/espace/lieux/la-pompe/presence/"),
    "read its history": lambda scene: scene.client.get("/espace/lieux/la-pompe/historique/"),
    "undo a change of it": lambda scene: scene.undo(scene.edited),
    "undo a change of its membership in another network": lambda scene: scene.undo(scene.joined),
    "see its photos to keep them": lambda scene: scene.client.get("/espace/lieux/la-pompe/photos/"),
    "add a photo": lambda scene: scene.client.post("/espace/lieux/la-pompe/photos/", {"credit": "Mairie"}),
    "put a photo first": lambda scene: scene.photo("en-premier"),
    "move a photo": lambda scene: scene.photo("deplacer"),
    "say what a photo shows": lambda scene: scene.photo("mots", alt="Le hall", credit="Elle", licence="etalab-2.0"),
    "take a photo off": lambda scene: scene.photo("retirer"),
    "close a place": lambda scene: scene.client.post("/espace/lieux/la-pompe/fermer/", {"day": "2026-11-30"}),
    "keep a network: who is in it": lambda scene: scene.client.get(NETWORK),
    "note that a source cites its places": lambda scene: scene.client.post(f"{NETWORK}vus/", scene.sourced()),
    "stand for the listing of a member": lambda scene: scene.client.post(f"{NETWORK}garant/", {"one": scene.stay.pk}),
    "take back one’s own word for it": lambda scene: scene.client.post(
        f"{NETWORK}garant/{scene.say_for_it()}/annuler/"
    ),
    "put a place in it": lambda scene: scene.client.post(f"{NETWORK}ajouter/ailleurs/", scene.sourced()),
    "create a place in it": lambda scene: scene.client.post(
        f"{NETWORK}nouveau/", scene.sourced() | {"name": "Neuf", "kinds": "coworking", "commune": "48095"}
    ),
    "list the files that came for it": lambda scene: scene.client.get(f"{NETWORK}fichiers/"),
    "send a file for it": lambda scene: scene.client.post(f"{NETWORK}fichiers/", {"source": "Liste"}),
    "have one read again at its address": lambda scene: scene.read_again(),
    "read a file over": lambda scene: scene.file(""),
    "decide of a line of it": lambda scene: scene.file("decider/", all="leave", voir="new"),
    "say what its words mean": lambda scene: scene.file("mots/", column="nom"),
    "apply it": lambda scene: scene.file("appliquer/", sent="1"),
    "take it back": lambda scene: scene.file("annuler/", sent="1"),
    "forget it": lambda scene: scene.file("oublier/", sent="1"),
    "see the other directories that are compared": lambda scene: scene.client.get("/espace/pairs/"),
    "send the file of one for the network": lambda scene: scene.client.post("/espace/pairs/", {"source": "Liste"}),
    "see what differs with one": lambda scene: scene.beside(""),
    "look at a difference": lambda scene: scene.beside("ecart/"),
    "decide of it": lambda scene: scene.beside("ecart/", verdict="leave"),
    "decide of several together": lambda scene: scene.beside("ensemble/", sort="ours", verdict="leave"),
    "have it asked again": lambda scene: scene.beside("revoir/", x=""),
    "take along what they should correct": lambda scene: scene.beside("corrections.csv"),
    "have their file read again": lambda scene: scene.beside("relire/", forget="1"),
    "end a membership of it": lambda scene: scene.client.post(
        f"{NETWORK}quitter/{scene.stay.pk}/", {"day": "2026-11-30"}
    ),
    "see which listings may be of one place": lambda scene: scene.client.get("/espace/doublons/"),
    "say that two listings are of two places": lambda scene: scene.apart("/espace/doublons/"),
    "take that back": lambda scene: scene.doubt(),
    "merge two listings of hers": lambda scene: scene.merge("hers"),
    "merge one with that of another network": lambda scene: scene.merge("ailleurs"),
    "undo a merge": lambda scene: scene.unmerge(),
    "open the bin": lambda scene: scene.client.get("/espace/corbeille/"),
    "bring back what was deleted": lambda scene: scene.bring_back(),
    "list the suggestions": lambda scene: scene.client.get("/espace/suggestions/"),
    "read a suggestion": lambda scene: scene.client.get(f"/espace/suggestions/{scene.suggested.pk}/"),
    "see the photo that came with it": lambda scene: scene.photo_sent(),
    "accept one": lambda scene: scene.decide(scene.suggested, accept="", take="phone", phone="+33466111111"),
    "refuse one": lambda scene: scene.decide(scene.suggested, refuse="", reason="Il répond."),
    "take one for spam": lambda scene: scene.decide(scene.suggested, spam=""),
    "accept a place that is missing": lambda scene: scene.publish(),
    "see who works with one": lambda scene: scene.client.get("/espace/personnes/"),
    "end the post of a colleague": lambda scene: scene.end(make_post(make_user("partante"), scene.stay.network)),
    "end the care of a listing by its steward": lambda scene: scene.end(make_steward(make_user("x"), scene.place)),
    "give up a listing that one keeps": lambda scene: scene.end(
        Stewardship.objects.filter(person__username="quelquun", place=scene.place.pk).first()
    ),
    "invite to the site": lambda scene: scene.invite("site"),
    "see who administers the site": lambda scene: scene.client.get("/espace/administrateurs/"),
    "give another administrator an opening code": lambda scene: scene.client.post(
        f"/espace/administrateurs/{User.objects.get(username='qui-invite').pk}/code/"
    ),
    "invite a colleague": lambda scene: scene.invite(str(scene.organisation)),
    "entrust the place to a steward": lambda scene: scene.invite(f"place-{scene.place.pk}", lieu="la-pompe"),
    "send one’s invitation again": lambda scene: scene.client.post(f"{INVITATIONS}{scene.invited}/renvoyer/"),
    "withdraw one’s invitation": lambda scene: scene.client.post(f"{INVITATIONS}{scene.invited}/retirer/"),
    "open one’s own account": lambda scene: scene.client.get("/espace/compte/"),
    "choose the language of one’s mails": lambda scene: scene.client.post("/espace/compte/langue/", {"language": "en"}),
    "end one’s other sessions": lambda scene: scene.client.post("/espace/compte/sessions/autres/fermer/"),
    "remove a key that is not one’s own": lambda scene: scene.client.post("/espace/compte/cles/1/retirer/"),
    "take back one’s own verification": lambda scene: scene.client.post(f"/espace/annuler/{scene.own.pk}/"),
    "take back someone else’s": lambda scene: scene.client.post(f"/espace/annuler/{scene.others.pk}/"),
    "see the addresses that are called for one’s networks": lambda scene: scene.client.get("/espace/appels/"),
    "have one called for the network": lambda scene: scene.client.post(
        "/espace/appels/", {"name": "Site", "url": "https://8.8.8.8/", "network": scene.stay.network_id}
    ),
    "read what it was told": lambda scene: scene.client.get(scene.called()),
    "try it, stop it, delete it": lambda scene: scene.client.post(f"{scene.called()}dire/", {"do": "ping"}),
    "change its secret": lambda scene: scene.client.post(f"{scene.called()}secret/"),
    "send it a message again": lambda scene: scene.client.post(scene.told_again()),
    "ask to be told by mail of what changes": lambda scene: scene.client.get("/alertes/?network=france-services"),
    "confirm and stop an alert by its link": lambda scene: scene.client.post(scene.alerted(), {"no": "1"}),
    "make a token for one’s programs": lambda scene: scene.client.post(
        "/espace/jetons/", {"name": "Tableur", "lasts": "30", "networks": scene.stay.network_id}
    ),
    "see one’s workshops": lambda scene: scene.client.get("/espace/ateliers/"),
    "make a workshop for the network": lambda scene: scene.client.post(
        "/espace/reseaux/france-services/atelier/", {"title": "Rencontre", "day": "2026-12-01"}
    ),
    "prepare a workshop of the network": lambda scene: scene.on_workshop(""),
    "open it to the room": lambda scene: scene.on_workshop("etat/", phase="open"),
    "add a scene to it": lambda scene: scene.on_workshop("scenes/", title="Une vue", address="/croisements/"),
    "change a scene of it": lambda scene: scene.on_workshop(
        f"scenes/{scene.workshop.scenes.get().pk}/", title="Une vue", address="/"
    ),
    "take a scene out of it": lambda scene: scene.on_workshop(
        f"scenes/{scene.workshop.scenes.get().pk}/retirer/", x=""
    ),
    "put its scenes in order": lambda scene: scene.on_workshop("ordre/", order=scene.workshop.scenes.get().pk),
    "copy scenes into it": lambda scene: scene.on_workshop("copier/", source=scene.workshop.pk),
    "download it": lambda scene: scene.on_workshop("fichier/"),
    "present it: the desk": lambda scene: scene.on_workshop("pupitre/"),
    "show a scene to the room": lambda scene: scene.on_workshop("montrer/", scene=scene.workshop.scenes.get().pk),
    "suppose something before the room": lambda scene: scene.on_workshop(
        "supposer/", scene=scene.workshop.scenes.get().pk, nonce=str(uuid4()), **{"if": "member:la-pompe:solozere"}
    ),
    "read what its room sends": lambda scene: scene.on_workshop("salle/"),
    "decide what becomes of it": lambda scene: scene.on_workshop(
        f"salle/{make_contribution(scene.workshop).pk}/", do="accept"
    ),
    "take along all that its room sent": lambda scene: scene.on_workshop("recolte/"),
    "bring home what a room without internet sent": lambda scene: scene.on_workshop("recolte/", x=""),
    "delete it": lambda scene: scene.on_workshop("supprimer/", sure="on"),
    "revoke someone else’s token": lambda scene: scene.client.post(f"/espace/jetons/{scene.token.pk}/revoquer/"),
    "API: say who asks": lambda scene: scene.api("get", "me/"),
    "API: correct a listing": lambda scene: scene.api("patch", "places/la-pompe/", phone="0466000001"),
    "API: create a place in a network": lambda scene: scene.api(
        "post", "places/", name="Neuf", kinds=["coworking"], commune={"code": "48095"}, memberships=[STAY]
    ),
    "API: delete a place": lambda scene: scene.api("delete", "places/la-pompe/"),
    "API: say that a listing is right": lambda scene: scene.act("verifications"),
    "API: take back one’s own verification": lambda scene: scene.api("delete", f"verifications/{scene.own.pk}/"),
    "API: stand for the listing of a member": lambda scene: scene.act("vouches", network="france-services"),
    "API: take back one’s own word for it": lambda scene: scene.api("delete", f"vouches/{scene.say_for_it()}/"),
    "API: close a place": lambda scene: scene.act("closure", on="2026-11-30"),
    "API: read its history": lambda scene: scene.api("get", "places/la-pompe/history/"),
    "API: undo a change of it": lambda scene: scene.act(f"history/{scene.edited}/undo"),
    "API: put a place in a network": lambda scene: scene.api("post", "places/ailleurs/memberships/", **STAY),
    "API: read a membership to correct it": lambda scene: scene.api("get", f"memberships/{scene.stay.pk}/"),
    "API: correct a membership": lambda scene: scene.api("patch", f"memberships/{scene.stay.pk}/", evidence="Liste"),
    "API: erase a membership": lambda scene: scene.api("delete", f"memberships/{scene.stay.pk}/"),
    "API: suggest": lambda scene: scene.api(
        "post", "suggestions/", kind="error", place="la-pompe", words="La porte est verte."
    ),
    "API: list the suggestions": lambda scene: scene.api("get", "suggestions/"),
    "API: read a suggestion": lambda scene: scene.on_suggestion("", "get"),
    "API: accept a suggestion": lambda scene: scene.on_suggestion("acceptance/"),
    "API: refuse a suggestion": lambda scene: scene.on_suggestion("refusal/", reason="Il répond."),
    "API: list the files that came": lambda scene: scene.api("get", "imports/"),
    "API: send a file for a network": lambda scene: scene.send_file(),
    "API: read a file over": lambda scene: scene.on_file("get", ""),
    "API: read its lines": lambda scene: scene.on_file("get", "lines/"),
    "API: say how it is read": lambda scene: scene.on_file("patch", "", joins=True),
    "API: decide of a line of it": lambda scene: scene.on_file("post", "decisions/", outcome="new", decision="leave"),
    "API: apply it": lambda scene: scene.on_file("post", "application/"),
    "API: take it back": lambda scene: scene.on_file("post", "undo/"),
    "API: forget it": lambda scene: scene.on_file("delete", ""),
}


@cache
def table() -> dict[tuple[str, str], str]:
    """Read each cell of the table, by action and role."""
    text = (settings.BASE_DIR / "docs/rights.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\|(.*)\|$", text, re.MULTILINE)
    head, _rule, *actions = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {(row[0], role): cell for row in actions for role, cell in zip(head[1:], row[1:], strict=True)}


# Those that take a change back need changes that were committed one by one: `test_rights_to_undo.py` tries them.
COMMITTED = [action for action in ACTIONS if "undo a" in action]


def suggested_of(place: NetworkedPlace) -> tuple[Suggestion, Suggestion]:
    """Have a stranger say that the number is another, and that a place is missing."""
    wrong, missing = Said({"phone": "+33466111111"}), Said({"name": "La Forge"})
    return (
        suggest(kind=Reported.ERROR, place=place, said=wrong, door=Door.PUBLIC),
        suggest(kind=Reported.NEW, said=missing, door=Door.PUBLIC),
    )


def someone(role: str) -> User | None:
    if role == "anonymous":
        return None
    user = make_user("quelquun", is_superuser=role == "administrator", is_staff=role == "administrator")
    if role.startswith("steward"):
        make_steward(user, make_place("Loin d’ici") if "another" in role else Place.objects.get(slug="la-pompe"))
    if role in {"facilitator", "of another network"}:
        make_post(user, make_network("France services" if role == "facilitator" else "SoLozère", "mediation"))
    return user


def entrusting(network: Network) -> int:
    """The organisation that runs a network, whether or not anyone is in it."""
    organisation = make_organisation(f"Qui anime {network.name}")
    entrust(network=network, organisations=[organisation.pk], by=None, door=Door.CONSOLE)
    return organisation.pk


def scene(role: str) -> Scene:
    """Make all that the actions are about, for someone of this role."""
    place, network = make_place("La Pompe", email="x@example.org"), make_network("France services", "mediation")
    stay = make_membership(place, network, "2020-01-01")
    make_membership(make_place("Ailleurs"), make_network("SoLozère"), "2020-01-01")
    user, colleague = someone(role), make_user("collegue")
    (theirs,) = verify(places=[place.pk], by=colleague, door=Door.WORKSPACE)
    # Whose own it would be, were they let in.
    mine = user if user and role in {"steward", "facilitator", "administrator"} else colleague
    (own,) = verify(places=[place.pk], by=mine, door=Door.WORKSPACE)
    edit(place, changes={"phone": "+33466000000"}, by=None, door=Door.CONSOLE)
    make_membership(place, make_network("La Rosêe"), "2024-01-01")
    token, _secret = issue(person=colleague, name="Le sien", networks=None, lasts=timedelta(days=9))
    changes = last_change(Place), last_change(Membership)
    giver = make_user("qui-invite", is_superuser=True)
    place_of = entrusting(network)
    invited, _token = invite(offer=Offer("x@example.org", place=place), by=giver)
    if role in {"facilitator", "administrator"} and user:
        Invitation.objects.filter(pk=invited.pk).update(by=user)
    suggested = suggested_of(place)
    workshop, client = make_workshop("Trois ateliers", network), signed_in(user)
    return Scene(place, client, own, theirs, *changes, stay, *suggested, place_of, invited.pk, token, workshop)


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture(scope="module", params=ROLES)
def asked(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker, beginning: datetime
) -> Iterator[tuple[str, Scene]]:
    """A role and its scene, made once for all its actions: what each of them writes is undone."""
    with django_db_blocker.unblock(), databases.undone():
        with travel(beginning), override("fr"):
            made = scene(request.param)
        with django_db_blocker.block():
            yield request.param, made


def test_the_table_and_the_actions_are_those_of_today() -> None:
    assert set(table()) == {(action, role) for action in ACTIONS for role in ROLES}


@pytest.mark.walk
@pytest.mark.parametrize("action", [action for action in ACTIONS if action not in COMMITTED])
def test_each_may_do_what_the_table_says(asked: tuple[str, Scene], action: str) -> None:
    role, made = asked
    assert_as_told(action, role, copied(made))


def copied(made: Scene) -> Scene:
    """The same scene for one action: verbs write in the records that they are given, and browsers keep cookies."""
    client = Client()
    client.cookies = deepcopy(made.client.cookies)
    return Scene(*deepcopy(made._replace(client=client)))


def assert_as_told(action: str, role: str, scene: Scene) -> None:
    before = set(Verification.objects.values_list("pk", flat=True))
    answer = ACTIONS[action](scene)
    said = table()[action, role]
    if said == "yes":
        assert answer.status_code in {200, 201, 204, 302}, answer.content
        assert not answer.headers.get("Location", "").startswith("/connexion/")
        return
    assert set(Verification.objects.values_list("pk", flat=True)) == before
    assert {suggestion.state for suggestion in Suggestion.objects.all()} == {Review.WAITING}
    assert not Token.objects.exclude(revoked_at=None).exists()
    if said == "sign in":
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/connexion/?next=/espace/")
    else:
        assert answer.status_code == int(said)
        assert "La Pompe" not in answer.content.decode()


# What its addresses are called.
NAMES = """
home sign-out take-back queue edit addresses bin bring-back imports import decide-import teach-import apply-import
take-back-import drop-import duplicates doubt-again hours close photos first-photo move-photo
say-of-photo remove-photo history merge undo network new-place seen vouched unsaid joined left
suggestions suggestion invitations withdraw send-again
workshops new-workshop workshop move-workshop delete-workshop new-scene scene delete-scene arrange-scenes
copy-scenes workshop-file desk show suppose moderation decide carried-room
tokens revoke account new-key language people presence end-stay remove-key end-session
webhooks webhook tell-webhook rotate-webhook send-again-webhook
peers peer finding ask-again decide-together read-peer-again corrections
end-others read-again administrators opening-code suggested-photo
"""


def test_every_address_of_the_workspace_is_in_the_table() -> None:
    """One that is added without a line there fails here."""
    assert {pattern.name for pattern in workspace[0]} == set(NAMES.split())


def test_what_the_workspace_says_is_kept_by_nobody(asked: tuple[str, Scene]) -> None:
    role, scene = asked
    client = copied(scene).client
    for address in ("/espace/", QUEUE, "/connexion/mot-de-passe/", "/en/espace/"):
        answer = client.get(address)
        is_sent_to_sign_in = role == "anonymous" and answer.status_code == 302
        assert is_sent_to_sign_in or "no-store" in answer["Cache-Control"], (role, address)


def test_the_page_that_signs_in_is_kept_by_nobody_either(client: Client) -> None:
    assert "no-store" in client.get("/connexion/mot-de-passe/")["Cache-Control"]


def test_a_post_that_ended_opens_nothing(client_of: Callable[[User | None], Client]) -> None:
    user = make_user("ancienne")
    make_post(user, make_network("France services", "mediation"), "2020-01-01", "2026-11-23")
    assert client_of(user).get("/espace/").status_code == 404


def test_an_account_that_was_closed_may_nothing() -> None:
    user = make_user("fermee", is_superuser=True, is_active=False)
    assert not may(Action.VERIFY, user, make_place())
