"""Clean tokens to blocks, blocks to text, and text to blocks when markup is beyond a limit."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from bleach import html5lib_shim

from webapp.sanitiser.allowed import DROPPED, PHRASING
from webapp.sanitiser.parser import Token

# html5lib's, and not bleach's, which finds the values among the pieces of a tag by their looks and
# is misled by a value that is `>`.
_SERIALIZER = html5lib_shim.HTMLSerializer(
    quote_attr_values="always",
    quote_char='"',
    escape_lt_in_attrs=True,
    omit_optional_tags=False,
)
# Values in a clean block stand in double quotes, and may hold a `>`.
_CLEAN_TAG = re.compile(r'</?([A-Za-z0-9]+)[^">]*(?:"[^"]*"[^">]*)*>')
_ANY_TAG = re.compile(r"<(?:!--|[!?][^<>]*+>|/?([a-zA-Z][^\s/<>]*+)[^<>]*+>)")
_ENDS = {
    **{name: re.compile(rf"</{name}[^<>]*+>", re.IGNORECASE) for name in DROPPED},
    "!--": re.compile("-->"),
}


def cut(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield blocks: each top-level element, and each run of text and phrases in a paragraph.

    The walk that cleans is the walk that cuts, so that the joined blocks are the cleaned whole.
    """
    run: list[Token] = []
    element: list[Token] = []
    depth = 0
    for token in tokens:
        element.append(token)
        depth += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
        if depth:
            continue
        if all(_is_phrasing(part) for part in element):
            run += element
        else:
            yield from _paragraph(run)
            yield _written(element)
            run = []
        element = []
    yield from _paragraph(run)


def _is_phrasing(token: Token) -> bool:
    name = token.get("name")
    return name is None or token["namespace"] is not None or name in PHRASING


def _paragraph(run: list[Token]) -> Iterator[str]:
    """Yield a run of text and phrases as a block, unless it is only the space between others."""
    written = _written(run).strip(" \t\n")
    if written:
        yield f"<p>{written}</p>"


def _written(tokens: list[Token]) -> str:
    written: str = _SERIALIZER.render(tokens)
    return written


def text_of(blocks: Iterable[str]) -> str:
    """Return the plain text of clean blocks, with single spaces between words."""
    text = _CLEAN_TAG.sub(lambda tag: _gap(tag[1], " "), " ".join(blocks))
    return " ".join(html.unescape(text).split())


def _gap(name: str, space: str) -> str:
    """Part the words of two blocks or lines, but not a word that is partly bold."""
    return "" if name in PHRASING and name != "br" else space


def plain_paragraphs(source: str) -> Iterator[str]:
    """Yield the text of some HTML in escaped paragraphs, whatever its markup.

    Reads tags by their looks, in one go, and leaves as text what has no end.
    """
    paragraph: list[str] = []
    for line in _without_tags(source).split("\n"):
        if line.strip():
            paragraph.append(line.strip())
        elif paragraph:
            yield _escaped(paragraph)
            paragraph = []
    if paragraph:
        yield _escaped(paragraph)


def _escaped(lines: list[str]) -> str:
    return f"<p>{html.escape(html.unescape(chr(10).join(lines)), quote=False)}</p>"


def _without_tags(source: str) -> str:
    pieces: list[str] = []
    endless: set[str] = set()
    position = 0
    while tag := _ANY_TAG.search(source, position):
        pieces.append(source[position : tag.start()])
        position = tag.end()
        name = (tag[1] or tag[0][1:]).lower()
        if tag[1]:
            pieces.append("\n" if name == "br" else _gap(name, "\n\n"))
        if name in _ENDS and name not in endless and not tag[0].startswith("</"):
            end = _ENDS[name].search(source, position)
            position = end.end() if end else position
            if not end:
                endless.add(name)  # nor is there one after any later start
    pieces.append(source[position:])
    return "".join(pieces)
