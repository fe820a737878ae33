"""What lies in SOURCE: files to read, and what is refused at sight.

The walk never leaves SOURCE, opens nothing, and visits each folder once whatever links lead to it.
Names with a leading point are hidden and passed over, as are octavo.toml and pictures, styles and
the like, which lie beside articles in honest folders.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from webapp.ingest import problems, settings
from webapp.ingest.formats import ASSETS, READERS, suffix_of
from webapp.ingest.outcomes import Refused
from webapp.ingest.problems import SIZE_MOST, Finding, printable


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its path under SOURCE with `/`, where it really is, and its state."""

    path: str
    location: str
    size: int
    mtime_ns: int


def walk(source: Path) -> list[File | Refused]:
    """Return the files under SOURCE and what is refused at sight, in the order of paths.

    Raises OSError when SOURCE itself cannot be listed: an absent disk is not an empty library.
    """
    return sorted(_Walk(source).found(), key=lambda entry: entry.path)


class _Walk:
    def __init__(self, source: Path) -> None:
        self._root = os.path.realpath(source)
        self._entries: list[File | Refused] = []
        self._folders: list[tuple[str, str]] = []
        # Links wait until every real folder was visited, so that files are found where they are.
        self._linked_folders: deque[tuple[str, str]] = deque()
        self._visited: set[str] = set()

    def found(self) -> list[File | Refused]:
        self._list("", self._root)
        while self._folders or self._linked_folders:
            path, location = (
                self._folders.pop() if self._folders else self._linked_folders.popleft()
            )
            try:
                self._list(path, location)
            except OSError as error:
                self._refuse(path, problems.unreadable(error))
        return self._entries

    def _list(self, folder: str, location: str) -> None:
        if location in self._visited:
            return
        self._visited.add(location)
        with os.scandir(location) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if path != settings.FILE:
                self._look(path, entry)

    def _look(self, path: str, entry: os.DirEntry[str]) -> None:
        if _is_hidden(entry.name) or (suffix_of(path) in ASSETS and not entry.is_dir()):
            return
        if seen := _fault_of_name(entry.name):
            self._refuse(path, problems.name(seen))
            return
        location = entry.path
        try:
            if entry.is_symlink():
                location = os.path.realpath(location, strict=True)
            status = os.lstat(location)
        except OSError as error:
            is_dead = entry.is_symlink() and not isinstance(error, PermissionError)
            self._refuse(path, problems.dead_link() if is_dead else problems.unreadable(error))
            return
        # What is no link lies in the folder that was listed, which is inside.
        if entry.is_symlink() and not self._is_inside(location):
            self._refuse(path, problems.outside())
        elif stat.S_ISDIR(status.st_mode):
            folders = self._linked_folders if entry.is_symlink() else self._folders
            folders.append((path, location))
        elif not stat.S_ISREG(status.st_mode):
            self._refuse(path, problems.special())
        elif suffix_of(path) not in READERS:
            self._refuse(path, problems.unknown_format(suffix_of(path), list(READERS)))
        elif status.st_size > SIZE_MOST:
            self._refuse(path, problems.too_large(status.st_size))
        else:
            self._entries.append(File(path, location, status.st_size, status.st_mtime_ns))

    def _is_inside(self, location: str) -> bool:
        return os.path.commonpath([location, self._root]) == self._root

    def _refuse(self, path: str, finding: Finding) -> None:
        self._entries.append(Refused(printable(path), finding.at(path)))


def _is_hidden(name: str) -> bool:
    # `..name.txt` is no usual hidden file but one that plays with paths; `..data` is Kubernetes'.
    return name.startswith(".") and not (name.startswith("..") and suffix_of(name) in READERS)


def _fault_of_name(name: str) -> str | None:
    """Return what is wrong with a file's name, in words, or None."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "A name that is not in UTF-8."
    if printable(name) != name:
        return "A line break or another control character in its name."
    if name.startswith("..") or ".." in name.split("\\"):
        return "“..” as a part of its name."
    return None
