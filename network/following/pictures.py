"""Their photos, kept here: fetched before anything is written, read again as any photo is, gone when theirs are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from network.following.source import photo_at
from network.models import Followed
from network.services.following import forget_mirrored, note_mirrored
from places.choices import Door
from places.models import Photo, Place
from places.services import add_photo, edit, remove_photo

Told = Mapping[str, Any]
_HERE: dict[str, Any] = {"by": None, "door": Door.FOLLOWED}
_SORT = "photo"
_SAID = ("alt", "is_decorative", "credit", "licence")


class Pictures:
    """The photos of one directory: what was fetched of a change, and what could not be, in words."""

    def __init__(self, followed: Followed) -> None:
        self.followed = followed
        self.left_out: list[str] = []
        self._fetched: dict[str, bytes] = {}

    def fetch(self, items: Sequence[Told]) -> None:
        """Fetch the photos of a change that are not here yet: nobody's lock is held while the network takes its time.

        Raises:
            SourceError: the other directory does not answer any more.

        """
        told = [photo for item in items for photo in (item["record"] or {}).get("photos", [])]
        known = set(self.followed.records.filter(sort=_SORT).values_list("theirs", flat=True)) if told else set()
        self._fetched = {}
        for photo in told:
            key = str(photo["id"])
            if key not in known and (found := photo_at(self.followed.url, photo["url"])) is not None:
                self._fetched[key] = found

    def keep(self, place: Place, told: Sequence[Told]) -> None:
        """Make the photos of a place those that are told, in their order."""
        wanted = {str(photo["id"]): photo for photo in told}
        held = Photo.objects.filter(place=place.pk)
        mirrored = self.followed.records.filter(sort=_SORT, ours__in=held.values("pk"))
        for gone in mirrored.exclude(theirs__in=wanted):
            remove_photo(photo=held.get(pk=gone.ours), **_HERE)
            forget_mirrored(mirrored=gone)
        known = dict(mirrored.values_list("theirs", "ours"))
        for rank, (key, photo) in enumerate(wanted.items()):
            own = held.get(pk=known[key]) if key in known else self._added(place, key, photo)
            if own:
                edit(own, changes={name: photo[name] for name in _SAID} | {"rank": rank}, **_HERE)

    def _added(self, place: Place, key: str, photo: Told) -> Photo | None:
        if key not in self._fetched:
            self.left_out.append(f"photo {photo['url']}: it is not there")
            return None
        try:
            made = add_photo(place=place, sent=self._fetched[key], said={name: photo[name] for name in _SAID}, **_HERE)
        except ValidationError as error:
            self.left_out.append(f"photo {photo['url']}: {' '.join(error.messages)}")
            return None
        note_mirrored(followed=self.followed, sort=_SORT, theirs=key, ours=made, is_theirs=True)
        return made
