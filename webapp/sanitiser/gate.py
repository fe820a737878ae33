"""Tokens to clean tokens: bleach's allow-list filter, and what it leaves open.

In clean tokens text and values are plain characters: no reference is left in them.
"""

# mypy: disallow-subclassing-any=False

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from bleach.sanitizer import BleachSanitizerFilter

from webapp.sanitiser.allowed import (
    CLASSES,
    DROPPED,
    EVERYWHERE,
    HTML,
    ID_PREFIX,
    MATHML,
    MATHML_ATTRIBUTES,
    PICTURE_TYPES,
    ROLES,
    SCHEMES,
    SVG,
    SVG_ATTRIBUTES,
    names,
)
from webapp.sanitiser.parser import Token

_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_NAMES = {
    None: HTML.keys(),
    "http://www.w3.org/1998/Math/MathML": MATHML,
    "http://www.w3.org/2000/svg": SVG,
}
_ALIGNMENT = re.compile(r"\s*text-align\s*:\s*(left|center|right)\s*;?\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"language-[\w+#.-]{1,40}")
_REFERRING = names("headers aria-labelledby aria-describedby")
_PAINTED = names("fill stroke clip-path mask marker-start marker-mid marker-end")
_PAINT = re.compile(r"url\(#[^\s()'\"\\]+\)|[\w#.,%\s-]*|(?:rgb|hsl)a?\([\w.,%/\s-]*\)")
_CONTROLS_AND_SPACE = "".join(map(chr, range(33)))


def cleaned(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens that pass the gate, as they pass it."""
    return _settled(_Gate(tokens))


class _Gate(BleachSanitizerFilter):
    """bleach's filter over our lists, which also undoes `&amp;` and prefixes ids."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        super().__init__(
            tokens,
            allowed_tags=HTML.keys() | MATHML | SVG | DROPPED,
            attributes=_may_keep,
            allowed_protocols=SCHEMES | {"data"},  # of which `_safe_url` takes pictures only
            strip_disallowed_tags=True,
        )

    def sanitize_characters(self, token: Token) -> Token:
        """Undo `&amp;`; references are left only in broken markup that bleach turned to text."""
        token["data"] = html.unescape(token["data"])
        return token

    def allow_token(self, token: Token) -> Token:
        """Keep the attributes that pass, translated before and rewritten after."""
        if "data" in token:
            token["data"] = _translated(token["name"], token["data"])
            super().allow_token(token)
            values = {
                name: _rewritten(name[1], value.replace("&amp;", "&"))
                for name, value in token["data"].items()
            }
            token["data"] = {name: value for name, value in values.items() if value is not None}
        return token


Attributes = dict[tuple[str | None, str], str]


def _translated(element: str, attributes: Attributes) -> Attributes:
    """Return attributes without namespaces, and with what two old ones say in others.

    `<a name>` is a place to link to like any id; Markdown aligns table cells by `style`.
    """
    known: Attributes = {}
    for (namespace, name), value in attributes.items():
        if namespace in (None, _XLINK, _XML):
            known.setdefault((None, name), value)
    if element == "a" and (None, "name") in known:
        known.setdefault((None, "id"), known.pop((None, "name")))
    if element in ("td", "th"):
        alignment = _ALIGNMENT.fullmatch(known.pop((None, "style"), ""))
        if alignment:
            known[None, "align"] = alignment[1].lower()
    return known


def _may_keep(element: str, name: str, value: str) -> bool:
    """Say whether an element may keep an attribute with a value."""
    if element in HTML:
        own = HTML[element]
    else:
        own = MATHML_ATTRIBUTES if element in MATHML else SVG_ATTRIBUTES
    if name not in EVERYWHERE and name not in own:
        return False
    if name == "href" and element in SVG:
        return value.startswith("#")
    if name in ("href", "src", "cite"):
        return _safe_url(value, picture=(element, name) == ("img", "src"))
    if name == "srcset":
        return all(_safe_url(part) for part in value.split(","))
    if name in _PAINTED:
        return len(value) <= 300 and _PAINT.fullmatch(value.strip()) is not None
    return name != "role" or value in ROLES


def _safe_url(value: str, *, picture: bool = False) -> bool:
    """Say whether a URL is relative or has an allowed scheme.

    bleach takes a scheme that only digits follow for a host with its port, so that
    `javascript:123` passes, and it does not look into `srcset`.
    """
    url = _url(html.unescape(value)).lower()
    scheme, colon, _ = re.split("[/?#]", url, maxsplit=1)[0].partition(":")
    if colon and scheme == "data":
        return picture and re.split("[;,]", url[len("data:") :], maxsplit=1)[0] in PICTURE_TYPES
    return not colon or scheme in SCHEMES


def _url(value: str) -> str:
    """Return a URL as the URL standard begins to read it."""
    return re.sub("[\t\n\r]", "", value.strip(_CONTROLS_AND_SPACE))


def _rewritten(name: str, value: str) -> str | None:
    """Return the value that is written, or None for an attribute that says nothing."""
    if name == "id":
        return _prefixed(value.strip()) or None
    if name in _REFERRING:
        return " ".join(_prefixed(id_) for id_ in value.split())
    if name in ("href", "src", "cite"):
        url = _url(value)
        return "#" + _prefixed(url[1:]) if name == "href" and url.startswith("#") else url
    if name in _PAINTED:
        return re.sub(r"^url\(#(.*)\)$", lambda url: f"url(#{_prefixed(url[1])})", value.strip())
    if name == "class":
        kept = [word for word in value.split() if word in CLASSES or _LANGUAGE.fullmatch(word)]
        return " ".join(kept) or None
    return value


def _prefixed(id_: str) -> str:
    """Return an id of the article's own; one that already is stays, so that clean stays clean."""
    return id_ if not id_ or id_.startswith(ID_PREFIX) else ID_PREFIX + id_


def _settled(tokens: Iterable[Token]) -> Iterator[Token]:
    """Drop scripts and styles with their content, unwrap elements in a foreign namespace.

    A parser takes one line end at the start of `<pre>` for the author's layout: where the text
    itself starts with one, another is written, which the next parser takes.
    """
    dropping = 0
    starts_pre = False
    for token in tokens:
        name = token.get("name")
        if name in DROPPED:
            dropping += {"StartTag": 1, "EndTag": -1}[token["type"]]
        if dropping or name in DROPPED:
            continue
        if name is None:
            if token["data"].startswith("\n") and starts_pre:
                token["data"] = "\n" + token["data"]
            starts_pre = starts_pre and not token["data"]
            yield token
        elif name in _NAMES.get(token["namespace"], ()):
            starts_pre = name == "pre" and token["type"] == "StartTag"
            yield token
