"""Which browsers someone is signed in with: noted as she signs in, in words that name no address."""

import re
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from network.models import SignedIn, User

# The first that is found: Edge says that it is Chrome, and Chrome that it is Safari.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@receiver(user_logged_in, dispatch_uid="network.accounts.browsers")
def note(sender: type[User], request: HttpRequest, user: User, **_more: Any) -> None:  # noqa: ANN401
    """Note that a session is of someone."""
    session: Any = request.session
    if not session.session_key:
        session.save()
    where = said_of(request.META.get("HTTP_USER_AGENT", ""))
    SignedIn.objects.update_or_create(session_id=session.session_key, defaults={"person": user, "where": where})


def said_of(agent: str) -> str:
    """Say which browser this is: "Firefox, Windows"; nothing of one that does not say."""
    found = [
        next((name for sign, name in names.items() if re.search(sign, agent)), "") for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, found))
