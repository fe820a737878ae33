"""One publisher at a time for a DIR: the second is told who holds the lock.

The lock is the kernel's (flock), so it ends with its holder, however that ends; what the file says
is only for people.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HeldError(Exception):
    """Another publisher holds the lock; the message names it."""


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock for as long as the block runs; raise HeldError if another has it."""
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "another publisher"
            raise HeldError(
                f"{holder} is publishing into {path.parent} now. Try again later."
            ) from error
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        file.flush()
        yield
        file.truncate(0)
