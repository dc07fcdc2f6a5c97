"""Saying that something moved which the log does not hold, and who may follow it."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from network.live.tickets import write_ticket
from network.live.topics import WRITTEN
from network.models import Signal

# Whoever was away longer looks at everything again: see `network.live.reading.MEMORY`, which is shorter.
KEPT = timedelta(days=7)


def stir(topic: str, name: str = "") -> None:
    """Say that something moved in a topic, as this transaction commits; once, however often it is called.

    Raises:
        ValueError: the topic or the name is not written as one.

    """
    if not WRITTEN.fullmatch(topic) or (name and not WRITTEN.fullmatch(name)):
        raise ValueError((topic, name))
    with connection.cursor() as cursor:
        cursor.execute("SELECT stir(%s, %s)", [topic, name])


def ticket_for(*topics: str) -> str:
    """Write the ticket with which a page may follow topics that are not open: look first whether its reader may."""
    return write_ticket(topics, secret=settings.SECRET_KEY)


def forget_signals() -> None:
    """Delete the signals of before last week."""
    Signal.objects.filter(at__lt=timezone.now() - KEPT).delete()
