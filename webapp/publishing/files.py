"""Writes published files: whole or not at all, and never twice under one name.

A file's name is the SHA-256 of its plain bytes, so two writers of one name write one content. The
compressed siblings come first and the plain file last: WhiteNoise looks for siblings once, when it
first serves the plain file, and remembers their length from then on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from webapp.files import INFLATE, INFLATE_ERRORS, sibling, siblings_of, write_durably


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """The name of a published file and its size plain and as each sibling, in bytes."""

    file: str
    plain: int
    gzip: int
    br: int

    def sizes(self) -> dict[str, int]:
        """Return the sizes as a root says them."""
        return {"plain": self.plain, "gzip": self.gzip, "br": self.br}


def write_published(corpus: Path, kind: str, data: bytes, *, quick: bool) -> PublishedFile:
    """Write `<kind>-<sha256>.json` with its siblings, durably, and return what was written."""
    name = f"{kind}-{hashlib.sha256(data).hexdigest()}.json"
    plain = corpus / name
    if not _is_whole(plain, data):
        for suffix, packed in siblings_of(data, quick=quick).items():
            write_durably(sibling(plain, suffix), packed)
        write_durably(plain, data)
    gz, br = (sibling(plain, suffix).stat().st_size for suffix in (".gz", ".br"))
    return PublishedFile(name, len(data), gz, br)


def _is_whole(plain: Path, data: bytes) -> bool:
    """Return whether a file and its siblings are there and hold what they should."""
    try:
        return plain.read_bytes() == data and all(
            inflate(sibling(plain, suffix).read_bytes()) == data
            for suffix, inflate in INFLATE.items()
        )
    except (OSError, *INFLATE_ERRORS):
        return False
