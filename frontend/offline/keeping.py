"""What a browser keeps so that the site answers without a network: every page of a language, in one answer.

Of a country, also the pages of a territory, for those who ask to keep it.

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
from typing import Any, NamedTuple
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
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from frontend.crossings.views import addresses
from frontend.home.held import addresses as addresses_of_directory
from frontend.home.held import held, is_country, published, territories_in
from frontend.site.territory import territory_in_words
from network.models import FormerNetworkSlug, Network
from network.overlap import history
from network.overlap.question import Crossing, Level
from places.choices import Status
from places.log.version import version as version_of_data
from places.models import FormerPlaceSlug, Place, Territory
from places.models.slugs import FormerSlug

_LOG = logging.getLogger(__name__)

# Some 65 kB on the wire for 135 places. Beyond this number, what grows with them is kept only where it was visited.
MOST_PLACES = 500
# Some 50 kB for 152 communes and 135 places. Beyond this number, the picture of crossings waits for the network.
MOST_COMMUNES = 1000
# Of a territory of a country, whose pages only those keep who ask for them: 0.4 kB a place on the wire, 2.1 in a
# browser (docs/adr/0087-a-territory-to-keep.md). Beyond this number, listings are kept where they were visited.
MOST_PLACES_OF_TERRITORY = 1200

# A day on which much is edited has pages written again this often at most, in seconds: as long may a copy say what has
# changed since it was written.
_GOOD_FOR = 60
# Those of a territory weigh more, and are kept for a day on which one leaves.
_GOOD_FOR_TERRITORY = 15 * 60
# For so long, in seconds, what was written of a territory is remembered when nobody asks for it.
_REMEMBERED = 3 * 24 * 3600
# Beside requests that wait for a processor, each page that is written is followed by a rest of so many times as long.
# Otherwise there is none: until the pages are written, nobody has them without a network.
_REST = 2
# What a territory weighs in bytes, compressed: each listing before it was ever written; the land; a place in data.
_A_PAGE, _LAND, _IN_DATA = 350, 60_000, 100
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


class Copy(NamedTuple):
    """What is kept together: the pages of a language, or those that one territory of a country adds to them."""

    language: str
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Of what is kept together the version, when it was written (Unix time), and its size in bytes, compressed."""

    version: str
    written_at: float
    size: int


@dataclass(frozen=True, slots=True)
class Pack:
    """What is kept together, compressed, and its version."""

    version: str
    packed: bytes


@require_safe
@cache_control(public=True, no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the site: it stands at the root, for its reach is the folder that it is in."""
    script = (_HERE / "static" / "frontend" / "worker.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Show what stands in for a page that is not kept: what is."""
    has_every_place = _has_every_place()
    context = {
        "has_every_place": has_every_place,
        "is_of_country": not has_every_place and is_country(),
        **territory_in_words(),
    }
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
    copy = _asked(request)
    if _is_due(copy):
        _start(copy)
    stamp = None if _is_due(copy) else _stamped(copy)
    # Whoever has it already costs no reading of it.
    if stamp and (same := get_conditional_response(request, etag=f'"{stamp.version}"')):
        return same
    if stamp and (pack := _held(copy)):
        return _answer(pack, request)
    if stamp:
        # A cache that makes room dropped what its stamp tells of: whoever asks next has it written again.
        shared.delete_many([f"{_key(copy)}:stamp"])
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Retry-After": str(_SOON)})


def _asked(request: HttpRequest) -> Copy:
    """Read which copy is asked for. Nobody is given that of a territory that is no part of a country, or too large."""
    codes = territories_in(request.GET)
    if codes and (len(codes) > 1 or not held(codes) or not Territory.objects.filter(pk=codes[0]).exists()):
        raise Http404
    return Copy(translation.get_language(), *codes)


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
    _start(*(Copy(language) for language, _name in settings.LANGUAGES))


def weight_of(territory: str) -> int:
    """Tell how many bytes are sent to whoever keeps a territory: as it was last written, else about."""
    stamp = _stamped(Copy(translation.get_language(), territory))
    places = published([territory]).count()
    listings = places if places <= MOST_PLACES_OF_TERRITORY else 0
    return (stamp.size if stamp else listings * _A_PAGE) + _LAND + places * _IN_DATA


def _key(copy: Copy) -> str:
    return ":".join(("copy", *filter(None, copy)))


def _held(copy: Copy) -> Pack | None:
    pack: Pack | None = shared.get(_key(copy))
    return pack


def _stamped(copy: Copy) -> Stamp | None:
    stamp: Stamp | None = shared.get(f"{_key(copy)}:stamp")
    return stamp


def _is_due(copy: Copy) -> bool:
    stamp, good_for = _stamped(copy), _GOOD_FOR_TERRITORY if copy.territory else _GOOD_FOR
    return stamp is None or (time() - stamp.written_at > good_for and stamp.version != version_of_pages())


def _start(*copies: Copy) -> None:
    Thread(target=_write_in_turn, args=copies, daemon=True).start()


def _write_in_turn(*copies: Copy) -> None:
    """Write in a thread of its own, unless this process writes already."""
    if not _one_writes.acquire(blocking=False):
        return
    try:
        for copy in copies:
            _write_alone(copy)
    except DatabaseError:
        # The next request that finds the pages old starts again.
        _LOG.info("The pages to be kept were not written: the database did not answer.")
    finally:
        connection.close()
        _one_writes.release()


def _write_alone(copy: Copy) -> None:
    """Write, unless another process does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_LOCK}")
        if cursor.fetchone() == (True,):
            try:
                write(copy, rest=_REST)
            finally:
                cursor.execute(f"SELECT {_UNLOCK}")


def write(copy: Copy, *, rest: float = 0) -> None:
    """Write the pages of a copy for all processes, where they are not those of today's data.

    The version is read first: pages are never taken for newer than they are. After each page it rests so many times as
    long as that took, while the machine has more to do than processors.
    """
    if _is_due(copy):
        version = version_of_pages()
        with translation.override(copy.language):
            packed = _packed(copy, rest)
        lasts = _REMEMBERED if copy.territory else None
        shared.set(_key(copy), Pack(version, packed), lasts)
        shared.set(f"{_key(copy)}:stamp", Stamp(version, time(), len(packed)), lasts)


def version_of_pages() -> str:
    """Tell the version of all pages: of the data, of the site's own files, and of the day, for hours are of a day."""
    return sha256(" ".join((version_of_data(), _release(), timezone.localdate().isoformat())).encode()).hexdigest()[:16]


def _packed(copy: Copy, rest: float) -> bytes:
    """Write it all as the browser reads it: `pages` by path, `files` they need, the path of the page for `elsewhere`.

    Brotli sees what the pages have in common, and makes half of what gzip does. It is given them one by one: together
    those of a territory are thirty megabytes.
    """
    press, own, parts = brotli.Compressor(quality=9), set[str](), list[bytes]()
    parts.append(press.process(f'{{"origin":{_json(ORIGIN)},"pages":{{'.encode()))
    for number, path in enumerate(_paths(copy)):
        html = _page_and_rest(path, rest)
        own.update(link for link in _LINK.findall(html) if link.startswith(settings.STATIC_URL))
        parts.append(press.process(f"{',' if number else ''}{_json(path)}:{_json(html)}".encode()))
    files = [*_static_files(own), *_directory(copy), reverse("files:basemap"), *_histories(copy)]
    end = f'}},"files":{_json(files)},"elsewhere":{_json(reverse("frontend:elsewhere"))}{_told(copy)}}}'
    return b"".join([*parts, press.process(end.encode()), press.finish()])


def _json(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _told(copy: Copy) -> str:
    """Of a territory also its name, and its page: a browser lists what it keeps."""
    if not copy.territory:
        return ""
    name = Territory.objects.get(pk=copy.territory).name
    return f',"name":{_json(name)},"home":{_json(_of_territory("home", copy.territory))}'


def _of_territory(name: str, territory: str) -> str:
    query = QueryDict(mutable=True)
    query["territory"] = territory
    return f"{reverse(f'frontend:{name}')}?{query.urlencode()}"


def _static_files(own: set[str]) -> list[str]:
    return sorted(own | {image for link in own if link.endswith(".css") for image in _images_of(link)})


def _paths(copy: Copy) -> Iterator[str]:
    if copy.territory:
        yield from _paths_of_territory(copy.territory)
        return
    for name in ("networks", "data", "contact", "legal", "accessibility", "privacy", "elsewhere"):
        yield reverse(f"frontend:{name}")
    for name in ("report", "propose"):
        yield reverse(f"suggestions:{name}")
    if _has_every_place():
        yield from _paths_to_places()


def _paths_of_territory(territory: str) -> Iterator[str]:
    """What a territory adds to what is kept of its country: its directory, its crossings, its listings."""
    yield reverse("frontend:elsewhere")
    yield _of_territory("home", territory)
    if _moves(Crossing.asked(territories=(territory,))):
        yield _of_territory("crossings", territory)
    places = published([territory])
    if not places.is_beyond(MOST_PLACES_OF_TERRITORY):
        for slug in places.order_by("slug").values_list("slug", flat=True):
            yield reverse("frontend:place", args=[slug])
        yield from _former(FormerPlaceSlug, places, "frontend:place")


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


def _directory(copy: Copy) -> Iterable[str]:
    """The address of the directory, or of that of a territory, unless no browser could hold it."""
    if copy.territory:
        return (addresses_of_directory([copy.territory])["directoryUrl"],)
    return () if is_country() else (reverse("files:directory"),)


def _histories(copy: Copy) -> Iterable[str]:
    """The addresses of what moves the picture of crossings, unless the territory is too large to keep it."""
    territories = (copy.territory,) if copy.territory else ()
    usual = Crossing.asked(territories=territories)
    return addresses(usual, [("territory", code) for code in territories]).values() if _moves(usual) else ()


def _moves(crossing: Crossing) -> bool:
    return not history.is_beyond(crossing, Level.COMMUNE, MOST_COMMUNES)


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
    path, _mark, query = path.partition("?")
    head = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "wsgi.url_scheme": "https"}
    asked = _Written({**head, "wsgi.input": BytesIO()})
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
