"""Writes one edition's files and flips the head to it.

Everything new has a name that nothing refers to until the head does, and the head is replaced in
one rename: a crash at any byte leaves the old edition served whole.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from webapp.articles import state_hash
from webapp.editions import CLOCK, FORMAT, HEAD, Head
from webapp.files import write_durably
from webapp.ingest.settings import LibrarySettings
from webapp.library import LastEdition, Library
from webapp.publishing.files import PublishedFile, write_published
from webapp.publishing.last import Last
from webapp.publishing.packs import Pack, PackLine, base_order, cut
from webapp.publishing.root import (
    Entry,
    base_entry,
    changes_entry,
    is_rebase_due,
    kept_changes,
)

TOMBSTONE_DAYS = 365
"""How long the base explains a withdrawal to phones that never had the article."""

PACKS_AT_ONCE = 2 * (os.cpu_count() or 1)
"""How many packs are in memory while the cores compress them: two for each, so that none waits."""


class EditionWriter:
    """Makes the edition after `last` from the library as it stands."""

    def __init__(
        self,
        corpus: Path,
        library: Library,
        settings: LibrarySettings,
        last: Last,
        *,
        now: datetime,
        quick: bool,
        progress: Callable[[int, int], None],
    ) -> None:
        self._corpus = corpus
        self._library = library
        self._last = last.current
        self._rebase = last.is_rebase
        self._now = now.astimezone(UTC)
        self._quick = quick
        self._progress = progress
        self._changes = library.changes()
        self._description = {
            "title": settings.title,
            "lang": settings.lang,
            "languages": library.languages(),
        }

    def is_due(self) -> bool:
        """Return whether anything differs from the last edition."""
        if self._last is None or self._changes or self._rebase:
            return True
        published = self._last.root.document
        return any(published[name] != value for name, value in self._description.items())

    def write(self) -> Entry:
        """Write the edition, make it the current one, and return its root."""
        number = self._last.head.edition + 1 if self._last else 1
        library = self._last.head.library if self._last else secrets.token_hex(8)
        root = self._write_root(number, library)
        file = write_published(self._corpus, "root", _json(root), quick=self._quick)
        head = Head(library, number, self._now.strftime(CLOCK), file.file)
        write_durably(self._corpus / HEAD, _json(head.document()))
        self._library.record(LastEdition(library, number, head.published, head.root))
        return root

    def _write_root(self, number: int, library: str) -> Entry:
        base: list[Entry] | None = None
        base_edition = number
        changes: list[Entry] = []
        if self._last and not self._rebase:
            published = self._last.root.document
            base, base_edition = published["base"], published["base_edition"]
            changes = [*published["changes"], *self._write_changes(number)]
        if base is None or is_rebase_due(base, base_edition, changes, number):
            base, base_edition = self._write_base(), number
        hashes = self._library.hashes()
        return {
            "format": FORMAT,
            "library": library,
            "edition": number,
            **self._description,
            "articles": {"count": len(hashes), "sha256": state_hash(hashes)},
            "base_edition": base_edition,
            "base": base,
            "changes": kept_changes(changes, number),
            "purged": [],
        }

    def _write_changes(self, to: int) -> list[Entry]:
        lines = (PackLine(change.line, change.newest, change.kind) for change in self._changes)
        # An edition that only has another title still has a way that leads to it.
        packs = list(cut(lines)) or [Pack(())]
        return [changes_entry(pack, file, to) for pack, file in self._write_packs(packs)]

    def _write_base(self) -> list[Entry]:
        since = (self._now - timedelta(days=TOMBSTONE_DAYS)).date().isoformat()
        return [
            base_entry(pack, file) for pack, file in self._write_packs(cut(self._base_lines(since)))
        ]

    def _base_lines(self, tombstones_since: str) -> Iterator[PackLine]:
        places = base_order(self._library.places())
        lines = self._library.lines(place.id for place in places)
        for done, (place, line) in enumerate(zip(places, lines, strict=True), start=1):
            self._progress(done, len(places))
            yield PackLine(line, place.published)
        for line in self._library.withdrawals_since(tombstones_since):
            yield PackLine(line, None, "withdrawn")

    def _write_packs(self, packs: Iterable[Pack]) -> Iterator[tuple[Pack, PublishedFile]]:
        # brotli and libdeflate let go of the interpreter's lock: threads use all cores.
        waiting = iter(packs)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            while some := list(islice(waiting, PACKS_AT_ONCE)):
                yield from zip(some, pool.map(self._write_pack, some), strict=True)

    def _write_pack(self, pack: Pack) -> PublishedFile:
        return write_published(self._corpus, "pack", pack.data(), quick=self._quick)


def _json(document: Entry) -> bytes:
    """Write a root or head; keys keep their order: one state gives one sequence of bytes."""
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
