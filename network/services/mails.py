"""Writing a mail, in the transaction of what it tells. What sends it is `network/mail/`."""

import re
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from network.choices import Stream
from network.mail.letters import Letter
from network.models import Mail

_LONGEST_SUBJECT = 200
# What a header cannot hold, or would be folded at; no-break spaces stay.
_SPACES = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


def queue_mail(*, to: str, stream: Stream, letter: Letter, key: str | None = None) -> Mail | None:
    """Write a mail, to be sent once what is being written is committed; nothing leaves before that.

    `key` names what it tells: a second mail with the same key is not written, and None is given back.
    """
    mail = Mail(
        message_id=make_msgid(domain=urlsplit(settings.PUBLIC_URL).hostname),
        key=key,
        stream=stream,
        to=to,
        subject=_SPACES.sub(" ", letter.subject).strip()[:_LONGEST_SUBJECT],
        text=letter.text,
        html=letter.html,
        headers=dict(letter.headers),
    )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    return Mail.objects.filter(message_id=mail.message_id).first()
