"""Makes the face of a library from its settings, and writes it to DIR/face.

The files of a face are named by what is in them, and `face.json` comes last: a server that starts
in the midst of it reads the old face or the new one, never a mixture.

The libraries for colours and pictures are loaded where there is a colour or a logo only: to load
them takes a quarter of the time that all else of a publisher does.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from webapp.face import FACE, Accent, FaceError, hash_of, read_face
from webapp.files import sync_folder, write_durably
from webapp.ingest.problems import Problem
from webapp.ingest.settings import LibrarySettings

ICON_FILE = re.compile(r"[a-z]+-\d+-[0-9a-f]{8}\.png")

IconsAndFaults = tuple[dict[str, bytes], tuple[Problem, ...], tuple[Problem, ...]]
"""The icons of a logo, or none; what is wrong with it; and what could be better."""


@dataclass(frozen=True, slots=True)
class MadeFace:
    """A face, ready to be written, and what is wrong with what it was made from.

    `accents` are what the publisher's colour became, by theme.
    """

    document: dict[str, Any]
    icons: dict[str, bytes]
    accents: dict[str, Accent]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def make_face(source: Path, settings: LibrarySettings) -> MadeFace:
    """Return the face that the settings of SOURCE describe; a logo that fails is left out."""
    accents = _accents(settings.colour)
    icons, problems, warnings = _icons(source, settings.logo)
    document = {
        "title": settings.title,
        "lang": settings.lang,
        "publisher": settings.publisher,
        "start": settings.start,
        "languages": settings.languages,
        "colour": settings.colour,
        "accents": {theme: _rounded(accent) for theme, accent in accents.items()},
        "icons": {name: file_name(name, data) for name, data in icons.items()},
    }
    return MadeFace(
        document,
        icons,
        accents,
        (*settings.problems, *problems),
        (*settings.warnings, *warnings),
    )


def write_face(folder: Path, face: MadeFace) -> bool:
    """Write a face to `folder` (DIR/face) where it differs; return whether there was another.

    The files of the face before stay, since a server that started with it still hands them out.
    """
    is_new = not folder.is_dir()
    folder.mkdir(exist_ok=True)
    if is_new:
        sync_folder(folder.parent)
    before = _bytes_of(folder / FACE)
    kept = _icons_named(folder)
    for name, data in face.icons.items():
        path = folder / file_name(name, data)
        kept.add(path.name)
        if _bytes_of(path) != data:
            write_durably(path, data)
    whole = face.document | {"sha256": hash_of(face.document)}
    document = json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"
    if before == document:
        return False
    write_durably(folder / FACE, document)
    _sweep(folder, kept)
    return before is not None


def file_name(name: str, data: bytes) -> str:
    """Return the name of an icon's file: the icon's own, and its hash's first 8 digits."""
    return f"{name}-{hashlib.sha256(data).hexdigest()[:8]}.png"


def _icons_named(folder: Path) -> set[str]:
    with suppress(FaceError, OSError):
        return {path.name for path in read_face(folder).icons.values()}
    return set()


def _sweep(folder: Path, kept: set[str]) -> None:
    """Delete the icons that are not kept, and what a crash left half written."""
    for path in folder.iterdir():
        is_icon = ICON_FILE.fullmatch(path.name)
        if (is_icon and path.name not in kept) or path.suffix == ".new":
            path.unlink(missing_ok=True)


def _bytes_of(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes()
    return None


def _rounded(accent: Accent) -> dict[str, object]:
    return asdict(accent) | {"contrast": round(accent.contrast, 2)}


def _accents(colour: str | None) -> dict[str, Accent]:
    if colour is None:
        return {}
    from webapp.face.colours import accents_of

    return accents_of(colour)


def _icons(source: Path, logo: str | None) -> IconsAndFaults:
    if logo is None:
        return {}, (), ()
    from webapp.face.logo import icons_from

    return icons_from(source, logo)
