"""All articles as the server holds them, with their history, in one SQLite file.

The library knows three things: what was read from which file of SOURCE (*sources*), what each
article or withdrawal is now (*articles*), and which of it the published edition already says
(the *published* columns). The difference of the last two is what the next edition has to bring.

Where a text links to other articles, their addresses stand in its line: *links* keeps what the text
itself says, since an article that comes later, or goes, changes where its links lead.

The published columns only repeat what `corpus/` says. After a crash between the flip of the head
and `record()`, or when this file was lost, `adopt()` fills them again from the edition itself, so
that `corpus/head.json` alone decides what is published.
"""

from __future__ import annotations

from webapp.library.failures import LibraryError
from webapp.library.library import Library, open_library
from webapp.library.records import Change, ChangeKind, LastEdition, Place, PublishedLine
from webapp.library.rows import GONE

__all__ = [
    "GONE",
    "Change",
    "ChangeKind",
    "LastEdition",
    "Library",
    "LibraryError",
    "Place",
    "PublishedLine",
    "open_library",
]
