"""What makes an app of the pages: the worker, the manifest, the head; and what operators ask."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response

from webapp.articles import to_line
from webapp.editions import HEAD, Editions
from webapp.ingest.languages import direction
from webapp.shell import Shell
from webapp.views.answers import conditional, nothing_published
from webapp.words import Words

SHORT_NAME_LEAST, SHORT_NAME_MOST = 4, 12
"""How many characters say something, and fit, under an icon on a home screen."""

SHORTCUTS = {"/search": "nav.search", "/saved": "nav.saved", "/updates": "up.title"}
"""What a long press on the icon offers, with its words, where the app has such a screen."""

SCREENSHOTS = {
    "library": "The list of articles, here of a sample library",
    "article": "An article to read without a connection, here of a sample library",
}
"""The pictures that a browser shows before it installs the app, in their order.

They are of the app and not of the publisher's articles, and their labels say so.
"""

SCREENSHOT_SIZE = "720x1480"
"""Browsers take sides from 320 to 3840 px, the long one at most 2.3 times the short one, and show
only those that have one ratio."""

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
        title = edition.title if edition else shell.face.title
        document = _manifest(title, edition.lang if edition else shell.face.lang, shell)
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
    words = Words.for_language(lang)
    return {
        "id": "/",
        "name": title,
        "short_name": short_name(title) or words.say("nav.library"),
        "description": shell.face.start or words.say("app.description"),
        "categories": ["books", "education", "news"],
        "lang": lang,
        "dir": direction(lang),
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
        "shortcuts": [
            {"name": words.say(SHORTCUTS[route.pattern]), "url": route.pattern}
            for route in shell.routes
            if route.pattern in SHORTCUTS
        ],
        "screenshots": [
            {
                "src": shell.screenshots[name],
                "sizes": SCREENSHOT_SIZE,
                "type": "image/png",
                "form_factor": "narrow",
                "label": label,
            }
            for name, label in SCREENSHOTS.items()
        ],
    }


def short_name(title: str) -> str | None:
    """Return as many whole words of a title as fit under an icon; None where that says nothing."""
    words = title.split()
    fitting = [
        name
        for count in range(1, len(words) + 1)
        if len(name := " ".join(words[:count]).rstrip(" ,;:–—-·|")) <= SHORT_NAME_MOST
    ]
    if not fitting:
        return None
    return fitting[-1] if fitting[-1] == title or len(fitting[-1]) >= SHORT_NAME_LEAST else None


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
