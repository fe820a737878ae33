"""Delivers files that never change, and puts the security headers on every answer.

WhiteNoise serves the shell's builds, the icons and everything published. Its table of files is made
at start; `Delivery` adds what appears later, in every process by itself and without coordination,
because a name that holds a hash can only ever mean one content.

Flask's `after_request` never sees WhiteNoise's answers, so the headers are a WSGI middleware
outside both.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers

from whitenoise import WhiteNoise
from whitenoise.responders import MissingFileError, NotARegularFileError

from webapp.negotiation import CONDITION_NOT_MET, Form, acceptable, condition_of, forms_of
from webapp.problem import PROBLEM, problem_document
from webapp.shell import PATH

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WORKER = "/sw.js"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types octavo-html octavo-script",
    )
)

WORKER_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    # Not no-referrer: that makes a form's Origin "null" (fetch specification).
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

PUBLISHED = re.compile(r"/corpus/((?:root|pack)-([0-9a-f]{64})\.json)(\.gz)?")
"""What a phone may ask for: a published file, or its gzip sibling by name, where a host sends
`.json` unencoded."""

SHELL_FILE = re.compile(rf"/a/([0-9a-f]{{8}}/{PATH.pattern})", re.ASCII)
"""One spelling of each address: every other would be kept as a file of its own."""

READING = ("GET", "HEAD")
"""The methods that a file answers. Methods are case-sensitive (RFC 9110 §9.1)."""


class Delivery(WhiteNoise):  # type: ignore[misc]  # WhiteNoise comes without types
    """WhiteNoise over the shell, the icons and the corpus, in front of the application."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        corpus: Path,
        shell: Path,
        icons: Mapping[str, Path],
    ) -> None:
        super().__init__(
            application,
            allow_all_origins=False,
            mimetypes={".webmanifest": "application/manifest+json"},
            # Every file here has its content in its name or in its folder's.
            immutable_file_test=lambda _path, _url: True,
            add_headers_function=_set_etag_from_name,
        )
        self._corpus = corpus.resolve()
        self._shell = shell.resolve()
        for url, path in icons.items():
            self.files[url] = forms_of(self.get_static_file(str(path), url))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request from a file, else let the application answer.

        `Range` is not heeded, as RFC 9110 §14.2 allows: a pack is the unit of resuming.
        """
        url = environ.get("PATH_INFO", "")
        forms = self._forms(url)
        if forms is None:
            return self.application(environ, start_response)  # type: ignore[no-any-return]
        form = acceptable(forms, environ.get("HTTP_ACCEPT_ENCODING"))
        try:
            with form.path.open("rb") as file:
                if environ["REQUEST_METHOD"] not in READING:
                    return _refuse_method(start_response, environ["REQUEST_METHOD"])
                match condition_of(environ, form.tag, form.modified):
                    case HTTPStatus.NOT_MODIFIED:
                        start_response("304 Not Modified", form.headers_of_not_modified())
                        return []
                    case HTTPStatus.PRECONDITION_FAILED:
                        return _answer_problem(
                            start_response, HTTPStatus.PRECONDITION_FAILED, CONDITION_NOT_MET
                        )
                start_response("200 OK", list(form.headers))
                # granian has no wsgi.file_wrapper, and takes a list in one call: four times as
                # fast, and no thread waits for a client that reads slowly.
                return [] if environ["REQUEST_METHOD"] == "HEAD" else [file.read()]
        except FileNotFoundError:
            # It was deleted this very moment: an old pack, swept by a later edition.
            return self.application(environ, start_response)  # type: ignore[no-any-return]

    def _forms(self, url: str) -> tuple[Form, ...] | None:
        known: tuple[Form, ...] = self.files.get(url, ())
        if known and all(form.is_current() for form in known):
            return known
        self.files.pop(url, None)
        return self._find_late(url)

    def _find_late(self, url: str) -> tuple[Form, ...] | None:
        """Return the forms of a file that was not there at start, and remember them."""
        path = self._path_of(url)
        if path is None:
            return None
        try:
            forms = forms_of(self.get_static_file(str(path), url))
        except (MissingFileError, NotARegularFileError, OSError):
            return None
        self.files[url] = forms
        return forms

    def _path_of(self, url: str) -> Path | None:
        if published := PUBLISHED.fullmatch(url):
            return self._corpus / (published[1] + (published[3] or ""))
        if part := SHELL_FILE.fullmatch(url):
            return self._shell / part[1]
        return None


def _set_etag_from_name(headers: Headers, _path: str, url: str) -> None:
    # WhiteNoise's own is made of time and size, and differs between hosts that serve one file.
    if published := PUBLISHED.fullmatch(url):
        headers["ETag"] = f'"{published[2]}{published[3] or ""}"'


class SecurityHeaders:
    """Adds the header set to every answer, and lets only `/sw.js` be a service worker's script.

    A path that returned a stranger's JavaScript could otherwise be registered as a worker, and
    would outlive the fault that let it in.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request with the header set."""
        path = environ.get("PATH_INFO", "")

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            given = {name.lower() for name, _ in headers}
            added = [item for item in headers_for(path).items() if item[0].lower() not in given]
            return start_response(status, [*headers, *added], *rest)

        if environ.get("HTTP_SERVICE_WORKER") == "script" and path != WORKER:
            return _answer_problem(
                start, HTTPStatus.FORBIDDEN, f"Only {WORKER} is a service worker."
            )
        return self._application(environ, start)


def headers_for(path: str) -> Mapping[str, str]:
    """Return the security headers of the answer at a path."""
    if path == WORKER:
        return {**SECURITY_HEADERS, "Content-Security-Policy": WORKER_CONTENT_SECURITY_POLICY}
    return SECURITY_HEADERS


def _answer_problem(
    start_response: Any, status: HTTPStatus, detail: str, *headers: tuple[str, str]
) -> list[bytes]:
    body = problem_document(status, status.phrase, detail).encode()
    start_response(
        f"{status.value} {status.phrase}",
        [
            ("Content-Type", PROBLEM),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *headers,
        ],
    )
    return [body]


def _refuse_method(start_response: Any, method: str) -> list[bytes]:
    return _answer_problem(
        start_response,
        HTTPStatus.METHOD_NOT_ALLOWED,
        f"A published file is read with {' or '.join(READING)}, not with {reprlib.repr(method)}.",
        ("Allow", ", ".join(READING)),
    )
