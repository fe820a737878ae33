"""The server as an operator starts and stops it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.folder import Folder
from tests.webapp.server import answers, served

KINDS = pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
FEW, MANY = 2, 6


@KINDS
@pytest.mark.parametrize("processes", [FEW, MANY])
def test_it_stops_with_all_its_processes(
    folder: Folder, data: Path, kind: signal.Signals, processes: int
) -> None:
    """A signal reaches the whole group of a terminal, and many processes are still starting."""
    folder.write("dawn")
    with served(folder, data, processes) as server:
        os.killpg(server.process.pid, kind)
        server.process.wait(timeout=20)
        assert not answers(server.port)
