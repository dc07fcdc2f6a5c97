"""What keeps spam out without hurting anyone: nothing is lost, what is doubtful is put apart. See ADR 0034.

No cookie, no token of a session, and nobody else's service: pages that hold these forms are kept by browsers, and are
the same for everyone.
"""

import re
import time
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from network.accounts.attempts import Pace, slow_down

# The shortest time, in seconds, in which someone reads a form and fills in one box of it.
FASTEST = 3
# A room of people behind one address sends twenty at once; then one every half minute, and nobody waits for long.
PACE = Pace(free=20, longest=60, memory=30)
# The name of no field that a browser, or a manager of passwords, fills in by itself.
TRAP = "suite"
_LINKS = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
_MOST_LINKS = 1  # people do say where they read something
_clock = Signer(salt="frontend.suggestions.guard")


def written_now() -> str:
    """Say when a form was written, so that nobody else can."""
    return _clock.sign(str(int(time.time())))


def age_of(token: str) -> int | None:
    """Tell how many seconds ago a form was written; None if it was not by us."""
    try:
        return int(time.time()) - int(_clock.unsign(token))
    except (BadSignature, ValueError):
        return None


def address_asked() -> forms.EmailField:
    """Ask where the author wants to be told, if she does. Not under the name of the place's own address."""
    return forms.EmailField(
        label=_("Votre adresse électronique, si vous voulez savoir ce qui en sera fait"),
        required=False,
        help_text=_("Un seul message, puis elle est effacée. Personne d’autre ne la voit."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class Guarded:
    """What a form is asked besides what was typed: `data` is what the browser sent, empty at first."""

    data: Any
    cleaned_data: dict[str, Any]
    # Seconds that its sender has to wait.
    wait = 0

    @property
    def token(self) -> str:
        """When it was written: what was sent again keeps its time, so that the second press is never too fast."""
        sent = str(self.data.get("since", ""))
        return written_now() if age_of(sent) is None else sent

    @property
    def is_too_fast(self) -> bool:
        """Tell whether it comes back sooner than anyone types, or from nowhere."""
        age = age_of(str(self.data.get("since", "")))
        return age is None or age < FASTEST

    def doubts(self) -> Iterator[str]:
        """Name what makes one wonder whether a person wrote this."""
        if self.data.get(TRAP):
            yield "trap"
        texts = (value for name, value in self.cleaned_data.items() if isinstance(value, str) and name != "website")
        if sum(len(_LINKS.findall(text)) for text in texts) > _MOST_LINKS:
            yield "links"


def doubts_of_origin(request: HttpRequest) -> list[str]:
    """Doubt a request that does not say from where it was sent: every browser of these years does.

    Raises:
        PermissionDenied: it was sent from another site.

    """
    said = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if said not in (None, "same-origin") or (origin and origin != f"{request.scheme}://{request.get_host()}"):
        raise PermissionDenied
    return [] if said or origin else ["origin"]


def count(request: HttpRequest) -> None:
    """Count a suggestion against the address that it comes from, in all processes.

    Raises:
        TooSoonError: it has to wait a little.

    """
    slow_down(request, "suggestion", PACE)
