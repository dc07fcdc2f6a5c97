"""What a process of the server does with its memory after a long answer: it gives it back, or makes room for another.

The system counts what a process ever needed at once, until the process says that it needs it no more.
"""

import ctypes
import gc
import os
import time
from pathlib import Path

# In bytes: grown by this much, a process tidies up; larger than that after tidying up, it is to be replaced.
GROWN, TOO_LARGE = 24 * 1024 * 1024, 320 * 1024 * 1024
# Tidying up takes some hundredths of a second, in which nobody is answered: it is for every so many seconds.
_SECONDS = 2.0

_PAGE = os.sysconf("SC_PAGE_SIZE")
_LIBC = ctypes.CDLL(None)


class Memory:
    """The memory of this process, from when it was ready to serve."""

    def __init__(self) -> None:
        gc.collect()
        # What is there for good is not looked through again.
        gc.freeze()
        self.held = resident()
        self.next_look = 0.0

    def tidy(self) -> None:
        """Give back what is no longer used, when there is much of it."""
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + _SECONDS
        if resident() > self.held + GROWN:
            gc.collect()
            _trim()
            self.held = resident()

    @property
    def is_too_large(self) -> bool:
        """Whether the process had better be replaced."""
        return self.held > TOO_LARGE


def resident() -> int:
    """Tell how much memory this process holds, in bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def _trim() -> None:
    if hasattr(_LIBC, "malloc_trim"):
        _LIBC.malloc_trim(0)
