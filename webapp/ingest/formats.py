"""The registry of formats: one reader for each ending of a file's name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

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
    return PurePosixPath(path).suffix.lower()
