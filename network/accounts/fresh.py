"""Before what gives a way in, or cannot be undone, whoever asks shows again who she is, unless she did a moment ago.

A browser stays signed in for two weeks: whoever sits down at it may mend listings, which can be undone, and not take
the account. An administrator shows her second factor; anyone else signs in, or types a code that comes by e-mail.
"""

from time import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from network.accounts.second_factor import has_shown
from network.models import User
from network.rights import is_administrator

# Seconds. A form is shown to who was sure a quarter of an hour ago, and she has half an hour more to fill it in.
TO_SHOW = 15 * 60
TO_PRESS = 45 * 60
_PROVED = "proved"


@receiver(user_logged_in, dispatch_uid="network.accounts.fresh")
def note_proved(sender: object, request: HttpRequest, user: User, **_more: Any) -> None:  # noqa: ANN401
    """Remember that someone has just shown who she is."""
    request.session[_PROVED] = {"person": user.pk, "at": int(time())}


def is_sure(request: HttpRequest, within: int) -> bool:
    """Tell whether whoever asks has shown who she is within so many seconds."""
    if is_administrator(request.user):
        return has_shown(request, within)
    proved = request.session.get(_PROVED)
    return isinstance(proved, dict) and proved.get("person") == request.user.pk and time() - proved["at"] <= within
