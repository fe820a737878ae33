"""What becomes of errors of SQLite: the disk's, or words that say what to do."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import sqlalchemy as sa


class LibraryError(Exception):
    """The library's file cannot be used; the message says what to do."""


OF_THE_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
}
"""Which errors of SQLite are the disk's."""


def in_words(error: sa.exc.DBAPIError, path: Path) -> Exception:
    """Return what to raise in place of an error that SQLite had with the file at `path`."""
    # The lowest eight bits are the kind, the others say which of it (sqlite.org/rescode.html).
    kind = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if kind in OF_THE_DISK:
        return OSError(OF_THE_DISK[kind], str(error.orig), str(path))
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryError(f"Another program is at work in {path}. End it, and publish again.")
    return unusable(path, str(error.orig))


def unusable(path: Path, why: str) -> LibraryError:
    """Return the error for a file that is no library, or is damaged."""
    return LibraryError(
        f"{path} cannot be used ({why}). Move it away and publish again: the library is"
        " made anew from what is published and from SOURCE."
    )
