"""Characters to tokens: bleach's parser with limits, and a walk over the tree that it makes.

`Parser.tokens_of` yields the tokens that html5lib's filters and serializer work on. In their text
and their values `&` is always written `&amp;`, and no other reference is left.
"""

# The methods below are html5lib's, called by its own names; bleach has no types.
# ruff: noqa: N802, N803, N815
# mypy: disallow-subclassing-any=False

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bleach import html5lib_shim
from bleach._vendor.html5lib.treebuilders import getTreeBuilder

from webapp.sanitiser.allowed import DROPPED, HTML, MATHML, SVG
from webapp.sanitiser.limits import (
    MAX_ATTRIBUTES,
    MAX_COPIED,
    MAX_DEPTH,
    MAX_FOSTERED,
    MAX_TOKENS,
    BeyondLimitError,
)

Token = dict[str, Any]

_TEXTS = {html5lib_shim.constants.tokenTypes[name] for name in ("Characters", "SpaceCharacters")}
_MISTAKE = html5lib_shim.TAG_TOKEN_TYPE_PARSEERROR
_START_TAG = html5lib_shim.TAG_TOKEN_TYPE_START
_TAGS = {tag.lower() for tag in HTML.keys() | MATHML | SVG | DROPPED}
_TAGS_IN_HTML = HTML.keys() | DROPPED | {"math", "svg"}


class _Stream(html5lib_shim.InputStreamWithMemory):
    """bleach's stream, which gives a tag without an end back as text, with its last character."""

    def unget(self, char: str | None) -> None:
        if char is not None:  # at the end of the text nothing was read that could be unread
            super().unget(char)


class _Tokenizer(html5lib_shim.BleachHTMLTokenizer):
    """bleach's tokenizer with limits, reading references where and as a browser does.

    bleach alone keeps them as they are and knows none without `;`: `&copy 2026` becomes
    `&amp;copy 2026`.
    """

    stream: Any

    def __init__(self, **options: Any) -> None:
        self._buffer = ""
        self._copied = 0
        super().__init__(consume_entities=True, **options)
        self.stream = _Stream(self.stream._inner_stream)

    def __iter__(self) -> Iterator[Token]:
        body = self.parser.phases["inBody"]
        starts_pre = False
        for number, token in enumerate(super().__iter__()):
            if number == MAX_TOKENS:
                raise BeyondLimitError(f"more than {MAX_TOKENS:,} pieces of markup, or mistakes")
            if starts_pre and token["type"] in _TEXTS:
                token["data"] = token["data"].removeprefix("\n")
            yield token
            if token["type"] != _MISTAKE:
                # html5lib itself takes the line end off in the body, and not in a table's cells.
                begins = token["type"] == _START_TAG and self.parser.phase is not body
                starts_pre = begins and token["name"] == "pre"

    def _copy(self, text: str) -> None:
        """Count what html5lib copies when it lengthens a name or a value."""
        self._copied += len(text)
        if self._copied > MAX_COPIED:
            raise BeyondLimitError("tags with names or values too long to be read")

    @property
    def temporaryBuffer(self) -> str:
        """The name of what may be the end tag of a script or style, as far as it was read."""
        return self._buffer

    @temporaryBuffer.setter
    def temporaryBuffer(self, name: str) -> None:
        self._copy(name)
        self._buffer = name

    def tagNameState(self) -> bool:
        self._copy(self.currentToken["name"])
        return bool(super().tagNameState())

    def attributeNameState(self) -> bool:
        attributes = self.currentToken["data"]
        if len(attributes) > MAX_ATTRIBUTES:
            raise BeyondLimitError(f"a tag with more than {MAX_ATTRIBUTES} attributes")
        self._copy(attributes[-1][0])
        return bool(super().attributeNameState())

    def attributeValueUnQuotedState(self) -> bool:
        self._copy(self.currentToken["data"][-1][1])
        return bool(super().attributeValueUnQuotedState())

    def consumeEntity(self, allowedChar: str | None = None, fromAttribute: bool = False) -> None:
        if fromAttribute:
            attribute = self.currentToken["data"][-1]
            before, attribute[1] = attribute[1], ""
            self._copy(before)
            super().consumeEntity(allowedChar, fromAttribute=True)
            attribute[1] = before + attribute[1].replace("&", "&amp;")
        else:
            super().consumeEntity(allowedChar)
            token = self.tokenQueue[-1]
            token["data"] = token["data"].replace("&", "&amp;")

    def emitCurrentToken(self) -> None:
        self.parser.expect(self.currentToken)
        super().emitCurrentToken()

    def cdataSectionState(self) -> bool:
        super().cdataSectionState()
        if self.tokenQueue:
            token = self.tokenQueue[-1]
            token["data"] = token["data"].replace("&", "&amp;")
        return True

    def commentState(self) -> bool:
        self.currentToken["data"] = ""  # a comment is dropped, and each dash copies what it has
        return bool(super().commentState())

    def commentEndState(self) -> bool:
        self.currentToken["data"] = ""
        return bool(super().commentEndState())

    def doctypeState(self) -> bool:
        self.state = self.bogusDoctypeState  # which reads to the `>` and copies nothing
        return True

    def bogusCommentState(self) -> bool:
        super().bogusCommentState()
        markup = self.stream.get_tag()
        if markup.startswith(("<!", "<?")) and not markup.endswith(">"):
            raise BeyondLimitError(f"a “{markup[:2]}” that never ends")
        return True


_TreeBuilder = getTreeBuilder("etree")


class _Node(_TreeBuilder.elementClass):  # type: ignore[name-defined]
    """An element that gathers its text in lists: html5lib copies all of it to add a piece.

    It also knows those of its children that were put before a table. html5lib does not, and loses
    them when it moves the children of their parent.
    """

    childNodes: Any

    def insertText(self, data: str, insertBefore: Any = None) -> None:
        children = self._element
        index = len(children)
        if insertBefore is not None:
            index = list(children).index(insertBefore._element)
        holder, where = (children[index - 1], "tail") if index else (self._element, "text")
        if getattr(holder, where) is None:
            setattr(holder, where, [])
        getattr(holder, where).append(data)

    def insertBefore(self, node: Any, refNode: Any) -> None:
        super().insertBefore(node, refNode)
        self._childNodes.insert(self._childNodes.index(refNode), node)

    def reparentChildren(self, newParent: Any) -> None:
        for piece in self._element.text or ():
            newParent.insertText(piece)
        self._element.text = None
        for child in self.childNodes:
            newParent.appendChild(child)
        self.childNodes = []


class _Tree(_TreeBuilder):  # type: ignore[misc,valid-type]
    """A tree builder with limits: html5lib looks through all open elements for every tag."""

    elementClass = _Node

    def reset(self) -> None:
        self.fostered = 0
        super().reset()

    def _check_depth(self) -> None:
        if len(self.openElements) > MAX_DEPTH:
            raise BeyondLimitError(f"more than {MAX_DEPTH} elements inside each other")

    def insertElementNormal(self, token: Token) -> Any:
        self._check_depth()
        return super().insertElementNormal(token)

    def insertElementTable(self, token: Token) -> Any:
        self._check_depth()
        return super().insertElementTable(token)

    def getTableMisnestedNodePosition(self) -> Any:
        self.fostered += 1
        if self.fostered > MAX_FOSTERED:
            raise BeyondLimitError(f"more than {MAX_FOSTERED:,} pieces of tables outside a cell")
        return super().getTableMisnestedNodePosition()

    def insertComment(self, token: Token, parent: Any = None) -> None:
        """Drop the comment."""


# Mistakes that let everything from some point to the end of the text vanish.
_UNENDED = {
    "eof-in-attribute-value-double-quote": "a quotation mark in a tag",
    "eof-in-attribute-value-single-quote": "a quotation mark in a tag",
    "eof-in-comment": "a comment",
    "eof-in-comment-double-dash": "a comment",
    "eof-in-comment-end-bang-state": "a comment",
    "eof-in-comment-end-dash": "a comment",
    "expected-attribute-name-but-got-eof": "a tag",
    "expected-attribute-value-but-got-eof": "a tag",
    "expected-named-closing-tag-but-got-eof": "a script or style",
    "unexpected-EOF-after-attribute-value": "a tag",
    "unexpected-EOF-after-solidus-in-tag": "a tag",
}


class Parser(html5lib_shim.BleachHTMLParser):
    """bleach's parser over the tokenizer and the tree above."""

    def __init__(self) -> None:
        super().__init__(
            tags=_TAGS,
            strip=True,
            consume_entities=True,
            tree=_Tree,
            namespaceHTMLElements=False,
        )

    @property
    def moved(self) -> bool:
        """Whether an element was put elsewhere than its tag stands.

        Out of a table when it is in no cell, or around and into a block that a phrase straddles.
        """
        return bool(self.tree.fostered or self._straddled)

    def tokens_of(self, source: str) -> Iterator[Token]:
        """Return the tokens of the tree that a browser would make of a text inside a `<div>`."""
        self._straddled = False
        self.innerHTMLMode, self.container, self.scripting = True, "div", True
        self.tokenizer = _Tokenizer(stream=source, parser=self)
        self.reset()
        self.mainLoop()
        return _walk(self.tree.openElements[0]._element)

    def expect(self, tag: Token) -> None:
        """Prepare for a tag at the place it stands in.

        A part of MathML or SVG that is outside of both would become an unknown element of HTML. And
        `</p>` and `</br>`, which each make an element, end both: the standard says so, html5lib
        puts that element into the formula or the drawing.
        """
        if tag["type"] == _START_TAG:
            self.tags = _TAGS if self._in_foreign_content() else _TAGS_IN_HTML
            return
        self.tags = _TAGS
        if tag["name"].lower() in ("p", "br"):
            while self._in_foreign_content():
                self.tree.openElements.pop()

    def _in_foreign_content(self) -> bool:
        node = self.tree.openElements[-1]
        return bool(node.namespace) and not self.isMathMLTextIntegrationPoint(node)

    def parseError(self, errorcode: str = "", datavars: object = None) -> None:
        """Raise where text would vanish; html5lib would look up the line of every mistake."""
        self._straddled |= errorcode == "adoption-agency-1.3"
        if errorcode in _UNENDED:
            raise BeyondLimitError(f"{_UNENDED[errorcode]} that never ends")


_EXPANDED = re.compile(r"\{([^}]*)\}(.*)", re.DOTALL)


def _walk(root: Any) -> Iterator[Token]:
    """Yield the tokens of all that is inside an element, as html5lib's tree walker does.

    That one asks `list(parent).index(child)` for every child, and is quadratic in siblings, which
    honest pages have by thousands.
    """
    yield from _text(root.text)
    ways: list[tuple[Any, Token, Iterator[Any]]] = []
    children = iter(root)
    while True:
        element = next(children, None)
        if element is not None:
            namespace, name = _expand(element.tag)
            tag: Token = {"name": name, "namespace": namespace}
            attributes = {_expand(key): value for key, value in element.items()}
            if namespace is None and name in html5lib_shim.constants.voidElements:
                yield {"type": "EmptyTag", **tag, "data": attributes}
                yield from _text(element.tail)
            else:
                yield {"type": "StartTag", **tag, "data": attributes}
                yield from _text(element.text)
                ways.append((element, tag, children))
                children = iter(element)
        elif ways:
            element, tag, children = ways.pop()
            yield {"type": "EndTag", **tag}
            yield from _text(element.tail)
        else:
            return


def _expand(name: str) -> tuple[str | None, str]:
    """Return the namespace and the local name of ElementTree's `{namespace}name`."""
    match = _EXPANDED.match(name)
    return (match[1], match[2]) if match else (None, name)


def _text(pieces: Iterable[str] | None) -> Iterator[Token]:
    if pieces:
        yield {"type": "Characters", "data": "".join(pieces)}
