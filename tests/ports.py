"""Ports of this machine that tests keep to themselves, whatever else runs beside them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "127.0.0.1"


@contextmanager
def held_port() -> Iterator[int]:
    """Yield a port at which nothing listens, and which nobody is given by chance meanwhile.

    A server that is told to take it can, now and after each time that it was stopped (SO_REUSEADDR,
    which asyncio, Rust's standard library and socket.create_server() set, allows that while its
    holder does not listen: socket(7)); until then whoever connects is refused.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((HOST, 0))
        yield holder.getsockname()[1]
