"""Secrets and signatures of Standard Webhooks (v1): pure, save for the seal."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256
from hmac import digest
from secrets import token_bytes, token_hex

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """Make a secret."""
    return PREFIX + b64encode(token_bytes(_BYTES)).decode()


def new_id() -> str:
    """Name a message."""
    return f"msg_{token_hex(16)}"


def signed(message_id: str, at: int, body: str, secrets: Iterable[str]) -> dict[str, str]:
    """Make the headers of a message: one signature for each secret, so that a change of secrets refuses nothing."""
    text = f"{message_id}.{at}.{body}".encode()
    signatures = [f"v1,{b64encode(digest(_key(secret), text, sha256)).decode()}" for secret in secrets]
    return {"webhook-id": message_id, "webhook-timestamp": str(at), "webhook-signature": " ".join(signatures)}


def _key(secret: str) -> bytes:
    return b64decode(secret.removeprefix(PREFIX))
