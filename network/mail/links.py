"""Links that mails carry: each allows one thing, for a time, and cannot be made into another. They hold no address."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.urls import reverse

from network.choices import Answer, Stream
from network.mail.letters import Way, absolute
from network.models import Reminder

GOOD_FOR = 60 * 24 * 3600  # seconds
_REMINDER, _LEAVING = "network.mail.reminder", "network.mail.leaving"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link of a reminder allows: one answer about one place."""

    reminder: int
    answer: Answer

    @property
    def token(self) -> str:
        """Sign it."""
        return signing.dumps([self.reminder, self.answer], salt=_REMINDER)

    @classmethod
    def read(cls, token: str) -> "Asked":
        """Read a link.

        Raises:
            SignatureExpired: it is older than sixty days.
            BadSignature: it is not one of ours.

        """
        reminder, answer = _read(token, _REMINDER, GOOD_FOR)
        return cls(reminder, Answer(answer))


def way_to(reminder: Reminder, answer: Answer) -> str:
    """Make the address of an answer to a reminder."""
    return absolute(reverse("mail:reminder", args=[Asked(reminder.pk, answer).token]))


def leaving(address: str, stream: Stream) -> str:
    """Make the address under which an address (what stands for it) leaves a sort of mails. It never expires."""
    return absolute(reverse("mail:leave", args=[signing.dumps([address, stream], salt=_LEAVING)]))


def who_leaves(token: str) -> tuple[str, Stream]:
    """Read who leaves, and what.

    Raises:
        BadSignature: it is not one of ours.

    """
    address, stream = _read(token, _LEAVING, None)
    return address, Stream(stream)


def unsubscribing(address: str, stream: Stream, label: str) -> tuple[dict[str, str], Way]:
    """Make what lets a mail reader, and a person, leave in one press (RFC 8058)."""
    link = leaving(address, stream)
    headers = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers, Way(label, link)


def _read(token: str, salt: str, age: int | None) -> tuple[Any, Any]:
    first, second = signing.loads(token, salt=salt, max_age=age)
    return first, second
