"""The one small process that does what no request waits for: it sends the mails that are due, and reads files."""

import logging
import os
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import NamedTuple

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from network.mail.alerts import tell_alerts
from network.mail.digest import send_digests
from network.mail.reminding import ask, to_ask
from network.mail.sending import forget_old, send_due
from network.models import Import, ImportSource
from network.models.imports import AT_WORK
from network.services.alerts import forget_unconfirmed
from network.services.links import ask_one_site
from network.services.live import forget_signals
from network.services.suggested_photos import sweep_suggested_photos
from network.webhooks.sending import forget_deliveries, tell_webhooks
from network.workshops.room import forget_participants
from places.services import sweep_photos

# Seconds between two looks at the outbox, and at whether the process that this one stands beside is there: somebody
# waits for a code.
_HEARTBEAT = 1
_HOUR = 3600.0
_OFFICE_HOURS = range(8, 18)
_NIGHT = range(1, 6)
# Seconds after which what failed is tried again.
AGAIN = 60.0
logger = logging.getLogger(__name__)


class Job(NamedTuple):
    """Something to be done again and again, after at least so many seconds. Doing it twice does no harm."""

    do: Callable[[], object]
    every: float


def speak_first() -> None:
    """Write the reminders of today and the letters of this week, in the hours of offices; unless it is cron's task."""
    if settings.REMINDERS and timezone.localtime().hour in _OFFICE_HOURS:
        for asking in to_ask():
            ask(asking)
        send_digests()


def speak_of_searches() -> None:
    """Write to those who asked for it what is new in their searches, in the hours of offices."""
    if timezone.localtime().hour in _OFFICE_HOURS:
        tell_alerts()


def take_files_in() -> None:
    """Go on with the files of partners, if there are any: what reads them is not held for nothing."""
    if Import.objects.filter(stage__in=AT_WORK).exists():
        from network.services.imports import work_on_imports  # noqa: PLC0415  as it says

        work_on_imports()


def read_files_again() -> None:
    """Read the files that are read each night, at night."""
    if timezone.localtime().hour in _NIGHT and ImportSource.objects.filter(is_nightly=True).exists():
        from network.services.imports import read_tonight  # noqa: PLC0415  as above

        read_tonight()


def forget_files() -> None:
    """Forget the files that nobody took any further, if there are any at all."""
    if Import.objects.exists():
        from network.services.imports import forget_old_imports  # noqa: PLC0415  as above

        forget_old_imports()


def ask_a_site() -> None:
    """Ask one of the sites that listings name whether it still answers; unless that is cron's task."""
    if settings.CHECK_LINKS:
        ask_one_site()


# Rows of jobs, side by side: somebody waits for a code that a mail brings, a file may take minutes to read, and
# whoever is called may be slow to answer.
JOBS = [
    Job(send_due, 0),
    Job(forget_old, _HOUR),
    Job(forget_files, _HOUR),
    Job(forget_signals, _HOUR),
    Job(forget_participants, _HOUR),
    Job(forget_unconfirmed, _HOUR),
    Job(speak_of_searches, _HOUR),
    Job(speak_first, 6 * _HOUR),
    Job(sweep_photos, 24 * _HOUR),
    Job(sweep_suggested_photos, 24 * _HOUR),
]
CALLS = [Job(tell_webhooks, 1), Job(forget_deliveries, _HOUR)]
LONG_JOBS = [Job(take_files_in, 0), Job(read_files_again, _HOUR)]
# A site that does not answer takes its time, and neither a code nor a file waits for it.
SLOW_JOBS = [Job(ask_a_site, 30)]


class Worker:
    """Does the jobs until it is told to stop, or the process beside it is gone."""

    def __init__(self, beside: int | None = None) -> None:
        self.stopped = Event()
        self.beside = beside
        self._next: dict[Callable[[], object], float] = {}

    def stop(self, *_signal: object) -> None:
        """End after the mail in hand."""
        self.stopped.set()

    def run(self) -> None:
        """Work until stopped. A file in hand is let go then: what was read of it is kept, and gone on with."""
        for jobs in (LONG_JOBS, CALLS, SLOW_JOBS):
            Thread(target=self._work_beside, args=(jobs,), daemon=True).start()
        self._work_on(JOBS)

    def _work_beside(self, jobs: Sequence[Job]) -> None:
        try:
            self._work_on(jobs)
        finally:
            connection.close()

    def _work_on(self, jobs: Sequence[Job]) -> None:
        while self._goes_on():
            self.tick(jobs)
            self.stopped.wait(_HEARTBEAT)

    def tick(self, jobs: Sequence[Job] = JOBS) -> None:
        """Do each job whose time has come; one that fails is told in the log, and tried a minute later."""
        now = timezone.now().timestamp()
        for job in jobs:
            if now >= self._next.get(job.do, 0.0):
                self._next[job.do] = now + (job.every if _tried(job.do) else AGAIN)

    def _goes_on(self) -> bool:
        return not self.stopped.is_set() and (self.beside is None or _is_there(self.beside))


def _tried(do: Callable[[], object]) -> bool:
    """Do a job; a server that is away, of mails or of data, is no reason to end."""
    close_old_connections()
    try:
        do()
    except OSError as error:
        logger.warning("%s waits for a server: %s", do.__name__, error)
        return False
    except Exception:
        logger.exception("%s failed, and will be tried again", do.__name__)
        return False
    finally:
        close_old_connections()
    return True


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
