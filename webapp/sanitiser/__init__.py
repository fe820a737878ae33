"""HTML in, clean blocks out: the gate that every article passes once, on its way in.

`clean` takes the HTML of an article, from anybody, and returns its blocks: top-level pieces of HTML
in which nothing can run, load a document, restyle the page or shadow one of its names. Everything
downstream may trust a block. `text_of` gives the plain text of blocks. Both are pure functions.

The gate is bleach: its parser and its allow-list filter. What bleach leaves open is closed inside
its own parser, each guard with its reason, and not by a second parser in front: two parsers read a
text differently now and then, and such a disagreement is how markup gets past a sanitiser. What is
kept, unwrapped and dropped is written down for publishers in docs/sanitising.md.

    source    characters: what can be said before parsing
    parser    characters to tokens, with limits
    gate      tokens to clean tokens, by the lists in `allowed`
    blocks    clean tokens to blocks, and blocks to text
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.sanitiser.allowed import ID_PREFIX
from webapp.sanitiser.blocks import cut, plain_paragraphs, text_of
from webapp.sanitiser.gate import cleaned
from webapp.sanitiser.limits import BeyondLimitError
from webapp.sanitiser.parser import Parser
from webapp.sanitiser.source import check_size, normal

__all__ = ["ID_PREFIX", "Cleaned", "clean", "text_of"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks of an article.

    `guard` is None, or says in words what was beyond a limit: then the blocks are the text without
    its markup, in escaped paragraphs.
    """

    blocks: tuple[str, ...]
    guard: str | None


def clean(html: str) -> Cleaned:
    """Return the clean blocks of some HTML: all of its text, whatever it is. Never raises."""
    source = normal(html)
    try:
        check_size(source)
        return Cleaned(_blocks(source), None)
    except BeyondLimitError as beyond:
        guard = str(beyond)
    except Exception as fault:  # an assertion of html5lib's that some nest of markup makes untrue
        guard = f"markup that cannot be read ({fault!r})"
    return Cleaned(tuple(plain_paragraphs(source)), guard)


def _blocks(source: str) -> tuple[str, ...]:
    """Return the blocks of HTML that is within the limits.

    An element that the parser moved may stand where the next parser would move it on: a `<dt>` in a
    `<dt>`. Such a text is read again until it stays as it is, so that to a browser too every block
    is one element.
    """
    for _ in range(3):
        parser = Parser()
        blocks = tuple(cut(cleaned(parser.tokens_of(source))))
        if not parser.moved:
            break
        source = "".join(blocks)
    return blocks
