"""`manage.py read_bounce < mail`: reads what a mail server says of a mail that did not arrive, for a pipe of it."""

import sys
from email import message_from_binary_file, policy
from email.message import EmailMessage
from typing import Any

from django.core.management.base import BaseCommand

from network.services import note_bounce


class Command(BaseCommand):
    """Notes that a mail came back (RFC 3464)."""

    help = "Read a report of delivery from the standard input, and note that the contact cannot be reached."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Note it; anything else that comes is read, and left."""
        message = message_from_binary_file(sys.stdin.buffer, policy=policy.default)
        count = sum(note_bounce(message_id=name) for name in {*returned(message)}) if failed(message) else 0
        self.stdout.write(f"{count} reminders came back")


def failed(message: EmailMessage) -> bool:
    """Tell whether a report says that a mail will not arrive: one that is merely late says "delayed"."""
    reports = (part for part in message.walk() if part.get_content_type() == "message/delivery-status")
    return any(str(block.get("Action", "")).strip().lower() == "failed" for part in reports for block in part.walk())


def returned(message: EmailMessage) -> "list[str]":
    """Find the names of the mails that a report gives back, whole or their headers alone."""
    inner = [part for part in message.walk() if part is not message and part.get("Message-ID")]
    headers = [part for part in message.walk() if part.get_content_type() == "text/rfc822-headers"]
    lines = (line for part in headers for line in str(part.get_payload()).splitlines())
    told = [line.partition(":")[2] for line in lines if line.lower().startswith("message-id:")]
    return [str(name).strip() for name in [*(part["Message-ID"] for part in inner), *told]]
