"""What makes an app of the pages: the worker, the manifest, the head; and what operators ask."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response

from webapp.articles import to_line
from webapp.editions import HEAD, Editions
from webapp.shell import Shell
from webapp.views.answers import conditional, nothing_published

SHORT_NAME = 12
"""How many characters fit under an icon on a home screen (web app manifest, vendors' advice)."""

PAGE_COLOUR = "#FCFBF8"
"""The page behind all text in the light theme, shown by Android while the app starts."""


def views(editions: Editions, shell: Shell, corpus: Path) -> Blueprint:
    """Return the fixed URLs around the app."""
    pwa = Blueprint("pwa", __name__)

    @pwa.get("/sw.js")
    def worker() -> Response:
        return conditional(Response(shell.worker(), mimetype="text/javascript"))

    @pwa.get("/manifest.webmanifest")
    def manifest() -> Response:
        edition = editions.current()
        title = edition.title if edition else "Octavo"
        document = _manifest(title, edition.lang if edition else "en", shell)
        return conditional(Response(to_line(document), mimetype="application/manifest+json"))

    @pwa.get(f"/corpus/{HEAD}")
    def head() -> Response:
        # Read each time, so that every process tells of a new edition at once.
        try:
            document = (corpus / HEAD).read_bytes()
        except FileNotFoundError:
            return nothing_published()
        return conditional(Response(document, mimetype="application/json"))

    @pwa.get("/healthz")
    def healthz() -> Response:
        return _state("alive")

    @pwa.get("/readyz")
    def readyz() -> Response:
        edition = editions.current()
        return _state(f"edition {edition.number}") if edition else nothing_published()

    return pwa


def _manifest(title: str, lang: str, shell: Shell) -> dict[str, object]:
    return {
        "id": "/",
        "name": title,
        "short_name": title if len(title) <= SHORT_NAME else "Library",
        "description": f"{title}: a library that is read without a connection.",
        "lang": lang,
        "dir": "auto",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAGE_COLOUR,
        "theme_color": PAGE_COLOUR,
        "icons": [
            _icon(shell, "any-192", 192, "any"),
            _icon(shell, "any-512", 512, "any"),
            _icon(shell, "maskable-512", 512, "maskable"),
        ],
    }


def _icon(shell: Shell, name: str, size: int, purpose: str) -> dict[str, str]:
    return {
        "src": shell.icons[name],
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


def _state(words: str) -> Response:
    response = Response(f"{words}\n", mimetype="text/plain")
    response.cache_control.no_store = True
    return response
