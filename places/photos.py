"""The photos of a place, read in the question that reads its row."""

import json
from typing import NamedTuple

from django.utils.translation import gettext as _

from places.choices import PhotoLicence
from places.photo_files import files_of

# Of a row of `places_place`, as the text of a JSON list.
PHOTOS = """(
SELECT coalesce(json_agg(photo), '[]')::text FROM (
    SELECT file, width, height, alt, credit, licence FROM places_photo
    WHERE place_id = places_place.id ORDER BY rank, id
) AS photo)"""


class ShownPhoto(NamedTuple):
    """A photo as a page shows it. `alt` is empty where it is decorative."""

    file: str
    width: int
    height: int
    alt: str
    credit: str

    @property
    def files(self) -> list[tuple[int, str]]:
        """The widths in which it is kept, each with the name of its file."""
        return files_of(self.file, self.width)


def shown_photos(text: str) -> list[ShownPhoto]:
    """Read them, each with whom it is of and under which licence."""
    return [
        ShownPhoto(one["file"], one["width"], one["height"], one["alt"] or "", _credit(one["credit"], one["licence"]))
        for one in json.loads(text)
    ]


def _credit(credit: str, licence: str) -> str:
    return _("%(credit)s, %(licence)s") % {"credit": credit, "licence": PhotoLicence(licence).label}
