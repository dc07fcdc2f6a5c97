"""What a browser keeps so that the site answers without a network: every page of a language, in one answer.

`docs/adr/0012-offline.md` says why it is so.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from os import cpu_count, getloadavg
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep, time
from typing import Any
from urllib.parse import urljoin

import brotli
from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache as shared
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from frontend.crossings.views import addresses
from frontend.home.held import is_country
from frontend.site.territory import territory_in_words
from network.models import FormerNetworkSlug, Network
from network.overlap import history
from network.overlap.question import Crossing, Level
from places.choices import Status
from places.log.version import version as version_of_data
from places.models import FormerPlaceSlug, Place
from places.models.slugs import FormerSlug

_LOG = logging.getLogger(__name__)

# Some 65 kB on the wire for 135 places. Beyond this number, what grows with them is kept only where it was visited.
MOST_PLACES = 500
# Some 50 kB for 152 communes and 135 places. Beyond this number, the picture of crossings waits for the network.
MOST_COMMUNES = 1000

# A day on which much is edited has pages written again this often at most, in seconds: as long may a copy say what has
# changed since it was written.
_GOOD_FOR = 60
# Beside requests that wait for a processor, each page that is written is followed by a rest of so many times as long.
# Otherwise there is none: until the pages are written, nobody has them without a network.
_REST = 2
# When to ask again for what is being written, in seconds.
_SOON = 10
# One process of all, on whatever machine, writes at a time: the number is this module's own among the database's locks.
_LOCK = "pg_try_advisory_lock(20190511)"
_UNLOCK = "pg_advisory_unlock(20190511)"
_one_writes = Lock()
_HERE = Path(__file__).parents[1]
_LINK = re.compile(r'(?:src|href)="([^"#?]+)')
_IMAGE_OF_STYLE = re.compile(r"url\([\"']?([^\"')#]+)")
# Pages are written for every address of the site alike: the browser puts its own in the place of this one (RFC 2606).
_HOST = "site.invalid"
ORIGIN = f"https://{_HOST}"


class _Written(WSGIRequest):
    """The request of nobody, from nowhere."""

    is_kept = True  # templates leave out what only weighs

    def get_host(self) -> str:
        """Tell the host that stands for the site's own."""
        return _HOST


@dataclass(frozen=True, slots=True)
class Pack:
    """All that is kept in a language, compressed, with its version and when it was written (Unix time)."""

    version: str
    packed: bytes
    written_at: float


@require_safe
@cache_control(public=True, no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the site: it stands at the root, for its reach is the folder that it is in."""
    script = (_HERE / "static" / "frontend" / "worker.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Show what stands in for a page that is not kept: what is."""
    context = {"has_every_place": _has_every_place(), **territory_in_words()}
    return render(request, "pages/elsewhere.html", context)


# What it says of frames is said of every page in it: the screen of a workshop shows some, without a network too.
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
@cache_control(public=True, no_cache=True)
def everything(request: HttpRequest) -> HttpResponse:
    """Every page in the language of the address, to be kept; a version already held is answered 304.

    They are written beside the requests, once for all processes. A copy that is due is given to nobody, lest someone
    keep a place that is gone: there is nothing to give yet (204), and a time to ask again.
    """
    language = translation.get_language()
    if _is_due(language):
        _start(language)
    pack = _held(language)
    if pack is None or _is_due(language):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Retry-After": str(_SOON)})
    return _answer(pack, request)


def _answer(pack: Pack, request: HttpRequest) -> HttpResponse:
    takes_brotli = "br" in request.headers.get("Accept-Encoding", "")
    body = pack.packed if takes_brotli else brotli.decompress(pack.packed)
    response = HttpResponse(body, content_type="application/json", headers={"ETag": f'"{pack.version}"'})
    if takes_brotli:
        response["Content-Encoding"] = "br"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def write_what_is_due() -> None:
    """Write the pages of every language, where they are not those of today's data, beside whatever else goes on."""
    _start(*(language for language, _name in settings.LANGUAGES))


def _key(language: str) -> str:
    return f"everything:{language}"


def _held(language: str) -> Pack | None:
    pack: Pack | None = shared.get(_key(language))
    return pack


def _is_due(language: str) -> bool:
    pack = _held(language)
    return pack is None or (time() - pack.written_at > _GOOD_FOR and pack.version != version_of_pages())


def _start(*languages: str) -> None:
    Thread(target=_write_in_turn, args=languages, daemon=True).start()


def _write_in_turn(*languages: str) -> None:
    """Write in a thread of its own, unless this process writes already."""
    if not _one_writes.acquire(blocking=False):
        return
    try:
        for language in languages:
            _write_alone(language)
    except DatabaseError:
        # The next request that finds the pages old starts again.
        _LOG.info("The pages to be kept were not written: the database did not answer.")
    finally:
        connection.close()
        _one_writes.release()


def _write_alone(language: str) -> None:
    """Write, unless another process does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_LOCK}")
        if cursor.fetchone() == (True,):
            try:
                write(language, rest=_REST)
            finally:
                cursor.execute(f"SELECT {_UNLOCK}")


def write(language: str, *, rest: float = 0) -> None:
    """Write the pages of a language for all processes, where they are not those of today's data.

    The version is read first: pages are never taken for newer than they are. After each page it rests so many times as
    long as that took, while the machine has more to do than processors.
    """
    if _is_due(language):
        version = version_of_pages()
        with translation.override(language):
            shared.set(_key(language), Pack(version, _packed(rest), time()), None)


def version_of_pages() -> str:
    """Tell the version of all pages: of the data, of the site's own files, and of the day, for hours are of a day."""
    return sha256(" ".join((version_of_data(), _release(), timezone.localdate().isoformat())).encode()).hexdigest()[:16]


def _packed(rest: float) -> bytes:
    """Write it all as the browser reads it: `pages` by path, `files` they need, the path of the page for `elsewhere`.

    Brotli sees what the pages have in common, and makes half of what gzip does.
    """
    pages = {path: _page_and_rest(path, rest) for path in _paths()}
    own = {link for html in pages.values() for link in _LINK.findall(html) if link.startswith(settings.STATIC_URL)}
    images = {image for link in own if link.endswith(".css") for image in _images_of(link)}
    files = [*sorted(own | images), *_directory(), reverse("files:basemap"), *_histories()]
    whole = {"origin": ORIGIN, "files": files, "pages": pages, "elsewhere": reverse("frontend:elsewhere")}
    packed: bytes = brotli.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), quality=9)
    return packed


def _paths() -> Iterator[str]:
    for name in ("networks", "data", "contact", "legal", "accessibility", "privacy", "elsewhere"):
        yield reverse(f"frontend:{name}")
    for name in ("report", "propose"):
        yield reverse(f"suggestions:{name}")
    if _has_every_place():
        yield from _paths_to_places()


def _paths_to_places() -> Iterator[str]:
    """The pages that show places, one by one or all of them."""
    for name in ("home", "crossings", "chances"):
        yield reverse(f"frontend:{name}")
    for slug in Network.objects.order_by("slug").values_list("slug", flat=True):
        yield reverse("frontend:network", args=[slug])
    yield from _former(FormerNetworkSlug, Network.objects.all(), "frontend:network")
    for slug in Place.objects.published().order_by("slug").values_list("slug", flat=True):
        yield reverse("frontend:place", args=[slug])
    yield from _former(FormerPlaceSlug, Place.objects.published(), "frontend:place")
    merged = Place.objects.filter(merged_into__status=Status.PUBLISHED)
    for slug in merged.order_by("slug").values_list("slug", flat=True):
        yield reverse("frontend:place", args=[slug])
    yield from _former(FormerPlaceSlug, merged, "frontend:place")


def _former(model: type[FormerSlug], records: QuerySet[Any], name: str) -> Iterator[str]:
    """The former addresses of these records: without a network too, they lead to where the page is now."""
    slugs = model._default_manager.filter(record__in=records.order_by().values("pk"))
    for slug in slugs.exclude(slug__in=records.order_by().values("slug")).values_list("slug", flat=True):
        yield reverse(name, args=[slug])


def _directory() -> Iterable[str]:
    """The address of the directory, unless no browser could hold it."""
    return () if is_country() else (reverse("files:directory"),)


def _histories() -> Iterable[str]:
    """The addresses of what moves the picture of crossings, unless the territory is too large to keep it."""
    usual = Crossing.asked()
    return () if history.is_beyond(usual, Level.COMMUNE, MOST_COMMUNES) else addresses(usual).values()


def _has_every_place() -> bool:
    return Place.objects.published()[: MOST_PLACES + 1].count() <= MOST_PLACES


def _page_and_rest(path: str, rest: float) -> str:
    began = monotonic()
    page = _page(path)
    if rest and getloadavg()[0] > (cpu_count() or 1):
        sleep(rest * (monotonic() - began))
    return page


def _page(path: str) -> str:
    """Write a page as anyone sees it who comes to it by its address alone."""
    asked = _Written({"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": BytesIO(), "wsgi.url_scheme": "https"})
    asked.user = AnonymousUser()
    asked.resolver_match = match = resolve(path)
    response: HttpResponse = match.func(asked, *match.args, **match.kwargs)
    if response.status_code == HTTPStatus.MOVED_PERMANENTLY:
        return render_to_string("pages/moved.html", {"address": response["Location"]})
    return response.content.decode()


def _images_of(style: str) -> Iterable[str]:
    """The addresses of the images that a stylesheet names."""
    images = _IMAGE_OF_STYLE.findall(_text_of(style.removeprefix(settings.STATIC_URL)))
    return [urljoin(style, image) for image in images if not image.startswith("data:")]


def _text_of(name: str) -> str:
    """Read a static file: where it was collected under a name with a digest, or where it was made."""
    made = finders.find(name)
    if made:
        return Path(made).read_text(encoding="utf-8")
    with staticfiles_storage.open(name) as collected:
        return str(collected.read(), "utf-8")


@cache
def _release() -> str:
    """Tell the version of the pages' own words, shapes and scripts; it lasts as long as the process."""
    sources = (path for path in sorted(_HERE.rglob("*")) if path.suffix in {".html", ".py", ".mo", ".js", ".css"})
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
