"""Writes published files: whole or not at all, and never twice under one name.

A file's name is the SHA-256 of its plain bytes, so two writers of one name write one content. The
compressed siblings come first and the plain file last: WhiteNoise looks for siblings once, when it
first serves the plain file, and remembers their length from then on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from webapp.files import sibling, siblings_of, write_durably


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
    if not plain.exists():
        for suffix, packed in siblings_of(data, quick=quick).items():
            write_durably(sibling(plain, suffix), packed)
        write_durably(plain, data)
    gzip, br = (sibling(plain, suffix).stat().st_size for suffix in (".gz", ".br"))
    return PublishedFile(name, len(data), gzip, br)
