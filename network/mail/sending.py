"""Sends what waits in the outbox: each mail by one process at a time, with growing delays, and not for ever.

A mail is taken in a transaction of its own, and the server is spoken to outside of any: a transaction that stays open
would hold back who follows the log. Who dies meanwhile is found dead when the mail's time is up, and the mail is taken
again *under the same Message-ID*. If the server had said yes a moment before that death, its recipient may get it
twice: most mail stores keep one of two with one Message-ID. Not to send it again would lose mails instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from network.choices import Stage, Stream
from network.models import Mail
from network.models.mail import DUE
from network.services import note_bounce

# After each try that failed, how long until the next; after the last, it is given up: about three days in all.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 720, 1440, 1440)]
# A sender that has not come back by then is dead: sending takes seconds, and at most some timeouts of the connection.
GIVEN = timedelta(minutes=10)
# Once a mail has left, or never will, whom it was for and what it said are erased; that there was one is kept so long.
_ERASED: dict[str, Any] = {"to": "", "text": "", "html": "", "headers": {}}
KEPT = timedelta(days=30)
# What someone asked for herself a moment ago leaves first, and is no use later: a code is good for twenty minutes.
_NO_USE_AFTER = timedelta(minutes=20)
_URGENT = ExpressionWrapper(Q(stream=Stream.ACCOUNT), output_field=BooleanField())
_PERMANENT = 500


def send_due(*, most: int = 200) -> int:
    """Send what is due, at most so many; tell how many were sent.

    Raises:
        OSError: the mail server cannot be reached. Nothing was tried then, and no mail has spent a try.

    """
    if not Mail.objects.due().exists():
        return 0
    with _connected() as server:
        return sum(_deliver(mail, server) for mail in islice(_taken(), most))


def forget_old() -> int:
    """Delete the mails that are done with since long; tell how many."""
    done = Mail.objects.exclude(state__in=DUE).filter(written_at__lt=timezone.now() - KEPT)
    return done.delete()[0]


def may_receive(address: str, stream: str | None = None) -> bool:
    """Tell whether this site may write to an address: outside production, only to those that are listed.

    Of one's own account everyone is told: a code goes to who has just asked for it.
    """
    if stream == Stream.ACCOUNT:
        return True
    address = address.lower()
    return not {"*", address, "@" + address.rpartition("@")[2]}.isdisjoint(settings.MAIL_RECIPIENTS)


@contextmanager
def _connected() -> Iterator[Any]:
    server = get_connection()
    server.open()
    try:
        yield server
    finally:
        server.close()


def _taken() -> Iterator[Mail]:
    """Take mails that may leave, one by one."""
    while mail := _take():
        if mail.state == Stage.SENDING:
            yield mail


def _take() -> Mail | None:
    """Take the mail that is due since longest, for this process alone; None when nothing is."""
    with transaction.atomic():
        mail = Mail.objects.due().select_for_update(skip_locked=True).order_by(_URGENT.desc(), "due_at", "pk").first()
        if mail is None:
            return None
        if mail.tries > len(DELAYS) or _is_of_no_use(mail):
            mail.state = Stage.GIVEN_UP
        elif may_receive(mail.to, mail.stream):
            mail.state, mail.tries, mail.due_at = Stage.SENDING, mail.tries + 1, timezone.now() + GIVEN
        else:
            mail.state = Stage.HELD
        mail.save(update_fields=["state", "tries", "due_at"])
        return mail


def _is_of_no_use(mail: Mail) -> bool:
    return mail.stream == Stream.ACCOUNT and mail.written_at < timezone.now() - _NO_USE_AFTER


def _deliver(mail: Mail, server: Any) -> bool:  # noqa: ANN401  whatever backend Django was told
    """Speak to the server, and note what it said."""
    try:
        server.send_messages([_message_of(mail, server)])
    except (SMTPException, OSError) as error:
        server.close()
        _note_failure(mail, error)
        return False
    _settle(mail, state=Stage.SENT, sent_at=timezone.now(), answer=None, **_ERASED)
    return True


def _message_of(mail: Mail, server: Any) -> EmailMultiAlternatives:  # noqa: ANN401
    # RFC 3834: no machine answers to it that somebody is away.
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **mail.headers}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers, connection=server)
    message.attach_alternative(mail.html, "text/html")
    return message


def _note_failure(mail: Mail, error: Exception) -> None:
    code = _code_of(error)
    if code >= _PERMANENT and isinstance(error, SMTPRecipientsRefused | SMTPDataError):
        _settle(mail, state=Stage.REFUSED, answer=str(code), **_ERASED)
        if isinstance(error, SMTPRecipientsRefused):
            note_bounce(message_id=mail.message_id)
    elif mail.tries > len(DELAYS):
        _settle(mail, state=Stage.GIVEN_UP, answer=str(code or type(error).__name__)[:20], **_ERASED)
    else:
        wait = DELAYS[mail.tries - 1]
        said = str(code or type(error).__name__)[:20]
        _settle(mail, state=Stage.WAITING, due_at=timezone.now() + wait, answer=said)


def _code_of(error: Exception) -> int:
    """Tell what the server answered, as a number; 0 when it said nothing."""
    if isinstance(error, SMTPRecipientsRefused):
        return max((code for code, _words in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0))


def _settle(mail: Mail, **said: Any) -> None:  # noqa: ANN401
    """Write what became of a mail, unless another process took it meanwhile."""
    Mail.objects.filter(pk=mail.pk, state=Stage.SENDING, tries=mail.tries).update(**said)
