"""What is noted as someone signs in: with which browser, in words that name no address; in which language."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import get_language

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
    """Note that a session is of someone, and the language that she reads if she never said one."""
    session: Any = request.session
    if not session.session_key:
        session.save()
    where = said_of(request.META.get("HTTP_USER_AGENT", ""))
    SignedIn.objects.update_or_create(session_id=session.session_key, defaults={"person": user, "where": where})
    User.objects.filter(pk=user.pk, language="").update(language=get_language() or settings.LANGUAGE_CODE)


def said_of(agent: str) -> str:
    """Say which browser this is: "Firefox, Windows"; nothing of one that does not say."""
    found = [
        next((name for sign, name in names.items() if re.search(sign, agent)), "") for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, found))
