"""What is said when something cannot be answered: a problem document, or a page for a reader."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from webapp.editions import EditionError, Editions
from webapp.shell import Shell
from webapp.views.answers import problem
from webapp.views.pages import damaged, missing

FOR_PROGRAMS = (
    *("/api/", "/corpus/", "/a/", "/icons/", "/manifest", "/readyz"),
    *("/feed.atom", "/robots.txt", "/sitemap"),
)
"""Where programs ask, not readers: an HTML page there could be taken for the file itself."""


def handle_errors(app: Flask, editions: Editions, shell: Shell) -> None:
    """Let every error of the application be answered in words."""

    @app.before_request
    def refuse_the_inexact() -> None:
        # The router would send `//articles` to a better address, on the Host that the client named.
        if isinstance(request.routing_exception, RequestRedirect):
            raise NotFound
        # Methods are case-sensitive (RFC 9110 §9.1); the framework takes `get` for GET.
        if request.environ["REQUEST_METHOD"] != request.method and request.url_rule:
            raise MethodNotAllowed(sorted(request.url_rule.methods or ()))

    @app.errorhandler(HTTPException)
    def explain(error: HTTPException) -> Response:
        status = error.code or 500
        if status == 404 and not request.path.startswith(FOR_PROGRAMS):
            return _missing(editions, shell)
        answer = problem(status, error.name, error.description or error.name)
        for name, value in error.get_headers():
            if name == "Allow":
                answer.headers[name] = value
        return answer

    @app.errorhandler(EditionError)
    def explain_damage(error: EditionError) -> Response:
        app.logger.error("The published edition is damaged: %s", error)
        if not request.path.startswith(FOR_PROGRAMS):
            return damaged(shell)
        return problem(
            503,
            "The published edition is damaged",
            f"{error}. The operator can find out more with: octavo check.",
        )


def _missing(editions: Editions, shell: Shell) -> Response:
    try:
        return missing(shell, editions.current())
    except EditionError:
        return missing(shell, None)
