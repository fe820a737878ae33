"""What a healthy client notices of 1,500 slow ones, and what those cost the server.

Each figure stands beside that of the same server a moment before, without them.

    python -m benchmarks.slow_clients [--articles 1000] [--clients 1500]
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import multiprocessing
import os
import resource
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks import generator, publishing
from benchmarks.processes import look_at, tree_of
from benchmarks.syncing import free_port, serving
from benchmarks.waiting import Waiting, waiting_of

CLIENTS = 1_500

REQUESTS = 300
"""How many requests of each kind the healthy client makes, each on a connection of its own."""

OTHER_FILES = 500
"""Open files that a process has beside the connections."""

SILENT, DRIBBLING, READING = "say nothing", "send a byte a second", "read a byte a second"
KINDS = (SILENT, DRIBBLING, READING)

SMALL_WINDOW = 4_096
"""Receive buffer of those that read slowly, so that the answer stays with the server."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """What came of one kind of slow clients: waiting by path, and the server's growth in bytes."""

    kind: str
    clients: int
    without: Mapping[str, Waiting]
    beside: Mapping[str, Waiting]
    growth: int


def measure(source: Path, data: Path, clients: int = CLIENTS) -> list[Hanging]:
    """Measure each kind of slow clients on a server of its own over what is published in DIR."""
    raise_file_limit(clients + OTHER_FILES)
    return [_measure(source, data, kind, clients) for kind in KINDS]


def _measure(source: Path, data: Path, kind: str, clients: int) -> Hanging:
    root = publishing.root_of(data)
    pack = max(root["base"], key=lambda pack: int(pack["bytes"]["br"]))["file"]
    paths = {
        "head": "/corpus/head.json",
        "API list": "/api/v1/articles",
        "pack": f"/corpus/{pack}",
    }
    port = free_port()
    with serving(source, data, port):
        without = wait_for_all(port, paths)
        before = server_memory()
        with hanging_on(port, kind, clients, paths["pack"]):
            beside = wait_for_all(port, paths)
            growth = server_memory() - before
    return Hanging(kind, clients, without, beside, growth)


def wait_for_all(port: int, paths: Mapping[str, str]) -> dict[str, Waiting]:
    """Ask for every path as a healthy client does."""
    waiting = {}
    for name, path in paths.items():
        times = [_milliseconds(port, path) for _ in range(REQUESTS)]
        waiting[name] = waiting_of(times)
    return waiting


def _milliseconds(port: int, path: str) -> float:
    start = time.perf_counter()
    client = http.client.HTTPConnection("127.0.0.1", port)
    client.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = client.getresponse()
    answer.read()
    client.close()
    assert answer.status == 200
    return (time.perf_counter() - start) * 1000


@contextmanager
def hanging_on(port: int, kind: str, clients: int, path: str) -> Iterator[None]:
    """Let so many slow clients hang on, from a process of their own, while the block runs."""
    spawn = multiprocessing.get_context("spawn")
    are_there = spawn.Event()
    process = spawn.Process(target=_hang_on, args=(port, kind, clients, path, are_there))
    process.start()
    try:
        are_there.wait()
        yield
        assert process.is_alive()
    finally:
        process.terminate()
        process.join()


def _hang_on(port: int, kind: str, clients: int, path: str, are_there: Event) -> None:
    raise_file_limit(clients + OTHER_FILES)
    asyncio.run(_hang_on_together(port, kind, clients, path, are_there))


async def _hang_on_together(
    port: int, kind: str, clients: int, path: str, are_there: Event
) -> None:
    connected = asyncio.Semaphore(0)
    request = f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()

    async def hang_on() -> None:
        # Who is dropped comes back, so that there are always as many.
        while True:
            with suppress(ConnectionError), socket.socket() as connection:
                await _hang_on_once(connection, port, kind, request, connected)

    tasks = [asyncio.create_task(hang_on()) for _ in range(clients)]
    for _ in range(clients):
        await connected.acquire()
    are_there.set()
    await asyncio.gather(*tasks)


async def _hang_on_once(
    connection: socket.socket,
    port: int,
    kind: str,
    request: bytes,
    connected: asyncio.Semaphore,
) -> None:
    loop = asyncio.get_running_loop()
    connection.setblocking(False)
    if kind == READING:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_WINDOW)
    await loop.sock_connect(connection, ("127.0.0.1", port))
    if kind == READING:
        await loop.sock_sendall(connection, request)
        await loop.sock_recv(connection, 1)
    connected.release()
    if kind == DRIBBLING:
        for place in range(len(request) - 2):
            await loop.sock_sendall(connection, request[place : place + 1])
            await asyncio.sleep(1)
    while await loop.sock_recv(connection, 1):
        await asyncio.sleep(1)


def server_memory() -> int:
    """Return the memory of all processes of the server that this process started."""
    processes = [look_at(pid) for pid in tree_of(os.getpid())]
    return sum(process.memory for process in processes if process and " serve " in process.command)


def raise_file_limit(needed: int) -> None:
    """Let this process, and those that it starts, have so many files open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise SystemExit(f"{needed} open files are needed, {hard} are allowed: ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.slow_clients",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        source, data = Path(place) / "source", Path(place) / "data"
        generator.generate(source, arguments.articles)
        publishing.run_publish(source, data, "--quick")
        for hanging in measure(source, data, arguments.clients):
            print(hanging)


if __name__ == "__main__":
    main()
