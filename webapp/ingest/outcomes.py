"""What can become of a file in SOURCE. Plain data, which travels between processes."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.articles import Article, Withdrawal
from webapp.ingest.links import Link
from webapp.ingest.problems import Problem


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file was when it was read: while this stays, its outcome stays.

    `recipe` stands for everything else that decides the outcome: the code that reads, and the
    default language. `article` is the id of what came of the file, so that two files with one id
    are noticed although only one of them changed; it is empty where it was not noted.
    """

    size: int
    mtime_ns: int
    sha256: str
    recipe: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file is as it was at the last reading, and was not opened."""

    path: str


@dataclass(frozen=True, slots=True)
class Read:
    """The file was read; `warnings` are what was done with reservations.

    `links` are those of its blocks, as they were written, that may lead to other articles.
    """

    path: str
    stamp: Stamp
    article: Article | Withdrawal
    warnings: tuple[Problem, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The file says that it is a draft and was never read before: it is passed over, rightly."""

    path: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The file could not be read, and why."""

    path: str
    problem: Problem


Outcome = Unchanged | Read | Draft | Refused
