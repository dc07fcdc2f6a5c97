"""Photos of a listing: added on a telephone without a script, shown by us, taken off, given back, swept in time."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from network.models import Network, NetworkedPlace, User
from network.services import merge_places, undo_in
from places.choices import Door
from places.models import Change, Photo
from places.services import add_photo, remove_photo, say_of_photo, sweep_photos, undo, version_of
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/lieux/la-pompe/photos/"
HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}
SAID = {"alt": "La salle de travail", "credit": "Mairie de Mende", "licence": "etalab-2.0"}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"photos": kept}
    return tmp_path


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def pump() -> NetworkedPlace:
    place = make_place("La Pompe")
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


def picture(colour: str = "red", size: tuple[int, int] = (1200, 800)) -> bytes:
    held = BytesIO()
    Image.new("RGB", size, colour).save(held, "JPEG")
    return held.getvalue()


def upload(content: bytes | None = None, name: str = "IMG_0001.JPG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture(), "image/jpeg")


def put(place: NetworkedPlace, colour: str = "red", **said: Any) -> Photo:
    return add_photo(place=place, sent=picture(colour), said=SAID | said, **HERE)


def fetched(file: str) -> tuple[int, bytes, Any]:
    """Read a file to its end, as a browser does."""
    answer: Any = Client().get(file)
    if not answer.streaming:
        return answer.status_code, answer.content, answer.headers
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return answer.status_code, content, answer.headers


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_a_photo_is_added_and_shown_in_its_room(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client = client_of(claire)
    answer = client.post(PAGE, SAID | {"photo": upload()}, follow=True)
    assert "La photo est sur la fiche." in words(answer)
    photo = Photo.objects.get()
    assert (photo.place_id, photo.width, photo.height) == (pump.pk, 1200, 800)
    page = words(Client().get("/lieux/la-pompe/"))
    (shown,) = re.findall(r'<img src="/photos/[^>]*loading="lazy"[^>]*>', page)
    assert 'width="1200" height="800" alt="La salle de travail"' in shown
    widths = re.findall(r"(/photos/\S+) (\d+)w", shown)
    assert [width for _file, width in widths] == ["480", "960", "1200"]
    assert "Photo : Mairie de Mende, Licence Ouverte 2.0" in page
    for file, width in widths:
        status, content, headers = fetched(file)
        assert (status, headers["Content-Type"]) == (200, "image/webp")
        assert "immutable" in headers["Cache-Control"]
        assert Image.open(BytesIO(content)).width == int(width)


def test_a_page_without_photos_says_nothing_of_them(client: Client, pump: NetworkedPlace) -> None:
    page = words(client.get("/lieux/la-pompe/"))
    assert "En photos" not in page
    assert "photos.css" not in page


def test_a_decorative_one_has_no_words_and_says_so(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client_of(claire).post(PAGE, SAID | {"photo": upload(), "is_decorative": "on"})
    assert (Photo.objects.get().alt, Photo.objects.get().is_decorative) == (None, True)
    assert 'alt=""' in words(Client().get("/lieux/la-pompe/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"alt": " "}, "ou qu’elle est décorative"),
        ({"alt": "é" * 301}, "au plus 300"),
        ({"credit": ""}, "obligatoire"),
        ({"licence": "mine"}, "n’en fait pas partie"),
        ({"photo": upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.jpg")}, "Ce n’est pas une photo"),
        ({"photo": upload(b"\0\0\0\x18ftypheic" + b"\0" * 99, "photo.heic")}, "HEIC"),
        ({"photo": ""}, "obligatoire"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_writes_nothing(
    client_of: ClientOf, claire: User, folder: Path, wrong: dict[str, Any], said: str
) -> None:
    make_membership(make_place("La Pompe"), make_network("France services", "mediation"), "2020-01-01")
    answer = client_of(claire).post(PAGE, SAID | {"photo": upload()} | wrong)
    assert answer.status_code == 200
    assert said in words(answer)
    assert 'value="Mairie de Mende"' in words(answer) or "credit" in wrong
    assert not Photo.objects.exists()
    assert not list(folder.iterdir())


def test_twice_the_same_and_a_thirteenth_are_refused(pump: NetworkedPlace) -> None:
    put(pump)
    with pytest.raises(ValidationError, match="déjà sur la fiche"):
        put(pump)
    for number in range(11):
        put(pump, f"rgb({number * 20}, 0, 0)")
    with pytest.raises(ValidationError, match="douze"):
        put(pump, "blue")


def test_they_are_put_in_order_and_taken_off(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    one, two = put(pump), put(pump, "blue")
    client = client_of(claire)
    client.post(f"{PAGE}{two.pk}/en-premier/")
    assert list(pump.photos.all()) == [two, one]
    file = f"/photos/{two.file}-480.webp"
    assert fetched(file)[0] == 200
    assert "n’est plus sur la fiche" in words(client.post(f"{PAGE}{two.pk}/retirer/", follow=True))
    assert list(pump.photos.all()) == [one]
    assert fetched(file)[0] == 404, "what was taken off is no longer shown"


def test_a_photo_of_another_listing_is_not_found_there(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    elsewhere = put(make_place("Ailleurs"))
    for way in ("retirer", "en-premier"):
        assert client_of(claire).post(f"{PAGE}{elsewhere.pk}/{way}/").status_code == 404
    assert Photo.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_history_gives_back_what_was_taken_off() -> None:
    pump = make_place("La Pompe")
    file = put(pump).file
    remove_photo(photo=Photo.objects.get(), **HERE)
    change = Change.objects.latest("pk").pk
    assert undo_in(place=pump, change=change, networks=Network.objects.none(), **HERE)
    assert Photo.objects.get().file == file
    assert fetched(f"/photos/{file}-480.webp")[0] == 200


@pytest.mark.django_db(transaction=True)
def test_a_merge_takes_them_over_and_its_undoing_gives_them_back() -> None:
    pump, other = make_place("La Pompe"), make_place("La Pompe de Chirac")
    same, another = put(other), put(other, "blue")
    put(pump)
    merge_places(kept=pump, other=other, **HERE)
    assert [photo.file for photo in pump.photos.all()] == [same.file, another.file]
    undo(events=Change.objects.latest("pk").events(), **HERE)
    assert pump.photos.count() == 1
    assert other.photos.count() == 2


def test_files_go_when_the_history_no_longer_gives_them_back(
    pump: NetworkedPlace, folder: Path, time_machine: TimeMachineFixture
) -> None:
    kept, gone = put(pump), put(pump, "blue")
    remove_photo(photo=gone, **HERE)
    assert sweep_photos() == 0
    (folder / f"{'b' * 64}-480.webp").write_bytes(b"")  # of a row that was refused
    assert sweep_photos() == 0, "somebody may be adding it"
    later = timezone.now() + timedelta(days=4000)
    time_machine.move_to(later)
    assert sweep_photos() == 4
    assert {file.name.partition("-")[0] for file in folder.iterdir()} == {kept.file}


@pytest.mark.parametrize("file", ["x-480.webp", f"{'a' * 64}-480.webp", "..-480.webp", f"{'a' * 64}-99999999999.webp"])
def test_a_file_that_is_none_is_not_found(client: Client, pump: NetworkedPlace, file: str) -> None:
    put(pump)
    assert client.get(f"/photos/{file}").status_code == 404


def test_a_width_that_was_not_made_and_a_draft_are_not_found(client: Client, pump: NetworkedPlace) -> None:
    photo = put(pump)
    assert client.get(f"/photos/{photo.file}-481.webp").status_code == 404
    draft = put(make_place("Brouillon", status="draft"), "blue")
    assert client.get(f"/photos/{draft.file}-480.webp").status_code == 404


def test_the_api_lists_them(client: Client, pump: NetworkedPlace) -> None:
    photo = put(pump, alt='Une porte "/photos/"')
    record = client.get("/api/v1/places/la-pompe/").json()
    (told,) = record["photos"]
    assert told["url"] == f"http://testserver/photos/{photo.file}-1200.webp"
    assert fetched(told["url"])[0] == 200
    assert (told["alt"], told["credit"], told["licence"]) == ('Une porte "/photos/"', "Mairie de Mende", "etalab-2.0")


def test_the_pages_take_as_many_questions_for_many(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client = client_of(claire)
    put(pump)
    for page in (PAGE, "/lieux/la-pompe/"):
        client.get(page)
        with statements() as few:
            client.get(page)
        for number in range(4):
            put(pump, f"rgb({number * 20}, {len(page)}, 0)")
        with statements() as many:
            client.get(page)
        hold(few, many)


# In order, and in words ------------------------------------------------------------------------------


@pytest.fixture
def three(pump: NetworkedPlace) -> list[Photo]:
    return [put(pump, colour, credit=colour) for colour in ("red", "green", "blue")]


def order(place: NetworkedPlace) -> list[str]:
    return [photo.credit for photo in place.photos.all()]


def test_a_photo_is_moved_by_one_place_and_stops_at_either_end(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, three: list[Photo]
) -> None:
    client, (red, green, blue) = client_of(claire), three
    client.post(f"{PAGE}{red.pk}/deplacer/", {"later": ""})
    assert order(pump) == ["green", "red", "blue"]
    client.post(f"{PAGE}{blue.pk}/deplacer/", {"sooner": ""})
    assert order(pump) == ["green", "blue", "red"]
    for photo, way in ((green, "sooner"), (red, "later")):
        client.post(f"{PAGE}{photo.pk}/deplacer/", {way: ""})
    assert order(pump) == ["green", "blue", "red"]
    before = last_event()
    client.post(f"{PAGE}{green.pk}/deplacer/", {"later": ""})
    assert order(pump) == ["blue", "green", "red"]
    undo(events=since(before), **HERE)
    assert order(pump) == ["green", "blue", "red"]


def last_event() -> int:
    log: Any = Photo
    return int(log.pgh_event_model.objects.latest("pgh_id").pgh_id)


def since(number: int) -> list[Any]:
    """What was written of photos since: one page of a test is one change with the others."""
    log: Any = Photo
    return list(log.pgh_event_model.objects.filter(pgh_id__gt=number).order_by("pgh_id"))


def of_form(photo: Photo, page: Any, **sent: str) -> dict[str, str]:
    """What the form of a photo sends, filled in as the page shows it."""
    form = next(form for shown, form in page.context["photos"] if shown == photo)
    held = {name: form[name].value() for name in form.fields}
    filled = {name: "on" if value is True else value for name, value in held.items() if value not in (None, False)}
    return {form.add_prefix(name): str(value) for name, value in (filled | sent).items() if value != ""}


def test_what_a_photo_shows_is_said_otherwise_and_undone(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    photo, client = put(pump), client_of(claire)
    sent = of_form(photo, client.get(PAGE), alt="Le hall", credit="Pays d’art")
    assert client.post(f"{PAGE}{photo.pk}/mots/", sent)["Location"] == PAGE
    photo.refresh_from_db()
    assert (photo.alt, photo.credit, photo.is_decorative) == ("Le hall", "Pays d’art", False)
    assert "Le hall" in words(client.get("/espace/lieux/la-pompe/historique/"))
    before = last_event()
    client.post(f"{PAGE}{photo.pk}/mots/", of_form(photo, client.get(PAGE), is_decorative="on"))
    photo.refresh_from_db()
    assert (photo.alt, photo.is_decorative) == (None, True)
    undo(events=since(before), **HERE)
    photo.refresh_from_db()
    assert (photo.alt, photo.is_decorative) == ("Le hall", False)


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"alt": ""}, "Dites ce que l’on y voit"), ({"credit": ""}, "obligatoire"), ({"alt": "x" * 301}, "300")],
)
def test_words_that_cannot_be_are_said_beside_their_box_and_nothing_typed_is_lost(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, sent: dict[str, str], said: str
) -> None:
    photo, other, client = put(pump), put(pump, "blue"), client_of(claire)
    typed = {"licence": "cc-by-4.0"}
    page = client.post(f"{PAGE}{photo.pk}/mots/", of_form(photo, client.get(PAGE), **typed, **sent))
    assert (page.status_code, said in words(page)) == (422, True)
    assert page.content.decode().count("<details open") == 1
    (bound,) = [form for _photo, form in page.context["photos"] if form.is_bound]
    assert (bound.instance.pk, bound["licence"].value()) == (photo.pk, "cc-by-4.0")
    assert other.pk != photo.pk


def test_two_who_say_otherwise_of_one_photo_are_asked_which_stays(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    photo, client = put(pump), client_of(claire)
    sent = of_form(photo, client.get(PAGE), alt="Le hall", credit="Pays d’art")
    say_of_photo(photo=photo, changes={"alt": "L’entrée"}, based_on=version_of(photo), **HERE)
    page = client.post(f"{PAGE}{photo.pk}/mots/", sent)
    assert (page.status_code, "L’entrée" in words(page)) == (422, True)
    photo.refresh_from_db()
    assert photo.alt == "L’entrée"
    (dispute,) = page.context["disputes"]
    (field,) = dispute.fields
    kept = sent | {field.choice: "mine", dispute.seen_name: str(dispute.seen)}
    assert client.post(f"{PAGE}{photo.pk}/mots/", kept).status_code == 302
    photo.refresh_from_db()
    assert (photo.alt, photo.credit) == ("Le hall", "Pays d’art")


def test_the_page_costs_as_much_with_many_photos(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client, _first = client_of(claire), put(pump)
    with statements() as few:
        client.get(PAGE)
    for colour in ("green", "blue", "black", "white"):
        put(pump, colour)
    with statements() as many:
        client.get(PAGE)
    hold(few, many, habit=5)
