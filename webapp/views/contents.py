"""The contents of a long text: ids for its headings, and links to them.

The page makes the same where the app draws a text (static/components/contents.js), with the same
limits and the same ids: an address with a part in it means one place, whoever drew the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from webapp.sanitiser import text_of

WORDS = 1_200
HEADINGS = 3
"""A shorter text, or one with fewer headings, is seen at a glance."""

_HEADING = re.compile(r'<(h[23])\b((?:[^">]|"[^"]*")*)>')
_ID = re.compile(r'\s(?:id="([^"]*)"|[^\s=">]+="[^"]*")')


class Part(NamedTuple):
    """One heading of a text: the id that it has in the page, its words, and whether it is an h3."""

    id: str
    words: str
    is_sub: bool


def with_contents(blocks: Sequence[str], words: int) -> tuple[list[str], list[Part]]:
    """Return clean blocks with an id on each heading, and the contents; none where none is needed.

    `words` is how many the text has.
    """
    headings = [(place, found) for place, b in enumerate(blocks) if (found := _HEADING.match(b))]
    if len(headings) < HEADINGS or words <= WORDS:
        return list(blocks), []
    dressed, parts = list(blocks), []
    for number, (place, heading) in enumerate(headings, start=1):
        id_ = next((found[1] for found in _ID.finditer(heading[2]) if found[1]), None)
        if id_ is None:
            id_ = f"part-{number}"
            dressed[place] = f'<{heading[1]} id="{id_}"{blocks[place][len(heading[1]) + 1 :]}'
        parts.append(Part(id_, text_of([blocks[place]]), heading[1] == "h3"))
    return dressed, parts
