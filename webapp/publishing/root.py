"""What a root says, and the rules that keep it short: pure functions over its JSON.

The shapes are those of docs/format.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from webapp.publishing.files import PublishedFile
from webapp.publishing.packs import Pack

Entry = dict[str, Any]
"""A pack as a root names it."""

REBASE_SHARE = 0.25
"""The base is written anew when the changes since it exceed this share of its plain bytes."""

MOST_CHANGES = 64
"""How many editions back a root names changes, and how many may lie between base and head.

A range covers one edition, so a new phone makes a request for each edition since the base."""


def base_entry(pack: Pack, file: PublishedFile) -> Entry:
    """Return how a root names a pack of the base."""
    return {
        "file": file.file,
        "articles": sum(line.kind != "withdrawn" for line in pack.lines),
        "newest": pack.newest,
        "bytes": file.sizes(),
    }


def changes_entry(pack: Pack, file: PublishedFile, to: int) -> Entry:
    """Return how a root names a pack that leads from the edition before `to` to it."""
    return base_entry(pack, file) | {
        "from": to - 1,
        "to": to,
        "added": pack.count("added"),
        "corrected": pack.count("corrected"),
        "withdrawn": pack.count("withdrawn"),
    }


def is_rebase_due(
    base: Sequence[Entry], base_edition: int, changes: Iterable[Entry], edition: int
) -> bool:
    """Return whether the way of a new phone through base and changes has become too long."""
    since = sum(pack["bytes"]["plain"] for pack in changes if pack["from"] >= base_edition)
    whole = sum(pack["bytes"]["plain"] for pack in base)
    return since > REBASE_SHARE * whole or edition - base_edition > MOST_CHANGES


def kept_changes(changes: Iterable[Entry], edition: int) -> list[Entry]:
    """Return the changes that a root of this edition still names, in order."""
    return [pack for pack in changes if pack["from"] >= edition - MOST_CHANGES]


def bytes_of(packs: Iterable[Entry]) -> int:
    """Return what the packs cost on the wire, as brotli."""
    return sum(pack["bytes"]["br"] for pack in packs)
