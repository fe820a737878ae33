"""A server that misbehaves as it is told, over the real application."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from webapp import create_app
from webapp.config import read_settings
from webapp.editions import FORMAT

HOST = "127.0.0.1"

PATIENCE = 60
"""How many seconds a question may take to come on a busy machine."""

PORTAL = b"<!doctype html><title>Sign in</title><h1>Welcome to the station's network</h1>"
LOGIN = "/login"
HEAD = "/corpus/head.json"

NOTHING = re.compile("(?!)")
"""Matches no path."""

STATUS = {"portal": "200 OK", "missing": "404 Not Found", "broken": "500 Oops"}


class FaultyServer:
    """Serves DIR on a port of its own; answers to paths that `fault` was told of are spoilt.

    `asked` notes the path of every request. With `strips_encodings` it serves files as many plain
    hosts do. The faults:

    - down: from this question on nobody listens on the port
    - hang: the question is taken, and nothing is said
    - half: status, length and half of the body, then nothing is said
    - cut: the same, and then the connection ends
    - short: half of the body, as if that were all
    - flip: one bit of the body is another
    - foreign: something stands after the body
    - portal: a page of somebody else, with status 200
    - login: a redirect to such a page
    - missing, broken: 404 and 500
    - older: the answer of an application from before `renew`, or the first head
    - newer: the document has the next format number
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._first_head = (data / "corpus" / "head.json").read_bytes()
        self._before = self._application = self._start_application()
        self._path, self._fault = NOTHING, ""
        self.spoilt = 0
        self._spoiling = threading.Condition()
        self.asked: list[str] = []
        self.strips_encodings = False
        self._release = threading.Event()
        # Holds the port while nobody listens, so that nobody else gets it.
        self._place = _socket_at(0)
        self._port = self._place.getsockname()[1]
        self._is_down = True
        self._listen()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._port}"

    def renew(self) -> None:
        """Start the application anew, as after an upgrade of it."""
        self._before = self._application
        self._application = self._start_application()

    def fault(self, path: str, fault: str) -> None:
        """From now on spoil every answer whose path matches, until `mend`."""
        self.mend()
        self._release = threading.Event()
        self.spoilt = 0
        self._path, self._fault = re.compile(path), fault

    def expect_spoilt(self, ask: Callable[[], None] = lambda: None) -> None:
        """Wait until an answer is spoilt; `ask` is done until then, once a second."""
        for _ in range(PATIENCE):
            ask()
            with self._spoiling:
                if self._spoiling.wait_for(lambda: self.spoilt, timeout=1):
                    return
        raise AssertionError(f"nobody has asked for {self._path.pattern}")

    def mend(self) -> None:
        """Answer truly again; who was left hanging is let go."""
        self._path, self._fault = NOTHING, ""
        self._release.set()
        if self._is_down:
            self._listen()

    def stop(self) -> None:
        """End for good: what is open is cut, and the port is given back."""
        self._release.set()
        self._go_down()
        self._place.close()

    def _start_application(self) -> Any:
        settings = read_settings({"data": str(self._data)}, environ={})
        return create_app(settings).wsgi_app

    def _listen(self) -> None:
        with _socket_at(self._port) as listening:
            listening.listen()
            self._server = make_server(
                HOST,
                self._port,
                self._answer,
                threaded=True,
                request_handler=_Quiet,
                fd=listening.fileno(),
            )
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        # How soon it sees that it is to stop, in seconds.
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        self._is_down = False

    def _go_down(self) -> None:
        if not self._is_down:
            self._is_down = True
            self._server.shutdown()
            self._thread.join()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if self._is_down:
            raise ConnectionResetError
        if self.strips_encodings:
            environ.pop("HTTP_ACCEPT_ENCODING", None)
        if path == LOGIN:
            return _send(start_response, "200 OK", PORTAL, "text/html")
        if self._path.search(path):
            if self._fault == "down":
                self._go_down()
            with self._spoiling:
                self.spoilt += 1
                self._spoiling.notify()
            return self._spoil(environ, start_response)
        if path == HEAD and self._fault == "newer":
            return self._name_newer_root(environ, start_response)
        answer: Iterable[bytes] = self._application(environ, start_response)
        return answer

    def _spoil(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        fault = self._fault
        if fault == "hang":
            self._release.wait()
        if fault in ("down", "hang"):
            raise ConnectionResetError
        if fault in STATUS:
            return _send(start_response, STATUS[fault], PORTAL, "text/html")
        if fault == "login":
            start_response("302 Found", [("Location", LOGIN), ("Content-Length", "0")])
            return []
        if fault == "older":
            return self._older(environ, start_response)
        if fault == "newer" and environ["PATH_INFO"] != HEAD:
            return _send(start_response, "200 OK", self._newer_root, "application/json")
        kind, body = self._whole(environ)
        if fault in ("half", "cut"):
            _send(start_response, "200 OK", b"", kind, length=len(body))
            return _halve(body, self._release if fault == "half" else None)
        return _send(start_response, "200 OK", SPOILT[fault](body), kind)

    def _older(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == HEAD:
            return _send(start_response, "200 OK", self._first_head, "application/json")
        # The file of this build as it was in the one before, as from a cache that mixes them up.
        builds = json.loads((self._data / "shell" / "builds.json").read_bytes())
        environ["PATH_INFO"] = path.replace(builds[-1], builds[-2])
        answer: Iterable[bytes] = self._before(environ, start_response)
        return answer

    def _whole(self, environ: dict[str, Any]) -> tuple[str, bytes]:
        """Return content type and plain body of the true answer."""
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        environ.pop("HTTP_IF_NONE_MATCH", None)
        kinds: list[str] = []

        def note(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            assert status == "200 OK", (environ["PATH_INFO"], status)
            kinds.append(dict(headers)["Content-Type"])

        body = b"".join(self._application(environ, note))
        return kinds[0], body

    def _name_newer_root(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer with a head whose root is the spoilt one: its name is the hash of its bytes."""
        kind, head = self._whole(environ)
        name = f"root-{hashlib.sha256(self._newer_root).hexdigest()}.json"
        body = json.dumps({**json.loads(head), "root": name}).encode()
        return _send(start_response, "200 OK", body, kind)

    @property
    def _newer_root(self) -> bytes:
        corpus = self._data / "corpus"
        head = json.loads((corpus / "head.json").read_bytes())
        return _newer((corpus / head["root"]).read_bytes())


def _halve(body: bytes, release: threading.Event | None) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    if release:
        release.wait()
    raise ConnectionResetError


def _flipped(body: bytes) -> bytes:
    flipped = bytearray(body)
    flipped[len(flipped) // 2] ^= 1
    return bytes(flipped)


def _newer(document: bytes) -> bytes:
    return json.dumps({**json.loads(document), "format": FORMAT + 1}).encode()


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "short": lambda body: body[: len(body) // 2],
    "flip": _flipped,
    "foreign": lambda body: body + b"\n// and more",
    "newer": _newer,
}


def _socket_at(port: int) -> socket.socket:
    """Take a port (0: any) without listening at it; several sockets may have the same."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind((HOST, port))
    return place


def _send(
    start_response: Any, status: str, body: bytes, kind: str, *, length: int | None = None
) -> list[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(length or len(body)))]
    start_response(status, [*headers, ("Cache-Control", "no-store")])
    return [body]


class _Quiet(WSGIRequestHandler):
    """Says nothing of requests, nor of phones that hang up; a reset ends the connection."""

    def log(self, type: str, message: str, *args: Any) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()

    def connection_dropped(self, *_: Any) -> None:
        self.close_connection = True
