"""What a page says in the place of a picture that Octavo does not publish: its description."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markupsafe import Markup

# In a clean block every value stands in double quotes, and may hold a `>`.
PICTURE = re.compile(r'<img\b(?:[^">]|"[^"]*")*>')
HELD = re.compile(r'\ssrc="data:')
DESCRIPTION = re.compile(r'\salt="([^"]*)"')


def with_pictures_in_words(block: str, say: Callable[..., str]) -> Markup:
    """Return a clean block with the description of each picture that is not part of it.

    `say` gives a sentence of the interface by its id.
    """

    def in_words(picture: re.Match[str]) -> str:
        if HELD.search(picture[0]):
            return picture[0]
        described = DESCRIPTION.search(picture[0])
        alt = html.unescape(described[1]).strip() if described else ""
        said = say("ar.picture", alt=alt) if alt else say("ar.picture.unnamed")
        return f'<span class="picture-missing">{html.escape(said)}</span>'

    return Markup(PICTURE.sub(in_words, block))  # noqa: S704  blocks are sanitised
