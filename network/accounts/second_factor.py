"""An administrator shows two things before the admin opens: how she signed in, and a key or a code of her telephone."""

from math import inf
from time import time

from django.http import HttpRequest

from network.models import User
from network.rights import is_administrator

_SHOWN = "second_factor"


def has_shown(request: HttpRequest, within: float = inf) -> bool:
    """Tell whether whoever asks is an administrator who has shown a second factor in this session, of late."""
    shown = request.session.get(_SHOWN)
    if not (is_administrator(request.user) and isinstance(shown, dict) and shown.get("person") == request.user.pk):
        return False
    return time() - float(shown["at"]) <= within


def note_shown(request: HttpRequest, person: User) -> None:
    """Remember it, as long as the session lasts."""
    request.session[_SHOWN] = {"person": person.pk, "at": int(time())}
