"""Links between articles: what a link of a text names, and the address that readers follow.

Authors link to a file (`../guide/way.md#part`), or to the address that another article came from.
`links_of` says what each link names when its file is read. Where that leads only the library knows,
which gives out the slugs: `with_links` writes the addresses into the blocks.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from webapp.ingest.formats import READERS, without_ending
from webapp.sanitiser import ID_PREFIX

ARTICLES = "/articles/"
"""Where articles stand among the app's addresses: shell.ROUTES says so too."""

PAGES = frozenset({*READERS, ".html", ".htm"})
"""Endings that a link to an article may have; the last two are those of a site made of it."""

_LINK = re.compile(r'<a\b(?:[^">]|"[^"]*")*>')
# Each attribute is matched whole: ` href=` may be the end of another one's value.
_ATTRIBUTE = re.compile(r'\s([^\s=">]+)="([^"]*)"')


class Link(NamedTuple):
    """What a link names.

    `href` is as the text has it. `name` is a path under SOURCE for a file and for an address (what
    begins with `/` and may be one of the app's own), and for a URL what `name_of_url` says.
    """

    href: str
    kind: Literal["file", "address", "url"]
    name: str


def links_of(blocks: Iterable[str], path: str) -> tuple[Link, ...]:
    """Return the links of clean blocks that may lead to another article, each href once.

    `path` is that of their file under SOURCE.
    """
    hrefs = dict.fromkeys(
        html.unescape(value)
        for block in blocks
        for tag in _LINK.findall(block)
        for name, value in _ATTRIBUTE.findall(tag)
        if name == "href"
    )
    return tuple(link for link in (_link(href, path) for href in hrefs) if link)


def with_links(blocks: Iterable[str], addresses: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return clean blocks in which the links with these hrefs lead to these addresses.

    What leads nowhere (None) loses its href: its words stay.
    """

    def attribute(found: re.Match[str]) -> str:
        href = html.unescape(found[2])
        if found[1] != "href" or href not in addresses:
            return found[0]
        address = addresses[href]
        return f' href="{_escaped(address)}"' if address else ""

    def link(found: re.Match[str]) -> str:
        return _ATTRIBUTE.sub(attribute, found[0])

    return tuple(_LINK.sub(link, block) for block in blocks)


def address_of(link: Link, slug: str | None) -> str | None:
    """Return where a link leads, if what it names has this slug; None where it leads nowhere."""
    if slug is None:
        return None if link.kind == "file" else link.href
    _, _, part = link.href.partition("#")
    return f"{ARTICLES}{slug}" + (f"#{ID_PREFIX}{part.removeprefix(ID_PREFIX)}" if part else "")


def name_of_url(url: str) -> str | None:
    """Return what two spellings of one web address have in common; None if it is none."""
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = parts.netloc.rpartition("@")[2].lower().removesuffix(":80").removesuffix(":443")
    query = f"?{parts.query}" if parts.query else ""
    return host + unquote(parts.path).rstrip("/") + query


def names_of_file(path: str) -> tuple[str, str]:
    """Return the names that a file in SOURCE answers to: its path, and that without the ending."""
    path = unicodedata.normalize("NFC", path)
    return path, without_ending(path)


def names_of_link(name: str) -> Iterator[str]:
    """Yield what a link with a path can mean, the nearest first; a folder stands for its index."""
    yield name
    path = PurePosixPath(name)
    if path.suffix.lower() in PAGES:
        yield str(path.with_suffix(""))
    for index in ("index", "_index"):
        yield str(path / index)


def dead_links(links: Sequence[Link], names: Iterable[str]) -> Iterator[Link]:
    """Yield the links to files that answer to none of these names."""
    known = names if isinstance(names, set | frozenset) else set(names)
    for link in links:
        if link.kind == "file" and known.isdisjoint(names_of_link(link.name)):
            yield link


def _escaped(value: str) -> str:
    """Return a value as the sanitiser writes it, so that a clean block stays as it is."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _link(href: str, path: str) -> Link | None:
    parts = _split(href)
    if parts is None:
        return None
    if parts.scheme in ("http", "https"):
        name = name_of_url(href)
        return Link(href, "url", name) if name else None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    written = unicodedata.normalize("NFC", unquote(parts.path))
    name = normpath(join(dirname(path), written) if written[0] != "/" else f"./{written}")
    is_address = written[0] == "/" and PurePosixPath(name).suffix.lower() not in PAGES
    return Link(href, "address" if is_address else "file", unicodedata.normalize("NFC", name))


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
