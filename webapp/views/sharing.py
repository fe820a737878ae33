"""What a page says of itself to search engines, and to who shows a preview of a shared link.

That is its one address, Open Graph (https://ogp.me), and for an article JSON-LD
(https://schema.org/Article). Addresses are absolute where the library's own is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from flask import url_for

from webapp.config import AUTO
from webapp.editions import Edition, Row
from webapp.face import Face
from webapp.shell import Shell

ICON = "any-512"
"""The picture of what has none of its own."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the library is; `url` is the setting."""

    url: str

    @property
    def root(self) -> str:
        """The address of the library without a slash at its end; empty where it is not known.

        Then all addresses begin at the root: what a client names as its host is never repeated.
        """
        return "" if self.url == AUTO else self.url

    def address(self, screen: str, **values: Any) -> str:
        """Return the address of a screen in the route table, with the values that are not None."""
        return self.root + url_for(f"pages.{screen}", **values)


@dataclass(frozen=True, slots=True)
class About:
    """What is told: the canonical address, properties of Open Graph in order, and JSON-LD.

    There is no canonical address where the library's own is not known: it must be absolute.
    """

    url: str
    properties: tuple[tuple[str, str], ...]
    data: dict[str, Any] = field(default_factory=dict)


def about_list(site: Site, shell: Shell, edition: Edition, title: str, **view: str | None) -> About:
    """Return what is told of the list at the address that `view` makes."""
    url = site.address("library", **view)
    properties = _properties(site, shell, edition, "website", title, url, edition.lang)
    return About(site.root and url, _said(properties))


def about_article(site: Site, shell: Shell, edition: Edition, row: Row) -> About:
    """Return what is told of an article."""
    url = site.address("article", slug=row["slug"])
    properties = [
        *_properties(site, shell, edition, "article", row["title"], url, row["lang"]),
        ("article:published_time", row["published"]),
        ("article:modified_time", row["modified"]),
        ("article:section", row["section"]),
        *(("article:tag", tag) for tag in row["tags"]),
    ]
    return About(site.root and url, _said(properties), _article(site, shell, edition, row, url))


def publisher_of(shell: Shell, edition: Edition) -> str:
    """Return who publishes; the library's name where the server has no face of it yet."""
    return edition.title if shell.face == Face() else shell.face.publisher


def _said(properties: list[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in properties if value)


def _properties(
    site: Site, shell: Shell, edition: Edition, kind: str, title: str, url: str, lang: str
) -> list[tuple[str, str | None]]:
    return [
        ("og:type", kind),
        ("og:title", title),
        ("og:url", site.root and url),
        ("og:site_name", edition.title),
        ("og:locale", _locale(lang)),
        ("og:image", site.root and site.root + shell.icon(ICON)),
    ]


def _article(site: Site, shell: Shell, edition: Edition, row: Row, url: str) -> dict[str, Any]:
    told = {
        "@context": "https://schema.org",
        "@type": "Article",
        "mainEntityOfPage": url,
        "headline": row["title"],
        "description": row["summary"],
        "author": row["byline"] and {"@type": "Person", "name": row["byline"]},
        "datePublished": row["published"],
        "dateModified": row["modified"] or row["published"],
        "inLanguage": row["lang"],
        "articleSection": row["section"],
        "keywords": row["tags"],
        "wordCount": row["words"],
        "image": site.root + shell.icon(ICON),
        "isBasedOn": row["source"],
        "publisher": {"@type": "Organization", "name": publisher_of(shell, edition)},
        "isPartOf": {
            "@type": "WebSite",
            "name": edition.title,
            "url": site.address("library"),
        },
    }
    return {name: value for name, value in told.items() if value}


def _locale(tag: str) -> str | None:
    """Return a language as Open Graph writes it, with a country; None where no country is likely.

    `en` becomes `en_US`: where a tag names no country, CLDR says which is the likely one.
    """
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    country = locale.territory
    if country is None:
        likely = get_global("likely_subtags").get(locale.language, "")
        country = Locale.parse(likely).territory if likely else None
    return f"{locale.language}_{country}" if country else None
