"""Cuts lines into packs: JSON arrays of about 1 MB with one article a line.

The order of the base is newest first in bands of about a thousand, by section inside a band, so
that what is new can be read first and what is alike lies side by side for the compressor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from webapp.library import ChangeKind, Place

PACK_BYTES = 1_000_000
"""About how large a pack is, plain. Smaller packs compress worse (256 KB: 7 % more bytes), larger
ones make an interruption dearer and are hashed in one piece on the phone."""

BAND = 1_000
"""How many articles of the base stand together by date before section orders them."""


@dataclass(frozen=True, slots=True)
class PackLine:
    """One line on its way into a pack.

    `newest` is its article's date; `kind` says what it changes, None in a base.
    """

    line: str
    newest: str | None
    kind: ChangeKind | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """The lines of one pack, in order."""

    lines: tuple[PackLine, ...]

    @property
    def newest(self) -> str | None:
        """The newest date in it, or None."""
        return max((line.newest for line in self.lines if line.newest), default=None)

    def count(self, kind: ChangeKind) -> int:
        """Return how many of its lines are changes of this kind."""
        return sum(line.kind == kind for line in self.lines)

    def data(self) -> bytes:
        """Return the bytes that are published."""
        lines = ",\n".join(line.line for line in self.lines)
        return ("[\n" + lines + ("\n]\n" if lines else "]\n")).encode()


def base_order(places: Sequence[Place]) -> list[Place]:
    """Return places, which come newest first, in the order of the base."""
    ordered: list[Place] = []
    for start in range(0, len(places), BAND):
        band = places[start : start + BAND]
        ordered += sorted(band, key=lambda place: place.section or "")
    return ordered


def cut(lines: Iterable[PackLine]) -> Iterator[Pack]:
    """Yield packs of the lines, in order. A line longer than a pack makes a pack of its own."""
    waiting: list[PackLine] = []
    size = 0
    for line in lines:
        length = len(line.line.encode()) + 2
        if waiting and size + length > PACK_BYTES:
            yield Pack(tuple(waiting))
            waiting, size = [], 0
        waiting.append(line)
        size += length
    if waiting:
        yield Pack(tuple(waiting))
