"""The server as an operator starts and stops it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.folder import Folder

KINDS = pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
FEW, MANY = 2, 6


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def served(
    folder: Folder, data: Path, processes: int
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start the server in a group of its own, and leave nothing of it behind."""
    folder.write("dawn")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "webapp", "serve", str(folder.path), "--data", str(data)]
    with subprocess.Popen(
        [*command, "--port", str(port)],
        env=dict(os.environ, OCTAVO_PROCESSES=str(processes)),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            pause = threading.Event()
            while not answers(port):
                assert server.poll() is None
                pause.wait(0.005)
            yield server, port
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


@KINDS
@pytest.mark.parametrize("processes", [FEW, MANY])
def test_it_stops_with_all_its_processes(
    folder: Folder, data: Path, kind: signal.Signals, processes: int
) -> None:
    """A signal reaches the whole group of a terminal, and many processes are still starting."""
    with served(folder, data, processes) as (server, port):
        os.killpg(server.pid, kind)
        server.wait(timeout=20)
        assert not answers(port)
