"""Waiting for what comes next: a program that asks to may be answered late rather than for nothing (RFC 7240)."""

import re
from threading import BoundedSemaphore
from time import monotonic, sleep

from django.conf import settings
from rest_framework.request import Request

from api.changes.cursor import Cursor
from api.changes.records import is_behind

LONGEST = 30  # seconds
_STEP = 0.25  # seconds: one row of an index is read so often
_ASKED = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
# Who waits holds a thread: one is always left for those who do not.
_seats = BoundedSemaphore(settings.MOST_WAITING) if settings.MOST_WAITING else None


def wait_asked(request: Request) -> int:
    """Read how many seconds a request would wait, `Prefer: wait=25`: at most 30, none unless it says so."""
    found = _ASKED.search(request.headers.get("Prefer", ""))
    return min(int(found[1]), LONGEST) if found else 0


def wait_for_news(cursor: Cursor, seconds: int) -> bool:
    """Wait until something is committed after a cursor, so long at most; False where there is no room to wait."""
    if _seats is None or not _seats.acquire(blocking=False):
        return False
    try:
        end = monotonic() + seconds
        while not is_behind(cursor) and monotonic() < end:
            sleep(_STEP)
    finally:
        _seats.release()
    return True
