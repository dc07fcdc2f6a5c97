"""`python -m config.live`: the process that tells open pages what moved. `bin/live` and `bin/serve` start it.

It reads five settings of the site from the environment, and does not load the site: `DATABASE_URL`,
`DATABASE_REPLICAS`, `SECRET_KEY`, `LIVE_SOCKET` and `STATIC_ROOT`. With `--beside PID` it ends when that one is gone.
"""

import argparse
import asyncio
import logging
import os
import resource
import secrets
import signal
from contextlib import suppress
from pathlib import Path

from environ import Env
from psycopg.conninfo import make_conninfo

from config.live.copies import Copy
from config.live.hub import MOST_LISTENERS, Hub, Limits
from config.live.log import Log
from config.live.porter import Porter

ROOT = Path(__file__).parents[2]
# File descriptors that are not for listeners.
_OTHERS = 100


def conninfo(url: str) -> str:
    """Write the address of the database as PostgreSQL reads it."""
    database = Env.db_url_config(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    known = {told: database[name] for name, told in names.items() if database.get(name)}
    return make_conninfo("", **known, **database.get("OPTIONS", {}))


def room_for(listeners: int) -> int:
    """Ask the system for as many open files as listeners want, and tell how many it gives."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    given = listeners + _OTHERS if hard == resource.RLIM_INFINITY else min(listeners + _OTHERS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (given, hard))
    return given - _OTHERS


async def serve(beside: int | None) -> None:
    """Tell what moves until a signal comes, or the process beside is gone.

    Raises:
        Exception: something failed that should not; whoever started this starts it again.

    """
    copies = [Copy(conninfo(url)) for url in (os.environ.get("DATABASE_REPLICAS") or "").split(",") if url]
    hub = Hub(Log(conninfo(os.environ.get("DATABASE_URL") or "postgis:///croisee"), copies), _limits())
    porter = Porter(os.environ.get("LIVE_SOCKET") or str(ROOT / "var" / "live"), hub.arrived)
    porter.start()
    running, stopped = asyncio.create_task(hub.run()), asyncio.create_task(_stopped(beside))
    ended, _others = await asyncio.wait([running, stopped], return_when=asyncio.FIRST_COMPLETED)
    porter.stop()
    if running in ended:
        running.result()


def _limits() -> Limits:
    static = Path(os.environ.get("STATIC_ROOT") or ROOT / "var" / "static")
    # An empty secret would sign for anyone: without one, no ticket is good.
    secret = os.environ.get("SECRET_KEY") or secrets.token_urlsafe()
    return Limits(static, secret, room_for(MOST_LISTENERS))


async def _stopped(beside: int | None) -> None:
    """Wait for a signal, or for the process beside to be gone."""
    told = asyncio.Event()
    for sent in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sent, told.set)
    while not told.is_set() and (beside is None or _is_there(beside)):
        with suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), 1)


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def main() -> None:
    """Read the command, and run."""
    parser = argparse.ArgumentParser(prog="bin/live", description="Tells open pages what moved, until it is stopped.")
    parser.add_argument("--beside", type=int, metavar="PID", help="end when this process is gone")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(serve(parser.parse_args().beside))


main()
