"""Readable pages of every app route, made by the server: they work without JavaScript.

The app takes a page over when it can. All pages and the shell come from one template, frame.html.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, Flask, Response, render_template, request, url_for
from markupsafe import Markup, escape

from webapp.articles import line_hash
from webapp.editions import ROWS_A_PAGE, Edition, Editions, is_withdrawal
from webapp.shell import ROUTES, Shell, ShellContext
from webapp.views.answers import conditional
from webapp.views.contents import with_contents
from webapp.views.dressing import dressed
from webapp.views.sharing import Site, about_article, about_list
from webapp.words import Words, languages

TAGS_MOST = 50
"""How many tags a list links to: those that most articles have."""

TITLES = {"updates": "up.title", "changes": "ar.changes"}
"""What names those screens of the app that the navigation does not."""


def views(editions: Editions, shell: Shell, site: Site) -> Blueprint:
    """Return the pages over the current edition; their URLs are the app's route table."""
    pages = Blueprint("pages", __name__)

    def library() -> Response:
        edition = editions.current()
        if edition is None:
            return _page("library.html", shell, None, title="Octavo", rows=[])
        return _list(site, shell, edition)

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
        blocks, contents = with_contents(whole["blocks"], whole["words"])
        return _page(
            "article.html",
            shell,
            edition,
            title=row["title"],
            about=about_article(site, shell, edition, row),
            article=whole,
            blocks=dressed(blocks, _words_for(edition)),
            contents=contents,
            hash=line_hash(line),
            neighbours=edition.neighbours(row["id"]),
        )

    def in_app(screen: str) -> Response:
        edition = editions.current()
        title = _words_for(edition).say(TITLES.get(screen, f"nav.{screen}"))
        return _page("app.html", shell, edition, title=title, screen=screen)

    def changes(slug: str) -> Response:
        edition = editions.current()
        known = edition and edition.find(slug)
        return in_app("changes") if known else missing(shell, edition)

    screens: dict[str, Callable[..., Response]] = {
        "library": library,
        "article": article,
        "changes": changes,
    }
    for route in ROUTES:
        screen = screens.get(route.name) or partial(in_app, route.name)
        pages.add_url_rule(route.pattern, route.name, screen)
    return pages


class _Group(NamedTuple):
    """A section or a tag, as the list links to it: its address, and how many articles it has."""

    name: str
    address: str
    articles: int
    is_current: bool


def _list(site: Site, shell: Shell, edition: Edition) -> Response:
    """Answer with the part of the list that the address names, as the app understands it too.

    What the app alone knows (`show`, `sort`, `from`, `before`) is passed over. A section or tag
    without an article answers 404, though it is a page: a search engine takes one that says 200 and
    holds nothing for an error that hides itself.
    """
    words = _words_for(edition)
    view = _view()
    rows = edition.rows_of(**view)
    after = request.args.get("after")
    page = edition.page(after, ROWS_A_PAGE, rows)
    if page is None:
        after, page = None, edition.page(None, ROWS_A_PAGE, rows)
    assert page is not None  # noqa: S101  a list has a beginning
    name = view["tag"] or _name_of_section(words, view["section"])
    is_of_none = not rows and bool(edition.rows)
    title = edition.title
    if view["tag"]:
        title = words.say("lib.tag", name=name)
    elif view["section"] is not None:
        title = name
    return _page(
        "library.html",
        shell,
        edition,
        404 if is_of_none else 200,
        title=title,
        about=None if is_of_none else about_list(site, shell, edition, title, **view, after=after),
        of_none=name if is_of_none else None,
        rows=page.rows,
        count=len(rows),
        older=page.next and url_for("pages.library", **view, after=page.next),
        newer=page.start > 0 and url_for("pages.library", **view, after=page.before),
        groups=_groups(words, edition, view) if not page.start else ((), ()),
    )


def _view() -> dict[str, Any]:
    tag = request.args.get("tag") or None
    return {"section": None if tag else request.args.get("section"), "tag": tag}


def _groups(
    words: Words, edition: Edition, view: Mapping[str, Any]
) -> tuple[list[_Group], list[_Group]]:
    """Return the sections, all of them first, and the tags that most articles have."""
    here = url_for("pages.library")
    sections = _in_order(edition.sections.items())
    is_all = view["section"] is None and view["tag"] is None
    listed = [
        _Group(words.say("lib.section.all"), here, len(edition.rows), is_all),
        *(
            _Group(
                _name_of_section(words, name),
                url_for("pages.library", section=name),
                count,
                view["section"] == name,
            )
            for name, count in sections
        ),
    ]
    tags = [
        _Group(name, url_for("pages.library", tag=name), count, view["tag"] == name)
        for name, count in _in_order(edition.tags.most_common(TAGS_MOST))
    ]
    # Where nothing has a section, all are without one, and there is nothing to choose.
    return (listed if any(edition.sections) else []), tags


def _in_order(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return names as people look for them; what has none comes last."""
    return sorted(counts, key=lambda item: (item[0] == "", item[0].casefold(), item[0]))


def _name_of_section(words: Words, section: str | None) -> str:
    return section or words.say("lib.section.none")


def missing(shell: Shell, edition: Edition | None) -> Response:
    """Answer 404 with a page that says that nothing is at this address, and what to do."""
    title = _words_for(edition).say("ar.unknown.title")
    return _page("missing.html", shell, edition, 404, title=title)


def damaged(shell: Shell) -> Response:
    """Answer 503 with a page that says that the server cannot read the library now."""
    title = _words_for(None).say("lib.unreadable.title")
    return _page("damaged.html", shell, None, 503, title=title)


def shell_renderer(app: Flask, language: str = "en") -> Callable[[ShellContext], str]:
    """Return what makes shell.html in `language`: the same frame with an empty <main>."""

    def render(shell: ShellContext) -> str:
        words = Words.for_language(language)
        with app.app_context():
            return _render("shell.html", words, shell=shell, library=None, title="Octavo")

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
    page = _render(template, _words_for(edition), shell=shell, library=library, **content)
    return conditional(Response(page, status, mimetype="text/html"))


def _words_for(edition: Edition | None) -> Words:
    """Return the words of the library's language, else English ones."""
    return Words.for_language(edition.lang if edition else "en")


def _render(template: str, words: Words, **content: object) -> str:
    say = partial(_say, words)
    return render_template(template, words=words, say=say, languages=languages(), **content)


def _say(words: Words, id_: str, **values: object) -> Markup:
    """Return a sentence whose values may be markup, such as a <time>."""
    return escape(words.sentence(id_, values.get("n"))).format_map(words.values(values))
