"""A server that misbehaves as it is told, over the real application."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from webapp import create_app
from webapp.config import read_settings

PORTAL = b"<!doctype html><title>Sign in</title><h1>Welcome to the station's network</h1>"


class FaultyServer:
    """Serves DIR on a port of its own; answers to paths that `fault` was told of are spoilt.

    `asked` notes the path of every request. With `strips_encodings` it serves files as many plain
    hosts do.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self.renew()
        self._path = re.compile("(?!)")
        self._fault = ""
        self.spoilt = 0
        self.asked: list[str] = []
        self.strips_encodings = False
        self._release = threading.Event()
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet
        )
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        # How soon it sees that it is to stop, in seconds.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def renew(self) -> None:
        """Start the application anew, as after an upgrade of it."""
        app = create_app(read_settings({"data": str(self._data)}, environ={}))
        self._application = app.wsgi_app

    def fault(self, path: str, fault: str) -> None:
        """From now on spoil every answer whose path matches, until `mend`."""
        self._release.clear()
        self.spoilt = 0
        self._path, self._fault = re.compile(path), fault

    def mend(self) -> None:
        """Answer truly again; who was left hanging is let go."""
        self._path = re.compile("(?!)")
        self._release.set()

    def stop(self) -> None:
        self.mend()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        if self.strips_encodings:
            environ.pop("HTTP_ACCEPT_ENCODING", None)
        if not self._path.search(environ["PATH_INFO"]):
            return self._application(environ, start_response)
        self.spoilt += 1
        fault = self._fault
        if fault == "hang":
            self._release.wait()
            return _send(start_response, "503 Service Unavailable", b"")
        if fault in ("portal", "missing", "broken"):
            status = {"portal": "200 OK", "missing": "404 Not Found", "broken": "500 Oops"}[fault]
            return _send(start_response, status, PORTAL, "text/html")
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        environ.pop("HTTP_IF_NONE_MATCH", None)
        body = b"".join(self._application(environ, _ignore))
        if fault == "cut":
            return _send(start_response, "200 OK", body[: len(body) // 2])
        if fault == "foreign":
            return _send(start_response, "200 OK", body + b"\n// and more")
        spoilt = bytearray(body)
        spoilt[len(spoilt) // 2] ^= 1
        return _send(start_response, "200 OK", bytes(spoilt))


def _ignore(*_: Any) -> Any:
    """Takes status and headers of an answer whose body alone is wanted."""


def _send(
    start_response: Any, status: str, body: bytes, kind: str = "application/json"
) -> list[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    start_response(status, [*headers, ("Cache-Control", "no-store")])
    return [body]


class _Quiet(WSGIRequestHandler):
    """Says nothing of requests, nor of phones that hang up."""

    def log(self, type: str, message: str, *args: Any) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()
