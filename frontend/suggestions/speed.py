"""The line from here to where someone stands, timed by her browser: what it downloads, and how that is told."""

import os
import re
from decimal import Decimal
from functools import cache
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.accounts.attempts import Pace, TooSoonError, slow_down

SAMPLE = 2_000_000  # bytes of one answer; a browser asks for eight at most, in six seconds at most
# Ten people of one place measure at once; then a sample every two seconds: a line of 8 Mb/s, and no more, is held.
PACE = Pace(free=80, longest=30, memory=2)
_MEASURED = re.compile(r"([0-9]{4,9}) ([0-9]{2,6})")  # bytes, milliseconds
# A number that was typed over what was measured was not measured.
_NEAR = Decimal("0.1")


@never_cache
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """Send bytes that no compression makes fewer, the same for everyone."""
    try:
        slow_down(request, "speed", PACE)
    except TooSoonError as error:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(error.wait)})
    # Said to be as it is: what stands between would spend its time on squeezing it.
    return HttpResponse(_noise(), content_type="application/octet-stream", headers={"Content-Encoding": "identity"})


def said_of_a_measure(measured: str, mbps: Decimal | None) -> str | None:
    """Say how a speed was measured, for who reviews it; nothing of one that was typed, or typed over."""
    found = _MEASURED.fullmatch(measured or "")
    if not found or not mbps:
        return None
    size, milliseconds = (Decimal(number) for number in found.groups())
    rate = size * 8 / 1000 / milliseconds
    if abs(rate - mbps) > max(rate * _NEAR, _NEAR):
        return None
    given = {"size": localize(round(size / 1_000_000, 1)), "seconds": localize(round(milliseconds / 1000, 1))}
    return _("Débit mesuré par le navigateur, de notre serveur à cet appareil : %(size)s Mo en %(seconds)s s.") % given


@cache
def _noise() -> bytes:
    return os.urandom(SAMPLE)
