"""Readable pages of every app route, made by the server: they work without JavaScript.

The app takes a page over when it can. All pages and the shell come from one template, frame.html.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, Flask, Response, render_template, request, url_for

from webapp.articles import line_hash
from webapp.editions import ROWS_A_PAGE, Edition, Editions, is_withdrawal
from webapp.shell import ROUTES, Shell, ShellContext
from webapp.views.answers import conditional
from webapp.views.pictures import with_pictures_in_words


def views(editions: Editions, shell: Shell) -> Blueprint:
    """Return the pages over the current edition; their URLs are the app's route table."""
    pages = Blueprint("pages", __name__)

    def library() -> Response:
        edition = editions.current()
        after = request.args.get("after")
        page = edition and (edition.page(after, ROWS_A_PAGE) or edition.page(None, ROWS_A_PAGE))
        older = page and page.next and url_for("pages.library", after=page.next)
        return _page(
            "library.html",
            shell,
            edition,
            title=edition.title if edition else "Octavo",
            rows=page.rows if page else [],
            older=older,
        )

    def article(slug: str) -> Response:
        edition = editions.current()
        row = edition and edition.find(slug)
        if not edition or not row:
            return missing(shell, edition)
        if is_withdrawal(row):
            return _page("withdrawn.html", shell, edition, 410, title=row["title"], withdrawal=row)
        line = edition.line(row["id"])
        assert line is not None  # noqa: S101  what has a row has a line
        whole = json.loads(line)
        return _page(
            "article.html",
            shell,
            edition,
            title=row["title"],
            article=whole,
            blocks=[with_pictures_in_words(block) for block in whole["blocks"]],
            hash=line_hash(line),
        )

    screens: dict[str, Callable[..., Response]] = {"library": library, "article": article}
    for route in ROUTES:
        pages.add_url_rule(route.pattern, route.name, screens[route.name])
    return pages


def missing(shell: Shell, edition: Edition | None) -> Response:
    """Answer 404 with a page that says that nothing is at this address, and what to do."""
    return _page("missing.html", shell, edition, 404, title="No article at this address")


def damaged(shell: Shell) -> Response:
    """Answer 503 with a page that says that the server cannot read the library now."""
    return _page("damaged.html", shell, None, 503, title="The library cannot be read now")


def shell_renderer(app: Flask) -> Callable[[ShellContext], str]:
    """Return what makes shell.html: the same frame with an empty <main>."""

    def render(shell: ShellContext) -> str:
        with app.app_context():
            return render_template("shell.html", shell=shell, library=None, title="Octavo")

    return render


def _page(
    template: str,
    shell: Shell,
    edition: Edition | None,
    status: int = 200,
    **content: object,
) -> Response:
    library = edition and {
        "title": edition.title,
        "lang": edition.lang,
        "edition": edition.number,
        "count": len(edition.rows),
    }
    page = render_template(template, shell=shell, library=library, **content)
    return conditional(Response(page, status, mimetype="text/html"))
