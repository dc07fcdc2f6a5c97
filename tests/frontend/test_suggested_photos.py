"""A photo comes with a suggestion: nobody sees it before a person decides, and then it is on the listing or gone."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from frontend.suggestions.guard import PACE, written_now
from network.choices import Review
from network.models import Attempts, NetworkedPlace, SuggestedPhoto, Suggestion, User
from network.services import refuse, sweep_suggested_photos
from network.services import suggested_photos as held
from places.choices import Door
from places.models import Photo
from places.services import sweep_photos
from tests.factories import make_commune, make_kind, make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
LIST = "/espace/suggestions/"
SAID = {"take": "photo", "photo-alt": "La façade", "photo-credit": "Inès"}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where photos are while a test runs."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"photos": kept}
    return tmp_path


@pytest.fixture
def pump() -> NetworkedPlace:
    place = make_place("La Pompe", phone="+33466000000")
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


@pytest.fixture
def claire(client_of: Callable[[User | None], Client], pump: NetworkedPlace) -> Client:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return client_of(user)


def jpeg(size: tuple[int, int] = (1200, 800), colour: str = "teal") -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Camera of Claire", {1: "N", 2: (44.0, 31.0, 5.0), 3: "E", 4: (3.0, 29.0, 59.0)}
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG", exif=exif)
    return made.getvalue()


def file(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_1.jpg", jpeg() if content is None else content, "image/jpeg")


def send(time_machine: TimeMachineFixture, address: str = "/signaler/", /, **sent: Any) -> Any:
    token = written_now()
    time_machine.shift(60)
    about = {"place": "la-pompe"} if address == "/signaler/" else {}
    return Client().post(address, about | {"since": token} | sent, headers=HERE)


def sent(time_machine: TimeMachineFixture, **more: Any) -> Suggestion:
    assert send(time_machine, photo=file(), **more).status_code == 302
    return Suggestion.objects.get()


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.webp"))


def size_of(answer: Any) -> tuple[int, int]:
    """Open the photo that was answered."""
    size = Image.open(BytesIO(answer.getvalue())).size
    for close in answer._resource_closers:
        close()  # and not the answer itself, which would let go of the database too
    return size


def test_a_photo_is_enough_and_nobody_sees_it_yet(
    client: Client, claire: Client, pump: NetworkedPlace, folder: Path, time_machine: TimeMachineFixture
) -> None:
    made = sent(time_machine, photo_alt="La porte", photo_credit="Inès")
    row = SuggestedPhoto.objects.get()
    assert (row.width, row.height, row.alt, row.credit) == (1200, 800, "La porte", "Inès")
    assert made.state == Review.WAITING
    for name in names(folder):
        assert name.startswith("suggested/")
        content = (folder / name).read_bytes()
        assert b"Claire" not in content
        assert not Image.open(BytesIO(content)).getexif()
    assert client.get(f"/photos/{row.file}-1200.webp").status_code == 404
    assert client.get(f"/photos/suggested/{row.file}-1200.webp").status_code == 404
    assert row.file not in client.get("/lieux/la-pompe/").content.decode()
    assert client.get(f"{LIST}{made.pk}/photo.webp").status_code == 302


def test_who_may_decide_sees_it_and_others_do_not(
    client_of: Callable[[User | None], Client], claire: Client, time_machine: TimeMachineFixture
) -> None:
    made = sent(time_machine)
    seen = claire.get(f"{LIST}{made.pk}/photo.webp")
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/webp")
    assert "no-store" in seen["Cache-Control"]
    assert size_of(seen) == (1200, 800)
    elsewhere = make_user("ailleurs")
    make_post(elsewhere, make_network("SoLozère"))
    assert client_of(elsewhere).get(f"{LIST}{made.pk}/photo.webp").status_code == 404


def test_accepted_it_is_on_the_listing_with_its_words_and_credit(
    claire: Client,
    client: Client,
    folder: Path,
    time_machine: TimeMachineFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    made = sent(time_machine, photo_alt="La porte")
    page = claire.get(f"{LIST}{made.pk}/").content.decode()
    assert 'value="La porte"' in page
    assert 'value="Un visiteur"' in page
    with django_capture_on_commit_callbacks(execute=True):
        claire.post(f"{LIST}{made.pk}/", {"accept": ""} | SAID)
    photo = Photo.objects.get()
    assert (photo.alt, photo.credit, photo.licence) == ("La façade", "Inès", "etalab-2.0")
    shown = client.get(f"/photos/{photo.file}-1200.webp")
    assert size_of(shown) == (1200, 800)
    assert not SuggestedPhoto.objects.exists()
    assert not any(name.startswith("suggested/") for name in names(folder))
    made.refresh_from_db()
    assert (made.state, made.decisions) == (Review.ACCEPTED, {"photo": "accepted"})


def test_words_and_a_name_are_asked_before_it_is_shown(claire: Client, time_machine: TimeMachineFixture) -> None:
    made = sent(time_machine)
    page = claire.post(f"{LIST}{made.pk}/", {"accept": "", "take": "photo", "photo-credit": ""}).content.decode()
    assert "Dites ce que l’on y voit" in page
    assert page.count('class="wrong"') >= 2
    assert not Photo.objects.exists()
    assert SuggestedPhoto.objects.exists()


def test_fields_may_be_taken_without_the_photo(claire: Client, time_machine: TimeMachineFixture) -> None:
    made = sent(time_machine, phone="04 66 11 11 11")
    claire.post(f"{LIST}{made.pk}/", {"accept": "", "take": "phone", "phone": "04 66 11 11 11"})
    made.refresh_from_db()
    assert made.decisions == {"phone": "accepted", "photo": "refused"}
    assert made.state == Review.PARTLY
    assert not Photo.objects.exists()
    assert not SuggestedPhoto.objects.exists()


def test_a_photo_alone_is_not_accepted_by_ticking_nothing(claire: Client, time_machine: TimeMachineFixture) -> None:
    made = sent(time_machine)
    assert "Cochez ce que vous acceptez" in claire.post(f"{LIST}{made.pk}/", {"accept": ""}).content.decode()


def test_refused_it_is_deleted(
    folder: Path,
    pump: NetworkedPlace,
    time_machine: TimeMachineFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    made = sent(time_machine)
    with django_capture_on_commit_callbacks(execute=True):
        refuse(suggestion=made, reason="On y voit des gens.", by=None, door=Door.CONSOLE)
    assert names(folder) == []


def test_a_place_that_is_missing_comes_with_its_photo(claire: Client, time_machine: TimeMachineFixture) -> None:
    mende, kind = make_commune("Mende"), make_kind("coworking")
    told = {"name": "La Forge", "commune": "Mende", "shrunk": urlsafe_b64encode(jpeg((900, 600))).decode()}
    assert send(time_machine, "/proposer/", **told).status_code == 302
    made = Suggestion.objects.get()
    new = {"accept": "", "name": "La Forge", "kinds": kind.slug, "commune": mende.pk}
    refused = claire.post(f"{LIST}{made.pk}/", new | {"take": "photo"})
    assert "Dites ce que l’on y voit" in refused.content.decode()
    assert not NetworkedPlace.objects.filter(name="La Forge").exists()
    claire.post(f"{LIST}{made.pk}/", new | SAID)
    assert Photo.objects.get().place.name == "La Forge"


def test_of_a_place_that_closed_it_is_evidence_and_never_shown(
    claire: Client, time_machine: TimeMachineFixture
) -> None:
    made = sent(time_machine, is_closed="on")
    page = claire.get(f"{LIST}{made.pk}/").content.decode()
    assert "photo.webp" in page
    assert "photo-alt" not in page
    claire.post(f"{LIST}{made.pk}/", {"accept": "", "day": "2026-11-01"})
    assert not Photo.objects.exists()
    assert not SuggestedPhoto.objects.exists()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"photo": file(b"%PDF-1.7 not a photo")}, "pas une photo"),
        ({"photo": file(b"\xff\xd8\xff\xe0 cut")}, "abîmé"),
        ({"shrunk": "A"}, "pas arrivée entière"),
        ({"shrunk": "QUJD"}, "pas une photo"),
        ({"shrunk": "A" * 1_400_001}, "au plus"),
    ],
)
def test_what_is_no_photo_is_said_and_nothing_is_lost(
    pump: NetworkedPlace, time_machine: TimeMachineFixture, told: dict[str, Any], said: str
) -> None:
    answer = send(time_machine, words="La porte est verte.", **told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "La porte est verte." in page
    assert not Suggestion.objects.exists()


def test_too_many_are_slowed_down_before_any_is_opened(
    pump: NetworkedPlace, time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(time_machine, words="une")
    Attempts.objects.update(level=PACE.free + 5)
    monkeypatch.setattr("frontend.suggestions.with_photo.read_picture", lambda _sent: pytest.fail("it was opened"))
    token = written_now()
    time_machine.shift(4)
    told = {"place": "la-pompe", "since": token, "words": "deux", "photo": file()}
    answer = Client().post("/signaler/", told, headers=HERE)
    assert answer.status_code == 429
    assert "à choisir de nouveau" in answer.content.decode()


def test_the_same_photo_sent_twice_waits_once(pump: NetworkedPlace, time_machine: TimeMachineFixture) -> None:
    for _time in range(2):
        send(time_machine, photo=file())
    send(time_machine, photo=file(jpeg(colour="red")))
    assert Suggestion.objects.count() == 2
    assert SuggestedPhoto.objects.count() == 2


def test_beyond_what_there_is_room_for_words_are_received_without_it(
    pump: NetworkedPlace, time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST_HELD", 0)
    made = sent(time_machine, words="La porte est verte.")
    assert made.words == "La porte est verte."
    assert not SuggestedPhoto.objects.exists()


def test_what_nobody_decided_of_goes_after_three_months(
    pump: NetworkedPlace, folder: Path, time_machine: TimeMachineFixture
) -> None:
    sent(time_machine)
    time_machine.shift(held.HELD_FOR - timedelta(days=1))
    assert sweep_suggested_photos() == sweep_photos() == 0
    time_machine.shift(timedelta(days=2))
    assert sweep_suggested_photos() == 3
    assert names(folder) == []
    assert Suggestion.objects.get().is_open


def test_a_photo_whose_files_are_gone_is_not_found(claire: Client, time_machine: TimeMachineFixture) -> None:
    made = sent(time_machine)
    for name in storages["photos"].listdir("suggested")[1]:
        storages["photos"].delete(f"suggested/{name}")
    assert claire.get(f"{LIST}{made.pk}/photo.webp").status_code == 404
