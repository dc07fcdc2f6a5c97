"""How a process of the web server reads questions and writes answers: gunicorn keeps the processes, waitress the wires.

A question reaches one of the few threads that work only when it has come whole, and its answer leaves without keeping
that thread: fifty people on one bar of signal, or fifty programs that say nothing, cost fifty sockets and no thread.
See `docs/adr/0019-robustness.md`.
"""

import os
import time
from types import FrameType

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server

from config.leaving import stop_what_nobody_waits_for
from config.live.handover import PATH, Door, Handed
from config.memory import Memory

# Seconds after which a connection that says nothing is closed.
PATIENCE = 60
# Connections that one process holds at a time; the others wait at its door.
CONNECTIONS = 1000
# Seconds after which a process whose threads are all taken lets in one more all the same: those who keep a connection,
# and ask again as soon as they are answered, would otherwise keep the door shut for everybody else.
NEXT_IN = 0.05
# The head and the body of a question, in bytes: a longer one is refused before anything reads it.
HEAD, BODY = 32 * 1024, 32 * 1024 * 1024


class BufferingWorker(Worker):
    """A process of gunicorn in which waitress reads and writes."""

    def run(self) -> None:
        """Serve until told to stop, or until the process that keeps this one is gone."""
        self.server = create_server(
            self.wsgi,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            connection_limit=CONNECTIONS,
            channel_timeout=PATIENCE,
            # A connection goes on being read while its question is worked on: so it is known when a client has left.
            channel_request_lookahead=1,
            max_request_header_size=HEAD,
            max_request_body_size=BODY,
            # What a proxy says is judged by the settings (HTTPS), and by nothing on the way there.
            clear_untrusted_proxy_headers=False,
            ident=None,
            asyncore_use_poll=True,
        )
        self.door = Door(settings.LIVE_SOCKET)
        self.work = self.server.add_task
        self.server.add_task = self.begin
        self.next_in = 0.0
        memory = Memory()
        while self.alive and os.getppid() == self.ppid and not memory.is_too_large:
            self.turn(1.0)
            memory.tidy()
        self.finish()

    def turn(self, seconds: float) -> None:
        """Read and write what can be, after waiting that long at most."""
        self.notify()
        self.server.accepting = self.alive and self.has_room()
        wasyncore.loop(seconds, use_poll=True, map=self.server._map, count=1)
        stop_what_nobody_waits_for()

    def begin(self, channel: HTTPChannel) -> None:
        """Have a question worked on; one who follows what moves leaves this process with her connection."""
        if self.is_handed_over(channel):
            channel.handle_close()
        else:
            self.work(channel)

    def is_handed_over(self, channel: HTTPChannel) -> bool:
        """Hand over who asks for what moved, and for nothing else, if there is a hub to take her."""
        (question, *others) = channel.requests
        is_following = question.path == PATH and question.command == "GET" and not question.error
        if others or not is_following or channel.total_outbufs_len:
            return False
        heads = question.headers
        handed = Handed(question.query, heads.get("ACCEPT", ""), heads.get("LAST_EVENT_ID", ""))
        return bool(self.door.hand_over(channel.socket, handed))

    def has_room(self) -> bool:
        """Tell whether somebody may come in: who finds a thread free, or else one in so many hundredths of a second.

        Otherwise the process leaves it to the other, which may have nothing to do.
        """
        if self.questions < self.cfg.threads:
            return True
        if time.monotonic() < self.next_in:
            return False
        self.next_in = time.monotonic() + NEXT_IN
        return True

    def finish(self) -> None:
        """Answer what was asked already, within the time that gunicorn gives for that."""
        self.alive = False
        end = time.monotonic() + self.cfg.graceful_timeout
        while self.is_busy and time.monotonic() < end:
            self.turn(0.1)
        self.server.task_dispatcher.shutdown(timeout=1)

    @property
    def questions(self) -> int:
        """How many clients wait for an answer of this process."""
        return sum(bool(channel.requests) for channel in self.server.active_channels.values())

    @property
    def is_busy(self) -> bool:
        """Whether a question is being worked on, or an answer has not left yet."""
        return any(channel.requests or channel.total_outbufs_len for channel in self.server.active_channels.values())

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop at the next turn, which is now; a process may be told so before it serves."""
        super().handle_exit(sig, frame)
        if hasattr(self, "server"):
            self.server.pull_trigger()
