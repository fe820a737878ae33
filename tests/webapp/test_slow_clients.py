"""Clients that say nothing, stop in the middle of a sentence or hardly read do not stall others."""

from __future__ import annotations

import http.client
import resource
import selectors
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.folder import Folder
from tests.reader import root_of
from tests.webapp.server import Server, served
from webapp.serving import THREADS

PROCESSES = 2

SLOW_READERS = 4 * PROCESSES * THREADS
"""Four times as many as the server has threads; each holds a pack in memory."""

SILENT = 1_500
"""Half of them say nothing, the others stop before their header ends."""

OPEN_FILES = SLOW_READERS + SILENT + 200
"""What the test needs, and each process of the server: the connections, and some of its own."""

ROUNDS = 3
"""How often a machine may be so busy that silent clients are dropped before all are connected."""

PATIENCE_S = 60


@pytest.fixture
def open_files() -> Iterator[None]:
    """Raise the limit of open files, which the server inherits, to what is needed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < OPEN_FILES:
        pytest.fail(f"{OPEN_FILES} open files are needed, and the limit is {hard}: ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, OPEN_FILES), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connect(server: Server, sent: bytes, *, receive_buffer: int | None = None) -> socket.socket:
    connection = socket.socket()
    if receive_buffer is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(PATIENCE_S)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(sent)
    return connection


def ask_well(server: Server, path: str) -> int:
    """Ask as a healthy client does; return how many bytes came."""
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    try:
        client.request("GET", path)
        answer = client.getresponse()
        assert answer.status == 200
        return len(answer.read())
    finally:
        client.close()


def assert_gets(connection: socket.socket, length: int) -> None:
    """Read what is left of an answer: who reads slowly gets all of it in the end."""
    while length > 0:
        piece = connection.recv(65_536)
        assert piece
        length -= len(piece)


def count_open(connections: list[socket.socket]) -> int:
    """Return how many of those that were sent nothing are still connected."""
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
        return len(connections) - len(selector.select(timeout=0))


def wait_until_closed(connections: list[socket.socket]) -> None:
    """Wait until the server has closed every one of them."""
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ, data=connection)
        while selector.get_map():
            ready = selector.select(timeout=PATIENCE_S)
            assert ready, f"{len(selector.get_map())} are still connected"
            for key, _ in ready:
                if not key.data.recv(65_536):
                    selector.unregister(key.fileobj)


def answers_while_silent_ones_hang_on(server: Server, lengths: dict[str, int]) -> bool:
    """Whether healthy clients had not to wait until silent ones were dropped, as all are at last.

    `lengths` has what is asked for, and how long each answer is.
    """
    with ExitStack() as connections:
        said_little = [
            connections.enter_context(connect(server, sent))
            for sent in (b"", b"GET / HTTP/1.1\r\nHost: a\r\n")
            for _ in range(SILENT // 2)
        ]
        assert {path: ask_well(server, path) for path in lengths} == lengths
        had_not_to_wait = count_open(said_little) > 0.8 * len(said_little)
        wait_until_closed(said_little)
    return had_not_to_wait


@pytest.mark.usefixtures("open_files")
def test_a_healthy_client_is_answered_while_slow_ones_hang_on_and_silent_ones_are_dropped(
    folder: Folder, data: Path
) -> None:
    # Longer than what the kernel takes off the server's hands, so that the server itself must wait.
    folder.write("dawn", "words of the sea " * 100_000)
    with served(folder, data, PROCESSES) as server, ExitStack() as connections:
        pack = f"/corpus/{root_of(data / 'corpus')['base'][0]['file']}"
        paths = ("/", "/corpus/head.json", "/api/v1/articles", "/healthz", pack)
        lengths = {path: ask_well(server, path) for path in paths}
        asking = f"GET {pack} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        readers = [
            connections.enter_context(connect(server, asking, receive_buffer=4_096))
            for _ in range(SLOW_READERS)
        ]
        for reader in readers:
            assert reader.recv(1) == b"H", "each is being answered"
        rounds = (answers_while_silent_ones_hang_on(server, lengths) for _ in range(ROUNDS))
        assert any(rounds), "healthy clients were answered only when silent ones had been dropped"
        for reader in readers:
            assert_gets(reader, lengths[pack])
