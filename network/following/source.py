"""The changes of another directory, read from its API."""

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

# Two thousand records an answer: some 2 MB. One who sends more is not one of ours.
_MOST_BYTES = 50_000_000
_PATIENCE = 60  # seconds, longer than anyone waits for changes
_CHANGES = "/api/v1/changes/"


class SourceError(Exception):
    """The other directory does not answer, or answers something else; said in words."""


def address_of(url: str) -> str:
    """Find the address of the changes of the directory at an address.

    Raises:
        SourceError: it is no web address.

    """
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise SourceError(f"{url}: not a web address (https://…)")
    return urljoin(url, _CHANGES)


def changes_since(address: str, cursor: str, *, wait: int = 0) -> dict[str, Any]:
    """Ask for the changes after a cursor; where there are none, wait for some, so many seconds at most.

    Raises:
        SourceError: it does not answer, or not with changes.

    """
    headers = {"Accept": "application/json", **({"Prefer": f"wait={wait}"} if wait else {})}
    request = Request(f"{address}?{urlencode({'since': cursor})}", headers=headers)  # noqa: S310  a web address
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            body = answer.read(_MOST_BYTES + 1)
    except HTTPError as error:
        raise SourceError(f"{address}: {error.code} {error.reason}") from error
    except (OSError, HTTPException) as error:
        raise SourceError(f"{address}: {getattr(error, 'reason', error)}") from error
    return _read(address, body)


def photo_at(address: str, url: str) -> bytes | None:
    """Fetch a photo of the directory whose changes are at an address; None where it is gone, or stands elsewhere.

    Raises:
        SourceError: the directory does not answer.

    """
    if urlsplit(url)[:2] != urlsplit(address)[:2]:
        return None
    try:
        with urlopen(Request(url), timeout=_PATIENCE) as answer:  # noqa: S310  the address that is followed
            body: bytes = answer.read(_MOST_BYTES + 1)
    except HTTPError:
        return None
    except (OSError, HTTPException) as error:
        raise SourceError(f"{url}: {getattr(error, 'reason', error)}") from error
    return body if len(body) <= _MOST_BYTES else None


def _read(address: str, body: bytes) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(body) if len(body) <= _MOST_BYTES else {}
        if isinstance(told["cursor"], str) and isinstance(told["changes"], list):
            return told
    except (ValueError, TypeError, KeyError):
        pass
    raise SourceError(f"{address}: these are no changes of a directory like this one")
