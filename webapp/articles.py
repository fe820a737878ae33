"""The shapes that every part speaks: articles and withdrawals, and the lines they travel as.

Plain data without I/O. An article's *line* is its JSON text as docs/format.md fixes it; its *hash*
is the SHA-256 of that line's UTF-8 bytes, so nobody ever needs a canonical form of JSON: lines are
copied, never written again.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

Direction = Literal["ltr", "rtl"]

BLOCKS_FOLLOW = ',"blocks":['
"""What parts an article's metadata from its blocks in a line.

The quotation marks of a string are escaped in JSON, so these characters stand in a line once: a
reader that only wants the row can cut here and need not parse the text.
"""


@dataclass(frozen=True, slots=True)
class Article:
    """One text with its metadata; unknown is None or empty, never left out.

    `published` and `modified` are ISO dates (YYYY-MM-DD). `lang` is a BCP 47 tag. `note` is the
    publisher's word on what was corrected. `blocks` are top-level pieces of sanitised HTML, in
    order.
    """

    id: str
    slug: str
    title: str
    byline: str | None
    published: str | None
    modified: str | None
    lang: str
    dir: Direction
    section: str | None
    tags: tuple[str, ...]
    summary: str | None
    source: str | None
    words: int
    note: str | None
    blocks: tuple[str, ...]

    def line(self) -> str:
        """Return the JSON text that is published, on one line and with the keys in order."""
        return to_line(asdict(self))

    def with_slug(self, slug: str) -> Self:
        """Return the same article under another slug."""
        return replace(self, slug=slug)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What is left of an article that its publisher took back: enough to explain an old link.

    `withdrawn` is the ISO date of the withdrawal.
    """

    id: str
    slug: str
    withdrawn: str
    title: str
    reason: str | None

    def line(self) -> str:
        """Return the JSON text that is published, on one line and with the keys in order."""
        return to_line(asdict(self))

    def with_slug(self, slug: str) -> Self:
        """Return the same withdrawal under another slug."""
        return replace(self, slug=slug)


def to_line(value: Mapping[str, Any]) -> str:
    """Write a JSON object on one line, without spaces, characters as themselves."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def line_hash(line: str) -> str:
    """Return the SHA-256 of a line's UTF-8 bytes, in hex."""
    return hashlib.sha256(line.encode()).hexdigest()


def row_of(line: str) -> dict[str, Any]:
    """Return an article's metadata from its line, without parsing its blocks."""
    head, found, _ = line.partition(BLOCKS_FOLLOW)
    if not found:
        raise ValueError(f"an article's line was expected, with blocks in it: {line[:80]!r}")
    row: dict[str, Any] = json.loads(head + "}")
    return row


def id_of(identity: str) -> str:
    """Return the id that stands for an identity: 16 hex digits of its SHA-256.

    The identity is the front matter's `id`, else the source's URL, else the path under SOURCE
    without its extension, with `/` between its parts; it counts in Unicode's NFC.
    """
    normal = unicodedata.normalize("NFC", identity)
    return hashlib.sha256(normal.encode()).hexdigest()[:16]


def state_hash(hashes: Iterable[tuple[str, str]]) -> str:
    """Return the hash of a library's state, from (id, line hash) of all that is not withdrawn."""
    lines = sorted(f"{id_} {hash_}\n" for id_, hash_ in hashes)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
