"""The site as `bin/serve` serves it, on the database of the tests."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import sleep
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

# However busy the machine is, what has not come by then will not come.
PATIENCE = 120


# The views that try the server stand beside those of the site.
TRYING = {"DJANGO_SETTINGS_MODULE": "tests.served.settings"}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Site:
    """A site that is served, and how to speak to it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.keeper = 0  # the process that keeps those that answer

    def connect(self, received: int | None = None) -> socket.socket:
        """Connect; `received` is the most bytes that this end takes before anyone reads them."""
        wire = socket.socket()
        if received:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, received)
        wire.settimeout(PATIENCE)
        try:
            wire.connect(("127.0.0.1", self.port))
        except OSError:
            wire.close()
            raise
        return wire

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        wire = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            wire.request("GET", path, headers=headers or {})
            answer = wire.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            wire.close()


@contextmanager
def served(database_url: str, **more: str) -> Iterator[Site]:
    # Bound here and not by the server, which first reads the site: nobody else takes the port meanwhile.
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    site = Site(door.getsockname()[1])
    command = [str(Path(sys.executable).with_name("gunicorn")), "-c", "bin/lib/gunicorn.conf.py"]
    told = {
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": "127.0.0.1",
        **more,
    }
    command += ["-b", f"fd://{door.fileno()}"]
    given = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | told
    with door:
        shared = [door.fileno()]
        server = Popen(command, cwd=settings.BASE_DIR, env=given, stdout=DEVNULL, stderr=DEVNULL, pass_fds=shared)
    site.keeper = server.pid
    try:
        wait_for(site)
        yield site
    finally:
        server.terminate()
        server.wait(PATIENCE)


def wait_for(site: Site) -> None:
    for _attempt in range(PATIENCE * 10):
        try:
            site.get("/healthz")
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError("The site did not start.")


def url_of_tests() -> str:
    """Tell where the database of the tests is, as a variable of the environment says it."""
    database = connection.settings_dict
    return f"postgis://{database['USER']}@/{quote(str(database['HOST']), safe='')}/{database['NAME']}"


@pytest.fixture(scope="module")
def site(django_db_setup: None) -> Iterator[Site]:
    # What stops a question here is not that it took too long.
    with served(url_of_tests(), **TRYING, STATEMENT_TIMEOUT="600") as site:
        yield site
