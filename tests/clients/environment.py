"""The programs of others in Python: in environments of their own, made where a test first asks for one of them."""

import fcntl
import subprocess
import sys
import venv
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
STATE = ROOT / "var"
# Seconds: to install them on a slow line, and for any of them to do its work.
TO_INSTALL, TO_WORK = 600, 300


@dataclass(frozen=True)
class Environment:
    """The packages of a lock, in a folder of `var/`."""

    name: str
    lock: Path

    def run(self, script: str, *arguments: str | Path, cwd: Path | None = None) -> str:
        """Run a text of Python there, and return what it prints."""
        return printed(self.python(), "-c", script, *arguments, cwd=cwd)

    def command(self, name: str, *arguments: str | Path, cwd: Path | None = None) -> str:
        """Run a command that a package brings, and return what it prints."""
        return printed(self.python().with_name(name), *arguments, cwd=cwd)

    def python(self) -> Path:
        """Install the locked packages, unless they are there: one process does, and others wait for it."""
        home = STATE / self.name
        python, stamp = home / "bin" / "python", home / "stamp"
        wanted = sha256(self.lock.read_bytes() + sys.version.encode()).hexdigest()
        home.mkdir(parents=True, exist_ok=True)
        with home.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not stamp.exists() or stamp.read_text() != wanted:
                self._make(home)
                stamp.write_text(wanted)
        return python

    def _make(self, home: Path) -> None:
        venv.create(home, clear=True, with_pip=True)
        options = ["--require-hashes", "--no-input", "--quiet", "--disable-pip-version-check"]
        install: list[str | Path] = [home / "bin" / "python", "-m", "pip", "install", *options, "-r", self.lock]
        subprocess.run(install, check=True, timeout=TO_INSTALL)


def printed(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command, and return what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=TO_WORK, check=False, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


READERS = Environment("clients", ROOT / "requirements-clients.txt")
PROGRAMS = Environment("programs", ROOT / "requirements-programs.txt")
run = READERS.run
