"""What is done to the photos of a place, and to the files that hold them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.translation import gettext as _

from places.choices import Door
from places.models import Photo, Place
from places.services.places import Person
from places.services.records import create, delete, edit, signed

if TYPE_CHECKING:
    from places.pictures import Picture

MOST = 12
# A photo that was removed comes back by the history for so long; then its files go.
KEPT_FOR = timedelta(days=180)


def add_photo(*, place: Place, sent: bytes, said: Mapping[str, Any], by: Person, door: Door) -> Photo:
    """Put a photo at the end of those of a place; `said` is what it shows, of whom it is, and its licence.

    Its files are written first: a row that is refused leaves files that nothing names, which are swept.

    Raises:
        ValidationError: it is no photo that can be read, there are enough, or what is said of it cannot be.

    """
    from places.pictures import read_picture  # noqa: PLC0415  what reads pictures is large, and few processes need it

    return add_picture(place=place, picture=read_picture(sent), said=said, by=by, door=door)


def add_picture(*, place: Place, picture: "Picture", said: Mapping[str, Any], by: Person, door: Door) -> Photo:
    """Put a photo that was read already at the end of those of a place.

    Raises:
        ValidationError: there are enough, or what is said of it cannot be.

    """
    with signed(by=by, door=door):
        Place.objects.select_for_update(no_key=True).get(pk=place.pk)
        ranks = list(Photo.objects.filter(place=place.pk).values_list("rank", flat=True))
        if len(ranks) >= MOST:
            raise ValidationError(_("Une fiche a douze photos au plus : retirez-en une d’abord."))
        _keep(picture)
        sizes = {"file": picture.file, "width": picture.width, "height": picture.height}
        values = {"place": Place(pk=place.pk), "rank": max(ranks, default=-1) + 1, **sizes, **said}
        return create(Photo, values=values, by=by, door=door)


def remove_photo(*, photo: Photo, by: Person, door: Door) -> None:
    """Take a photo off a listing. The history gives it back, for as long as its files are kept."""
    delete(photo, by=by, door=door)


def say_of_photo(*, photo: Photo, changes: Mapping[str, Any], based_on: int, by: Person, door: Door) -> None:
    """Say otherwise what a photo shows, of whom it is, or its licence, on the version that was seen.

    Raises:
        ValidationError: it cannot be so.
        Conflict: someone has said something else of it since.

    """
    edit(photo, changes=changes, based_on=based_on, by=by, door=door)


def put_first(*, photo: Photo, by: Person, door: Door) -> None:
    """Show a photo before the others of its place."""
    _put(photo, 0, by, door)


def move_photo(*, photo: Photo, places: int, by: Person, door: Door) -> None:
    """Show a photo so many places later among those of its listing, earlier where it is less than nothing."""
    at = list(Photo.objects.filter(place=photo.place_id)).index(photo)
    _put(photo, max(0, at + places), by, door)


def _put(photo: Photo, at: int, by: Person, door: Door) -> None:
    with signed(by=by, door=door):
        Place.objects.select_for_update(no_key=True).get(pk=photo.place_id)
        ordered = list(Photo.objects.filter(place=photo.place_id).exclude(pk=photo.pk))
        ordered.insert(at, photo)
        for rank, each in enumerate(ordered):
            edit(each, changes={"rank": rank}, by=by, door=door)


def sweep_photos() -> int:
    """Delete the files that no photo names, now or in the history of the last months. Tell how many. Evaluates."""
    storage, before = storages["photos"], timezone.now() - KEPT_FOR
    log: Any = Photo
    late = log.pgh_event_model.objects.filter(pgh_created_at__gte=before)
    named = {*Photo.objects.values_list("file", flat=True), *late.values_list("file", flat=True)}
    gone = [name for name in _files() if name.partition("-")[0] not in named and _is_settled(name)]
    for name in gone:
        storage.delete(name)
    return len(gone)


def _files() -> list[str]:
    try:
        return storages["photos"].listdir("")[1]
    except FileNotFoundError:
        return []


def _is_settled(name: str) -> bool:
    """Tell whether a file is not one that somebody is adding now."""
    return storages["photos"].get_modified_time(name) < timezone.now() - timedelta(days=1)


def _keep(picture: "Picture") -> None:
    """Write the files that are not there already: a name says what is in it."""
    storage = storages["photos"]
    for name, content in picture.files.items():
        if not storage.exists(name):
            storage.save(name, ContentFile(content))
