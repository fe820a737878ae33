"""Answers that depend on nothing but the edition: made once, then kept in flask-caching.

`@cache.cached` would never answer 304, so what is kept is the body, and each
answer is made conditional on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from http import HTTPStatus

import brotli
import deflate
from flask import Response, request
from flask_caching import Cache

from webapp.negotiation import CONDITION_NOT_MET, PLAIN, best_coding, condition_of
from webapp.problem import PROBLEM, problem_document

ENCODE: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: bytes(deflate.gzip_compress(body, 6)),
}
"""How an answer is compressed as it is asked for: 64 KB of a page takes about a millisecond."""

WORTH_ENCODING = 1024
"""An answer of fewer bytes fits in one packet as it is."""


class Answers:
    """Keeps bodies by the edition's root, which no two editions share, and the question."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def json(self, root: str, question: Hashable, body: Callable[[], str]) -> Response:
        """Answer with the JSON text that `body` makes, or 304 where the client has it already."""
        return conditional(Response(self.kept(root, question, body), mimetype="application/json"))

    def kept(self, root: str, question: Hashable, body: Callable[[], str]) -> bytes:
        """Return the text that `body` makes for a question; it is made once for each root."""
        key = f"{root} {question!r}"
        data: bytes | None = self._cache.get(key)
        if data is None:
            data = body().encode()
            self._cache.set(key, data)
        return data


def conditional(response: Response) -> Response:
    """Return the response compressed, with an ETag, to be asked for again each time; or 304, 412.

    Only what would be 200 is held against the request's conditions (RFC 9110 §13.2.1).
    """
    response.cache_control.no_cache = True
    if response.status_code != HTTPStatus.OK:
        return response
    response.add_etag()
    coding = _coding_for(response)
    tag = str(response.get_etag()[0]) + ("" if coding == PLAIN else f".{coding}")
    response.set_etag(tag)
    condition = condition_of(request.environ, tag)
    if condition == HTTPStatus.PRECONDITION_FAILED:
        return problem(condition, condition.phrase, CONDITION_NOT_MET)
    if condition == HTTPStatus.NOT_MODIFIED:
        response.status_code = condition
    elif coding != PLAIN:
        response.set_data(ENCODE[coding](response.get_data()))
        response.content_encoding = coding
    return response


def _coding_for(response: Response) -> str:
    """Return the content coding that a body is worth and its client likes best."""
    if len(response.get_data()) < WORTH_ENCODING:
        return PLAIN
    response.vary.add("Accept-Encoding")
    return best_coding((*ENCODE, PLAIN), request.headers.get("Accept-Encoding"))


def problem(status: int, title: str, detail: str) -> Response:
    """Answer with a problem document: what was seen, what was expected, what to do."""
    response = Response(problem_document(status, title, detail), status, mimetype=PROBLEM)
    response.cache_control.no_store = True
    return response


def nothing_published() -> Response:
    """Answer that there is no edition yet."""
    return problem(
        503, "Nothing is published yet", "Publish a first edition: octavo publish SOURCE."
    )
