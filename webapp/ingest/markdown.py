"""Markdown: CommonMark with tables, footnotes and strikethrough, below front matter.

HTML inside Markdown is legitimate and passes through as it is: cleaning is the sanitiser's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin

from webapp.ingest import problems
from webapp.ingest.fields import metadata_of
from webapp.ingest.front_matter import split_front_matter
from webapp.ingest.manuscript import Manuscript
from webapp.ingest.text import escaped_paragraphs

NESTING_MOST = 100
"""How deep lists and quotations go. markdown-it drops what is deeper, so it must be noticed.

Its CommonMark preset says 20; the deepest of 290 honest documents was 27 as HTML.
"""


def read_markdown(text: str, _lang: str) -> Manuscript:
    """Return the manuscript of a Markdown file.

    Without a title in the front matter the first heading of the first level is the title, and does
    not stand in the text again; neither does a heading above the text that repeats the title.
    """
    front, body = split_front_matter(text)
    metadata, warnings = metadata_of(front)
    parser, env = _parser(), dict[str, Any]()
    tokens = parser.parse(body, env)
    if any(token.level >= NESTING_MOST - 1 for token in tokens):
        warnings += (problems.nested(NESTING_MOST),)
        return Manuscript(metadata, escaped_paragraphs(body), warnings)
    heading = _first_heading(tokens)
    if heading is not None:
        title = _plain_text(tokens[heading + 1].children or [])
        if title and (metadata.title is None or (heading == 0 and title == metadata.title)):
            metadata = replace(metadata, title=title)
            del tokens[heading : heading + 3]
    return Manuscript(metadata, parser.renderer.render(tokens, parser.options, env), warnings)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": NESTING_MOST})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    # Headings are called as on GitHub, so that links to them lead to the same places here.
    return parser.use(anchors_plugin, min_level=2, max_level=6)


def _first_heading(tokens: Sequence[Token]) -> int | None:
    """Return where the first heading of the first level opens; one in a quotation is none."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0:
            return index
    return None


def _plain_text(tokens: Sequence[Token]) -> str:
    """Return the text of a heading without its markup."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.children:
            parts.append(_plain_text(token.children))
    return " ".join("".join(parts).split())
