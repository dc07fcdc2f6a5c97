"""The programs of others in Python: in an environment of their own, made where a test first asks for one of them."""

import fcntl
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
LOCK = ROOT / "requirements-clients.txt"
HOME = ROOT / "var" / "clients"
# Seconds: to install them on a slow line, and for any of them to do its work.
TO_INSTALL, TO_WORK = 600, 120


def run(script: str, *arguments: str | Path) -> str:
    """Run a text of Python there, and return what it prints."""
    done = subprocess.run(
        [_python(), "-c", script, *arguments], capture_output=True, text=True, timeout=TO_WORK, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _python() -> Path:
    """Install the locked packages, unless they are there: one process does, and others wait for it."""
    HOME.mkdir(parents=True, exist_ok=True)
    python, stamp = HOME / "bin" / "python", HOME / "stamp"
    wanted = sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    with (HOME.parent / "clients.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            venv.create(HOME, clear=True, with_pip=True)
            options = ["--require-hashes", "--no-input", "--quiet", "--disable-pip-version-check"]
            install: list[str | Path] = [python, "-m", "pip", "install", *options, "-r", LOCK]
            subprocess.run(install, check=True, timeout=TO_INSTALL)
            stamp.write_text(wanted)
    return python
