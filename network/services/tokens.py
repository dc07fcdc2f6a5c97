"""Keys that people give to programs: made, shown once, taken back."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.utils import timezone

from network.models import Network, Token, User

# What a secret begins with: whoever finds one in a file, or in a log, knows what it opens.
PREFIX = "croisee_"
# A program that nobody minds any more is not left with a key for ever.
LONGEST = timedelta(days=366)


def issue(*, person: User, name: str, networks: Collection[Network] | None, lasts: timedelta) -> tuple[Token, str]:
    """Make a token, and the secret that opens with it: it can be told now, and never again."""
    secret = f"{PREFIX}{token_urlsafe(32)}"
    token = Token.objects.create(
        person=person,
        name=name,
        digest=_digest(secret),
        networks=None if networks is None else sorted(network.pk for network in networks),
        expires_on=timezone.localdate() + min(lasts, LONGEST),
    )
    return token, secret


def bearer_of(secret: str) -> Token | None:
    """Find the token of a secret while it is good, with its person; remember the day on which it served."""
    today = timezone.localdate()
    good = Token.objects.filter(revoked_at=None, expires_on__gt=today, person__is_active=True)
    token = good.select_related("person").filter(digest=_digest(secret)).first()
    if token and token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)
    return token


def revoke(token: Token) -> None:
    """Take a token back: it opens nothing from now on."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_unbounded(person: User) -> None:
    """Take back the tokens that open all that someone keeps, before she keeps everything: they would grow with it."""
    Token.objects.filter(person=person, networks=None, revoked_at=None).update(revoked_at=timezone.now())


def _digest(secret: str) -> str:
    # It is as long as a key, and no password: nobody guesses it, and a slow hash would serve nothing.
    return sha256(secret.encode()).hexdigest()
