"""How gunicorn serves the site, here and in the container: two processes of eight threads suit two cores.

`WEB_CONCURRENCY` and `WEB_THREADS` change that; each thread holds at most one database connection while it works.
"""

import os

wsgi_app = "config.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
# A process that stays silent this long, in seconds, is replaced.
timeout = 60
# Heartbeats go to memory: on a busy disk a healthy process would look dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
