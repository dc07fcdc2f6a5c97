"""`manage.py work`: the process that sends mails, for as long as the site is served. `bin/worker` starts it."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from network.mail.worker import Worker


class Command(BaseCommand):
    """Does what no request waits for."""

    # They would load every page of the site, which this process never shows: a third of its memory.
    requires_system_checks: Any = ()
    help = "Sends the mails that are due, until it is stopped. It may run beside others of its kind."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the process to stand beside."""
        parser.add_argument("--beside", type=int, metavar="PID", help="end when this process is gone")

    def handle(self, *_args: Any, beside: int | None, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Work until a signal comes."""
        worker = Worker(beside)
        for sent in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sent, worker.stop)
        worker.run()
