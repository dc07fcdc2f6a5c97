"""Signing browsers out."""

from django.contrib.sessions.models import Session

from network.models import SignedIn, User


def end_sessions(person: User, *, beside: str | None = None) -> None:
    """Sign all browsers of someone out, save the session that she is in, if it is named."""
    ended = SignedIn.objects.filter(person=person).exclude(session=beside)
    Session.objects.filter(pk__in=ended.values("session")).delete()
