"""From a manuscript to an article: cleaned, counted, summed up, and named by id and slug."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from pathlib import PurePosixPath

from slugify import slugify

from webapp.articles import Article, Withdrawal, id_of
from webapp.ingest import problems
from webapp.ingest.dates import iso_date
from webapp.ingest.languages import direction
from webapp.ingest.manuscript import Manuscript, Metadata, Retraction
from webapp.ingest.problems import Finding, UnreadableError
from webapp.ingest.words import count_words, shorten
from webapp.sanitiser import clean, text_of

SUMMARY_MOST = 200
SLUG_MOST = 80

DRAFT_AGAIN = "Its publisher is working on it again."
"""What a reader is told when an article that was out says `draft: true` now."""

PICTURES = re.compile(r"<(img|svg|video|audio|math)\b")

SHOWN_PICTURES = re.compile(r'<img\b(?![^>]*\ssrc="data:)')

DATED_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[-_ ]+(?=.)")
"""How Jekyll names posts: the date is part of the file's name, and not of the title."""


def finish(
    manuscript: Manuscript, path: str, lang: str
) -> tuple[Article | Withdrawal, tuple[Finding, ...]]:
    """Return the article, or the withdrawal, that a manuscript is, and reservations about it.

    Raises UnreadableError when it has no text.
    """
    metadata, findings = manuscript.metadata, manuscript.warnings
    id_ = id_of(metadata.identity or metadata.source or identity_of_path(path))
    title = metadata.title
    if title is None:
        title = _title_of_path(path)
        findings += (problems.no_title(title),)
    slug = _slug(title) or _slug(_title_of_path(path)) or id_
    retraction = metadata.retraction
    if retraction is None and metadata.is_draft:
        retraction = Retraction(DRAFT_AGAIN, None)
    if retraction:
        return Withdrawal(id_, slug, retraction.date or "", title, retraction.reason), ()
    cleaned = clean(manuscript.html)
    if cleaned.guard is not None:
        findings += (problems.guarded(cleaned.guard),)
    if shown := sum(len(SHOWN_PICTURES.findall(block)) for block in cleaned.blocks):
        findings += (problems.pictures(shown),)
    text = text_of(cleaned.blocks)
    if not text and not any(map(PICTURES.search, cleaned.blocks)):
        raise UnreadableError(problems.no_text())
    tag = metadata.lang or lang
    article = Article(
        id=id_,
        slug=slug,
        title=title,
        byline=metadata.byline,
        published=metadata.published or _date_of_path(path),
        modified=metadata.modified,
        lang=tag,
        dir=direction(tag),
        section=metadata.section,
        tags=metadata.tags,
        summary=_summary(metadata, cleaned.blocks),
        source=metadata.source,
        words=count_words(text),
        note=metadata.note,
        blocks=cleaned.blocks,
    )
    return article, findings


def identity_of_path(path: str) -> str:
    """Return what identifies an article that says nothing about it: its path without the ending."""
    return str(PurePosixPath(path).with_suffix(""))


def _summary(metadata: Metadata, blocks: tuple[str, ...]) -> str | None:
    """Return the author's summary, else how the first paragraph begins, else the first text."""
    if metadata.summary:
        return metadata.summary
    first_paragraphs = sorted(blocks, key=lambda block: not block.startswith("<p"))
    texts = (text_of([block]) for block in first_paragraphs)
    text = next((text for text in texts if text), None)
    return text and shorten(text, SUMMARY_MOST)


# What a path says


def _title_of_path(path: str) -> str:
    """Return a title made from a file's name; an index is called like its folder (Hugo)."""
    stem = PurePosixPath(path).with_suffix("")
    name = stem.parent.name if stem.name.strip("_") == "index" and stem.parent.name else stem.name
    words = re.sub(r"[-_\s]+", " ", DATED_NAME.sub("", name, count=1)).strip() or name
    return words[:1].upper() + words[1:]


def _date_of_path(path: str) -> str | None:
    found = DATED_NAME.match(PurePosixPath(path).name)
    return iso_date(found[1]) if found else None


# Slugs


def _slug(title: str) -> str:
    return slugify(
        title,
        allow_unicode=True,
        max_length=SLUG_MOST,
        word_boundary=True,
        save_order=True,
        regex_pattern=_not_in_slugs(),
        # A title is text already: `&#65;` in it is not an A.
        entities=False,
        decimal=False,
        hexadecimal=False,
    )


@cache
def _not_in_slugs() -> re.Pattern[str]:
    """Return what is no part of a slug. Marks are: without vowel signs Hindi is not readable."""
    marks = "".join(
        chr(code)
        for code in range(0x300, min(sys.maxunicode, 0x10000))
        if unicodedata.category(chr(code)) in ("Mn", "Mc")
    )
    return re.compile(rf"[^-\w{marks}]+|_+")
