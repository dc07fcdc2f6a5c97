"""A file at a web address, fetched within bounds: never from inside, never for long, never more than can be read.

The name of a host is resolved once, and the connection goes to the very address that was judged: a name that answers
otherwise the second time gains nothing.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from typing import NamedTuple, TypeVar
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from network.importing.reading import MOST_BYTES

T = TypeVar("T")
_PATIENCE = 20.0  # seconds for all of it
_SILENCE = 8.0  # seconds without a byte
_MOST_REDIRECTS = 4
_PIECE = 1 << 16
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_OK = 200
# What may be called: the message is signed, and not for others to read.
_CALLED = {"https"}
_SAID = 200  # bytes of an answer that are read
_TRANSLATED = IPv6Network("64:ff9b::/96")


class Unfetched(Exception):  # noqa: N818  reads as a sentence where it is raised
    """An address gives no file; the sentence says why."""


class Fetched(NamedTuple):
    """A file as it was at an address: its name there, and what it holds."""

    name: str
    content: bytes


def fetch(url: str, *, patience: float = _PATIENCE) -> Fetched:
    """Fetch a file, within so many seconds.

    Raises:
        Unfetched: the address is inside, or does not answer, or not with a file that is small enough.

    """
    until = time.monotonic() + patience
    return _at_the_end(url, lambda answer, parts: Fetched(_name_of(parts), _body(answer, until)))


def status_of(url: str) -> int:
    """Ask an address, and tell the status (HTTP) in which it ends; what it holds is left there.

    Raises:
        Unfetched: the address is inside, or does not answer.

    """
    return _at_the_end(url, lambda answer, _parts: answer.status)


def judge(url: str) -> None:
    """Refuse an address that could not be called.

    Raises:
        Unfetched: it is not one of the public web, or would be read on the way.

    """
    parts = _called(url)
    _outside(str(parts.hostname), _PORTS[parts.scheme])


def post(url: str, content: bytes, headers: Mapping[str, str], *, patience: float = _PATIENCE) -> tuple[int, str]:
    """Call an address, and give the status (HTTP) and the first words of its answer. It leads nowhere else.

    Raises:
        Unfetched: the address is inside, or does not answer within so many seconds.

    """
    parts = _called(url)
    connection = _connection(parts)
    end = Timer(patience, _cut, [connection])
    end.start()
    try:
        connection.request("POST", _path(parts), content, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read(_SAID).decode(errors="replace").replace("\0", "")
    except (OSError, HTTPException) as error:
        raise Unfetched(_("Cette adresse ne répond pas.")) from error
    finally:
        end.cancel()
        connection.close()


def _cut(connection: HTTPConnection) -> None:
    """End a connection that lasts too long, in whose answer another thread waits."""
    with suppress(OSError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _called(url: str) -> SplitResult:
    parts = _judged(url)
    if parts.scheme not in _CALLED:
        raise Unfetched(_("Cette adresse doit commencer par https://."))
    return parts


def _at_the_end(url: str, take: Callable[[HTTPResponse, SplitResult], T]) -> T:
    """Follow an address to where it leads, and take something of the answer there.

    Raises:
        Unfetched: it, or one that it leads to, is inside or does not answer; or it leads on without end.

    """
    for _redirect in range(_MOST_REDIRECTS + 1):
        parts = _judged(url)
        connection = _connection(parts)
        try:
            answer = _asked(connection, parts)
            if answer.status not in _MOVED:
                return take(answer, parts)
            url = urljoin(url, answer.headers.get("Location", ""))
        except (OSError, HTTPException) as error:
            raise Unfetched(_("Cette adresse ne répond pas.")) from error
        finally:
            connection.close()
    raise Unfetched(_("Cette adresse renvoie sans fin à une autre."))


def _judged(url: str) -> SplitResult:
    """Read an address of the web.

    Raises:
        Unfetched: it is none, or has a name and a password, or a port of its own.

    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise Unfetched(_("Ce n’est pas une adresse web.")) from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise Unfetched(_("Ce n’est pas une adresse web."))
    if port not in (None, _PORTS[parts.scheme]):
        raise Unfetched(_("Cette adresse a un port à elle : le fichier doit être à une adresse ordinaire."))
    return parts


def _connection(parts: SplitResult) -> HTTPConnection:
    """Connect to the very address that was judged, under the name that was asked.

    Raises:
        Unfetched: the host is not known, or is inside.

    """
    host = str(parts.hostname)
    address = _outside(host, _PORTS[parts.scheme])
    connection = (
        HTTPSConnection(host, timeout=_SILENCE) if parts.scheme == "https" else HTTPConnection(host, timeout=_SILENCE)
    )
    try:
        plain = socket.create_connection((address, _PORTS[parts.scheme]), timeout=_SILENCE)
        is_secure = parts.scheme == "https"
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if is_secure else plain
    except (OSError, ValueError) as error:
        raise Unfetched(_("Cette adresse ne répond pas.")) from error
    return connection


def _outside(host: str, port: int) -> str:
    """Resolve a host.

    Raises:
        Unfetched: nobody knows it, or any of its addresses is inside.

    """
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unfetched(_("Personne ne connaît cette adresse.")) from error
    if not found or any(_is_inside(address) for address in found):
        raise Unfetched(_("Cette adresse n’est pas sur le web public."))
    return found[0]


def _is_inside(address: str) -> bool:
    """Tell whether an address is one of a machine, a local network, or anything but the public web."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or _translated(found) or found
    return not found.is_global or found.is_multicast


def _translated(address: IPv6Address) -> IPv4Address | None:
    """The address that a translator of networks (NAT64, RFC 6052) would go to."""
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address in _TRANSLATED else None


def _path(parts: SplitResult) -> str:
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        path.encode("ascii")
    except UnicodeError as error:
        raise Unfetched(_("Ce n’est pas une adresse web.")) from error
    return path


def _asked(connection: HTTPConnection, parts: SplitResult) -> HTTPResponse:
    # Who keeps a site that is asked finds here who asks.
    who = f"Croisee (+{settings.PUBLIC_URL})"
    connection.request("GET", _path(parts), headers={"User-Agent": who, "Accept-Encoding": "identity"})
    return connection.getresponse()


def _body(answer: HTTPResponse, until: float) -> bytes:
    """Read an answer.

    Raises:
        Unfetched: it is no file, too long, or too slow.

    """
    if answer.status != _OK:
        raise Unfetched(_("Cette adresse répond par une erreur (%(status)d).") % {"status": answer.status})
    held = bytearray()
    for piece in _pieces(answer):
        held += piece
        if len(held) > MOST_BYTES:
            raise Unfetched(_("Ce fichier est trop lourd : 64 Mo au plus."))
        if time.monotonic() > until:
            raise Unfetched(_("Ce fichier met trop de temps à venir."))
    return bytes(held)


def _pieces(answer: HTTPResponse) -> Iterator[bytes]:
    while piece := answer.read1(_PIECE):
        yield piece


def _name_of(parts: SplitResult) -> str:
    return unquote(parts.path.rstrip("/").rpartition("/")[2])[:200] or str(parts.hostname)
