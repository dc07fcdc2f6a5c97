"""Tickets for topics that are not open: a page gives one to who may follow them, and the stream asks for it back."""

from collections.abc import Collection

from django.core.signing import BadSignature, TimestampSigner

from network.live.topics import is_open

# A page that stays open longer is loaded again before it follows anything. In seconds.
GOOD_FOR = 12 * 3600


def write_ticket(topics: Collection[str], *, secret: str) -> str:
    """Write a ticket for some topics. Whoever writes it has looked whether the reader may follow them."""
    return _signer(secret).sign_object(sorted(topics))


def may_follow(topics: Collection[str], tickets: Collection[str], *, secret: str) -> bool:
    """Tell whether someone with these tickets may follow all of these topics."""
    closed = {topic for topic in topics if not is_open(topic)}
    return not closed or closed <= {topic for ticket in tickets for topic in _topics_in(ticket, secret)}


def _topics_in(ticket: str, secret: str) -> set[str]:
    try:
        return set(_signer(secret).unsign_object(ticket, max_age=GOOD_FOR))
    except BadSignature:
        return set()


def _signer(secret: str) -> TimestampSigner:
    """Sign without the settings of the site, which the process that reads tickets has not loaded."""
    return TimestampSigner(key=secret, salt="network.live", fallback_keys=[])
