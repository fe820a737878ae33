"""What holds for every test."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Time says nothing of an example on a machine that runs other tests meanwhile.
settings.register_profile("beside others", deadline=None)
settings.load_profile("beside others")

MEMORY = Path("/dev/shm")  # noqa: S108  not for a file of our own: pytest makes a folder there
ROOM_BYTES = 4 * 2**30
"""Several times what the tests write."""


def pytest_configure() -> None:
    """Let tests write to memory where it has room: each promise that is kept waits for the disk.

    What reaches a disk, and in which order, the tests see by the calls that are made.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session", autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Let what the last tests left open be their error: nobody hears it when a worker ends."""
    yield
    gc.collect()
