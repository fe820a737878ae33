"""What publishing costs: time, memory and bytes, for a first edition and for ten corrections."""

from __future__ import annotations

import json
import lzma
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.processes import MemoryPeak


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `octavo publish`: seconds, CPU seconds, and its peak of memory in bytes."""

    seconds: float
    cpu_s: float
    memory: int


def run_publish(source: Path, data: Path, *options: str) -> Run:
    """Publish as a publisher does, in a process of its own."""
    command = [sys.executable, "-m", "webapp", "publish", str(source), "--data", str(data)]
    start, cpu_before = time.monotonic(), _cpu_of_children()
    process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)
    with MemoryPeak(process.pid) as memory:
        process.wait()
    if process.returncode:
        raise SystemExit(f"octavo publish ended with {process.returncode}")
    return Run(time.monotonic() - start, _cpu_of_children() - cpu_before, memory.peak)


def _cpu_of_children() -> float:
    """Return the CPU seconds of all processes that ended below this one, theirs included."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def root_of(data: Path) -> dict[str, Any]:
    """Return the current root of DIR."""
    corpus = data / "corpus"
    head = json.loads((corpus / "head.json").read_bytes())
    root: dict[str, Any] = json.loads((corpus / head["root"]).read_bytes())
    return root


def sizes_of(packs: list[dict[str, Any]]) -> dict[str, int]:
    """Return the sum of the packs' bytes, plain and in both encodings."""
    return {kind: sum(pack["bytes"][kind] for pack in packs) for kind in ("plain", "gzip", "br")}


def xz_of(data: Path) -> int:
    """Return the bytes that `xz -9e` needs for the whole base: the reference for the wire."""
    compressor = lzma.LZMACompressor(preset=9 | lzma.PRESET_EXTREME)
    size = sum(
        len(compressor.compress((data / "corpus" / pack["file"]).read_bytes()))
        for pack in root_of(data)["base"]
    )
    return size + len(compressor.flush())
