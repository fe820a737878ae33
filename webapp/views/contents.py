"""The headings of a text: an id for each, and of a long text the contents that link to them.

The page makes the same where the app draws a text (static/components/article-headings.js and
contents.js), with the same limits and the same ids: an address with a part in it means one place,
whoever drew the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from webapp.sanitiser import text_of

WORDS = 1_200
HEADINGS = 3
"""A shorter text, or one with fewer headings, is seen at a glance."""

HEADING = re.compile(r'<(h[2-6])\b((?:[^">]|"[^"]*")*)>')
_ID = re.compile(r'\s(?:id="([^"]*)"|[^\s=">]+="[^"]*")')

_UPPER = ("h2", "h3")
"""The ranks that stand in the contents. Their ids are counted through, the others' below them."""


class Part(NamedTuple):
    """One heading of a text: the id that it has in the page, its words, and whether it is an h3."""

    id: str
    words: str
    is_sub: bool


def with_contents(blocks: Sequence[str], words: int) -> tuple[list[str], list[Part]]:
    """Return clean blocks with an id on each heading, and the contents; none where none is needed.

    `words` is how many the text has.
    """
    named, parts = [], []
    part = below = 0
    for block in blocks:
        heading = HEADING.match(block)
        if not heading:
            named.append(block)
            continue
        is_upper = heading[1] in _UPPER
        part, below = (part + 1, 0) if is_upper else (part, below + 1)
        id_ = id_of(heading)
        if id_ is None:
            id_ = f"part-{part}" if is_upper else f"part-{part}-{below}"
            block = f'<{heading[1]} id="{id_}"{block[len(heading[1]) + 1 :]}'
        named.append(block)
        if is_upper:
            parts.append(Part(id_, text_of([block]), heading[1] == "h3"))
    is_long = len(parts) >= HEADINGS and words > WORDS
    return named, parts if is_long else []


def id_of(heading: re.Match[str]) -> str | None:
    """Return the id of a heading that HEADING has found; None where it has none."""
    return next((found[1] for found in _ID.finditer(heading[2]) if found[1]), None)
