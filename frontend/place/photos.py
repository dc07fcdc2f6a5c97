"""The files of photos, served by us: each name says what is in it, so a browser keeps it for ever."""

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from places.choices import Status
from places.models import Photo

_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def photo_file(_request: HttpRequest, file: str, width: int) -> FileResponse:
    """Send a file of a photo that is on a published listing: one that was taken off is no longer shown.

    Raises:
        Http404: there is none.

    """
    shown = Photo.objects.filter(file=file, place__status=Status.PUBLISHED)
    name = f"{file}-{width}.webp"
    if not shown.exists() or not storages["photos"].exists(name):
        raise Http404
    opened = storages["photos"].open(name)
    return FileResponse(opened, content_type="image/webp", headers={"Cache-Control": _FOR_EVER})
