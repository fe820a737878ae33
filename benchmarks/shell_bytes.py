"""What a phone fetches for the app itself, file by file, as the server sends it.

python -m benchmarks shell
"""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import syncing
from benchmarks.progress import tell
from benchmarks.slow_link import SlowLink

KINDS = ("scripts", "words", "styles", "page", "worker", "icons and manifest")

OF_THE_SHELL = KINDS[:4]
"""What every build has, and phones keep: what the promise is about."""

NO_LIMIT_BYTES_PER_S = 1e12


@dataclass(frozen=True, slots=True)
class Fetched:
    """All files of one kind: how many, and their bytes plain and as they are sent."""

    kind: str
    files: int
    plain: int
    sent: int


@dataclass(frozen=True, slots=True)
class ShellBytes:
    """What the app weighs by kind, and what a first visit to the list costs, headers included."""

    kinds: tuple[Fetched, ...]
    visit: int

    @property
    def shell(self) -> Fetched:
        """The sum of what the promise is about."""
        parts = [fetched for fetched in self.kinds if fetched.kind in OF_THE_SHELL]
        files, plain, sent = (
            sum(getattr(part, name) for part in parts) for name in ("files", "plain", "sent")
        )
        return Fetched("the shell", files, plain, sent)


def measure(source: Path, data: Path, profile: Path) -> ShellBytes:
    """Weigh the app that is served with the library in DIR, and visit it with a new profile."""
    port = syncing.free_port()
    with syncing.serving(source, data, port):
        weighed = tuple(_weigh(port))
        visit = _visit(port, profile)
    for fetched in weighed:
        tell(str(fetched))
    tell(f"a first visit: {visit:,} bytes")
    return ShellBytes(weighed, visit)


def _weigh(port: int) -> Iterator[Fetched]:
    worker = _get(port, "/sw.js", "identity").decode()
    stamp = re.search(r"^start\(self, (\{.*\})\);$", worker, re.DOTALL | re.MULTILINE)
    assert stamp, "the worker names no files"
    files = [url for url, _ in json.loads(stamp[1])["files"]]
    manifest = json.loads(_get(port, "/manifest.webmanifest", "identity"))
    page = _get(port, "/", "identity").decode()
    icons = {icon["src"] for icon in manifest["icons"]}
    icons |= set(re.findall(r'<link rel="(?:apple-touch-)?icon"[^>]* href="([^"]+)"', page))
    urls = [*files, "/sw.js", "/manifest.webmanifest", *sorted(icons)]
    for kind in KINDS:
        yield _sum(port, kind, [url for url in urls if _kind_of(url) == kind])


def _kind_of(url: str) -> str:
    if url == "/sw.js":
        return "worker"
    if not url.startswith("/a/"):
        return "icons and manifest"
    path = url.split("/", 3)[3]
    if path.startswith("words/"):
        return "words"
    return {".js": "scripts", ".css": "styles", ".html": "page"}[Path(path).suffix]


def _sum(port: int, kind: str, urls: Iterable[str]) -> Fetched:
    plain = [len(_get(port, url, "identity")) for url in urls]
    sent = [len(_get(port, url, "gzip, deflate, br")) for url in urls]
    return Fetched(kind, len(plain), sum(plain), sum(sent))


def _get(port: int, url: str, encoding: str) -> bytes:
    """Return the body of an answer as it is sent: nothing is unpacked."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", url, headers={"Accept-Encoding": encoding})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, f"{answer.status} {url}"
    return body


def _visit(port: int, profile: Path) -> int:
    """Return what comes from the server until the app is kept.

    A large library waits for a tap; one below 5 MB would come along.
    """
    with SlowLink(port, NO_LIMIT_BYTES_PER_S, 0) as link:
        with (
            sync_playwright() as playwright,
            syncing.open_chromium(playwright, profile) as context,
        ):
            page = context.pages[0]
            page.goto(f"http://127.0.0.1:{link.port}")
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return link.passed
