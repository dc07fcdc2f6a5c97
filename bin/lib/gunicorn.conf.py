"""How gunicorn serves the site, here and in the container: two processes of two threads suit two cores.

`WEB_CONCURRENCY` and `WEB_THREADS` change that; each thread holds at most one database connection while it works.
"""

import ctypes
import os
from pathlib import Path

import django
from django.urls import get_resolver

wsgi_app = "config.wsgi:application"
worker_class = "config.serving.BufferingWorker"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "2"))
# A process that stays silent this long, in seconds, is replaced.
timeout = 60
# What is being answered when the site is stopped has this long to end.
graceful_timeout = 10
# Heartbeats go to memory: on a busy disk a healthy process would look dead.
_memory = Path("/dev/shm")  # noqa: S108  the kernel's own folder of memory
worker_tmp_dir = str(_memory) if _memory.is_dir() else None
# Nothing here needs to be steered while it runs.
control_socket_disable = True


def on_starting(_server: object) -> None:
    """Read the site before the door opens: whoever finds it open is answered, and a proxy in front asks another.

    `config.wsgi`, which begins to work as it is read, is left to each process.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    get_resolver().url_patterns  # noqa: B018


# Threads share one heap: under Python's lock they hardly wait for it, and each heap keeps what its thread once needed.
# What is very long lies beside the heap, and goes back to the system with the answer that it was for. Left to itself,
# malloc takes the longest answer so far for the usual one and puts it into the heap, of which only the end can be given
# back. A map of 500 places (370 kB) is not long: memory asked for anew each time costs a tenth of its answer.
_libc = ctypes.CDLL(None)
_m_mmap_threshold, _m_arena_max = -3, -8
if hasattr(_libc, "mallopt"):
    _libc.mallopt(_m_arena_max, 1)
    _libc.mallopt(_m_mmap_threshold, 1024 * 1024)
