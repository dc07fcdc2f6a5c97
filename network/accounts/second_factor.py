"""An administrator shows two things before the admin opens: how she signed in, and a key or a code of her telephone."""

from time import time

from django.http import HttpRequest

from network.models import User
from network.rights import is_administrator

_SHOWN = "second_factor"


def has_shown(request: HttpRequest) -> bool:
    """Tell whether whoever asks is an administrator who has shown a second factor in this session."""
    shown = request.session.get(_SHOWN)
    return is_administrator(request.user) and isinstance(shown, dict) and shown.get("person") == request.user.pk


def note_shown(request: HttpRequest, person: User) -> None:
    """Remember it, as long as the session lasts."""
    request.session[_SHOWN] = {"person": person.pk, "at": int(time())}
