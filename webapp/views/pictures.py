"""What a page says in the place of a picture that Octavo does not publish: its description."""

from __future__ import annotations

import html
import re

from markupsafe import Markup

# In a clean block every value stands in double quotes, and may hold a `>`.
PICTURE = re.compile(r'<img\b(?:[^">]|"[^"]*")*>')
HELD = re.compile(r'\ssrc="data:')
DESCRIPTION = re.compile(r'\salt="([^"]*)"')


def with_pictures_in_words(block: str) -> Markup:
    """Return a clean block with the description of each picture that is not part of it."""
    return Markup(PICTURE.sub(_in_words, block))  # noqa: S704  blocks are sanitised


def _in_words(picture: re.Match[str]) -> str:
    if HELD.search(picture[0]):
        return picture[0]
    described = DESCRIPTION.search(picture[0])
    words = html.unescape(described[1]).strip() if described else ""
    said = f"Picture: {words}" if words else "Picture"
    return f'<span class="picture-missing">{html.escape(said)}</span>'
