"""An administrator shows two things before the admin opens: how she signed in, and a key or a code of her telephone."""

from math import inf
from time import time

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
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
    """Remember it, as long as the session lasts; a key that she had before she administered anything was no proof."""
    if not is_administrator(person):
        return
    request.session[_SHOWN] = {"person": person.pk, "at": int(time())}


def administrators() -> QuerySet[User]:
    """List those who administer the site."""
    return User.objects.filter(is_superuser=True, is_active=True).order_by("last_name", "first_name", "pk")


def with_factor() -> set[int]:
    """Tell which accounts have a key or an application."""
    return set(Authenticator.objects.values_list("user_id", flat=True))
