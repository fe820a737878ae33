"""What a tree of processes costs: CPU seconds and memory, as the kernel counts them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

TICKS = os.sysconf("SC_CLK_TCK")

SAMPLE_S = 0.1


@dataclass(frozen=True, slots=True)
class Process:
    """One process as it is now; `memory` is its proportional set size in bytes."""

    pid: int
    command: str
    cpu_s: float
    memory: int


def tree_of(pid: int) -> Iterator[int]:
    """Yield a process and all that descend from it."""
    yield pid
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree_of(int(child))


def look_at(pid: int) -> Process | None:
    """Return what the kernel knows of a process; None when it has ended."""
    place = Path(f"/proc/{pid}")
    try:
        # The name in parentheses may hold spaces: the fields that are meant come after it.
        fields = (place / "stat").read_text().rpartition(")")[2].split()
        command = (place / "cmdline").read_text().replace("\0", " ")
        rollup = (place / "smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None
    memory = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return Process(pid, command, (int(fields[11]) + int(fields[12])) / TICKS, memory * 1024)


def cpu_of(pid: int, word: str = "") -> float:
    """Return the CPU seconds that those living processes of a tree that match a word have used."""
    processes = (look_at(pid_) for pid_ in tree_of(pid))
    return sum(p.cpu_s for p in processes if p and word in p.command)


class MemoryPeak:
    """Samples, while the block runs, the memory of those processes of a tree that match a word."""

    def __init__(self, pid: int, word: str = "") -> None:
        self._pid = pid
        self._word = word
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self.first = 0
        self.peak = 0

    def __enter__(self) -> Self:
        self.first = self.peak = self._now()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def growth(self) -> int:
        """How many bytes the peak lies over the first sample."""
        return self.peak - self.first

    def _sample(self) -> None:
        while not self._stop.wait(SAMPLE_S):
            self.peak = max(self.peak, self._now())

    def _now(self) -> int:
        processes = (look_at(pid) for pid in tree_of(self._pid))
        return sum(p.memory for p in processes if p and self._word in p.command)
