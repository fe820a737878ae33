"""Which form of a file is sent, and whether it is sent at all, as RFC 9110 has it.

WhiteNoise finds a file and its compressed siblings; but it compares ETags letter by letter, takes
`br;q=0` for br, and gives all forms of a file one ETag. The parsers are werkzeug's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.headers import Headers

from werkzeug.http import parse_accept_header, parse_date, parse_etags
from whitenoise.responders import NOT_MODIFIED_HEADERS, StaticFile

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PLAIN = "identity"

CONDITION_NOT_MET = (
    "What is here does not meet If-Match or If-Unmodified-Since. Ask again without them."
)

LEAST = 0.0001
"""The quality of a coding that is acceptable although nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a file as it is sent: plain, or its sibling in a content coding."""

    coding: str
    path: Path
    tag: str
    modified: datetime | None
    size: int
    headers: Sequence[tuple[str, str]]

    def is_current(self) -> bool:
        """Return whether the file still is what its headers say.

        A damaged file is written anew under its name, and may be compressed in another way then.
        """
        try:
            return self.path.stat().st_size == self.size
        except OSError:
            return False

    def headers_of_not_modified(self) -> list[tuple[str, str]]:
        """Return those headers that a 304 repeats."""
        return [item for item in self.headers if item[0] in NOT_MODIFIED_HEADERS]


def forms_of(file: StaticFile) -> tuple[Form, ...]:
    """Return the forms of a file, the smallest first, each with an ETag of its own.

    One strong ETag for all would let a cache put together what is not one text (RFC 9110 §8.8.3.3).
    """
    forms = []
    for _, path, items in file.alternatives:
        headers = Headers(list(items))
        coding = headers.get("Content-Encoding", PLAIN)
        tag = file.etag.strip('"') + ("" if coding == PLAIN else Path(path).suffix)
        headers["ETag"] = f'"{tag}"'
        modified = parse_date(headers["Last-Modified"])
        size = int(headers["Content-Length"] or 0)
        forms.append(Form(coding, Path(path), tag, modified, size, headers.items()))
    return tuple(forms)


def acceptable(forms: Sequence[Form], accept_encoding: str | None) -> Form:
    """Return the form that a client likes best; of those it likes alike, the smallest."""
    coding = best_coding([form.coding for form in forms], accept_encoding)
    return next(form for form in forms if form.coding == coding)


def best_coding(codings: Sequence[str], accept_encoding: str | None) -> str:
    """Return the content coding that a client likes best; of those it likes alike, the first.

    Plain is acceptable unless it is excluded, and is sent where nothing is (RFC 9110 §12.5.3).
    """
    wishes = parse_accept_header(accept_encoding)
    is_plain_named = not {PLAIN, "*"}.isdisjoint(map(str.lower, wishes.values()))

    def quality(coding: str) -> float:
        if coding == PLAIN and not is_plain_named:
            return LEAST
        return wishes.quality(coding)

    best = max(codings, key=quality)
    return best if quality(best) else PLAIN


def condition_of(
    environ: WSGIEnvironment, tag: str, modified: datetime | None = None
) -> HTTPStatus | None:
    """Return 304 or 412 where the conditions of a GET or HEAD ask for it (RFC 9110 §13.2.2).

    `tag` is what stands between the quotes of the answer's strong ETag.
    """
    expected = parse_etags(environ.get("HTTP_IF_MATCH"))
    if expected:
        if not expected.contains(tag):
            return HTTPStatus.PRECONDITION_FAILED
    elif modified:
        unmodified_since = _date(environ, "HTTP_IF_UNMODIFIED_SINCE")
        if unmodified_since and modified > unmodified_since:
            return HTTPStatus.PRECONDITION_FAILED
    if "HTTP_IF_NONE_MATCH" in environ:
        is_known = parse_etags(environ["HTTP_IF_NONE_MATCH"]).contains_weak(tag)
    else:
        modified_since = _date(environ, "HTTP_IF_MODIFIED_SINCE")
        is_known = bool(modified and modified_since and modified <= modified_since)
    return HTTPStatus.NOT_MODIFIED if is_known else None


def _date(environ: WSGIEnvironment, name: str) -> datetime | None:
    try:
        return parse_date(environ.get(name))
    except OverflowError:
        # An offset that no clock has, which werkzeug lets through: no date, so no condition.
        return None
