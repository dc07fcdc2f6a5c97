"""Exits with 0 when a server can listen on the host and port given, else says why not in a sentence."""

import socket
import sys


def main(host: str, port: str) -> str | None:
    """Return None when the address is free, else the reason why it is not."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(address)
    except (OSError, OverflowError, ValueError) as error:
        return f"✗ {getattr(error, 'strerror', None) or error}: {host}, port {port}"
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
