"""Plain text in news style: a title, perhaps a byline and a date, then paragraphs.

    Harbour opens again

    By A. Writer
    November 23, 2020

    The first ship came in at noon.

A line is taken for a byline or a date in this place only, between title and text, and only when it
is wholly one. When in doubt it stays in the text: a byline too much in the text can be seen and
mended, words that are missing cannot.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, takewhile
from unicodedata import east_asian_width

from webapp.ingest.dates import iso_date
from webapp.ingest.manuscript import Manuscript, Metadata
from webapp.ingest.words import SPACELESS

TITLE_MOST = 200
"""A first line of more characters is text; the longest headlines have half of it."""

BYLINE_MOST = 120

BY = {
    "da": "af",
    "de": "von",
    "en": "by",
    "es": "por",
    "fr": "par",
    "it": "di",
    "nb": "av",
    "nl": "door",
    "no": "av",
    "pt": "por",
    "sv": "av",
}
"""What a byline begins with, by language. The English word counts in every language."""

_PARTICLES = (
    "& al and bin bint da das de del della den der di do dos du e ed el en et i ibn la le och og"
    " ten ter und van von y"
)
PARTICLES = frozenset(_PARTICLES.split())
"""Words in and between names that begin with a small letter."""

BETWEEN = re.compile(r"\s*[,|·•–—/]\s*|\s+-\s+|\s+")
"""What may stand between a byline and a date in one line."""

WRAPPED_AT_MOST = 120
"""Lines that are longer were not wrapped by hand or by a program: each is a paragraph."""

WRAPPED_AT_LEAST = 45
"""Where no line of several is as long, they are verses, an address or a list: breaks are meant."""


def read_text(text: str, lang: str) -> Manuscript:
    """Return the manuscript of a text in news style; `lang` says what a byline begins with."""
    lines = text.split("\n")
    metadata, start = _header(lines, lang)
    return Manuscript(metadata, "".join(_paragraphs(lines[start:])))


def escaped_paragraphs(text: str) -> str:
    """Return a text as HTML, every character shown as it stands in the file."""
    return "".join(_paragraphs(text.split("\n")))


# Header


def _header(lines: list[str], lang: str) -> tuple[Metadata, int]:
    """Return what the lines before the text say, and where the text begins."""
    title, start = _title(lines, lang)
    if title is None:
        return Metadata(), start
    metadata = Metadata(title=title)
    start = _next_line(lines, start)
    while start < len(lines):
        byline, published = _byline_and_date(lines[start], lang)
        is_second = (byline and metadata.byline) or (published and metadata.published)
        if is_second or not (byline or published):
            break
        metadata = replace(
            metadata,
            byline=byline or metadata.byline,
            published=published or metadata.published,
        )
        start = _next_line(lines, start + 1)
    return metadata, start


def _title(lines: list[str], lang: str) -> tuple[str | None, int]:
    """Return the title, and where the rest begins; None if the text begins with a paragraph."""
    start = _next_line(lines, 0)
    first, *rest = (" ".join(line.split()) for line in _group_at(lines, start))
    if len(first) > TITLE_MOST:
        return None, start
    if rest and _byline_and_date(rest[0], lang) == (None, None):
        width = max(map(_columns, (first, *rest)))
        if width <= WRAPPED_AT_MOST and not _is_break_meant(first, rest[0], width):
            # One line of two is a headline that was wrapped, one of more lines a paragraph.
            title = _joined(first, rest[0])
            if len(rest) > 1 or len(title) > TITLE_MOST or title.endswith("."):
                return None, start
            return title, start + 2
    return first, start + 1


def _group_at(lines: list[str], start: int) -> Iterator[str]:
    return takewhile(lambda line: bool(line.strip()), lines[start:])


def _next_line(lines: list[str], start: int) -> int:
    """Return where the next line is that has something in it."""
    while start < len(lines) and not lines[start].strip():
        start += 1
    return start


def _byline_and_date(line: str, lang: str) -> tuple[str | None, str | None]:
    line = " ".join(line.split())
    if len(line) > BYLINE_MOST:
        return None, None
    byline, published = _byline(line, lang), iso_date(line)
    if byline or published:
        return byline, published
    for between in BETWEEN.finditer(line):
        left, right = line[: between.start()], line[between.end() :]
        for name, day in ((left, right), (right, left)):
            byline, published = _byline(name, lang), iso_date(day)
            if byline and published:
                return byline, published
    return None, None


def _byline(line: str, lang: str) -> str | None:
    """Return the names in a byline, or None if the line is not wholly one."""
    by, _, name = line.partition(" ")
    if by.lower().rstrip(":") not in ("by", BY.get(lang.split("-")[0])):
        return None
    name = name.strip()
    words = name.replace(",", " ").split()
    return name if words and all(map(_is_of_a_name, words)) and _has_capital(words[0]) else None


def _is_of_a_name(word: str) -> bool:
    if word in PARTICLES:
        return True
    if word.endswith("."):
        # An initial, or Jr., Dr., St.; a longer word with a point ends a sentence.
        return _has_capital(word) and len(word) <= 4
    return _has_capital(word) and not re.search(r"[\d.!?:;…]$|\d", word)


def _has_capital(word: str) -> bool:
    """Return whether a word begins with a letter that is not a small one."""
    first = word.lstrip("“„«\"'(")[:1]
    return first.isalpha() and not first.islower()


# Paragraphs


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Yield the paragraphs of lines as HTML."""
    for is_text, group in groupby(lines, key=lambda line: bool(line.strip())):
        if is_text:
            yield from (f"<p>{paragraph}</p>\n" for paragraph in _of_one_group(list(group)))


def _of_one_group(lines: list[str]) -> Iterator[str]:
    """Yield the paragraphs of lines that have no empty line between them.

    They are one paragraph that was wrapped, unless lines are too long for that, or a line that is
    indented begins another.
    """
    texts = [line.strip(" \t") for line in lines]
    width, margin = max(map(_columns, texts)), min(map(_indent, lines))
    paragraph = html.escape(texts[0], quote=False)
    for before, text, line in zip(texts, texts[1:], lines[1:], strict=False):
        escaped = html.escape(text, quote=False)
        if width > WRAPPED_AT_MOST or _indent(line) > margin:
            yield paragraph
            paragraph = escaped
        elif _is_break_meant(before, text, width):
            paragraph += "<br>" + escaped
        else:
            paragraph = _joined(paragraph, escaped)
    yield paragraph


def _is_break_meant(before: str, after: str, width: int) -> bool:
    """Return whether a line ended before it was full: whoever wraps takes every word that fits."""
    if width < WRAPPED_AT_LEAST:
        return True
    word = after[0] if SPACELESS.match(after) else after.split(" ", 1)[0]
    return _columns(before) + 1 + _columns(word) <= width


def _joined(before: str, after: str) -> str:
    is_spaceless = SPACELESS.match(before[-1]) and SPACELESS.match(after)
    return f"{before}{'' if is_spaceless else ' '}{after}"


def _columns(text: str) -> int:
    """Return how wide a text is in a window where each letter has the same width."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _indent(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))
