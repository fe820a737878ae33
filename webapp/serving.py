"""Serves the application with granian, and knows what browsers think of its address."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from webapp import create_app
from webapp.config import SETTINGS, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONNECTIONS = 4096
"""granian counts idle connections too: with its defaults 1,500 silent phones stall it."""

THREADS = 2 * (os.cpu_count() or 1) + 1
"""How many requests one process works on at once; a connection that waits needs none."""

HEADER_TIMEOUT_MS = 10_000

STOPPING_SECONDS = 5
"""How long a process may finish its answers when the server stops; a cut pack is fetched again.

Without a limit granian waits for ever, and it does lose a signal: one that reaches a process
between its fork and its own handlers is taken by the copy of its master's.
"""


class AddressError(ValueError):
    """Nothing can listen at an address; the message says why and what to do."""


def address_of(settings: Settings) -> str:
    """Return the URL that the server will answer at."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"


def claim_address(settings: Settings) -> None:
    """Find out whether the address is free, before any work is done for it."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.create_server(address[:2], family=family):
            pass
    except OSError as error:
        raise AddressError(
            f"Nothing can listen on {address_of(settings)} ({error.strerror or error})."
            " Name another --port or --host."
        ) from error


def is_secure_context(host: str) -> bool:
    """Return whether browsers treat http:// on this host as secure (W3C Secure Contexts §3.1)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def application() -> WSGIApplication:
    """Return the application, in a process of the server.

    Ctrl-C reaches every process of a terminal's group at once, and a worker that gets it beside
    granian's own signal may hang for ever: so a worker leaves the group, and is stopped by its
    master alone. Until granian has set the worker's own handlers, its master's stand in the fork
    and would swallow the order to stop: so a worker that is still starting ends at once instead.
    """
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return create_app()


def serve(settings: Settings) -> None:
    """Serve until stopped."""
    # Each process builds the application by itself and takes its settings from the environment.
    for setting in SETTINGS:
        os.environ[setting.variable] = str(getattr(settings, setting.name))
    Granian(
        "webapp.serving:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.processes,
        # Without TLS here: in the automatic mode a connection that sends nothing never times out.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT_MS),
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING_SECONDS,
    ).serve()
