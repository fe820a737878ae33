"""What a reader of a format makes of a file: metadata and HTML, not cleaned and not counted yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from webapp.ingest.problems import Finding


@dataclass(frozen=True, slots=True)
class Retraction:
    """The publisher's word that an article is withdrawn: why, and the ISO date if it says one."""

    reason: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about its article; None or empty where it says nothing.

    `identity` is the front matter's `id`. Dates are ISO dates, `lang` is a BCP 47 tag.
    """

    identity: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    lang: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None
    source: str | None = None
    note: str | None = None
    is_draft: bool = False
    retraction: Retraction | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One article as its file has it: what it says about itself, and its text as HTML."""

    metadata: Metadata
    html: str
    warnings: tuple[Finding, ...] = ()


Reader = Callable[[str, str], Manuscript]
"""A reader of one format: text and the library's language in, a manuscript out.

It raises UnreadableError when the text cannot be meant.
"""
