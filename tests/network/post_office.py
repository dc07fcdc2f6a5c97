"""A real mail server, on this machine, which answers as a test tells it to."""

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from socket import socket
from threading import Event
from typing import TYPE_CHECKING, Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

from tests.served.conftest import PATIENCE

if TYPE_CHECKING:
    from email.message import EmailMessage


class PostOffice:
    """Keeps what it accepts.

    `says` holds its answer to an address, or to what comes after DATA: None cuts the wire. It says nothing after DATA
    while `holds` is not set.
    """

    def __init__(self) -> None:
        # Bound until the office opens: nobody else takes it meanwhile.
        self.door = socket()
        self.door.bind(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        self.received: list[EmailMessage] = []
        self.says: dict[str, str | None] = {}
        self.has_accepted, self.holds = Event(), Event()
        self.holds.set()

    async def handle_RCPT(  # noqa: N802  aiosmtpd's own name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.says.get(address, "250 OK")
        if answer is None:
            cast("Any", server).transport.abort()
            return "451 cut"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.says.get("DATA", "250 OK")
        if answer and not answer.startswith("250"):
            return answer
        content = cast("bytes", envelope.content)
        self.received.append(message_from_bytes(content, policy=policy.default))
        self.has_accepted.set()
        await asyncio.to_thread(self.holds.wait)
        if answer is None:  # the mail is accepted, and its sender never hears of it
            cast("Any", server).transport.abort()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]


class Opening(Controller):
    """Opens an office at its own door."""

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        coming = self.loop.create_server(self._factory_invoker, sock=self.handler.door)
        return cast("Awaitable[asyncio.AbstractServer]", coming)


@contextmanager
def opened(**settings: Any) -> Iterator[PostOffice]:
    """Open a post office that everyone may be written to through."""
    office = PostOffice()
    controller = Opening(office, hostname="127.0.0.1", port=office.port, ready_timeout=PATIENCE)
    controller.start()
    told = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": office.port,
        "EMAIL_TIMEOUT": PATIENCE,
        "MAIL_RECIPIENTS": ["*"],
    }
    try:
        with override_settings(**told | settings):
            yield office
    finally:
        controller.stop()
