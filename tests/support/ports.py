"""Ports that are a test's own."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reserved_port() -> Iterator[int]:
    """Keep a port of 127.0.0.1 within the context.

    Connections are refused until a server of the test listens there, and the kernel gives the port
    to nobody else: a port that is picked and closed may be taken before it is used.
    """
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]
