"""What the library tells of articles and editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from webapp.articles import Article, Withdrawal

ChangeKind = Literal["added", "corrected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that the next edition brings, and what it is to a reader of the last one."""

    id: str
    line: str
    kind: ChangeKind
    newest: str | None
    """The article's publication date, or None: what a pack's `newest` is the maximum of."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in the order of the base: by date, then by section."""

    id: str
    published: str | None
    section: str | None


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One line of a published edition, as `adopt()` takes it in."""

    entry: Article | Withdrawal
    line: str


class LastEdition(NamedTuple):
    """What the library remembers of the edition that was published last, as its head said it."""

    library: str
    edition: int
    published: str
    root: str
