"""How a page is taken elsewhere: which addresses are ours, and the code that a telephone reads."""

from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# A code of more than this is a carpet that no telephone reads.
LONGEST_PATH = 600


class Page(NamedTuple):
    """A page of this site, in a language."""

    match: ResolverMatch
    language: str


@require_safe
@cache_control(public=True, max_age=30 * 24 * 3600)
def qr(request: HttpRequest) -> HttpResponse:
    """Draw the QR code of a page of this site (`path`, with its query), as SVG."""
    path = request.GET.get("path", "")
    if page_at(path) is None:
        reason = _("Le paramètre « path » est le chemin d’une page de ce site, en %(count)d caractères au plus.")
        return HttpResponseBadRequest(reason % {"count": LONGEST_PATH}, content_type="text/plain; charset=utf-8")
    drawn = BytesIO()
    _code(request.build_absolute_uri(path)).save(drawn, kind="svg", border=4, light="#fff", omitsize=True)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def qr_of(address: str) -> SafeString:
    """Draw the QR code of a whole address as an SVG element: it prints where an image would not have been loaded."""
    drawn = _code(address).svg_inline(border=4, light="#fff", omitsize=True, svgclass="qr")
    return mark_safe(drawn)  # noqa: S308  only modules are drawn: nothing of the address is written


def page_at(path: str) -> Page | None:
    """Find the page of this site at a path with its query, in whichever language; None for anything else."""
    if len(path) > LONGEST_PATH or not path.startswith("/") or not path.isprintable():
        return None
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return None
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            try:
                match = resolve(urlsplit(path).path)
            except Resolver404:
                continue
        return Page(match, language) if match.namespace == "frontend" else None
    return None


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
