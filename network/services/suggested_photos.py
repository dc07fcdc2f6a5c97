"""Photos that came with suggestions: held where no page serves them, then published or let go. See ADR 0062."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from network.models import SuggestedPhoto, Suggestion
from places.choices import Door
from places.models import Place
from places.services import add_picture
from places.services.places import Person

if TYPE_CHECKING:
    from places.pictures import Picture

# Nobody decided of it for so long: what was written stays, the photo goes.
HELD_FOR = timedelta(days=90)
# Some 200 MB in all. Beyond, what is written is received, and the photo is not.
MOST_HELD = 500
_FOLDER = "suggested"


class SentPhoto(NamedTuple):
    """A photo that is ready, what its author says that it shows, and how she signs."""

    picture: "Picture"
    alt: str = ""
    credit: str = ""


def hold_photo(suggestion: Suggestion, sent: SentPhoto) -> None:
    """Hold the photo of a suggestion that waits; one that is there already, or that has no room, is left."""
    if SuggestedPhoto.objects.count() >= MOST_HELD:
        return
    picture, storage = sent.picture, storages["photos"]
    for name, content in picture.files.items():
        if not storage.exists(_path(name)):
            storage.save(_path(name), ContentFile(content))
    said = {"file": picture.file, "width": picture.width, "height": picture.height}
    row = SuggestedPhoto(suggestion=suggestion, alt=sent.alt, credit=sent.credit, **said)
    SuggestedPhoto.objects.bulk_create([row], ignore_conflicts=True)


def held_photo_of(suggestion: Suggestion) -> SuggestedPhoto | None:
    """Find the photo that is held of a suggestion."""
    return SuggestedPhoto.objects.filter(suggestion=suggestion).first()


def opened(photo: SuggestedPhoto) -> "File[bytes] | None":
    """Open the largest file of a photo that is held; None where it is gone."""
    path = _path(photo.files[-1][1])
    return storages["photos"].open(path) if storages["photos"].exists(path) else None


def publish(photo: SuggestedPhoto, *, place: Place, said: Mapping[str, Any], by: Person, door: Door) -> None:
    """Put it on the listing.

    Raises:
        ValidationError: there are enough, it is there already, or what is said of it cannot be.

    """
    from places.pictures import Picture  # noqa: PLC0415  as where photos are added

    files = {name: _read(name) for _width, name in photo.files}
    picture = Picture(photo.file, photo.width, photo.height, files)
    add_picture(place=place, picture=picture, said=said, by=by, door=door)


def let_go(suggestion: Suggestion) -> None:
    """Forget the photo of a suggestion, and delete its files once that is committed."""
    photo = held_photo_of(suggestion)
    if photo is None:
        return
    photo.delete()
    if not SuggestedPhoto.objects.filter(file=photo.file).exists():
        transaction.on_commit(lambda: _delete([name for _width, name in photo.files]))


def sweep_suggested_photos() -> int:
    """Let go of what waited for too long, and delete the files that no row names. Tell how many files. Evaluates."""
    SuggestedPhoto.objects.filter(sent_at__lt=timezone.now() - HELD_FOR).delete()
    named = set(SuggestedPhoto.objects.values_list("file", flat=True))
    gone = [name for name in _files() if name.partition("-")[0] not in named and _is_settled(name)]
    _delete(gone)
    return len(gone)


def _files() -> list[str]:
    try:
        return storages["photos"].listdir(_FOLDER)[1]
    except FileNotFoundError:
        return []


def _is_settled(name: str) -> bool:
    """Tell whether a file is not one that somebody is sending now."""
    return storages["photos"].get_modified_time(_path(name)) < timezone.now() - timedelta(days=1)


def _read(name: str) -> bytes:
    with storages["photos"].open(_path(name)) as held:
        return bytes(held.read())


def _delete(names: list[str]) -> None:
    for name in names:
        storages["photos"].delete(_path(name))


def _path(name: str) -> str:
    return f"{_FOLDER}/{name}"
