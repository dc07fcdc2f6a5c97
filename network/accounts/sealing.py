"""Secrets that must be read again (those of applications that make codes) are sealed under the key of the site.

Whoever reads the database, or a copy of it, reads none of them: the key is in the environment of the site alone.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import digest

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_USE = b"network.accounts.sealing"


class BrokenSealError(Exception):
    """It was sealed under a key that the site does not have any more, or altered."""


def seal(text: str) -> str:
    """Seal a text under the key of today."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Read a text that was sealed under the key of today, or one of those before (`SECRET_KEY_FALLBACKS`).

    Raises:
        BrokenSealError: it was sealed under none of them.

    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise BrokenSealError from error


def seal_again(sealed: str) -> str:
    """Seal under the key of today what was sealed under any of them.

    Raises:
        BrokenSealError: it was sealed under none of them.

    """
    return seal(unseal(sealed))


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(key: str) -> bytes:
    """Derive the key of this use alone: the site's own has enough chance in it to need no stretching."""
    return urlsafe_b64encode(digest(key.encode(), _USE, sha256))
