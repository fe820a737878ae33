"""Keeps the builds of the shell that a server hands out: this one and the two before it.

A folder holds each build under its id, and `builds.json`, the order in which they were installed.
A build appears whole or not at all, and several processes may install at the same time.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from webapp.files import (
    COMPRESSED_ALREADY,
    INFLATE,
    INFLATE_ERRORS,
    sibling,
    siblings_of,
    sync_folder,
    write_durably,
    write_through,
)

PREVIOUS_BUILDS = 2
"""Pages of these may still be open somewhere and load a lazy module."""


def install_build(directory: Path, build: str, files: Mapping[str, bytes]) -> None:
    """Write a build (bytes by path) to `directory`/<build>/, and drop what is no longer kept."""
    directory.mkdir(parents=True, exist_ok=True)
    with _alone_in(directory):
        _remove(path for path in directory.glob(".*.part") if path.is_dir())
        if not _holds(directory / build, files):
            _write_build(directory / build, files)
        builds = [other for other in _builds(directory) if other != build]
        kept = [*builds[-PREVIOUS_BUILDS:], build]
        write_durably(directory / "builds.json", json.dumps(kept).encode())
        _remove(directory / other for other in builds if other not in kept)


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Wait until no other process writes builds here; the kernel ends the lock with its holder."""
    with (directory / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Return whether a build is there with the very bytes that it should have, siblings too."""
    try:
        return all(
            (folder / path).read_bytes() == data
            and (path.endswith(COMPRESSED_ALREADY) or _have_siblings(folder / path, data))
            for path, data in files.items()
        )
    except (OSError, *INFLATE_ERRORS):
        return False


def _have_siblings(path: Path, data: bytes) -> bool:
    return all(
        inflate(sibling(path, suffix).read_bytes()) == data for suffix, inflate in INFLATE.items()
    )


def _write_build(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a build beside its place, bring it to the disk, and put it there in one step."""
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".part", dir=folder.parent))
    part.chmod(0o755)
    for path, data in files.items():
        place = part / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if not path.endswith(COMPRESSED_ALREADY):
            for suffix, packed in _siblings(data).items():
                write_through(place.with_name(place.name + suffix), packed)
        write_through(place, data)
    for inner in (part, *filter(Path.is_dir, part.rglob("*"))):
        sync_folder(inner)
    # Only a build that was damaged can be there already: a build's id stands for its bytes.
    _remove([folder])
    part.rename(folder)
    sync_folder(folder.parent)


# A process that makes several apps, as tests do, compresses each file once.
@lru_cache(maxsize=512)
def _siblings(data: bytes) -> Mapping[str, bytes]:
    return siblings_of(data)


def _builds(directory: Path) -> list[str]:
    """Return the builds that are there, the one installed last at the end.

    The record says in which order. A build that it does not name, because the record was lost,
    counts as older than all that it does, by the time of its folder.
    """
    there = {path.name: path for path in directory.iterdir() if _is_build(path)}
    try:
        recorded = json.loads((directory / "builds.json").read_bytes())
    except (OSError, ValueError):
        recorded = []
    known = [build for build in recorded if build in there] if isinstance(recorded, list) else []
    others = sorted(there.keys() - set(known), key=lambda build: there[build].stat().st_mtime_ns)
    return [*others, *known]


def _is_build(path: Path) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}", path.name) is not None and path.is_dir()


def _remove(folders: Iterable[Path]) -> None:
    """Delete folders; each leaves its name first, so that none is ever served in part."""
    for folder in folders:
        if folder.suffix == ".part":
            shutil.rmtree(folder)
        elif folder.is_dir():
            leaving = folder.with_name(f".{folder.name}-leaving.part")
            folder.rename(leaving)
            shutil.rmtree(leaving)
