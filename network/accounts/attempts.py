"""Sign-ins are slowed down, and never locked out: a lock would be a weapon against whoever owns the account.

Each failure is counted for the account and for the address that it came from; past some that are free, each doubles the
time until the next try. A browser that has signed in to the account before counts for itself alone, so that a stranger
who hammers at an account does not make its owner wait. What is counted bears no name: keys are hashes under the site's
secret. All processes count together, in PostgreSQL; who must wait long is told so, and no thread waits in her place.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from secrets import token_hex
from threading import BoundedSemaphore
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "croisee_browser"
_SALT = "network.accounts.attempts"
_BROWSER_IS_KNOWN_FOR = 180 * 24 * 3600
# Argon2 takes some 30 ms of a processor and 19 MiB: one at a time in a process. A room that signs in at once waits for
# its turn, some tenths of a second in all; what still waits after so long is an attack.
_hashing = BoundedSemaphore(1)
_PATIENCE = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """So many failures are `free`; each further one doubles the wait, to `longest` seconds; `memory` forgets one."""

    free: int
    longest: int
    memory: int


OF_ACCOUNT = Pace(free=5, longest=300, memory=600)
# A code asked for, or a wrong one. Each that is asked for is a letter to someone who may not have asked.
OF_CODES = Pace(free=5, longest=900, memory=600)
# A training room is one address: thirty people who each mistype once are nobody's attack.
OF_ADDRESS = Pace(free=50, longest=60, memory=15)
# Each of them asks for a code, and types it.
CODES_OF_ADDRESS = Pace(free=150, longest=60, memory=15)

# The seconds that must pass after a failure, of which the tally has the level.
WAIT = """
CASE WHEN known.level > %(free)s
THEN least(%(longest)s, power(2, least(known.level - %(free)s, 20)) / 2) ELSE 0 END
"""
# Counts one more, unless it is too early; the row is locked meanwhile: of two at once, the second sees the first, which
# may have begun a little later than itself.
_COUNT = f"""
WITH old AS (
    SELECT key FROM network_attempts
    WHERE at < statement_timestamp() - interval '1 day' AND key <> %(key)s LIMIT 100 FOR UPDATE SKIP LOCKED
), gone AS (DELETE FROM network_attempts USING old WHERE network_attempts.key = old.key)
INSERT INTO network_attempts AS known (key, level, at) VALUES (%(key)s, 1, statement_timestamp())
ON CONFLICT (key) DO UPDATE SET at = greatest(known.at, excluded.at), level = 1 + greatest(
    0, known.level - greatest(0, extract(epoch FROM excluded.at - known.at)) / %(memory)s)
WHERE known.level <= %(free)s OR known.at + make_interval(secs => {WAIT}) <= excluded.at
RETURNING 0
"""  # noqa: S608  ours alone
_LEFT = f"""
SELECT extract(epoch FROM at - statement_timestamp()) + {WAIT} FROM network_attempts AS known WHERE key = %(key)s
"""  # noqa: S608  ours alone
_FORGIVE_ONE = "UPDATE network_attempts SET level = greatest(0, level - 1) WHERE key = %s"
_FORGIVE_ALL = "DELETE FROM network_attempts WHERE key = %s"


class TooSoonError(Exception):
    """The next try is admitted in `wait` seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that is about to be tried: whom it counts against, and which of them a success clears."""

    paces: dict[str, Pace]
    own: str

    @classmethod
    def of(cls, request: HttpRequest, username: str) -> Self:
        """Say whom a password that is tried counts against."""
        return cls._at(request, username, OF_ACCOUNT, OF_ADDRESS)

    @classmethod
    def with_code(cls, request: HttpRequest, email: str) -> Self:
        """Say whom a code counts against, asked for or typed."""
        return cls._at(request, email, OF_CODES, CODES_OF_ADDRESS)

    @classmethod
    def _at(cls, request: HttpRequest, name: str, pace: Pace, of_address: Pace) -> Self:
        account = _hashed("account", name.strip().casefold())
        browser = _browser_of(request, account)
        if browser:
            own = _hashed("browser", browser)
            return cls({own: pace}, own)
        return cls({account: pace, _hashed("address", origin_of(request)): of_address}, account)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count a try before it is made, and forgive it when nothing was raised meanwhile.

        Raises:
            TooSoonError: someone has to wait first, or so many are being tried that this one's turn does not come.

        """
        if not _hashing.acquire(timeout=_PATIENCE):
            raise TooSoonError(1)
        try:
            self.count()
            yield
            self.forgive()
        finally:
            _hashing.release()

    def count(self) -> None:
        """Count a try.

        Raises:
            TooSoonError: someone has to wait first.

        """
        count(self.paces)

    def forgive(self) -> None:
        """Take back what was counted, now that it was the right person."""
        with connection.cursor() as cursor:
            for key in sorted(self.paces):
                cursor.execute(_FORGIVE_ALL if key == self.own else _FORGIVE_ONE, [key])


def slow_down(request: HttpRequest, kind: str, pace: Pace) -> None:
    """Count something of a kind against the address that it comes from.

    Raises:
        TooSoonError: too much came from there of late; it has to wait.

    """
    slow_down_who(kind, origin_of(request), pace)


def slow_down_who(kind: str, who: str, pace: Pace) -> None:
    """Count something of a kind against who does it, however they are named.

    Raises:
        TooSoonError: too much came from them of late; they have to wait.

    """
    count({_hashed(kind, who): pace})


def count(paces: Mapping[str, Pace]) -> None:
    """Count a try against each of these keys.

    Raises:
        TooSoonError: one of them has to wait first.

    """
    with transaction.atomic(), connection.cursor() as cursor:
        for key in sorted(paces):
            known: dict[str, str | int] = {"key": key, **asdict(paces[key])}
            cursor.execute(_COUNT, known)
            if cursor.fetchone() is None:
                cursor.execute(_LEFT, known)
                raise TooSoonError(max(1, ceil(cursor.fetchone()[0])))


def origin_of(request: HttpRequest) -> str:
    """Tell the network address that a request came from, as the proxy says it behind one; of IPv6, the subscriber's."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2] if settings.HTTPS else ""
    try:
        address = ip_address(told.strip() or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


def remember(response: HttpResponseBase, username: str) -> None:
    """Let this browser count for itself, now that it has signed in to the account."""
    account = _hashed("account", username.strip().casefold())
    response.set_cookie(
        COOKIE,
        signing.dumps([account, token_hex(16)], salt=_SALT),
        max_age=_BROWSER_IS_KNOWN_FOR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _browser_of(request: HttpRequest, account: str) -> str | None:
    """The number of a browser that has signed in to this account before."""
    try:
        known, number = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_BROWSER_IS_KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(number) if known == account else None


def _hashed(kind: str, value: str) -> str:
    return salted_hmac(_SALT, f"{kind}:{value}", algorithm="sha256").hexdigest()
