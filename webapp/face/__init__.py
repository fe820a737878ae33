"""The library's face: its name, its words, its colour and its icons, as DIR/face holds them.

`publish` works it out from `octavo.toml` and writes it (`making`); a server reads it when it starts
(`load_face`). Only making it takes a library for colours and one for pictures.

    colours       the publisher's colour in each theme
    icons         the icons of the app, from a picture
    logo          the publisher's logo: its place, its icons, its faults
    making        the face of a library's settings, written to DIR/face
    stylesheet    the face as css/face.css of the shell
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from webapp.articles import to_line

__all__ = ["FACE", "FOLDER", "Accent", "Face", "FaceError", "hash_of", "load_face", "read_face"]

FOLDER = "face"
"""Where in DIR the face is."""

FACE = "face.json"

SIZE_MOST = 65_536


class FaceError(ValueError):
    """DIR/face holds something else than what was written; the message says what."""


@dataclass(frozen=True, slots=True)
class Accent:
    """The accent of one theme, what stands on it, and its least contrast on the theme's grounds."""

    accent: str
    on_accent: str
    contrast: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a library is called, says and looks like, beside its articles.

    `accents` are by theme, and none without a colour; `icons` are the files of the publisher's own
    icons by name, and none without a logo. Where `languages` is empty, the interface is offered in
    all that there are.
    """

    title: str = "Octavo"
    lang: str = "en"
    publisher: str = "Octavo"
    start: str = ""
    languages: tuple[str, ...] = ()
    colour: str | None = None
    accents: Mapping[str, Accent] = field(default_factory=dict)
    icons: Mapping[str, Path] = field(default_factory=dict)


def load_face(folder: Path) -> Face:
    """Return the face in `folder` (DIR/face); Octavo's own where there is none or it is damaged.

    A server has readers whatever became of its looks: an icon that is missing is Octavo's own too,
    and `octavo check` names the damage.
    """
    try:
        face = read_face(folder)
    except (FaceError, OSError):
        return Face()
    return replace(face, icons={n: path for n, path in face.icons.items() if path.is_file()})


def read_face(folder: Path) -> Face:
    """Return the face in `folder`, as it was written, and without a look at its icons.

    Raises FaceError where it cannot have been written so, OSError where it cannot be read.
    """
    with (folder / FACE).open("rb") as file:
        data = file.read(SIZE_MOST)
    try:
        document = json.loads(data)
        if document.pop("sha256") != hash_of(document):
            raise ValueError("its hash is another")
        return _face(document, folder)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FaceError(f"is not what was written ({error})") from error


def hash_of(document: Mapping[str, Any]) -> str:
    """Return the hash that a face carries, from all else that it says."""
    return hashlib.sha256(to_line(document).encode()).hexdigest()


def _face(document: Mapping[str, Any], folder: Path) -> Face:
    texts = {name: str(document[name]) for name in ("title", "lang", "publisher", "start")}
    return Face(
        **texts,
        languages=tuple(map(str, document["languages"])),
        colour=document["colour"],
        accents={theme: Accent(**accent) for theme, accent in document["accents"].items()},
        icons={name: folder / file for name, file in document["icons"].items()},
    )
