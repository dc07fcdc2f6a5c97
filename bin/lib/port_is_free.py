"""Exits with 0 when a server can listen on the host and port given, else says in a sentence why it cannot."""

import errno
import socket
import sys

_ANOTHER = "\n  To use another port: PORT=8001 bin/serve"
_REASONS = {
    errno.EADDRINUSE: f"another program listens there, perhaps this site already.{_ANOTHER}",
    errno.EACCES: f"only an administrator may use that port.{_ANOTHER}",
    errno.EADDRNOTAVAIL: "this machine has no such address.\n  To serve all of its addresses: HOST=0.0.0.0 bin/serve",
}


def main(host: str, port: str) -> str | None:
    """Return None when the address is free, else the reason why it is not."""
    if not port.isdecimal() or int(port) not in range(1, 65536):
        return f"✗ PORT must be a number from 1 to 65535, not {port!r}."
    try:
        _listen(host, int(port))
    except OSError as error:
        return (
            f"✗ The site cannot listen on {host}, port {port}: {_REASONS.get(error.errno or 0, f'{error.strerror}.')}"
        )
    return None


def _listen(host: str, port: int) -> None:
    family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
        0
    ]
    with socket.socket(family, kind, proto) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(address)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
