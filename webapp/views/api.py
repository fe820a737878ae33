"""`/api/v1`: the published articles as JSON, described by openapi.json beside this package."""

from __future__ import annotations

import reprlib
from pathlib import Path

from flask import Blueprint, Response, request

from webapp.articles import to_line
from webapp.editions import ROWS_A_PAGE, Edition, Editions, Page
from webapp.views.answers import Answers, conditional, nothing_published, problem

OPENAPI = Path(__file__).parent.parent / "openapi.json"

MOST_ROWS = 500
"""How many rows a page of the list may have."""


def views(editions: Editions, answers: Answers) -> Blueprint:
    """Return the API over the current edition."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")

    @api.get("/articles")
    def articles() -> Response:
        edition = editions.current()
        if edition is None:
            return nothing_published()
        after = request.args.get("after")
        section, tag = request.args.get("section"), request.args.get("tag") or None
        asked = request.args.get("limit", str(ROWS_A_PAGE))
        limit = _whole_number(asked)
        if limit is None or not 1 <= limit <= MOST_ROWS:
            return problem(
                400,
                "No such limit",
                f"limit is {reprlib.repr(asked)}; a whole number from 1 to {MOST_ROWS} was"
                " expected.",
            )
        is_all = section is None and tag is None
        page = edition.page(after, limit, None if is_all else edition.rows_of(section, tag))
        if page is None:
            return problem(
                404,
                "No such cursor",
                f"In edition {edition.number} this list has no article {reprlib.repr(after)} to go"
                " on after. Begin again without after.",
            )
        question = ("articles", section, tag, after, limit)
        return answers.json(edition.head.root, question, lambda: _list(edition, page))

    @api.get("/articles/<id_>")
    def article(id_: str) -> Response:
        edition = editions.current()
        if edition is None:
            return nothing_published()
        line = edition.line(id_)
        if line is None:
            return problem(
                404,
                "No such article",
                f"Edition {edition.number} has no article with the id {reprlib.repr(id_)}.",
            )
        return answers.json(edition.head.root, ("article", id_), lambda: line)

    @api.get("/openapi.json")
    def openapi() -> Response:
        return conditional(Response(OPENAPI.read_bytes(), mimetype="application/json"))

    return api


def _list(edition: Edition, page: Page) -> str:
    return to_line({"articles": page.rows, "next": page.next, "edition": edition.number})


def _whole_number(text: str) -> int | None:
    # isdecimal() alone admits other scripts' digits, and int() takes spaces and underscores.
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
