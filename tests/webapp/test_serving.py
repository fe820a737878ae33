"""The server as an operator starts and stops it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from tests.folder import Folder


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_it_stops_with_all_its_processes(folder: Folder, data: Path, kind: signal.Signals) -> None:
    """Ctrl-C reaches the whole group of a terminal, as here."""
    folder.write("dawn")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "webapp", "serve", str(folder.path), "--data", str(data)]
    server = subprocess.Popen(
        [*command, "--port", str(port)], stderr=subprocess.DEVNULL, start_new_session=True
    )
    with server:
        pause = threading.Event()
        while not answers(port):
            assert server.poll() is None
            pause.wait(0.05)
        os.killpg(server.pid, kind)
        server.wait(timeout=20)
    assert not answers(port)
