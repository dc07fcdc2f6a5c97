"""How someone showed who she is in this session, of late: by her mailbox, her password, or a code that she was told.

Each is worth one. An administrator who has no second factor yet chooses it once she showed more than her mailbox.
"""

from enum import StrEnum
from time import time

from django.http import HttpRequest

from network.accounts.fresh import TO_PRESS
from network.models import User

_WAYS = "ways"


class Way(StrEnum):
    """What someone showed."""

    MAIL = "mail"  # a code, or an invitation, that her address received
    PASSWORD = "secret"  # noqa: S105  its name, and not a password
    TOLD = "told"  # the opening code that another administrator, or who keeps the server, gave her


def note_way(request: HttpRequest, person: User, way: Way) -> None:
    """Remember that she has just shown this."""
    request.session[_WAYS] = {"person": person.pk, "at": _shown_at(request, person) | {way: int(time())}}


def ways_of(request: HttpRequest, person: User) -> set[str]:
    """Name what she showed in this session, of late."""
    return {way for way, at in _shown_at(request, person).items() if time() - at <= TO_PRESS}


def may_choose(request: HttpRequest, person: User) -> bool:
    """Tell whether she showed enough to choose her first second factor: the code, or her password and her mailbox."""
    shown = ways_of(request, person)
    return Way.TOLD in shown or {Way.MAIL, Way.PASSWORD} <= shown


def _shown_at(request: HttpRequest, person: User) -> dict[str, int]:
    noted = request.session.get(_WAYS)
    return noted["at"] if isinstance(noted, dict) and noted.get("person") == person.pk else {}
