"""The registry of formats: one reader for each ending of a file's name."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.ingest.manuscript import Reader
from webapp.ingest.markdown import read_markdown
from webapp.ingest.text import read_text

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}

_ASSETS = (
    ".apng .avif .bmp .css .csv .eot .flac .gif .heic .ico .jpeg .jpg .js .json .m4a .map .mjs .mov"
    " .mp3 .mp4 .ogg .opus .otf .pdf .png .svg .tif .tiff .toml .ttf .wav .webm .webmanifest .webp"
    " .woff .woff2 .xml .yaml .yml .zip"
)
ASSETS = frozenset(_ASSETS.split())
"""What lies beside articles in honest folders: it is passed over without a word."""


def suffix_of(path: str) -> str:
    """Return the ending of a file's name, in small letters and with its point."""
    return path[len(without_ending(path)) :].lower()


def without_ending(path: str) -> str:
    """Return a path without the ending of its file's name; pathlib takes ten times as long.

    As there, a name that only begins with a point, or ends with one, has no ending.
    """
    stem, point, ending = path.rpartition(".")
    has_ending = point and ending and "/" not in ending and stem and not stem.endswith("/")
    return stem if has_ending else path
