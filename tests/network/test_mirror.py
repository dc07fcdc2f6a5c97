"""Following another directory: theirs is written here whole, with its sources, and ours is never rewritten."""

import json
from email.message import Message
from http.client import IncompleteRead
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from PIL import Image
from pytest_django import Settings

from network.following import mirror, source
from network.models import Followed, Membership, Mirrored, Network, Organisation
from network.services import entrust, merge_places
from places.choices import Door, Status
from places.models import Change, Photo, Place
from places.services import add_photo
from tests.factories import make_commune, make_membership, make_network, make_organisation, make_place

pytestmark = pytest.mark.django_db(transaction=True)

HERE: Any = {"by": None, "door": Door.CONSOLE}
THEIRS = "https://annuaire.example.org"


class Elsewhere:
    """The other directory, as it answered: nothing of this test leaves this machine."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []
        self.most = 100

    def remember(self) -> None:
        """Take down what this directory has to tell, as if it were the other one."""
        told = {"cursor": self.changes[-1]["cursor"] if self.changes else "0", "has_more": True}
        while told["has_more"]:
            told = Client().get(f"/api/v1/changes/?since={told['cursor']}").json()
            self.changes += told["changes"]

    def rename(self, name: str, other: str) -> None:
        self.changes = json.loads(json.dumps(self.changes).replace(name, other))

    def open(self, request: Request, timeout: float) -> BytesIO:
        assert timeout > 0
        if request.full_url.endswith(".webp"):
            with storages["photos"].open(request.full_url.rpartition("/")[2]) as held:
                return BytesIO(held.read())
        asked = urlsplit(request.full_url)
        assert (asked.hostname, asked.path) == ("annuaire.example.org", "/api/v1/changes/")
        (since,) = parse_qs(asked.query)["since"]
        after = [change for change in self.changes if int(change["cursor"]) > int(since)]
        told = after[: self.most]
        cursor = told[-1]["cursor"] if told else since
        return BytesIO(json.dumps({"cursor": cursor, "has_more": len(after) > self.most, "changes": told}).encode())


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    there = Elsewhere()
    monkeypatch.setattr(source, "urlopen", there.open)
    return there


def follow(**options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("follow", THEIRS, once=True, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def snapshot() -> list[Any]:
    """What is known of places and networks, without our own numbers and moments."""
    names = [
        field.name
        for field in Place._meta.concrete_fields
        if field.name
        not in ("id", "source", "created_at", "updated_at", "merged_into", "search", "feature", "flat_feature")
    ]
    stays = ("place__uuid", "network__slug", "period", "is_start_exact", "last_seen_on", "evidence", "source")
    return [
        sorted(Place.objects.filter(status=Status.PUBLISHED).values_list(*names), key=str),
        sorted(Membership.objects.filter(place__status=Status.PUBLISHED).values_list(*stays), key=str),
        sorted(Network.objects.values_list("slug", "name", "family", "colour", "organisations__slug"), key=str),
    ]


def forget() -> None:
    """Be a directory that has the land and the words, and nothing else."""
    Membership.objects.all().delete()
    Place.objects.all().delete()
    Network.objects.all().delete()
    Organisation.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM places_formerplaceslug; DELETE FROM network_formernetworkslug")


def a_directory() -> tuple[Place, Place]:
    forge = make_place("La Forge", phone="+33466000000", download_mbps="8.5", opened_on="2016-01-01")
    other = make_place("Télécentre", town="Langogne", services=["wifi"], opening_hours="Mo-Fr 09:00-12:00")
    make_membership(forge, make_network(), "2020-01-01", "2022-01-01", last_seen_on="2021-05-04")
    make_membership(other, make_network("France services", "mediation"), None)
    entrust(network=make_network(), organisations=[make_organisation("RhinOcc").pk], **HERE)
    make_place("Brouillon", status=Status.DRAFT)
    return forge, other


def test_what_is_there_is_here_with_its_stays_and_those_who_run_them(elsewhere: Elsewhere) -> None:
    a_directory()
    theirs = snapshot()
    elsewhere.remember()
    forget()
    out, err = follow()
    assert err == ""
    assert "place" in out
    assert snapshot() == theirs
    assert not Place.objects.filter(name="Brouillon").exists()
    assert {place.source for place in Place.objects.all()} == {"annuaire.example.org"}
    doors = {change.door for change in Change.objects.order_by("-position")[:3]}
    assert doors == {"followed"}


def test_what_changes_there_changes_here_and_what_goes_is_archived(elsewhere: Elsewhere) -> None:
    forge, other = a_directory()
    third = make_place("La Pompe", "Florac Trois Rivières")
    make_membership(third, make_network(), "2021-01-01")
    elsewhere.remember()
    before, known = snapshot(), len(elsewhere.changes)
    Place.objects.filter(pk=forge.pk).update(phone=None, name="La Grande Forge")
    Membership.objects.filter(place=other.pk).delete()
    make_membership(other, make_network(), "2023-01-01")
    merge_places(kept=Place.objects.get(pk=forge.pk), other=Place.objects.get(pk=third.pk), **HERE)
    elsewhere.remember()
    after = snapshot()
    forget()
    later, elsewhere.changes = elsewhere.changes, elsewhere.changes[:known]
    follow()
    assert snapshot() == before
    elsewhere.changes = later
    assert follow()[1] == ""
    assert snapshot() == after
    gone = Place.objects.get(uuid=third.uuid)
    assert (gone.status, gone.merged_into) == (Status.ARCHIVED, Place.objects.get(uuid=forge.uuid))


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"photos": kept}
    return tmp_path


def picture(colour: str) -> bytes:
    held = BytesIO()
    Image.new("RGB", (1200, 800), colour).save(held, "JPEG")
    return held.getvalue()


def photos_here() -> list[tuple[str | None, str, int]]:
    return list(Photo.objects.order_by("rank").values_list("alt", "credit", "width"))


@pytest.mark.usefixtures("folder")
def test_their_photos_come_in_their_order_and_go(elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    forge, _other = a_directory()
    said = {"credit": "Mairie", "licence": "etalab-2.0"}
    first = add_photo(place=forge, sent=picture("red"), said={**said, "alt": "La salle"}, **HERE)
    second = add_photo(place=forge, sent=picture("blue"), said={**said, "alt": "La cour"}, **HERE)
    elsewhere.remember()
    known = len(elsewhere.changes)
    Photo.objects.filter(pk=first.pk).update(rank=5, alt="La grande salle")
    elsewhere.remember()
    Photo.objects.filter(pk=second.pk).delete()
    elsewhere.remember()
    elsewhere.rename("http://testserver", THEIRS)
    later, elsewhere.changes = elsewhere.changes, elsewhere.changes[:known]
    forget()
    follow()
    assert photos_here() == [("La salle", "Mairie", 1200), ("La cour", "Mairie", 1200)]
    elsewhere.changes = later
    follow()
    assert photos_here() == [("La grande salle", "Mairie", 1200)]


@pytest.mark.usefixtures("folder")
def test_a_photo_that_is_gone_or_stands_elsewhere_is_left_out_and_said(elsewhere: Elsewhere) -> None:
    forge, _other = a_directory()
    said = {"credit": "Mairie", "licence": "etalab-2.0", "alt": "La salle"}
    photo = add_photo(place=forge, sent=picture("red"), said=said, **HERE)
    elsewhere.remember()
    forget()
    _out, err = follow()
    assert "photo http://testserver/photos/" in err, "their photos stand with them, and nowhere else"
    assert not Photo.objects.exists()
    assert Place.objects.filter(uuid=forge.uuid).exists()
    assert photo.pk


def test_the_same_change_again_writes_nothing(elsewhere: Elsewhere) -> None:
    a_directory()
    elsewhere.remember()
    forget()
    follow()
    last, held = Change.objects.newest_first()[0].position, snapshot()
    Followed.objects.update(cursor=elsewhere.changes[-2]["cursor"])
    follow()
    assert snapshot() == held
    assert Change.objects.newest_first()[0].position == last


def test_pages_are_read_to_the_end(elsewhere: Elsewhere) -> None:
    a_directory()
    theirs = snapshot()
    elsewhere.remember()
    elsewhere.most = 1
    forget()
    follow()
    assert snapshot() == theirs


def test_ours_is_never_rewritten(elsewhere: Elsewhere) -> None:
    forge, _other = a_directory()
    elsewhere.remember()
    forget()
    ours = make_network(name="SoLozère", colour="#000000")
    mine = make_place("La Forge à nous", slug="la-forge")
    follow()
    assert Network.objects.get(pk=ours.pk).colour == "#000000"
    assert not Network.objects.get(pk=ours.pk).organisations.exists()
    assert Place.objects.get(pk=mine.pk).name == "La Forge à nous"
    theirs = Place.objects.get(uuid=forge.uuid)
    assert theirs.slug == "la-forge-2"
    assert Membership.objects.get(place=theirs.pk).network_id == ours.pk
    assert not Mirrored.objects.get(sort="network", ours=ours.pk).is_theirs


def test_a_place_of_a_land_that_is_not_loaded_is_left_out_and_said(elsewhere: Elsewhere) -> None:
    a_directory()
    elsewhere.remember()
    forget()
    make_commune("Langogne").delete()
    _out, err = follow()
    assert [place.name for place in Place.objects.all()] == ["La Forge"]
    assert set(err.splitlines()) == {"left out, place Télécentre: commune 48080 is not loaded here"}


def test_half_a_change_is_none(elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    a_directory()
    elsewhere.remember()
    forget()

    def dies(*_given: Any, **_more: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(mirror, "join", dies)
    with pytest.raises(RuntimeError):
        follow()
    assert "0" < Followed.objects.get().cursor < elsewhere.changes[-1]["cursor"], "it stopped before what could not be"
    assert not Membership.objects.exists()
    monkeypatch.undo()
    monkeypatch.setattr(source, "urlopen", elsewhere.open)
    follow()
    assert Membership.objects.count() == 2


@pytest.mark.parametrize("url", ["ftp://example.org", "annuaire.example.org", "file:///etc/passwd", "https://"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(CommandError, match="not a web address"):
        call_command("follow", url, once=True)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"cursor": 1, "changes": []}', b'{"cursor": "1"}'])
def test_what_is_no_directory_is_refused(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setattr(source, "urlopen", lambda *_given, **_more: BytesIO(body))
    with pytest.raises(CommandError, match="no changes of a directory"):
        follow()


@pytest.mark.parametrize(
    "error",
    [
        URLError("Connection refused"),
        IncompleteRead(b"{", 2),
        HTTPError(THEIRS, 520, "Unknown", Message(), None),
        TimeoutError("timed out"),
    ],
)
def test_who_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuses(*_given: Any, **_more: Any) -> None:
        raise error

    monkeypatch.setattr(source, "urlopen", refuses)
    with pytest.raises(CommandError, match=r"^https://annuaire\.example\.org/api/v1/changes/: \S"):
        follow()


def test_who_has_no_room_to_let_us_wait_is_not_asked_without_end(
    elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_directory()
    elsewhere.remember()
    pauses: list[float] = []

    def paused(seconds: float) -> None:
        pauses.append(seconds)
        raise KeyboardInterrupt

    monkeypatch.setattr("network.management.commands.follow.sleep", paused)
    out = StringIO()
    call_command("follow", THEIRS, stdout=out)
    assert len(pauses) == 1
    assert "goes on from here" in out.getvalue()


def test_a_directory_that_knows_no_precisions_tells_days(elsewhere: Elsewhere) -> None:
    """What was known of the date before says nothing of the one that comes."""
    forge, other = a_directory()
    Place.objects.filter(pk=forge.pk).update(opened_on="2016-01-01", opened_precision="year")
    Network.objects.filter(pk=make_network().pk).update(started_on="2015-01-01", started_precision="year")
    Membership.objects.filter(place=forge.pk).update(last_seen_on="2021-01-01", last_seen_precision="year")
    elsewhere.remember()
    known = len(elsewhere.changes)
    Place.objects.filter(pk=forge.pk).update(opened_on="2017-05-04", opened_precision="day")
    Network.objects.filter(pk=make_network().pk).update(started_on="2014-03-02", started_precision="day")
    Membership.objects.filter(place=forge.pk).update(last_seen_on="2021-05-04", last_seen_precision="day")
    elsewhere.remember()
    forget()
    later, elsewhere.changes = elsewhere.changes, elsewhere.changes[:known]
    follow()
    assert Place.objects.get(uuid=forge.uuid).opened_precision == "year"
    for item in (item for change in later[known:] for item in change["items"]):
        for record in [item["record"], *item["record"].get("memberships", [])]:
            for name in [name for name in record if name.endswith("_precision")]:
                del record[name]
    elsewhere.changes = later
    assert follow()[1] == ""
    place, network = Place.objects.get(uuid=forge.uuid), Network.objects.get(slug=make_network().slug)
    stay = Membership.objects.get(place=place.pk)
    assert (str(place.opened_on), place.opened_precision) == ("2017-05-04", "day")
    assert (str(network.started_on), network.started_precision) == ("2014-03-02", "day")
    assert (str(stay.last_seen_on), stay.last_seen_precision) == ("2021-05-04", "day")
    assert Place.objects.filter(uuid=other.uuid).exists()
