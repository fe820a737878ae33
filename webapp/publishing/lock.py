"""One publisher at a time for a DIR: the second is told who holds the lock.

The lock is the kernel's (flock), so it ends with its holder, however that ends; what the file says
is only for people.
"""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.files import naming

PATIENCE = 20
"""How often the lock is asked for, a hundredth of a second apart: `check` holds it for a moment to
see whether it is free."""


class HeldError(Exception):
    """Another publisher holds the lock; the message names it."""


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock for as long as the block runs; raise HeldError if another has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not any(_take(handle) for _ in range(PATIENCE)):
            holder = os.pread(handle, 200, 0).decode(errors="replace").strip()
            raise HeldError(
                f"{holder or 'another publisher'} is publishing into {path.parent} now."
                " Try again later."
            )
        with naming(path):
            os.ftruncate(handle, 0)
            os.write(handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        yield
        with suppress(OSError):  # it is for people only, and nobody has to read it
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def holder_of(path: Path) -> str | None:
    """Return who holds the lock, as it says of itself; None when nobody does."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read(200).decode(errors="replace").strip() or "another publisher"
    return None


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(0.01)
        return False
    return True
