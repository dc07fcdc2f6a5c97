"""A place in a network, who asks, and each thing that may be done of it: see `test_rights_table.py`."""

import json
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client, override_settings

from network.choices import Answer as Answering
from network.importing.mapping import Plan
from network.mail.alerts import way_to as way_to_alert
from network.mail.links import way_to
from network.models import (
    Alert,
    Delivery,
    Import,
    Membership,
    NetworkedPlace,
    Post,
    Reminder,
    Stewardship,
    Suggestion,
    Token,
    User,
    Verification,
    Webhook,
    Workshop,
)
from network.models.reminder import stand_in
from network.services import merge_places, vouch
from network.services.imports import NewFile, apply_import, ask_for, keep_address, read_import, receive, source_for
from network.services.imports.peers import compare_with_peer
from network.services.suggested_photos import SentPhoto, hold_photo
from places.choices import Door
from places.models import Photo, Place
from places.pictures import Picture
from places.services import create, delete, tell_apart, version_of
from tests.factories import make_membership, make_place

Answer = Any  # what the client of the tests gives
QUEUE = "/espace/jamais-verifiees/"
INVITATIONS = "/espace/invitations/"
NETWORK = "/espace/reseaux/france-services/"
STAY = {"network": "france-services", "start": "2026-01-01", "evidence": "Liste", "source": "Site"}


class Scene(NamedTuple):
    """A place in a network, who asks, and what was said of the place before."""

    place: NetworkedPlace
    client: Client
    own: Verification
    others: Verification
    edited: int
    joined: int
    stay: Membership
    suggested: Suggestion
    missing: Suggestion
    organisation: int
    invited: int
    token: Token
    workshop: Workshop

    def say(self, **more: str | int) -> Answer:
        card = {"place": self.place.pk, "version": version_of(self.place), "how": "phone"}
        return self.client.post(QUEUE, card | more)

    def correct(self) -> Answer:
        sent = {"version": version_of(self.place), "name": "La Pompe", "slug": "la-pompe", "kinds": "coworking"}
        return self.client.post("/espace/lieux/la-pompe/", sent | {"precision": "exact", "point": "44.518, 3.4983"})

    def sourced(self) -> dict[str, Any]:
        return {"day": "2026-11-01", "evidence": "Liste", "source": "Site", "member": self.stay.pk}

    def decide(self, suggestion: Suggestion, **sent: str) -> Answer:
        return self.client.post(f"/espace/suggestions/{suggestion.pk}/", sent)

    def publish(self) -> Answer:
        new = {"accept": "", "name": "La Forge", "kinds": "coworking", "commune": "48095"}
        return self.decide(self.missing, **new)

    def end(self, given: Post | Stewardship | None) -> Answer:
        kind, key = "poste" if isinstance(given, Post) else "fiche", given.pk if given else 0
        return self.client.post(f"/espace/personnes/{kind}/{key}/terminer/")

    def reminded(self) -> str:
        row = Reminder.objects.create(place=self.place, address=stand_in("x@example.org"), asked_on="2026-11-01")
        return urlsplit(way_to(row, Answering.RIGHT)).path

    def called(self) -> str:
        told = {"name": "Site", "url": "https://example.org/", "secret": "sealed", "person": self.token.person}
        return f"/espace/appels/{Webhook.objects.create(network=self.stay.network, **told).pk}/"

    def told_again(self) -> str:
        way = self.called()
        told = Delivery.objects.create(webhook_id=int(way.split("/")[3]), message_id="msg_1", kind="ping", body="{}")
        return f"{way}{told.pk}/"

    def alerted(self) -> str:
        return urlsplit(way_to_alert(Alert.objects.create(address="x@example.org", language="fr"))).path

    def apart(self, way: str) -> Answer:
        return self.client.post(way, {"one": self.place.pk, "other": make_place("Seul").pk})

    def doubt(self) -> Answer:
        said = tell_apart(one=self.place, other=make_place("Seul"), by=None, door=Door.CONSOLE)
        return self.client.post(f"/espace/doublons/{said.pk}/annuler/")

    def invite(self, gift: str, **more: str) -> Answer:
        return self.client.post(INVITATIONS, {"email": "ines@example.org", "gift": gift, **more})

    def api(self, method: str, address: str, **body: object) -> Answer:
        send: Any = getattr(self.client, method)
        sent: Any = {"headers": {"If-Match": "*"}} | ({} if method == "get" else {"data": json.dumps(body)})
        return send(f"/api/v1/{address}", content_type="application/json", **sent)

    def act(self, what: str, **body: object) -> Answer:
        return self.api("post", f"places/la-pompe/{what}/", **body)

    def on_suggestion(self, what: str, method: str = "post", **body: object) -> Answer:
        return self.api(method, f"suggestions/{self.suggested.uuid}/{what}", **body)

    def second(self) -> NetworkedPlace:
        """Another listing of hers; both are in her network alone."""
        Membership.objects.filter(place=self.place).exclude(pk=self.stay.pk).delete()
        other = make_place("Hers")
        make_membership(other, self.stay.network, "2020-01-01")
        return other

    def merge(self, slug: str) -> Answer:
        self.second()
        other = NetworkedPlace.objects.get(slug=slug)
        sent = {"avec": slug, "version": version_of(self.place), "other_version": version_of(other)}
        return self.client.post("/espace/lieux/la-pompe/fusionner/", sent)

    def unmerge(self) -> Answer:
        merge_places(kept=self.place, other=self.second(), by=None, door=Door.CONSOLE)
        return self.undo(last_change(Place))

    def bring_back(self) -> Answer:
        delete(self.stay, by=None, door=Door.CONSOLE)
        model: Any = Membership
        number = model.pgh_event_model.objects.latest("pgh_id").pgh_id
        return self.client.post(f"/espace/corbeille/{number}/restaurer/")

    def photo_sent(self) -> Answer:
        """Ask for the photo that came with the suggestion, which is kept nowhere."""
        kept = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        with override_settings(STORAGES=settings.STORAGES | {"photos": kept}):
            picture = Picture("a" * 64, 480, 320, {f"{'a' * 64}-480.webp": b"x"})
            hold_photo(self.suggested, SentPhoto(picture))
            return self.client.get(f"/espace/suggestions/{self.suggested.pk}/photo.webp")

    def photo(self, way: str, **sent: str) -> Answer:
        said = {"alt": "La salle", "credit": "Mairie", "licence": "etalab-2.0"}
        sizes = {"file": "a" * 64, "width": 480, "height": 320}
        photo = create(Photo, values={"place": Place(pk=self.place.pk)} | said | sizes, by=None, door=Door.CONSOLE)
        told = sent and sent | {"version": str(version_of(photo))}
        named = {f"photo-{photo.pk}-{name}": value for name, value in told.items()}
        return self.client.post(f"/espace/lieux/la-pompe/photos/{photo.pk}/{way}/", named)

    def file(self, what: str, **sent: str) -> Answer:
        """Do something with a file that came for the network."""
        address = f"/espace/fichiers/{self.came().pk}/{what}"
        return self.client.post(address, sent) if sent else self.client.get(address)

    def beside(self, what: str, **sent: str) -> Answer:
        """Do something with another directory, that was compared for the network."""
        source = source_for(name="Liste", network=self.stay.network, is_peer=True)
        file = NewFile("liste.csv", b"id;nom;commune;typologie\n1;La Forge;Mende;coworking", date(2026, 11, 1))
        batch = receive(source=source, file=file, by=None)
        ask_for(batch=batch, plan=Plan.of(batch.plan), joins=False)
        compare_with_peer(batch=read_import(batch=batch))
        address = f"/espace/pairs/{source.pk}/{what}"
        finding = str(source.findings.earliest("pk").pk)
        return self.client.post(address, {"finding": finding} | sent) if sent else self.client.get(address)

    def on_file(self, method: str, what: str, **body: object) -> Answer:
        """Do the same by the API; what is taken back was applied."""
        batch = self.came()
        if what == "undo/":
            apply_import(batch=batch, by=None)
        return self.api(method, f"imports/{batch.pk}/{what}", **body)

    def send_file(self) -> Answer:
        """Send one by the API, as a form does."""
        form = {"network": "france-services", "source": "Liste", "file": BytesIO(b"nom,commune\nUn,Mende")}
        return self.client.post("/api/v1/imports/", form)

    def came(self) -> Import:
        """A file that came for the network, read and not applied."""
        source = source_for(name="Liste", network=self.stay.network)
        file = NewFile("x.csv", b"nom,commune\nLa Pompe bis,Mende\n", date(2026, 11, 1))
        batch = receive(source=source, file=file, by=None)
        ask_for(batch=batch, plan=Plan.of(batch.plan), joins=False)
        return read_import(batch=batch)

    def read_again(self) -> Answer:
        source = source_for(name="En ligne", network=self.stay.network)
        keep_address(source=source, url="http://127.0.0.1/x.csv", is_nightly=False)
        return self.client.post(f"{NETWORK}fichiers/relire/", {"source": source.pk})

    def say_for_it(self) -> int:
        """Have whoever asks stand for the listing today, as if they were let in."""
        by = User.objects.filter(username="quelquun").first()
        return vouch(network=self.stay.network, places=[self.place.pk], by=by, door=Door.CONSOLE).made[0].pk

    def on_workshop(self, way: str, **sent: str | int) -> Answer:
        address = f"/espace/ateliers/{self.workshop.pk}/{way}"
        return self.client.post(address, sent) if sent else self.client.get(address)

    def undo(self, change: int) -> Answer:
        return self.client.post(f"/espace/lieux/la-pompe/historique/{change}/annuler/")


def last_change(model: Any) -> int:
    """The change that last wrote a record of this sort: each verb makes its own where each is a transaction."""
    return int(model.pgh_event_model.objects.latest("pgh_id").pgh_change_id)
