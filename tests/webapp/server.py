"""The server as an operator starts it, for tests that ask it over a socket."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.folder import Folder
from tests.ports import held_port


class Server(NamedTuple):
    """A running server: its first process and its port on this machine."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def served(folder: Folder, data: Path, processes: int = 2) -> Iterator[Server]:
    """Start the server in a group of its own, and leave nothing of it behind."""
    command = [sys.executable, "-m", "webapp", "serve", str(folder.path), "--data", str(data)]
    with (
        held_port() as port,
        subprocess.Popen(
            [*command, "--port", str(port)],
            env=dict(os.environ, OCTAVO_PROCESSES=str(processes)),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process,
    ):
        try:
            pause = threading.Event()
            while not answers(port):
                assert process.poll() is None
                pause.wait(0.005)
            yield Server(process, port)
        finally:
            # Its processes have left its group: it must end them itself, while it can.
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def answers(port: int) -> bool:
    """Whether the server at this port has an edition to serve."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
