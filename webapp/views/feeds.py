"""What programs follow in place of readers: the sitemap, robots.txt, and the library as a feed.

What depends on the edition alone is made once for each. Addresses are in full where the library's
own is known (the setting `url`); search engines want it so, and are not told of the sitemap before.
"""

from __future__ import annotations

import re
from uuid import UUID, uuid5

from flask import Blueprint, Response, render_template, url_for

from webapp.editions import Edition, Editions, Row
from webapp.shell import Shell
from webapp.views.answers import Answers, conditional, nothing_published, problem
from webapp.views.sharing import Site, publisher_of

ENTRIES_MOST = 50
"""How many articles a feed has, and how many withdrawals."""

URLS_MOST = 40_000
"""How many addresses a sitemap has: the 50,000 that are allowed could be more than 50 MiB."""

ENTRIES = UUID("5f0c7a3e-4a0a-4d0e-9a4f-0f3f6f1c7b52")
"""The namespace of the ids in feeds. It never changes: readers know entries by them."""

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, not even escaped (XML 1.0 §2.2)."""


def views(editions: Editions, answers: Answers, shell: Shell, site: Site) -> Blueprint:
    """Return the sitemap, robots.txt and the feed of the current edition."""
    feeds = Blueprint("feeds", __name__)

    def xml(edition: Edition, template: str, mimetype: str, /, **content: object) -> Response:
        def body() -> str:
            return NOT_XML.sub("", render_template(template, root=site.root, **content))

        data = answers.kept(edition.head.root, (template, content.get("part")), body)
        return conditional(Response(data, mimetype=mimetype))

    @feeds.get("/feed.atom")
    def feed() -> Response:
        edition = editions.current()
        if edition is None:
            return nothing_published()
        return xml(
            edition,
            "feed.xml",
            "application/atom+xml",
            edition=edition,
            publisher=publisher_of(shell, edition),
            rows=_latest(edition),
            withdrawals=edition.withdrawals[:ENTRIES_MOST],
            urn=_urn,
            changed=_changed,
        )

    @feeds.get("/sitemap.xml")
    def sitemap() -> Response:
        edition = editions.current()
        if edition is None:
            return nothing_published()
        parts = _parts(edition)
        if len(parts) > 1:
            return xml(edition, "sitemap-index.xml", "application/xml", parts=parts)
        return xml(edition, "sitemap.xml", "application/xml", pages=lambda: _pages(edition))

    @feeds.get("/sitemap-<part>.xml")
    def sitemap_part(part: str) -> Response:
        edition = editions.current()
        if edition is None:
            return nothing_published()
        parts = _parts(edition)
        if part not in parts:
            return problem(404, "No such part", "The parts of the sitemap are in /sitemap.xml.")
        start = parts.index(part) * URLS_MOST
        return xml(
            edition,
            "sitemap.xml",
            "application/xml",
            part=part,
            pages=lambda: _pages(edition)[start : start + URLS_MOST],
        )

    @feeds.get("/robots.txt")
    def robots() -> Response:
        # All may be asked for: a search engine that runs the app has to let it have the articles.
        text = "User-agent: *\nDisallow:\n"
        if site.root:
            text += f"\nSitemap: {site.root}{url_for('feeds.sitemap')}\n"
        return conditional(Response(text, mimetype="text/plain"))

    return feeds


def _latest(edition: Edition) -> list[Row]:
    """Return the articles that were published or corrected last.

    What has no date is none of them: an entry must say when it was updated, and would say another
    time with each edition.
    """
    dated = [row for row in edition.rows if _changed(row)]
    return sorted(dated, key=lambda row: str(_changed(row)), reverse=True)[:ENTRIES_MOST]


def _changed(row: Row) -> str | None:
    """Return the day of the last change of an article, if it says one."""
    return max((day for day in (row["published"], row["modified"]) if day), default=None)


def _parts(edition: Edition) -> list[str]:
    """Return the names of the parts of the sitemap: of the list, and of every article."""
    return [str(n + 1) for n in range(-(-(1 + len(edition.rows)) // URLS_MOST))]


def _pages(edition: Edition) -> list[tuple[str, str | None]]:
    """Return the address of every page without the library's own, and its last change."""
    articles = [(url_for("pages.article", slug=row["slug"]), _changed(row)) for row in edition.rows]
    return [(url_for("pages.library"), edition.head.published), *articles]


def _urn(library: str, id_: str = "") -> str:
    """Return the id of an article, or of the library, among all feeds; it never changes."""
    return uuid5(ENTRIES, f"{library} {id_}").urn
